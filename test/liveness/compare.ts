/**
 * One random model judged three times: by the automata on the interpreter's graph, by the same on the compiled engine's graph,
 * and by the slow procedure that knows no automata. All must agree; every violation has been judged as a trace already.
 */
import { check, summary } from "./check.ts";
import { graphOf, holdsSlowly, temporalParts } from "./slow.ts";

export interface Sample {
  readonly violated: boolean;
  readonly states: number;
  readonly conditions: number;
  /** Temporal operators of the formula, written out. */
  readonly operators: number;
}

export type Comparison =
  | { readonly kind: "compared"; readonly sample: Sample; readonly differences: readonly string[] }
  /** Too large to be judged slowly, or no model worth judging. */
  | { readonly kind: "left out" };

/** Guesses of the slow procedure, over all states. */
const mostNodes = 12_000;

export async function compare(text: string): Promise<Comparison> {
  const first = await check(text, { engine: "interpreter", maxStates: 700 });
  const { machine, verdict } = first;
  const [property] = machine.model.behaviours.properties;
  if (!property || verdict.limit !== undefined || verdict.findings.some(({ kind }) => kind === "error"))
    return { kind: "left out" };
  const operators = temporalParts(property.formula);
  const { states } = verdict.statistics;
  if (operators > 12 || states * 2 ** operators > mostNodes) return { kind: "left out" };
  const graph = graphOf(machine, 700);
  if (!graph) return { kind: "left out" };
  const slowly = holdsSlowly(graph, property.formula, machine) ? "holds" : "violated";
  const found = verdict.properties.find(({ name }) => name === property.name)?.verdict;
  const differences: string[] = [];
  if (found !== slowly) differences.push(`automata: ${found}, slowly: ${slowly}`);
  const compiled = await check(text, {});
  if (summary(compiled) !== summary(first))
    differences.push(`interpreter: ${summary(first)}; compiled: ${summary(compiled)}`);
  const sample = {
    violated: slowly === "violated",
    states,
    conditions: machine.model.behaviours.fairness.length,
    operators,
  };
  return { kind: "compared", sample, differences };
}
