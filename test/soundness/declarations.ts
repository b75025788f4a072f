/** The declarations of a random model: its parameters, types, processes and their fields and timers. */
import type { Hand } from "./reads.ts";
import { count, int, type Members, type Part, type Shape, spell, writeCases } from "./shapes.ts";
import type { Field, Storage } from "./world.ts";

/** What kind of model it becomes; drawn first, so that the mix over many models is known. */
export interface Profile {
  readonly messages: boolean;
  readonly faults: boolean;
  readonly rounds: boolean;
  readonly timers: boolean;
  readonly tasks: boolean;
  readonly history: boolean;
}

const bigNames = ["Node", "Server", "Client"];
const aliases = ["n", "s", "c"];

/** `type … = …`, and parameters. */
export function declareTypes(hand: Hand): string[] {
  const { dice, world } = hand;
  const lines: string[] = [];
  if (dice.chance(50)) {
    const name = world.fresh("Most");
    const high = dice.between(1, 3);
    lines.push(`param ${name} = ${high}`);
    world.constants.push({ text: name, shape: { kind: "int", low: high, high } });
    world.types.push({ kind: "int", low: 0, high, alias: `0..${name}` });
  }
  for (let left = dice.between(0, 2); left > 0; left--) {
    const name = world.fresh("T");
    const declared = dice.made<Shape | undefined>(
      [
        [3, () => members(hand, name)],
        [3, () => variant(hand, name)],
        [2, () => ({ ...randomShape(hand, 12, "record"), alias: name })],
        [2, () => ({ kind: "int", low: dice.between(-1, 1), high: dice.between(1, 3), alias: name })],
        [2, () => ({ ...randomShape(hand, 10), alias: name })],
      ],
      () => undefined,
    );
    // Types of their own can't be declared a second time under another name.
    if (!declared || ((declared.kind === "variant" || declared.kind === "members") && declared.name !== name)) continue;
    lines.push(`type ${name} = ${definition(hand, declared)}`);
    world.types.push(declared);
  }
  return lines;
}

function members({ dice, world }: Hand, name: string): Members {
  const prefix = world.fresh("v").replace(/\d+$/, (digits) => `${digits}m`);
  const ordered = dice.chance(40);
  const first = dice.between(0, 1);
  const names = Array.from({ length: dice.between(2, 3) }, (_, at) => `${prefix}${first + at}`);
  return { kind: "members", name, names, ordered, single: false, process: false, first };
}

function variant(hand: Hand, name: string): Shape {
  const { dice, world } = hand;
  const cases = Array.from({ length: dice.between(2, 3) }, () => ({
    name: world.fresh("C"),
    fields: dice.chance(25) ? [{ name: world.fresh("a"), shape: randomShape(hand, 3) }] : [],
  }));
  return { kind: "variant", name, cases };
}

function definition({ dice }: Hand, shape: Shape): string {
  if (shape.kind === "variant") return writeCases(shape.cases);
  if (shape.kind !== "members") return spell(shape);
  const { names, first, ordered } = shape;
  const prefix = (names[0] as string).slice(0, -String(first).length);
  const range = `${prefix}[${first}..${first + names.length - 1}]`;
  if (ordered) return `${range} ordered`;
  return dice.chance(50) ? `symmetric ${range}` : `symmetric { ${names.join(", ")} }`;
}

/** A type of at most `most` values. */
export function randomShape(hand: Hand, most: number, wanted?: "record"): Shape {
  const { dice, world } = hand;
  const inner = (share: number) => randomShape(hand, share);
  const key = (): Shape => {
    const keys = [
      ...world.kinds.map(({ members: kind }) => kind as Shape),
      ...world.types,
      { kind: "bool" } as Shape,
      { kind: "int", low: 0, high: 1 } as Shape,
    ];
    return dice.one(keys.filter((shape) => count(shape) <= 4));
  };
  const fields = (): Part[] =>
    Array.from({ length: 2 }, () => ({ name: world.fresh("f"), shape: inner(Math.floor(Math.sqrt(most))) }));
  const small = (shape: Shape): Shape | undefined => (count(shape) <= most && count(shape) > 1 ? shape : undefined);
  const root = Math.floor(Math.sqrt(most));
  if (!wanted && most >= 8 && dice.chance(12)) return wideShape(hand);
  if (wanted === "record") return { kind: "record", fields: fields() };
  return dice.made<Shape>(
    [
      [3, () => ({ kind: "bool" })],
      [5, () => small({ kind: "int", low: dice.chance(85) ? 0 : -1, high: dice.between(1, 3) })],
      [5, () => (world.types.length > 0 ? small(dice.one(world.types)) : undefined)],
      [3, () => (world.kinds.length > 0 ? small(dice.one(world.kinds).members) : undefined)],
      [3, () => (most >= 3 ? small({ kind: "option", item: inner(most - 1) }) : undefined)],
      [most >= 4 ? 4 : 0, () => small({ kind: "set", item: inner(Math.floor(Math.log2(most))) })],
      [
        most >= 8 ? 1 : 0,
        () => {
          const item = inner(8);
          return small({ kind: "set", item, max: dice.between(1, 2) });
        },
      ],
      [
        most >= 4 ? 5 : 0,
        () => {
          const from = key();
          return small({ kind: "map", key: from, value: inner(Math.floor(most ** (1 / count(from)))) });
        },
      ],
      [most >= 7 ? 3 : 0, () => small({ kind: "seq", item: inner(root), max: dice.between(1, 2) })],
      [most >= 6 ? 2 : 0, () => small({ kind: "bag", item: inner(root), max: dice.between(1, 3) })],
      [most >= 9 ? 2 : 0, () => small({ kind: "record", fields: fields() })],
      [most >= 9 ? 1 : 0, () => small({ kind: "tuple", items: [inner(root), inner(root)] })],
    ],
    () => ({ kind: "bool" }),
  );
}

/** A type with many values, of which few will be met: several bits or cells for each, sets beyond a machine word. */
export function wideShape({ dice, world }: Hand): Shape {
  const wide = (): Shape =>
    dice.chance(75)
      ? dice.one([int(0, 40), int(-5, 60), int(0, 300), int(-1000, 100_000)])
      : dice.one([int(0, 5_000_000_000), int(-3_000_000_000, 2_147_483_648), int(-(2 ** 53 - 1), 2 ** 53 - 1)]);
  const pair: Shape = dice.one<Shape>([
    { kind: "tuple", items: [int(0, 9), int(0, 5)] },
    { kind: "tuple", items: [int(-3, 70_000), { kind: "bool" }] },
    {
      kind: "record",
      fields: [
        { name: "a", shape: int(0, 50) },
        { name: "b", shape: int(0, 70_000) },
      ],
    },
    { kind: "option", item: int(0, 70_000) },
    { kind: "seq", item: int(0, 20), max: 2 },
  ]);
  const [kind] = world.kinds;
  return dice.made<Shape>(
    [
      [3, wide],
      [2, () => ({ kind: "set", item: int(0, dice.one([31, 32, 40, 90])) })],
      [2, () => ({ kind: "set", item: dice.one([wide(), pair]), max: 2 })],
      [2, () => ({ kind: "seq", item: dice.one([wide(), pair]), max: dice.between(2, 4) })],
      [2, () => ({ kind: "bag", item: dice.one([wide(), pair]), max: dice.between(2, 3) })],
      [1, () => ({ kind: "map", key: int(0, 5), value: { kind: "option", item: int(0, 6) } })],
      [1, () => kind && { kind: "map", key: kind.members, value: { kind: "set", item: int(0, 8) } }],
      [1, () => ({ kind: "option", item: { kind: "set", item: int(0, 33) } })],
    ],
    wide,
  );
}

/** The kinds of processes: who there is, and their fields. Their code comes later. */
export function declareKinds(hand: Hand): void {
  const { dice, world } = hand;
  const kinds = dice.made<number>(
    [
      [5, () => 1],
      [5, () => 2],
      [1, () => 3],
    ],
    () => 1,
  );
  for (let at = 0; at < kinds; at++) {
    const alias = aliases[at] as string;
    const single = at > 0 && dice.chance(30);
    const ordered = !single && dice.chance(35);
    const first = dice.chance(75) ? 1 : 0;
    const size = at === 0 ? dice.between(2, 3) : dice.between(1, 2);
    const names = single ? [alias] : Array.from({ length: size }, (_, number) => `${alias}${first + number}`);
    const name = bigNames[at] as string;
    const kind: Members = { kind: "members", name, names, ordered, single, process: true, first: single ? 0 : first };
    world.kinds.push({ members: kind, alias, fields: [], timers: [], defines: [], steps: [] });
  }
}

export function declareFields(hand: Hand, profile: Profile): void {
  const { dice, world } = hand;
  const add = (list: Field[], storage: Storage, most: number) =>
    list.push({ name: world.fresh(storage === "ghost" ? "g" : "f"), shape: randomShape(hand, most), storage });
  for (let left = dice.between(1, 2); left > 0; left--) add(world.state, dice.chance(80) ? "state" : "ghost", 20);
  for (const kind of world.kinds) {
    const members = kind.members.names.length;
    for (let left = dice.between(2, members > 2 ? 2 : 3); left > 0; left--) {
      const storage = dice.one(["durable", "durable", "volatile", "volatile", "shared", "ghost"] as const);
      add(kind.fields, storage, members > 2 ? 8 : 16);
    }
    if (profile.timers && dice.chance(70))
      kind.timers.push({
        name: world.fresh("t"),
        most: dice.between(1, 2),
        storage: dice.one(["durable", "volatile"]),
      });
  }
}
