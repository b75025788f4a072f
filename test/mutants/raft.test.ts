/** Raft without one of its rules, by the section of the paper that gives the rule and the reason. */
import { describe, expect, it } from "vitest";
import { exploreMachine, follow, machineOf } from "../models/model.ts";
import { mutants } from "./mutants-after.ts";

const quiet = "restart.total = 0, loss.total = 0";
const elects = (leader: string, voter: string) => [`${leader}.timeout`, ...asks(leader, voter)];
const asks = (candidate: string, voter: string) => [
  `${candidate}.requestVote(${voter})`,
  `${voter}.on RequestVote from ${candidate}`,
  `${candidate}.on RequestVoteResponse from ${voter}`,
];
const sends = (leader: string, follower: string) => [
  `${leader}.appendEntries(${follower})`,
  `${follower}.on AppendEntries from ${leader}`,
  `${leader}.on AppendEntriesResponse from ${follower}`,
];

/** Figure 8 of the paper, with three servers instead of five, up to its (c): s1's old entry is on a majority again. */
const figure8 = [
  ...elects("s1", "s3"),
  "s1.clientRequest(v1)", // (a): an entry of term 1 on s1
  "s3.timeout",
  ...asks("s3", "s1"),
  ...asks("s3", "s2"),
  "s3.clientRequest(v1)", // (b): an entry of term 2 on s3
  ...elects("s1", "s2"),
  ...sends("s1", "s2"), // refused: s2 lacks the entry before
  "s1.appendEntries(s2)",
  "s2.on AppendEntries from s1", // (c): s1 leads in term 3, and the entry of term 1 is on s1 and s2
];

/** The logs of s1 and of the others differ at index 1; s3 leads and has committed what it has there. */
const divergent = [
  ...elects("s1", "s2"),
  "s1.clientRequest(v1)", // term 1, on s1 only
  ...elects("s2", "s3"),
  "s2.clientRequest(v1)", // term 2
  ...sends("s2", "s3"),
  "s2.apply",
  ...sends("s2", "s3"), // and s3 knows that it is committed
];

/** A leader that knows two entries to be committed, and has applied none. */
const twoCommitted = [...elects("s1", "s2"), "s1.clientRequest(v1)", "s1.clientRequest(v2)", ...sends("s1", "s2")];

/** What s2 has committed is on s2 and s3; an entry that s1 sent as the leader of the term before is still on its way to s3. */
const delayed = [
  ...elects("s1", "s2"),
  "s1.clientRequest(v1)",
  "s1.appendEntries(s3)",
  ...elects("s2", "s3"),
  "s2.clientRequest(v1)",
  ...sends("s2", "s3"),
];

mutants("models/raft.spec", [
  {
    what: "§5.2: a refusal counts as a vote",
    edits: [["msg.term = currentTerm ∧ msg.voteGranted {", "msg.term = currentTerm {"]],
    breaks: "ElectionSafety",
    settings: quiet,
  },
  {
    what: "§5.2: a server votes for everybody who asks",
    edits: [
      ["msg.term = currentTerm ∧ votedFor ∈ {None, Some(candidate)} ∧ upToDate", "msg.term = currentTerm ∧ upToDate"],
    ],
    breaks: "ElectionSafety",
    settings: quiet,
  },
  {
    what: "§5.2: a server does not remember its vote",
    edits: [["    if grant { votedFor := Some(candidate) }\n", ""]],
    breaks: "ElectionSafety",
    settings: quiet,
  },
  {
    what: "§5.2: a candidate does not vote for itself",
    edits: [["    votedFor := Some(self)\n", ""]],
    breaks: "ElectionSafety",
    settings: quiet,
  },
  {
    what: "§5.2: a candidate leads without a majority",
    edits: [
      ["if isQuorum(votesGranted) { becomeLeader() }", ""],
      ["    votesGranted := {self}\n", "    becomeLeader()\n"],
    ],
    breaks: "ElectionSafety",
    settings: quiet,
  },
  {
    what: "figure 2: the vote is not on stable storage",
    edits: [["durable votedFor", "volatile votedFor"]],
    breaks: "ElectionSafety",
    settings: "restart.total = 1, loss.total = 0",
    only: ["ElectionSafety"],
  },
  {
    what: "figure 2: the log is not on stable storage",
    edits: [["durable log", "volatile log"]],
    breaks: "LeaderCompleteness",
    settings: "restart.total = 1, loss.total = 0",
    only: ["LeaderCompleteness"],
  },
  {
    what: "§5.2: votes of an earlier term count",
    edits: [["role = Candidate ∧ msg.term = currentTerm ∧ msg.voteGranted", "role = Candidate ∧ msg.voteGranted"]],
    breaks: "ElectionSafety",
    settings: `MaxElections = 3, ${quiet}`,
  },
  {
    what: "§5.4.1: anybody gets a vote, up-to-date or not",
    edits: [["votedFor ∈ {None, Some(candidate)} ∧ upToDate", "votedFor ∈ {None, Some(candidate)}"]],
    breaks: "LeaderCompleteness",
    settings: quiet,
  },
  {
    what: "§5.3: a follower does not compare the previous entry",
    edits: [
      [
        "if msg.prevLogIndex > lastLogIndex ∨ termAt(msg.prevLogIndex) ≠ msg.prevLogTerm {",
        "if msg.prevLogIndex > lastLogIndex {",
      ],
    ],
    breaks: "StateMachineSafety",
    settings: `MaxTerm = 3, MaxElections = 3, ${quiet}`,
    after: divergent,
  },
  {
    what: "§5.3: a follower takes an entry whose predecessor differs from its own",
    edits: [
      [
        "if msg.prevLogIndex > lastLogIndex ∨ termAt(msg.prevLogIndex) ≠ msg.prevLogTerm {",
        "if msg.prevLogIndex > lastLogIndex {",
      ],
    ],
    breaks: "LogMatching",
    settings: `MaxTerm = 3, MaxElections = 3, MaxLog = 2, ${quiet}`,
    only: ["LogMatching"],
    after: divergent,
  },
  {
    what: "§5.3: a follower keeps entries that conflict",
    edits: [
      [
        "          if index ≤ lastLogIndex ∧ log[index].term ≠ msg.entries[i].term { log := log[1..index-1] }  // rule 3\n",
        "",
      ],
    ],
    breaks: "StateMachineSafety",
    settings: quiet,
    only: ["StateMachineSafety"],
  },
  {
    what: "§5.1: a follower listens to a leader of an earlier term",
    edits: [["if msg.term < currentTerm {", "if False {"]],
    breaks: "LeaderCompleteness",
    settings: `MaxTerm = 3, MaxElections = 3, InFlight = 2, ${quiet}`,
    only: ["LeaderCompleteness"],
    after: delayed,
  },
  {
    what: "§5.3: an entry that one server stores is committed",
    edits: [["isQuorum({ p for p in Server where p = self ∨ matchIndex[p] ≥ n })", "matchIndex[self] = 0"]],
    breaks: "LeaderCompleteness",
    settings: `Heartbeats = True, ${quiet}`,
  },
  {
    what: "§5.3: an entry is applied before it is committed",
    edits: [["action apply when commitIndex > lastApplied {", "action apply when lastLogIndex > lastApplied {"]],
    breaks: "StateMachineSafety",
    settings: quiet,
    only: ["StateMachineSafety"],
  },
  {
    what: "§5.3: what is committed is applied from its end",
    edits: [
      [
        "applied[lastApplied] := Some(log[lastApplied])",
        "applied[commitIndex - lastApplied + 1] := Some(log[commitIndex - lastApplied + 1])",
      ],
    ],
    breaks: "AppliedInOrder",
    settings: `MaxLog = 2, Values = 2, ${quiet}`,
    after: twoCommitted,
  },
  {
    what: "§5.3: only the last of what is committed is applied",
    edits: [["    lastApplied += 1\n", "    lastApplied := commitIndex\n"]],
    breaks: "AppliedInOrder",
    settings: `MaxLog = 2, Values = 2, ${quiet}`,
    after: twoCommitted,
  },
  {
    what: "§5.3: the entry applied is the one before",
    edits: [
      ["    lastApplied += 1\n", ""],
      ["Some(log[lastApplied])\n", "Some(log[max(1, lastApplied)])\n    lastApplied += 1\n"],
      ["applied[lastApplied] := ", "applied[lastApplied + 1] := "],
    ],
    breaks: "AppliedInOrder",
    settings: `MaxLog = 2, Values = 2, ${quiet}`,
    after: twoCommitted,
  },
  {
    what: "figure 2: what was applied counts as applied after a failure, although the log's commit index is not known",
    edits: [["volatile lastApplied", "durable lastApplied"]],
    breaks: "AppliedInOrder",
    settings: "restart.total = 1, loss.total = 0",
    only: ["AppliedInOrder"],
  },
  {
    what: "§5.4.2, figure 8: an entry of an earlier term is committed because a majority stores it",
    edits: [["log[n].term = currentTerm ∧ isQuorum(", "isQuorum("]],
    breaks: "LeaderCompleteness",
    settings: `MaxTerm = 4, MaxElections = 4, ${quiet}`,
    after: figure8,
  },
  {
    what: "§5.1: a leader that sees a newer term goes on leading",
    edits: [["    votedFor := None\n    becomeFollower()\n", "    votedFor := None\n"]],
    breaks: "ElectionSafety",
    settings: quiet,
  },
]);

/** The rules that the mutants above drop are what keeps the properties: with them, the same states lead to nothing bad. */
describe("models/raft.spec as it is", () => {
  const settled = [
    ["figure 8", figure8, `MaxTerm = 4, MaxElections = 4, ${quiet}`],
    ["logs that differ", divergent, `MaxTerm = 3, MaxElections = 3, ${quiet}`],
    ["a delayed message", delayed, `MaxTerm = 3, MaxElections = 3, InFlight = 2, ${quiet}`],
  ] as const;
  it.each(settled)("keeps its properties after %s", { timeout: 300_000 }, async (_, steps, settings) => {
    const machine = machineOf("models/raft.spec", { settings });
    const safety = machine.model.properties
      .filter(({ kind }) => !["reachable", "refinement"].includes(kind))
      .map(({ name }) => name);
    const found = await exploreMachine(machine, { only: safety, maxStates: 4_000 }, [follow(machine, steps)]);
    expect(["holds", "inconclusive"]).toContain(found.verdict);
  });
});
