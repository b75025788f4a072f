/**
 * What two-phase commit promises about time, which the model leaves open: the coordinator decides when its patience ends at
 * the latest, and not sooner unless it has all votes; who asks after a decision gets it; a participant that is prepared says
 * so, and asks again and again until it knows. Whoever is asked answers, and does what was asked: the model lets a participant
 * prepare or refuse as it likes. Nothing is written that is written already.
 */
import type { Node } from "../core.ts";
import { Obligations } from "../simulation/obligations.ts";
import type { Deed, Pace, Report, System } from "../simulation/system.ts";
import type { CoordinatorState, ParticipantState, TwoPhase, TwoPhaseRequest, Vote } from "./types.ts";

const decision = "a decision";
const inquiry = "a vote";
/** What a participant that is still working makes of a request. */
const asked: Readonly<Record<TwoPhaseRequest["kind"], Vote>> = {
  prepare: "Prepared",
  refuse: "Aborted",
  outcome: "Working",
};

export function createTwoPhasePace(
  participants: number,
  waits: System<TwoPhase>["waits"],
  report: Report,
  now: () => number,
): Pace<TwoPhase> {
  const owed = new Obligations();
  const since = new Map<Node, number>();

  return {
    stepped(deed) {
      const { state, effects } = deed.outcome;
      checkLate();
      if (deed.input?.kind === "request" && !effects.some(({ kind }) => kind === "answer"))
        report("Promptness", `${state.node} does not answer`);
      if (state.role === "coordinator") checkCoordinator(state, deed);
      else checkParticipant(state, deed);
    },
    interrupted: (node) => owed.forget(node),
    ended: () => checkLate(),
  };

  function checkLate(): void {
    const late = owed.late(now());
    if (late) report("Promptness", `${late.node} owed ${late.what} at ${late.until} ms, and it is ${now()} ms`);
  }

  function checkCoordinator(state: CoordinatorState, { before, input, outcome }: Deed<TwoPhase>): void {
    const { node } = state;
    const was = before?.role === "coordinator" ? before.decision : undefined;
    if (!before) since.set(node, now());
    checkWriting(node, was === "Open" && state.decision === "Committed", outcome);
    if (was === "Open" && state.decision === "Aborted" && now() - (since.get(node) ?? 0) < waits.patience[0])
      report("Thrift", `${node} aborts after ${now() - (since.get(node) ?? 0)} ms`);
    if (state.decision !== "Open") owed.settle(node, decision);
    else if (!before) owed.owe(node, decision, now() + waits.patience[1]);
    if (state.decision === "Open" && state.prepared.size === participants)
      report("Promptness", `${node} has all votes, and does not decide`);
    if (input?.kind !== "message" || input.message.type !== "Ready" || state.decision === "Open") return;
    if (!outcome.messages.some(({ to }) => to === input.from))
      report("Promptness", `${node} has decided, and does not tell ${input.from}, who asks`);
  }

  function checkParticipant(state: ParticipantState, { before, input, outcome }: Deed<TwoPhase>): void {
    const { node } = state;
    const was = before?.role === "participant" ? before.vote : undefined;
    checkWriting(node, was !== undefined && was !== state.vote, outcome);
    if (input?.kind === "request" && was === "Working" && state.vote !== asked[input.request.kind])
      report("Obedience", `${node} is asked to ${input.request.kind}, and is ${state.vote}`);
    const isSent = outcome.messages.some(({ message }) => message.type === "Ready");
    const isOver = input?.kind === "timer";
    if (isOver && isSent && now() - (since.get(node) ?? 0) < waits.inquiry[0])
      report("Thrift", `${node} asks again after ${now() - (since.get(node) ?? 0)} ms`);
    if (was === "Working" && state.vote === "Prepared" && !isSent)
      report("Promptness", `${node} is prepared, and says nothing`);
    const begins = before === undefined || was === "Working" || isSent;
    if (begins) since.set(node, now());
    if (state.vote !== "Prepared" || begins) owed.settle(node, inquiry);
    if (state.vote === "Prepared" && begins) owed.owe(node, inquiry, now() + waits.inquiry[1]);
  }

  function checkWriting(node: Node, isChanged: boolean, { effects }: Deed<TwoPhase>["outcome"]): void {
    if (!isChanged && effects.some(({ kind }) => kind === "append"))
      report("Thrift", `${node} writes what is written already`);
  }
}
