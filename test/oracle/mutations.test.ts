/**
 * The counts depend on every guard: a model of this folder with one guard dropped has other states, or breaks a property.
 * So a model can't agree with TLC by saying less than its module does.
 */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { edit, explore, readSpec } from "./exploration.ts";

interface Mutation {
  readonly file: string;
  readonly config?: string;
  /** What is missing then. */
  readonly without: string;
  readonly from: string;
  readonly to: string;
  /** The verdict, or the number of states when nothing is violated. */
  readonly gives: string | number;
}

const mutations: readonly Mutation[] = [
  {
    file: "tcommit.spec",
    without: "waiting for all to prepare",
    from: "vote = Prepared ∧ canCommit",
    to: "vote = Prepared",
    gives: "violates Consistent",
  },
  {
    file: "tcommit.spec",
    without: "looking for a commit before aborting",
    from: "vote ∈ {Working, Prepared} ∧ notCommitted",
    to: "vote ∈ {Working, Prepared}",
    gives: "violates Consistent",
  },
  {
    file: "two-phase.spec",
    without: "a Ready from everybody",
    from: "decision = Open ∧ prepared = ResourceManager",
    to: "decision = Open",
    gives: "violates Consistent",
  },
  {
    file: "two-phase.spec",
    without: "deciding only once",
    from: "action abort when decision = Open {",
    to: "action abort {",
    gives: "violates Consistent",
  },
  {
    file: "ewd840.spec",
    without: "keeping the token while active",
    from: "token = i ∧ (¬i.active ∨ i.color = Black ∨ tokenColor = Black)",
    to: "token = i",
    gives: "violates Inv",
  },
  {
    file: "ewd840.spec",
    without: "black for messages that go up",
    from: "if index(j) > index(i) { i.color := Black }",
    to: "",
    gives: "violates Inv",
  },
  {
    file: "dining-philosophers.spec",
    without: "holding both forks, clean",
    from: "if ready { goto eat }",
    to: "goto eat",
    gives: "violates ExclusiveAccess",
  },
  {
    file: "chang-roberts.spec",
    without: "recognising the own identity",
    from: "} else if id = index(self) {",
    to: "} else {",
    gives: "violates Correctness",
  },
  {
    file: "peterson.spec",
    without: "waiting",
    from: "when ¬other.wants ∨ turn = self { }",
    to: "{ }",
    gives: "violates Turn",
  },
  {
    file: "bcast-byz.spec",
    config: "silent",
    without: "enough echoes for joining",
    from: "require len(received) ≥ N - 2 * T ∧ len(received) < N - T",
    to: "require len(received) < N - T",
    gives: "violates Unforgeability",
  },
  {
    file: "acp-nb.spec",
    without: "looking whether the coordinator has told anybody",
    from: "∧ (∀ k ∈ Participant: k.alive → coordinator.relays[k] = NotSent)",
    to: "",
    gives: "violates AC1",
  },
  {
    file: "acp-nb.spec",
    without: "forwarding before deciding",
    from: "alive ∧ (∀ k ∈ Participant: forwarded[k] ≠ NotSent)",
    to: "alive ∧ forwarded[self] ≠ NotSent",
    gives: "violates AC1",
  },
  {
    file: "nbacc-ray97.spec",
    without: "a Yes from everybody",
    from: "require ¬suspects ∧ (∀ p ∈ Process: { sender: p, vote: Yes } ∈ received)",
    to: "require ¬suspects",
    gives: 4900,
  },
  {
    file: "mc-paxos-tiny.spec",
    without: "asking a quorum",
    from: "∧ (∃ Q ∈ quorums: shows(Q, b, v))",
    to: "",
    gives: "violates ProposalsSafe",
  },
  {
    file: "mc-voting.spec",
    without: "one value for each ballot",
    from: "∧ (∀ c ∈ Acceptor ∖ {self}: ∀ m ∈ c.votes: m.ballot = b → m.value = v)",
    to: "",
    gives: "violates OneValuePerBallot",
  },
  {
    file: "async-termination-detection.spec",
    without: "termination before its detection",
    from: "action detect when terminated {",
    to: "action detect {",
    gives: "violates Safe",
  },
  {
    file: "readers-writers.spec",
    without: "waiting for the readers",
    from: "require readers = {}",
    to: "",
    gives: "violates Safety",
  },
  {
    file: "ewd998-small.spec",
    without: "keeping the token while active",
    from: "i ≠ n0 ∧ ¬i.active ∧ token.at_ = i",
    to: "i ≠ n0 ∧ token.at_ = i",
    gives: "violates Inv",
  },
  {
    file: "ewd998-small.spec",
    without: "black for who receives",
    from: "  i.color := Black\n",
    to: "",
    gives: "violates Inv",
  },
  {
    file: "mc-lamport-mutex.spec",
    without: "waiting for older requests",
    from: " ∧ (∀ q ∈ Process ∖ {self}: beats(q))",
    to: "",
    gives: "violates MutualExclusion",
  },
  {
    file: "mc-lamport-mutex.spec",
    without: "waiting for everybody's answer",
    from: "acknowledged = Process ∧ (∀ q",
    to: "self ∈ acknowledged ∧ (∀ q",
    gives: "violates MutualExclusion",
  },
  {
    file: "paxos-commit.spec",
    without: "a decision about everybody",
    from: "decideCommit when ∀ r ∈ ResourceManager",
    to: "decideCommit when ∃ r ∈ ResourceManager",
    gives: "violates Consistent",
  },
  {
    file: "paxos-commit.spec",
    without: "looking what a majority has accepted",
    from: "if reported = {} then Aborted",
    to: "if True then Aborted",
    gives: "violates Consistent",
  },
];

const cases = mutations.map((mutation) => [mutation.file, mutation.without, mutation] as const);

test.each(cases)("%s without %s", { timeout: 120_000 }, async (file, _, { config, from, to, gives }) => {
  const { verdict, figures, configuration } = await explore(file, edit(readSpec(file), from, to), config);
  expect(verdict === "holds" ? figures.states : verdict).toBe(gives);
  expect(configuration.outcomes).not.toContainEqual(expect.objectContaining({ kind: "states", count: figures.states }));
});

test("every model of this folder is mutated", () => {
  const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".spec"));
  expect([...new Set(mutations.map(({ file }) => file))].sort()).toEqual(files.sort());
});
