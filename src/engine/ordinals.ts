/** Values and their ordinals in generated code: `rank` numbers a value, `unrank` makes the value of a number. */
import type { Type } from "../ir/index.ts";
import { assert, InternalError } from "../source/index.ts";
import { fromLeast, plusLeast } from "./integers.ts";
import { eachItem } from "./items.ts";
import { type Address, plus, type Routine } from "./routine.ts";
import { isWide, sortedFields } from "./shapes.ts";
import { block, jump, jumpIf, Label, when } from "./structure.ts";
import { cellOf, clearCells, constant, count, hold, part, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, i64, local } from "./wasm/instructions.ts";

/** The ordinal of a value. */
export function rank(routine: Routine, value: Value): Code {
  const { shapes } = routine.unit;
  const { type } = value;
  if (value.form === "stored" && value.ordinal) return value.ordinal;
  switch (type.kind) {
    case "bool":
    case "symmetric":
    case "set":
      return cellOf(value);
    case "int":
      return fromLeast(value);
    case "process":
      return rankMember(routine, value);
    case "never":
      return i32.const(0);
    default:
      break;
  }
  const held = hold(routine, value);
  return [held.before, rankParts(routine, held.value)];
  function rankParts(_: Routine, whole: Value): Code {
    switch (type.kind) {
      case "record": {
        let offset = 0;
        const parts = sortedFields(type.fields).map((field) => {
          const item = part(routine, whole, field.type, offset);
          offset += shapes.cells(field.type);
          return item;
        });
        return mixed(routine, parts);
      }
      case "tuple":
        return mixed(routine, tupleParts(routine, whole));
      case "option": {
        if (shapes.space(type.item) === 0) return i32.const(0);
        const payload = rank(routine, part(routine, whole, type.item, 1));
        return when(tagOf(whole), i32.add(payload, i32.const(1)), i32.const(0), "i32");
      }
      case "variant": {
        let base = 0;
        let code: Code = i32.const(0);
        const cases = type.cases.map(({ fields }, at) => {
          const parts = caseParts(routine, whole, at);
          const ordinal = i32.add(mixed(routine, parts), i32.const(base));
          base += shapes.product(fields.map((field) => field.type));
          return ordinal;
        });
        if (type.cases.every(({ fields }) => fields.length === 0)) return tagOf(whole);
        for (const [at, ordinal] of [...cases.entries()].reverse()) {
          code = at === cases.length - 1 ? ordinal : when(i32.eq(tagOf(whole), i32.const(at)), ordinal, code, "i32");
        }
        return code;
      }
      case "map": {
        const values = shapes.space(type.value);
        const each = Array.from({ length: shapes.space(type.key) }, (_none, key) =>
          part(routine, whole, type.value, key * shapes.cells(type.value)),
        );
        return each.reduce<Code>(
          (sum, item, at) =>
            at === 0 ? rank(routine, item) : i32.add(i32.mul(sum, i32.const(values)), rank(routine, item)),
          i32.const(0),
        );
      }
      case "seq":
      case "bag": {
        const sum = routine.local();
        const length = tagOf(whole);
        const code: Code[] = [local.set(sum, i32.const(0))];
        for (let at = 0; at < type.max; at++) {
          const item = part(routine, whole, type.item, 1 + at * shapes.cells(type.item));
          const weight = i32.const(shapes.lists(type.item, type.max - at - 1));
          const more = i32.add(i32.const(1), i32.mul(rank(routine, item), weight));
          code.push(when(i32.gtS(length, i32.const(at)), local.set(sum, i32.add(local.get(sum), more))));
        }
        return [code, local.get(sum)];
      }
      default:
        throw new InternalError(`no ordinals of ${type.kind}`);
    }
  }
}

/** Tag of a variant or option, length of a sequence or bag; of a value that is held. */
export const tagOf = (whole: Value): Code =>
  whole.form === "scalar" ? whole.code : i32.load(whole.at.base, whole.at.offset);

export function tupleParts(routine: Routine, whole: Value): readonly Value[] {
  assert(whole.type.kind === "tuple", "a tuple has parts");
  let offset = 0;
  return whole.type.items.map((item) => {
    const found = part(routine, whole, item, offset);
    offset += routine.unit.shapes.cells(item);
    return found;
  });
}

/** The arguments of a variant's or option's case. */
export function caseParts(routine: Routine, whole: Value, at: number): readonly Value[] {
  const { type } = whole;
  if (type.kind === "option") return at === 0 ? [] : [part(routine, whole, type.item, 1)];
  assert(type.kind === "variant", "variants have cases");
  let offset = 1;
  return (type.cases[at]?.fields ?? []).map((field) => {
    const found = part(routine, whole, field.type, offset);
    offset += routine.unit.shapes.cells(field.type);
    return found;
  });
}

/** Several parts as one number, the first most significant. */
export function mixed(routine: Routine, parts: readonly Value[]): Code {
  const { shapes } = routine.unit;
  let code: Code | undefined;
  for (const item of parts) {
    const size = shapes.space(item.type);
    if (size === 1) continue;
    const ordinal = rank(routine, item);
    code = code ? i32.add(i32.mul(code, i32.const(size)), ordinal) : ordinal;
  }
  return code ?? i32.const(0);
}

function rankMember(routine: Routine, value: Value): Code {
  const { type } = value;
  assert(type.kind === "process", "members are of processes");
  const segments = routine.unit.shapes.segments(type);
  const [only] = segments;
  if (!only) return i32.const(0);
  if (segments.length === 1) return minus(cellOf(value), only.first);
  const held = hold(routine, value);
  let before = 0;
  let code: Code = [];
  for (const [at, { first, count: members }] of segments.entries()) {
    const ordinal = minus(cellOf(held.value), first - before);
    code = at === 0 ? ordinal : when(i32.geS(cellOf(held.value), i32.const(first)), ordinal, code, "i32");
    before += members;
  }
  return [held.before, code];
}

const minus = (code: Code, amount: number): Code => (amount === 0 ? code : i32.sub(code, i32.const(amount)));

function unrankMember(routine: Routine, type: Type, ordinal: Code): Code {
  assert(type.kind === "process", "members are of processes");
  const segments = routine.unit.shapes.segments(type);
  let before = 0;
  let code: Code = [];
  for (const [at, { first, count: members }] of segments.entries()) {
    const member = minus(ordinal, before - first);
    code = at === 0 ? member : when(i32.geS(ordinal, i32.const(before)), member, code, "i32");
    before += members;
  }
  return code;
}

/** The value with an ordinal, which is repeatable code. */
export function unrank(routine: Routine, type: Type, ordinal: Code): Value {
  const simple = unrankScalar(routine, type, ordinal);
  if (simple) return scalar(type, simple);
  const { shapes } = routine.unit;
  const cells = shapes.cells(type);
  const at = routine.temporary(cells);
  const rest = routine.local();
  return stored(type, at, [local.set(rest, ordinal), unrankInto(routine, type, at, rest)]);
}

function unrankScalar(routine: Routine, type: Type, ordinal: Code): Code | undefined {
  switch (type.kind) {
    case "bool":
    case "symmetric":
    case "set":
      return ordinal;
    case "int":
      return isWide(type) ? undefined : minus(ordinal, -type.low);
    case "process":
      return unrankMember(routine, type, ordinal);
    case "variant":
      return type.cases.every(({ fields }) => fields.length === 0) ? ordinal : undefined;
    default:
      return undefined;
  }
}

/** Writes the value; uses up the local. */
export function unrankInto(routine: Routine, type: Type, at: Address, rest: number): Code {
  const { shapes } = routine.unit;
  const simple = unrankScalar(routine, type, local.get(rest));
  if (simple) return put(at, simple);
  switch (type.kind) {
    case "int":
      return i64.store(at.base, plusLeast(type, local.get(rest)), at.offset);
    case "record":
      return unrankAll(
        routine,
        sortedFields(type.fields).map((field) => field.type),
        at,
        rest,
      );
    case "tuple":
      return unrankAll(routine, type.items, at, rest);
    case "map":
      return unrankAll(routine, new Array<Type>(shapes.space(type.key)).fill(type.value), at, rest);
    case "option":
      return when(
        local.get(rest),
        [
          put(at, i32.const(1)),
          local.set(rest, i32.sub(local.get(rest), i32.const(1))),
          unrankInto(routine, type.item, plus(at, 4), rest),
        ],
        clearCells(at, shapes.cells(type)),
      );
    case "variant": {
      const done = new Label("case");
      const cells = shapes.cells(type);
      const code: Code[] = type.cases.map(({ fields }, index) => {
        const types = fields.map((field) => field.type);
        const size = shapes.product(types);
        const own: Code = [put(at, i32.const(index)), unrankAll(routine, types, plus(at, 4), rest), jump(done)];
        if (index === type.cases.length - 1) return own;
        return [
          when(i32.ltU(local.get(rest), i32.const(size)), own),
          local.set(rest, i32.sub(local.get(rest), i32.const(size))),
        ];
      });
      return [clearCells(at, cells), block(done, code)];
    }
    case "seq":
    case "bag": {
      const done = new Label("items");
      const item = routine.local();
      const itemCells = shapes.cells(type.item);
      const code: Code[] = [];
      for (let index = 0; index < type.max; index++) {
        const weight = shapes.lists(type.item, type.max - index - 1);
        code.push(
          jumpIf(i32.eqz(local.get(rest)), done),
          put(at, i32.const(index + 1)),
          local.set(rest, i32.sub(local.get(rest), i32.const(1))),
          local.set(item, i32.divU(local.get(rest), i32.const(weight))),
          local.set(rest, i32.remU(local.get(rest), i32.const(weight))),
          unrankInto(routine, type.item, plus(at, 4 * (1 + index * itemCells)), item),
        );
      }
      return [clearCells(at, shapes.cells(type)), block(done, code)];
    }
    case "never":
      return [];
    default:
      throw new InternalError(`no ordinals of ${type.kind}`);
  }
}

/** Values one behind the other, from one number; the last part is the least significant. */
export function unrankAll(routine: Routine, types: readonly Type[], at: Address, rest: number): Code {
  const { shapes } = routine.unit;
  const code: Code[] = [];
  let offset = types.reduce((sum, type) => sum + shapes.cells(type), 0);
  const digit = routine.local();
  for (const [position, type] of [...types.entries()].reverse()) {
    const size = shapes.space(type);
    offset -= shapes.cells(type);
    const last = position === 0;
    if (last) code.push(local.set(digit, local.get(rest)));
    else
      code.push(
        local.set(digit, i32.remU(local.get(rest), i32.const(Math.max(1, size)))),
        local.set(rest, i32.divU(local.get(rest), i32.const(Math.max(1, size)))),
      );
    code.push(unrankInto(routine, type, plus(at, 4 * offset), digit));
  }
  return code;
}

/** Whether the ordinal that `value` was made of belongs to a value: of lists and sets with a maximum some do not. */
export function isProper(routine: Routine, value: Value): Code {
  const { shapes } = routine.unit;
  const { type } = value;
  if (shapes.isDense(type)) return i32.const(1);
  const all = (parts: readonly Value[]): Code =>
    parts.reduce<Code>((sum, item) => i32.and(sum, isProper(routine, item)), i32.const(1));
  const held = hold(routine, value);
  const whole = held.value;
  const test = (): Code => {
    switch (type.kind) {
      case "set": {
        const few = type.max === undefined ? i32.const(1) : i32.leS(i32.popcnt(cellOf(whole)), i32.const(type.max));
        if (shapes.isDense(type.item)) return few;
        const fine = routine.local();
        const each = eachItem(routine, whole, (item) =>
          local.set(fine, i32.and(local.get(fine), isProper(routine, item))),
        );
        return [local.set(fine, few), each, local.get(fine)];
      }
      case "record": {
        let offset = 0;
        return all(
          sortedFields(type.fields).map((field) => {
            const found = part(routine, whole, field.type, offset);
            offset += shapes.cells(field.type);
            return found;
          }),
        );
      }
      case "tuple":
        return all(tupleParts(routine, whole));
      case "option":
        return i32.or(i32.eqz(tagOf(whole)), all(caseParts(routine, whole, 1)));
      case "variant":
        return type.cases.reduce<Code>(
          (sum, _one, at) =>
            i32.and(sum, i32.or(i32.ne(tagOf(whole), i32.const(at)), all(caseParts(routine, whole, at)))),
          i32.const(1),
        );
      case "map":
        return all(
          Array.from({ length: shapes.space(type.key) }, (_none, key) =>
            part(routine, whole, type.value, key * shapes.cells(type.value)),
          ),
        );
      case "seq":
      case "bag": {
        const fine = routine.local();
        const itemCells = shapes.cells(type.item);
        const previous = routine.local();
        const current = routine.local();
        assert(whole.form === "stored" || type.max === 0, "lists lie in memory");
        if (whole.form === "scalar") return i32.const(1);
        return [
          local.set(fine, i32.const(1)),
          local.set(previous, i32.const(0)),
          count(routine, i32.const(0), tagOf(whole), (index) => {
            const base = routine.local();
            const item: Value = shapes.isScalar(type.item)
              ? scalar(type.item, i32.load(local.get(base), whole.at.offset + 4), true)
              : stored(type.item, { base: local.get(base), offset: whole.at.offset + 4 });
            return [
              local.set(base, i32.add(whole.at.base, i32.mul(index, i32.const(4 * itemCells)))),
              local.set(fine, i32.and(local.get(fine), isProper(routine, item))),
              type.kind === "bag"
                ? [
                    local.set(current, rank(routine, item)),
                    local.set(fine, i32.and(local.get(fine), i32.geU(local.get(current), local.get(previous)))),
                    local.set(previous, local.get(current)),
                  ]
                : [],
            ];
          }),
          local.get(fine),
        ];
      }
      default:
        return i32.const(1);
    }
  };
  return [held.before, test()];
}

export const ordinalConstant = (type: Type, value: number): Value => constant(type, value);
