/**
 * `forall` and `exists` in generated code: a nest of loops that ends as soon as the answer is known. Parts of the body that
 * mention only outer names are looked at before the inner loops start: of `forall a, b: not (P(a) and Q(b))`, only those a
 * for which P holds need any b. What could fail keeps its place, so that the same evaluations fail.
 */
import { cardinality, type Expr, hasInterchangeable, type Type } from "../ir/index.ts";
import { eachInDomain } from "./comprehensions.ts";
import { isWithin } from "./conversion.ts";
import { holds } from "./expressions.ts";
import { mostInteger } from "./integers.ts";
import { mentions, partsOf } from "./mentions.ts";
import type { Scope } from "./routine.ts";
import { mostBits } from "./shapes.ts";
import { block, jump, jumpIf, Label } from "./structure.ts";
import { type Code, drop, global, i32, local } from "./wasm/instructions.ts";

/** A formula, or its opposite. */
interface Part {
  readonly formula: Expr;
  readonly negated: boolean;
}

type Quantifier = Extract<Expr, { kind: "quantifier" }>;

/**
 * Over members that stand for each other, it must not matter who is asked first: where asking some member fails, another
 * order may not ask that member, or ask it sooner. So there everybody is asked as well, and a failure is noted.
 */
export function quantify(expr: Quantifier, scope: Scope): Code {
  const { routine } = scope;
  const { orderShows } = routine.unit;
  if (orderShows === undefined || routine.asking === "some" || !mayShowOrder(expr)) return askSome(expr, scope);
  if (routine.asking === "all") return askAll(expr, scope);
  routine.asking = "all";
  const all = routine.trying(() => drop(askAll(expr, scope)), global.set(orderShows, i32.const(1)));
  routine.asking = "some";
  const some = askSome(expr, scope);
  routine.asking = undefined;
  return [all, some];
}

const mayShowOrder = ({ binders, body }: Quantifier): boolean =>
  binders.some(({ local: { type } }) => hasInterchangeable(type)) &&
  (canFail(body) || binders.some(({ domain }) => canFail(domain)));

/** Without ending as soon as the answer is known. */
function askAll({ binders, body, quantifier }: Quantifier, scope: Scope): Code {
  const { routine } = scope;
  const result = routine.local();
  const combine = quantifier === "exists" ? i32.or : i32.and;
  const level = (at: number): Code => {
    const binder = binders[at];
    if (!binder) {
      const answer = routine.local();
      return [local.set(answer, holds(body, scope)), local.set(result, combine(local.get(result), local.get(answer)))];
    }
    return eachInDomain(binder.domain, scope, (item) => {
      scope.names.set(binder.local.id, item);
      return level(at + 1);
    });
  };
  const search = level(0);
  return [local.set(result, i32.const(quantifier === "exists" ? 0 : 1)), search, local.get(result)];
}

function askSome(expr: Quantifier, scope: Scope): Code {
  const { routine } = scope;
  const { binders } = expr;
  const exists = expr.quantifier === "exists";
  const result = routine.local();
  const done = new Label("quantifier");
  // An assignment is passed over when a part says so: one that is false for `exists`, one that is true for `forall`.
  const passes = ({ formula, negated }: Part): Code => {
    const code = holds(formula, scope);
    return negated === exists ? code : i32.eqz(code);
  };
  const waiting = partsOfBody(expr.body, exists ? "and" : "or", false);
  const safe = waiting.findIndex(({ formula }) => canFail(formula));
  const movable = safe < 0 ? waiting.length : safe;
  const inner = new Set(binders.map((binder) => binder.local.id));
  const level = (at: number): Code => {
    const binder = binders[at];
    const skip = new Label("next");
    if (!binder) {
      const tests = waiting.map((part) => jumpIf(passes(part), skip));
      return block(skip, [tests, local.set(result, i32.const(exists ? 1 : 0)), jump(done)]);
    }
    return eachInDomain(binder.domain, scope, (item) => {
      scope.names.set(binder.local.id, item);
      inner.delete(binder.local.id);
      const restFails = binders.slice(at + 1).some(({ domain }) => canFail(domain));
      const now = restFails ? [] : waiting.slice(0, left()).filter(({ formula }) => !mentions(formula, inner));
      for (const part of now) {
        waiting.splice(waiting.indexOf(part), 1);
        moved += 1;
      }
      const tests = now.map((part) => jumpIf(passes(part), skip));
      return block(skip, [tests, level(at + 1)]);
    });
  };
  let moved = 0;
  const left = (): number => movable - moved;
  const search = level(0);
  return [local.set(result, i32.const(exists ? 0 : 1)), block(done, search), local.get(result)];
}

/** What a body consists of, joined by `joint`, in order. */
function partsOfBody(formula: Expr, joint: "and" | "or", negated: boolean): Part[] {
  const inside = (inner: Expr, opposite: boolean): Part[] => partsOfBody(inner, joint, opposite);
  if (formula.kind === "not") return inside(formula.operand, !negated);
  if (formula.kind === "logic") {
    const own = negated ? (joint === "and" ? "or" : "and") : joint;
    if (formula.operator === own) return formula.operands.flatMap((operand) => inside(operand, negated));
    const [left, right] = formula.operands;
    if (formula.operator === "implies" && own === "or" && left && right) {
      return [...inside(left, !negated), ...inside(right, negated)];
    }
  }
  return [{ formula, negated }];
}

const isAlwaysInteger = (type: Type): boolean =>
  type.kind === "int" && type.low >= -mostInteger && type.high <= mostInteger;

/** Whether evaluating it may be a model error, as far as can be seen. */
export function canFail(expr: Expr): boolean {
  switch (expr.kind) {
    case "checked":
    case "choose":
    case "valueOf":
    case "slice":
    case "mapOf":
    case "sent":
    case "with":
    case "enabled":
    case "urgent":
      return true;
    case "index":
      if (expr.collection.type.kind !== "map" || !isWithin(expr.collection.type.key, expr.index.type)) return true;
      break;
    case "arithmetic":
      if (expr.operator === "div" || expr.operator === "mod" || !isAlwaysInteger(expr.type)) return true;
      break;
    case "aggregate":
      if (!isAlwaysInteger(expr.type)) return true;
      break;
    case "range":
    case "domain":
      // Too many to go through.
      if (expr.type.kind !== "set" || cardinality(expr.type.item) > mostBits) return true;
      break;
    case "builtin":
      if (expr.name !== "len" && expr.name !== "isQuorum" && expr.name !== "index") return true;
      break;
    case "apply":
      if (canFail(expr.define.body)) return true;
      break;
    default:
      break;
  }
  return partsOf(expr).some(canFail);
}
