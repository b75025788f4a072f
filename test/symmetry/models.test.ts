/**
 * Every model of the package, searched with symmetry and without: the same verdicts, real behaviours as counterexamples, and as
 * many representatives as there are orbits. Small ones always, larger ones with `LOCKSTEP_FULL`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configurationsOf, modelOf, root } from "../models/model.ts";
import { compareReduced } from "./comparison.ts";

const full = process.env.LOCKSTEP_FULL !== undefined;
const mostStates = full ? 400_000 : 5_000;
const mostCounted = full ? 3_000 : 400;

const paths = ["models", "models/as-written", "test/oracle"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".spec"))
    .map((name) => `${folder}/${name}`),
);

describe("the models of the package", () => {
  let reduced = 0;
  let counted = 0;
  it.each(paths)("%s", { timeout: 300_000 }, async (path) => {
    for (const { name } of configurationsOf(path)) {
      const { differences, sorts, orbits } = await compareReduced(
        modelOf(path, { config: name }),
        mostStates,
        mostCounted,
      );
      expect(differences, name).toEqual([]);
      if (sorts.length > 0) reduced += 1;
      if (orbits !== undefined) counted += 1;
    }
  });

  it("have symmetry often enough for this to mean something", () => {
    expect(reduced).toBeGreaterThanOrEqual(20);
    expect(counted).toBeGreaterThanOrEqual(8);
  });
});

describe.runIf(full)("a large model", () => {
  it("has as many representatives as the interpreter's states have orbits", { timeout: 600_000 }, async () => {
    const model = modelOf("models/raft.spec");
    const { differences, states, orbits } = await compareReduced(model, 200_000);
    expect(differences).toEqual([]);
    expect(states).toBeGreaterThan(100_000);
    expect(orbits).toBeLessThan(states / 5);
  });
});
