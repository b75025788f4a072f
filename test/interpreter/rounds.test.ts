/** Synchronous rounds: everybody at once, against what was sent in the round before. */
import { expect, test } from "vitest";
import { machineOf, verdict } from "./spec.ts";

const flood = (more = "", handlers = "") => `model M
  message Number { n: 0..9 } from P to P
  network synchronous rounds 2
  process P as p[1..3] ordered {
    shared least: 0..9 = index(self)
    on round 0 { broadcast Number { n: least } }
    on round 1 when least = 0 { least := 9 }
    on round 1 {
      for q in P { match inbox(Number)[q] { Some(m) { least := min(least, m.n) } None { } } }
    }
    on round 2 { assert forall q in P: inbox(Number)[q] = None, "only what was sent in the round before" }
    ${handlers}
  }
  terminal when round = 2 ${more}`;

test("one step runs every process; what is sent is there in the next round, and only there", async () => {
  expect(await verdict(flood("invariant Agree: round = 2 => forall p in P: p.least = 1"))).toBe(
    "4 states, 4 transitions, depth 4",
  );
  expect(await verdict(flood("invariant Early: round < 2 => forall p in P: p.least = index(p)"))).toBe(
    "4 states, 4 transitions, depth 4",
  );
});

test("choices of the processes multiply", async () => {
  expect(await verdict(flood("", "shared coin: 0..1 = 0 on round 0 { pick c in 0..1 coin := c }"))).toBe(
    "25 states, 25 transitions, depth 4",
  );
});

test("a process that notices the order is a model error", async () => {
  const text = (body: string) => `model M state total: 0..9 = 1 message X from P to P network synchronous rounds 0
    process P as p[1..2] ordered { on round 0 { ${body} } on X { } } terminal when True`;
  expect(await verdict(text("total += 1").replace(" on X { }", ""))).toBe("2 states, 2 transitions, depth 2");
  expect(await verdict(text("total := index(self)").replace(" on X { }", ""))).toMatch(/^order at depth 2: the round/);
});

test("a byzantine process may tell each receiver something else, or nothing", () => {
  const machine = machineOf(`model M message Bit { b: Bool } from P to P network synchronous rounds 1
    process P as p[1..3] ordered {
      shared got: Option<Option<Bool>> = None
      on round 1 { got := Some(match inbox(Bit)[p1] { Some(m): Some(m.b), None: None }) }
    }
    fault byzantine { who: {p1} } terminal when True`);
  const [start] = machine.initialStates().states;
  const [first] = machine.expand(start!).steps;
  const { steps } = machine.expand(first!.target);
  expect(steps).toHaveLength(9);
  expect(new Set(steps.map(({ target }) => machine.key(target))).size).toBe(9);
  expect(steps[5]!.label.picks.map(({ name, value }) => `${name}: ${machine.show(value)}`)).toEqual([
    "Bit from p1 to p2: Some({b: False})",
    "Bit from p1 to p3: Some({b: True})",
  ]);
});
