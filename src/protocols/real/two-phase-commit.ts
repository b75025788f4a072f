/**
 * Two-phase commit in processes: shapes of its messages and records, and times in which people can type. The coordinator
 * waits for the votes longer than a simulated one does.
 */
import { twoPhaseSystem } from "../two-phase-commit/system.ts";
import type { TwoPhase, TwoPhaseState } from "../two-phase-commit/types.ts";
import type { Deployment } from "./deployment.ts";
import { either, literal, record } from "./shape.ts";

export const twoPhaseDeployment = (count: number): Deployment<TwoPhase> => ({
  ...twoPhaseSystem(count - 1),
  waits: { patience: [60_000, 60_000], inquiry: [200, 400] },
  shapes: {
    message: record({ type: literal("Ready", "Commit", "Abort") }),
    record: either(
      record({ decision: literal("Committed") }),
      record({ vote: literal("Working", "Prepared", "Committed", "Aborted") }),
    ),
    request: record({ kind: literal("prepare", "refuse", "outcome") }),
  },
  describe(before, after) {
    const decision = decisionOf(after);
    return before && decisionOf(before) === decision ? undefined : `is ${decision}`;
  },
});

const decisionOf = (state: TwoPhaseState): string => (state.role === "coordinator" ? state.decision : state.vote);
