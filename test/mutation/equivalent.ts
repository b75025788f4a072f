/**
 * Mutants that are known not to be mistakes, or not to be found, and why. A name stands for a place in the code: when the
 * code changes, the run says which names mean nothing any more.
 */
export interface Explained {
  /**
   * `equivalent`: nobody outside can tell it from the original. `pace`: it does the same sooner, later or more often, which
   * the model and the properties leave open. `missed`: it is a mistake, and nobody finds it.
   */
  readonly kind: "equivalent" | "pace" | "missed";
  readonly why: string;
}

const pacing = "when a message is sent again is left open: a retry, or the next request, does the same later";
const always = "every server has its number in this map: what stands for a missing one is never used";

export const explained: Readonly<Record<string, Explained>> = {
  "raft/commitment.ts applyCommitted: drop operand 1": {
    kind: "equivalent",
    why: "only a command that came again has no result, and its client has gone on since",
  },
  "raft/commitment.ts applyCommitted: drop operand 2": {
    kind: "equivalent",
    why: "followers answer, too: what they say is right, and a client that has an answer ignores others",
  },
  "raft/commitment.ts applyCommitted: negate condition 3": {
    kind: "pace",
    why: "followers answer instead of the leader: what they say is right, and comes later",
  },
  "raft/commitment.ts advanceCommitIndex: swap plus with minus 1": {
    kind: "equivalent",
    why: "it looks again at entries that are committed already, and nothing is taken back",
  },
  "raft/commitment.ts advanceCommitIndex: off by one 2": { kind: "equivalent", why: always },
  "raft/election.ts becomeLeader: drop statement 2": {
    kind: "pace",
    why: "the timers of the candidate still run, and send what the leader has to say",
  },
  "raft/election.ts becomeLeader: drop field of an update 4": {
    kind: "equivalent",
    why: "a candidate's matchIndex is 0 for everybody already",
  },
  "raft/replication.ts clientRequest: drop statement 2": {
    kind: "pace",
    why: "a client that is not told to go elsewhere goes when its patience ends",
  },
  "raft/replication.ts onAppendEntriesResponse: drop operand 3": { kind: "pace", why: pacing },
  "raft/replication.ts onAppendEntriesResponse: shift boundary 2": { kind: "pace", why: pacing },
  "raft/replication.ts onAppendEntriesResponse: reverse comparison 4": { kind: "pace", why: pacing },
  "raft/replication.ts onAppendEntriesResponse: off by one 4": { kind: "equivalent", why: always },
  "raft/replication.ts onAppendEntriesResponse: off by one 6": { kind: "pace", why: pacing },
  "raft/state.ts persist: drop early return 1": { kind: "pace", why: "it writes once more what is written already" },
  "two-phase-commit/core.ts createTwoPhaseCommit.stepCoordinator: drop branch 2": {
    kind: "equivalent",
    why: "nothing but Ready is sent to a coordinator",
  },
  "two-phase-commit/participant.ts recoverParticipant: drop branch 1": {
    kind: "equivalent",
    why: "a participant's log has votes only",
  },
};
