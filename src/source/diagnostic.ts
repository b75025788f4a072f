/**
 * What is wrong with a user's input. Mistakes of users are values, not exceptions: a phase returns what it could make of
 * its input together with every mistake that it found. `report/` makes text of them.
 */
import type { RuleId } from "./rules.ts";
import type { Span } from "./text.ts";

export interface Diagnostic {
  readonly rule: RuleId;
  /** Where; absent only when no place in a file is at fault (a missing file, an unknown parameter). */
  readonly span?: Span;
  /** One sentence without a final period: what is wrong. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** What to do: "did you mean `term`?" */
  readonly hint?: string;
  /** Other places that matter: the first of two declarations with the same name. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

/** What a phase hands on: its value, if there is one, and every mistake that it found. */
export interface Phase<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}
