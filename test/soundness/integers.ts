/** Random integer expressions, with bounds of the values that they can have. */
import { condition } from "./conditions.ts";
import { domain } from "./domains.ts";
import { type Hand, read } from "./reads.ts";
import { type Shape, sizeAtMost } from "./shapes.ts";
import { defined, looksBack, matching, past } from "./values.ts";
import { type Scope, withKnown } from "./world.ts";

export interface Interval {
  readonly text: string;
  readonly low: number;
  readonly high: number;
}

/** Beyond it a number is a model error. */
const largest = Number.MAX_SAFE_INTEGER;
/** Around the ends of 32 bits, and beyond them. */
const large = [2147483647, 2147483648, -2147483649, 4294967296, 5000000000, 94906267, -3000000000];

const isInteger = (shape: Shape): boolean => shape.kind === "int";
const isCollection = ({ kind }: Shape): boolean => kind === "set" || kind === "seq" || kind === "bag" || kind === "map";

export function integer(hand: Hand, scope: Scope, depth: number): Interval {
  const { dice } = hand;
  const literal = (): Interval => {
    const small = dice.chance(8) ? -dice.between(1, 2) : dice.between(0, 3);
    const number = dice.chance(4) ? dice.one(large) : small;
    return { text: number < 0 ? `(${number})` : String(number), low: number, high: number };
  };
  const found = dice.made<Interval>(
    [
      [2, literal],
      [5, () => readInteger(hand, scope)],
      [depth > 0 ? 7 : 0, () => calculated(hand, scope, depth - 1)],
      [2, () => measured(hand, scope)],
      [depth > 0 ? 4 : 0, () => counted(hand, scope, depth - 1)],
    ],
    literal,
  );
  const isTooLarge = found.low < -largest || found.high > largest;
  return isTooLarge && !(hand.world.risky && dice.chance(50)) ? literal() : found;
}

function readInteger(hand: Hand, scope: Scope): Interval | undefined {
  const known = read(hand, scope, isInteger);
  return known?.shape.kind === "int" ? { text: known.text, low: known.shape.low, high: known.shape.high } : undefined;
}

const spread = (text: string, ...ends: number[]): Interval => ({
  text,
  low: Math.min(...ends),
  high: Math.max(...ends),
});

function calculated(hand: Hand, scope: Scope, depth: number): Interval | undefined {
  const { dice, world } = hand;
  const one = () => integer(hand, scope, depth);
  const [a, b] = [one(), one()];
  const sum = () => spread(`(${a.text} + ${b.text})`, a.low + b.low, a.high + b.high);
  return dice.made<Interval | undefined>(
    [
      [6, sum],
      [4, () => spread(`(${a.text} - ${b.text})`, a.low - b.high, a.high - b.low)],
      [2, () => spread(`(${a.text} * ${b.text})`, a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)],
      [2, () => divided(hand, a, b)],
      [1, () => spread(`-${a.text.startsWith("-") ? `(${a.text})` : a.text}`, -a.high, -a.low)],
      [1, () => ({ text: `abs(${a.text})`, low: 0, high: Math.max(Math.abs(a.low), Math.abs(a.high)) })],
      [2, () => ({ text: `min(${a.text}, ${b.text})`, low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) })],
      [2, () => ({ text: `max(${a.text}, ${b.text})`, low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) })],
      [
        3,
        () =>
          spread(`(if ${condition(hand, scope, depth)} then ${a.text} else ${b.text})`, a.low, a.high, b.low, b.high),
      ],
      [
        2,
        () => {
          const ends: number[] = [];
          const text = matching(hand, scope, (inner) => {
            const arm = integer(hand, inner, 0);
            ends.push(arm.low, arm.high);
            return arm.text;
          });
          return text === undefined ? undefined : spread(text, ...ends);
        },
      ],
      [
        2,
        () => {
          let result: Shape | undefined;
          const accept = (shape: Shape) => {
            if (shape.kind === "int") result = shape;
            return false;
          };
          defined(hand, scope, depth, accept);
          const wanted = result;
          if (wanted?.kind !== "int") return undefined;
          const text = defined(hand, scope, depth, (shape) => shape === wanted);
          return text === undefined ? undefined : { text, low: wanted.low, high: wanted.high };
        },
      ],
      [
        2,
        () => {
          const known = read(hand, { ...scope, past: true }, isInteger);
          if (known?.shape.kind !== "int") return undefined;
          const wanted = known.shape;
          const text = past(hand, scope, (shape) => shape === wanted);
          return text === undefined ? undefined : { text, low: wanted.low, high: wanted.high };
        },
      ],
      [
        looksBack(scope) ? 1 : 0,
        () => {
          const { text, low, high } = integer(hand, { ...scope, past: true }, depth);
          return { text: `old(${text})`, low, high };
        },
      ],
      [world.risky ? 1 : 0, () => spread(`(${a.text} div ${b.text})`, -200, 200)],
    ],
    sum,
  );
}

function divided({ dice }: Hand, a: Interval, b: Interval): Interval {
  const operator = dice.one(["div", "mod"]);
  const most = Math.max(Math.abs(a.low), Math.abs(a.high));
  const divisor = b.low > 0 || b.high < 0 ? b.text : dice.one(["2", "3", "(-2)"]);
  const widest = b.low > 0 || b.high < 0 ? Math.max(Math.abs(b.low), Math.abs(b.high)) : 3;
  if (operator === "mod") return { text: `(${a.text} mod ${divisor})`, low: 0, high: widest - 1 };
  return { text: `(${a.text} div ${divisor})`, low: -most - 1, high: most + 1 };
}

/** Sizes of collections, numbers of members. */
function measured(hand: Hand, scope: Scope): Interval | undefined {
  const { dice, world } = hand;
  return dice.made<Interval | undefined>(
    [
      [
        3,
        () => {
          const known = read(hand, scope, isCollection);
          return known && { text: `len(${known.text})`, low: 0, high: sizeAtMost(known.shape) };
        },
      ],
      [
        2,
        () => {
          const known = read(hand, scope, (shape) => shape.kind === "members" && shape.ordered);
          if (known?.shape.kind !== "members") return undefined;
          const { first, names } = known.shape;
          return { text: `index(${known.text})`, low: first, high: first + names.length - 1 };
        },
      ],
      [
        2,
        () => {
          const known = read(hand, scope, (shape) => shape.kind === "set" && shape.item.kind === "int");
          if (known?.shape.kind !== "set" || known.shape.item.kind !== "int") return undefined;
          const { low, high } = known.shape.item;
          if (world.risky && dice.chance(20)) return { text: `max(${known.text})`, low, high };
          if (dice.chance(40)) {
            const most = sizeAtMost(known.shape);
            return { text: `sum(${known.text})`, low: Math.min(0, low * most), high: Math.max(0, high * most) };
          }
          const pick = dice.one(["min", "max"]);
          return { text: `(if ${known.text} = {} then ${low} else ${pick}(${known.text}))`, low, high };
        },
      ],
    ],
    () => undefined,
  );
}

/** Counts and sums over what some names range over. */
function counted(hand: Hand, scope: Scope, depth: number): Interval | undefined {
  const { dice, world } = hand;
  const from = domain(hand, scope, depth, 8, "any");
  const name = world.fresh("x");
  const inside = withKnown(scope, { text: name, shape: from.item });
  const where = () => condition(hand, inside, depth);
  if (from.most <= 4 && dice.chance(20)) {
    const second = world.fresh("x");
    const other = domain(hand, inside, 0, 4, "any");
    const both = withKnown(inside, { text: second, shape: other.item });
    const filter = condition(hand, both, depth);
    const text = `count(${name} in ${from.text}, ${second} in ${other.text} where ${filter})`;
    return { text, low: 0, high: from.most * other.most };
  }
  if (dice.chance(20)) return { text: `count(${from.text})`, low: 0, high: from.most };
  if (dice.chance(60)) return { text: `count(${name} in ${from.text} where ${where()})`, low: 0, high: from.most };
  const item = integer(hand, inside, depth);
  const filter = dice.chance(40) ? ` where ${where()}` : "";
  return {
    text: `sum(${item.text} for ${name} in ${from.text}${filter})`,
    low: Math.min(0, item.low * from.most),
    high: Math.max(0, item.high * from.most),
  };
}
