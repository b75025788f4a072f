/**
 * One random model judged three times: by the automata on the interpreter's graph, by the same on the compiled engine's graph
 * (written by its search, and by a second visit), and by the slow procedure that knows no automata. All must agree, also about
 * what only bounds hold up; every violation has been judged as a trace already.
 */
import { check, summary } from "./check.ts";
import { decideSlowly, temporalParts } from "./slow.ts";
import { graphOf } from "./slow-graph.ts";

export interface Sample {
  readonly violated: boolean;
  readonly states: number;
  readonly conditions: number;
  /** Temporal operators of the formula, written out. */
  readonly operators: number;
  /** It holds, but only because steps were cut. */
  readonly heldUp: boolean;
  /** Messages, faults. */
  readonly has: readonly string[];
}

export type Comparison =
  | { readonly kind: "compared"; readonly sample: Sample; readonly differences: readonly string[] }
  /** Too small to be interesting, too large to be judged slowly, or no model. */
  | { readonly kind: "left out" };

const mostStates = 2500;
/** Guesses are the powers of two of it. */
const mostOperators = 12;

/** Small models are easily made, and soon all alike: most of the others are wanted. */
const fewStates = 60;
const smallOnesToo = 5;

/** Model number `run`. */
export async function compare(text: string, run: number): Promise<Comparison> {
  const compiled = await check(text, { maxStates: mostStates });
  const { machine, verdict } = compiled;
  const { model } = machine;
  const { fairness, properties } = model.behaviours;
  const [property] = properties;
  if (!property || verdict.limit !== undefined || verdict.findings.some(({ kind }) => kind === "error"))
    return { kind: "left out" };
  if (verdict.statistics.states < fewStates && run % smallOnesToo !== 0) return { kind: "left out" };
  const operators = temporalParts(property.formula);
  const graph = operators > mostOperators ? undefined : graphOf(machine, mostStates);
  const slowly = graph ? decideSlowly(graph, property.formula, fairness, false) : "too large";
  if (!graph || slowly === "too large") return { kind: "left out" };
  const found = verdict.properties.find(({ name }) => name === property.name);
  const differences: string[] = [];
  if (found?.verdict !== slowly) differences.push(`automata: ${found?.verdict}, slowly: ${slowly}`);
  const heldUp = (found?.heldUp ?? []).length > 0;
  const loosely = slowly === "holds" ? decideSlowly(graph, property.formula, fairness, true) : "holds";
  if (heldUp !== (loosely === "violated"))
    differences.push(
      `automata: held up by ${found?.heldUp?.join() ?? "nothing"}, slowly without what was cut: ${loosely}`,
    );
  const interpreted = await check(text, { engine: "interpreter" });
  if (summary(compiled) !== summary(interpreted))
    differences.push(`interpreter: ${summary(interpreted)}; compiled: ${summary(compiled)}`);
  // Where states are compared, the graph is written by a second visit.
  const again = await check(text, { exact: true });
  if (summary(compiled) !== summary(again))
    differences.push(`by a second visit: ${summary(again)}; by the first one: ${summary(compiled)}`);
  const sample = {
    violated: slowly === "violated",
    states: graph.places.length,
    conditions: fairness.length,
    operators,
    heldUp,
    has: [...(model.messages.length > 0 ? ["messages"] : []), ...(model.faults.length > 0 ? ["faults"] : [])],
  };
  return { kind: "compared", sample, differences };
}
