/**
 * Formulas of linear temporal logic, from the shape in which a model has them to a normal form: negations stand at literals
 * only, and `until` and `release` are all that is left of the temporal operators. Rewriting pulls out what is true of a
 * whole behaviour or of none of its suffixes (□◇, ◇□), because automata for what remains are far smaller.
 */

/** The formulas of a model; `state` and `taken` number its predicates and its kinds of steps. */
export type Formula =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly atom: number }
  | { readonly kind: "taken"; readonly event: number }
  | { readonly kind: "not" | "always" | "eventually"; readonly operand: Formula }
  | { readonly kind: "and" | "or"; readonly operands: readonly Formula[] }
  | { readonly kind: "until"; readonly left: Formula; readonly right: Formula };

export interface Literal {
  readonly kind: "literal";
  readonly of: "state" | "taken";
  readonly number: number;
  readonly negated: boolean;
  readonly key: string;
}

/** `key` is equal for equal formulas only. */
export type Normal =
  | { readonly kind: "true" | "false"; readonly key: string }
  | Literal
  | { readonly kind: "and" | "or"; readonly operands: readonly Normal[]; readonly key: string }
  | { readonly kind: "until" | "release"; readonly left: Normal; readonly right: Normal; readonly key: string };

export const yes: Normal = { kind: "true", key: "1" };
export const no: Normal = { kind: "false", key: "0" };

export function normalForm(formula: Formula, negated: boolean): Normal {
  switch (formula.kind) {
    case "constant":
      return formula.value !== negated ? yes : no;
    case "state":
      return literal("state", formula.atom, negated);
    case "taken":
      return literal("taken", formula.event, negated);
    case "not":
      return normalForm(formula.operand, !negated);
    case "always":
    case "eventually": {
      const operand = normalForm(formula.operand, negated);
      return (formula.kind === "always") !== negated ? release(no, operand) : until(yes, operand);
    }
    case "and":
    case "or": {
      const operands = formula.operands.map((operand) => normalForm(operand, negated));
      return (formula.kind === "and") !== negated ? conjunction(operands) : disjunction(operands);
    }
    case "until": {
      const [left, right] = [normalForm(formula.left, negated), normalForm(formula.right, negated)];
      return negated ? release(left, right) : until(left, right);
    }
  }
}

export function literal(of: Literal["of"], number: number, negated: boolean): Literal {
  return { kind: "literal", of, number, negated, key: `${negated ? "!" : ""}${of === "state" ? "p" : "t"}${number}` };
}

export function conjunction(operands: readonly Normal[]): Normal {
  return joined("and", operands, yes, no);
}

export function disjunction(operands: readonly Normal[]): Normal {
  return joined("or", operands, no, yes);
}

function joined(kind: "and" | "or", operands: readonly Normal[], neutral: Normal, absorbing: Normal): Normal {
  const parts = new Map<string, Normal>();
  for (const item of operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]))) {
    if (item.kind === absorbing.kind) return absorbing;
    if (item.kind !== neutral.kind) parts.set(item.key, item);
  }
  for (const item of parts.values()) {
    if (item.kind === "literal" && parts.has(item.negated ? item.key.slice(1) : `!${item.key}`)) return absorbing;
  }
  const list = [...parts.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const [first] = list;
  if (!first) return neutral;
  if (list.length === 1) return first;
  return { kind, operands: list, key: `(${list.map(({ key }) => key).join(kind === "and" ? "&" : "|")})` };
}

/** True now if and only if true at any other time: built from □◇ and ◇□. */
export function isEternal(formula: Normal): boolean {
  switch (formula.kind) {
    case "true":
    case "false":
      return true;
    case "literal":
      return false;
    case "and":
    case "or":
      return formula.operands.every(isEternal);
    case "until":
      return formula.left.kind === "true" && formula.right.kind === "release" && formula.right.left.kind === "false";
    case "release":
      return formula.left.kind === "false" && formula.right.kind === "until" && formula.right.left.kind === "true";
  }
}

function parted(formula: Normal, kind: "and" | "or"): { readonly eternal: Normal[]; readonly rest: Normal[] } {
  const operands = formula.kind === kind ? formula.operands : [formula];
  return { eternal: operands.filter(isEternal), rest: operands.filter((operand) => !isEternal(operand)) };
}

export function until(left: Normal, right: Normal): Normal {
  if (isEternal(right)) return right;
  if (left.kind === "false") return right;
  if (left.kind !== "true" && isEternal(left)) return disjunction([right, conjunction([left, until(yes, right)])]);
  for (const kind of ["and", "or"] as const) {
    const { eternal, rest } = parted(right, kind);
    if (eternal.length === 0) continue;
    const join = kind === "and" ? conjunction : disjunction;
    return join([...eternal, until(left, join(rest))]);
  }
  if (right.kind === "until" && left.kind === "true") return until(yes, right.right);
  if (left.kind === "true" && right.kind === "or" && !right.operands.every(isOfNow))
    return disjunction(right.operands.map((operand) => until(yes, operand)));
  return { kind: "until", left, right, key: `(${left.key}U${right.key})` };
}

export function release(left: Normal, right: Normal): Normal {
  if (isEternal(right)) return right;
  if (left.kind === "true") return right;
  if (left.kind !== "false" && isEternal(left)) return conjunction([disjunction([left, release(no, right)]), right]);
  for (const kind of ["and", "or"] as const) {
    const { eternal, rest } = parted(right, kind);
    if (eternal.length === 0) continue;
    const join = kind === "and" ? conjunction : disjunction;
    return join([...eternal, release(left, join(rest))]);
  }
  if (right.kind === "release" && left.kind === "false") return release(no, right.right);
  if (left.kind === "false" && right.kind === "and" && !right.operands.every(isOfNow))
    return conjunction(right.operands.map((operand) => release(no, operand)));
  return { kind: "release", left, right, key: `(${left.key}R${right.key})` };
}

/** About a state and the step from it, not about what comes after. */
export function isOfNow(formula: Normal): boolean {
  switch (formula.kind) {
    case "true":
    case "false":
    case "literal":
      return true;
    case "and":
    case "or":
      return formula.operands.every(isOfNow);
    default:
      return false;
  }
}

/** The value of a formula about now. */
export function holdsNow(formula: Normal, truth: (literal: Literal) => boolean): boolean {
  switch (formula.kind) {
    case "literal":
      return truth(formula) !== formula.negated;
    case "and":
      return formula.operands.every((operand) => holdsNow(operand, truth));
    case "or":
      return formula.operands.some((operand) => holdsNow(operand, truth));
    default:
      return formula.kind === "true";
  }
}
