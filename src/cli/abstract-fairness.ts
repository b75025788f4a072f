/**
 * The other half of a refinement: the steps of the model are steps of the abstract one, and what is fair there has to be done
 * here too. For each condition of fairness of the abstract model, a fair behaviour is looked for that does not meet it.
 */
import { type AbstractBehaviour, findBehaviour, type Pause, refinedGraph, type StateGraph } from "../explore/index.ts";
import type { Machine } from "../interpreter/index.ts";
import type { Fairness, Model, Property } from "../ir/index.ts";
import { InternalError } from "../source/index.ts";
import {
  asTemporal,
  conditionsOf,
  type Finding,
  type Numbering,
  type PropertyVerdict,
  problemWithFairness,
  traceOfLasso,
} from "../trace/index.ts";

/** The refinements of a model in which the abstract model says that something is fair. */
export const fairRefinements = ({ properties }: Model): readonly Property[] =>
  properties.filter((property) => property.kind === "refinement" && conditionsOf(property).length > 0);

export async function decideAbstractFairness(
  machine: Machine,
  refinement: Property,
  graph: StateGraph,
  abstract: AbstractBehaviour,
  numbering: Numbering,
  pause: Pause,
): Promise<{ readonly verdict: PropertyVerdict; readonly finding?: Finding }> {
  const { name } = refinement;
  const conditions = conditionsOf(refinement);
  const refined = refinedGraph(graph, abstract, conditions.length);
  const heldUp = new Set<string>();
  for (const [at, condition] of conditions.entries()) {
    const { fairness } = machine.model.behaviours;
    const found = await findBehaviour(refined.graph, isMet(condition, at), true, fairness, pause);
    if (found.kind === "stopped") return { verdict: { name, verdict: "unknown" } };
    if (found.kind === "none") {
      for (const one of found.heldUp) heldUp.add(one);
      continue;
    }
    const trace = traceOfLasso(refined.original(found.lasso), machine, numbering);
    const problem = problemWithFairness(trace, refinement, condition, machine);
    if (problem !== undefined)
      throw new InternalError(`a behaviour was found that is unfair to ${name}, but ${problem}`);
    const finding: Finding = {
      kind: "liveness",
      property: asTemporal(refinement),
      owed: { refinement, condition },
      trace,
    };
    return { verdict: { name, verdict: "violated" }, finding };
  }
  return { verdict: { name, verdict: "holds", ...(heldUp.size === 0 ? {} : { heldUp: [...heldUp] }) } };
}

type Formula = Parameters<typeof findBehaviour>[1];

/** Weak: again and again it is not enabled, or it is taken. Strong: from some time on it is never enabled, or it is taken again and again. */
function isMet({ strength }: Fairness, at: number): Formula {
  const disabled: Formula = { kind: "not", operand: { kind: "state", atom: at } };
  const again = (operand: Formula): Formula => ({ kind: "always", operand: { kind: "eventually", operand } });
  const taken = again({ kind: "taken", event: at });
  const off: Formula =
    strength === "weak" ? again(disabled) : { kind: "eventually", operand: { kind: "always", operand: disabled } };
  return { kind: "or", operands: [off, taken] };
}
