/**
 * Everything that can happen in a state: all instances in the order of the model's actions, members, parameters and
 * envelopes, and every branch of each that is ready.
 */
import type { Action } from "../ir/index.ts";
import { actors, eachInstance, type Instance } from "./instances.ts";
import type { Blocked, Expansion, Failure, Label, Named, Step, Value } from "./machine.ts";
import { type Ending, endings } from "./run.ts";
import { type Memo, Scope } from "./scope.ts";
import { type Branch, keyOf, StoredState } from "./state.ts";
import type { Universe } from "./universe.ts";

export function expand(universe: Universe, state: StoredState, locals: Map<number, Value>, memo: Memo): Expansion {
  const steps: Step[] = [];
  const failures: { label: Label; failure: Failure }[] = [];
  const cuts: Label[] = [];
  let deadlocked = true;
  for (const action of universe.model.actions) {
    for (const self of actors(action)) {
      const scope = new Scope(universe, state, { self, locals, memo });
      eachInstance(action, self, scope, (instance, standing) => {
        const live = countsAgainstDeadlock(instance);
        if (standing.kind === "refused") return;
        if (standing.kind !== "ready") {
          if (standing.kind === "cut") cuts.push(labelOf(instance, []));
          else failures.push({ label: labelOf(instance, []), failure: standing.failure });
          if (live) deadlocked = false;
          return;
        }
        endings(instance, scope, (ending) => {
          if (ending.kind === "blocked") return;
          if (ending.kind === "cut") cuts.push(labelOf(instance, ending.branch.picks));
          else if (ending.kind === "failed")
            failures.push({ label: labelOf(instance, ending.branch.picks), failure: ending.failure });
          else steps.push(stepOf(universe, instance, ending.branch));
          if (live && movesOn(universe, state, action, ending)) deadlocked = false;
        });
      });
    }
  }
  return { steps, failures, cuts, cut: cuts.length, deadlocked };
}

export function labelOf({ action, self, parameters, envelope, forged }: Instance, picks: readonly Named[]): Label {
  return { action, self, parameters, picks, envelope, forged };
}

export function stepOf(universe: Universe, instance: Instance, branch: Branch): Step {
  const target = new StoredState(universe, branch.slots, branch.networks);
  return { label: labelOf(instance, branch.picks), target, sent: branch.sent };
}

const living = new Set<Action["kind"]>(["action", "step", "handler", "round", "resume", "tick"]);

/** Faults do not hide a deadlock; what the environment owes does. */
function countsAgainstDeadlock({ action, forged }: Instance): boolean {
  if (action.kind === "restart" || action.kind === "heal") return action.fair;
  return living.has(action.kind) && !forged;
}

/** Whether something is still to come: time that passes without changing anything is not. */
function movesOn(universe: Universe, state: StoredState, { kind }: Action, ending: Ending): boolean {
  if (kind !== "tick" || ending.kind !== "completed") return true;
  return keyOf(universe, state) !== keyOf(universe, ending.branch);
}

/** One entry for each instance without a step, with the reason, in the order of `expand`; `most` at most. */
export function blockedIn(universe: Universe, state: StoredState, most: number): readonly Blocked[] {
  const found: Blocked[] = [];
  for (const action of universe.model.actions) {
    for (const self of actors(action)) {
      if (found.length >= most) return found;
      const scope = new Scope(universe, state, { self });
      eachInstance(action, self, scope, (instance, standing) => {
        const refusal = standing.kind === "ready" ? refusalOf(instance, scope) : reasonOf(standing);
        if (!refusal || instance.forged || found.length >= most) return;
        const { parameters, envelope } = instance;
        const { reason, span, formula } = refusal;
        found.push({ action, self, parameters, envelope, reason, span, formula });
      });
    }
  }
  return found;
}

type Refusal = Pick<Blocked, "reason" | "span" | "formula">;
type Reasons = Parameters<Parameters<typeof eachInstance>[3]>[1];

function reasonOf(standing: Exclude<Reasons, { kind: "ready" }>): Refusal {
  if (standing.kind === "refused") return standing;
  if (standing.kind === "cut") return { reason: "its bound cuts it here", span: standing.span };
  return { reason: standing.failure.message, span: standing.failure.span };
}

/** Why a ready instance has no step: the first way that ends early. Undefined when some way completes. */
function refusalOf(instance: Instance, scope: Scope): Refusal | undefined {
  let refusal: Refusal | undefined;
  let completes = false;
  endings(instance, scope, (ending) => {
    if (ending.kind === "completed") completes = true;
    else if (ending.kind === "blocked") refusal ??= ending.branch.blocked;
    else if (ending.kind === "cut") refusal ??= { reason: "a bound cuts it here", span: instance.action.span };
    else refusal ??= { reason: ending.failure.message, span: ending.failure.span };
  });
  return completes ? undefined : refusal;
}
