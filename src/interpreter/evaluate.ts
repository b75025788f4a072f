/**
 * What expressions mean: a walk over the tree that returns a value, or throws a `ModelFailure` where the model is at
 * fault. One case for every kind of expression; what needs more than a few lines has a file of its own.
 */
import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import type { Expr } from "../ir/index.ts";
import { assert, InternalError, spanText, unreachable } from "../source/index.ts";
import { chooseWitness, quantify, tabulate, total } from "./bind.ts";
import { applyBuiltin } from "./builtins.ts";
import { bagOf, misfit, mostValues } from "./domains.ts";
import { someCompletes, someUrgent } from "./enabled.ts";
import { contributions } from "./explain.ts";
import { fail } from "./failure.ts";
import type { Value } from "./machine.ts";
import { wasSent } from "./network.ts";
import { calculate, combine, compareBy, contains } from "./operators.ts";
import { at, change, fieldOf, slice } from "./paths.ts";
import { recall } from "./recall.ts";
import type { Scope } from "./scope.ts";
import { type CaseValue, none, some, variant } from "./values.ts";

export function evaluate(expr: Expr, scope: Scope): Value {
  if (scope.universe.observer === undefined) return compute(expr, scope);
  const value = compute(expr, scope);
  scope.universe.observer?.evaluated(expr, value);
  return value;
}

function compute(expr: Expr, scope: Scope): Value {
  switch (expr.kind) {
    case "local": {
      const value = scope.locals.get(expr.local.id);
      assert(value !== undefined, `${expr.local.name} has no value`);
      return value;
    }
    case "read": {
      const owner = expr.owner && (evaluate(expr.owner, scope) as string);
      return scope.view.slots[scope.universe.slot(expr.variable, owner)]!;
    }
    case "literal":
      return expr.value;
    case "member":
      return expr.name;
    case "self":
      assert(scope.self !== undefined, "self outside of a process");
      return scope.self;
    case "field":
      return fieldOf(evaluate(expr.record, scope), expr.name);
    case "index":
      return at(evaluate(expr.collection, scope), evaluate(expr.index, scope), expr, scope);
    case "compare":
      return compareBy(expr.operator, evaluate(expr.left, scope), evaluate(expr.right, scope), scope);
    case "logic":
      return evaluateLogic(expr, scope);
    case "not":
      return !holds(expr.operand, scope);
    case "arithmetic":
      return calculate(expr, evaluateNumber(expr.left, scope), evaluateNumber(expr.right, scope), scope);
    case "negate":
      return 0 - evaluateNumber(expr.operand, scope);
    case "apply":
      return apply(expr, scope);
    case "if":
      return evaluate(holds(expr.condition, scope) ? expr.then : expr.otherwise, scope);
    case "match": {
      const subject = evaluate(expr.subject, scope) as CaseValue;
      return evaluate(matchArm(expr.arms, subject, scope), scope);
    }
    case "is":
      return (evaluate(expr.operand, scope) as CaseValue).index === expr.caseIndex;
    case "valueOf": {
      const option = evaluate(expr.option, scope) as CaseValue;
      const value = option.arguments.get(0);
      if (value === undefined)
        fail(
          "missing",
          `${spanText(expr.option.span)} is None: it has no value`,
          expr.span,
          contributions(expr, scope),
        );
      return value;
    }
    case "construct":
      return construct(expr, scope);
    case "record":
      return ImmutableMap(expr.fields.map(({ name, value }) => [name, evaluate(value, scope)]));
    case "tuple":
    case "sequence":
      return List(expr.items.map((item) => evaluate(item, scope)));
    case "set": {
      const items = expr.items.map((item) => evaluate(item, scope));
      return expr.type.kind === "bag" ? bagOf(items) : ImmutableSet(items);
    }
    case "setOperation":
      if (expr.operator === "in") return contains(expr.right, evaluate(expr.left, scope), scope);
      if (expr.operator === "notin") return !contains(expr.right, evaluate(expr.left, scope), scope);
      return combine(expr.operator, evaluate(expr.left, scope), evaluate(expr.right, scope));
    case "domain":
      return scope.universe.domain(expr.of, expr.span).set;
    case "range":
      return ImmutableSet(integersOf(expr, scope));
    case "setOf":
    case "mapOf":
    case "sequenceOf":
      return tabulate(expr, scope);
    case "quantifier":
      return quantify(expr, scope);
    case "aggregate":
      return total(expr, scope);
    case "choose":
      return chooseWitness(expr, scope);
    case "slice":
      return slice(evaluate(expr.sequence, scope), evaluateNumber(expr.low, scope), evaluateNumber(expr.high, scope));
    case "with": {
      let value = evaluate(expr.base, scope);
      for (const { path, value: part } of expr.changes) value = change(value, path, evaluate(part, scope), scope);
      return value;
    }
    case "checked":
      return store(expr, spanText(expr.operand.span), scope);
    case "old":
      return evaluate(expr.operand, scope.past());
    case "builtin":
      return applyBuiltin(
        expr,
        expr.arguments.map((argument) => evaluate(argument, scope)),
        scope,
      ); // prettier-ignore
    case "sent":
      return wasSent(scope, {
        message: expr.message,
        fields: expr.fields.map((field) => field && evaluate(field, scope)),
        from: expr.from && (evaluate(expr.from, scope) as string),
        to: expr.to && (evaluate(expr.to, scope) as string),
      });
    case "inbox": {
      const inbox = scope.inboxes?.get(expr.message);
      assert(inbox, "an inbox outside of a round");
      return inbox;
    }
    case "enabled":
      return someCompletes(expr.actions(), expr.process && (evaluate(expr.process, scope) as string), scope);
    case "urgent":
      return someUrgent(scope);
    case "temporal":
    case "taken":
      throw new InternalError("what speaks about behaviours has no value in one state");
    default:
      return unreachable(expr);
  }
}

export function holds(expr: Expr, scope: Scope): boolean {
  return evaluate(expr, scope) as boolean;
}

export function evaluateNumber(expr: Expr, scope: Scope): number {
  return evaluate(expr, scope) as number;
}

/** The integers of a range, unless they are too many to go through one by one. */
export function integersOf(expr: Extract<Expr, { kind: "range" }>, scope: Scope): readonly number[] {
  const low = evaluateNumber(expr.low, scope);
  const count = evaluateNumber(expr.high, scope) - low + 1;
  if (count > mostValues)
    fail("capacity", `${spanText(expr.span)} has ${count} values, too many to go through one by one`, expr.span, [
      ...contributions(expr.low, scope),
      ...contributions(expr.high, scope),
    ]);
  return Array.from({ length: Math.max(0, count) }, (_, offset) => low + offset);
}

/** The value of a `checked` node, or a model error in the name of `place`, where it was to be stored. */
export function store(expr: Extract<Expr, { kind: "checked" }>, place: string, scope: Scope): Value {
  const value = evaluate(expr.operand, scope);
  requireFit(value, expr, place, scope);
  return value;
}

export function requireFit(value: Value, expr: Expr, place: string, scope: Scope): void {
  const { order } = scope.universe;
  const found = misfit(expr.type, value, order);
  if (!found) return;
  const message = `${place}${found.path} becomes ${order.text(found.value)}, ${found.words}`;
  const operand = expr.kind === "checked" ? expr.operand : expr;
  fail(found.rule, message, operand.span, contributions(operand, scope));
}

function evaluateLogic(expr: Extract<Expr, { kind: "logic" }>, scope: Scope): boolean {
  switch (expr.operator) {
    case "and":
      for (const operand of expr.operands) if (!holds(operand, scope)) return false;
      return true;
    case "or":
      for (const operand of expr.operands) if (holds(operand, scope)) return true;
      return false;
    case "implies":
      return !holds(expr.operands[0]!, scope) || holds(expr.operands[1]!, scope);
    case "iff":
      return holds(expr.operands[0]!, scope) === holds(expr.operands[1]!, scope);
    default:
      return unreachable(expr.operator);
  }
}

/** The body of the arm that takes `subject`, with its names bound. */
export function matchArm<T>(
  arms: readonly {
    readonly caseIndex?: number;
    readonly binds: readonly ({ readonly id: number } | undefined)[];
    readonly body: T;
  }[],
  subject: CaseValue,
  scope: Scope,
): T {
  const arm = arms.find(({ caseIndex }) => caseIndex === undefined || caseIndex === subject.index);
  if (!arm) throw new InternalError(`no arm for ${subject.tag}`);
  for (const [position, local] of arm.binds.entries()) {
    if (local) scope.locals.set(local.id, subject.arguments.get(position)!);
  }
  return arm.body;
}

function construct(expr: Extract<Expr, { kind: "construct" }>, scope: Scope): Value {
  const items = expr.arguments.map((argument) => evaluate(argument, scope));
  if (expr.type.kind === "option") return expr.caseIndex === 0 ? none : some(items[0]!);
  assert(expr.type.kind === "variant", "only variants and options have cases");
  return variant(expr.type.cases[expr.caseIndex]!.name, expr.caseIndex, items);
}

function apply({ define, self, arguments: passed }: Extract<Expr, { kind: "apply" }>, scope: Scope): Value {
  const values = passed.map((argument) => evaluate(argument, scope));
  const inner = self ? scope.as(evaluate(self, scope) as string) : scope;
  const { parameters } = define;
  for (let at = 0; at < parameters.length; at++) inner.locals.set(parameters[at]!.id, values[at]!);
  return recall(define, values, inner);
}
