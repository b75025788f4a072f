/**
 * Somebody who is told what the interpreter evaluates and executes: coverage is made of it. Nobody is there as a rule, and
 * then nothing is told.
 */
import type { Expr, Stmt } from "../ir/index.ts";
import type { Value } from "./machine.ts";

export interface Observer {
  evaluated(expression: Expr, value: Value): void;
  executed(statement: Stmt): void;
  /** A `pick` that was come to has so many ways on. */
  chosen?(statement: Stmt, ways: number): void;
}

/** Where an observer is, when there is one. */
export interface Observed {
  observer: Observer | undefined;
}

/** Runs `run` without telling anybody: it is done to find something out, and is no part of what the model does. */
export function unobserved<T>(subject: Observed, run: () => T): T {
  const { observer } = subject;
  subject.observer = undefined;
  try {
    return run();
  } finally {
    subject.observer = observer;
  }
}
