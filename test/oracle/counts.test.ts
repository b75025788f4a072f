/**
 * Correctness from outside: models of published TLA+ modules have as many states, transitions and levels as TLC finds in
 * the modules. Each file says which action of its module each action is, and why a figure differs where one does.
 */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { configurationsOf, edit, explore, interpret, readSpec } from "./exploration.ts";
import { published } from "./published.ts";

/** What the interpreter explores in about a second. */
const few = 5000;
const cases = published.map((row) => [`${row.file}, ${row.config}`, row.module, row] as const);
const small = cases.filter(([, , { large }]) => !large || process.env.LOCKSTEP_FULL);

test.each(small)("%s: has the states of %s", { timeout: 300_000 }, async (_file, module, row) => {
  const text = readSpec(row.file);
  const { model, figures, verdict, configuration } = await explore(row.file, text, row.config);
  const { states, depth = figures.depth } = row;
  const transitions = row.transitions ?? row.generated;
  expect(model.name).toBe(module);
  expect(verdict).toBe("holds");
  expect(figures).toMatchObject({ states, transitions, depth, cut: 0 });
  // The author of the file expects the same.
  const expected = configuration.outcomes.map((outcome) => ("count" in outcome ? outcome.count : outcome.kind));
  expect(["holds", states, transitions].slice(0, expected.length)).toEqual(expected);
  expect(expected).toContain(states);
  // A constraint only where the module has one.
  expect(model.constraints.length).toBe(row.constrained ? 1 : 0);
  expect(model.variables.filter(({ storage }) => storage === "ghost")).toEqual([]);
  if (states > few) return;
  const same = await interpret(row.file, text, row.config);
  expect(same.verdict).toBe(verdict);
  expect(same.figures).toMatchObject({ states, transitions, depth, cut: 0 });
});

test("every model of this folder is compared", () => {
  const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".spec"));
  const compared = new Set(published.map(({ file }) => file).filter((file) => !file.includes("/")));
  expect([...compared].sort()).toEqual(files.sort());
});

test("two-phase commit has the published states for one to four managers", async () => {
  const text = readSpec("two-phase.spec");
  const names = configurationsOf("two-phase.spec", text).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["default", "one", "two", "four"]));
  const states = [];
  for (const name of ["one", "two", "default", "four"]) {
    states.push((await explore("two-phase.spec", text, name)).figures.states);
  }
  expect(states).toEqual([12, 56, 288, 1568]);
});

test("the broadcast that nobody starts has the published states", async () => {
  const { figures, verdict } = await explore("bcast-byz.spec", readSpec("bcast-byz.spec"), "noBroadcast");
  expect(verdict).toBe("holds");
  expect(figures).toMatchObject({ states: 45, transitions: 90, depth: 1 });
});

test("one step for each disjunct of a guard gives the generated states of EWD840 in TLC", async () => {
  let text = readSpec("ewd840.spec");
  text = edit(
    text,
    "action initiateProbe when token = n0 ∧ (tokenColor = Black ∨ n0.color = Black) {",
    `action initiateProbe(why in 1..2)
       when token = n0 ∧ ((why = 1 ∧ tokenColor = Black) ∨ (why = 2 ∧ n0.color = Black)) {`,
  );
  text = edit(
    text,
    "action passToken(i in Node) when i ≠ n0 ∧ token = i ∧ (¬i.active ∨ i.color = Black ∨ tokenColor = Black) {",
    `action passToken(i in Node, why in 1..3) when i ≠ n0 ∧ token = i
       ∧ ((why = 1 ∧ ¬i.active) ∨ (why = 2 ∧ i.color = Black) ∨ (why = 3 ∧ tokenColor = Black)) {`,
  );
  const { figures, verdict } = await explore("ewd840.spec", text);
  expect(verdict).toBe("holds");
  expect(figures).toMatchObject({ states: 302, transitions: 2001, depth: 9 });
});

test("one step for each disjunct of a guard gives the generated states of EWD998 in TLC", async () => {
  const text = edit(
    readSpec("ewd998-small.spec"),
    "action initiateProbe when token.at_ = n0 ∧ (token.color = Black ∨ n0.color = Black ∨ n0.counter + token.sum > 0) {",
    `action initiateProbe(why in 1..3) when token.at_ = n0
       ∧ (∨ (why = 1 ∧ token.color = Black)
          ∨ (why = 2 ∧ n0.color = Black)
          ∨ (why = 3 ∧ n0.counter + token.sum > 0)) {`,
  );
  const { figures } = await explore("ewd998-small.spec", text);
  expect(figures).toMatchObject({ states: 1520618, transitions: 11238019, depth: 59 });
}, 120_000);

test("one step for each witness of a decision gives the generated states of PaxosCommit in TLC", async () => {
  let text = readSpec("paxos-commit.spec");
  text = edit(
    text,
    "process ResourceManager as r[1..Managers] {",
    "process ResourceManager as r[1..Managers] ordered {",
  );
  text = edit(
    text,
    "define decided(r: ResourceManager, c: Choice) = ∃ b ∈ Ballot, M ∈ majorities: ∀ a ∈ M:",
    "define shown(r: ResourceManager, c: Choice, b: Ballot, M: Majority) = ∀ a ∈ M:",
  );
  text = edit(
    text,
    "action decideCommit when ∀ r ∈ ResourceManager: decided(r, Prepared) {",
    `action decideCommit(b in Ballot, M in majorities, c in Ballot, N in majorities)
       when shown(r1, Prepared, b, M) ∧ shown(r2, Prepared, c, N) {`,
  );
  text = edit(
    text,
    "action decideAbort when ∃ r ∈ ResourceManager: decided(r, Aborted) {",
    "action decideAbort(r in ResourceManager, b in Ballot, M in majorities) when shown(r, Aborted, b, M) {",
  );
  const { figures } = await explore("paxos-commit.spec", text);
  expect(figures).toMatchObject({ states: 1321761, transitions: 16959159, depth: 28 });
}, 120_000);
