/**
 * The action that comes nearest to leading from one state to another, although none does: what a refinement that fails has to
 * say. Actions that are refused are run all the same, to see where they would lead; the nearest agrees with the wanted
 * state in most variables, and of equals the one that can't be taken says more.
 */
import { is } from "immutable";
import { contributions } from "./explain.ts";
import { actors, eachInstance, type Instance, type Standing } from "./instances.ts";
import type { Approach, Value } from "./machine.ts";
import { endings } from "./run.ts";
import { Scope } from "./scope.ts";
import { StoredState } from "./state.ts";
import { labelOf } from "./step.ts";
import type { Universe } from "./universe.ts";

export function nearest(universe: Universe, before: StoredState, after: StoredState): Approach | undefined {
  let best: (Approach & { readonly distance: number }) | undefined;
  const most = distanceOf(before, after);
  const locals = new Map<number, Value>();
  for (const action of universe.model.actions) {
    for (const self of actors(action)) {
      const scope = new Scope(universe, before, { self, locals });
      const visit = (instance: Instance, standing: Standing): void => {
        if (instance.parameters.length < action.parameters.length) return;
        endings(instance, scope, ({ kind, branch }) => {
          if (kind === "failed" || (kind === "blocked" && standing.kind !== "ready")) return;
          const target = new StoredState(universe, branch.slots, branch.networks);
          if (distanceOf(target, before) === 0) return;
          const distance = distanceOf(target, after);
          const refusal = refusalOf(standing, kind === "blocked" ? branch.blocked : undefined, scope);
          const isBetter =
            best === undefined || distance < best.distance || (distance === best.distance && refusal && !best.refusal);
          if (distance <= most && isBetter)
            best = { label: labelOf(instance, branch.picks), target, refusal, distance };
        });
      };
      eachInstance(action, self, scope, visit, { unguarded: true });
    }
  }
  return best;
}

/** In how many variables two states differ. */
function distanceOf(left: StoredState, right: StoredState): number {
  return left.slots.reduce<number>((sum, value, at) => sum + (is(value, right.slots[at]) ? 0 : 1), 0);
}

function refusalOf(
  standing: Standing,
  blocked: { readonly reason: string; readonly span: Approach["label"]["action"]["span"] } | undefined,
  scope: Scope,
): Approach["refusal"] {
  switch (standing.kind) {
    case "refused": {
      const { reason, span, formula } = standing;
      return { reason, span, values: formula ? contributions(formula, scope) : [] };
    }
    case "cut":
      return { reason: "its bound cuts it here", span: standing.span, values: [] };
    case "failed": {
      const { message: reason, span, values } = standing.failure;
      return { reason, span, values };
    }
    case "ready":
      return blocked && { ...blocked, values: [] };
  }
}
