/**
 * The refinements of the models say something: without a guard, a message's condition or a quorum, a step is none of the
 * abstract model any more. And each of them holds as it stands, by both evaluators.
 */
import { describe, expect, it } from "vitest";
import { exploreFast } from "../models/compiled.ts";
import { explore } from "../models/model.ts";
import { type Mutant, mutants as mutantsOf } from "./mutants.ts";

const refinements = [
  ["models/two-phase-commit.spec", "TCommit", "default"],
  ["models/two-phase-commit.spec", "TCommit", "recovers"],
  ["models/paxos.spec", "Voting", "default"],
  ["models/voting.spec", "Consensus", "default"],
  ["models/raft.spec", "ReplicatedLog", "logs"],
] as const;

describe("the models as they are", () => {
  it.each(refinements)("%s refines %s (%s)", { timeout: 120_000 }, async (path, name, config) => {
    const found = await exploreFast(path, { config }, [name]);
    expect(found.verdict).toBe("holds");
  });

  it.each([refinements[0], refinements[3]])("%s refines %s, says the interpreter", async (path, name, config) => {
    const found = await explore(path, { config }, { only: [name] });
    expect(found.verdict).toBe("holds");
  });
});

/** Only the refinement is looked at: properties of the model's own might notice the same earlier. */
const mutants = (path: string, list: readonly Mutant[]): void =>
  mutantsOf(
    path,
    list.map((mutant) => ({ ...mutant, only: [mutant.breaks] })),
  );

mutants("models/two-phase-commit.spec", [
  {
    what: "the coordinator commits without hearing from everybody",
    edits: [["decision = Open ∧ prepared = ResourceManager", "decision = Open ∧ prepared ≠ {}"]],
    breaks: "TCommit",
  },
  {
    what: "a manager that is prepared aborts on its own",
    edits: [["action chooseToAbort when vote = Working", "action chooseToAbort when vote ≠ Aborted"]],
    breaks: "TCommit",
  },
  {
    what: "whoever comes back forgets that it has voted",
    edits: [["durable vote: Vote = Working", "volatile vote: Vote = Working"]],
    config: "recovers",
    breaks: "TCommit",
  },
]);

mutants("models/paxos.spec", [
  {
    what: "an acceptor accepts what it has promised not to (P1a)",
    edits: [["on Accept when msg.number ≥ promised", "on Accept"]],
    breaks: "Voting",
  },
  {
    what: "a proposer does not look at what was accepted before (P2c)",
    edits: [["match highest { Some(proposal): proposal.value, None: wanted }", "wanted"]],
    breaks: "Voting",
  },
  {
    what: "a proposer does not wait for a majority",
    edits: [["phase = Preparing ∧ isQuorum(promises)", "phase = Preparing"]],
    breaks: "Voting",
  },
]);

mutants("models/voting.spec", [
  {
    what: "a value need not be safe",
    edits: [["\n        ∧ (∃ Q ∈ quorums: showsSafeAt(Q, b, v))", ""]],
    breaks: "Consensus",
  },
  {
    what: "one ballot may have two values",
    edits: [["\n        ∧ (∀ a ∈ Acceptor, w ∈ Value: a.votedFor(b, w) → w = v)", ""]],
    breaks: "Consensus",
  },
  {
    what: "what is skipped counts as silent",
    edits: [["c < d ∧ d < b → a.silentAt(d)", "c < d ∧ d < b → True"]],
    breaks: "Consensus",
  },
]);

mutants("models/raft.spec", [
  {
    what: "§5.3: entries are applied before they are committed",
    edits: [["action apply when commitIndex > lastApplied", "action apply when lastLogIndex > lastApplied"]],
    settings: "restart.total = 0",
    breaks: "ReplicatedLog",
  },
  {
    what: "§5.2: a server votes for everybody who asks",
    edits: [
      ["msg.term = currentTerm ∧ votedFor ∈ {None, Some(candidate)} ∧ upToDate", "msg.term = currentTerm ∧ upToDate"],
    ],
    settings: "restart.total = 0, Values = 2, MaxTerm = 1",
    breaks: "ReplicatedLog",
  },
]);
