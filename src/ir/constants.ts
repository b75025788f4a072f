/**
 * Constant expressions over parameters: sizes of types, ranges of processes, capacities, budgets and assumptions. They
 * are evaluated on the syntax tree, because types need them before any expression can have a type.
 */
import type { Expression } from "../syntax/tree.ts";

export type Constant = number | boolean;

/** What a name stands for: a constant, an expression still to evaluate (a define without parameters), or the size of a named set. */
export interface ConstantNames {
  constant(name: string): Constant | Expression | undefined;
  size(name: string): number | undefined;
}

/** Euclidean: the remainder is never negative. */
export function euclidean(a: number, b: number): { readonly quotient: number; readonly remainder: number } {
  const rest = a % b;
  // What is subtracted from a large number is small, or the quotient would not be exact.
  const quotient = (a - rest) / b;
  if (rest >= 0) return { quotient: quotient + 0, remainder: rest + 0 };
  return { quotient: b > 0 ? quotient - 1 : quotient + 1, remainder: rest + Math.abs(b) };
}

const deepest = 200;

/** The value of `node`, or undefined when it is no constant expression (or divides by zero). */
export function evaluateConstant(node: Expression, names: ConstantNames, depth = 0): Constant | undefined {
  if (depth > deepest) return undefined;
  const value = (inner: Expression) => evaluateConstant(inner, names, depth + 1);
  const number = (inner: Expression) => {
    const result = value(inner);
    return typeof result === "number" ? result : undefined;
  };
  switch (node.kind) {
    case "integer":
    case "boolean":
      return node.value;
    case "paren":
      return value(node.inner);
    case "name": {
      const found = names.constant(node.name);
      return typeof found === "object" ? value(found) : found;
    }
    case "unary": {
      const operand = value(node.operand);
      if (node.operator === "negate") return typeof operand === "number" ? -operand : undefined;
      if (node.operator === "not") return typeof operand === "boolean" ? !operand : undefined;
      return undefined;
    }
    case "junction": {
      const items = node.items.map(value);
      if (items.some((item) => typeof item !== "boolean")) return undefined;
      return node.operator === "and" ? items.every(Boolean) : items.some(Boolean);
    }
    case "if": {
      const condition = value(node.condition);
      return typeof condition === "boolean" ? value(condition ? node.then : node.otherwise) : undefined;
    }
    case "call":
      return call(node.callee, node.arguments, names, number);
    case "binary":
      return binary(node.operator, value(node.left), value(node.right));
    default:
      return undefined;
  }
}

function call(
  callee: Expression,
  parameters: readonly Expression[],
  names: ConstantNames,
  number: (node: Expression) => number | undefined,
): Constant | undefined {
  if (callee.kind !== "name") return undefined;
  const [first] = parameters;
  if (callee.name === "len" && parameters.length === 1 && first?.kind === "name") return names.size(first.name);
  if (callee.name !== "min" && callee.name !== "max") return undefined;
  const values = parameters.map(number);
  if (values.length === 0 || values.some((item) => item === undefined)) return undefined;
  const numbers = values.filter((item) => item !== undefined);
  return callee.name === "min" ? Math.min(...numbers) : Math.max(...numbers);
}

function binary(operator: string, left: Constant | undefined, right: Constant | undefined): Constant | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (operator === "=") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left === "boolean" && typeof right === "boolean") {
    if (operator === "implies") return !left || right;
    if (operator === "iff") return left === right;
    return undefined;
  }
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const exact = (result: number) => (Number.isSafeInteger(result) ? result : undefined);
  switch (operator) {
    case "+":
      return exact(left + right);
    case "-":
      return exact(left - right);
    case "*":
      return exact(left * right);
    case "div":
      return right === 0 ? undefined : euclidean(left, right).quotient;
    case "mod":
      return right === 0 ? undefined : euclidean(left, right).remainder;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}
