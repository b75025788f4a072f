/**
 * What a piece of text can read where it stands: names in scope, fields of processes that it can name, and their parts.
 * Everything that is read here exists in every state; what may be missing (a place of a sequence, an option's value) is
 * read behind a test by whoever needs it.
 */
import type { Dice } from "./dice.ts";
import { type Members, type Shape, write } from "./shapes.ts";
import { value } from "./values.ts";
import type { Field, Kind, Known, Scope, World } from "./world.ts";

/** What every generator of text is given. */
export interface Hand {
  readonly dice: Dice;
  readonly world: World;
}

interface Read {
  readonly shape: Shape;
  /** Undefined when a key for it can't be had here. */
  readonly text: () => string | undefined;
}

const deepest = 3;

/** One of the things that can be read here and that `wanted` likes. */
export function read(hand: Hand, scope: Scope, wanted: (shape: Shape) => boolean): Known | undefined {
  let candidates = reads(hand, scope).filter(({ shape }) => wanted(shape));
  while (candidates.length > 0) {
    const chosen = hand.dice.one(candidates);
    const text = chosen.text();
    if (text !== undefined) return { text, shape: chosen.shape };
    candidates = candidates.filter((candidate) => candidate !== chosen);
  }
  return undefined;
}

export const canRead = (hand: Hand, scope: Scope, wanted: (shape: Shape) => boolean): boolean =>
  reads(hand, scope).some(({ shape }) => wanted(shape));

function reads(hand: Hand, scope: Scope): Read[] {
  const roots = [...scope.known, ...ownedFields(hand.world, scope), ...inboxes(scope)];
  return roots.flatMap(({ text, shape }) => partsOf(hand, scope, { shape, text: () => text }, deepest));
}

/** `p.field` for every process p that has a name here: all of its fields in formulas, the shared ones in code. */
function ownedFields(world: World, scope: Scope): Known[] {
  if (scope.mode === "initial") return [];
  const named = [...scope.known.filter(({ text }) => text !== "self"), ...literals(world)];
  return named.flatMap(({ text, shape }) => {
    const kind = kindOf(world, shape);
    if (!kind) return [];
    const visible = (field: Field) => scope.mode !== "code" || field.storage === "shared";
    return kind.fields.filter(visible).map((field) => ({ text: `${text}.${field.name}`, shape: field.shape }));
  });
}

/** Single processes and members of ordered kinds may be named everywhere. */
function literals(world: World): Known[] {
  return world.kinds.flatMap(({ members }) =>
    members.ordered || members.single ? members.names.map((text) => ({ text, shape: members as Shape })) : [],
  );
}

export function kindOf(world: World, shape: Shape): Kind | undefined {
  return shape.kind === "members" && shape.process
    ? world.kinds.find(({ members }) => members.name === shape.name)
    : undefined;
}

/** `inbox(M)` is a map from the possible senders to options of its fields. */
function inboxes(scope: Scope): Known[] {
  if (scope.past) return [];
  return (scope.inboxes ?? []).map((message) => ({
    text: `inbox(${message.name})`,
    shape: {
      kind: "map",
      key: together(message.from),
      value: { kind: "option", item: { kind: "record", fields: message.fields } },
    },
  }));
}

/** A process of one of several kinds. */
export function together(kinds: readonly Kind[]): Members {
  const [only] = kinds;
  if (only && kinds.length === 1) return only.members;
  return {
    kind: "members",
    name: kinds.map(({ members }) => members.name).join(" | "),
    names: kinds.flatMap(({ members }) => members.names),
    ordered: false,
    single: false,
    process: true,
    first: 0,
  };
}

function partsOf(hand: Hand, scope: Scope, whole: Read, depth: number): Read[] {
  if (depth === 0) return [whole];
  // A key may be read from a map, too, but not for ever.
  const deep = (scope.keys ?? 0) >= 2;
  const keyed: Scope = { ...scope, keys: (scope.keys ?? 0) + 1 };
  const inside = (shape: Shape, suffix: () => string | undefined): Read[] =>
    partsOf(
      hand,
      scope,
      {
        shape,
        text: () => {
          const base = whole.text();
          const end = suffix();
          return base === undefined || end === undefined ? undefined : base + end;
        },
      },
      depth - 1,
    );
  switch (whole.shape.kind) {
    case "record":
      return [whole, ...whole.shape.fields.flatMap(({ name, shape }) => inside(shape, () => `.${name}`))];
    case "tuple":
      return [whole, ...whole.shape.items.flatMap((shape, at) => inside(shape, () => `.${at}`))];
    case "map": {
      const { key, value: item } = whole.shape;
      return deep ? [whole] : [whole, ...inside(item, () => bracketed(value(hand, key, keyed, 0)))];
    }
    case "bag": {
      const { item, max } = whole.shape;
      if (deep) return [whole];
      return [whole, ...inside({ kind: "int", low: 0, high: max }, () => bracketed(value(hand, item, keyed, 0)))];
    }
    default:
      return [whole];
  }
}

const bracketed = (text: string | undefined): string | undefined => (text === undefined ? undefined : `[${text}]`);

/** How the type is said where a set of all its values is meant, if it has a name. */
export function domainName(shape: Shape): string | undefined {
  if (shape.kind === "members" && !shape.name.includes("|")) return shape.name;
  if (shape.kind === "bool" || shape.kind === "int") return write(shape);
  return shape.alias ?? (shape.kind === "variant" ? shape.name : undefined);
}
