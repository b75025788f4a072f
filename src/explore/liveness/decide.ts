/**
 * Whether a property holds of all fair behaviours of a graph: a behaviour that it is false of is looked for, in each of the
 * cases that the negated formula falls into, and shown as a lasso.
 */
import { type Exchange, representatives } from "./alike.ts";
import { automatonOf } from "./automaton.ts";
import { casesOf } from "./cases.ts";
import type { FairCore } from "./core.ts";
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

/** What holds for all formulas that are asked of one graph. */
export interface Shared {
  /** Of members that nothing tells apart in what the graph is the graph of. */
  readonly exchanges?: readonly Exchange[];
  /** Of the graph with the same conditions. */
  readonly core?: FairCore;
}

/** From so many cases on, it is worth knowing where any of them could be. */
const manyCases = 3;

export async function decide(
  graph: StateGraph,
  formula: Formula,
  conditions: readonly FairCondition[],
  stop: Pause,
  shared: Shared = {},
): Promise<Decision> {
  const found = await findBehaviour(graph, formula, true, conditions, stop, shared);
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
  shared: Shared = {},
): Promise<Behaviour> {
  const heldUp = new Set<string>();
  const cases = representatives(casesOf(normalForm(formula, negated)), shared.exchanges ?? []);
  for (const { example, images } of cases) {
    const product = new Product(graph, automatonOf(example.rest), example.recurring);
    if (shared.core && cases.length >= manyCases) {
      const isExcluded = await shared.core.excludes(product, stop);
      if (isExcluded === undefined) return { kind: "stopped" };
      if (isExcluded) continue;
    }
    const region = await findRegion(product, conditions, stop);
    if (!region) return { kind: "stopped" };
    if (!region.isEmpty) return { kind: "violated", lasso: lassoIn(product, region, new Judge(product, conditions)) };
    for (const image of images) for (const at of region.heldUp) heldUp.add(conditions[image?.[at] ?? at]?.name ?? "");
  }
  return { kind: "none", heldUp: [...heldUp] };
}
