/** Equality, order, membership and the operations of sets and bags in generated code. */
import type { Expr } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { convert, fits, sizeCode } from "./conversion.ts";
import { evaluate, truth } from "./expressions.ts";
import { compareIntegers } from "./integers.ts";
import { sameValue } from "./lists.ts";
import { caseParts, tagOf } from "./ordinals.ts";
import type { Routine, Scope } from "./routine.ts";
import { combineBags, combineSets, hasItem, isSubBag, isSubset } from "./sets.ts";
import { joinTypes } from "./shapes.ts";
import { when } from "./structure.ts";
import { hold, type Value } from "./values.ts";
import { type Code, i32 } from "./wasm/instructions.ts";

export function compare(expr: Extract<Expr, { kind: "compare" }>, scope: Scope): Code {
  const { routine } = scope;
  const { operator } = expr;
  if (operator === "=" || operator === "!=") {
    const same = equalTo(expr.left, expr.right, scope) ?? equalTo(expr.right, expr.left, scope);
    const code = same ?? equalValues(routine, evaluate(expr.left, scope), evaluate(expr.right, scope));
    return operator === "=" ? code : i32.eqz(code);
  }
  return compareIntegers(comparisons[operator], evaluate(expr.left, scope), evaluate(expr.right, scope));
}

/** Members that have an order are compared as the integers that they are. */
const comparisons = { "<": "ltS", "<=": "leS", ">": "gtS", ">=": "geS" } as const;

/** `left = Case(…)` and `left = []`: no need to make the right value first. */
function equalTo(left: Expr, right: Expr, scope: Scope): Code | undefined {
  const { routine } = scope;
  if (right.kind === "construct") {
    const whole = hold(routine, evaluate(left, scope));
    if (whole.value.type.kind !== "option" && whole.value.type.kind !== "variant") return undefined;
    if (whole.value.type.kind === "option" && whole.value.type.item.kind === "never") return undefined;
    return [whole.before, isCase(whole.value, right, scope)];
  }
  if (right.kind === "sequence" && right.items.length === 0) {
    const whole = hold(routine, evaluate(left, scope));
    return [whole.before, i32.eqz(tagOf(whole.value))];
  }
  return undefined;
}

/** Whether a held value is this case with these arguments. */
function isCase(whole: Value, expr: Extract<Expr, { kind: "construct" }>, scope: Scope): Code {
  const { routine } = scope;
  const values = expr.arguments.map((argument) => hold(routine, evaluate(argument, scope)));
  const parts = caseParts(routine, whole, expr.caseIndex);
  const same = i32.eq(tagOf(whole), i32.const(expr.caseIndex));
  const code = values.reduceRight<Code>((rest, { value }, at) => {
    const part = parts[at];
    assert(part, "as many parts as arguments");
    return i32.and(equalValues(routine, part, value), rest);
  }, i32.const(1));
  const before = values.map((value) => value.before);
  return [before, values.length === 0 ? same : when(same, code, i32.const(0), "i32")];
}

export function equalValues(routine: Routine, left: Value, right: Value): Code {
  const type = joinTypes(left.type, right.type);
  const a = hold(routine, convert(routine, left, type));
  const b = hold(routine, convert(routine, right, type));
  return [a.before, b.before, sameValue(routine, a.value, b.value)];
}

export function setOperation(expr: Extract<Expr, { kind: "setOperation" }>, scope: Scope): Value {
  const { routine } = scope;
  const { operator } = expr;
  if (operator === "in") return truth(isIn(expr.left, expr.right, scope));
  if (operator === "notin") return truth(i32.eqz(isIn(expr.left, expr.right, scope)));
  const left = evaluate(expr.left, scope);
  const right = evaluate(expr.right, scope);
  if (left.type.kind === "bag" || right.type.kind === "bag") {
    if (left.type.kind === "bag" && right.type.kind === "bag") {
      if (operator === "subset") return truth(isSubBag(routine, left, right));
      return combineBags(routine, operator, left, right);
    }
    assert(left.type.kind === "never" || right.type.kind === "never", "bags go with bags");
    return operator === "union" && left.type.kind === "never" ? right : left;
  }
  if (operator === "subset") return truth(isSubset(routine, left, right));
  return combineSets(routine, operator, left, right);
}

function isIn(item: Expr, collection: Expr, scope: Scope): Code {
  const { routine } = scope;
  const held = hold(routine, evaluate(item, scope));
  if (collection.kind === "set" && collection.type.kind !== "bag") {
    // All items are evaluated: whether one of them fails does not depend on where the value is found.
    const tests = collection.items.map((candidate) => {
      if (candidate.kind === "construct" && (held.value.type.kind === "option" || held.value.type.kind === "variant")) {
        if (held.value.type.kind === "variant" || held.value.type.item.kind !== "never")
          return isCase(held.value, candidate, scope);
      }
      return equalValues(routine, held.value, evaluate(candidate, scope));
    });
    return [held.before, tests.reduce((sum, test) => i32.or(sum, test), i32.const(0))];
  }
  if (collection.kind === "domain") return [held.before, fits(routine, held.value, collection.of) ?? i32.const(1)];
  if (collection.kind === "range") {
    const low = hold(routine, evaluate(collection.low, scope));
    const high = hold(routine, evaluate(collection.high, scope));
    const test = i32.and(compareIntegers("leS", low.value, held.value), compareIntegers("leS", held.value, high.value));
    return [held.before, low.before, high.before, test];
  }
  return [held.before, hasItem(routine, evaluate(collection, scope), held.value)];
}

/** Whether a held collection has no items. */
export const isEmpty = (routine: Routine, value: Value): Code => i32.eqz(sizeCode(routine, value));
