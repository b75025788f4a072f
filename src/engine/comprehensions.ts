/**
 * Names that range over sets, in generated code: quantifiers, comprehensions, `count`, `sum`, `choose`. Each becomes a nest
 * of loops, the last name fastest, in the order of values.
 */
import { type Binder, type Expr, hasInterchangeable, type Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { sumWithin } from "./arithmetic.ts";
import { convert, convertInto, fits } from "./conversion.ts";
import { after, evaluate, holds } from "./expressions.ts";
import { boundsOf, eachInteger, mostCell } from "./integers.ts";
import { eachItem, eachOf } from "./items.ts";
import { sameValue } from "./lists.ts";
import { rank } from "./ordinals.ts";
import { needRoom } from "./room.ts";
import type { Address, Scope } from "./routine.ts";
import { addItem, withItem } from "./sets.ts";
import { block, jump, Label, when } from "./structure.ts";
import { eachSubset } from "./subsets.ts";
import { cellOf, clearCells, constant, hold, keep, load, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** Runs `body` for every item of a domain, in order; types, ranges and subsets need no set for it. `body` is called once. */
export function eachInDomain(domain: Expr, scope: Scope, body: (item: Value) => Code, lazy = false): Code {
  const { routine } = scope;
  if (domain.kind === "domain") return eachOf(routine, domain.of, body);
  if (domain.kind === "range") {
    const low = hold(routine, evaluate(domain.low, scope));
    const high = hold(routine, evaluate(domain.high, scope));
    return [low.before, high.before, eachInteger(routine, low.value, high.value, body)];
  }
  if (domain.kind === "builtin" && domain.name === "subsets") {
    const [of] = domain.arguments;
    assert(of, "subsets are of a set");
    const set = keep(routine, evaluate(of, scope));
    if (set.value.type.kind === "set") return [set.before, eachSubset(set.value, scope, body)];
  }
  if (domain.kind === "setOf" && isIdentity(domain)) {
    // {x for x in S where P}: the items of S as they come.
    return eachAssignment(domain.binders, domain.where, scope, () => body(evaluate(domain.value, scope)), lazy);
  }
  const value = keep(routine, evaluate(domain, scope));
  return [value.before, eachItem(routine, value.value, body, lazy)];
}

const isIdentity = ({ value, binders }: Extract<Expr, { kind: "setOf" }>): boolean =>
  binders.length === 1 &&
  value.kind === "local" &&
  value.local.id === binders[0]?.local.id &&
  binders[0].domain.type.kind === "set";

/** Runs `body` with the names bound to every assignment that satisfies `where`. `body` is called once. */
export function eachAssignment(
  binders: readonly Binder[],
  where: Expr | undefined,
  scope: Scope,
  body: () => Code,
  lazy = false,
  from = 0,
): Code {
  const binder = binders[from];
  if (!binder) return where ? when(holds(where, scope), body()) : body();
  return eachInDomain(
    binder.domain,
    scope,
    (item) => {
      scope.names.set(binder.local.id, item);
      return eachAssignment(binders, where, scope, body, lazy, from + 1);
    },
    lazy,
  );
}

/** At most how many assignments there are; Infinity when nobody knows. */
export function mostAssignments(binders: readonly Binder[], scope: Scope): number {
  const { shapes } = scope.routine.unit;
  return binders.reduce((product, { domain, local: name }) => {
    const { type } = domain;
    if (type.kind === "seq" || type.kind === "bag") return product * type.max;
    const item = scope.names.get(name.id)?.type ?? name.type;
    const most = type.kind === "set" ? (type.max ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    return product * Math.min(most, shapes.space(item));
  }, 1);
}

export function aggregate(expr: Extract<Expr, { kind: "aggregate" }>, scope: Scope): Value {
  const { routine } = scope;
  let sum = sumWithin(routine, { low: 0, high: 0 });
  const code = eachAssignment(expr.binders, expr.where, scope, () => {
    const one = constant({ kind: "int", low: 1, high: 1 }, 1);
    const value = expr.value && expr.operator === "sum" ? evaluate(expr.value, scope) : one;
    // Nobody could wait for a larger count.
    const most = Math.min(mostAssignments(expr.binders, scope), expr.operator === "sum" ? Infinity : mostCell);
    const times = (bound: number): number => (bound === 0 ? 0 : bound * most);
    const { low, high } = boundsOf(value);
    sum = sumWithin(routine, { low: Math.min(0, times(low)), high: Math.max(0, times(high)) });
    return sum.add(value);
  });
  return after([sum.start, code], sum.value);
}

export function setOf(expr: Extract<Expr, { kind: "setOf" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  let made: { type: Extract<Type, { kind: "set" }>; at?: Address; mask?: number } | undefined;
  const code = eachAssignment(expr.binders, expr.where, scope, () => {
    const value = evaluate(expr.value, scope);
    let type: Extract<Type, { kind: "set" }> = { kind: "set", item: value.type };
    const most = mostAssignments(expr.binders, scope);
    if (Number.isFinite(most)) type = { ...type, max: most };
    if (shapes.isScalar(type) && shapes.setForm(type).kind === "bits") {
      const mask = routine.local();
      made = { type, mask };
      return local.set(mask, cellOf(withItem(routine, scalar(type, local.get(mask), true), value)));
    }
    const at = routine.temporary(shapes.cells(type));
    made = { type, at };
    return addItem(routine, at, type, value);
  });
  if (!made) return constant({ kind: "set", item: { kind: "never" } }, 0);
  const { type, at, mask } = made;
  if (mask !== undefined) return scalar(type, [local.set(mask, i32.const(0)), code, local.get(mask)]);
  assert(at, "a set has a place");
  const before = [clearCells(at, shapes.cells(type)), code];
  return shapes.isScalar(type) ? scalar(type, [before, load(at)]) : stored(type, at, before);
}

/** Total over the key's type, and one value for each key, or it is a failure. */
export function mapOf(expr: Extract<Expr, { kind: "mapOf" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const keyType = expr.type.kind === "map" ? expr.type.key : expr.key.type;
  const keys = shapes.space(keyType);
  assert(Number.isFinite(keys), "a map has finitely many keys");
  const total = coversAll(expr, keyType);
  const seen: Address = routine.temporary(Math.max(1, Math.ceil(keys / 32)));
  let made: { type: Extract<Type, { kind: "map" }>; at: Address } | undefined;
  const code = eachAssignment(expr.binders, expr.where, scope, () => {
    const key = hold(routine, evaluate(expr.key, scope));
    const value = evaluate(expr.value, scope);
    const type = { kind: "map", key: keyType, value: value.type } as const;
    const cells = shapes.cells(value.type);
    const at = routine.temporary(Math.max(1, shapes.cells(type)));
    made = { type, at };
    const test = fits(routine, key.value, keyType);
    const ordinal = routine.local();
    const base = routine.local();
    const row: Address = { base: local.get(base), offset: at.offset };
    const start = [
      key.before,
      test ? when(i32.eqz(test), routine.fail()) : [],
      local.set(ordinal, rank(routine, convert(routine, key.value, keyType))),
      local.set(base, i32.add(at.base, i32.mul(local.get(ordinal), i32.const(4 * cells)))),
    ];
    if (total) return [start, convertInto(routine, row, value, value.type)];
    const held = hold(routine, value);
    const word = {
      base: i32.add(seen.base, i32.shl(i32.shrU(local.get(ordinal), i32.const(5)), i32.const(2))),
      offset: seen.offset,
    };
    const known = i32.and(i32.shrU(load(word), local.get(ordinal)), i32.const(1));
    const other: Value = shapes.isScalar(value.type) ? scalar(value.type, load(row), true) : stored(value.type, row);
    return [
      start,
      held.before,
      when(known, when(i32.eqz(sameValue(routine, other, held.value)), routine.fail()), [
        put(word, i32.or(load(word), i32.shl(i32.const(1), local.get(ordinal)))),
        convertInto(routine, row, held.value, value.type),
      ]),
    ];
  });
  if (!made) {
    const type: Type = { kind: "map", key: keyType, value: { kind: "never" } };
    return stored(type, routine.at(0), keys > 0 ? routine.fail() : []);
  }
  const { type, at } = made;
  const before = total ? code : [clearCells(seen, Math.ceil(keys / 32)), code, allSeen(seen, keyType, scope)];
  return shapes.isScalar(type) ? scalar(type, [before, load(at)]) : stored(type, at, before);
}

/** `{ k: … for k in K }`: every key comes once. */
function coversAll(expr: Extract<Expr, { kind: "mapOf" }>, keyType: Type): boolean {
  const [binder] = expr.binders;
  return (
    expr.binders.length === 1 &&
    expr.where === undefined &&
    expr.key.kind === "local" &&
    expr.key.local.id === binder?.local.id &&
    binder.domain.kind === "domain" &&
    sameMembers(binder.domain.of, keyType)
  );
}

const sameMembers = (a: Type, b: Type): boolean =>
  a === b ||
  (a.kind === "int" && b.kind === "int" && a.low === b.low && a.high === b.high) ||
  (a.kind === "process" &&
    b.kind === "process" &&
    a.kinds.length === b.kinds.length &&
    a.kinds.every((kind) => b.kinds.includes(kind)));

/** Fails unless every key has been seen. */
function allSeen(seen: Address, keyType: Type, { routine }: Scope): Code {
  const ordinal = routine.local();
  return eachOf(routine, keyType, (key) => {
    const word = {
      base: i32.add(seen.base, i32.shl(i32.shrU(local.get(ordinal), i32.const(5)), i32.const(2))),
      offset: seen.offset,
    };
    const known = i32.and(i32.shrU(load(word), local.get(ordinal)), i32.const(1));
    return [local.set(ordinal, rank(routine, key)), when(i32.eqz(known), routine.fail())];
  });
}

export function sequenceOf(expr: Extract<Expr, { kind: "sequenceOf" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const unknownLength = shapes.guessedItems;
  let made: { type: Extract<Type, { kind: "seq" }>; at: Address } | undefined;
  const code = eachAssignment(expr.binders, expr.where, scope, () => {
    const value = evaluate(expr.value, scope);
    const most = mostAssignments(expr.binders, scope);
    const type = { kind: "seq", item: value.type, max: Number.isFinite(most) ? most : unknownLength } as const;
    const at = routine.temporary(shapes.cells(type));
    made = { type, at };
    const held = hold(routine, value);
    const base = routine.local();
    const cells = shapes.cells(value.type);
    return [
      held.before,
      Number.isFinite(most) ? [] : when(i32.geS(load(at), i32.const(unknownLength)), needRoom(routine, "items")),
      local.set(base, i32.add(at.base, i32.mul(load(at), i32.const(4 * cells)))),
      convertInto(routine, { base: local.get(base), offset: at.offset + 4 }, held.value, value.type),
      put(at, i32.add(load(at), i32.const(1))),
    ];
  });
  if (!made) return constant({ kind: "seq", item: { kind: "never" }, max: 0 }, 0);
  const { type, at } = made;
  const before = [clearCells(at, shapes.cells(type)), code];
  return shapes.isScalar(type) ? scalar(type, [before, load(at)]) : stored(type, at, before);
}

/** The one value like this; of values that have an order, the first. */
export function chooseWitness(expr: Extract<Expr, { kind: "choose" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { local: name, domain } = expr.binder;
  const unique = domain.type.kind !== "seq" && hasInterchangeable(name.type);
  const found = routine.local();
  const done = new Label("choose");
  let result: { type: Type; at: Address } | undefined;
  const code = eachAssignment([expr.binder], expr.where, scope, () => {
    const item = scope.names.get(name.id);
    assert(item, "a binder has a value");
    const at = routine.temporary(Math.max(1, shapes.cells(item.type)));
    result = { type: item.type, at };
    const take = [local.set(found, i32.const(1)), convertInto(routine, at, item, item.type)];
    return unique ? [when(local.get(found), routine.fail()), take] : [take, jump(done)];
  });
  if (!result) return stored({ kind: "never" }, routine.at(0), routine.fail());
  const { type, at } = result;
  const before = [local.set(found, i32.const(0)), block(done, code), when(i32.eqz(local.get(found)), routine.fail())];
  const value: Value = shapes.isScalar(type) ? scalar(type, [before, load(at)]) : stored(type, at, before);
  scope.names.set(name.id, shapes.isScalar(type) ? scalar(type, load(at), true) : stored(type, at));
  return value;
}
