/**
 * How types relate. `compatible`: values of both can meet (ranges and capacities aside); `join`: the least type that has
 * the values of both; `includes`: every value of one lies in the other, so that storing it needs no check.
 */
import { type Field, integer, never, type Type } from "./types.ts";

const sameLength = (a: readonly unknown[], b: readonly unknown[]) => a.length === b.length;

function fieldsMatch(a: readonly Field[], b: readonly Field[], matches: (a: Type, b: Type) => boolean): boolean {
  return (
    sameLength(a, b) &&
    a.every((field) => {
      const other = b.find((candidate) => candidate.name === field.name);
      return other !== undefined && matches(field.type, other.type);
    })
  );
}

/** Walks two types of the same shape; `leaf` decides on integers, capacities and kinds of processes. */
function matches(a: Type, b: Type, strict: boolean): boolean {
  if (b.kind === "never" || (a.kind === "never" && !strict)) return true;
  const both = (x: Type, y: Type) => matches(x, y, strict);
  switch (a.kind) {
    case "bool":
      return b.kind === "bool";
    case "int":
      return b.kind === "int" && (!strict || (a.low <= b.low && b.high <= a.high));
    case "variant":
    case "symmetric":
      return a === b;
    case "process": {
      if (b.kind !== "process") return false;
      const known = (kind: unknown) => a.kinds.some((mine) => mine === kind);
      return strict ? b.kinds.every(known) : b.kinds.some(known);
    }
    case "record":
      return b.kind === "record" && fieldsMatch(a.fields, b.fields, both);
    case "tuple":
      return (
        b.kind === "tuple" &&
        sameLength(a.items, b.items) &&
        a.items.every((item, i) => both(item, b.items[i] ?? never))
      );
    case "option":
      return b.kind === "option" && both(a.item, b.item);
    case "set":
      return (
        b.kind === "set" &&
        both(a.item, b.item) &&
        (!strict || a.max === undefined || (b.max ?? Number.POSITIVE_INFINITY) <= a.max)
      );
    case "map":
      return b.kind === "map" && both(a.key, b.key) && (!strict || both(b.key, a.key)) && both(a.value, b.value);
    case "seq":
      return b.kind === "seq" && both(a.item, b.item) && (!strict || b.max <= a.max);
    case "bag":
      return b.kind === "bag" && both(a.item, b.item) && (!strict || b.max <= a.max);
    case "never":
      return false;
  }
}

/** Whether values of the two types can be compared, stored in each other's places, or meet in one set. */
export const compatible = (a: Type, b: Type): boolean => matches(a, b, false);

/** Whether every value of `part` is a value of `whole`. */
export const includes = (whole: Type, part: Type): boolean => matches(whole, part, true);

function joinFields(a: readonly Field[], b: readonly Field[]): readonly Field[] {
  return a.map((field) => ({
    name: field.name,
    type: join(field.type, b.find((other) => other.name === field.name)?.type ?? never),
  }));
}

/** The least type with the values of both, which must be compatible. */
export function join(a: Type, b: Type): Type {
  if (a.kind === "never") return b;
  if (b.kind === "never") return a;
  if (a.kind === "int" && b.kind === "int") return integer(Math.min(a.low, b.low), Math.max(a.high, b.high));
  if (a.kind === "record" && b.kind === "record") return { kind: "record", fields: joinFields(a.fields, b.fields) };
  if (a.kind === "tuple" && b.kind === "tuple")
    return { kind: "tuple", items: a.items.map((item, i) => join(item, b.items[i] ?? never)) };
  if (a.kind === "option" && b.kind === "option") return { kind: "option", item: join(a.item, b.item) };
  if (a.kind === "set" && b.kind === "set") {
    const item = join(a.item, b.item);
    return a.max !== undefined && b.max !== undefined
      ? { kind: "set", item, max: Math.max(a.max, b.max) }
      : { kind: "set", item };
  }
  if (a.kind === "map" && b.kind === "map")
    return { kind: "map", key: join(a.key, b.key), value: join(a.value, b.value) };
  if (a.kind === "seq" && b.kind === "seq")
    return { kind: "seq", item: join(a.item, b.item), max: Math.max(a.max, b.max) };
  if (a.kind === "bag" && b.kind === "bag")
    return { kind: "bag", item: join(a.item, b.item), max: Math.max(a.max, b.max) };
  if (a.kind === "process" && b.kind === "process") {
    return { kind: "process", kinds: [...a.kinds, ...b.kinds.filter((kind) => !a.kinds.includes(kind))] };
  }
  return a;
}

/**
 * A type whose integers are unbounded: what a parameter or an unannotated `var` may hold. Arguments are not stored, so
 * their ranges are not checked, and nothing may be concluded from the declared one.
 */
export function widen(type: Type): Type {
  switch (type.kind) {
    case "int":
      return integer(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    default:
      return type;
  }
}

/** The type as people write it; ranges are left out where `ranges` is false, because they are inferred bounds. */
export function showType(type: Type, ranges = true): string {
  const show = (inner: Type) => showType(inner, ranges);
  const fields = (list: readonly Field[]) => list.map((field) => `${field.name}: ${show(field.type)}`).join(", ");
  switch (type.kind) {
    case "bool":
      return "Bool";
    case "int":
      return ranges && Number.isFinite(type.low) && Number.isFinite(type.high)
        ? `${type.low}..${type.high}`
        : "an integer";
    case "variant":
    case "symmetric":
      return type.name;
    case "process":
      return type.kinds.map((kind) => kind.name).join(" | ");
    case "record":
      return `{ ${fields(type.fields)} }`;
    case "tuple":
      return `(${type.items.map(show).join(", ")})`;
    case "option":
      return `Option<${show(type.item)}>`;
    case "set":
      return `Set<${show(type.item)}>`;
    case "map":
      return `Map<${show(type.key)}, ${show(type.value)}>`;
    case "seq":
      return `Seq<${show(type.item)}>`;
    case "bag":
      return `Bag<${show(type.item)}>`;
    case "never":
      return "_";
  }
}
