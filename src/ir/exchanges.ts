/**
 * Members that nothing in a model tells apart: exchanging two of them turns its behaviours into its behaviours. What comes
 * out is what such an exchange does to the predicates, events and conditions of fairness that speak of members, so that of
 * formulas which are images of each other only one has to be decided.
 *
 * Why it is right: code is made of operations that do not know how members are called, except where it names one, asks for
 * its number or for an order, or goes through a set in an order that shows. The language refuses numbers and orders of
 * unordered types, `choose` between two of them and loops that do not commute; names (a partition names the side of the
 * first process) and sequences made from sets are looked for here, in everything that initial states and steps are made
 * of. So for an exchange π, s is initial if and only if π(s) is, and s → t by a step if and only if π(s) → π(t) by the
 * renamed one; and the conditions of fairness are the same set after renaming, or there is no such exchange.
 * A fair behaviour that violates φ then becomes one that violates π(φ), and the other way round.
 */
import type { StepPattern } from "./behaviours.ts";
import type { Expr, Model, Property } from "./model.ts";
import { asymmetryOf, sortsOf } from "./symmetry.ts";
import { constantText } from "./type-values.ts";

/** Where each predicate, event and condition of fairness goes, by position in `Behaviours`. */
export interface Exchange {
  readonly atoms: readonly number[];
  readonly events: readonly number[];
  readonly fairness: readonly number[];
}

/** Exchanges of neighbours, which all permutations are made of; only those that change something. */
export function exchanges(model: Model): readonly Exchange[] {
  const found: Exchange[] = [];
  // What can be reached becomes predicates of a graph, later than here.
  if (model.behaviours.goals.length > 0) return found;
  for (const members of interchangeable(model)) {
    for (let at = 1; at < members.length; at++) {
      const exchange = exchangeOf(model, members[at - 1]!, members[at]!);
      if (exchange) found.push(exchange);
    }
  }
  return found;
}

/** The unordered types of a model that nothing in it tells the members of apart, by their members. */
export function interchangeable(model: Model): readonly (readonly string[])[] {
  const predicates = model.behaviours.atoms.map((atom): Property => {
    // The arguments of a predicate that a quantifier was written out for are renamed with it.
    const formula = atom.kind === "apply" && isClosed(atom) ? atom.define.body : atom;
    return { name: "a property", kind: "invariant", formula, cites: [], span: atom.span };
  });
  return sortsOf(model)
    .filter((sort) => !asymmetryOf(sort, model, predicates))
    .map(({ members }) => members);
}

function isClosed({ self, arguments: given }: Extract<Expr, { kind: "apply" }>): boolean {
  return [...given, ...(self ? [self] : [])].every(isConstant);
}

function isConstant(expr: Expr): boolean {
  switch (expr.kind) {
    case "literal":
    case "member":
      return true;
    case "construct":
      return expr.arguments.every(isConstant);
    case "record":
      return expr.fields.every(({ value }) => isConstant(value));
    case "tuple":
      return expr.items.every(isConstant);
    default:
      return false;
  }
}

/** What exchanging two members does; undefined when that is nothing, or something that the model does not speak of. */
function exchangeOf({ behaviours }: Model, one: string, other: string): Exchange | undefined {
  const renamed = (name: string) => (name === one ? other : name === other ? one : name);
  const { atoms, events, fairness } = behaviours;
  const found = {
    atoms: imagesOf(atoms, atomText, renamed),
    events: imagesOf(events, patternsText, renamed),
    fairness: imagesOf(
      fairness,
      ({ strength, patterns }, nameOf) => `${strength} ${patternsText(patterns, nameOf)}`,
      renamed,
    ),
  };
  const { atoms: a, events: e, fairness: f } = found;
  if (!a || !e || !f) return undefined;
  const moves = [...a, ...e].some((image, at) => image !== (at < a.length ? at : at - a.length));
  return moves ? { atoms: a, events: e, fairness: f } : undefined;
}

type NameOf = (member: string) => string;

/** Where each item goes; undefined when an image is not among the items. */
function imagesOf<T>(
  items: readonly T[],
  text: (item: T, nameOf: NameOf, at: number) => string,
  renamed: NameOf,
): readonly number[] | undefined {
  const same: NameOf = (name) => name;
  const numbers = new Map([...items.entries()].map(([at, item]) => [text(item, same, at), at]));
  const images = items.map((item, at) => numbers.get(text(item, renamed, at)));
  return images.every((image) => image !== undefined) ? images : undefined;
}

function atomText(atom: Expr, nameOf: NameOf, at: number): string {
  if (atom.kind !== "apply" || !isClosed(atom)) return `plain ${at}`;
  const values = [...(atom.self ? [atom.self] : []), ...atom.arguments];
  return `${atom.define.id} ${values.map((value) => constantText(value, nameOf)).join(" ")}`;
}

function patternsText(patterns: readonly StepPattern[], nameOf: NameOf): string {
  const texts = patterns.map(({ action, self, where }) => {
    const values = where.map(({ local, value }) => `${local.id}=${constantText(value, nameOf)}`).sort();
    return `${action.id} ${self === undefined ? "" : nameOf(self)} ${values.join(" ")}`;
  });
  return texts.sort().join(";");
}
