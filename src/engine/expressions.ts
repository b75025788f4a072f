/**
 * Expressions as code: what the interpreter's `evaluate` does, done by a function of the module. The type of a value is
 * found anew from its parts, not taken from the model: arguments are passed as they are, so what a define's body says
 * about its parameters' ranges may be too narrow.
 */
import type { Expr, Type } from "../ir/index.ts";
import { assert, InternalError, unreachable } from "../source/index.ts";
import { readField, readIndex, readSlice, readVariable, withChanges } from "./access.ts";
import { calculate, negate } from "./arithmetic.ts";
import { builtin } from "./builtins.ts";
import { compare, setOperation } from "./comparisons.ts";
import { aggregate, chooseWitness, mapOf, sequenceOf, setOf } from "./comprehensions.ts";
import { convert, convertInto, fits } from "./conversion.ts";
import { applyDefine } from "./defines.ts";
import { domain, range } from "./domains.ts";
import { someCompletes } from "./enabled.ts";
import { literal } from "./integers.ts";
import { insertSorted } from "./lists.ts";
import { caseParts, rank as rankOf, tagOf } from "./ordinals.ts";
import { PlainCells } from "./plain-values.ts";
import { quantify } from "./quantifiers.ts";
import { plus, type Scope } from "./routine.ts";
import { wasSent } from "./sent.ts";
import { addItem } from "./sets.ts";
import { joinTypes, type SetType, sortedFields } from "./shapes.ts";
import { block, jump, Label, when } from "./structure.ts";
import { cellOf, clearCells, constant, hold, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export const boolean: Type = { kind: "bool" };
export const truth = (code: Code): Value => scalar(boolean, code);

export function evaluate(expr: Expr, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  switch (expr.kind) {
    case "local": {
      const value = scope.names.get(expr.local.id);
      assert(value, `${expr.local.name} has no value`);
      return value;
    }
    case "read":
      return readVariable(expr, scope);
    case "literal":
      if (typeof expr.value === "boolean") return constant(boolean, Number(expr.value));
      return literal(routine, expr.value);
    case "member":
      return constant(expr.type, new PlainCells(shapes).memberIndex(expr.type, expr.name));
    case "self":
      assert(scope.self, "self outside of a process");
      return scope.selfNumber === undefined
        ? scalar(expr.type, scope.self, true)
        : constant(expr.type, scope.selfNumber);
    case "checked":
      return check(evaluate(expr.operand, scope), expr.type, scope);
    case "construct":
      return construct(expr, scope);
    case "record":
      return record(expr, scope);
    case "tuple":
    case "sequence":
      return inRow(expr.kind, expr.items, scope);
    case "set":
      return expr.type.kind === "bag" ? bagOf(expr.items, scope) : setOfItems(expr.items, scope);
    case "domain":
      return domain(expr.of, scope);
    case "range":
      return range(expr, scope);
    case "setOf":
      return setOf(expr, scope);
    case "mapOf":
      return mapOf(expr, scope);
    case "sequenceOf":
      return sequenceOf(expr, scope);
    case "quantifier":
      return truth(quantify(expr, scope));
    case "aggregate":
      return aggregate(expr, scope);
    case "choose":
      return chooseWitness(expr, scope);
    case "if":
      return branches(
        scope,
        [expr.then, expr.otherwise].map((branch) => evaluate(branch, scope)),
        (codes) => when(holds(expr.condition, scope), codes[0] ?? [], codes[1] ?? []),
      );
    case "match":
      return match(expr, scope);
    case "is": {
      const held = hold(routine, evaluate(expr.operand, scope));
      return truth([held.before, i32.eq(tagOf(held.value), i32.const(expr.caseIndex))]);
    }
    case "field":
      return readField(evaluate(expr.record, scope), expr.name, scope);
    case "valueOf": {
      const held = hold(routine, evaluate(expr.option, scope));
      const [payload] = caseParts(routine, held.value, 1);
      assert(payload, "options have a payload");
      return after([held.before, when(i32.eqz(tagOf(held.value)), routine.fail())], payload);
    }
    case "index":
      return readIndex(expr, scope);
    case "slice":
      return readSlice(expr, scope);
    case "not":
      return truth(i32.eqz(holds(expr.operand, scope)));
    case "negate":
      return negate(evaluate(expr.operand, scope), scope);
    case "logic":
      return truth(logic(expr, scope));
    case "arithmetic":
      return calculate(expr.operator, evaluate(expr.left, scope), evaluate(expr.right, scope), scope);
    case "compare":
      return truth(compare(expr, scope));
    case "setOperation":
      return setOperation(expr, scope);
    case "apply":
      return applyDefine(expr, scope);
    case "with":
      return withChanges(expr, scope);
    case "old":
      return evaluate(expr.operand, { ...scope, state: scope.past, changes: false });
    case "builtin":
      return builtin(expr, scope);
    case "sent":
      return truth(wasSent(expr, scope));
    case "inbox": {
      const inbox = scope.inboxes?.get(expr.message);
      assert(inbox, "an inbox outside of a round");
      return inbox;
    }
    case "enabled":
      return truth(someCompletes(expr.actions(), expr.process, scope));
    case "urgent":
      return truth(
        someCompletes(
          routine.unit.model.actions.filter(({ urgent }) => urgent),
          undefined,
          scope,
        ),
      );
    case "temporal":
    case "taken":
      throw new InternalError("what speaks about behaviours has no value in one state");
    default:
      return unreachable(expr);
  }
}

/** A condition as code that leaves 0 or 1. */
export const holds = (expr: Expr, scope: Scope): Code => cellOf(evaluate(expr, scope));

/** The value, after other code has run. */
export function after(before: Code, value: Value): Value {
  if (value.form === "stored") return { ...value, before: [before, value.before] };
  return scalar(value.type, [before, value.code]);
}

/** The value in its type's representation, or a failure. */
export function check(value: Value, type: Type, { routine }: Scope): Value {
  const held = hold(routine, value);
  const test = fits(routine, held.value, type);
  if (!test) return convert(routine, value, type);
  return after([held.before, when(i32.eqz(test), routine.fail())], convert(routine, held.value, type));
}

/** One of several values, in a type that has them all; `choose` is handed code that leaves each of them in one place. */
export function branches(scope: Scope, values: readonly Value[], choose: (codes: readonly Code[]) => Code): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const type = values.map((value) => value.type).reduce(joinTypes);
  if (shapes.isScalar(type)) {
    const result = routine.local();
    const code = choose(values.map((value) => local.set(result, cellOf(convert(routine, value, type)))));
    return scalar(type, [code, local.get(result)]);
  }
  const at = routine.temporary(shapes.cells(type));
  return stored(type, at, choose(values.map((value) => convertInto(routine, at, value, type))));
}

function match(expr: Extract<Expr, { kind: "match" }>, scope: Scope): Value {
  const held = hold(scope.routine, evaluate(expr.subject, scope));
  const values = expr.arms.map((arm) => {
    bindArm(arm, held.value, scope);
    return evaluate(arm.body, scope);
  });
  return branches(scope, values, (codes) => [held.before, selectArm(expr.arms, held.value, codes)]);
}

/** Gives the names of an arm to the parts of its case. */
export function bindArm(
  arm: { readonly caseIndex?: number; readonly binds: readonly ({ readonly id: number } | undefined)[] },
  subject: Value,
  scope: Scope,
): void {
  if (arm.caseIndex === undefined) return;
  const parts = caseParts(scope.routine, subject, arm.caseIndex);
  for (const [position, bound] of arm.binds.entries()) {
    const value = parts[position];
    if (bound && value) scope.names.set(bound.id, value.form === "scalar" ? { ...value, repeatable: true } : value);
  }
}

/** Runs the code of the arm that takes the subject. */
export function selectArm(
  arms: readonly { readonly caseIndex?: number }[],
  subject: Value,
  codes: readonly Code[],
): Code {
  const done = new Label("match");
  const code = arms.map(({ caseIndex }, at) => {
    const body = codes[at] ?? [];
    const last = at === arms.length - 1;
    if (caseIndex === undefined || last) return [body, jump(done)];
    return when(i32.eq(tagOf(subject), i32.const(caseIndex)), [body, jump(done)]);
  });
  return block(done, code);
}

function logic(expr: Extract<Expr, { kind: "logic" }>, scope: Scope): Code {
  const operands = expr.operands.map((operand) => holds(operand, scope));
  const [first, second] = operands;
  assert(first, "logic has operands");
  switch (expr.operator) {
    case "and":
      return operands.reduceRight((rest, operand) => when(operand, rest, i32.const(0), "i32"));
    case "or":
      return operands.reduceRight((rest, operand) => when(operand, i32.const(1), rest, "i32"));
    case "implies":
      return when(first, second ?? [], i32.const(1), "i32");
    case "iff":
      return i32.eq(first, second ?? []);
    default:
      return unreachable(expr.operator);
  }
}

function construct(expr: Extract<Expr, { kind: "construct" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const values = expr.arguments.map((argument) => evaluate(argument, scope));
  if (expr.type.kind === "option") {
    const [payload] = values;
    if (!payload) return constant({ kind: "option", item: { kind: "never" } }, 0);
    const type: Type = { kind: "option", item: payload.type };
    if (shapes.cells(type) === 1) return after(payload.form === "stored" ? payload.before : [], constant(type, 1));
    const at = routine.temporary(shapes.cells(type));
    // The payload first: it may be made where an earlier one is still being read.
    return stored(type, at, [convertInto(routine, plus(at, 4), payload, payload.type), put(at, i32.const(1))]);
  }
  const { type } = expr;
  assert(type.kind === "variant", "only variants and options have cases");
  if (shapes.isScalar(type)) return constant(type, expr.caseIndex);
  const at = routine.temporary(shapes.cells(type));
  const held = values.map((value) => hold(routine, value));
  let offset = 1;
  const fields = type.cases[expr.caseIndex]?.fields ?? [];
  const writes = held.map(({ value }, position) => {
    const target = fields[position]?.type ?? value.type;
    const code = convertInto(routine, plus(at, 4 * offset), value, target);
    offset += shapes.cells(target);
    return code;
  });
  const clear = clearCells(plus(at, 4 * offset), shapes.cells(type) - offset);
  return stored(type, at, [held.map(({ before }) => before), writes, clear, put(at, i32.const(expr.caseIndex))]);
}

function record(expr: Extract<Expr, { kind: "record" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const held = expr.fields.map(({ name, value }) => ({ name, ...hold(routine, evaluate(value, scope)) }));
  const fields = held.map(({ name, value }) => ({ name, type: value.type }));
  const type: Type = { kind: "record", fields };
  const before = held.map((field) => field.before);
  if (shapes.isScalar(type)) {
    const only = held.find(({ value }) => shapes.cells(value.type) === 1);
    assert(only, "one cell is some field's");
    return scalar(type, [before, cellOf(only.value)]);
  }
  const at = routine.temporary(shapes.cells(type));
  let offset = 0;
  const writes = sortedFields(fields).map(({ name, type: inner }) => {
    const source = held.find((field) => field.name === name);
    assert(source, "every field has a value");
    const code = convertInto(routine, plus(at, 4 * offset), source.value, inner);
    offset += shapes.cells(inner);
    return code;
  });
  return stored(type, at, [before, writes]);
}

function inRow(kind: "tuple" | "sequence", items: readonly Expr[], scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const held = items.map((item) => hold(routine, evaluate(item, scope)));
  const types = held.map(({ value }) => value.type);
  const item = types.reduce(joinTypes, { kind: "never" });
  const type: Type = kind === "tuple" ? { kind: "tuple", items: types } : { kind: "seq", item, max: items.length };
  const before = held.map((one) => one.before);
  if (shapes.isScalar(type)) {
    if (kind === "sequence") return after(before, constant(type, items.length));
    const only = held.find(({ value }) => shapes.cells(value.type) === 1);
    assert(only, "one cell is some part's");
    return scalar(type, [before, cellOf(only.value)]);
  }
  const at = routine.temporary(shapes.cells(type));
  let offset = kind === "tuple" ? 0 : 1;
  const writes = held.map(({ value }) => {
    const target = kind === "tuple" ? value.type : item;
    const code = convertInto(routine, plus(at, 4 * offset), value, target);
    offset += shapes.cells(target);
    return code;
  });
  return stored(type, at, [before, writes, kind === "tuple" ? [] : put(at, i32.const(items.length))]);
}

function setOfItems(items: readonly Expr[], scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const values = items.map((item) => evaluate(item, scope));
  const item = values.map((value) => value.type).reduce(joinTypes, { kind: "never" });
  const type: SetType = { kind: "set", item, max: items.length };
  if (values.length === 0) return constant(type, 0);
  const form = shapes.setForm(type);
  if (form.kind === "bits" && form.cells === 1) {
    return values
      .map((value) => convert(routine, value, item))
      .reduce<Value>((set, value) => withOne(set, value, scope), constant(type, 0));
  }
  const held = values.map((value) => hold(routine, value));
  const at = routine.temporary(form.cells);
  return stored(type, at, [
    held.map(({ before }) => before),
    clearCells(at, form.cells),
    held.map(({ value }) => addItem(routine, at, type, convert(routine, value, item))),
  ]);
}

function withOne(set: Value, value: Value, { routine }: Scope): Value {
  const bit = i32.shl(i32.const(1), rankOf(routine, value));
  if (set.form === "scalar" && set.constant === 0) return scalar(set.type, bit);
  return scalar(set.type, i32.or(cellOf(set), bit));
}

function bagOf(items: readonly Expr[], scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const held = items.map((item) => hold(routine, evaluate(item, scope)));
  const item = held.map(({ value }) => value.type).reduce(joinTypes, { kind: "never" });
  const type: Type = { kind: "bag", item, max: items.length };
  if (shapes.isScalar(type))
    return after(
      held.map(({ before }) => before),
      constant(type, items.length),
    );
  const at = routine.temporary(shapes.cells(type));
  return stored(type, at, [
    held.map(({ before }) => before),
    clearCells(at, shapes.cells(type)),
    held.map(({ value }) => {
      const one = hold(routine, convert(routine, value, item));
      return [one.before, insertSorted(routine, at, items.length, item, one.value, true)];
    }),
  ]);
}
