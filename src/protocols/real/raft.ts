/**
 * Raft in processes: shapes of its messages and records, and times that a busy machine keeps. A leader is not given up
 * because its disk took a moment to sync.
 */
import { raftSystem } from "../raft/system.ts";
import type { Raft, RaftMessage, RaftRecord, RaftState } from "../raft/types.ts";
import type { Deployment } from "./deployment.ts";
import { count, either, list, literal, optional, record, type Shape, text, truth } from "./shape.ts";

export const raftDeployment = (count: number): Deployment<Raft> => ({
  ...raftSystem(count),
  waits: { election: [500, 1000], retry: [80, 80], now: [0, 0] },
  shapes: { message, record: recordShape, request: command },
  describe,
});

const operation = either(
  record({ kind: literal("get"), key: text }),
  record({ kind: literal("put"), key: text, value: text }),
  record({ kind: literal("cas"), key: text, expected: either(text, literal(null)), value: text }),
);
const command = record({ client: text, sequence: count, operation });
const entries = list(record({ term: count, value: command }));

const message: Shape<RaftMessage> = either(
  record({ type: literal("RequestVote"), term: count, lastLogIndex: count, lastLogTerm: count }),
  record({ type: literal("RequestVoteResponse"), term: count, voteGranted: truth }),
  record({
    type: literal("AppendEntries"),
    term: count,
    prevLogIndex: count,
    prevLogTerm: count,
    entries,
    leaderCommit: count,
  }),
  record({ type: literal("AppendEntriesResponse"), term: count, success: truth, matchIndex: count }),
);
const recordShape: Shape<RaftRecord> = record({ currentTerm: count, votedFor: optional(text), keep: count, entries });

function describe(before: RaftState | undefined, { role, currentTerm, log }: RaftState): string | undefined {
  if (before?.role === role && (role === "Follower" || before.currentTerm === currentTerm)) return undefined;
  if (role === "Leader") return `leads in term ${currentTerm}`;
  if (role === "Candidate") return `asks for votes in term ${currentTerm}`;
  return before ? `follows in term ${currentTerm}` : `starts in term ${currentTerm} with ${log.size} entries`;
}
