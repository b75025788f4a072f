/**
 * A formula as cases, one of which a behaviour has to be: a disjunction taken apart. In each case, what has to happen again
 * and again (□◇ of something about now) is set apart: it is asked of the loop directly, and the automaton does not know it.
 */
import { conjunction, isOfNow, type Normal, no, release, until, yes } from "./formula.ts";

export interface Case {
  /** For the automaton. */
  readonly rest: Normal;
  /** About now; each is true infinitely often. */
  readonly recurring: readonly Normal[];
}

/** So many cases at most: beyond, disjunctions are left to the automaton. */
const mostCases = 64;

export function casesOf(formula: Normal): readonly Case[] {
  return distributed(formula, mostCases)
    .filter(({ kind }) => kind !== "false")
    .map(caseOf);
}

function distributed(formula: Normal, most: number): readonly Normal[] {
  if (formula.kind === "or") {
    const parts = formula.operands.map((operand) => distributed(operand, most));
    const all = parts.flat();
    return all.length <= most ? all : formula.operands;
  }
  if (formula.kind !== "and") return [formula];
  let rows: readonly (readonly Normal[])[] = [[]];
  for (const operand of formula.operands) {
    const parts = distributed(operand, most);
    if (rows.length * parts.length > most) return [formula];
    rows = rows.flatMap((row) => parts.map((part) => [...row, part]));
  }
  return rows.map(conjunction);
}

function caseOf(formula: Normal): Case {
  const operands = formula.kind === "and" ? formula.operands : [formula];
  const recurring: Normal[] = [];
  const lasting: Normal[] = [];
  const rest: Normal[] = [];
  for (const operand of operands) {
    const again = recurrence(operand);
    const stays = persistence(operand);
    if (again) recurring.push(again);
    else if (stays) lasting.push(stays);
    else rest.push(operand);
  }
  // ◇□ a and ◇□ b is ◇□ of both.
  if (lasting.length > 0) rest.push(until(yes, release(no, conjunction(lasting))));
  return { rest: conjunction(rest), recurring };
}

/** b, of □◇ b. */
function recurrence(formula: Normal): Normal | undefined {
  if (formula.kind !== "release" || formula.left.kind !== "false") return undefined;
  const { right } = formula;
  return right.kind === "until" && right.left.kind === "true" && isOfNow(right.right) ? right.right : undefined;
}

/** b, of ◇□ b. */
function persistence(formula: Normal): Normal | undefined {
  if (formula.kind !== "until" || formula.left.kind !== "true") return undefined;
  const { right } = formula;
  return right.kind === "release" && right.left.kind === "false" && isOfNow(right.right) ? right.right : undefined;
}
