/**
 * Whether a property holds of all fair behaviours of a graph: a behaviour that it is false of is looked for, in each of the
 * cases that the negated formula falls into, and shown as a lasso.
 */
import { automatonOf } from "./automaton.ts";
import { casesOf } from "./cases.ts";
import { type FairCondition, Judge } from "./fair.ts";
import { type Formula, normalForm } from "./formula.ts";
import type { StateGraph } from "./graph.ts";
import { type Lasso, lassoIn } from "./lasso.ts";
import { Product } from "./product.ts";
import { findRegion, type Pause } from "./region.ts";

export type Decision =
  /** `heldUp`: names of conditions of fairness whose steps bounds have cut where a behaviour would otherwise have stayed. */
  | { readonly kind: "holds"; readonly heldUp: readonly string[] }
  | { readonly kind: "violated"; readonly lasso: Lasso }
  /** It was told to stop. */
  | { readonly kind: "stopped" };

export async function decide(
  graph: StateGraph,
  formula: Formula,
  conditions: readonly FairCondition[],
  stop: Pause,
): Promise<Decision> {
  const found = await findBehaviour(graph, formula, true, conditions, stop);
  if (found.kind !== "none") return found;
  return { kind: "holds", heldUp: found.heldUp };
}

export type Behaviour =
  | Exclude<Decision, { kind: "holds" }>
  | { readonly kind: "none"; readonly heldUp: readonly string[] };

/** A fair behaviour of which the formula is true, or with `negated` one of which it is false. */
export async function findBehaviour(
  graph: StateGraph,
  formula: Formula,
  negated: boolean,
  conditions: readonly FairCondition[],
  stop: Pause,
): Promise<Behaviour> {
  const heldUp = new Set<string>();
  for (const { rest, recurring } of casesOf(normalForm(formula, negated))) {
    const product = new Product(graph, automatonOf(rest), recurring);
    const region = await findRegion(product, conditions, stop);
    if (!region) return { kind: "stopped" };
    if (!region.isEmpty) return { kind: "violated", lasso: lassoIn(product, region, new Judge(product, conditions)) };
    for (const at of region.heldUp) heldUp.add(conditions[at]?.name ?? "");
  }
  return { kind: "none", heldUp: [...heldUp] };
}
