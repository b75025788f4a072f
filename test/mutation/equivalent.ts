/**
 * Mutants that are known not to be mistakes, or not to be found, and why. A name stands for a place in the code: when the
 * code changes, the run says which names mean nothing any more.
 */
export interface Explained {
  /** `equivalent`: nobody can tell it from the original. `missed`: it is a mistake, and nobody finds it. */
  readonly kind: "equivalent" | "missed";
  readonly why: string;
}

const always: Explained = {
  kind: "equivalent",
  why: "every server has its number in this map: what stands for a missing one is never used",
};

export const explained: Readonly<Record<string, Explained>> = {
  "raft/commitment.ts advanceCommitIndex: swap plus with minus 1": {
    kind: "equivalent",
    why: "it looks again at entries that are committed already, and nothing is taken back",
  },
  "raft/commitment.ts advanceCommitIndex: off by one 2": always,
  "raft/commitment.ts applyCommitted: drop early return 1": {
    kind: "equivalent",
    why: "no server commits what it does not have: the line is there for the compiler of types",
  },
  "raft/election.ts becomeLeader: drop field of an update 4": {
    kind: "equivalent",
    why: "a candidate's matchIndex is 0 for everybody already",
  },
  "raft/replication.ts appendEntries: off by one 1": always,
  "raft/replication.ts onAppendEntries: drop operand 2": {
    kind: "equivalent",
    why: "behind the end of the log every term is 0, which no entry of a leader has",
  },
  "raft/replication.ts onAppendEntriesResponse: off by one 1": always,
  "raft/replication.ts onAppendEntriesResponse: off by one 4": always,
  "raft/state.ts termAt: off by one 4": {
    kind: "equivalent",
    why: "nobody asks for the term of an entry that is not there before having looked whether it is",
  },
  "two-phase-commit/core.ts createTwoPhaseCommit.stepCoordinator: drop branch 2": {
    kind: "equivalent",
    why: "nothing but Ready is sent to a coordinator",
  },
  "two-phase-commit/coordinator.ts commit: other case 2": {
    kind: "equivalent",
    why: "that a decision is on the log is what counts: there is only one that is ever written there",
  },
  "two-phase-commit/participant.ts recoverParticipant: drop branch 1": {
    kind: "equivalent",
    why: "a participant's log has votes only",
  },
};
