/** `enabled(a)`: whether some branch completes, loops included, whatever bounds say. */
import { expect, test } from "vitest";
import { verdict } from "./spec.ts";

const model = (formula: string) => `model M state x: 0..3 = 0
  action up when x < 2 { x += 1 }
  action stay { x := x }
  action never { require x = 3 }
  action beyond when x = 2 bound x < 2 { x := 0 }
  action wrong when x = 1 { if x = 1 { pick i in 1..2 require i = 2 x := 1 } }
  invariant I: ${formula}`;

test.each([
  "enabled(up) <=> x < 2",
  "enabled(stay)",
  "not enabled(never)",
  "enabled(beyond) <=> x = 2",
  "enabled(wrong) <=> x = 1",
])("%s", async (formula) => {
  expect(await verdict(model(formula))).toBe("3 states, 7 transitions, depth 3, 1 cut");
});

test("of a process: for this member, or for anybody", async () => {
  const text = (
    formula: string,
  ) => `model M process P as p[1..2] ordered { shared n: 0..1 = 0 action up when n = 0 { n := 1 } }
    terminal when True invariant I: ${formula}`;
  expect(await verdict(text("enabled(P.up) <=> exists p in P: p.n = 0"))).toBe("4 states, 5 transitions, depth 3");
  expect(await verdict(text("enabled(p1.up) <=> p1.n = 0"))).toBe("4 states, 5 transitions, depth 3");
});
