/** Running a ready instance: every way through its body, and how each of them ends. */
import { everyWay } from "./choices.ts";
import { execute, type Flow } from "./execute.ts";
import { ModelFailure } from "./failure.ts";
import type { Instance } from "./instances.ts";
import type { Failure } from "./machine.ts";
import { duplicate, networkOf, takeOut } from "./network.ts";
import { runRound } from "./rounds.ts";
import { Scope } from "./scope.ts";
import { Branch } from "./state.ts";

/** One way through a body. */
export type Ending =
  | { readonly kind: "completed"; readonly branch: Branch }
  | { readonly kind: "blocked"; readonly branch: Branch }
  | { readonly kind: "cut"; readonly branch: Branch }
  | { readonly kind: "failed"; readonly branch: Branch; readonly failure: Failure };

/** Every ending of `instance`, whose names are bound in `scope`; a scope of the state before it. */
export function endings(instance: Instance, scope: Scope, visit: (ending: Ending) => void): void {
  everyWay((choices) => {
    const branch = new Branch(scope.view, choices);
    const { self, locals, memo: pastMemo } = scope;
    const inner = new Scope(scope.universe, branch, { before: scope.view, self, locals, pastMemo });
    try {
      const flow = runOnce(instance, inner, branch);
      visit({ kind: flow === "blocked" || flow === "cut" ? flow : "completed", branch });
    } catch (problem) {
      if (!(problem instanceof ModelFailure)) throw problem;
      visit({ kind: "failed", branch, failure: problem.failure });
    }
  });
}

function runOnce({ action, envelope, position }: Instance, scope: Scope, branch: Branch): Flow {
  if (envelope && position !== undefined) {
    const network = networkOf(scope.universe.model, envelope.message);
    if (action.kind === "duplication") {
      if (!duplicate(network, branch, position)) {
        branch.blocked = { reason: "there is no room for a copy", span: action.span };
        return "blocked";
      }
    } else if (action.kind === "loss" || network.discipline !== "set") takeOut(network, branch, position);
  }
  if (action.rounds) {
    const flow = runRound(action, scope, branch);
    if (flow !== "next") return flow;
  }
  return execute(action.body, scope, branch);
}
