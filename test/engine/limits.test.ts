/**
 * What the engine has no fixed room for: many choices in a branch, many rows of a loop, long lists of unknown length. It
 * compiles again with more room, and then says what the interpreter says. Where nobody has so much memory, it says so.
 */
import { describe, expect, it } from "vitest";
import { searchCompiled } from "../../src/explore/index.ts";
import { compare } from "../soundness/compare.ts";
import { evaluators } from "../soundness/evaluators.ts";
import { type Toy, toyEngine, toyMachine } from "./toy.ts";

const limits = { maxStates: 1000 };
const engine = { engine: evaluators.engine! };

const models: readonly (readonly [string, string])[] = [
  [
    "choices in one branch",
    `model M
      state total: 0..2000 = 0
      action add when total = 0 {
        for x in 1..600 { pick y in {1, 2} where y = 1 or x = 600 { total += y } }
      }
      terminal when total > 0
      invariant Short: total <= 600`,
  ],
  [
    "rows of a loop",
    `model M
      state total: 0..100000 = 0
      action add when total = 0 { for x in 1..300, y in 1..300 where x != y { total += 1 } }
      terminal when total > 0
      invariant Other: total != 89700`,
  ],
  [
    "items of a set whose items have no numbers",
    `model M
      type Deep = { a: 0..60000, b: 0..60000, c: 0..60000 }
      define Many = { { a: x, b: y, c: x + y } for x in 1..20, y in 1..20 }
      state size: 0..1000 = 0
      state one: Deep = { a: 0, b: 0, c: 0 }
      action measure when size = 0 { size := len(Many) }
      action take when size > 0 and one.a = 0 { pick d in Many where d.c = 40 { one := d } }
      terminal when one.a > 0
      invariant Small: size < 400`,
  ],
  [
    "choices in a loop that is compared in both directions",
    `model M
      type Nut = symmetric nut[1..5]
      state kinds: Map<Nut, 0..4> = { n: 0 for n in Nut }
      state done: Bool = False
      action fill when not done {
        for n in Nut { pick k in 1..3 { kinds[n] := k } }
        done := True
      }
      terminal when done
      invariant Same: forall n, m in Nut: kinds[n] = kinds[m] or kinds[n] > 0`,
  ],
];

describe("room that turns out too little", () => {
  it.each(models)(
    "%s",
    async (_name, text) => {
      const { disagreements, sample } = await compare(text, limits, engine);
      expect(disagreements).toEqual([]);
      expect(sample.findings.transitions).toBeGreaterThan(1);
    },
    60_000,
  );
});

it("an instance that would need more memory than there is gives no verdict", async () => {
  const toy: Toy = { counters: 2, limit: 2 };
  const { assembly, ...rest } = toyEngine(toy);
  const large = { ...rest, assembly: { ...assembly, places: { ...assembly.places, pages: 2 ** 15 } } };
  const options = { now: () => 0, memoryBytes: 2 ** 30, seed: 1, workers: 1 };
  const result = await searchCompiled(toyMachine(toy), large, options);
  expect(result).toMatchObject({ kind: "done", outcome: { kind: "inconclusive", limit: "memory" } });
});
