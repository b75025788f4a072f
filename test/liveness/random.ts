/**
 * Random models with random properties of behaviours: small systems of processes that count, wait, send and crash, some of
 * it fair, and formulas with temporal operators nested three deep and more over what they can see. All text is made from
 * dice, so that a model has a seed and a number.
 */
import fc from "fast-check";
import { type Dice, madeWithDice } from "../soundness/dice.ts";

/** small: a few dozen states, for what looks at all of them again and again. */
export type Size = "small" | "large";

const texts: Readonly<Record<Size, fc.Arbitrary<string>>> = {
  small: madeWithDice((dice) => writeModel(dice, "small")),
  large: madeWithDice((dice) => writeModel(dice, "large")),
};

/** Model number `run` of the models of `seed`. */
export function livenessModel(seed: number, run: number, size: Size = "large"): string {
  const [found] = fc.sample(texts[size], { seed: (Math.imul(seed, 1_000_003) + run) | 0, numRuns: 1 });
  if (found === undefined) throw new Error("fast-check made nothing");
  return found;
}

interface Hand {
  readonly dice: Dice;
  /** Undefined: they have no order and can't be named. */
  readonly members: readonly string[] | undefined;
  readonly most: number;
  readonly messages: boolean;
  readonly faults: readonly string[];
  readonly actions: readonly string[];
}

function writeModel(dice: Dice, size: Size): string {
  const isSmall = size === "small";
  const count = dice.one(isSmall ? [1, 1, 2, 2, 3] : [1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3]);
  const messages = dice.chance(isSmall ? 35 : 65);
  const largest = isSmall ? [4, 2, 1] : [6, messages ? 3 : 4, messages ? 1 : 2];
  const most = dice.between(count === 3 || isSmall ? 1 : 2, largest[count - 1] ?? 1);
  const members = dice.chance(50) ? Array.from({ length: count }, (_none, at) => `n${at + 1}`) : undefined;
  const names = ["up1", "down1", "flip", "move"].slice(0, dice.between(2, 4));
  const kinds = dice.chance(isSmall ? 20 : 55)
    ? dice.some(["crash", "partition", "pause", ...(messages ? ["loss", "duplication"] : [])], 45).slice(0, 4 - count)
    : [];
  // Nothing keeps a loss or a crash from coming again; two of what has no end would be too many.
  const faults = kinds.map((kind) => {
    const restart = kind === "crash" && dice.chance(30) ? ", restart: False" : "";
    return `fault ${kind} { total: ${dice.between(1, 2)}${restart} }`;
  });
  const hand: Hand = { dice, members, most, messages, faults: kinds, actions: names };
  const lines = [
    "model Random",
    ...(messages ? ["message Ping { v: Bool } from Node to Node", network(dice, count)] : []),
    `state flag: Bool ${dice.chance(30) ? "in {False, True}" : "= False"}`,
    `state level: 0..${dice.between(most, 4)} = 0`,
    `process Node as n[1..${count}] ${members ? "ordered " : ""}{`,
    `  ${dice.one(["durable", "volatile", "shared"])} x: 0..${most} ${dice.chance(15) ? `in 0..${most}` : "= 0"}`,
    `  ${dice.one(["durable", "volatile", "shared"])} ready: Bool = False`,
    ...names.map((name) => `  ${action(hand, name)}`),
    ...(dice.chance(isSmall ? 20 : 85)
      ? [`  action prepare ${guard(hand)}{ ready := ${dice.one(["True", "not ready", "x > 0"])} }`]
      : []),
    ...(messages ? [`  on Ping from p ${guard(hand)}{ ${received(hand)} }`] : []),
    "}",
    ...(dice.chance(75)
      ? [`action turn(i in 0..${most}) when ${dice.one(["level ≠ i", "flag", "level < i"])} { level := i }`]
      : []),
    ...(dice.chance(20)
      ? [`constraint ${dice.one([`level < ${most}`, "not (flag and level > 0)"])} or ${dice.one(["flag", "not flag"])}`]
      : []),
    ...faults,
  ];
  const hasTurn = lines.some((line) => line.startsWith("action turn"));
  const targets = [
    ...names.map((name) => `Node.${name}`),
    "Node",
    ...(hasTurn ? ["turn"] : []),
    ...(messages ? ["deliver Ping", "deliver Ping", "Node.on Ping"] : []),
    ...(faults.some((text) => text.startsWith("fault crash") && !text.includes("restart")) ? ["restart"] : []),
    ...(kinds.includes("partition") ? ["heal"] : []),
    ...(kinds.includes("pause") ? ["resume"] : []),
  ];
  for (let at = dice.chance(80) ? dice.between(1, 6) : 0; at > 0; at--) {
    const target = dice.one(targets);
    const each =
      target === "turn" && dice.chance(50)
        ? " for each i"
        : target === "deliver Ping" && dice.chance(60)
          ? ` for each ${dice.one(["from", "to", "from, to"])}`
          : "";
    lines.push(`fair ${dice.one(["weak", "strong"])} ${target}${each}`);
  }
  if (dice.chance(30)) lines.push(`fair ${dice.one(["weak", "strong"])} (Node.${names[0]} | Node.${names[1]}) as pair`);
  lines.push(`property Wanted: ${property(hand, hasTurn)}`, "terminal when True");
  return `${lines.join("\n")}\n`;
}

function network(dice: Dice, count: number): string {
  const overflow = dice.one(["block", "bound", "drop"]);
  const capacity = count < 3 && dice.chance(40) ? "1 each" : dice.between(1, 2);
  return `network ${dice.one(["unordered", "unordered", "set", "fifo"])} capacity ${capacity} overflow ${overflow}`;
}

function received({ dice, most }: Hand): string {
  return dice.one([
    "flag := msg.v",
    `x := ${dice.between(0, most)}`,
    "flag := not flag",
    "ready := msg.v",
    "if p = self { ready := True } else { x := 0 }",
    "ready := not ready; if msg.v { reply Ping { v: False } }",
  ]);
}

function guard({ dice, most, members }: Hand): string {
  if (dice.chance(35)) return "";
  const own = members ? [`${dice.one(members)} ≠ self`] : [];
  const texts = ["flag", "not flag", `x < ${most}`, "x > 0", "level = x", "ready", "level > 0 or flag", ...own];
  return `when ${dice.one(texts)} `;
}

function action(hand: Hand, name: string): string {
  const { dice, most, messages } = hand;
  const body = {
    up1: `x := if x < ${most} then x + 1 else 0`,
    down1: `x := if x > 0 then x - 1 else x`,
    flip: "flag := not flag",
    move: dice.one([`pick v in 0..${most} x := v`, `pick v in 0..${most} where v ≠ x level := v`, "level := x"]),
  }[name];
  const bound = dice.chance(15) ? `bound ${dice.one([`x < ${most}`, "not flag", "level = 0"])} ` : "";
  const sends =
    messages && dice.chance(50)
      ? ` send Ping { v: ${dice.one(["True", "flag", "ready"])} } to ${dice.one(["self", "Node"])}`
      : "";
  return `action ${name} ${guard(hand)}${bound}{ ${body}${sends} }`;
}

// -------------------------------------------------------------------------------------------------------- formulas

/** Where a formula stands, for `taken`: see `taken-position`. */
type Position = "no" | "yes";

function property(hand: Hand, hasTurn: boolean): string {
  const { dice } = hand;
  if (dice.chance(30)) return `∀ p ∈ Node: ${formula(hand, 3, "no", "p", hasTurn)}`;
  if (dice.chance(15)) return `∃ p ∈ Node: ${formula(hand, 3, "no", "p", hasTurn)}`;
  return formula(hand, 3, "no", undefined, hasTurn);
}

/** A formula with temporal operators nested `depth` deep on at least one branch. `taken`: it may be said right here. */
function formula(hand: Hand, depth: number, taken: Position, bound: string | undefined, hasTurn: boolean): string {
  const { dice } = hand;
  if (depth === 0) return atom(hand, taken, bound, hasTurn);
  const deep = (position: Position) => formula(hand, depth - 1, position, bound, hasTurn);
  const shallow = (position: Position) => formula(hand, dice.chance(20) ? 1 : 0, position, bound, hasTurn);
  switch (dice.between(0, 11)) {
    case 0:
    case 1:
      return `□ (${deep("no")})`;
    case 2:
    case 3:
      return `◇ (${deep("yes")})`;
    case 4:
      return `(${shallow("no")}) ⇝ (${deep("yes")})`;
    case 5:
      return `((${shallow("no")}) until (${deep("yes")}))`;
    case 6:
      return `(${deep("no")}) → (${shallow("no")})`;
    case 7:
      return `(${shallow("no")}) ∨ (${deep("no")})`;
    case 8:
      return `(${deep("no")}) ∧ (${shallow("no")})`;
    case 9:
      return `¬(${deep("no")})`;
    case 10:
      return `□ (${atom(hand, "yes", bound, hasTurn)} → (${deep("no")}))`;
    default:
      return `□ ◇ (${deep("yes")})`;
  }
}

function atom(hand: Hand, taken: Position, bound: string | undefined, hasTurn: boolean): string {
  const { dice, most, actions, messages, faults } = hand;
  const own =
    bound === undefined
      ? []
      : [
          `${bound}.x = ${dice.between(0, most)}`,
          `${bound}.x > 0`,
          `enabled(${bound}.${dice.one(actions)})`,
          `${bound}.ready`,
        ];
  const choices = [
    ...own,
    ...own,
    "flag",
    "¬flag",
    `level = ${dice.between(0, most)}`,
    `(∀ q ∈ Node: q.x = ${dice.between(0, most)})`,
    "(∃ q ∈ Node: q.x > 0)",
    "(∃ q ∈ Node: q.ready)",
    ...(faults.includes("crash") ? ["(∃ q ∈ Node: ¬up(q))"] : []),
    ...(faults.includes("partition") ? ["partitioned()"] : []),
    `enabled(Node.${dice.one(actions)})`,
    ...(taken === "yes"
      ? [
          `taken(Node.${dice.one(actions)})`,
          ...(bound === undefined ? [] : [`taken(${bound}.${dice.one(actions)})`]),
          ...(hasTurn ? ["taken(turn)"] : []),
          ...(messages ? ["taken(Node.on Ping)"] : []),
        ]
      : []),
  ];
  return dice.one(choices);
}
