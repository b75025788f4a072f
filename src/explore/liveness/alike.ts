/**
 * Cases that are images of each other, where the members of a model can be exchanged: if some fair behaviour is of one of
 * them, its image is of the other, so one of them is looked at and stands for all. The first of them, so that what is found
 * is what would have been found without this.
 */
import type { Case } from "./cases.ts";
import { conjunction, disjunction, type Literal, literal, type Normal, release, until } from "./formula.ts";

/** What an exchange of members does: where predicates, events and conditions of fairness go. */
export interface Exchange {
  readonly atoms: readonly number[];
  readonly events: readonly number[];
  readonly fairness: readonly number[];
}

export interface Representative {
  readonly example: Case;
  /** One for each case that it stands for: where conditions of fairness go; undefined where they stay. */
  readonly images: readonly (readonly number[] | undefined)[];
}

/** One case of each kind, in the order of the cases. */
export function representatives(cases: readonly Case[], exchanges: readonly Exchange[]): readonly Representative[] {
  const waiting = new Map(cases.map((item) => [keyOf(item), item]));
  const found: Representative[] = [];
  for (const example of cases) {
    if (!waiting.delete(keyOf(example))) continue;
    const images: (readonly number[] | undefined)[] = [undefined];
    const reached: { readonly item: Case; readonly fairness: readonly number[] | undefined }[] = [
      { item: example, fairness: undefined },
    ];
    for (const { item, fairness } of reached) {
      for (const exchange of exchanges) {
        const image = exchanged(item, exchange);
        if (!waiting.delete(keyOf(image))) continue;
        const after = fairness?.map((at) => exchange.fairness[at] as number) ?? exchange.fairness;
        images.push(after);
        reached.push({ item: image, fairness: after });
      }
    }
    found.push({ example, images });
  }
  return found;
}

const keyOf = ({ rest, recurring }: Case): string => [rest.key, ...recurring.map(({ key }) => key).sort()].join(" ");

function exchanged({ rest, recurring }: Case, exchange: Exchange): Case {
  return { rest: renamed(rest, exchange), recurring: recurring.map((formula) => renamed(formula, exchange)) };
}

function renamed(formula: Normal, exchange: Exchange): Normal {
  switch (formula.kind) {
    case "true":
    case "false":
      return formula;
    case "literal":
      return renamedLiteral(formula, exchange);
    case "and":
      return conjunction(formula.operands.map((operand) => renamed(operand, exchange)));
    case "or":
      return disjunction(formula.operands.map((operand) => renamed(operand, exchange)));
    case "until":
      return until(renamed(formula.left, exchange), renamed(formula.right, exchange));
    case "release":
      return release(renamed(formula.left, exchange), renamed(formula.right, exchange));
  }
}

function renamedLiteral({ of, number, negated }: Literal, { atoms, events }: Exchange): Normal {
  return literal(of, (of === "state" ? atoms : events)[number] as number, negated);
}
