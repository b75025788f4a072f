/** The core of two-phase commit: which node plays which role, and which function answers which input. */
import type { Core, Input, Node, Outcome } from "../core.ts";
import { type Observation, silent, type TracePoint } from "../trace-point.ts";
import { Turn } from "../turn.ts";
import { onPatienceOver, onReady, recoverCoordinator, startCoordinator } from "./coordinator.ts";
import { onAbort, onCommit, onInquiry, prepare, recoverParticipant, refuse, startParticipant } from "./participant.ts";
import type {
  CoordinatorRole,
  CoordinatorState,
  ParticipantRole,
  ParticipantState,
  TwoPhase,
  TwoPhaseMessage,
  TwoPhaseState,
} from "./types.ts";

export interface TwoPhaseConfiguration {
  readonly coordinator: Node;
  readonly participants: readonly Node[];
}

export function createTwoPhaseCommit(
  { coordinator, participants }: TwoPhaseConfiguration,
  point: TracePoint<TwoPhaseState, TwoPhaseMessage> = silent,
): Core<TwoPhase> {
  return {
    nodes: [coordinator, ...participants],
    start(node, records, restarted) {
      if (node === coordinator) {
        const turn = new Turn<CoordinatorRole>(recoverCoordinator(node, records), point);
        startCoordinator(turn, participants, restarted);
        return turn.end();
      }
      const turn = new Turn<ParticipantRole>(recoverParticipant(node, records), point);
      startParticipant(turn);
      return turn.end();
    },
    step: (state, input) =>
      state.role === "coordinator" ? stepCoordinator(state, input) : stepParticipant(state, input),
  };

  function stepCoordinator(state: CoordinatorState, input: Input<TwoPhase>): Outcome<TwoPhase> {
    const turn = new Turn<CoordinatorRole>(state, point);
    if (input.kind === "message") {
      if (input.message.type === "Ready") onReady(turn, participants, input);
    } else if (input.kind === "timer") onPatienceOver(turn, participants);
    else turn.answer(input.client, { outcome: turn.state.decision });
    return turn.end();
  }

  function stepParticipant(state: ParticipantState, input: Input<TwoPhase>): Outcome<TwoPhase> {
    const turn = new Turn<ParticipantRole>(state, point);
    if (input.kind === "message") {
      if (input.message.type === "Commit") onCommit(turn, input);
      if (input.message.type === "Abort") onAbort(turn, input);
    } else if (input.kind === "timer") onInquiry(turn, coordinator);
    else {
      if (input.request.kind === "prepare") prepare(turn, coordinator);
      if (input.request.kind === "refuse") refuse(turn);
      turn.answer(input.client, { outcome: turn.state.vote });
    }
    return turn.end();
  }
}

/** The variables of the model, by its names. */
export const observeTwoPhase: Observation<TwoPhaseState> = (state) =>
  state.role === "coordinator" ? { decision: state.decision, prepared: state.prepared } : { vote: state.vote };
