/** Every story in test/golden, told again. `LOCKSTEP_REWRITE=1 npx vitest run test/cli` writes what is new into the files. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { retell } from "./story.ts";

const folder = join(import.meta.dirname, "../golden");
const models = join(import.meta.dirname, "../../models");
const theories = join(import.meta.dirname, "../../spec");

describe("stories", () => {
  const given = new Map<string, string>();
  for (const name of readdirSync(theories)) {
    if (name.endsWith(".spec")) given.set(`package/spec/${name}`, readFileSync(join(theories, name), "utf8"));
  }
  for (const name of ["raft", "replicated-log", "two-phase-commit", "transaction-commit"])
    given.set(`package/models/${name}.spec`, readFileSync(join(models, `${name}.spec`), "utf8"));
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".story"))) {
    test(name, { timeout: 60_000 }, async () => {
      const path = join(folder, name);
      const saved = readFileSync(path, "utf8");
      const today = await retell(saved, given);
      if (process.env.LOCKSTEP_REWRITE) writeFileSync(path, today);
      else expect(today).toBe(saved);
    });
  }
});
