/** The scalars that a value consists of, with the bits that each needs when values are packed. */
import type { Type } from "../ir/index.ts";
import { unreachable } from "../source/index.ts";
import { isWide, type Shapes, sortedFields } from "./shapes.ts";

export interface Leaf {
  /** In the value's cells. */
  readonly cell: number;
  /** Packed as the difference from this. */
  readonly low: number;
  readonly bits: number;
  /** For `present`: this item of a list whose length is in `cell` is there; one bit, and lists lack a leaf for their length. */
  readonly present?: number;
}

export const bitsFor = (count: number): number => (count <= 1 ? 0 : count > 2 ** 31 ? 32 : Math.ceil(Math.log2(count)));

/**
 * The leaves of a type. `ordered`: such that packing them, the first most significant, keeps the order of values. What may
 * be absent is packed from 0 on, because absent parts are 0.
 */
export function leavesOf(shapes: Shapes, type: Type, ordered: boolean): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const range = (cell: number, low: number, high: number, optional: boolean): void => {
    const first = optional ? Math.min(0, low) : low;
    const last = optional ? Math.max(0, high) : high;
    if (!Number.isFinite(first) || !Number.isFinite(last)) leaves.push({ cell, low: 0, bits: 32 });
    else leaves.push({ cell, low: first, bits: bitsFor(last - first + 1) });
  };
  const visit = (part: Type, cell: number, optional: boolean): void => {
    switch (part.kind) {
      case "bool":
        range(cell, 0, 1, optional);
        return;
      case "int":
        if (isWide(part)) {
          // Of the two halves the high one is more significant.
          range(cell + 1, Math.floor(part.low / 2 ** 32), Math.floor(part.high / 2 ** 32), optional);
          leaves.push({ cell, low: 0, bits: 32 });
        } else range(cell, part.low, part.high, optional);
        return;
      case "symmetric":
        range(cell, 0, part.members.length - 1, optional);
        return;
      case "process": {
        const segments = shapes.segments(part);
        const first = segments[0]?.first ?? 0;
        const last = segments.at(-1);
        range(cell, first, last ? last.first + last.count - 1 : first, optional);
        return;
      }
      case "never":
        return;
      case "variant": {
        range(cell, 0, part.cases.length - 1, optional);
        visitCases(part, cell + 1);
        return;
      }
      case "record": {
        let at = cell;
        for (const field of sortedFields(part.fields)) {
          visit(field.type, at, optional);
          at += shapes.cells(field.type);
        }
        return;
      }
      case "tuple": {
        let at = cell;
        for (const item of part.items) {
          visit(item, at, optional);
          at += shapes.cells(item);
        }
        return;
      }
      case "option":
        range(cell, 0, 1, optional);
        visit(part.item, cell + 1, true);
        return;
      case "map": {
        const cells = shapes.cells(part.value);
        for (let key = 0; key < shapes.space(part.key); key++) visit(part.value, cell + key * cells, optional);
        return;
      }
      case "set": {
        const form = shapes.setForm(part);
        if (form.kind === "list") visitList(part.item, form.max, cell);
        else if (form.kind === "row")
          for (let at = 0; at < form.max; at++) leaves.push({ cell: cell + at, low: 0, bits: bitsFor(form.bits + 1) });
        else
          for (let word = form.cells - 1; word >= 0; word--) {
            const bits = Math.min(32, form.bits - 32 * word);
            if (bits > 0) leaves.push({ cell: cell + word, low: 0, bits });
          }
        return;
      }
      case "seq":
      case "bag":
        visitList(part.item, part.max, cell);
        return;
      default:
        unreachable(part);
    }
  };
  /** Cases share their cells, so each shared cell is one leaf that is wide enough for all of them. */
  const visitCases = (part: Extract<Type, { kind: "variant" }>, cell: number): void => {
    const widest = new Map<number, { low: number; bits: number }>();
    for (const { fields } of part.cases) {
      let at = cell;
      const before = leaves.length;
      for (const field of fields) {
        visit(field.type, at, true);
        at += shapes.cells(field.type);
      }
      for (const leaf of leaves.splice(before)) {
        const known = widest.get(leaf.cell);
        const low = Math.min(known?.low ?? 0, leaf.low);
        const high = Math.max(known ? known.low + 2 ** known.bits - 1 : 0, leaf.low + 2 ** leaf.bits - 1);
        widest.set(leaf.cell, { low, bits: Math.min(32, bitsFor(high - low + 1)) });
      }
    }
    for (const [at, { low, bits }] of [...widest].sort(([left], [right]) => left - right)) {
      leaves.push({ cell: at, low, bits });
    }
  };
  const visitList = (item: Type, max: number, cell: number): void => {
    const cells = shapes.cells(item);
    if (!ordered || insideCases) range(cell, 0, max, false);
    for (let at = 0; at < max; at++) {
      if (ordered && !insideCases) leaves.push({ cell, low: 0, bits: 1, present: at });
      visit(item, cell + 1 + at * cells, true);
    }
  };
  const insideCases = containsListInCase(type);
  visit(type, 0, false);
  return leaves;
}

/** Lists inside of cases share cells with other things: they keep their length, and so an order of their own. */
function containsListInCase(type: Type, inside = false): boolean {
  switch (type.kind) {
    case "variant":
      return type.cases.some(({ fields }) => fields.some((field) => containsListInCase(field.type, true)));
    case "record":
      return type.fields.some((field) => containsListInCase(field.type, inside));
    case "tuple":
      return type.items.some((item) => containsListInCase(item, inside));
    case "option":
      return containsListInCase(type.item, inside);
    case "set":
      return containsListInCase(type.item, inside);
    case "seq":
    case "bag":
      return inside || containsListInCase(type.item, inside);
    case "map":
      return containsListInCase(type.value, inside);
    default:
      return false;
  }
}
