/**
 * Random pairs of machines, each a handful of numbered states with steps between them, and a random mapping. Whether the
 * one refines the other is decided here by walking over the tables that the texts are made from; both evaluators have to
 * find the same, at the same depth, and with several workers too.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGenerator } from "../../src/explore/simulation/generator.ts";
import { bundleWorker, type WorkerBundle } from "../explore/worker-bundle.ts";
import { compiled, interpreted } from "./compare.ts";

const runs = process.env.LOCKSTEP_FULL ? 400 : 40;

/** Steps by source: each is a list of targets. */
interface Machine {
  readonly initial: readonly number[];
  readonly steps: readonly (readonly number[])[];
}

interface Pair {
  readonly upper: Machine;
  readonly lower: Machine;
  readonly mapping: readonly number[];
}

function pairOf(seed: number): Pair {
  const draw = createGenerator(seed, 0);
  const [high, low] = [2 + draw(4), 3 + draw(8)];
  const mapping = Array.from({ length: low }, () => draw(high));
  const some = <T>(items: readonly T[]): T => items[draw(items.length)]!;
  const upper: Machine = {
    initial: [draw(high), draw(high)],
    steps: Array.from({ length: high }, () => Array.from({ length: 1 + draw(3) }, () => draw(high))),
  };
  // Steps that the upper machine has too, so that about half of the pairs refine; now and then one by chance.
  const target = (from: number): number => {
    const fitting = [...mapping.keys()].filter((to) => {
      const [before, after] = [mapping[from]!, mapping[to]!];
      return before === after || upper.steps[before]!.includes(after);
    });
    return draw(3) === 0 ? draw(low) : some(fitting);
  };
  const starts = [...mapping.keys()].filter((at) => upper.initial.includes(mapping[at]!));
  const lower: Machine = {
    initial: [starts.length === 0 || draw(12) === 0 ? draw(low) : some(starts)],
    steps: [...mapping.keys()].map((from) => Array.from({ length: 1 + draw(3) }, () => target(from))),
  };
  return { upper, lower, mapping };
}

/** The depth at which the refinement breaks, counted like the search: the initial state is at 1. */
function breaksAt({ upper, lower, mapping }: Pair): number | undefined {
  const depths = new Map(lower.initial.map((state) => [state, 1]));
  if (lower.initial.some((state) => !upper.initial.includes(mapping[state]!))) return 1;
  for (const [state, depth] of depths) {
    for (const to of lower.steps[state]!) {
      const [before, after] = [mapping[state]!, mapping[to]!];
      if (before !== after && !upper.steps[before]!.includes(after)) return depth + 1;
      if (!depths.has(to)) depths.set(to, depth + 1);
    }
  }
  return undefined;
}

const table = (values: readonly number[], name: string): string =>
  values.reduceRight(
    (rest, value, at) => (rest === "" ? `${value}` : `if ${name} = ${at} then ${value} else ${rest}`),
    "",
  );

function textOf({ upper, lower, mapping }: Pair): string {
  const body = (machine: Machine, name: string): string =>
    [
      `state ${name}: 0..${machine.steps.length - 1} in {${machine.initial.join(", ")}}`,
      ...machine.steps.flatMap((targets, from) =>
        targets.map((to, at) => `action ${name}${from}_${at} when ${name} = ${from} { ${name} := ${to} }`),
      ),
      "terminal when True",
    ].join("\n");
  return [
    `model Upper\n${body(upper, "u")}`,
    `model Lower\n${body(lower, "x")}\nrefines Upper with { u = ${table(mapping, "x")} }`,
  ].join("\n");
}

describe("random pairs of machines", () => {
  let bundle: WorkerBundle;
  beforeAll(async () => {
    bundle = await bundleWorker();
  });
  afterAll(() => bundle.end());

  const all = Array.from({ length: runs }, (_, seed) => ({ seed, pair: pairOf(seed) }));

  it("some refine and some do not", () => {
    const broken = all.filter(({ pair }) => breaksAt(pair) !== undefined).length;
    expect(broken).toBeGreaterThan(runs / 5);
    expect(broken).toBeLessThan((4 * runs) / 5);
  });

  it("both evaluators find what the tables say", { timeout: 240_000 }, async () => {
    for (const { seed, pair } of all) {
      const depth = breaksAt(pair);
      const expected = depth === undefined ? "holds" : `violates Upper at depth ${depth}`;
      const found = await interpreted(textOf(pair));
      expect({ seed, verdict: found.verdict }).toEqual({ seed, verdict: expected });
      expect({ seed, ...(await compiled(textOf(pair))) }).toEqual({ seed, ...found });
    }
  });

  it("two workers find it too", { timeout: 240_000 }, async () => {
    for (const { seed, pair } of all.slice(0, 8)) {
      const text = textOf(pair);
      const [one, two] = [await compiled(text), await compiled(text, bundle)];
      expect({ seed, ...two }).toEqual({ seed, ...one });
    }
  });
});
