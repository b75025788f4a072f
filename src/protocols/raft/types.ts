/**
 * Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014; figure 2): states, messages,
 * records. Names are the paper's; so is the counting of the log's entries from 1.
 */
import type { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import type { Node } from "../core.ts";
import type { Command, Result, Store } from "./store.ts";

export interface Entry {
  readonly term: number;
  readonly value: Command;
}

export type Role = "Follower" | "Candidate" | "Leader";

export interface RaftState {
  readonly node: Node;
  // Persistent state: on stable storage before the server answers.
  readonly currentTerm: number;
  readonly votedFor: Node | undefined;
  readonly log: List<Entry>;
  // Volatile state on all servers. What is committed is applied in the same step, one entry after the other.
  readonly role: Role;
  readonly commitIndex: number;
  readonly lastApplied: number;
  /** What the log up to `lastApplied` makes of the empty store. */
  readonly store: Store;
  // Volatile state of a candidate and of a leader; empty, or as at the start, on everybody else.
  readonly votesGranted: ImmutableSet<Node>;
  readonly nextIndex: ImmutableMap<Node, number>;
  readonly matchIndex: ImmutableMap<Node, number>;
}

export interface RequestVote {
  readonly type: "RequestVote";
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
}
export interface RequestVoteResponse {
  readonly type: "RequestVoteResponse";
  readonly term: number;
  readonly voteGranted: boolean;
}
export interface AppendEntries {
  readonly type: "AppendEntries";
  readonly term: number;
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  readonly entries: readonly Entry[];
  readonly leaderCommit: number;
}
export interface AppendEntriesResponse {
  readonly type: "AppendEntriesResponse";
  readonly term: number;
  readonly success: boolean;
  readonly matchIndex: number;
}
export type RaftMessage = RequestVote | RequestVoteResponse | AppendEntries | AppendEntriesResponse;

/** What one step makes durable, in one record: a torn write takes back the whole step or nothing of it. */
export interface RaftRecord {
  readonly currentTerm: number;
  readonly votedFor: Node | undefined;
  /** So many entries of the log stay; `entries` follow them. */
  readonly keep: number;
  readonly entries: readonly Entry[];
}

/** Client and sequence say what is answered: an answer may come late, to one that goes on under another name. */
export type RaftAnswer =
  | { readonly kind: "done"; readonly client: string; readonly sequence: number; readonly result: Result }
  | { readonly kind: "not-leader"; readonly client: string; readonly sequence: number };

/** `election`: how long to wait for a leader; `retry`: until a message is sent again; `now`: as soon as it can be. */
export type RaftWait = "election" | "retry" | "now";

export interface Raft {
  readonly state: RaftState;
  readonly message: RaftMessage;
  readonly record: RaftRecord;
  readonly request: Command;
  readonly answer: RaftAnswer;
  readonly wait: RaftWait;
}
