/**
 * The coordinator: counts who is prepared, decides, and tells everybody. It commits when all are prepared, and aborts when
 * its patience ends before. Only the commit is logged (presumed abort): whoever comes back and finds no record knows that
 * nobody can have been told to commit. What was lost on the way is asked for again by the participants.
 */
import { Set as ImmutableSet } from "immutable";
import type { Envelope, Node } from "../core.ts";
import type { Turn } from "../turn.ts";
import type { CoordinatorRole, CoordinatorState, TwoPhaseMessage, TwoPhaseRecord } from "./types.ts";

type CoordinatorTurn = Turn<CoordinatorRole>;

export function recoverCoordinator(node: Node, records: readonly TwoPhaseRecord[]): CoordinatorState {
  const committed = records.some((record) => "decision" in record);
  return { role: "coordinator", node, decision: committed ? "Committed" : "Open", prepared: ImmutableSet() };
}

/**
 * A coordinator that was interrupted before it committed aborts; one that runs for the first time waits for the votes. What
 * a restart does is part of the restart, and no transition of its own.
 */
export function startCoordinator(turn: CoordinatorTurn, participants: readonly Node[], restarted: boolean): void {
  if (restarted && turn.state.decision === "Open") decideToAbort(turn, participants);
  turn.startTimer("patience", "patience");
}

/** §3.1: it commits when everybody is prepared. Who asks after the decision has not heard of it. */
export function onReady(
  turn: CoordinatorTurn,
  participants: readonly Node[],
  envelope: Envelope<TwoPhaseMessage>,
): void {
  if (turn.state.decision === "Open") {
    const prepared = turn.state.prepared.add(envelope.from);
    turn.update({ prepared });
    turn.trace("on Ready", {}, envelope);
    if (prepared.size === participants.length) commit(turn, participants);
  } else {
    turn.send(envelope.from, { type: turn.state.decision === "Committed" ? "Commit" : "Abort" });
  }
}

function commit(turn: CoordinatorTurn, participants: readonly Node[]): void {
  turn.update({ decision: "Committed" });
  turn.persist({ decision: "Committed" });
  for (const participant of participants) turn.send(participant, { type: "Commit" });
  turn.trace("commit");
}

/** §3.1: it may abort at any moment before it commits. */
export function onPatienceOver(turn: CoordinatorTurn, participants: readonly Node[]): void {
  if (turn.state.decision !== "Open") return;
  decideToAbort(turn, participants);
  turn.trace("abort");
}

function decideToAbort(turn: CoordinatorTurn, participants: readonly Node[]): void {
  // not durable: presumed abort, whoever finds no record knows
  turn.update({ decision: "Aborted" });
  for (const participant of participants) turn.send(participant, { type: "Abort" });
}
