/** Parts of values in generated code: variables, fields, items of maps and sequences, slices, copies with parts changed. */
import type { Expr, PathStep, Type, Variable } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { convert, convertInto, fits } from "./conversion.ts";
import { after, evaluate } from "./expressions.ts";
import { clamped } from "./integers.ts";
import { rank, tagOf, unrank } from "./ordinals.ts";
import { type Address, addressCode, plus, type Scope } from "./routine.ts";
import { multiplicity } from "./sets.ts";
import { isWide, joinTypes, sortedFields } from "./shapes.ts";
import { when } from "./structure.ts";
import { cellOf, clearCells, constant, hold, part, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local, memory, select } from "./wasm/instructions.ts";

/** Where a variable of `owner` lies; `before` computes it. */
export function variableAt(
  variable: Variable,
  owner: Value | undefined,
  scope: Scope,
): { readonly before: Code; readonly at: Address } {
  const { routine } = scope;
  const { plan, shapes } = routine.unit;
  const place = plan.variables.get(variable);
  assert(place, "every variable has a place");
  if (!owner || !variable.process) return { before: [], at: { base: scope.state, offset: 4 * place.cell } };
  const first = shapes.firstOf(variable.process);
  if (owner.form === "scalar" && owner.constant !== undefined) {
    return {
      before: [],
      at: { base: scope.state, offset: 4 * (place.cell + (owner.constant - first) * place.stride) },
    };
  }
  const base = routine.local();
  const distance = i32.mul(
    first === 0 ? cellOf(owner) : i32.sub(cellOf(owner), i32.const(first)),
    i32.const(4 * place.stride),
  );
  return {
    before: local.set(base, i32.add(scope.state, distance)),
    at: { base: local.get(base), offset: 4 * place.cell },
  };
}

export function readVariable(expr: Extract<Expr, { kind: "read" }>, scope: Scope): Value {
  const owner = expr.owner && evaluate(expr.owner, scope);
  const { before, at } = variableAt(expr.variable, owner, scope);
  const { type } = expr.variable;
  if (scope.routine.unit.shapes.isScalar(type)) return scalar(type, [before, i32.load(at.base, at.offset)]);
  return stored(type, at, before, scope.changes);
}

export function readField(record: Value, name: string, scope: Scope): Value {
  const { shapes } = scope.routine.unit;
  const { type } = record;
  const digit = readDigit(record, name, scope);
  if (digit) return digit;
  if (type.kind === "tuple") {
    let offset = 0;
    for (const [at, item] of type.items.entries()) {
      if (String(at) === name) return part(scope.routine, record, item, offset);
      offset += shapes.cells(item);
    }
  }
  assert(type.kind === "record", "fields are of records");
  const field = shapes.fieldOffset(type, name);
  return part(scope.routine, record, field.type, field.offset);
}

/** A scalar field of a value that is not in memory yet: a digit of its ordinal. */
function readDigit(record: Value, name: string, { routine }: Scope): Value | undefined {
  const { shapes } = routine.unit;
  const { type } = record;
  if (record.form !== "stored" || !record.ordinal || record.before.length === 0) return undefined;
  const parts =
    type.kind === "record"
      ? sortedFields(type.fields)
      : type.kind === "tuple"
        ? type.items.map((item, at) => ({ name: String(at), type: item }))
        : [];
  const at = parts.findIndex((part_) => part_.name === name);
  const wanted = parts[at];
  if (!wanted || !shapes.isScalar(wanted.type)) return undefined;
  const weight = shapes.product(parts.slice(at + 1).map((part_) => part_.type));
  const scaled = weight === 1 ? record.ordinal : i32.divU(record.ordinal, i32.const(weight));
  const digit = routine.local();
  const code = at === 0 ? scaled : i32.remU(scaled, i32.const(shapes.space(wanted.type)));
  const value = unrank(routine, wanted.type, local.get(digit));
  return value.form === "scalar" ? after(local.set(digit, code), value) : undefined;
}

/** The item of a held map or sequence; a failure where there is none. */
export function itemOf(collection: Value, index: Value, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { type } = collection;
  assert(type.kind === "map" || type.kind === "seq", "maps and sequences have items");
  const item = type.kind === "map" ? type.value : type.item;
  const cells = shapes.cells(item);
  const { before, position } = positionIn(collection, index, scope);
  if (collection.form === "scalar") return after(before, { ...collection, type: item });
  const start = type.kind === "map" ? 0 : 1;
  if (position.constant !== undefined) {
    return after(before, part(routine, collection, item, start + position.constant * cells));
  }
  const base = routine.local();
  const set = local.set(base, i32.add(collection.at.base, i32.mul(position.code, i32.const(4 * cells))));
  const at: Address = { base: local.get(base), offset: collection.at.offset + 4 * start };
  if (cells === 1) return scalar(item, [before, set, i32.load(at.base, at.offset)]);
  return stored(item, at, [before, set], collection.changes);
}

/** Which item from 0 is meant, checked to be there. */
function positionIn(
  collection: Value,
  index: Value,
  scope: Scope,
): { readonly before: Code; readonly position: { readonly code: Code; readonly constant?: number } } {
  const { routine } = scope;
  const { type } = collection;
  const held = hold(routine, index);
  if (type.kind === "map") {
    const test = fits(routine, held.value, type.key);
    const key = convert(routine, held.value, type.key);
    const code = rank(routine, key);
    const known = held.value.form === "scalar" && type.key.kind === "int" ? held.value.constant : undefined;
    if (known !== undefined && type.key.kind === "int" && !test)
      return { before: [], position: { code, constant: known - type.key.low } };
    const absent = test ? when(i32.eqz(test), routine.fail()) : [];
    return { before: [held.before, absent], position: { code } };
  }
  const cell = routine.local();
  const simple = !isWide(held.value.type);
  const start = simple ? held.before : [held.before, local.set(cell, clamped(routine, held.value))];
  const code = i32.sub(simple ? cellOf(held.value) : local.get(cell), i32.const(1));
  const absent = when(i32.geU(code, tagOf(collection)), routine.fail());
  return { before: [start, absent], position: { code } };
}

export function readIndex(expr: Extract<Expr, { kind: "index" }>, scope: Scope): Value {
  const { routine } = scope;
  const collection = hold(routine, evaluate(expr.collection, scope));
  const index = evaluate(expr.index, scope);
  const { type } = collection.value;
  if (type.kind !== "bag") return after(collection.before, itemOf(collection.value, index, scope));
  const held = hold(routine, index);
  const test = fits(routine, held.value, type.item);
  const item = hold(routine, convert(routine, held.value, type.item));
  const times = [item.before, multiplicity(routine, collection.value, item.value)];
  const code = test ? when(test, times, i32.const(0), "i32") : times;
  return scalar({ kind: "int", low: 0, high: type.max }, [collection.before, held.before, code]);
}

/** Items low..high from 1, clipped to what is there. */
export function readSlice(expr: Extract<Expr, { kind: "slice" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const sequence = hold(routine, evaluate(expr.sequence, scope));
  const { type } = sequence.value;
  if (type.kind === "never") return sequence.value;
  assert(type.kind === "seq", "slices are of sequences");
  const [start, end, most] = [routine.local(), routine.local(), routine.local()];
  const low = evaluate(expr.low, scope);
  const high = evaluate(expr.high, scope);
  const bounds: Code = [
    sequence.before,
    local.set(start, clamped(routine, low)),
    local.set(end, clamped(routine, high)),
    local.set(start, select(i32.const(1), local.get(start), i32.ltS(local.get(start), i32.const(1)))),
    local.set(end, select(tagOf(sequence.value), local.get(end), i32.gtS(local.get(end), tagOf(sequence.value)))),
    // Ends far outside must neither overflow nor lead out of memory.
    local.set(end, select(i32.const(0), local.get(end), i32.ltS(local.get(end), i32.const(0)))),
    local.set(most, i32.add(tagOf(sequence.value), i32.const(1))),
    local.set(start, select(local.get(most), local.get(start), i32.gtS(local.get(start), local.get(most)))),
    // Now the number of items.
    local.set(end, i32.add(i32.sub(local.get(end), local.get(start)), i32.const(1))),
    local.set(end, select(i32.const(0), local.get(end), i32.ltS(local.get(end), i32.const(0)))),
  ];
  if (sequence.value.form === "scalar") return scalar(type, [bounds, local.get(end)]);
  const cells = shapes.cells(type);
  const width = 4 * shapes.cells(type.item);
  const at = routine.temporary(cells);
  const from = sequence.value.at;
  const first = i32.add(from.base, i32.mul(i32.sub(local.get(start), i32.const(1)), i32.const(width)));
  return stored(type, at, [
    bounds,
    clearCells(at, cells),
    put(at, local.get(end)),
    memory.copy(
      addressCode(plus(at, 4)),
      i32.add(first, i32.const(from.offset + 4)),
      i32.mul(local.get(end), i32.const(width)),
    ),
  ]);
}

/** A copy with some parts changed. */
export function withChanges(expr: Extract<Expr, { kind: "with" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  let base = evaluate(expr.base, scope);
  for (const { path, value } of expr.changes) {
    const changed = evaluate(value, scope);
    const type = widenAt(base.type, path, changed.type);
    const at = routine.temporary(Math.max(1, shapes.cells(type)));
    const held = hold(routine, changed);
    const before = [
      convertInto(routine, at, base, type),
      held.before,
      writePath(stored(type, at), path, held.value, scope),
    ];
    base = shapes.isScalar(type) ? scalar(type, [before, i32.load(at.base, at.offset)]) : stored(type, at, before);
  }
  return base;
}

/** The type with room for a part of another type. */
function widenAt(type: Type, path: readonly PathStep[], inner: Type): Type {
  const [step, ...rest] = path;
  if (!step) return joinTypes(type, inner);
  if (step.kind === "field") {
    const widen = (name: string, own: Type): Type => (name === step.name ? widenAt(own, rest, inner) : own);
    if (type.kind === "record")
      return { kind: "record", fields: type.fields.map(({ name, type: own }) => ({ name, type: widen(name, own) })) };
    if (type.kind === "tuple") return { kind: "tuple", items: type.items.map((own, at) => widen(String(at), own)) };
    return type;
  }
  if (type.kind === "map") return { ...type, value: widenAt(type.value, rest, inner) };
  if (type.kind === "seq") return { ...type, item: widenAt(type.item, rest, inner) };
  return type;
}

/** Where the part at `path` of the value at a place lies; fails where there is none. */
export function placeOf(
  whole: Extract<Value, { form: "stored" }>,
  path: readonly PathStep[],
  scope: Scope,
): { readonly before: Code; readonly type: Type; readonly at: Address } {
  const { routine } = scope;
  const { shapes } = routine.unit;
  let { at, type } = whole;
  const before: Code[] = [whole.before];
  for (const step of path) {
    if (step.kind === "field") {
      const found = readFieldOffset(type, step.name, scope);
      at = plus(at, 4 * found.offset);
      type = found.type;
      continue;
    }
    const index = evaluate(step.index, scope);
    const found = positionIn(stored(type, at), index, scope);
    assert(type.kind === "map" || type.kind === "seq", "maps and sequences have items");
    const item = type.kind === "map" ? type.value : type.item;
    const start = type.kind === "map" ? 0 : 4;
    const cells = shapes.cells(item);
    if (found.position.constant !== undefined) {
      before.push(found.before);
      at = plus(at, start + 4 * cells * found.position.constant);
    } else {
      const base = routine.local();
      before.push(found.before, local.set(base, i32.add(at.base, i32.mul(found.position.code, i32.const(4 * cells)))));
      at = { base: local.get(base), offset: at.offset + start };
    }
    type = item;
  }
  return { before, type, at };
}

function readFieldOffset(type: Type, name: string, scope: Scope): { readonly offset: number; readonly type: Type } {
  const { shapes } = scope.routine.unit;
  if (type.kind === "record") return shapes.fieldOffset(type, name);
  assert(type.kind === "tuple", "fields are of records");
  let offset = 0;
  for (const [at, item] of type.items.entries()) {
    if (String(at) === name) return { offset, type: item };
    offset += shapes.cells(item);
  }
  return { offset: 0, type: constant(type, 0).type };
}

/** Changes the part at `path` of a value in memory to a held value. */
export function writePath(
  whole: Extract<Value, { form: "stored" }>,
  path: readonly PathStep[],
  value: Value,
  scope: Scope,
): Code {
  const { before, type, at } = placeOf(whole, path, scope);
  return [before, convertInto(scope.routine, at, value, type)];
}
