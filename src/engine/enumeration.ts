/**
 * All values of types that have few values but no dense numbers for them: sets, sequences and bags of a few out of many
 * items, and records of such. Collections are counted through as stacks of ordinals, in the order of values.
 */
import { cardinality, type Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { convertInto } from "./conversion.ts";
import { eachOf } from "./items.ts";
import { isProper, unrank } from "./ordinals.ts";
import { type Address, plus, type Routine } from "./routine.ts";
import { addItem } from "./sets.ts";
import { mostBits, type Shapes, sortedFields } from "./shapes.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { clearCells, count, hold, load, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** So many stacks are counted through at most, proper values or not. */
const mostStacks = 2 ** 26;

type Collection = Extract<Type, { kind: "set" | "seq" | "bag" }>;

/** Whether generated code can go through the values of a type, or rightly fails because they are too many. */
export function canGoThrough(shapes: Shapes, type: Type): boolean {
  if (cardinality(type) > mostBits || shapes.space(type) <= mostBits) return true;
  switch (type.kind) {
    case "record":
      return type.fields.every((field) => canGoThrough(shapes, field.type));
    case "tuple":
      return type.items.every((item) => canGoThrough(shapes, item));
    case "set":
    case "seq":
    case "bag":
      return stacks(shapes, type) <= mostStacks;
    default:
      return false;
  }
}

function stacks(shapes: Shapes, type: Collection): number {
  const items = shapes.space(type.item);
  return items > mostBits ? Infinity : cardinality({ ...type, item: { kind: "int", low: 0, high: items - 1 } });
}

/** Runs `body`, which is made once, for every value of a type that `canGoThrough` and has no dense numbers. */
export function eachSparse(routine: Routine, type: Type, body: (item: Value) => Code): Code {
  const { shapes } = routine.unit;
  if (type.kind === "set" || type.kind === "seq" || type.kind === "bag") return eachStack(routine, type, body);
  assert(type.kind === "record" || type.kind === "tuple", "other types have numbers for their values");
  const parts = type.kind === "tuple" ? type.items : sortedFields(type.fields).map((field) => field.type);
  const at = routine.temporary(Math.max(1, shapes.cells(type)));
  const level = (position: number, cell: number): Code => {
    const part = parts[position];
    if (!part) return body(valueAt(routine, type, at));
    return eachOf(routine, part, (item) => [
      convertInto(routine, plus(at, 4 * cell), item, part),
      level(position + 1, cell + shapes.cells(part)),
    ]);
  };
  return level(0, 0);
}

const valueAt = (routine: Routine, type: Type, at: Address): Value =>
  routine.unit.shapes.isScalar(type) ? scalar(type, load(at), true) : stored(type, at);

function eachStack(routine: Routine, type: Collection, body: (item: Value) => Code): Code {
  const { shapes } = routine.unit;
  const items = shapes.space(type.item);
  const most = items === 0 ? 0 : type.kind === "set" ? Math.min(type.max ?? items, items) : type.max;
  const stack = routine.temporary(most + 1);
  const [size, top, at] = [routine.local(), routine.local(), routine.temporary(Math.max(1, shapes.cells(type)))];
  const entry = (index: Code): Address => ({
    base: i32.add(stack.base, i32.shl(index, i32.const(2))),
    offset: stack.offset,
  });
  const uppermost = entry(i32.sub(local.get(size), i32.const(1)));
  const push = (ordinal: Code): Code => [
    put(entry(local.get(size)), ordinal),
    local.set(size, i32.add(local.get(size), i32.const(1))),
  ];
  const [again, next, grown, done] = [new Label("stacks"), new Label("next"), new Label("grown"), new Label("all")];
  /** The last entry becomes greater; where it cannot, the one below it does. */
  const carry = loop(next, [
    jumpIf(i32.eqz(local.get(size)), done),
    local.set(top, i32.add(load(uppermost), i32.const(1))),
    local.set(size, i32.sub(local.get(size), i32.const(1))),
    type.kind === "set"
      ? when(local.get(size), jumpIf(i32.eq(load(uppermost), local.get(top)), next))
      : jumpIf(i32.eq(local.get(top), i32.const(items)), next),
    // The greatest entry of a set has nothing below it to become greater.
    jumpIf(i32.eq(local.get(top), i32.const(items)), done),
    push(local.get(top)),
  ]);
  const value = valueAt(routine, type, at);
  const inner = body(value);
  const fine = shapes.isDense(type.item) ? undefined : routine.local();
  return [
    local.set(size, i32.const(0)),
    block(
      done,
      loop(again, [
        build(routine, type, at, (index) => load(entry(index)), local.get(size), fine),
        fine === undefined ? inner : when(local.get(fine), inner),
        block(grown, [
          when(i32.ltS(local.get(size), i32.const(most)), grow(type, local.get(size), uppermost, push, grown)),
          carry,
        ]),
        jump(again),
      ]),
    ),
  ];
}

/** The first stack that starts with this one, if there is one: then it jumps to `grown`. */
function grow(type: Collection, size: Code, uppermost: Address, push: (ordinal: Code) => Code, grown: Label): Code {
  const least = [push(i32.const(0)), jump(grown)];
  if (type.kind === "seq") return least;
  // Entries of a set fall, so below 0 there is none; those of a bag rise, or stay.
  if (type.kind === "set") return when(i32.eqz(size), least, when(load(uppermost), least));
  return when(i32.eqz(size), least, [push(load(uppermost)), jump(grown)]);
}

/** Writes the collection of the items with these ordinals, and says in `fine` whether all of them are ordinals of values. */
function build(
  routine: Routine,
  type: Collection,
  at: Address,
  ordinal: (index: Code) => Code,
  size: Code,
  fine: number | undefined,
): Code {
  const { shapes } = routine.unit;
  const [found, base] = [routine.local(), routine.local()];
  const width = 4 * shapes.cells(type.item);
  const place = { base: local.get(base), offset: at.offset + 4 };
  const item = hold(routine, unrank(routine, type.item, local.get(found)));
  const enter =
    type.kind === "set" ? addItem(routine, at, type, item.value) : convertInto(routine, place, item.value, type.item);
  return [
    clearCells(at, shapes.cells(type)),
    type.kind === "set" ? [] : put(at, size),
    fine === undefined ? [] : local.set(fine, i32.const(1)),
    count(routine, i32.const(0), size, (index) => [
      local.set(found, ordinal(index)),
      local.set(base, i32.add(at.base, i32.mul(index, i32.const(width)))),
      item.before,
      fine === undefined ? [] : local.set(fine, i32.and(local.get(fine), isProper(routine, item.value))),
      enter,
    ]),
  ];
}
