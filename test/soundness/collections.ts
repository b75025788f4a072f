/** Random sets and sequences: literals, what can be computed from others, comprehensions. */
import { condition } from "./conditions.ts";
import { domain } from "./domains.ts";
import { integer } from "./integers.ts";
import { domainName, type Hand, kindOf, read } from "./reads.ts";
import { count, fits, type Shape, sizeAtMost } from "./shapes.ts";
import { stored, value } from "./values.ts";
import { type Scope, withKnown } from "./world.ts";

export function madeSet(hand: Hand, shape: Extract<Shape, { kind: "set" }>, scope: Scope, depth: number): string {
  const { dice, world } = hand;
  const less = Math.max(0, depth - 1);
  const most = shape.max ?? Infinity;
  const { item } = shape;
  const literal = () => {
    const texts = Array.from({ length: dice.between(0, Math.min(2, most)) }, () => value(hand, item, scope, less));
    return `{${texts.filter((text) => text !== undefined).join(", ")}}`;
  };
  const inner = () => value(hand, shape, scope, less);
  const name = world.fresh("x");
  const comprehension = () => {
    const from = domain(hand, scope, less, Math.min(8, most), "any");
    const inside = withKnown(scope, { text: name, shape: from.item });
    const body = value(hand, item, inside, less);
    const where = dice.chance(60) ? ` where ${condition(hand, inside, less)}` : "";
    return body && `{ ${body} for ${name} in ${from.text}${where} }`;
  };
  const limited = () => {
    const united = `(${inner()} union ${inner()})`;
    return `(if len(${united}) <= ${most} then ${united} else ${inner()})`;
  };
  const range = () =>
    item.kind === "int" && item.high - item.low < most
      ? `(${stored(hand, item.low, item.high, scope, less)}..${stored(hand, item.low, item.high, scope, less)})`
      : undefined;
  const items = () => {
    const from = read(hand, scope, (found) => (found.kind === "seq" || found.kind === "bag") && fits(item, found.item));
    return from && sizeAtMost(from.shape) <= most ? `toSet(${from.text})` : undefined;
  };
  const everyone = () => (item.kind === "members" && count(item) <= most ? domainName(item) : undefined);
  const subsets = () => {
    if (item.kind !== "set" || most < Infinity) return undefined;
    const base = read(hand, scope, (found) => fits(item, found) && sizeAtMost(found) <= 3);
    return base && `subsets(${base.text})`;
  };
  const alive = () => {
    const name = kindOf(world, item)?.members.name;
    if (name === undefined || most < Infinity || scope.mode === "initial") return undefined;
    const asked = ["crash", "pause", "byzantine"].filter((fault) => world.faults.has(fault));
    return asked.length === 0
      ? undefined
      : `${{ crash: "up", pause: "paused", byzantine: "byzantine" }[dice.one(asked)]}(${name})`;
  };
  // The operands' types come from themselves: `{{a}}` is no set of bags there.
  const operations = depth > 0 && !hasBag(item) ? 1 : 0;
  return dice.made<string>(
    [
      [5, literal],
      [operations * 3, () => (most === Infinity && `(${inner()} union ${inner()})`) || undefined],
      [operations * 2, () => `(${inner()} ${dice.one(["intersect", "minus"])} ${inner()})`],
      [depth > 0 ? 4 : 0, comprehension],
      [most < Infinity ? operations * 3 : 0, limited],
      [2, range],
      [2, items],
      [2, everyone],
      [1, subsets],
      [1, alive],
    ],
    literal,
  );
}

/** Literals, slices, comprehensions. */
export function madeSequence(hand: Hand, shape: Extract<Shape, { kind: "seq" }>, scope: Scope, depth: number): string {
  const { dice, world } = hand;
  const less = Math.max(0, depth - 1);
  const literal = () => {
    const texts = Array.from({ length: dice.between(0, Math.min(2, shape.max)) }, () =>
      value(hand, shape.item, scope, less),
    );
    return `[${texts.filter((text) => text !== undefined).join(", ")}]`;
  };
  const slice = () => {
    const base = read(hand, scope, (found) => fits(shape, found));
    return base && `${base.text}[${integer(hand, scope, less).text}..${integer(hand, scope, less).text}]`;
  };
  const changed = () => {
    const base = read(hand, scope, (found) => fits(shape, found));
    const item = base && value(hand, shape.item, scope, less);
    const at = dice.between(1, Math.max(1, shape.max));
    return item && `(if len(${base?.text}) >= ${at} then ${base?.text} with { [${at}]: ${item} } else ${literal()})`;
  };
  const tail = () => {
    const base = read(hand, scope, (found) => fits(shape, found));
    return base && `(if len(${base.text}) > 0 then tail(${base.text}) else ${literal()})`;
  };
  const comprehension = () => {
    const from = domain(hand, scope, less, shape.max, "any");
    const name = world.fresh("x");
    const inside = withKnown(scope, { text: name, shape: from.item });
    const body = value(hand, shape.item, inside, less);
    return body && `[ ${body} for ${name} in ${from.text} ]`;
  };
  return dice.made<string>(
    [
      [4, literal],
      [3, slice],
      [2, tail],
      [1, changed],
      [depth > 0 && shape.max > 0 ? 2 : 0, comprehension],
    ],
    literal,
  );
}

function hasBag(shape: Shape): boolean {
  switch (shape.kind) {
    case "bag":
      return true;
    case "option":
    case "set":
    case "seq":
      return hasBag(shape.item);
    case "map":
      return hasBag(shape.key) || hasBag(shape.value);
    case "tuple":
      return shape.items.some(hasBag);
    case "record":
      return shape.fields.some((field) => hasBag(field.shape));
    default:
      return false;
  }
}
