/**
 * What was checked, one entry each, as a machine that runs checks wants to hear it: a name, a file, what came of it, and
 * where to look. Every checking command makes such a list; JUnit and SARIF are made from it.
 */
import { type Diagnostic, type RuleId, rules, type Span } from "../source/index.ts";

/**
 * An error is a mistake in the input, which comes before any verdict. Inconclusive is no success: a limit came before the
 * answer. Skipped was not asked for.
 */
export type CheckedVerdict = "passed" | "failed" | "error" | "inconclusive" | "skipped";

export interface Checked {
  /** What belongs together: `Raft (crashes)`, `run.jsonl`. */
  readonly suite: string;
  /** One thing of it: `invariant Agreement`, `conforms to Raft`. */
  readonly name: string;
  /** The file that is blamed or praised, as the user wrote its path. */
  readonly file: string;
  readonly verdict: CheckedVerdict;
  /** Why it did not pass. */
  readonly rule?: CheckRule;
  readonly seconds?: number;
  /** One sentence: what is wrong. */
  readonly message?: string;
  /** Everything that the terminal shows about it, without colours. */
  readonly details?: string;
  readonly place?: Place;
}

/** A span of a source, or a place in a file that is not held in memory. Lines and columns count from 1. */
export type Place =
  | Span
  | {
      readonly file: string;
      readonly line: number;
      readonly column?: number;
      readonly endLine?: number;
      readonly endColumn?: number;
    };

export const fileOf = (place: Place): string => ("source" in place ? place.source.path : place.file);

/** Ways to fail that are no mistakes in a text, beside the rules of `explain`. */
export const verdictRules = {
  safety: "A safety property is violated",
  unreached: "What should be reachable is not",
  liveness: "A liveness property is violated",
  deadlock: "Nothing can happen any more, and the model does not say that this is an end",
  assertion: "An assertion fails",
  "model-error": "A value leaves its range, a capacity is exceeded, or what is not there is read",
  inconclusive: "A limit was reached before the answer was known",
  expectation: "A verdict is not the one that the file expects",
  stale: "A saved counterexample no longer is one",
  "rejected-trace": "A trace is no behaviour of the model",
  "rejected-code": "The code does what the model can't",
  "neglected-duty": "A step of the code does not keep a duty",
  standstill: "The code does not get done when nothing fails any more",
  "rejected-history": "A history is not linearizable",
} as const;

export type CheckRule = RuleId | keyof typeof verdictRules;

/** One line about a rule of either kind. */
export const titleOf = (rule: CheckRule): string =>
  rule in verdictRules ? verdictRules[rule as keyof typeof verdictRules] : rules[rule as RuleId].title;

/** A mistake in a file, or in how the program was called. */
export function checkedDiagnostic(diagnostic: Diagnostic): Checked {
  const { rule, span, message, expected, found, hint } = diagnostic;
  const more = Object.entries({ expected, found, hint }).flatMap(([name, text]) => (text ? [`${name}: ${text}`] : []));
  return {
    suite: "input",
    name: rule,
    file: span?.source.path ?? "",
    verdict: "error",
    rule,
    message,
    ...(more.length > 0 ? { details: more.join("\n") } : {}),
    ...(span ? { place: span } : {}),
  };
}
