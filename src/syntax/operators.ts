/**
 * The operators and their spellings: one table from which the tokens, the precedence and the formatter's `--ascii` and
 * `--unicode` follow. The first ASCII and the first Unicode spelling are those that conversion writes.
 */
import type { BinaryOperator, UnaryOperator } from "./tree.ts";

export type OperatorName = BinaryOperator | UnaryOperator | "and" | "or" | "forall" | "exists";

export interface Operator {
  readonly name: OperatorName;
  /** Every spelling, ASCII first. */
  readonly ascii: string;
  readonly unicode: readonly string[];
  /** How tightly an infix operator binds: 1 is loosest. Absent for those that only stand before an operand. */
  readonly level?: number;
  /** It can stand before an operand: `¬x`, `-x`, or as a leading bullet. */
  readonly prefix?: boolean;
}

/** The levels of the grammar, loosest first. */
export const level = {
  iff: 1,
  leads: 2,
  implies: 3,
  or: 4,
  and: 5,
  relation: 6,
  range: 7,
  sum: 8,
  product: 9,
} as const;

const relation = level.relation;

export const operators: readonly Operator[] = [
  { name: "iff", ascii: "<=>", unicode: ["≡", "⇔"], level: level.iff },
  { name: "leadsto", ascii: "leadsto", unicode: ["⇝"], level: level.leads },
  { name: "until", ascii: "until", unicode: [], level: level.leads },
  { name: "implies", ascii: "=>", unicode: ["→", "⇒"], level: level.implies },
  { name: "or", ascii: "or", unicode: ["∨"], level: level.or, prefix: true },
  { name: "and", ascii: "and", unicode: ["∧"], level: level.and, prefix: true },
  { name: "=", ascii: "=", unicode: [], level: relation },
  { name: "!=", ascii: "!=", unicode: ["≠"], level: relation },
  { name: "<", ascii: "<", unicode: [], level: relation },
  { name: "<=", ascii: "<=", unicode: ["≤"], level: relation },
  { name: ">", ascii: ">", unicode: [], level: relation },
  { name: ">=", ascii: ">=", unicode: ["≥"], level: relation },
  { name: "in", ascii: "in", unicode: ["∈"], level: relation },
  { name: "notin", ascii: "notin", unicode: ["∉"], level: relation },
  { name: "subset", ascii: "subset", unicode: ["⊆"], level: relation },
  { name: "models", ascii: "|=", unicode: ["⊨"], level: relation },
  { name: "..", ascii: "..", unicode: [], level: level.range },
  { name: "+", ascii: "+", unicode: [], level: level.sum },
  { name: "-", ascii: "-", unicode: [], level: level.sum, prefix: true },
  { name: "union", ascii: "union", unicode: ["∪"], level: level.sum },
  { name: "intersect", ascii: "intersect", unicode: ["∩"], level: level.sum },
  { name: "minus", ascii: "minus", unicode: ["∖"], level: level.sum },
  { name: "*", ascii: "*", unicode: [], level: level.product },
  { name: "div", ascii: "div", unicode: [], level: level.product },
  { name: "mod", ascii: "mod", unicode: [], level: level.product },
  { name: "not", ascii: "not", unicode: ["¬"], prefix: true },
  { name: "always", ascii: "always", unicode: ["□"], prefix: true },
  { name: "eventually", ascii: "eventually", unicode: ["◇"], prefix: true },
  { name: "forall", ascii: "forall", unicode: ["∀"] },
  { name: "exists", ascii: "exists", unicode: ["∃"] },
];

const bySpelling = new Map<string, Operator>();
for (const operator of operators) {
  for (const spelling of [operator.ascii, ...operator.unicode]) bySpelling.set(spelling, operator);
}

/** The operator that `spelling` writes. */
export function operatorSpelt(spelling: string): Operator | undefined {
  return bySpelling.get(spelling);
}

/** `symbol` in the wanted spelling; as it is when nothing is wanted or it is spelt so already. */
export function respell(symbol: string, spelling: "ascii" | "unicode" | undefined): string {
  const operator = spelling && bySpelling.get(symbol);
  if (!operator) return symbol;
  if (spelling === "ascii") return operator.ascii;
  return operator.unicode.includes(symbol) ? symbol : (operator.unicode[0] ?? symbol);
}
