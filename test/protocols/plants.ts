/**
 * Mistakes that are planted in the code, one at a time: which property of a simulated run breaks, and what lock-step shows: a
 * step that the model refuses, a duty that is not kept, or code that does not get done. Some are found in one way only.
 */
import type { Mistake } from "./variant.ts";

export interface Plant extends Mistake {
  /** Which property of runs breaks first, or which ones may: `A or B`. */
  readonly breaks?: string;
  /** So many seeds are tried, or 300. */
  readonly within?: number;
  /** In runs of five servers whose leaders change all the time. */
  readonly isRestless?: boolean;
  /** What breaks when only the pace is watched, at which every run looks. */
  readonly pace?: "Promptness" | "Thrift" | "Obedience";
  /** Found in the card of lock-step: a difference, the model's refusal, or what is wrong with an answer. */
  readonly shows?: string;
  /** Found by the duties alone, in lock-step: what is wrong with the step. */
  readonly owes?: string;
  /** Found by progress alone, in lock-step: what is missing in the end. */
  readonly lacks?: string;
  /** The configuration of lock-step, where it is not the usual one. */
  readonly settings?: string;
}

export const raftPlants: readonly Plant[] = [
  {
    what: "a vote is given without being stored",
    file: "raft/election.ts",
    replace: `  persist(server, before);
  turn.send(candidate`,
    by: "  turn.send(candidate",
    breaks: "ElectionSafety or LeaderCompleteness",
    within: 1000,
    shows: "s2.votedFor on disk: None, and not Some(s1)",
  },
  {
    what: "a candidate does not store its new term",
    file: "raft/election.ts",
    replace: `  persist(server, before);
  sendSoon(server);`,
    by: "  sendSoon(server);",
    breaks: "ElectionSafety",
    within: 1000,
    shows: "s1.currentTerm on disk: 0, and not 1",
  },
  {
    what: "nothing is synced",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    breaks: "CommittedEntriesStay or ElectionSafety or LogMatching",
    shows: "s1.votedFor: None, and not Some(s1)",
  },
  {
    what: "a server votes twice in a term",
    file: "raft/election.ts",
    replace: "(votedFor === undefined || votedFor === candidate) && ",
    by: "",
    breaks: "ElectionSafety",
    shows: "s2.votedFor: Some(s1), and not Some(s2)",
  },
  {
    what: "votes of an older term count",
    file: "raft/election.ts",
    replace: "message.term === currentTerm && message.voteGranted",
    by: "message.voteGranted",
    breaks: "ElectionSafety",
    shows: "s1.role: Leader, and not Candidate",
  },
  {
    what: "one vote is enough",
    file: "raft/state.ts",
    replace: "2 * count > servers.length",
    by: "2 * count + 1 >= servers.length",
    breaks: "ElectionSafety or LeaderCompleteness",
    shows: "s1.role: Leader, and not Candidate",
  },
  {
    what: "a vote does not ask for an up-to-date log",
    file: "raft/election.ts",
    replace: " && upToDate",
    by: "",
    breaks: "LeaderCompleteness",
    shows: "s1.votedFor: Some(s2), and not None",
  },
  {
    what: "an entry of an older term is committed by counting",
    file: "raft/commitment.ts",
    replace: "termAt(turn.state, index) === currentTerm && ",
    by: "",
    breaks: "LeaderCompleteness or CommittedEntriesStay or StateMachineSafety",
    isRestless: true,
    shows: "commitIndex > lastApplied is false",
  },
  {
    what: "entries are accepted after any entry",
    file: "raft/replication.ts",
    replace: "prevLogIndex <= lastLogIndex(before) && termAt(before, prevLogIndex) === prevLogTerm",
    by: "prevLogIndex <= lastLogIndex(before)",
    breaks: "LogMatching or StateMachineSafety",
  },
  {
    what: "a conflicting entry stays",
    file: "raft/replication.ts",
    replace: "log = log.setSize(index - 1); // rule 3",
    by: "",
    breaks: "StateMachineSafety or LogMatching",
    shows: "s1.log: [{term: 1, value: v1}], and not [{term: 2, value: v1}]",
    settings: "restart.total = 0, loss.total = 0",
  },
  {
    what: "entries that match are replaced too, with all that follow",
    file: "raft/replication.ts",
    replace: "index <= log.size && log.get(index - 1)?.term !== entry.term",
    by: "index <= log.size",
    breaks: "CommittedEntriesStay",
    shows: "s2 writes entries that are written already",
    settings: "Servers = 2, MaxLog = 2, InFlight = 2, MaxElections = 1, restart.total = 0, loss.total = 0",
  },
  {
    what: "entries are acknowledged without being stored",
    file: "raft/replication.ts",
    replace: "persist(server, before, storeEntries(server, message));",
    by: "storeEntries(server, message);",
    breaks: "CommittedEntriesStay or LogMatching",
    shows: "s2.log on disk: [], and not [{term: 1, value: v1}]",
  },
  {
    what: "a leader of an older term is obeyed",
    file: "raft/replication.ts",
    replace: "const current = message.term === currentTerm;",
    by: "const current = true;",
    breaks: "CommittedEntriesStay or LogMatching",
    shows: "s2.role: Follower, and not Candidate",
  },
  {
    what: "a command that comes again is executed again",
    file: "raft/store.ts",
    replace: "if (session && sequence <= session.sequence) return store;",
    by: "",
    breaks: "ExactlyOnce",
    owes: "the store of s1 is not what 3 entries make it",
  },
  {
    what: "a client is answered before its entry is committed",
    file: "raft/replication.ts",
    replace: `    persist(server, before);
    sendSoon(server);`,
    by: `    persist(server, before);
    sendSoon(server);
    if (value.operation.kind === "put") turn.answer(client, { kind: "done", client, sequence, result: { kind: "written" } });`,
    breaks: "CommittedEntriesStay",
    shows: "c1 is told that a command is done which was not applied here",
  },
  {
    what: "the leader does not go back after a failure",
    file: "raft/replication.ts",
    replace: "(nextIndex.get(follower) ?? 1) - 1",
    by: "nextIndex.get(follower) ?? 1",
    breaks: "Progress",
    shows: "s1.nextIndex: {s1: 2, s2: 2}, and not {s1: 2, s2: 1}",
  },
  {
    what: "the log forgets for whom a server voted",
    file: "raft/state.ts",
    replace: "({ currentTerm, votedFor } = record);",
    by: "({ currentTerm } = record);",
    shows: "s1.votedFor on disk: None, and not Some(s1)",
  },
  {
    what: "an entry is applied without an event",
    file: "raft/commitment.ts",
    replace: `    turn.trace("apply");
`,
    by: "",
    shows: "s1.lastApplied: 1, and not 0",
  },
  {
    what: "a new leader is silent until a retry",
    file: "raft/election.ts",
    replace: "    matchIndex: indexes(servers, 0),\n  });\n  sendSoon(server);",
    by: "    matchIndex: indexes(servers, 0),\n  });",
    pace: "Promptness",
    owes: "s1 does not start the timer `send s2` (now)",
  },
  {
    what: "who does not lead does not say so",
    file: "raft/replication.ts",
    replace: `turn.answer(client, { kind: "not-leader", client, sequence });`,
    by: "{}",
    pace: "Promptness",
    owes: "s1 does not lead, and does not say so to c1",
  },
  {
    what: "a leader waits for a retry after a failure",
    file: "raft/replication.ts",
    replace: `      turn.startTimer(sending(follower), "now");`,
    by: `      turn.startTimer(sending(follower), "retry");`,
    pace: "Promptness",
    owes: "s1 starts the timer `send s2` for `retry`, and not for `now`",
  },
  {
    what: "a leader answers each success with the next message",
    file: "raft/replication.ts",
    replace: "      advanceCommitIndex(server);\n    } else",
    by: `      advanceCommitIndex(server);\n      turn.startTimer(sending(follower), "now");\n    } else`,
    pace: "Thrift",
    owes: "s1 starts the timer `send s2` for nothing",
  },
  {
    what: "each step writes all again",
    file: "raft/state.ts",
    replace:
      "  if (currentTerm === before.currentTerm && votedFor === before.votedFor && log === before.log) return;\n",
    by: "",
    pace: "Thrift",
    owes: "s1 writes what is written already",
  },
  {
    what: "followers answer clients, too",
    file: "raft/commitment.ts",
    replace: `role === "Leader" && result`,
    by: "result",
    pace: "Thrift",
    owes: "s2 answers c1, which has not asked it",
  },
  {
    what: "what was lost is not sent again",
    file: "raft/replication.ts",
    replace: `  turn.startTimer(sending(follower), "retry");\n`,
    by: "",
    owes: "s1 does not start the timer `send s2` (retry)",
  },
  {
    what: "an election that comes to nothing is the last",
    file: "raft/election.ts",
    replace: `  turn.startTimer("election", "election");\n  if (turn.state.role`,
    by: `  if (turn.state.role`,
    owes: "s1 does not start the timer `election` (election)",
    lacks: "nobody leads",
  },
  {
    what: "a server that begins waits for others",
    file: "raft/core.ts",
    replace: `      turn.startTimer("election", "election");\n`,
    by: "",
    owes: "s1 does not start the timer `election` (election)",
    lacks: "nobody leads",
  },
  {
    what: "what is committed is not applied by a follower",
    file: "raft/replication.ts",
    replace: `  turn.trace("on AppendEntries", {}, envelope);\n  applyCommitted(server);\n`,
    by: `  turn.trace("on AppendEntries", {}, envelope);\n`,
    owes: "s2 has committed 1 entries, and applied 0",
    lacks: "s2 has applied 0 of 5 entries",
  },
];

export const twoPhasePlants: readonly Plant[] = [
  {
    what: "a participant that waits for long aborts on its own",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: `  vote(turn, "Aborted");
}`,
    breaks: "Atomicity",
    shows: "r1.vote: Aborted, and not Prepared",
  },
  {
    what: "votes are told without being stored",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.persist({ vote: value });
`,
    by: "",
    breaks: "Durability or Consent",
    shows: "r1.vote on disk: Working, and not Prepared",
  },
  {
    what: "a participant that has prepared may still refuse",
    file: "two-phase-commit/participant.ts",
    replace: `  if (turn.state.vote !== "Working") return;
  vote(turn, "Aborted");`,
    by: `  vote(turn, "Aborted");`,
    breaks: "Durability",
    shows: "vote = Working is false",
  },
  {
    what: "two votes are enough",
    file: "two-phase-commit/coordinator.ts",
    replace: "prepared.size === participants.length",
    by: "prepared.size === 2",
    breaks: "Consent",
  },
  {
    what: "the commit is not on the log",
    file: "two-phase-commit/coordinator.ts",
    replace: `  turn.persist({ decision: "Committed" });
`,
    by: "",
    breaks: "Durability or Atomicity",
    shows: "coordinator.committed on disk: False, and not True",
  },
  {
    what: "nothing is synced",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    breaks: "Durability",
    shows: "r1.vote: Working, and not Prepared",
  },
  {
    what: "the coordinator loses patience after it has committed",
    file: "two-phase-commit/coordinator.ts",
    replace: `  if (turn.state.decision !== "Open") return;
`,
    by: "",
    breaks: "Durability",
    shows: "decision = Open is false",
  },
  {
    what: "a coordinator that comes back collects votes again",
    file: "two-phase-commit/coordinator.ts",
    replace: `restarted && turn.state.decision === "Open"`,
    by: "false && restarted",
    breaks: "Durability or Atomicity",
    shows: "coordinator.decision: Open, and not Aborted",
  },
  {
    what: "nobody asks for a decision that was lost",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: "}",
    breaks: "Progress",
    owes: "r1 is prepared, and does not say so",
    lacks: "r1 is still Prepared",
  },
  {
    what: "a participant that comes back prepared does not ask",
    file: "two-phase-commit/participant.ts",
    replace: `if (turn.state.vote === "Prepared") turn.startTimer`,
    by: `if (turn.state.vote === "Working") turn.startTimer`,
    breaks: "Progress",
    owes: "r1 starts the timer `inquiry` for nothing",
    lacks: "r1 is still Prepared",
  },
  {
    what: "the coordinator decides before everybody has answered",
    file: "two-phase-commit/coordinator.ts",
    replace: "prepared.size === participants.length",
    by: "prepared.size >= 1",
    shows: "prepared = ResourceManager is false",
  },
  {
    what: "a client is told of a vote before it is stored",
    file: "two-phase-commit/core.ts",
    replace: `if (input.request.kind === "prepare") prepare(turn, coordinator);`,
    by: `if (input.request.kind === "prepare") {
        if (turn.state.vote === "Working") turn.answer(input.client, { outcome: "Prepared" });
        prepare(turn, coordinator);
      }`,
    shows: "r1 answers application before what it has written is durable",
  },
  {
    what: "a client is told of another outcome",
    file: "two-phase-commit/core.ts",
    replace: "{ outcome: turn.state.decision }",
    by: `{ outcome: "Committed" }`,
    shows: "the client is told Committed, and the node knows Open",
  },
  {
    what: "a message is sent that the model does not know",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
  turn.trace("prepare");`,
    by: `  turn.send(coordinator, { type: "Prepared" as "Ready" });
  turn.trace("prepare");`,
    shows: "r1 sends Prepared, and TwoPhase has no such message",
  },
  {
    what: "an event has a name that the model does not know",
    file: "two-phase-commit/participant.ts",
    replace: `turn.trace("chooseToAbort")`,
    by: `turn.trace("giveUp")`,
    shows: "TwoPhase has no action `giveUp` of ResourceManager",
  },
  {
    what: "who asks for a decision hears nothing",
    file: "two-phase-commit/coordinator.ts",
    replace: `    turn.send(envelope.from, { type: turn.state.decision === "Committed" ? "Commit" : "Abort" });\n`,
    by: "",
    breaks: "Progress",
    pace: "Promptness",
    owes: "coordinator has decided, and does not tell r1, who asks",
    lacks: "r1 is still Prepared",
  },
  {
    what: "a decision that is known is written again",
    file: "two-phase-commit/participant.ts",
    replace: `if (turn.state.vote !== "Aborted") vote(`,
    by: "vote(",
    pace: "Thrift",
    owes: "r1 writes what is written already",
  },
  {
    what: "a coordinator that has all votes does not commit",
    file: "two-phase-commit/coordinator.ts",
    replace: "    if (prepared.size === participants.length) commit(turn, participants);\n",
    by: "",
    pace: "Promptness",
    owes: "coordinator has all votes, and does not decide",
  },
  {
    what: "a participant prepares when it is asked to refuse",
    file: "two-phase-commit/core.ts",
    replace: `if (input.request.kind === "refuse") refuse(turn);`,
    by: `if (input.request.kind === "refuse") prepare(turn, coordinator);`,
    pace: "Obedience",
    owes: "r1 is asked to refuse, and is Prepared",
  },
  {
    what: "a coordinator waits for ever",
    file: "two-phase-commit/coordinator.ts",
    replace: `  turn.startTimer("patience", "patience");\n`,
    by: "",
    owes: "coordinator does not start the timer `patience` (patience)",
    lacks: "coordinator is still Open",
  },
  {
    what: "who hears of the commit forgets it",
    file: "two-phase-commit/core.ts",
    replace: `      if (input.message.type === "Commit") onCommit(turn, input);\n`,
    by: "",
    owes: "r1 hears Commit, and is Prepared",
    lacks: "r1 is still Prepared",
  },
];
