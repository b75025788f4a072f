/** What statements do, one step at a time: after the only step of the model the invariant must hold. */
import { expect, test } from "vitest";
import { verdict } from "./spec.ts";

const done = "2 states, 2 transitions, depth 2";

/** A model that runs `body` once, and then satisfies `after`. */
const once = (body: string, after = "True", declarations = "") => `model M
  type Nut = symmetric nut[1..2]
  type Entry = { term: 0..3, flag: Bool }
  state x: 0..9 = 5
  state y: 0..9 = 0
  state log: Seq<Entry, 2> = []
  state set: Set<0..3> = {1}
  state table: Map<0..2, 0..9> = { i: i for i in 0..2 }
  state pair: (0..9, Bool) = (1, True)
  state ran: Bool = False
  ${declarations}
  action a when not ran { ran := True ${body} }
  terminal when ran
  invariant After: ran => ${after}`;

const effects: readonly [string, string][] = [
  ["x := 1 y := x + 1", "x = 1 and y = 2"],
  ["x := 1 y := old(x)", "y = 5"],
  ["x += 2 y -= 0", "x = 7 and y = 0"],
  ["let z = x x := 1 y := z", "y = 5"],
  ["var z = 1 z := z + 1 z += 1 y := z", "y = 3"],
  ["if x = 5 { let z = 1 y := z } else { y := 2 }", "y = 1"],
  ["if x = 4 { y := 1 } else if x = 5 { y := 2 } else { y := 3 }", "y = 2"],
  ["append { term: 1, flag: True } to log log[1].term := 2", "log = [{ term: 2, flag: True }]"],
  ["insert 2 into set remove 1 from set remove 3 from set", "set = {2}"],
  ["table[1] := 7 table[2] += 1", "table = { i: if i = 0 then 0 else if i = 1 then 7 else 3 for i in 0..2 }"],
  ["pair.0 := 4", "pair = (4, True)"],
  ["match Some(x) { Some(v) { y := v } None { y := 1 } }", "y = 5"],
  ["for i in 1..3 { y := (y * 2 + i) mod 10 }", "y = 1"],
  ["for i in {3, 1} where i > 1 { y := i }", "y = 3"],
  ["for i in [3, 1, 2] { y := i }", "y = 2"],
  ["var s = x for i in 1..2, j in 1..2 { s := s - 1 } y := s", "y = 1"],
  ["p(3) y += 1", "x = 3 and y = 1"],
];

test.each(effects)("%s", async (body, after) => {
  const procedure = "procedure p(v: 0..9) { if v > 2 { x := v return } x := 0 y := 9 }";
  expect(await verdict(once(body, after, procedure))).toBe(done);
});

test("return ends the procedure, not the step; in an action it ends the step", async () => {
  expect(await verdict(once("y := 1 if x = 5 { return } y := 2", "y = 1"))).toBe(done);
});

test("what is stored must fit: the place, the value and the limit are named", async () => {
  expect(await verdict(once("x := 5 + x"))).toBe("range at depth 2: x becomes 10, outside 0..9");
  expect(await verdict(once("y -= 1"))).toBe("range at depth 2: y becomes -1, outside 0..9");
  expect(await verdict(once("table[2] := x * 2"))).toBe("range at depth 2: table[2] becomes 10, outside 0..9");
  expect(await verdict(once("set := {x, 1}"))).toBe("range at depth 2: set's item becomes 5, outside 0..3");
  expect(await verdict(once("for i in 1..3 { append { term: i, flag: True } to log }"))).toMatch(
    /^capacity at depth 2: log becomes .* over its capacity of 2$/,
  );
  expect(await verdict(once("log[1].term := 1"))).toBe(
    "missing at depth 2: log[1] does not exist: there is no item 1, it is empty",
  );
});

test("require takes the branch away, and only that branch", async () => {
  expect(await verdict(once("require x > 5"))).toBe("deadlock at depth 1");
  expect(await verdict(once("pick i in 1..4 where i > 1 require i != 3 x := i", "x in {2, 4}"))).toBe(
    "3 states, 3 transitions, depth 2",
  );
});

test("picks multiply, the rest of the block runs in each, and the rest of the outer block after it", async () => {
  expect(await verdict(once("pick i in 1..2 pick j in 1..2 x := i y := j"))).toBe("5 states, 5 transitions, depth 2");
  expect(await verdict(once("if True { pick i in 1..2 x := i } y := x", "y = x"))).toBe(
    "3 states, 3 transitions, depth 2",
  );
  expect(await verdict(once("for k in 1..2 { pick i in 0..1 y := y * 2 + i }"))).toBe(
    "5 states, 5 transitions, depth 2",
  );
});

test("an error in one branch leaves the others", async () => {
  expect(await verdict(once("pick i in 4..5 x := i + 5"), { continueAfterViolation: true })).toBe(
    "range at depth 2: x becomes 10, outside 0..9",
  );
});

test("a loop over unordered members must not depend on their order", async () => {
  const counts = "state n: Map<Nut, 0..9> = { nut: 0 for nut in Nut } state last: Option<Nut> = None";
  expect(await verdict(once("for nut in Nut { n[nut] += 1 y += 1 }", "y = 2", counts))).toBe(done);
  expect(await verdict(once("for nut in Nut { last := Some(nut) }", "True", counts))).toMatch(
    /^order at depth 2: the loop over Nut does something else/,
  );
  expect(await verdict(once("for nut in Nut { n[nut] := y y += 1 }", "True", counts))).toMatch(/^order at depth 2/);
  expect(
    await verdict(once("var seen: Option<Nut> = None for nut in Nut { seen := Some(nut) }", "True", counts)),
  ).toMatch(/^order at depth 2/);
  expect(await verdict(once("for nut in Nut { if last = None { last := Some(nut) return } }", "True", counts))).toMatch(
    /^order at depth 2/,
  );
  expect(
    await verdict(once("for nut in Nut { if last = None { pick m in Nut last := Some(m) } }", "last != None", counts)),
  ).toBe("3 states, 3 transitions, depth 2");
  expect(await verdict(once("for nut in Nut where n[nut] > 0 { last := Some(nut) }", "last = None", counts))).toBe(
    done,
  );
});

test("a failure on the way forwards is told as what it is", async () => {
  const text = once("y := 0 pick a in Nut for nut in Nut { if nut = a { y := 8 } else { y += 2 } }");
  expect(await verdict(text)).toBe("range at depth 2: y becomes 10, outside 0..9");
});

test("a loop's domain is what it was when the loop started", async () => {
  expect(await verdict(once("for i in set { insert i + 1 into set }", "set = {1, 2}"))).toBe(done);
});

test("tasks stand between their steps, and each step is one", async () => {
  const task = `model M
    process P as p[1..2] {
      shared n: 0..2 = 0
      task t { step a { n := 1 } step b when n = 1 { n := 2 goto d } step c { n := 0 } step d { } }
    }
    invariant AtB: forall p in P: p at b => p.n = 1
    reachable AtD: exists p in P: p at d
    terminal when True`;
  expect(await verdict(task)).toBe("16 states, 25 transitions, depth 7");
  expect(await verdict(`${task} invariant NotAtD: forall p in P: not (p at d)`)).toBe("NotAtD violated at depth 3");
});

test("ghosts follow what happens and change nothing", async () => {
  const text =
    "model M state x: 0..2 = 0 ghost seen: Set<0..2> = {} action up when x < 2 { insert x into seen x += 1 } terminal when x = 2";
  expect(await verdict(`${text} invariant I: seen = { i for i in 0..2 where i < x }`)).toBe(
    "3 states, 3 transitions, depth 3",
  );
});
