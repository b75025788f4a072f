/**
 * Two-phase commit (Gray and Lamport, "Consensus on Transaction Commit", 2006, §3): the states, messages and records of
 * one transaction. Names are those of the paper's TwoPhase.tla. A host of many transactions has a core for each.
 */
import type { Set as ImmutableSet } from "immutable";
import type { Node } from "../core.ts";

export type Decision = "Open" | "Committed" | "Aborted";
export type Vote = "Working" | "Prepared" | "Committed" | "Aborted";

export interface CoordinatorState {
  readonly role: "coordinator";
  readonly node: Node;
  readonly decision: Decision;
  /** Volatile: after a crash without a decision on the log, nothing is prepared any more, the transaction is aborted. */
  readonly prepared: ImmutableSet<Node>;
}

export interface ParticipantState {
  readonly role: "participant";
  readonly node: Node;
  readonly vote: Vote;
}

export type TwoPhaseState = CoordinatorState | ParticipantState;
export type TwoPhaseMessage = { readonly type: "Ready" } | { readonly type: "Commit" } | { readonly type: "Abort" };

/** The coordinator logs that it committed, and nothing else (presumed abort); a participant logs each vote. */
export type TwoPhaseRecord = { readonly decision: "Committed" } | { readonly vote: Vote };

/** A participant is told that its work is done, or that it can't be; anybody may ask a node how things stand. */
export type TwoPhaseRequest = { readonly kind: "prepare" | "refuse" | "outcome" };
export type TwoPhaseAnswer = { readonly outcome: Decision | Vote };

/** `patience`: how long the coordinator waits for the votes; `inquiry`: how long a participant waits for the decision. */
export type TwoPhaseWait = "patience" | "inquiry";

/** What both roles have in common. */
interface Shared {
  readonly message: TwoPhaseMessage;
  readonly record: TwoPhaseRecord;
  readonly request: TwoPhaseRequest;
  readonly answer: TwoPhaseAnswer;
  readonly wait: TwoPhaseWait;
}

export interface TwoPhase extends Shared {
  readonly state: TwoPhaseState;
}
export interface CoordinatorRole extends Shared {
  readonly state: CoordinatorState;
}
export interface ParticipantRole extends Shared {
  readonly state: ParticipantState;
}
