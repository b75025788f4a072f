/** Whether actions could be taken now, asked from inside an expression: `enabled(a)`, and ticks that wait for the urgent. */
import type { Action } from "../ir/index.ts";
import { actors, eachInstance } from "./instances.ts";
import { endings } from "./run.ts";
import { Scope } from "./scope.ts";

/**
 * Whether some branch of one of these actions completes, for `self` or, without it, for anybody. Bounds do not disable:
 * what they cut counts as enabled.
 */
export function someCompletes(actions: readonly Action[], self: string | undefined, scope: Scope): boolean {
  const { universe } = scope;
  universe.trials += 1;
  try {
    return someCompleting(actions, self, scope);
  } finally {
    universe.trials -= 1;
  }
}

function someCompleting(
  actions: readonly Action[],
  self: string | undefined,
  { universe, view, memo }: Scope,
): boolean {
  let found = false;
  for (const action of actions) {
    for (const actor of actors(action)) {
      if (self !== undefined && actor !== undefined && actor !== self) continue;
      // Names of their own: the expression that asks may be in the middle of one that uses the same defines.
      const scope = new Scope(universe, view, { self: actor, memo });
      eachInstance(action, actor, scope, (instance, standing) => {
        if (found || standing.kind === "cut") found = true;
        else if (standing.kind === "ready") {
          endings(instance, scope, ({ kind }) => {
            if (kind === "completed" || kind === "cut") found = true;
          });
        }
      });
      if (found) return true;
    }
  }
  return false;
}

export function someUrgent(scope: Scope): boolean {
  return someCompletes(
    scope.universe.model.actions.filter(({ urgent }) => urgent),
    undefined,
    scope,
  ); // prettier-ignore
}
