/** Operators with two operands: what they take, and the interval or item type of their result. */
import type { Expression } from "../syntax/tree.ts";
import { euclidean } from "./constants.ts";
import type { Context, Scope } from "./context.ts";
import { condition, expression, isOpen, meet, mismatchKind, pair, temporal, typed } from "./expressions.ts";
import type { ArithmeticOperator, ComparisonOperator, Expr } from "./model.ts";
import { compatible, join, showType } from "./relations.ts";
import { isPlace, isSetLiteral } from "./set-literals.ts";
import { bool, integer, never, type Type } from "./types.ts";

type Binary = Extract<Expression, { kind: "binary" }>;

export function binaryExpression(context: Context, scope: Scope, node: Binary, expected?: Type): Expr {
  const { span } = node;
  switch (node.operator) {
    case "iff":
    case "implies": {
      const operands = [condition(context, scope, node.left), condition(context, scope, node.right)];
      return { kind: "logic", operator: node.operator, operands, type: bool, span };
    }
    case "leadsto":
    case "until":
      return temporal(context, scope, span, node.operator, node.symbol, [node.left, node.right]);
    case "models":
      context.report("temporal", span, "`⊨` stands in theorems only");
      return context.poison(span);
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparison(context, scope, node, node.operator);
    case "in":
    case "notin":
      return membership(context, scope, node, node.operator);
    case "subset": {
      const [left, right] = sets(context, scope, node);
      return { kind: "setOperation", operator: "subset", left, right, type: bool, span };
    }
    case "union":
    case "intersect":
    case "minus": {
      const [left, right] = sets(context, scope, node, expected);
      const type = node.operator === "union" ? unionType(left.type, right.type) : left.type;
      return { kind: "setOperation", operator: node.operator, left, right, type, span };
    }
    case "..": {
      const low = typed(context, scope, node.left, integer(0, 0), "the lower end of a range");
      const high = typed(context, scope, node.right, integer(0, 0), "the upper end of a range");
      const item =
        low.type.kind === "int" && high.type.kind === "int"
          ? integer(low.type.low, Math.max(low.type.low, high.type.high))
          : never;
      return { kind: "range", low, high, type: { kind: "set", item }, span };
    }
    default:
      return arithmetic(context, scope, node, node.operator);
  }
}

function comparison(context: Context, scope: Scope, node: Binary, operator: ComparisonOperator): Expr {
  const { span } = node;
  const [left, right] = pair(context, scope, node.left, node.right);
  if (!meet(context, left, right, `the two sides of \`${node.symbol}\``, span)) return context.poison(span);
  if (operator !== "=" && operator !== "!=") {
    for (const side of [left, right]) {
      if (!isOrdered(side.type)) {
        context.report(
          "unordered",
          side.span,
          `\`${node.symbol}\` needs an order, and ${showType(side.type, false)} has none`,
          {
            expected: "integers, or members of a type declared `ordered`",
          },
        );
        return context.poison(span);
      }
    }
  }
  return { kind: "compare", operator, left, right, type: bool, span };
}

function isOrdered(type: Type): boolean {
  if (type.kind === "symmetric") return type.ordered;
  if (type.kind === "process") return type.kinds.length === 1 && (type.kinds[0]?.ordered ?? false);
  return type.kind === "int" || type.kind === "never";
}

function membership(context: Context, scope: Scope, node: Binary, operator: "in" | "notin"): Expr {
  const { span } = node;
  let left: Expr;
  let right: Expr;
  if (isOpen(scope, node.left) || (isSetLiteral(node.left) && isPlace(node.right))) {
    right = expression(context, scope, node.right);
    const { type } = right;
    const item = type.kind === "set" || type.kind === "bag" || type.kind === "seq" ? type.item : undefined;
    left = expression(context, scope, node.left, isOpen(scope, node.left) || item?.kind === "bag" ? item : undefined);
  } else {
    left = expression(context, scope, node.left);
    right = expression(
      context,
      scope,
      node.right,
      left.type.kind === "never" ? undefined : { kind: "set", item: left.type },
    );
  }
  if (right.type.kind !== "set" && right.type.kind !== "bag" && right.type.kind !== "seq") {
    mismatchKind(context, right, "a set, a bag, a sequence or a type");
    return context.poison(span);
  }
  if (!compatible(left.type, right.type.item)) {
    context.report("type-mismatch", span, `the two sides of \`${node.symbol}\` do not fit`, {
      expected: `on the left an item of the right: ${showType(right.type.item, false)}`,
      found: showType(left.type, false),
    });
    return context.poison(span);
  }
  return { kind: "setOperation", operator, left, right, type: bool, span };
}

function sets(context: Context, scope: Scope, node: Binary, expected?: Type): [Expr, Expr] {
  const [left, right] = pair(context, scope, node.left, node.right, expected);
  for (const side of [left, right]) {
    if (side.type.kind !== "set" && side.type.kind !== "bag" && side.type.kind !== "never") {
      mismatchKind(context, side, "a set or a bag");
      return [context.poison(node.span), context.poison(node.span)];
    }
  }
  if (!meet(context, left, right, `the two sides of \`${node.symbol}\``, node.span)) {
    return [context.poison(node.span), context.poison(node.span)];
  }
  return [left, right];
}

function unionType(left: Type, right: Type): Type {
  if (left.kind === "bag" && right.kind === "bag")
    return { ...left, item: join(left.item, right.item), max: left.max + right.max };
  if (left.kind === "set" && right.kind === "set") return { kind: "set", item: join(left.item, right.item) };
  return left.kind === "never" ? right : left;
}

function arithmetic(context: Context, scope: Scope, node: Binary, operator: ArithmeticOperator): Expr {
  const { span } = node;
  const what = `an operand of \`${node.symbol}\``;
  const left = typed(context, scope, node.left, integer(0, 0), what);
  const right = typed(context, scope, node.right, integer(0, 0), what);
  return { kind: "arithmetic", operator, left, right, type: interval(operator, left.type, right.type), span };
}

/** The bounds of the result, from those of the operands; infinite where they are. */
export function interval(operator: ArithmeticOperator, left: Type, right: Type): Type {
  if (left.kind !== "int" || right.kind !== "int") return never;
  const corners = (apply: (a: number, b: number) => number) => {
    const values = [
      apply(left.low, right.low),
      apply(left.low, right.high),
      apply(left.high, right.low),
      apply(left.high, right.high),
    ];
    const known = values.map((value) => (Number.isNaN(value) ? 0 : value));
    return integer(Math.min(...known), Math.max(...known));
  };
  switch (operator) {
    case "+":
      return integer(left.low + right.low, left.high + right.high);
    case "-":
      return integer(left.low - right.high, left.high - right.low);
    case "*":
      return corners((a, b) => a * b);
    case "div": {
      const largest = Math.max(Math.abs(left.low), Math.abs(left.high));
      if (right.low === right.high && right.low !== 0 && Number.isFinite(largest)) {
        return corners((a, b) => euclidean(a, b).quotient);
      }
      return integer(left.low >= 0 && right.low >= 0 ? 0 : -largest - 1, largest + 1);
    }
    case "mod": {
      const divisor = Math.max(Math.abs(right.low), Math.abs(right.high)) - 1;
      return integer(0, left.low >= 0 ? Math.min(left.high, Math.max(0, divisor)) : Math.max(0, divisor));
    }
  }
}
