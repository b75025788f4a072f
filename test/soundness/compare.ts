/**
 * One random model, examined in several ways that must agree: by the interpreter, by the interpreter as the formatter
 * writes the model, and by the compiled engine.
 */
import { type Findings, formatted, interpret, type Limits, modelIn } from "./examine.ts";
import type { Sample } from "./statistics.ts";

export interface Comparison {
  readonly sample: Sample;
  /** Who disagreed about what; nothing when all agree. */
  readonly disagreements: readonly Disagreement[];
}

export interface Disagreement {
  /** "formatted", or an engine's name. */
  readonly who: string;
  /** One line for each figure that differs. */
  readonly lines: readonly string[];
}

/** Examines the model in `text`; what it throws is an internal error, and a finding as well. */
export type Examiner = (text: string, limits: Limits) => Promise<Findings>;

export const interpreted: Examiner = (text, limits) => interpret(modelIn(text), limits);
export const interpretedFormatted: Examiner = (text, limits) => interpret(modelIn(formatted(text)), limits);

export async function compare(
  text: string,
  limits: Limits,
  others: Readonly<Record<string, Examiner>>,
): Promise<Comparison> {
  const findings = await interpreted(text, limits);
  const disagreements: Disagreement[] = [];
  for (const [who, examine] of Object.entries(others)) {
    const lines = differences(findings, await attempted(examine, text, limits));
    if (lines.length > 0) disagreements.push({ who, lines });
  }
  const sample: Sample = { findings, messages: /^message /m.test(text), faults: /^fault /m.test(text) };
  return { sample, disagreements };
}

async function attempted(examine: Examiner, text: string, limits: Limits): Promise<Findings | Error> {
  try {
    return await examine(text, limits);
  } catch (problem) {
    return problem instanceof Error ? problem : new Error(String(problem));
  }
}

/** What differs, one line each. A search that ran out of time can't be compared. */
export function differences(expected: Findings, found: Findings | Error): string[] {
  if (found instanceof Error) return [`${found.name}: ${found.message.split("\n").slice(0, 3).join("; ")}`];
  if (expected.isCutShort || found.isCutShort) return [];
  const figures = [
    "states",
    "transitions",
    "depth",
    "cut",
    "constrained",
    "verdict",
    "about",
    "properties",
    "all",
  ] as const;
  const lines = figures.flatMap((name) =>
    expected[name] === found[name] ? [] : [`${name}: interpreter ${expected[name]}, here ${found[name]}`],
  );
  const at = expected.trace.findIndex((key, position) => key !== found.trace[position]);
  if (expected.trace.length !== found.trace.length)
    lines.push(`trace: interpreter ${expected.trace.length} states, here ${found.trace.length}`);
  else if (at >= 0)
    lines.push(`trace: state ${at + 1} differs: interpreter ${expected.trace[at]}, here ${found.trace[at]}`);
  return lines;
}
