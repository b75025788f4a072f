/**
 * The README shows what became of each axiom of `spec/`, as the program prints it now; `UPDATE_DOCS=1` writes it. And it tells
 * of each sketch and each known bug how long its trace is.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { savedTraces } from "../models/model.ts";
import { createSession } from "./session.ts";

const page = "README.md";
const begin = "<!-- theories -->\n";
const end = "<!-- /theories -->";

// All models are checked for it: as long as the rest of the pages together.
it.runIf(process.env.LOCKSTEP_FULL)("the README's table of axioms is today's", { timeout: 180_000 }, async () => {
  const text = readFileSync(page, "utf8");
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end, from);
  const { code, output } = await createSession().run(["spec", "--format", "md"]);
  expect(code).toBe(0);
  if (process.env.UPDATE_DOCS) writeFileSync(page, text.slice(0, from) + output + text.slice(to));
  else expect(text.slice(from, to)).toBe(output);
});

describe.each(["models/as-written", "models/known-bugs"])("the README's table of %s", (folder) => {
  const rows = readFileSync(page, "utf8")
    .split("\n")
    .filter((line) => line.includes(`](${folder}/`));

  it.each(readdirSync(folder).filter((name) => name.endsWith(".spec")))("tells of %s", (name) => {
    const row = rows.find((line) => line.includes(`](${folder}/${name})`));
    const steps = stepsOf(name);
    if (steps === undefined) expect(row).toContain("Safe within the bounds");
    else expect(row).toContain(`${steps} steps`);
  });
});

function stepsOf(name: string): number | undefined {
  const [path] = savedTraces(name);
  if (path === undefined) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly states: readonly unknown[] }).states.length - 1;
}
