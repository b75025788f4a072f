/**
 * Random expressions whose value always lies in a wanted type. The type flows in from where the text will stand, so `{}`,
 * `[]`, `None` and bags may be written; nothing is missing, out of range or too large, except in risky models.
 */
import { madeSequence, madeSet } from "./collections.ts";
import { condition } from "./conditions.ts";
import { domain } from "./domains.ts";
import { integer } from "./integers.ts";
import { domainName, type Hand, kindOf, read } from "./reads.ts";
import { fits, interchangeable, type Part, type Shape, sizeAtMost } from "./shapes.ts";
import { type Scope, withKnown } from "./world.ts";

/** An expression of `shape`; undefined where there is no way to name such a value. */
export function value(hand: Hand, shape: Shape, scope: Scope, depth: number): string | undefined {
  const { dice } = hand;
  const known = () => read(hand, scope, (found) => fits(shape, found))?.text;
  if (shape.kind === "bool") return condition(hand, scope, depth);
  const own = (): string | undefined => {
    if (shape.kind === "int") return stored(hand, shape.low, shape.high, scope, depth);
    return made(hand, shape, scope, depth);
  };
  return dice.made<string | undefined>(
    [
      [6, known],
      [8, own],
      [depth > 0 ? 4 : 0, () => compound(hand, shape, scope, depth - 1)],
    ],
    () => undefined,
  );
}

/** Ways to come to a value of any type. */
function compound(hand: Hand, shape: Shape, scope: Scope, depth: number): string | undefined {
  const { dice, world } = hand;
  const inner = (at = scope) => value(hand, shape, at, depth);
  const other = inner();
  if (other === undefined) return undefined;
  const ifThen = () => `(if ${condition(hand, scope, depth)} then ${inner()} else ${other})`;
  const choosing = () => {
    const from = domain(hand, scope, depth, 8, "set");
    const name = world.fresh("x");
    if (!fits(shape, from.item)) return undefined;
    const where = condition(hand, withKnown(scope, { text: name, shape: from.item }), depth);
    const all = `${name} in ${from.text}`;
    if (world.risky && dice.chance(20)) return `(choose ${all} where ${where})`;
    const test = interchangeable(from.item) ? `count(${all} where ${where}) = 1` : `exists ${all}: ${where}`;
    return `(if ${test} then choose ${all} where ${where} else ${other})`;
  };
  return dice.made<string | undefined>(
    [
      [4, ifThen],
      [3, () => matching(hand, scope, inner)],
      [3, () => held(hand, shape, scope, other)],
      [3, () => placed(hand, shape, scope, other)],
      [2, choosing],
      [2, () => past(hand, scope, (found) => fits(shape, found))],
      [3, () => defined(hand, scope, depth, (result) => fits(shape, result))],
    ],
    () => other,
  );
}

/** `match e { … }` over a variant or an option that can be read. */
export function matching(hand: Hand, scope: Scope, arm: (scope: Scope) => string | undefined): string | undefined {
  const { dice, world } = hand;
  const subject = read(hand, scope, ({ kind }) => kind === "variant" || kind === "option");
  if (!subject) return undefined;
  const some: Part = { name: "value", shape: subject.shape.kind === "option" ? subject.shape.item : subject.shape };
  const cases =
    subject.shape.kind === "variant"
      ? subject.shape.cases
      : [
          { name: "None", fields: [] },
          { name: "Some", fields: [some] },
        ];
  const shown = dice.some(cases, 70);
  const arms = shown.map(({ name, fields }) => {
    if (fields.length === 0 || dice.chance(15)) return [name, arm(scope)];
    const names = fields.map(() => (dice.chance(15) ? "_" : world.fresh("x")));
    const bound = fields.flatMap(({ shape }, at) => (names[at] === "_" ? [] : [{ text: names[at] as string, shape }]));
    return [`${name}(${names.join(", ")})`, arm(withKnown(scope, ...bound))];
  });
  if (shown.length < cases.length || shown.length === 0) arms.push(["_", arm(scope)]);
  if (arms.some(([, body]) => body === undefined)) return undefined;
  return `(match ${subject.text} { ${arms.map(([pattern, body]) => `${pattern}: ${body}`).join(", ")} })`;
}

/** What an option holds, behind a test. */
function held(hand: Hand, shape: Shape, scope: Scope, otherwise: string): string | undefined {
  const option = read(hand, scope, (found) => found.kind === "option" && fits(shape, found.item));
  if (!option) return undefined;
  if (hand.world.risky && hand.dice.chance(20)) return `${option.text}.value`;
  return `(if ${option.text} is Some then ${option.text}.value else ${otherwise})`;
}

/** A place of a sequence, behind a test. */
function placed(hand: Hand, shape: Shape, scope: Scope, otherwise: string): string | undefined {
  const { dice, world } = hand;
  const list = read(hand, scope, (found) => found.kind === "seq" && found.max > 0 && fits(shape, found.item));
  if (!list) return undefined;
  const at = dice.between(1, sizeAtMost(list.shape));
  const item = dice.one([`${list.text}[${at}]`, `head(${list.text})`, `last(${list.text})`]);
  if (world.risky && dice.chance(20)) return item;
  return `(if len(${list.text}) >= ${at} then ${item} else ${otherwise})`;
}

/** Whether `old` has a meaning here, and is not in force already. */
export const looksBack = ({ past: inside, mode }: Scope): boolean =>
  !inside && mode !== "property" && mode !== "initial";

/** What something was before the step. */
export function past(hand: Hand, scope: Scope, wanted: (shape: Shape) => boolean): string | undefined {
  if (!looksBack(scope)) return undefined;
  const before = read(hand, { ...scope, past: true }, wanted);
  return before && `old(${before.text})`;
}

/** A define with arguments: of the model, of self, or of another process in formulas. */
export function defined(
  hand: Hand,
  scope: Scope,
  depth: number,
  wanted: (shape: Shape) => boolean,
): string | undefined {
  const { dice, world } = hand;
  if (scope.mode === "initial") return undefined;
  const stepping = scope.mode !== "property";
  const owners = scope.mode === "code" ? [] : scope.known.filter(({ shape }) => kindOf(world, shape));
  const own = scope.mode === "property" || scope.mode === "step" ? [] : (scope.self?.defines ?? []);
  const candidates = [
    ...[...world.defines, ...own].map((define) => ({ define, prefix: "" })),
    ...owners.flatMap(({ text, shape }) =>
      (kindOf(world, shape)?.defines ?? []).map((define) => ({ define, prefix: `${text}.` })),
    ),
  ].filter(({ define }) => wanted(define.result) && (stepping || !define.past));
  if (candidates.length === 0) return undefined;
  const { define, prefix } = dice.one(candidates);
  const values = define.parameters.map((parameter) => value(hand, parameter, scope, Math.max(0, depth - 1)));
  if (values.includes(undefined)) return undefined;
  return values.length === 0 ? `${prefix}${define.name}` : `${prefix}${define.name}(${values.join(", ")})`;
}

/** An integer that may be stored in low..high: brought into the range if need be. */
export function stored(hand: Hand, low: number, high: number, scope: Scope, depth: number): string {
  const { dice, world } = hand;
  const found = integer(hand, scope, depth);
  if (found.low >= low && found.high <= high) return found.text;
  if (found.low > high || found.high < low || (depth === 0 && dice.chance(60))) return String(dice.between(low, high));
  if (world.risky && dice.chance(15)) return found.text;
  const bounded = () => `min(max(${found.text}, ${low}), ${high})`;
  if (high - low >= Number.MAX_SAFE_INTEGER) return bounded();
  return dice.one([
    bounded,
    () => `(${found.text} mod ${high - low + 1}${low === 0 ? "" : ` + ${low}`})`,
    () => `(if ${found.text} in ${low}..${high} then ${found.text} else ${dice.between(low, high)})`,
  ])();
}

/** A literal, constructor or comprehension of the type itself. */
function made(hand: Hand, shape: Shape, scope: Scope, depth: number): string | undefined {
  const { dice, world } = hand;
  const less = Math.max(0, depth - 1);
  const inner = (part: Shape) => value(hand, part, scope, less);
  const all = (shapes: readonly Shape[]): string[] | undefined => {
    const texts = shapes.map(inner);
    return texts.includes(undefined) ? undefined : (texts as string[]);
  };
  switch (shape.kind) {
    case "bool":
    case "int":
      return inner(shape);
    case "members": {
      if (!shape.ordered && !shape.single) return undefined;
      if (!shape.single && shape.process && dice.chance(25))
        return `${shape.name}[${stored(hand, shape.first, shape.first + shape.names.length - 1, scope, less)}]`;
      return dice.one(shape.names);
    }
    case "variant":
      return dice.made<string | undefined>(
        shape.cases.map(({ name, fields }) => [
          1,
          () => {
            const texts = all(fields.map((field) => field.shape));
            return texts && (texts.length === 0 ? name : `${name}(${texts.join(", ")})`);
          },
        ]),
        () => undefined,
      );
    case "record": {
      // `{ }` is the empty set: a record without fields can't be written.
      if (shape.fields.length === 0) return undefined;
      const texts = all(shape.fields.map((field) => field.shape));
      const base = depth > 0 && dice.chance(35) ? read(hand, scope, (found) => fits(shape, found)) : undefined;
      if (base) {
        const changed = dice.one(shape.fields);
        const text = inner(changed.shape);
        const nested = changed.shape.kind === "record" ? changed.shape.fields[0] : undefined;
        const deep = nested && inner(nested.shape);
        if (nested && deep !== undefined && dice.chance(50))
          return `(${base.text} with { ${changed.name}.${nested.name}: ${deep} })`;
        return text && `(${base.text} with { ${changed.name}: ${text} })`;
      }
      return texts && `{ ${shape.fields.map(({ name }, at) => `${name}: ${texts[at]}`).join(", ")} }`;
    }
    case "tuple": {
      const texts = all(shape.items);
      return texts && `(${texts.join(", ")})`;
    }
    case "option": {
      const item = dice.chance(65) ? inner(shape.item) : undefined;
      return item === undefined ? "None" : `Some(${item})`;
    }
    case "map": {
      const base = depth > 0 && dice.chance(40) ? read(hand, scope, (found) => fits(shape, found)) : undefined;
      const key = base && inner(shape.key);
      const item = key && inner(shape.value);
      if (item !== undefined) return `(${base?.text} with { [${key}]: ${item} })`;
      const name = world.fresh("x");
      const from = domainName(shape.key);
      if (from === undefined) return undefined;
      const body = value(hand, shape.value, withKnown(scope, { text: name, shape: shape.key }), less);
      const where = world.risky && dice.chance(5) ? ` where ${condition(hand, scope, 0)}` : "";
      return body && `{ ${name}: ${body} for ${name} in ${from}${where} }`;
    }
    case "set":
      return madeSet(hand, shape, scope, depth);
    case "seq":
      return madeSequence(hand, shape, scope, depth);
    case "bag": {
      const base = read(hand, scope, (found) => fits(shape, found));
      const item = inner(shape.item);
      if (base && item !== undefined && dice.chance(40)) {
        if (dice.chance(50)) return `(${base.text} minus {${item}})`;
        return `(if len(${base.text}) < ${shape.max} then ${base.text} union {${item}} else ${base.text})`;
      }
      const texts = all(Array.from({ length: dice.between(0, Math.min(2, shape.max)) }, () => shape.item));
      return `{${(texts ?? []).join(", ")}}`;
    }
  }
}
