/**
 * A participant (the paper's resource manager): prepares or refuses, and once prepared waits for the decision, for which it
 * asks again and again. Each vote is on the log before anybody hears of it.
 */
import type { Envelope, Node } from "../core.ts";
import type { Turn } from "../turn.ts";
import type { ParticipantRole, ParticipantState, TwoPhaseMessage, TwoPhaseRecord, Vote } from "./types.ts";

type ParticipantTurn = Turn<ParticipantRole>;

export function recoverParticipant(node: Node, records: readonly TwoPhaseRecord[]): ParticipantState {
  let vote: Vote = "Working";
  for (const record of records) if ("vote" in record) vote = record.vote;
  return { role: "participant", node, vote };
}

/** One that comes back prepared is in doubt, and asks. */
export function startParticipant(turn: ParticipantTurn): void {
  if (turn.state.vote === "Prepared") turn.startTimer("inquiry", "inquiry");
}

/** §3.1: from here on it can commit, and can no longer abort on its own. */
export function prepare(turn: ParticipantTurn, coordinator: Node): void {
  if (turn.state.vote !== "Working") return;
  vote(turn, "Prepared");
  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
  turn.trace("prepare");
}

/** §3.1: before that, it may refuse. */
export function refuse(turn: ParticipantTurn): void {
  if (turn.state.vote !== "Working") return;
  vote(turn, "Aborted");
  turn.trace("chooseToAbort");
}

/**
 * In doubt for long: the vote or the decision may be lost, and a second vote brings the decision again. Nothing changes by
 * that but the messages on their way, which may be there twice in any case: no transition.
 */
export function onInquiry(turn: ParticipantTurn, coordinator: Node): void {
  if (turn.state.vote !== "Prepared") return;
  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}

export function onCommit(turn: ParticipantTurn, envelope: Envelope<TwoPhaseMessage>): void {
  if (turn.state.vote !== "Committed") vote(turn, "Committed");
  turn.trace("on Commit", {}, envelope);
}

export function onAbort(turn: ParticipantTurn, envelope: Envelope<TwoPhaseMessage>): void {
  if (turn.state.vote !== "Aborted") vote(turn, "Aborted");
  turn.trace("on Abort", {}, envelope);
}

function vote(turn: ParticipantTurn, value: Vote): void {
  turn.update({ vote: value });
  turn.persist({ vote: value });
}
