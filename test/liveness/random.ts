/**
 * Random models with random properties of behaviours: small systems of processes that count, wait, send and crash, some of
 * it fair, and formulas with temporal operators nested three deep and more over what they can see. All text is made from
 * dice, so that a model has a seed and a number.
 */
import fc from "fast-check";
import { type Dice, madeWithDice } from "../soundness/dice.ts";

const text: fc.Arbitrary<string> = madeWithDice(writeModel);

/** Model number `run` of the models of `seed`. */
export function livenessModel(seed: number, run: number): string {
  const [found] = fc.sample(text, { seed: (Math.imul(seed, 1_000_003) + run) | 0, numRuns: 1 });
  if (found === undefined) throw new Error("fast-check made nothing");
  return found;
}

interface Hand {
  readonly dice: Dice;
  readonly members: readonly string[];
  readonly most: number;
  readonly messages: boolean;
  readonly crashes: boolean;
  readonly actions: readonly string[];
}

function writeModel(dice: Dice): string {
  const count = dice.between(1, 3);
  const messages = dice.chance(40);
  const crashes = dice.chance(25);
  const most = dice.between(1, count === 1 ? 4 : 2);
  const members = Array.from({ length: count }, (_none, at) => `n${at + 1}`);
  const names = ["up1", "down1", "flip", "move"].slice(0, dice.between(2, 4));
  const hand: Hand = { dice, members, most, messages, crashes, actions: names };
  const lines = [
    "model Random",
    ...(messages
      ? [
          "message Ping { v: Bool } from Node to Node",
          `network ${dice.one(["unordered", "set"])} capacity 1 overflow ${dice.one(["block", "bound", "drop"])}`,
        ]
      : []),
    `state flag: Bool ${dice.chance(30) ? "in {False, True}" : "= False"}`,
    `state level: 0..${most} = 0`,
    `process Node as n[1..${count}] ordered {`,
    `  ${dice.one(["durable", "volatile", "shared"])} x: 0..${most} = 0`,
    ...names.map((name) => `  ${action(hand, name)}`),
    ...(messages
      ? [
          `  on Ping from p ${guard(hand)}{ ${dice.one(["flag := msg.v", `x := ${dice.between(0, most)}`, "flag := not flag"])} }`,
        ]
      : []),
    "}",
    ...(dice.chance(60)
      ? [`action turn(i in 0..${most}) when ${dice.one(["level ≠ i", "flag", "level < i"])} { level := i }`]
      : []),
    ...(dice.chance(20)
      ? [`constraint ${dice.one([`level < ${most}`, "not (flag and level > 0)"])} or ${dice.one(["flag", "not flag"])}`]
      : []),
    ...(crashes ? [`fault crash { total: 1, restart: ${dice.one(["True", "False"])} }`] : []),
  ];
  const hasTurn = lines.some((line) => line.startsWith("action turn"));
  const targets = [
    ...names.map((name) => `Node.${name}`),
    "Node",
    ...(hasTurn ? ["turn"] : []),
    ...(messages ? ["deliver Ping", "Node.on Ping"] : []),
  ];
  for (let at = dice.between(0, 3); at > 0; at--) {
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

function guard({ dice, most, members }: Hand): string {
  if (dice.chance(35)) return "";
  const other = dice.one(members);
  return `when ${dice.one(["flag", "not flag", `x < ${most}`, "x > 0", "level = x", `${other} ≠ self`, "level > 0 or flag"])} `;
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
      ? ` send Ping { v: ${dice.one(["True", "flag"])} } to ${dice.one(["self", "Node"])}`
      : "";
  return `action ${name} ${guard(hand)}${bound}{ ${body}${sends} }`;
}

// -------------------------------------------------------------------------------------------------------- formulas

/** Where a formula stands, for `taken`: see `taken-position`. */
type Position = "no" | "yes";

function property(hand: Hand, hasTurn: boolean): string {
  const { dice } = hand;
  if (dice.chance(25)) return `∀ p ∈ Node: ${formula(hand, 3, "no", "p", hasTurn)}`;
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
  const { dice, most, actions, messages } = hand;
  const own =
    bound === undefined
      ? []
      : [`${bound}.x = ${dice.between(0, most)}`, `${bound}.x > 0`, `enabled(${bound}.${dice.one(actions)})`];
  const choices = [
    ...own,
    ...own,
    "flag",
    "¬flag",
    `level = ${dice.between(0, most)}`,
    `(∀ q ∈ Node: q.x = ${dice.between(0, most)})`,
    "(∃ q ∈ Node: q.x > 0)",
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
