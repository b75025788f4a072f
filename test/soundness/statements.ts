/**
 * Random code: blocks of actions, handlers, steps, rounds and procedures. What is stored fits, what is counted stays in its
 * range and what is appended has room, except in risky models.
 */
import { condition } from "./conditions.ts";
import { domain } from "./domains.ts";
import { integer } from "./integers.ts";
import { loop } from "./loops.ts";
import { type Place, places } from "./places.ts";
import { type Hand, read } from "./reads.ts";
import { sending } from "./sending.ts";
import { write } from "./shapes.ts";
import { stored, value } from "./values.ts";
import { ghostly, type Kind, type Known, type Scope, withKnown } from "./world.ts";

/** Lines of code. */
export type Lines = readonly string[];

const indent = (lines: Lines): string[] => lines.map((line) => `  ${line}`);
export const braced = (head: string, lines: Lines): string[] =>
  lines.length === 0 ? [`${head} { }`] : [`${head} {`, ...indent(lines), "}"];

/** `length` statements; names that one introduces are in scope in those after it. */
export function block(hand: Hand, scope: Scope, length: number, depth: number): Lines {
  const lines: string[] = [];
  let at = scope;
  for (let number = 0; number < length; number++) {
    const made = statement(hand, at, depth);
    if (!made) continue;
    lines.push(...made.lines);
    at = made.scope ?? at;
    if (made.ends) break;
  }
  return lines;
}

interface Made {
  readonly lines: Lines;
  readonly scope?: Scope;
  /** Nothing can follow. */
  readonly ends?: boolean;
}

function statement(hand: Hand, scope: Scope, depth: number): Made | undefined {
  const { dice, world } = hand;
  const inner = (at: Scope) => block(hand, at, dice.between(1, 2), depth - 1);
  const lines = (made: Lines | undefined): Made | undefined => made && { lines: made };
  const rounds = scope.inboxes !== undefined;
  return dice.made<Made | undefined>(
    [
      [14, () => lines(change(hand, scope, depth))],
      [scope.self ? 7 : 0, () => lines(sending(hand, scope))],
      [depth > 0 ? 3 : 0, () => lines(branching(hand, scope, inner))],
      [depth > 0 ? 2 : 0, () => lines(matched(hand, scope, inner))],
      [depth > 0 ? 3 : 0, () => lines(loop(hand, scope, depth))],
      [2, () => naming(hand, scope)],
      [depth > 0 ? 3 : 0, () => picking(hand, scope, inner)],
      [1, () => lines([`require ${condition(hand, scope, 1)}`])],
      [dice.chance(15) ? 1 : 0, () => lines([`assert ${assertion(hand, scope)}, "${world.fresh("why")}"`])],
      [!rounds || world.risky ? 2 : 0, () => lines(calling(hand, scope))],
      [scope.self && !rounds ? 3 : 0, () => lines(timing(hand, scope, scope.self as Kind))],
      [
        scope.steps && depth > 0 ? 2 : 0,
        () => lines(braced(`if ${condition(hand, scope, 1)}`, [`goto ${dice.one(scope.steps ?? [])}`])),
      ],
      [scope.returns && depth > 0 ? 1 : 0, () => lines(braced(`if ${condition(hand, scope, 1)}`, ["return"]))],
      [!rounds ? 2 : 0, () => lines(operation(hand, scope))],
    ],
    () => undefined,
  );
}

/** Mostly true. */
const assertion = (hand: Hand, scope: Scope): string =>
  `(${condition(hand, scope, 1)} or ${condition(hand, scope, 1)} or ${condition(hand, scope, 1)})`;

/** One place gets another value. */
function change(hand: Hand, scope: Scope, depth: number): Lines | undefined {
  const place = places(hand, scope);
  if (!place) return undefined;
  const inside = place.ghost ? ghostly(hand.world, scope) : scope;
  const made = changed(hand, inside, place, depth);
  return made && (place.test === undefined ? made : braced(`if ${place.test}`, made));
}

function changed(hand: Hand, scope: Scope, place: Place, depth: number): Lines | undefined {
  const { dice, world } = hand;
  const { text, shape } = place;
  const careless = world.risky && dice.chance(15);
  // Code must not test a ghost: what is counted there is brought into the range as a value.
  const testing = !place.ghost;
  if (shape.kind === "int" && testing && dice.chance(35)) {
    const by = dice.chance(75) ? 1 : dice.between(1, 2);
    if (dice.chance(65)) {
      return careless ? [`${text} += ${by}`] : braced(`if ${text} <= ${shape.high - by}`, [`${text} += ${by}`]);
    }
    return careless ? [`${text} -= ${by}`] : braced(`if ${text} >= ${shape.low + by}`, [`${text} -= ${by}`]);
  }
  if ((shape.kind === "set" || shape.kind === "bag" || shape.kind === "seq") && dice.chance(70)) {
    const item = value(hand, shape.item, scope, depth);
    if (item === undefined) return undefined;
    if (shape.kind !== "seq" && dice.chance(30)) return [`remove ${item} from ${text}`];
    const insert = shape.kind === "seq" ? `append ${item} to ${text}` : `insert ${item} into ${text}`;
    if (shape.max === undefined || careless) return [insert];
    return testing ? braced(`if len(${text}) < ${shape.max}`, [insert]) : undefined;
  }
  const stores = value(hand, shape, scope, depth);
  return stores === undefined ? undefined : [`${text} := ${stores}`];
}

function branching(hand: Hand, scope: Scope, inner: (scope: Scope) => Lines): Lines {
  const { dice } = hand;
  const lines = braced(`if ${condition(hand, scope, 2)}`, inner(scope));
  if (dice.chance(50)) return lines;
  const head = dice.chance(25) ? `else if ${condition(hand, scope, 1)}` : "else";
  const [first, ...rest] = braced(head, inner(scope));
  return [...lines.slice(0, -1), `${lines.at(-1)} ${first}`, ...rest];
}

function matched(hand: Hand, scope: Scope, inner: (scope: Scope) => Lines): Lines | undefined {
  const { dice, world } = hand;
  const subject = read(hand, scope, ({ kind }) => kind === "variant" || kind === "option");
  if (!subject) return undefined;
  const cases =
    subject.shape.kind === "variant"
      ? subject.shape.cases
      : subject.shape.kind === "option"
        ? [
            { name: "None", fields: [] },
            { name: "Some", fields: [{ name: "value", shape: subject.shape.item }] },
          ]
        : [];
  const shown = dice.some(cases, 70);
  const arms = shown.flatMap(({ name, fields }) => {
    const known: Known[] = fields.map(({ shape }) => ({ text: world.fresh("x"), shape }));
    const pattern = fields.length === 0 ? name : `${name}(${known.map(({ text }) => text).join(", ")})`;
    return braced(pattern, inner(withKnown(scope, ...known)));
  });
  const rest = shown.length < cases.length ? braced("_", dice.chance(50) ? [] : inner(scope)) : [];
  return braced(`match ${subject.text}`, [...arms, ...rest]);
}

/** `let` and `var`. */
function naming(hand: Hand, scope: Scope): Made | undefined {
  const { dice, world } = hand;
  const name = world.fresh("x");
  if (dice.chance(35)) {
    const low = dice.between(0, 1);
    const known: Known = { text: name, shape: { kind: "int", low, high: low + dice.between(1, 3) } };
    if (known.shape.kind !== "int") return undefined;
    const line = `var ${name}: ${write(known.shape)} = ${stored(hand, low, known.shape.high, scope, 1)}`;
    return { lines: [line], scope: { ...withKnown(scope, known), variables: [...scope.variables, known] } };
  }
  if (dice.chance(30)) {
    const found = integer(hand, scope, 2);
    const known: Known = { text: name, shape: { kind: "int", low: found.low, high: found.high } };
    if (dice.chance(25)) {
      const wide = withKnown(scope, known);
      return { lines: [`var ${name} = ${found.text}`], scope: { ...wide, variables: [...scope.variables, known] } };
    }
    return { lines: [`let ${name} = ${found.text}`], scope: withKnown(scope, known) };
  }
  const source = read(hand, scope, ({ kind }) => kind !== "bool");
  if (!source) return undefined;
  if (dice.chance(50))
    return { lines: [`let ${name} = ${source.text}`], scope: withKnown(scope, { ...source, text: name }) };
  // A process of one of several kinds has a type that can't be written.
  if (write(source.shape).includes(" | ")) return undefined;
  const text = value(hand, source.shape, scope, 2);
  if (text === undefined) return undefined;
  const known: Known = { text: name, shape: source.shape };
  const variable = dice.chance(40);
  const line = `${variable ? "var" : "let"} ${name}: ${write(source.shape)} = ${text}`;
  const inside = withKnown(scope, known);
  return { lines: [line], scope: variable ? { ...inside, variables: [...scope.variables, known] } : inside };
}

/** `pick`, to the end of the block or with a block of its own. */
function picking(hand: Hand, scope: Scope, inner: (scope: Scope) => Lines): Made {
  const { dice, world } = hand;
  const from = domain(hand, scope, 1, 3, "any");
  const name = world.fresh("x");
  const inside = withKnown(scope, { text: name, shape: from.item });
  const where = dice.chance(35) ? ` where ${condition(hand, inside, 1)}` : "";
  const head = `pick ${name} in ${from.text}${where}`;
  if (dice.chance(60)) return { lines: [head], scope: inside };
  return { lines: braced(head, inner(inside)) };
}

function calling(hand: Hand, scope: Scope): Lines | undefined {
  const usable = hand.world.procedures.filter(({ owner }) => owner === undefined || owner === scope.self);
  if (usable.length === 0) return undefined;
  const { name, parameters } = hand.dice.one(usable);
  const values = parameters.map((parameter) => value(hand, parameter, scope, 1));
  return values.includes(undefined) ? undefined : [`${name}(${values.join(", ")})`];
}

function timing(hand: Hand, scope: Scope, self: Kind): Lines | undefined {
  if (self.timers.length === 0) return undefined;
  const { dice } = hand;
  const { name, most } = dice.one(self.timers);
  if (dice.chance(25)) return [`stop ${name}`];
  return [dice.chance(50) ? `start ${name}` : `start ${name} at ${stored(hand, 0, most, scope, 1)}`];
}

/** Operations of the history, by self. */
function operation(hand: Hand, scope: Scope): Lines | undefined {
  const { world, dice } = hand;
  const { history } = world;
  if (!history || history.by !== scope.self || scope.mode !== "code") return undefined;
  const invoke = dice.one(["read()", `write(${stored(hand, 0, 1, scope, 1)})`]);
  if (dice.chance(50)) return braced(`if idle(${history.name}, self)`, [`invoke ${history.name}.${invoke}`]);
  return braced(`if pending(${history.name}, self)`, [`respond ${history.name}${dice.chance(50) ? " with 0" : ""}`]);
}
