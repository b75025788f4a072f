/**
 * The compiled engine gives the answers of the interpreter: every model of the package and of the oracles, as it is and with
 * a trap, an invariant that breaks a good way off, so that there are a verdict and a trace to compare where a model holds.
 * With one worker and with two. The larger ones take the interpreter long: they are for LOCKSTEP_FULL.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exploreCompiled } from "../../src/cli/engine.ts";
import { search } from "../../src/explore/index.ts";
import { asSearchable, createMachine, type Machine } from "../../src/interpreter/index.ts";
import type { Model } from "../../src/ir/index.ts";
import { bundleWorker, type WorkerBundle } from "../explore/worker-bundle.ts";
import { modelOf, root, type Variation } from "../models/model.ts";
import { type Found, findingsOf } from "../soundness/examine.ts";

interface Case {
  readonly path: string;
  readonly config?: string;
  readonly settings?: string;
  /** At least so many states, where the model has as many. */
  readonly least?: number;
  /** A declaration that is violated on the way. */
  readonly trap?: string;
  /** The interpreter needs seconds for it. */
  readonly slow?: true;
}

const invariant = (reached: string) => `invariant Trap: ¬(${reached})`;

const cases: readonly Case[] = [
  { path: "models/paxos.spec", slow: true, trap: invariant("∃ l ∈ Learner: l.decided ≠ None") },
  { path: "models/raft.spec", slow: true },
  { path: "models/raft.spec", config: "values", slow: true, trap: invariant("∃ s ∈ Server: s.commitIndex > 0") },
  {
    path: "models/two-phase-commit.spec",
    config: "partitioned",
    slow: true,
    trap: invariant("∀ r ∈ ResourceManager: r.vote = Committed"),
  },
  { path: "models/two-phase-commit.spec", config: "blocks", least: 0 },
  { path: "models/transaction-commit.spec", least: 0, trap: invariant("∃ r ∈ ResourceManager: r.vote = Committed") },
  { path: "models/voting.spec", least: 500, trap: invariant("∃ a ∈ Acceptor: len(a.votes) = 2") },
  { path: "models/consensus.spec", least: 0 },
  { path: "models/replicated-log.spec", least: 0 },
  { path: "models/as-written/paxos-propose-value.spec", slow: true },
  { path: "models/as-written/two-phase-commit-majority.spec", config: "eight", slow: true },
  { path: "models/as-written/two-phase-commit-majority.spec", least: 0 },
  {
    path: "bench/models/raft.spec",
    settings: "MaxElections = 1",
    slow: true,
    trap: invariant("∃ v ∈ Value: acknowledged[v] = Committed"),
  },
  { path: "bench/models/peterson.spec", slow: true, trap: invariant("∃ p ∈ Process: p at critical") },
  { path: "bench/models/two-phase-commit.spec", config: "five", slow: true },
  { path: "test/oracle/acp-nb.spec", trap: invariant("∀ p ∈ Participant: p.decision = Commit") },
  { path: "test/oracle/async-termination-detection.spec", trap: invariant("∀ n ∈ Node: n.pending = MostPending") },
  { path: "test/oracle/bcast-byz.spec", slow: true, trap: invariant("∀ p ∈ honest: p.place = AC") },
  { path: "test/oracle/chang-roberts.spec", config: "five", trap: invariant("∃ n ∈ Node: n.status = Won") },
  {
    path: "test/oracle/dining-philosophers.spec",
    config: "ten",
    slow: true,
    trap: invariant("∃ p ∈ Philosopher: ¬p.hungry"),
  },
  { path: "test/oracle/ewd840.spec", config: "four", slow: true, trap: invariant("detected") },
  {
    path: "test/oracle/ewd998-small.spec",
    config: "two",
    slow: true,
    trap: invariant("detected ∧ (∃ n ∈ Node: n.counter ≠ 0)"),
  },
  {
    path: "test/oracle/mc-lamport-mutex.spec",
    config: "three",
    slow: true,
    trap: invariant("∃ p ∈ Process: p.critical"),
  },
  { path: "test/oracle/mc-paxos-tiny.spec", slow: true, trap: invariant("∃ a ∈ Acceptor: len(votes[a]) = 2") },
  { path: "test/oracle/mc-voting.spec", slow: true, trap: invariant("∃ a ∈ Acceptor: len(a.votes) = 2") },
  { path: "test/oracle/nbacc-ray97.spec", slow: true, trap: invariant("∀ p ∈ Process: p.place = Commit") },
  { path: "test/oracle/paxos-commit.spec", config: "one", trap: invariant("commitSent") },
  { path: "test/oracle/peterson.spec", config: "two", trap: invariant("∀ p ∈ Process: p.locked ∨ p.other.locked") },
  { path: "test/oracle/readers-writers.spec", slow: true, trap: invariant("len(waiting) = 2 ∧ len(readers) = 2") },
  { path: "test/oracle/tcommit.spec", config: "seven", trap: invariant("∃ r ∈ ResourceManager: r.vote = Committed") },
  {
    path: "test/oracle/two-phase.spec",
    config: "four",
    trap: "step invariant Trap: ∀ r ∈ ResourceManager: ¬(old(r.vote) = Prepared ∧ r.vote = Committed)",
  },
  { path: "test/oracle/two-phase.spec", config: "five", slow: true },
  // Rounds with a byzantine general, partitions, histories: what the models above don't have.
  { path: "test/examples/om1.spec", least: 0, slow: true },
  { path: "test/examples/om1.spec", config: "three", least: 0 },
  { path: "test/examples/pbft.spec", config: "two", least: 0, slow: true },
  { path: "test/examples/causal-store.spec", config: "naive", slow: true },
  { path: "test/examples/partitioned-register.spec", least: 0 },
];

const now = () => performance.now();
let bundle: WorkerBundle;
beforeAll(async () => {
  bundle = await bundleWorker();
});
afterAll(() => bundle.end());

/** Figures, verdict, what became of each property, and each step and state of the counterexample. */
const answerOf = (outcome: Found, machine: Machine) => ({
  ...findingsOf(outcome, machine),
  properties: outcome.properties,
});

async function interpret(model: Model, maxStates?: number) {
  const machine = createMachine(model);
  return answerOf(await search(asSearchable(machine), { now, maxStates }), machine);
}

async function compiled(model: Model, workers: number, maxStates?: number) {
  const machine = createMachine(model);
  const { outcome } = await exploreCompiled(machine, {
    now,
    maxStates,
    memoryBytes: 2 ** 29,
    seed: workers,
    workers,
    exact: false,
    startWorker: bundle.startWorker,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    spreadFrom: 50,
  });
  return answerOf(outcome, machine);
}

async function expectSame(model: Model, maxStates?: number) {
  const expected = await interpret(model, maxStates);
  for (const workers of [1, 2]) expect(await compiled(model, workers, maxStates)).toEqual(expected);
  return expected;
}

const chosen = cases.filter(({ slow }) => !slow || process.env.LOCKSTEP_FULL);
const named = chosen.map((each) => [each.path, each.config ?? each.settings ?? "default", each] as const);

test.each(named)("%s, %s", { timeout: 240_000 }, async (path, _, { config, settings, least = 1000 }) => {
  const { states } = await expectSame(modelOf(path, { config, settings }));
  expect(states).toBeGreaterThanOrEqual(least);
  expect(states).toBeLessThanOrEqual(200_000);
});

const trapped = cases.flatMap((each) => (each.trap && (!each.slow || process.env.LOCKSTEP_FULL) ? [each] : []));
const namedTraps = trapped.map((each) => [each.path, each.config ?? each.settings ?? "default", each] as const);

test.each(namedTraps)("%s, %s, with a trap", { timeout: 240_000 }, async (path, _, { config, settings, trap }) => {
  const check = "check default {";
  const variation: Variation = { config, settings, edits: [[check, `${trap}\n${check}`]] };
  const { about, trace } = await expectSame(modelOf(path, variation));
  expect(about).toBe("Trap");
  expect(trace.length).toBeGreaterThan(3);
});

const folders = ["models", "models/as-written", "models/known-bugs", "test/oracle"];
const specs = folders.flatMap((below) =>
  readdirSync(join(root, below)).flatMap((name) => (name.endsWith(".spec") ? [`${below}/${name}`] : [])),
);
const others = specs.filter((path) => !cases.some((each) => each.path === path));
const sample = others.filter((_, at) => process.env.LOCKSTEP_FULL || at % 3 === 0);

// What is not named above is compared as far as the interpreter comes in a short time.
test.each(sample)("%s, its first states", { timeout: 240_000 }, async (path) => {
  await expectSame(modelOf(path), process.env.LOCKSTEP_FULL ? 4_000 : 500);
});
