/**
 * A server's state: how it begins, what its durable log makes of it, and what several rules of the paper share: terms of
 * entries, quorums, stepping down, and making durable what has changed.
 */
import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import type { Node } from "../core.ts";
import type { Turn } from "../turn.ts";
import { emptyStore } from "./store.ts";
import type { Entry, Raft, RaftRecord, RaftState } from "./types.ts";

/** A turn of a server, which knows the other servers of its cluster. */
export interface Server {
  readonly turn: Turn<Raft>;
  readonly servers: readonly Node[];
}

export function recoverServer(node: Node, servers: readonly Node[], records: readonly RaftRecord[]): RaftState {
  let [currentTerm, votedFor, log] = [0, undefined as Node | undefined, List<Entry>()];
  for (const record of records) {
    ({ currentTerm, votedFor } = record);
    log = log.setSize(record.keep).concat(record.entries);
  }
  return {
    node,
    currentTerm,
    votedFor,
    log,
    commitIndex: 0,
    lastApplied: 0,
    store: emptyStore,
    ...followerState(servers),
  };
}

const followerState = (servers: readonly Node[]) => ({
  role: "Follower" as const,
  votesGranted: ImmutableSet<Node>(),
  nextIndex: indexes(servers, 1),
  matchIndex: indexes(servers, 0),
});

export const indexes = (servers: readonly Node[], index: number): ImmutableMap<Node, number> =>
  ImmutableMap(servers.map((server) => [server, index]));

export const lastLogIndex = (state: RaftState): number => state.log.size;

/** The term of an entry; 0 before the first. */
export const termAt = (state: RaftState, index: number): number =>
  index === 0 ? 0 : (state.log.get(index - 1)?.term ?? 0);

export const isQuorum = (count: number, servers: readonly Node[]): boolean => 2 * count > servers.length;

/** §5.1: whoever sees a newer term takes it over and becomes a follower. */
export function stepDown(server: Server, newTerm: number): void {
  server.turn.update({ currentTerm: newTerm, votedFor: undefined });
  becomeFollower(server);
}

export function becomeFollower({ turn, servers }: Server): void {
  turn.update(followerState(servers));
}

/** Makes the persistent state durable if it is no longer what it was; of the log, `keep` entries are there already. */
export function persist({ turn }: Server, before: RaftState, keep: number = before.log.size): void {
  const { currentTerm, votedFor, log } = turn.state;
  if (currentTerm === before.currentTerm && votedFor === before.votedFor && log === before.log) return;
  turn.persist({ currentTerm, votedFor, keep, entries: [...log.slice(keep)] });
}

/** The timer that sends a peer what it should have: RequestVote from a candidate, AppendEntries from a leader. */
export const sending = (peer: Node): string => `send ${peer}`;

export function sendSoon({ turn, servers }: Server): void {
  for (const peer of servers) if (peer !== turn.state.node) turn.startTimer(sending(peer), "now");
}
