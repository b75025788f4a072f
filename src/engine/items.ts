/** Going through the items of a collection in generated code, in the order of values (sequences: as they stand). */
import { cardinality, type Type } from "../ir/index.ts";
import { assert, InternalError } from "../source/index.ts";
import { eachSparse } from "./enumeration.ts";
import { isProper, tagOf, unrank } from "./ordinals.ts";
import type { Routine } from "./routine.ts";
import { mostBits } from "./shapes.ts";
import { jumpIf, Label, loop, when } from "./structure.ts";
import { cellOf, constant, count, hold, scalar, stored, type Value, zero } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export function itemTypeOf(type: Type): Type {
  if (type.kind === "set" || type.kind === "seq" || type.kind === "bag") return type.item;
  if (type.kind === "map") return type.key;
  return { kind: "never" };
}

/**
 * Runs `body` for every item of `collection`, which is held. The item is repeatable; when `lazy`, one of several cells need
 * not be in them yet: its ordinal is known, and its `before` puts it there.
 */
export function eachItem(routine: Routine, collection: Value, body: (item: Value) => Code, lazy = false): Code {
  const { shapes } = routine.unit;
  const { type } = collection;
  switch (type.kind) {
    case "set": {
      const form = shapes.setForm(type);
      if (form.kind === "list") return eachListed(routine, collection, type.item, body);
      if (form.kind === "row") return eachInRow(routine, collection, type.item, form.max, body, lazy);
      if (form.bits === 0) return [];
      if (form.cells === 1) return eachBit(routine, type.item, cellOf(collection), 0, body, lazy);
      assert(collection.form === "stored", "several cells lie in memory");
      const { at } = collection;
      return count(routine, i32.const(0), i32.const(form.cells), (word) => {
        const base = routine.local();
        return [
          local.set(base, i32.shl(word, i32.const(5))),
          eachBit(
            routine,
            type.item,
            i32.load(i32.add(at.base, i32.shl(word, i32.const(2))), at.offset),
            local.get(base),
            body,
            lazy,
          ),
        ];
      });
    }
    case "seq":
    case "bag":
      return eachListed(routine, collection, type.item, body);
    case "map":
      return eachOf(routine, type.key, body);
    case "never":
      return [];
    default:
      throw new InternalError(`${type.kind} has no items`);
  }
}

/** The items of a row of ordinals, the least first: it stands last. */
function eachInRow(
  routine: Routine,
  collection: Value,
  item: Type,
  max: number,
  body: (item: Value) => Code,
  lazy: boolean,
): Code {
  assert(collection.form === "stored", "several cells lie in memory");
  if (max === 0) return [];
  const { at } = collection;
  const [base, found] = [routine.local(), routine.local()];
  const again = new Label("row");
  const ordinal = i32.sub(local.get(found), i32.const(1));
  const made = itemOf(routine, unrank(routine, item, ordinal), ordinal, lazy);
  return [
    local.set(base, i32.add(at.base, i32.const(at.offset + 4 * (max - 1)))),
    loop(again, [
      when(local.tee(found, i32.load(local.get(base))), [made.before, body(made.value)]),
      jumpIf(
        i32.geU(local.tee(base, i32.sub(local.get(base), i32.const(4))), i32.add(at.base, i32.const(at.offset))),
        again,
      ),
    ]),
  ];
}

/** The items that the bits of one cell stand for; `first` is the ordinal of the lowest. */
export function eachBit(
  routine: Routine,
  item: Type,
  mask: Code,
  first: Code | 0,
  body: (item: Value) => Code,
  lazy = false,
): Code {
  const rest = routine.local();
  const again = new Label("bits");
  const low = i32.ctz(local.get(rest));
  const ordinal = first === 0 ? low : i32.add(first, low);
  const made = itemOf(routine, unrank(routine, item, ordinal), ordinal, lazy);
  return [
    local.set(rest, mask),
    when(
      local.get(rest),
      loop(again, [
        made.before,
        body(made.value),
        jumpIf(local.tee(rest, i32.and(local.get(rest), i32.sub(local.get(rest), i32.const(1)))), again),
      ]),
    ),
  ];
}

/** An item that was made of its ordinal; a scalar is not worth making again. */
function itemOf(
  routine: Routine,
  made: Value,
  ordinal: Code,
  lazy: boolean,
): { readonly before: Code; readonly value: Value } {
  if (made.form === "scalar") return hold(routine, scalar(made.type, made.code));
  const value = { ...made, ordinal };
  return lazy ? { before: [], value } : hold(routine, value);
}

function eachListed(routine: Routine, collection: Value, item: Type, body: (item: Value) => Code): Code {
  const { shapes } = routine.unit;
  const cells = shapes.cells(item);
  if (collection.form === "scalar") {
    // Items of no cells: only how many there are matters.
    if (cells > 0) return [];
    return count(routine, i32.const(0), tagOf(collection), () => body(stored(item, routine.at(0))));
  }
  const { at } = collection;
  return count(routine, i32.const(0), tagOf(collection), (index) => {
    const base = routine.local();
    const start = local.set(base, i32.add(at.base, i32.mul(index, i32.const(4 * cells))));
    const place = { base: local.get(base), offset: at.offset + 4 };
    if (!shapes.isScalar(item)) return [start, body(stored(item, place, [], collection.changes))];
    const held = hold(routine, scalar(item, i32.load(place.base, place.offset)));
    return [start, held.before, body(held.value)];
  });
}

/** Runs `body` for every value of a type. */
export function eachOf(routine: Routine, type: Type, body: (item: Value) => Code): Code {
  const { shapes } = routine.unit;
  const space = shapes.space(type);
  // Nobody could wait for them: as in the interpreter, this is an error of the model.
  if (cardinality(type) > mostBits) return [routine.fail(), body(zero(routine, type))];
  if (space > mostBits) return eachSparse(routine, type, body);
  if (space === 0) return [];
  if (space === 1 && shapes.isScalar(type) && type.kind === "process") {
    return body(constant(type, shapes.segments(type)[0]?.first ?? 0));
  }
  return count(routine, i32.const(0), i32.const(space), (ordinal) => {
    const value = unrank(routine, type, ordinal);
    const held = hold(
      routine,
      value.form === "scalar" && value.code === ordinal ? { ...value, repeatable: true } : value,
    );
    const inner = body(held.value);
    return [held.before, shapes.isDense(type) ? inner : when(isProper(routine, held.value), inner)];
  });
}
