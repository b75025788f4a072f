/**
 * What two-phase commit promises about time, which the model leaves open: the coordinator decides when its patience ends at
 * the latest, and not sooner unless it has all votes; a participant that is prepared asks again and again until it knows, and
 * neither sooner nor later than it says. What each step owes at any time is in `duties.ts`.
 */
import type { Node } from "../core.ts";
import type { Deed } from "../deed.ts";
import { breachOf } from "../duties.ts";
import { Obligations } from "../simulation/obligations.ts";
import type { Pace, Report, System } from "../simulation/system.ts";
import type { TwoPhaseConfiguration } from "./core.ts";
import { createTwoPhaseDuties } from "./duties.ts";
import type { CoordinatorState, ParticipantState, TwoPhase } from "./types.ts";

const decision = "a decision";
const inquiry = "a vote";

export function createTwoPhasePace(
  configuration: TwoPhaseConfiguration,
  waits: System<TwoPhase>["waits"],
  report: Report,
  now: () => number,
): Pace<TwoPhase> {
  const duties = createTwoPhaseDuties(configuration);
  const owed = new Obligations();
  const since = new Map<Node, number>();

  return {
    stepped(deed) {
      const { state } = deed.outcome;
      checkLate();
      const breach = breachOf(duties, deed);
      if (breach) report(breach.kind, breach.what);
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

  function checkCoordinator(state: CoordinatorState, { before }: Deed<TwoPhase>): void {
    const { node } = state;
    const was = before?.role === "coordinator" ? before.decision : undefined;
    if (!before) since.set(node, now());
    if (was === "Open" && state.decision === "Aborted" && now() - (since.get(node) ?? 0) < waits.patience[0])
      report("Thrift", `${node} aborts after ${now() - (since.get(node) ?? 0)} ms`);
    if (state.decision !== "Open") owed.settle(node, decision);
    else if (!before) owed.owe(node, decision, now() + waits.patience[1]);
  }

  function checkParticipant(state: ParticipantState, { before, input, outcome }: Deed<TwoPhase>): void {
    const { node } = state;
    const was = before?.role === "participant" ? before.vote : undefined;
    const isSent = outcome.messages.some(({ message }) => message.type === "Ready");
    const isOver = input?.kind === "timer";
    if (isOver && isSent && now() - (since.get(node) ?? 0) < waits.inquiry[0])
      report("Thrift", `${node} asks again after ${now() - (since.get(node) ?? 0)} ms`);
    const begins = before === undefined || was === "Working" || isSent;
    if (begins) since.set(node, now());
    if (state.vote !== "Prepared" || begins) owed.settle(node, inquiry);
    if (state.vote === "Prepared" && begins) owed.owe(node, inquiry, now() + waits.inquiry[1]);
  }
}
