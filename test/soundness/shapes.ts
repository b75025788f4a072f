/**
 * The types of random models, as far as generating well-typed text needs them: how a type is written, how many values it
 * has, and which values fit where. Written independently of the checker's own types, which are what is tested.
 */

export type Shape = (
  | { readonly kind: "bool" }
  | { readonly kind: "int"; readonly low: number; readonly high: number }
  | { readonly kind: "variant"; readonly name: string; readonly cases: readonly Case[] }
  | { readonly kind: "record"; readonly fields: readonly Part[] }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "option"; readonly item: Shape }
  | { readonly kind: "set"; readonly item: Shape; readonly max?: number }
  | { readonly kind: "map"; readonly key: Shape; readonly value: Shape }
  | { readonly kind: "seq"; readonly item: Shape; readonly max: number }
  | { readonly kind: "bag"; readonly item: Shape; readonly max: number }
  | Members
) & {
  /** The name that this type is declared under. */
  readonly alias?: string;
};

export interface Case {
  readonly name: string;
  readonly fields: readonly Part[];
}

export interface Part {
  readonly name: string;
  readonly shape: Shape;
}

/** A process kind or a symmetric type; several kinds at once for a sender of which only that much is known. */
export interface Members {
  readonly kind: "members";
  readonly name: string;
  readonly names: readonly string[];
  readonly ordered: boolean;
  /** A single process: its member may be named although there is nothing to order. */
  readonly single: boolean;
  readonly process: boolean;
  /** The number of the first member. */
  readonly first: number;
}

export const bool: Shape = { kind: "bool" };
export const int = (low: number, high: number): Shape => ({ kind: "int", low, high });

const parts = (fields: readonly Part[]): string =>
  fields.map(({ name, shape }) => `${name}: ${write(shape)}`).join(", ");

/** The type as it is written in a declaration. */
export function write(shape: Shape): string {
  return shape.alias ?? spell(shape);
}

/** The type's definition, without its own alias. */
export function spell(shape: Shape): string {
  switch (shape.kind) {
    case "bool":
      return "Bool";
    case "int":
      return `${shape.low}..${shape.high}`;
    case "variant":
    case "members":
      return shape.name;
    case "record":
      return `{ ${parts(shape.fields)} }`;
    case "tuple":
      return `(${shape.items.map(write).join(", ")})`;
    case "option":
      return `Option<${write(shape.item)}>`;
    case "set":
      return shape.max === undefined ? `Set<${write(shape.item)}>` : `Set<${write(shape.item)}, ${shape.max}>`;
    case "map":
      return `Map<${write(shape.key)}, ${write(shape.value)}>`;
    case "seq":
      return `Seq<${write(shape.item)}, ${shape.max}>`;
    case "bag":
      return `Bag<${write(shape.item)}, ${shape.max}>`;
  }
}

export const writeCases = (cases: readonly Case[]): string => {
  const texts = cases.map(({ name, fields }) => (fields.length === 0 ? name : `${name}(${parts(fields)})`));
  return texts.length === 1 ? `| ${texts[0]}` : texts.join(" | ");
};

/** Whether every value of `part` is a value of `whole`, so that it may be stored there. */
export function fits(whole: Shape, part: Shape): boolean {
  const all = (left: readonly Shape[], right: readonly Shape[]) =>
    left.length === right.length && left.every((item, at) => fits(item, right[at] as Shape));
  switch (whole.kind) {
    case "bool":
      return part.kind === "bool";
    case "int":
      return part.kind === "int" && whole.low <= part.low && part.high <= whole.high;
    case "variant":
    case "members":
      return part.kind === whole.kind && part.name === whole.name;
    case "record":
      return (
        part.kind === "record" &&
        whole.fields.map(({ name }) => name).join() === part.fields.map(({ name }) => name).join() &&
        all(
          whole.fields.map((field) => field.shape),
          part.fields.map((field) => field.shape),
        )
      );
    case "tuple":
      return part.kind === "tuple" && all(whole.items, part.items);
    case "option":
      return part.kind === "option" && fits(whole.item, part.item);
    case "set":
      return part.kind === "set" && fits(whole.item, part.item) && sizeAtMost(part) <= (whole.max ?? Infinity);
    case "map":
      return (
        part.kind === "map" && fits(whole.key, part.key) && fits(part.key, whole.key) && fits(whole.value, part.value)
      );
    case "seq":
    case "bag":
      return part.kind === whole.kind && fits(whole.item, part.item) && part.max <= whole.max;
  }
}

/** The largest size of a collection. */
export function sizeAtMost(shape: Shape): number {
  if (shape.kind === "set") return Math.min(shape.max ?? Infinity, count(shape.item));
  if (shape.kind === "map") return count(shape.key);
  return shape.kind === "seq" || shape.kind === "bag" ? shape.max : 0;
}

/** How many values a type has. */
export function count(shape: Shape): number {
  const product = (shapes: readonly Shape[]) => shapes.reduce((all, item) => all * count(item), 1);
  switch (shape.kind) {
    case "bool":
      return 2;
    case "int":
      return shape.high - shape.low + 1;
    case "variant":
      return shape.cases.reduce((sum, { fields }) => sum + product(fields.map((field) => field.shape)), 0);
    case "record":
      return product(shape.fields.map((field) => field.shape));
    case "tuple":
      return product(shape.items);
    case "option":
      return 1 + count(shape.item);
    case "set":
      return shape.max === undefined
        ? 2 ** count(shape.item)
        : upTo(shape.max, (size) => chosen(count(shape.item), size));
    case "map":
      return count(shape.value) ** count(shape.key);
    case "seq":
      return upTo(shape.max, (size) => count(shape.item) ** size);
    case "bag":
      return upTo(shape.max, (size) => chosen(count(shape.item) + size - 1, size));
    case "members":
      return shape.names.length;
  }
}

function upTo(most: number, ways: (size: number) => number): number {
  let sum = 0;
  for (let size = 0; size <= most; size++) sum += ways(size);
  return sum;
}

function chosen(of: number, size: number): number {
  let ways = 1;
  for (let at = 1; at <= size; at++) ways = (ways * (of - size + at)) / at;
  return Math.max(0, ways);
}

/** Whether values mention members that only their names tell apart: such values have no order. */
export function interchangeable(shape: Shape): boolean {
  switch (shape.kind) {
    case "members":
      return !shape.ordered && shape.names.length > 1;
    case "record":
      return shape.fields.some((field) => interchangeable(field.shape));
    case "variant":
      return shape.cases.some(({ fields }) => fields.some((field) => interchangeable(field.shape)));
    case "tuple":
      return shape.items.some(interchangeable);
    case "option":
    case "set":
    case "seq":
    case "bag":
      return interchangeable(shape.item);
    case "map":
      return interchangeable(shape.key) || interchangeable(shape.value);
    default:
      return false;
  }
}
