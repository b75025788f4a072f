/** What the names of quantifiers, comprehensions, loops, picks and parameters range over in random models. */
import { condition } from "./conditions.ts";
import { domainName, type Hand, read } from "./reads.ts";
import { count, interchangeable, type Shape, sizeAtMost } from "./shapes.ts";
import { stored, value } from "./values.ts";
import { type Scope, withKnown } from "./world.ts";

export interface Domain {
  readonly text: string;
  readonly item: Shape;
  /** At most so many items. */
  readonly most: number;
}

/**
 * Something to range over, of at most about `most` items, whose type needs no context. "set": no sequences and bags;
 * "ordered": nothing whose items have no order.
 */
export function domain(
  hand: Hand,
  scope: Scope,
  depth: number,
  most: number,
  wanted: "any" | "set" | "ordered",
): Domain {
  const { dice, world } = hand;
  const small = (shape: Shape) => count(shape) <= most && (wanted !== "ordered" || !interchangeable(shape));
  const range = (): Domain => {
    const low = dice.between(0, 1);
    const high = low + dice.between(0, Math.min(2, Math.max(0, most - 1)));
    return { text: `(${low}..${high})`, item: { kind: "int", low, high }, most: high - low + 1 };
  };
  const collection = (): Domain | undefined => {
    const known = read(hand, scope, (shape) => {
      if (shape.kind !== "set" && (wanted === "set" || (shape.kind !== "seq" && shape.kind !== "bag"))) return false;
      return sizeAtMost(shape) <= (most >= 8 ? 64 : most) && (wanted !== "ordered" || !interchangeable(shape));
    });
    if (known?.shape.kind !== "set" && known?.shape.kind !== "seq" && known?.shape.kind !== "bag") return undefined;
    return { text: known.text, item: known.shape.item, most: sizeAtMost(known.shape) };
  };
  const named = (): Domain | undefined => {
    const types = [...world.types, ...world.kinds.map(({ members }) => members as Shape), { kind: "bool" } as Shape];
    const usable = types.filter((shape) => small(shape) && domainName(shape) !== undefined);
    if (usable.length === 0) return undefined;
    const item = dice.one(usable);
    return {
      text: item.kind === "int" && !item.alias ? `(${domainName(item)})` : (domainName(item) as string),
      item,
      most: count(item),
    };
  };
  const kinds = (): Domain | undefined => {
    const usable = world.kinds.filter(({ members }) => small(members));
    if (usable.length === 0) return undefined;
    const { members } = dice.one(usable);
    return { text: members.name, item: members, most: members.names.length };
  };
  return dice.made<Domain>(
    [
      [3, range],
      [6, kinds],
      [3, named],
      [4, collection],
      [
        depth > 0 ? 2 : 0,
        () => {
          const base = kinds();
          const one = base && value(hand, base.item, scope, 0);
          return base && one !== undefined ? { ...base, text: `(${base.text} minus {${one}})` } : undefined;
        },
      ],
      [
        depth > 0 ? 2 : 0,
        () => {
          const base = named();
          const name = world.fresh("x");
          if (!base) return undefined;
          const where = condition(hand, withKnown(scope, { text: name, shape: base.item }), 0);
          return { ...base, text: `{ ${name} for ${name} in ${base.text} where ${where} }` };
        },
      ],
      [
        depth > 0 && most >= 4 ? 1 : 0,
        () => ({
          text: `(0..${stored(hand, 0, 3, scope, depth - 1)})`,
          item: { kind: "int", low: 0, high: 3 },
          most: 4,
        }),
      ],
      [
        1,
        () => {
          const base = most >= 8 ? kinds() : undefined;
          if (!base || base.most > 3) return undefined;
          return { text: `subsets(${base.text})`, item: { kind: "set", item: base.item }, most: 2 ** base.most };
        },
      ],
    ],
    range,
  );
}
