/**
 * What of a model was evaluated and what was ever true: an observer that counts while the interpreter explores, and what
 * the counts say about the points of the model. Only what comes first is told: not the body behind a guard that is never
 * true, not the parts of what was never evaluated.
 */
import type { Observer } from "../interpreter/index.ts";
import type { Action, Expr, Model, Stmt } from "../ir/index.ts";
import { cover, type Span } from "../source/index.ts";
import { compareSpans, type Point, pointsOf, sameSpan } from "./coverage-tree.ts";

export interface Gap {
  readonly kind: "never taken" | "never evaluated" | "never executed" | "never true";
  readonly span: Span;
  /** The action's or define's; of a condition: the action that is never taken because of it. */
  readonly name?: string;
}

/** A point of the source with its counts. */
export interface CoveredPoint {
  readonly kind: Point["kind"];
  readonly name?: string;
  readonly span: Span;
  /** How often it was evaluated, executed or taken. */
  readonly count: number;
  /** Of conditions: how often it was true. */
  readonly truths?: number;
}

export interface Coverage {
  /** States that were expanded. */
  readonly states: number;
  /** There are more states. */
  readonly isPartial: boolean;
  readonly points: readonly CoveredPoint[];
  readonly gaps: readonly Gap[];
}

interface Count {
  evaluated: number;
  truths: number;
}

type Subject = Expr | Stmt | Action;

export class CoverageCounter implements Observer {
  readonly #counts = new Map<Subject, Count>();
  /** Nothing more counts. */
  isOver = false;

  evaluated(expression: Expr, value: unknown): void {
    if (this.isOver) return;
    const count = this.#of(expression);
    count.evaluated += 1;
    if (value === true) count.truths += 1;
  }

  executed(statement: Stmt): void {
    if (!this.isOver) this.#of(statement).evaluated += 1;
  }

  taken(action: Action): void {
    this.#of(action).evaluated += 1;
  }

  #of(subject: Subject): Count {
    let count = this.#counts.get(subject);
    if (!count) {
      count = { evaluated: 0, truths: 0 };
      this.#counts.set(subject, count);
    }
    return count;
  }

  countsOf({ subjects, children }: Point): Count {
    // A list of statements, a handler of a round, a procedure: as often as what is in it.
    if (subjects.length === 0) {
      const inner = children.map((child) => this.countsOf(child).evaluated);
      return { evaluated: Math.max(0, ...inner), truths: 0 };
    }
    let [evaluated, truths] = [0, 0];
    for (const subject of subjects) {
      const count = this.#counts.get(subject);
      evaluated += count?.evaluated ?? 0;
      truths += count?.truths ?? 0;
    }
    return { evaluated, truths };
  }
}

/** What `counter` has seen of `model` in `states` states. */
export function coverageOf(model: Model, counter: CoverageCounter, states: number, isPartial: boolean): Coverage {
  const roots = pointsOf(model);
  const points: CoveredPoint[] = [];
  const collect = (point: Point): void => {
    const { evaluated, truths } = counter.countsOf(point);
    const { kind, name, span, shape, isCondition } = point;
    if (shape !== "list") points.push({ kind, name, span, count: evaluated, ...(isCondition ? { truths } : {}) });
    point.children.forEach(collect);
  };
  roots.forEach(collect);
  const gaps = joined(roots.flatMap((root) => gapsIn(root, counter, false)));
  const sorted = [...gaps].sort((left, right) => compareSpans(left.span, right.span));
  return { states, isPartial, points, gaps: sorted.filter((gap, at) => !isRepeated(gap, sorted[at - 1])) };
}

const isRepeated = (gap: Gap, before: Gap | undefined): boolean =>
  before !== undefined && before.kind === gap.kind && sameSpan(before.span, gap.span);

/** `isDenied`: the point stands behind a `not` of a property. */
function gapsIn(point: Point, counter: CoverageCounter, isDenied: boolean): readonly Gap[] {
  const { shape, span, name, kind } = point;
  const { evaluated, truths } = counter.countsOf(point);
  const isFixed = isDecided(point);
  const children = point.children.filter((child) => !isFixed || counter.countsOf(child).evaluated > 0);
  const isDeniedInside = isDenied || (shape === "not" && point.isClaim);
  const inside = (): readonly Gap[] => children.flatMap((child) => gapsIn(child, counter, isDeniedInside));
  if (kind === "action" && evaluated === 0) {
    const culprit = children.find((child) => child.isCondition && isNeverTrue(child, counter));
    if (!culprit) return [{ kind: "never taken", span, name }];
    return gapsIn(culprit, counter, false).map((gap) => (gap.kind === "never true" ? { ...gap, name } : gap));
  }
  if (evaluated === 0) {
    if (kind === "define") return [{ kind: "never evaluated", span, name }];
    return [{ kind: kind === "statement" ? "never executed" : "never evaluated", span }];
  }
  if (point.isCondition && truths === 0 && !isDenied) {
    const culprit = shape === "all" ? children.find((child) => isNeverTrue(child, counter)) : undefined;
    return culprit ? gapsIn(culprit, counter, isDeniedInside) : [{ kind: "never true", span }];
  }
  if (shape === "all" && isDenied) {
    // That not all of them hold is claimed. But where one is never true by itself, the others were not even looked at.
    const stop = children.findIndex((child) => isNeverTrue(child, counter));
    const looked = stop < 0 ? children : children.slice(0, stop);
    const culprit = stop < children.length - 1 ? children[stop] : undefined;
    return [
      ...looked.flatMap((child) => gapsIn(child, counter, true)),
      ...(culprit ? gapsIn(culprit, counter, false) : []),
    ];
  }
  if (shape === "first decides") {
    const [condition, ...rest] = children;
    if (condition?.isCondition && isNeverTrue(condition, counter)) {
      const [, ...others] = rest;
      return [condition, ...others].flatMap((child) => gapsIn(child, counter, isDeniedInside));
    }
  }
  const last = children.at(-1);
  if (shape === "last decides" && last && isNeverTrue(last, counter)) return gapsIn(last, counter, isDeniedInside);
  if (shape === "code" && kind !== "statement") {
    // What comes behind a condition that is never true does not matter.
    const stop = children.findIndex((child) => child.isCondition && isNeverTrue(child, counter));
    if (stop >= 0) return children.slice(0, stop + 1).flatMap((child) => gapsIn(child, counter, false));
  }
  return inside();
}

/** Whether a constant of this configuration says which parts are looked at. */
function isDecided({ shape, children }: Point): boolean {
  if (shape === "all" || shape === "any") return children.some((child) => child.isConstant);
  const decides = shape === "first decides" ? children[0] : shape === "last decides" ? children.at(-1) : undefined;
  return decides?.isConstant ?? false;
}

function isNeverTrue(point: Point, counter: CoverageCounter): boolean {
  const { evaluated, truths } = counter.countsOf(point);
  return point.isCondition && evaluated > 0 && truths === 0;
}

/** Statements in a row that were never executed are one gap. */
function joined(gaps: readonly Gap[]): readonly Gap[] {
  const found: Gap[] = [];
  for (const gap of gaps) {
    const last = found.at(-1);
    const isNext =
      last?.kind === "never executed" &&
      gap.kind === last.kind &&
      gap.span.source === last.span.source &&
      gap.span.start >= last.span.end &&
      /^[\s;]*$/.test(gap.span.source.text.slice(last.span.end, gap.span.start));
    if (last && isNext) found[found.length - 1] = { ...last, span: cover(last.span, gap.span) };
    else found.push(gap);
  }
  return found;
}
