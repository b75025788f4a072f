/** Facts about types that several rooms need: how many values there are, and whether their order means something. */
import { unreachable } from "../source/index.ts";
import type { Type } from "./types.ts";

/** How many values a type has; Infinity past 2^53. */
export function cardinality(type: Type): number {
  switch (type.kind) {
    case "bool":
      return 2;
    case "int":
      return Math.max(0, type.high - type.low + 1);
    case "variant":
      return type.cases.reduce(
        (sum, one) => sum + one.fields.reduce((product, field) => product * cardinality(field.type), 1),
        0,
      );
    case "symmetric":
      return type.members.length;
    case "process":
      return type.kinds.reduce((sum, kind) => sum + kind.members.length, 0);
    case "record":
      return type.fields.reduce((product, field) => product * cardinality(field.type), 1);
    case "tuple":
      return type.items.reduce((product, item) => product * cardinality(item), 1);
    case "option":
      return 1 + cardinality(type.item);
    case "set":
      return type.max === undefined
        ? 2 ** cardinality(type.item)
        : sums(cardinality(type.item), type.max, (n, k) => choose(n, k));
    case "map":
      return cardinality(type.value) ** cardinality(type.key);
    case "seq":
      return sums(cardinality(type.item), type.max, (n, k) => n ** k);
    case "bag":
      return sums(cardinality(type.item), type.max, (n, k) => choose(n + k - 1, k));
    case "never":
      return 0;
  }
}

function sums(items: number, most: number, count: (items: number, size: number) => number): number {
  let sum = 0;
  for (let size = 0; size <= most && sum < Number.MAX_SAFE_INTEGER; size++) sum += count(items, size);
  return sum;
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.max(0, result);
}

/** Whether values of a type mention members that nothing but their names tells apart. */
export function hasInterchangeable(type: Type): boolean {
  switch (type.kind) {
    case "process":
      return type.kinds.some((kind) => !kind.ordered && kind.members.length > 1);
    case "symmetric":
      return !type.ordered && type.members.length > 1;
    case "record":
      return type.fields.some((field) => hasInterchangeable(field.type));
    case "variant":
      return type.cases.some(({ fields }) => fields.some((field) => hasInterchangeable(field.type)));
    case "tuple":
      return type.items.some(hasInterchangeable);
    case "option":
    case "set":
    case "seq":
    case "bag":
      return hasInterchangeable(type.item);
    case "map":
      return hasInterchangeable(type.key) || hasInterchangeable(type.value);
    case "bool":
    case "int":
    case "never":
      return false;
    default:
      return unreachable(type);
  }
}
