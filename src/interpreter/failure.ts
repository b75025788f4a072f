/**
 * How a branch fails. Inside this room a failure is thrown, so that evaluating stays a plain function from expressions
 * to values; at its border it is caught and becomes the `Failure` of an expansion or an evaluation.
 */

import type { Type } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import type { Failure, Value } from "./machine.ts";

/** A model error or a failed assertion on its way out. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export type Rule = Exclude<Failure["rule"], "assertion">;

/** Ends the branch with a model error. What the message quotes from the source may stand on several lines there. */
export function fail(rule: Rule, message: string, span: Span, values: Failure["values"] = []): never {
  throw new ModelFailure({ kind: "error", rule, message: message.replace(/\s*\n\s*/g, " "), span, values });
}

/** What `compute` returns, or the failure that it ran into. */
export function attempt<T>(compute: () => T): { readonly value: T } | { readonly failure: Failure } {
  try {
    return { value: compute() };
  } catch (problem) {
    if (problem instanceof ModelFailure) return { failure: problem.failure };
    throw problem;
  }
}

/** A value that is shown with a failure. */
export type ShownValue = { readonly text: string; readonly value: Value; readonly type?: Type };
