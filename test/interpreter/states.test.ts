/** States, steps and bounds as `semantics.md` counts them: one small model per rule, with figures counted by hand. */
import { expect, test } from "vitest";
import { explore, machineOf, verdict } from "./spec.ts";

test("a state outside the constraint counts as a transition only", async () => {
  const counter = "model M state x: 0..9 = 0 action up { x += 1 } constraint x < 5";
  expect(await verdict(counter)).toBe("5 states, 6 transitions, depth 5");
  expect(await verdict(`${counter} invariant Small: x < 5`)).toBe("Small violated at depth 6");
});

test("a cut step is neither disabled nor a deadlock nor an error", async () => {
  const counter = "model M state x: 0..9 = 0 action up";
  expect(await verdict(`${counter} bound x < 4 { x += 1 }`)).toBe("5 states, 5 transitions, depth 5, 1 cut");
  expect(await verdict(`${counter} when x < 4 { x += 1 }`)).toBe("deadlock at depth 5");
});

test("a bound is asked only where the guard holds", async () => {
  expect(
    await verdict("model M state x: 0..9 = 0 action up when x < 2 bound x < 0 { x += 1 } terminal when True"),
  ).toBe("1 states, 1 transitions, depth 1, 1 cut");
  expect(
    await verdict("model M state x: 0..9 = 0 action up when x > 2 bound x < 0 { x += 1 } terminal when True"),
  ).toBe("1 states, 1 transitions, depth 1");
});

test("initial states: every choice, as far as `initially` allows, each a transition", async () => {
  const model = "model M state x: 0..2 in {0, 2} state y: 0..2 in 0..2 terminal when True";
  expect(await verdict(model)).toBe("6 states, 6 transitions, depth 1");
  expect(await verdict(`${model} initially x <= y`)).toBe("4 states, 4 transitions, depth 1");
});

test("each member chooses its own initial value, and may read what is initialised before", async () => {
  const process = "process P as p[1..2] { shared x: 0..1 in {0, 1} shared y: 0..2 = x + base } state base: 0..1 = 1";
  expect(await verdict(`model M ${process} terminal when True invariant I: forall p in P: p.y = p.x + 1`)).toBe(
    "4 states, 4 transitions, depth 1",
  );
});

test("two branches to one state are two transitions", async () => {
  const model = (body: string) => `model M state x: 0..1 = 0 ${body} terminal when True`;
  expect(await verdict(model("action a(i in 0..2) { x := 1 }"))).toBe("2 states, 7 transitions, depth 2");
  expect(await verdict(model("action a { pick i in 0..2 x := 1 }"))).toBe("2 states, 7 transitions, depth 2");
  expect(await verdict(model("action a { x := 1 } action b { x := 1 }"))).toBe("2 states, 5 transitions, depth 2");
});

test("parameters may depend on those before them, and nothing to choose means no step", async () => {
  const model = (binders: string) => `model M state x: 0..3 = 0 action a(${binders}) { x := i } terminal when True`;
  expect(await verdict(model("i in 1..3, j in 1..i"))).toBe("4 states, 25 transitions, depth 2");
  expect(await verdict(model("i in 1..0"))).toBe("1 states, 1 transitions, depth 1");
});

test("a self-loop is a step: no deadlock", async () => {
  expect(await verdict("model M state x: 0..1 = 0 action stay { x := x }")).toBe("1 states, 2 transitions, depth 1");
});

test("terminal: any of the conditions makes stopping fine", async () => {
  const model = "model M state x: 0..2 = 0 action up when x < 2 { x += 1 }";
  expect(await verdict(`${model} terminal when x = 1`)).toBe("deadlock at depth 3");
  expect(await verdict(`${model} terminal when x = 1 terminal when x = 2`)).toBe("3 states, 3 transitions, depth 3");
});

test("step invariants see the step: old is the state before it, loops and known targets included", async () => {
  const ring = "model M state x: 0..2 = 0 action turn { x := (x + 1) mod 3 }";
  expect(await verdict(`${ring} step invariant Up: old(x) < x`)).toBe("Up violated at depth 4");
  expect(await verdict(`${ring} step invariant Near: x = (old(x) + 1) mod 3`)).toBe("3 states, 4 transitions, depth 3");
  const loop = "model M state x: 0..1 = 0 action stay { x := x } step invariant Moves: old(x) != x";
  expect(await verdict(loop)).toBe("Moves violated at depth 2");
});

test("reachable fails when nothing reaches it", async () => {
  const model = "model M state x: 0..2 = 0 action up when x < 2 { x += 1 } terminal when True";
  expect(await verdict(`${model} reachable Two: x = 2`)).toBe("3 states, 3 transitions, depth 3");
  expect(await verdict(`${model} reachable Never: x = 2 and x = 1`)).toBe("Never unreached");
});

test("the deadlock's reasons name what blocks each action", () => {
  const machine = machineOf(`model M state x: 0..1 = 0
    action guarded when x = 0 and x = 1 { x := 1 }
    action required { require x > 0 }
    action empty(i in 1..x) { x := 0 }
    action picked { pick i in 1..x x := 0 }`);
  const [state] = machine.initialStates().states;
  expect(machine.expand(state!)).toMatchObject({ steps: [], deadlocked: true });
  expect(machine.blocked(state!, 9).map(({ action, reason }) => `${action.name}: ${reason}`)).toEqual([
    "guarded: x = 1 is false",
    "required: x > 0 is false",
    "empty: there is no value for i",
    "picked: nothing to pick for i",
  ]);
  expect(machine.blocked(state!, 2)).toHaveLength(2);
});

test("labels carry parameters and picks in order; the same model does the same thing every time", async () => {
  const text = "model M state x: 0..9 = 0 action a(i in {3, 1}) { pick j in {2, 1} where j <= i x := i + j }";
  const labels = () => {
    const machine = machineOf(text);
    const { steps } = machine.expand(machine.initialStates().states[0]!);
    return steps.map(({ label }) =>
      [...label.parameters, ...label.picks].map(({ name, value }) => `${name}=${machine.show(value)}`),
    );
  };
  expect(labels()).toEqual([
    ["i=1", "j=1"],
    ["i=3", "j=1"],
    ["i=3", "j=2"],
  ]); // prettier-ignore
  expect(labels()).toEqual(labels());
});

test("old in a body and in defines is the state before the step; self is whom the define is about", async () => {
  const model = `model M
    process P as p[1..2] ordered {
      shared x: 0..3 = 0
      define mine = x + index(self)
      action bump when x = 0 { x := 1  assert mine = old(mine) + 1, "mine"  assert p1.mine + p2.mine >= 4, "both" }
    }
    terminal when True`;
  expect(await verdict(model)).toBe("4 states, 5 transitions, depth 3");
});

test("a failing assertion and a model error end the path with the step that failed", async () => {
  const outcome = await explore('model M state x: 0..2 = 0 action up { assert x < 2, "too far" x += 1 }');
  expect(outcome).toMatchObject({
    kind: "violated",
    violations: [
      {
        kind: "assertion",
        depth: 4,
        failure: {
          message: "too far",
          values: [
            { text: "x < 2", value: false },
            { text: "x", value: 2 },
          ],
        },
      },
    ],
  });
});

test("what a define is about, its arguments and the state are told apart, however often it is asked", async () => {
  const text = `model M state x: 0..2 = 0
    process P as p[1..2] ordered { shared n: 0..9 = index(self) define more(k: 0..9) = n + k + x define mine = more(1) define before = old(x) }
    action up when x < 2 { x += 1 assert p1.mine = 2 + x and p2.mine = 3 + x and p1.more(2) = 3 + x, "now" assert old(p1.mine) = 1 + x, "then" }
    terminal when True
    invariant Told: p1.mine = 2 + x and p1.mine = p1.more(1) and p2.mine = 3 + x and p1.more(3) = 4 + x
    step invariant Up: p1.mine = old(p1.mine) + 1 and p1.mine = 2 + x and old(p2.more(2)) = 4 + old(x)
    step invariant Past: p1.before + 1 = x and p2.before = p1.before and old(p1.before) = p1.before`;
  expect(await verdict(text)).toBe("3 states, 3 transitions, depth 3");
});

test("an initial value that does not fit is an error without a path", async () => {
  expect(await verdict("model M state y: 0..9 = 5 state x: 0..2 = y")).toBe(
    "range at depth 1: x becomes 5, outside 0..2",
  );
  expect(await verdict("model M state y: 0..9 = 5 state x: 0..2 in {y}")).toMatch(
    /^range at depth 1: .* outside 0..2$/,
  );
});
