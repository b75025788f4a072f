/**
 * A search that goes on after failures lists one for each place of the model, however often the places before it fail: the
 * same ones as the interpreter, with one worker and with several.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare, type Examiner } from "../soundness/compare.ts";
import { evaluators, exact, withWorkers } from "../soundness/evaluators.ts";

const limits = { maxStates: 100_000, continueAfterViolation: true };

/** In nearly 2,000 states the first place fails; the others fail late, in few. */
const late = `model M
  state x: 0..43 = 0
  state y: 0..43 = 0
  state q: Seq<0..1, 2> = []
  state o: Option<0..9> = None
  action right when x < 43 { x += 1 }
  action up    when y < 43 { y += 1 }
  action check {
    if x < 42 and y > 0 { q[1] := 0 }
    if x = 42 and y = 43 { o := Some(o.value) }
    if x = 43 and y = 42 { y := x + y }
    if x = 43 and y = 43 { assert x = 0, "the last corner" }
  }
  terminal when x = 43 and y = 43
  invariant Safe: x + y < 60 or q[len(q)] = 0 or 10 div (86 - x - y) >= 0
  step invariant Slow: x + y < 84 or old(x) + 5 div (85 - old(x) - y) > 0
  reachable Far: x + y = 86 and o.value = 3`;

/** One place, and two rules that it breaks. */
const twoRules = `model M
  state n: 0..90 = 0
  state s: Set<0..200, 3> = {}
  action grow(k in 1..4) when len(s) < 4 { insert k * 60 into s }
  action count when n < 90 { n += 1 }`;

describe("failures while the search goes on", () => {
  let workers: Readonly<Record<string, Examiner>>;
  let end: () => void;
  beforeAll(async () => {
    ({ workers, end } = await withWorkers());
  });
  afterAll(() => end());

  it.each([
    ["late, after many at another place", late, 8],
    ["of two rules at one place", twoRules, 1],
  ])(
    "%s",
    async (_name, text, count) => {
      const ways = { engine: evaluators.engine!, ...exact, ...workers };
      const { sample, disagreements } = await compare(text, limits, ways);
      expect(disagreements).toEqual([]);
      expect(sample.findings.all.split("; ")).toHaveLength(count);
    },
    60_000,
  );
});
