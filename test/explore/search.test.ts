/** The rules of the search, each on the smallest graph that would give another answer if the rule were broken. */
import { expect, test } from "vitest";
import { type SearchOptions, search } from "../../src/explore/index.ts";
import { type Graph, graph } from "./graph.ts";

const find = (description: Graph, options: Partial<SearchOptions> = {}) =>
  search(graph(description), { now: () => 0, ...options });

const ring = { a: ["b"], b: ["c"], c: ["a"] };

test("known states are not counted again, transitions are", async () => {
  const outcome = await find({ edges: { a: ["b", "b", "a"], b: ["a"] } });
  expect(outcome).toMatchObject({ kind: "holds", statistics: { states: 2, transitions: 5, depth: 2, queue: 0 } });
});

test("each initial state counts as a transition, known ones too", async () => {
  const outcome = await find({ initial: ["a", "b", "a"], edges: { a: ["a"], b: ["b"] } });
  expect(outcome).toMatchObject({ kind: "holds", statistics: { states: 2, transitions: 5, depth: 1 } });
});

test("a state outside the constraint is checked and its transition counted, but it is not kept", async () => {
  const outside = {
    edges: { a: ["b", "z"], b: ["z", "a"], z: ["y"], y: ["y"] },
    inside: (state: string) => state !== "z",
  };
  expect(await find(outside)).toMatchObject({
    kind: "holds",
    statistics: { states: 2, transitions: 5, depth: 2, constrained: 2 },
  });
  expect(await find({ ...outside, invariants: { Small: (state) => state !== "z" } })).toMatchObject({
    kind: "violated",
    violations: [{ kind: "property", property: "Small", depth: 2, path: { states: ["a", "z"] } }],
  });
  expect(
    await find({ ...outside, stepInvariants: { Near: (state, old) => !(old === "b" && state === "z") } }),
  ).toMatchObject({
    violations: [{ path: { states: ["a", "b", "z"], steps: [{ from: "a" }, { from: "b" }] } }],
  });
});

test("an initial state outside the constraint is checked too", async () => {
  const outcome = await find({ initial: ["z", "a"], edges: ring, inside: (state) => state !== "z" });
  expect(outcome).toMatchObject({ kind: "holds", statistics: { states: 3, transitions: 5, constrained: 1 } });
  const bad = await find({
    initial: ["a", "z"],
    edges: ring,
    inside: (state) => state !== "z",
    invariants: { P: (state) => state !== "z" },
  });
  expect(bad).toMatchObject({ violations: [{ depth: 1, path: { states: ["z"], steps: [] } }] });
});

test("a violation has a shortest path, and its level is completed", async () => {
  const edges = { a: ["b", "c"], b: ["bad", "d"], c: ["e", "d"], d: ["bad"], e: ["a"], bad: ["f"], f: ["f"] };
  const outcome = await find({ edges, invariants: { Good: (state) => state !== "bad" } });
  expect(outcome).toMatchObject({
    kind: "violated",
    violations: [{ property: "Good", depth: 3, path: { states: ["a", "b", "bad"] } }],
    statistics: { states: 6, transitions: 7, depth: 3 },
  });
});

test("of the violations in one level the property that is declared first is shown", async () => {
  const invariants = { Late: (state: string) => state !== "c", Early: (state: string) => state !== "b" };
  const outcome = await find({ edges: { a: ["b", "c"], b: ["a"], c: ["a"] }, invariants });
  expect(outcome).toMatchObject({ violations: [{ property: "Late", path: { states: ["a", "c"] } }] });
});

test("step invariants are checked on every step, also to known states and of loops", async () => {
  const back = await find({ edges: ring, stepInvariants: { Forwards: (state, old) => old! <= state } });
  expect(back).toMatchObject({ violations: [{ depth: 4, path: { states: ["a", "b", "c", "a"] } }] });
  const loop = await find({ edges: { a: ["a"] }, stepInvariants: { Moves: (state, old) => old !== state } });
  expect(loop).toMatchObject({ violations: [{ path: { states: ["a", "a"] } }] });
});

test("what nothing reaches is a violation without a path, when all was explored", async () => {
  const reachable = { Known: (state: string) => state === "c", Never: (state: string) => state === "x" };
  expect(await find({ edges: ring, reachable })).toMatchObject({
    kind: "violated",
    violations: [{ kind: "unreached", property: "Never" }],
    properties: [{ verdict: "holds" }, { verdict: "unreached" }],
  });
  expect(await find({ edges: ring, reachable }, { maxDepth: 2 })).toMatchObject({
    kind: "inconclusive",
    limit: "depth",
    properties: [{ verdict: "unknown" }, { verdict: "unknown" }],
  });
});

test("a state without a step is a deadlock, unless it is terminal or something was cut", async () => {
  const edges = { a: ["b"], b: [] };
  expect(await find({ edges })).toMatchObject({
    violations: [{ kind: "deadlock", depth: 2, path: { states: ["a", "b"] } }],
  });
  expect(await find({ edges, terminal: (state) => state === "b" })).toMatchObject({ kind: "holds" });
  expect(await find({ edges, cut: { b: 3 } })).toMatchObject({ kind: "holds", statistics: { cut: 3 } });
  expect(await find({ edges }, { deadlock: false })).toMatchObject({ kind: "holds" });
  expect(await find({ edges, terminal: () => "assert" })).toMatchObject({
    violations: [{ kind: "assertion", path: { states: ["a", "b"] } }],
  });
});

test("properties come before assertions, errors and deadlocks of the same depth", async () => {
  const edges = { a: ["b", "d"], b: ["c"], c: ["c"], d: [] };
  const both = await find({ edges, failing: { a: ["x"] }, invariants: { P: (state) => state !== "b" } });
  expect(both).toMatchObject({ violations: [{ kind: "property", depth: 2 }] });
  const failures = await find({ edges, failing: { a: ["x", "assert"] } });
  expect(failures).toMatchObject({
    violations: [{ kind: "assertion", label: "assert", path: { states: ["a"] }, depth: 2 }],
  });
  const early = await find({ edges: { a: ["b", "d"], b: ["c"], d: [] }, invariants: { P: (state) => state !== "c" } });
  expect(early).toMatchObject({ violations: [{ kind: "deadlock", depth: 2 }] });
});

test("of failures in one place the one with the shortest path is kept", async () => {
  const outcome = await find({
    initial: ["a", "b"],
    edges: { a: ["a"], b: [] },
    failing: { a: ["x"] },
    terminal: () => "failure of x",
  });
  expect(outcome).toMatchObject({ violations: [{ kind: "error", depth: 1, path: { states: ["b"] } }] });
});

test("a formula that can't be evaluated is a failure in that state", async () => {
  const outcome = await find({
    edges: ring,
    invariants: { P: (state) => (state === "c" ? "division by zero" : true) },
  });
  expect(outcome).toMatchObject({
    violations: [{ kind: "error", failure: "division by zero", label: undefined, path: { states: ["a", "b", "c"] } }],
    properties: [{ name: "P", verdict: "unknown" }],
  });
});

test("going on after a violation collects the first of each property and covers everything", async () => {
  const description: Graph = {
    edges: { ...ring, b: ["c", "d"], d: [] },
    invariants: { A: (state) => state === "a", B: () => true, C: (state) => state !== "c" },
    failing: { c: ["x", "y", "x"] },
  };
  const outcome = await find(description, { continueAfterViolation: true });
  expect(outcome).toMatchObject({
    kind: "violated",
    violations: [
      { property: "A", path: { states: ["a", "b"] } },
      { property: "C", path: { states: ["a", "b", "c"] } },
      { kind: "deadlock", depth: 3 },
      { kind: "error", label: "x" },
      { kind: "error", label: "y" },
    ],
    statistics: { states: 4, transitions: 5 },
    properties: [{ verdict: "violated" }, { verdict: "holds" }, { verdict: "violated" }],
  });
});

test("only the wanted properties are looked at", async () => {
  const invariants = { A: (state: string) => state !== "b", B: (state: string) => state !== "c" };
  expect(await find({ edges: ring, invariants }, { only: ["B"] })).toMatchObject({
    violations: [{ property: "B" }],
    properties: [{ verdict: "skipped" }, { verdict: "violated" }],
  });
});

test("limits make an outcome inconclusive, at the end of a level", async () => {
  const wide = { edges: { a: ["b", "c", "d"], b: ["e"], c: ["a"], d: ["a"], e: ["e"] } };
  expect(await find(wide, { maxStates: 2 })).toMatchObject({
    kind: "inconclusive",
    limit: "states",
    statistics: { states: 4, queue: 3 },
  });
  expect(await find(wide, { maxStates: 5 })).toMatchObject({ kind: "inconclusive", statistics: { states: 5 } });
  expect(await find(wide, { maxStates: 6 })).toMatchObject({ kind: "holds", statistics: { states: 5 } });
  expect(await find(wide, { maxDepth: 2 })).toMatchObject({ limit: "depth", statistics: { depth: 2, states: 4 } });
  expect(await find(wide, { maxDepth: 4 })).toMatchObject({ kind: "holds", statistics: { depth: 3 } });
});

test("a limit never hides a violation that was found", async () => {
  const outcome = await find(
    { edges: ring, invariants: { P: (state) => state !== "b" } },
    { maxDepth: 2, maxStates: 2 },
  );
  expect(outcome).toMatchObject({ kind: "violated", violations: [{ property: "P" }] });
});

test("time and the user can end it; the figures so far remain", async () => {
  let clock = 0;
  const now = () => (clock += 60);
  const seen: number[] = [];
  const endless: Graph = { edges: new Proxy({}, { get: (_, state) => [`${String(state)}x`] }) };
  expect(await find(endless, { now, maxTime: 2 })).toMatchObject({ kind: "inconclusive", limit: "time" });
  const stopped = await search(graph(endless), { now }, async ({ states }) =>
    seen.push(states) < 3 ? "continue" : "stop",
  );
  expect(stopped).toMatchObject({ kind: "inconclusive", limit: "interrupted", statistics: { states: seen[2] } });
  expect(seen).toHaveLength(3);
});
