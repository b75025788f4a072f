/**
 * What the implications of a formula are about: from `∀ p: A(p) ∧ B → C(p)` to `∃ p: A(p) ∧ B`, a formula of its own, which
 * has to be true somewhere, or the implication says nothing. What stands before an implication stands before what is made
 * of it too, so that nothing is evaluated where it has no value.
 */
import type { Span } from "../source/index.ts";
import type { Expr, MatchArm } from "./code.ts";
import type { Define } from "./model.ts";
import { isTemporal, mentionedLocals, mentionsSelf, partsOf } from "./parts.ts";
import { bool } from "./types.ts";

export interface ImpliedBy {
  /** Of what stands left of the implication. */
  readonly span: Span;
  readonly formula: Expr;
  /** Conditions over parameters alone that it stands behind: with one of them false, it is not meant. */
  readonly fixed: readonly Expr[];
}

interface Found extends ImpliedBy {
  /** It depends on the state, not on the parameters of the model alone. */
  readonly varies: boolean;
}

/** Of each implication in a formula that claims something. */
export function antecedentsOf(formula: Expr): readonly ImpliedBy[] {
  return found(formula).filter(({ varies }) => varies);
}

function found(expr: Expr): readonly Found[] {
  switch (expr.kind) {
    case "logic":
      return inLogic(expr);
    case "quantifier": {
      const { binders, span } = expr;
      const reads = binders.some(({ domain }) => readsState(domain));
      return rebuilt(expr.body, reads, (body) => ({
        kind: "quantifier",
        quantifier: "exists",
        binders,
        body,
        type: bool,
        span,
      }));
    }
    case "if": {
      const { condition, then, otherwise } = expr;
      const reads = readsState(condition);
      return [
        ...found(condition),
        ...behind(
          condition,
          rebuilt(then, reads, (part) => both(condition, part)),
        ),
        ...behind(
          negation(condition),
          rebuilt(otherwise, reads, (part) => both(negation(condition), part)),
        ),
      ];
    }
    case "match":
      return expr.arms.flatMap((arm, at) =>
        rebuilt(arm.body, true, (body) => {
          const only = (other: MatchArm<Expr>, position: number): MatchArm<Expr> => ({
            ...other,
            body: position === at ? body : falsehood(other.body.span),
          });
          return { ...expr, arms: expr.arms.map(only) };
        }),
      );
    case "apply": {
      const reads = expr.arguments.some(readsState) || (expr.self !== undefined && readsState(expr.self));
      return rebuilt(expr.define.body, reads, (body) => ({ ...expr, define: { ...expr.define, body } }));
    }
    case "old":
      return rebuilt(expr.operand, false, (operand) => ({ ...expr, operand }));
    default:
      return [];
  }
}

function inLogic(expr: Extract<Expr, { kind: "logic" }>): readonly Found[] {
  const { operands, operator } = expr;
  if (operator === "iff") return operands.flatMap(found);
  if (operator === "implies") {
    const [left, right] = operands as readonly [Expr, Expr];
    const own: Found = { span: left.span, formula: left, fixed: [], varies: readsState(left) };
    return [
      own,
      ...behind(
        left,
        rebuilt(right, false, (part) => both(left, part)),
      ),
    ];
  }
  return operands.flatMap((operand, at) => {
    const before = operands.slice(0, at).map((item) => (operator === "or" ? negation(item) : item));
    const own = rebuilt(operand, false, (part) => before.reduceRight((rest, item) => both(item, rest), part));
    return before.reduce((all, item) => behind(item, all), own);
  });
}

const rebuilt = (part: Expr, reads: boolean, build: (formula: Expr) => Expr): readonly Found[] =>
  found(part).map((item) => ({ ...item, formula: build(item.formula), varies: item.varies || reads }));

const behind = (condition: Expr, all: readonly Found[]): readonly Found[] =>
  isFixed(condition) ? all.map((item) => ({ ...item, fixed: [...item.fixed, condition] })) : all;

/** Whether its value is the same in all states, and for all values of names around it. */
export const isFixed = (expr: Expr): boolean =>
  !readsState(expr) && !isTemporal(expr) && mentionedLocals(expr).size === 0 && !mentionsSelf(expr);

const both = (left: Expr, right: Expr): Expr => ({
  kind: "logic",
  operator: "and",
  operands: [left, right],
  type: bool,
  span: left.span,
});

const negation = (operand: Expr): Expr => ({ kind: "not", operand, type: bool, span: operand.span });
const falsehood = (span: Span): Expr => ({ kind: "literal", value: false, type: bool, span });

const defines = new WeakMap<Define, boolean>();

/** Whether its value is not the same in all states. */
export function readsState(expr: Expr): boolean {
  if (expr.kind === "read" || expr.kind === "sent" || expr.kind === "inbox") return true;
  if (expr.kind === "enabled" || expr.kind === "urgent") return true;
  if (expr.kind === "apply") {
    let answer = defines.get(expr.define);
    if (answer === undefined) {
      answer = readsState(expr.define.body);
      defines.set(expr.define, answer);
    }
    if (answer) return true;
  }
  return partsOf(expr).some(readsState);
}
