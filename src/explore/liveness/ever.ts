/**
 * Whether a formula is ever true: of a state and the step from it, anywhere in the graph. What speaks about more than that
 * is not answered here.
 */
import type { Formula } from "./formula.ts";
import type { StateGraph } from "./graph.ts";

/** Undefined where a formula is about what comes after, too. */
export function isEverTrue(graph: StateGraph, formula: Formula): boolean | undefined {
  if (!isOfNow(formula)) return undefined;
  const none: ReadonlySet<number> = new Set();
  // A pause is possible in every state.
  if (graph.valuations.some((_row, valuation) => isTrue(graph, valuation, none, formula))) return true;
  if (!mentionsSteps(formula)) return false;
  const events = graph.labels.map((label) => new Set(label.events));
  const known = new Set<number>();
  for (let state = 1; state <= graph.size; state++) {
    const valuation = graph.valuation[state] as number;
    const end = graph.offsets[state + 1] as number;
    for (let step = graph.offsets[state] as number; step < end; step++) {
      const label = graph.label(step);
      const name = valuation * graph.labels.length + label;
      if (known.has(name)) continue;
      known.add(name);
      if (isTrue(graph, valuation, events[label] ?? none, formula)) return true;
    }
  }
  return false;
}

function isOfNow(formula: Formula): boolean {
  switch (formula.kind) {
    case "not":
      return isOfNow(formula.operand);
    case "and":
    case "or":
      return formula.operands.every(isOfNow);
    default:
      return formula.kind === "constant" || formula.kind === "state" || formula.kind === "taken";
  }
}

function mentionsSteps(formula: Formula): boolean {
  if (formula.kind === "not") return mentionsSteps(formula.operand);
  if (formula.kind === "and" || formula.kind === "or") return formula.operands.some(mentionsSteps);
  return formula.kind === "taken";
}

/** The value of a formula about a state and a step that counts as these events. */
export function isTrue(graph: StateGraph, valuation: number, events: ReadonlySet<number>, formula: Formula): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "state":
      return graph.isTrue(valuation, formula.atom);
    case "taken":
      return events.has(formula.event);
    case "not":
      return !isTrue(graph, valuation, events, formula.operand);
    case "and":
      return formula.operands.every((operand) => isTrue(graph, valuation, events, operand));
    case "or":
      return formula.operands.some((operand) => isTrue(graph, valuation, events, operand));
    default:
      return false;
  }
}
