/** The rules of fairness, pausing and bounds, each by a model of its own; and that the tests notice when one is broken. */
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { check, summary } from "./check.ts";
import { rules } from "./rules.ts";

const root = path.resolve(import.meta.dirname, "../..");

describe("fairness and pausing", () => {
  it.each(rules.map((rule) => [rule.rule, rule] as const))("%s", async (_name, { text, expected }) => {
    expect(summary(await check(text, { engine: "interpreter" }))).toBe(expected);
    expect(summary(await check(text))).toBe(expected);
    expect(summary(await check(text, { exact: true }))).toBe(expected);
  });
});

/** What is changed in the sources, and the rule that must notice. */
const mutants: readonly {
  readonly name: string;
  readonly rule: string;
  readonly changes: readonly (readonly [file: string, from: string, to: string])[];
}[] = [
  {
    name: "fairness met by a state instead of an edge",
    rule: "a fairness condition is met by an edge inside of the cycle, not by its states",
    changes: [
      [
        "fair.ts",
        "const label = graph.label(step);",
        "const label = graph.label(step); for (const at of graph.labels[label]?.fair ?? []) taken[at] = 1;",
      ],
    ],
  },
  {
    name: "the step that changes nothing is dropped",
    rule: "every state has a step that changes nothing: a behaviour may stop",
    changes: [
      ["fair.ts", "of product.moves(own, valuation, 0)", "of product.moves(own, valuation, 0).slice(0, 0)"],
      ["region.ts", "rests = moves.length > 0 &&", "rests = moves.length > 1e9 &&"],
    ],
  },
  {
    name: "enabledness is computed after a constraint has pruned",
    rule: "under a constraint, what is enabled is what would be without it",
    changes: [
      ["fair.ts", "if (target === state) continue;", "if (target === state || target === 0) continue;"],
      ["region.ts", "else if (target === 0) isCut = true;", "else if (target === 0) continue;"],
    ],
  },
  {
    name: "strong fairness is taken for weak",
    rule: "a fairness condition is met by an edge inside of the cycle, not by its states",
    changes: [["fair.ts", "(this.#isWeak(at) ? isOff[at] === 0 : isOn[at] === 1)", "isOff[at] === 0"]],
  },
  {
    name: "a step that changes nothing counts as a fair one",
    rule: "a step that changes nothing is no fair step",
    changes: [
      ["fair.ts", "if (target === state) continue;", ""],
      ["fair.ts", "if (target !== state) for", "for"],
      ["region.ts", 'if (standing !== "unknown") return;', ""],
    ],
  },
  {
    name: "a promise may be put off for ever",
    rule: "what is put off for ever is no promise kept",
    changes: [["automaton.ts", "!way.postponed.has(sets[at] as string)", "true"]],
  },
  {
    name: "what is the same for all members is taken to be so although a sequence has an order",
    rule: "members that stand in a row are not the same",
    changes: [["symmetry.ts", 'node.kind === "sequenceOf" &&', "false &&"]],
  },
  {
    name: "where a behaviour could stay is found without what bounds cut",
    rule: "what only a bound holds up is told, also of one case out of many",
    changes: [["core.ts", 'this.#conditions, stop, "loosely"', "this.#conditions, stop"]],
  },
];

describe("a broken rule is noticed", () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s", async (name, { rule, changes }) => {
    const wanted = rules.find((item) => item.rule === rule);
    if (!wanted) throw new Error(`there is no rule "${rule}"`);
    const outfile = path.join(root, "node_modules/.cache", `mutant-${name.replaceAll(" ", "-")}-${process.pid}.mjs`);
    mkdirSync(path.dirname(outfile), { recursive: true });
    const changed = new Set<string>();
    await build({
      entryPoints: [path.join(root, "test/liveness/check.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      outfile,
      logLevel: "silent",
      plugins: [
        {
          name: "mutant",
          setup: ({ onLoad }) => {
            onLoad({ filter: /src\/(ir|explore\/liveness)\/[a-z-]+\.ts$/ }, async ({ path: file }) => {
              let contents = await readFile(file, "utf8");
              for (const [which, from, to] of changes) {
                if (path.basename(file) !== which) continue;
                if (!contents.includes(from)) throw new Error(`${which} no longer says ${from}`);
                contents = contents.replace(from, to);
                changed.add(`${which} ${from}`);
              }
              return { contents, loader: "ts" };
            });
          },
        },
      ],
    });
    expect(changed.size).toBe(changes.length);
    const mutant = (await import(outfile)) as { check: typeof check; summary: typeof summary };
    const found = await mutant.check(wanted.text).then(mutant.summary, (problem: Error) => problem.message);
    expect(found).not.toBe(wanted.expected);
  });
});
