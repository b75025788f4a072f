/** Sets and bags in generated code: membership, items put in and taken out, union, intersection, difference, subset. */
import type { Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { convert, fits, sizeCode } from "./conversion.ts";
import { eachItem, itemTypeOf } from "./items.ts";
import { insertSorted, positionOf, removeAt, sameValue } from "./lists.ts";
import { rank } from "./ordinals.ts";
import type { Address, Routine } from "./routine.ts";
import { addToRow, isInRow, removeFromRow } from "./row-sets.ts";
import { joinTypes, mostOf, type SetType } from "./shapes.ts";
import { when } from "./structure.ts";
import { cellOf, clearCells, count, hold, load, put, scalar, stored, type Value, write } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

type Bag = Extract<Type, { kind: "bag" }>;

/** Sets of more cells are combined in a loop. */
const manyCells = 32;

const bit = (ordinal: Code): Code => i32.shl(i32.const(1), ordinal);
const wordOf = (ordinal: Code): Code => i32.shl(i32.shrU(ordinal, i32.const(5)), i32.const(2));

/** Adds an item of exactly the set's item type to the set that lies at `at`. */
export function addItem(routine: Routine, at: Address, type: SetType, item: Value): Code {
  const form = routine.unit.shapes.setForm(type);
  if (form.kind === "list") {
    const held = hold(routine, item);
    return [held.before, insertSorted(routine, at, form.max, type.item, held.value, false)];
  }
  if (form.kind === "row") return addToRow(routine, at, form.max, rank(routine, item));
  if (form.cells === 1) return put(at, i32.or(load(at), bit(rank(routine, item))));
  const ordinal = routine.local();
  const place = { base: i32.add(at.base, wordOf(local.get(ordinal))), offset: at.offset };
  return [local.set(ordinal, rank(routine, item)), put(place, i32.or(load(place), bit(local.get(ordinal))))];
}

/** The set with one item more; both are of exactly the type. */
export function withItem(routine: Routine, set: Value, item: Value): Value {
  assert(set.type.kind === "set", "items are added to sets");
  const { shapes } = routine.unit;
  if (shapes.isScalar(set.type) && shapes.setForm(set.type).kind === "bits") {
    return scalar(set.type, i32.or(cellOf(set), bit(rank(routine, item))));
  }
  const copy = copyOf(routine, set);
  return stored(set.type, copy.at, [copy.before, addItem(routine, copy.at, set.type, item)]);
}

export function copyOf(routine: Routine, value: Value): { readonly before: Code; readonly at: Address } {
  const at = routine.temporary(Math.max(1, routine.unit.shapes.cells(value.type)));
  return { before: write(routine, at, value), at };
}

/** The set without the item, which may be of another range. */
export function withoutItem(routine: Routine, set: Value, item: Value): Value {
  assert(set.type.kind === "set", "items are taken out of sets");
  const { shapes } = routine.unit;
  const { type } = set;
  const form = shapes.setForm(type);
  const held = hold(routine, item);
  const fit = fits(routine, held.value, type.item);
  const goal = (): Value => convert(routine, held.value, type.item);
  if (form.kind === "bits" && form.cells === 1) {
    const mask = bit(rank(routine, goal()));
    const code = i32.and(cellOf(set), i32.xor(fit ? when(fit, mask, i32.const(0), "i32") : mask, i32.const(-1)));
    return scalar(type, [held.before, code]);
  }
  const copy = copyOf(routine, set);
  let taking: Code;
  if (form.kind === "list") {
    const position = routine.local();
    const found = hold(routine, goal());
    taking = [
      found.before,
      local.set(position, positionOf(routine, stored(type, copy.at), type.item, found.value)),
      when(i32.geS(local.get(position), i32.const(0)), removeAt(routine, copy.at, type.item, local.get(position))),
    ];
  } else if (form.kind === "row") taking = removeFromRow(routine, copy.at, form.max, rank(routine, goal()));
  else {
    const ordinal = routine.local();
    const place = { base: i32.add(copy.at.base, wordOf(local.get(ordinal))), offset: copy.at.offset };
    taking = [
      local.set(ordinal, rank(routine, goal())),
      put(place, i32.and(load(place), i32.xor(bit(local.get(ordinal)), i32.const(-1)))),
    ];
  }
  return stored(type, copy.at, [copy.before, held.before, fit ? when(fit, taking) : taking]);
}

/** Whether the collection has the item. */
export function hasItem(routine: Routine, collection: Value, item: Value): Code {
  const { shapes } = routine.unit;
  const { type } = collection;
  if (type.kind === "never") return i32.const(0);
  const itemType = itemTypeOf(type);
  if (itemType.kind === "never") return i32.const(0);
  const held = hold(routine, item);
  const whole = hold(routine, collection);
  const fit = fits(routine, held.value, itemType);
  const same = (): Value => convert(routine, held.value, itemType);
  const test = (): Code => {
    if (type.kind === "set") {
      const form = shapes.setForm(type);
      if (form.kind === "row" && whole.value.form === "stored")
        return isInRow(routine, whole.value.at, form.max, rank(routine, same()));
      if (form.kind === "bits") {
        if (whole.value.form === "scalar")
          return i32.and(i32.shrU(whole.value.code, rank(routine, same())), i32.const(1));
        const ordinal = routine.local();
        const { at } = whole.value;
        return [
          local.set(ordinal, rank(routine, same())),
          i32.and(
            i32.shrU(i32.load(i32.add(at.base, wordOf(local.get(ordinal))), at.offset), local.get(ordinal)),
            i32.const(1),
          ),
        ];
      }
    }
    const found = hold(routine, same());
    return [found.before, i32.geS(positionOf(routine, whole.value, itemType, found.value), i32.const(0))];
  };
  return [held.before, whole.before, fit ? when(fit, test(), i32.const(0), "i32") : test()];
}

/** union, intersect and minus of sets; the right one may be of another range. */
export function combineSets(
  routine: Routine,
  operator: "union" | "intersect" | "minus",
  left: Value,
  right: Value,
): Value {
  assert(left.type.kind === "set" && right.type.kind === "set", "sets are combined with sets");
  const { shapes } = routine.unit;
  const [a, b] = [left.type, right.type];
  const joined = joinTypes(a, b);
  assert(joined.kind === "set", "sets join to a set");
  const most = operator === "union" ? mostOf(a, b, (x, y) => x + y) : a.max;
  const wide: SetType =
    most === undefined ? { kind: "set", item: joined.item } : { kind: "set", item: joined.item, max: most };
  if (shapes.setForm(wide).kind !== "bits") return combineLists(routine, operator, left, right, joined);
  const type: SetType = { kind: "set", item: joined.item };
  const one = convert(routine, left, type);
  const other = convert(routine, right, type);
  const result: SetType = operator === "union" ? type : { kind: "set", item: joined.item };
  const word = (x: Code, y: Code): Code => {
    if (operator === "union") return i32.or(x, y);
    return i32.and(x, operator === "intersect" ? y : i32.xor(y, i32.const(-1)));
  };
  const narrowed = (value: Value): Value => {
    // What is left of the left set is of its type.
    if (operator === "union" || shapes.key(a) === shapes.key(result))
      return { ...value, type: operator === "union" ? result : a };
    return convert(routine, value, a);
  };
  if (shapes.isScalar(type)) return narrowed(scalar(result, word(cellOf(one), cellOf(other))));
  const x = hold(routine, one);
  const y = hold(routine, other);
  assert(x.value.form === "stored" && y.value.form === "stored", "several cells lie in memory");
  const at = routine.temporary(shapes.cells(type));
  const [p, q] = [x.value.at, y.value.at];
  if (shapes.cells(type) > manyCells) {
    const combining = count(routine, i32.const(0), i32.const(shapes.cells(type)), (index) => {
      const moved = ({ base, offset }: Address): Address => ({
        base: i32.add(base, i32.shl(index, i32.const(2))),
        offset,
      });
      return put(moved(at), word(load(moved(p)), load(moved(q))));
    });
    return narrowed(stored(result, at, [x.before, y.before, combining]));
  }
  const cells = Array.from({ length: shapes.cells(type) }, (_none, index) => index);
  const before = [
    x.before,
    y.before,
    cells.map((index) =>
      i32.store(
        at.base,
        word(i32.load(p.base, p.offset + 4 * index), i32.load(q.base, q.offset + 4 * index)),
        at.offset + 4 * index,
      ),
    ),
  ];
  return narrowed(stored(result, at, before));
}

function combineLists(
  routine: Routine,
  operator: "union" | "intersect" | "minus",
  left: Value,
  right: Value,
  joined: SetType,
): Value {
  const { shapes } = routine.unit;
  const [a, b] = [left.type as SetType, right.type as SetType];
  const sizes = [a, b].map((type) => {
    const form = shapes.setForm(type);
    return Math.min(type.max ?? Number.POSITIVE_INFINITY, form.kind === "bits" ? form.bits : form.max);
  });
  const max = operator === "union" ? (sizes[0] ?? 0) + (sizes[1] ?? 0) : (sizes[0] ?? 0);
  const type: SetType = { kind: "set", item: operator === "union" ? joined.item : a.item, max };
  const at = routine.temporary(shapes.cells(type));
  const x = hold(routine, left);
  const y = hold(routine, right);
  const add = (item: Value): Code => addItem(routine, at, type, convert(routine, item, type.item));
  const clear = clearCells(at, shapes.cells(type));
  const before: Code[] = [x.before, y.before, clear];
  if (operator === "union") before.push(eachItem(routine, x.value, add), eachItem(routine, y.value, add));
  else
    before.push(
      eachItem(routine, x.value, (item) => {
        const there = hasItem(routine, y.value, item);
        return when(operator === "intersect" ? there : i32.eqz(there), add(item));
      }),
    );
  return stored(type, at, before);
}

export function isSubset(routine: Routine, left: Value, right: Value): Code {
  assert(left.type.kind === "set" && right.type.kind === "set", "sets are compared with sets");
  const { shapes } = routine.unit;
  const joined = joinTypes(left.type, right.type);
  assert(joined.kind === "set", "sets join to a set");
  if (shapes.setForm(joined).kind === "bits") {
    const difference = hold(routine, combineSets(routine, "minus", left, right));
    return [difference.before, i32.eqz(sizeCode(routine, difference.value))];
  }
  const x = hold(routine, left);
  const y = hold(routine, right);
  const all = routine.local();
  return [
    x.before,
    y.before,
    local.set(all, i32.const(1)),
    eachItem(routine, x.value, (item) => local.set(all, i32.and(local.get(all), hasItem(routine, y.value, item)))),
    local.get(all),
  ];
}

/** How often a held bag has a held item of its type. */
export function multiplicity(routine: Routine, bag: Value, item: Value): Code {
  const sum = routine.local();
  return [
    local.set(sum, i32.const(0)),
    eachItem(routine, bag, (other) => local.set(sum, i32.add(local.get(sum), sameValue(routine, other, item)))),
    local.get(sum),
  ];
}

/** Bags count: union adds, minus takes away, intersect keeps the smaller multiplicity. */
export function combineBags(
  routine: Routine,
  operator: "union" | "intersect" | "minus",
  left: Value,
  right: Value,
): Value {
  const { shapes } = routine.unit;
  const [a, b] = [left.type as Bag, right.type as Bag];
  const item = joinTypes(a.item, b.item);
  const max = operator === "union" ? a.max + b.max : operator === "intersect" ? Math.min(a.max, b.max) : a.max;
  const wide: Bag = { kind: "bag", item, max: Math.max(a.max, b.max, max) };
  const x = hold(routine, convert(routine, left, wide));
  const y = hold(routine, convert(routine, right, wide));
  const at = routine.temporary(shapes.cells(wide));
  const before: Code[] = [x.before, y.before, clearCells(at, shapes.cells(wide))];
  const insert = (one: Value): Code => insertSorted(routine, at, wide.max, item, one, true);
  if (operator === "union") {
    before.push(eachItem(routine, x.value, insert), eachItem(routine, y.value, insert));
  } else {
    // The nth of an item is in both when the right bag has n of it or more.
    const result = stored(wide, at);
    const seen = routine.temporary(shapes.cells(wide));
    before.push(
      clearCells(seen, shapes.cells(wide)),
      eachItem(routine, x.value, (one) => {
        const nth = multiplicity(routine, stored(wide, seen), one);
        const there = i32.ltS(nth, multiplicity(routine, y.value, one));
        return [
          when(operator === "intersect" ? there : i32.eqz(there), insert(one)),
          insertSorted(routine, seen, wide.max, item, one, true),
        ];
      }),
    );
    void result;
  }
  return stored(wide, at, before);
}

export function isSubBag(routine: Routine, left: Value, right: Value): Code {
  const [a, b] = [left.type as Bag, right.type as Bag];
  const wide: Bag = { kind: "bag", item: joinTypes(a.item, b.item), max: Math.max(a.max, b.max) };
  const x = hold(routine, convert(routine, left, wide));
  const y = hold(routine, convert(routine, right, wide));
  const all = routine.local();
  return [
    x.before,
    y.before,
    local.set(all, i32.const(1)),
    eachItem(routine, x.value, (one) =>
      local.set(
        all,
        i32.and(local.get(all), i32.leS(multiplicity(routine, x.value, one), multiplicity(routine, y.value, one))),
      ),
    ),
    local.get(all),
  ];
}
