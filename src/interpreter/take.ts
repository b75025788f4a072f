/**
 * One step that is known in part: who takes which action, perhaps with which parameters and which envelope. Only the
 * instances that fit are looked at, so that following a known run costs a fraction of expanding every state of it.
 */
import type { Action } from "../ir/index.ts";
import { contributions } from "./explain.ts";
import { actors, eachInstance } from "./instances.ts";
import type { Attempt, Refusal, Step, Value, Wanted } from "./machine.ts";
import { endings } from "./run.ts";
import { type Memo, Scope } from "./scope.ts";
import type { StoredState } from "./state.ts";
import { labelOf, stepOf } from "./step.ts";
import type { Universe } from "./universe.ts";

export function take(
  universe: Universe,
  state: StoredState,
  wanted: Wanted,
  locals: Map<number, Value>,
  memo: Memo,
): Attempt {
  const steps: Step[] = [];
  const refusals: Refusal[] = [];
  let cut = 0;
  for (const self of actorsOf(wanted.action, wanted.self)) {
    const scope = new Scope(universe, state, { self, locals, memo });
    const refuse = (refusal: Omit<Refusal, "label">, instance: Parameters<typeof labelOf>[0]) =>
      refusals.push({ label: labelOf(instance, []), ...refusal });
    eachInstance(
      wanted.action,
      self,
      scope,
      (instance, standing) => {
        if (standing.kind === "cut") cut += 1;
        else if (standing.kind === "failed")
          refuse(
            {
              reason: standing.failure.message,
              span: standing.failure.span,
              values: standing.failure.values,
              failure: standing.failure,
            },
            instance,
          );
        else if (standing.kind === "refused") {
          const { reason, span, formula } = standing;
          const values = formula && wanted.explained ? contributions(formula, scope) : [];
          refuse({ reason, span, values }, instance);
        } else
          endings(instance, scope, (ending) => {
            if (ending.kind === "completed") steps.push(stepOf(universe, instance, ending.branch));
            else if (ending.kind === "cut") cut += 1;
            else if (ending.kind === "failed") {
              const { message: reason, span, values } = ending.failure;
              refuse({ reason, span, values, failure: ending.failure }, instance);
            } else if (ending.branch.blocked) refuse({ ...ending.branch.blocked, values: [] }, instance);
          });
      },
      wanted,
    );
  }
  return { steps, refusals, cut };
}

const actorsOf = (action: Action, self: string | undefined): readonly (string | undefined)[] =>
  self === undefined ? actors(action) : actors(action).filter((actor) => actor === self);
