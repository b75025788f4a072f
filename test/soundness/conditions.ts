/** Random formulas. */
import { domain } from "./domains.ts";
import { integer } from "./integers.ts";
import { type Hand, kindOf, read } from "./reads.ts";
import { fits, spell } from "./shapes.ts";
import { defined, looksBack, matching, past, value } from "./values.ts";
import { type Scope, withKnown } from "./world.ts";

export function condition(hand: Hand, scope: Scope, depth: number): string {
  const { dice } = hand;
  const inner = () => condition(hand, scope, depth - 1);
  const comparison = () => compared(hand, scope, Math.max(0, depth - 1));
  return dice.made<string>(
    [
      [1, () => dice.one(["True", "False"])],
      [3, () => read(hand, scope, ({ kind }) => kind === "bool")?.text],
      [5, comparison],
      [5, () => equation(hand, scope, Math.max(0, depth - 1))],
      [3, () => membership(hand, scope, Math.max(0, depth - 1))],
      [2, () => tested(hand, scope)],
      [2, () => combined(hand, scope, Math.max(0, depth - 1))],
      [2, () => environment(hand, scope)],
      [depth > 0 ? 2 : 0, () => `(not ${inner()})`],
      [depth > 0 ? 5 : 0, () => joined(hand, inner)],
      [depth > 0 ? 4 : 0, () => quantified(hand, scope, depth - 1)],
      [depth > 0 ? 1 : 0, () => `(if ${inner()} then ${inner()} else ${inner()})`],
      [depth > 0 ? 2 : 0, () => matching(hand, scope, (arm) => condition(hand, arm, 0))],
      [depth > 0 ? 2 : 0, () => defined(hand, scope, depth - 1, ({ kind }) => kind === "bool")],
      [1, () => past(hand, scope, ({ kind }) => kind === "bool")],
      [depth > 0 && looksBack(scope) ? 2 : 0, () => `old(${condition(hand, { ...scope, past: true }, depth - 1)})`],
    ],
    comparison,
  );
}

/** Two collections together, looked at as a whole. */
function combined(hand: Hand, scope: Scope, depth: number): string | undefined {
  const { dice } = hand;
  const left = read(hand, scope, ({ kind }) => kind === "set" || kind === "bag");
  const right = left && value(hand, left.shape, scope, depth);
  if (right === undefined) return undefined;
  const both = `(${left?.text} ${dice.one(["union", "intersect", "minus"])} ${right})`;
  const other = left && value(hand, left.shape, scope, 0);
  return dice.one([`(len(${both}) ${dice.one(["<", "=", ">"])} ${dice.between(0, 2)})`, `(${both} = ${other})`]);
}

function joined({ dice }: Hand, inner: () => string): string {
  const operator = dice.one(["and", "and", "or", "or", "=>", "<=>"]);
  const operands = operator === "and" || operator === "or" ? dice.between(2, 3) : 2;
  return `(${Array.from({ length: operands }, inner).join(` ${operator} `)})`;
}

function compared(hand: Hand, scope: Scope, depth: number): string {
  const { dice } = hand;
  const ordered = dice.chance(15) ? read(hand, scope, (shape) => shape.kind === "members" && shape.ordered) : undefined;
  const other = ordered && value(hand, ordered.shape, scope, 0);
  const operator = dice.one(["<", "<=", ">", ">=", "=", "!="]);
  if (other !== undefined) return `(${ordered?.text} ${operator} ${other})`;
  return `(${integer(hand, scope, depth).text} ${operator} ${integer(hand, scope, depth).text})`;
}

/** Something that can be read, compared with a value of its type. */
function equation(hand: Hand, scope: Scope, depth: number): string | undefined {
  const left = read(hand, scope, ({ kind }) => kind !== "bool");
  const right = left && value(hand, left.shape, scope, depth);
  if (right === undefined) return undefined;
  const operator = hand.dice.one(["=", "=", "!="]);
  // A literal on the left has the type that it has by itself.
  const plain = left?.shape.kind === "int" || left?.shape.kind === "members" || left?.shape.kind === "variant";
  return !plain || hand.dice.chance(60)
    ? `(${left?.text} ${operator} ${right})`
    : `(${right} ${operator} ${left?.text})`;
}

function membership(hand: Hand, scope: Scope, depth: number): string | undefined {
  const { dice } = hand;
  const collection = read(hand, scope, ({ kind }) => kind === "set" || kind === "seq" || kind === "bag");
  const operator = dice.one(["in", "notin"]);
  if (
    collection &&
    (collection.shape.kind === "set" || collection.shape.kind === "seq" || collection.shape.kind === "bag")
  ) {
    if (collection.shape.kind !== "seq" && dice.chance(25)) {
      const other = value(hand, collection.shape, scope, depth);
      if (other !== undefined) return `(${collection.text} subset ${other})`;
    }
    if (collection.shape.kind === "set" && dice.chance(15)) return `isQuorum(${collection.text})`;
    // Here a bag's literal would be taken for a set's.
    const { item: wanted } = collection.shape;
    const item = spell(wanted).includes("Bag<")
      ? read(hand, scope, (shape) => fits(wanted, shape))?.text
      : value(hand, wanted, scope, depth);
    if (item !== undefined) return `(${item} ${operator} ${collection.text})`;
  }
  const left = read(hand, scope, ({ kind }) => kind === "int" || kind === "members" || kind === "variant");
  const one = left && value(hand, left.shape, scope, depth);
  const two = left && value(hand, left.shape, scope, 0);
  return one === undefined || two === undefined ? undefined : `(${left?.text} ${operator} {${one}, ${two}})`;
}

/** `x is A`, `p at step`, timers. */
function tested(hand: Hand, scope: Scope): string | undefined {
  const { dice, world } = hand;
  const formula = scope.mode === "property" || scope.mode === "step";
  const owners = formula
    ? scope.known
        .filter(({ shape }) => kindOf(world, shape))
        .map(({ text, shape }) => ({ text, kind: kindOf(world, shape) }))
    : scope.self && scope.mode !== "initial"
      ? [{ text: "self", kind: scope.self }]
      : [];
  const timers = owners.flatMap(({ text, kind }) =>
    (kind?.timers ?? []).map(({ name }) => (text === "self" ? name : `${text}.${name}`)),
  );
  const places = owners.flatMap(({ text, kind }) => (kind?.steps ?? []).map((step) => `${text} at ${step}`));
  return dice.made<string | undefined>(
    [
      [
        2,
        () => {
          const subject = read(hand, scope, ({ kind }) => kind === "variant" || kind === "option");
          if (!subject) return undefined;
          const cases =
            subject.shape.kind === "variant" ? subject.shape.cases.map(({ name }) => name) : ["Some", "None"];
          return `(${subject.text} is ${dice.one(cases)})`;
        },
      ],
      [timers.length > 0 ? 2 : 0, () => `${dice.one(["running", "expired"])}(${dice.one(timers)})`],
      [places.length > 0 ? 2 : 0, () => `(${dice.one(places)})`],
    ],
    () => undefined,
  );
}

/** What the environment knows: who is up, what was sent, which action is enabled. */
function environment(hand: Hand, scope: Scope): string | undefined {
  const { dice, world } = hand;
  if (scope.mode === "initial") return undefined;
  const processes = scope.known.filter(({ shape }) => kindOf(world, shape));
  const asked = (fault: string, name: string): readonly [number, () => string | undefined] => [
    world.faults.has(fault) && processes.length > 0 ? 2 : 0,
    () => `${name}(${dice.one(processes).text})`,
  ];
  const kept = world.messages.filter(({ network }) => network.discipline === "set");
  return dice.made<string | undefined>(
    [
      asked("crash", "up"),
      asked("pause", "paused"),
      asked("byzantine", "byzantine"),
      asked("partition", "partitioned"),
      [world.faults.has("partition") ? 1 : 0, () => "partitioned()"],
      [
        kept.length > 0 ? 3 : 0,
        () => {
          const message = dice.one(kept);
          const fields = dice.some(message.fields, 60).flatMap(({ name, shape }) => {
            const text = value(hand, shape, scope, 0);
            return text === undefined ? [] : [`${name}: ${text}`];
          });
          const end = (word: string, kinds: typeof message.from) => {
            const [only] = kinds;
            if (!only || kinds.length > 1 || dice.chance(50)) return "";
            const text = value(hand, only.members, scope, 0);
            return text === undefined ? "" : ` ${word} ${text}`;
          };
          const content = fields.length > 0 ? ` { ${fields.join(", ")} }` : "";
          return `sent(${message.name}${content}${end("from", message.from)}${end("to", message.to)})`;
        },
      ],
      [
        world.history && scope.mode === "property" ? 2 : 0,
        () => {
          const client = world.history && value(hand, world.history.by.members, scope, 0);
          return client && `${dice.one(["idle", "pending"])}(${world.history?.name}, ${client})`;
        },
      ],
      [
        world.actions.length > 0 && (scope.mode === "property" || scope.mode === "step") ? 1 : 0,
        () => {
          const { owner, name } = dice.one(world.actions);
          const one = owner && processes.find(({ shape }) => kindOf(world, shape) === owner);
          return `enabled(${owner === undefined ? "" : `${one && dice.chance(60) ? one.text : owner.members.name}.`}${name})`;
        },
      ],
    ],
    () => undefined,
  );
}

function quantified(hand: Hand, scope: Scope, depth: number): string {
  const { dice, world } = hand;
  const from = domain(hand, scope, depth, 8, "any");
  const names = Array.from({ length: dice.chance(20) && from.most <= 4 ? 2 : 1 }, () => world.fresh("x"));
  let inside = withKnown(scope, ...names.map((text) => ({ text, shape: from.item })));
  let binders = `${names.join(", ")} in ${from.text}`;
  if (from.most <= 4 && dice.chance(20)) {
    const name = world.fresh("x");
    const other = domain(hand, inside, 0, 4, "any");
    binders += `, ${name} in ${other.text}`;
    inside = withKnown(inside, { text: name, shape: other.item });
  }
  const quantifier = dice.one(["forall", "exists"]);
  return `(${quantifier} ${binders}: ${condition(hand, inside, depth)})`;
}
