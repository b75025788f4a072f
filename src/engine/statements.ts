/**
 * Statements as code that changes the working copy of the state. Where a list of statements can end early, it jumps: to
 * `blocked` (this branch does not exist), `cut` (a bound), `leave` (the end of the procedure or step), or it fails.
 */
import type { Expr, Place, Stmt } from "../ir/index.ts";
import { assert, unreachable } from "../source/index.ts";
import { placeOf, variableAt, writePath } from "./access.ts";
import type { Choices } from "./choices.ts";
import { checkCommutes } from "./commute.ts";
import { eachAssignment } from "./comprehensions.ts";
import { asParameter, convert, convertInto } from "./conversion.ts";
import { bindArm, evaluate, holds, selectArm } from "./expressions.ts";
import { type Address, plus, type Routine, type Scope } from "./routine.ts";
import { rowsOf } from "./rows.ts";
import { sendAll } from "./sending.ts";
import { joinTypes } from "./shapes.ts";
import { see } from "./signs.ts";
import { block, jump, jumpIf, Label, when } from "./structure.ts";
import { touch } from "./touched.ts";
import { cellOf, constant, fromLocal, hold, keep, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** Where statements end early. */
export interface Flow {
  readonly blocked: Label;
  readonly cut: Label;
  readonly leave: Label;
  /** Absent where nothing is chosen. */
  readonly choices?: Choices;
  /** What runs does not happen: it is run to find something out. */
  readonly trial?: boolean;
  /** Ids of the names that some statement assigns. */
  readonly assigned: ReadonlySet<number>;
}

export const execute = (statements: readonly Stmt[], scope: Scope, flow: Flow): Code =>
  statements.map((statement) => executeOne(statement, scope, flow));

function executeOne(statement: Stmt, scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  switch (statement.kind) {
    case "assign":
      return assign(statement.place, evaluate(statement.value, scope), scope);
    case "let":
      return declare(statement, scope, flow);
    case "if":
      return when(
        holds(statement.condition, scope),
        execute(statement.then, scope, flow),
        statement.otherwise.length > 0 ? execute(statement.otherwise, scope, flow) : undefined,
      );
    case "match": {
      const subject = keep(routine, evaluate(statement.subject, scope));
      const bodies = statement.arms.map((arm) => {
        bindArm(arm, subject.value, scope);
        return execute(arm.body, scope, flow);
      });
      return [subject.before, selectArm(statement.arms, subject.value, bodies)];
    }
    case "for":
      return repeat(statement, scope, flow);
    case "pick":
      return pick(statement, scope, flow);
    case "send":
      return sendAll(statement, scope, flow);
    case "require":
      return jumpIf(i32.eqz(holds(statement.condition, scope)), flow.blocked);
    case "assert":
      return when(i32.eqz(holds(statement.condition, scope)), routine.fail());
    case "call": {
      const { parameters } = statement.procedure;
      const values = statement.arguments.map((argument, at) => {
        const value = evaluate(argument, scope);
        return keep(routine, asParameter(routine, value, parameters[at]?.type ?? value.type));
      });
      for (const [at, { id }] of parameters.entries()) {
        const value = values[at]?.value;
        if (value) scope.names.set(id, value);
      }
      const leave = new Label("procedure");
      return [
        values.map(({ before }) => before),
        block(leave, execute(statement.procedure.body, scope, { ...flow, leave })),
      ];
    }
    case "leave":
      return jump(flow.leave);
    case "invoke":
      return invoke(statement, scope, flow);
    case "respond":
      return assign(statement.pending, constant({ kind: "bool" }, 0), scope);
    default:
      return unreachable(statement);
  }
}

/** A name of its own: one that is assigned later has a place of its own. */
function declare(statement: Extract<Stmt, { kind: "let" }>, scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { id } = statement.local;
  const value = evaluate(statement.value, scope);
  if (!flow.assigned.has(id)) {
    const kept = keep(routine, value);
    scope.names.set(id, kept.value);
    return kept.before;
  }
  const type = joinTypes(statement.local.type, value.type);
  if (shapes.isScalar(type)) {
    const index = routine.local();
    scope.names.set(id, fromLocal(type, index));
    return local.set(index, cellOf(convert(routine, value, type)));
  }
  const held = hold(routine, value);
  const at = routine.temporary(shapes.cells(type));
  scope.names.set(id, stored(type, at, [], true));
  return [held.before, convertInto(routine, at, held.value, type)];
}

function assign({ root, path }: Place, value: Value, scope: Scope): Code {
  const { routine } = scope;
  const held = hold(routine, value);
  if (root.kind === "local") return [held.before, assignName(root.local.id, path, held.value, scope)];
  const owner = root.owner && hold(routine, evaluate(root.owner, scope));
  touch(root.variable, owner?.value, scope);
  const { before, at } = variableAt(root.variable, owner?.value, scope);
  const { type } = root.variable;
  const start = [held.before, owner?.before ?? [], before];
  if (path.length === 0) return [start, convertInto(routine, at, held.value, type)];
  return [start, writePath({ form: "stored", type, before: [], at, changes: true }, path, held.value, scope)];
}

function assignName(id: number, path: Place["path"], value: Value, scope: Scope): Code {
  const { routine } = scope;
  const name = scope.names.get(id);
  assert(name, "a name that is assigned has a value");
  if (name.form === "stored") {
    if (path.length > 0) return writePath(name, path, value, scope);
    return convertInto(routine, name.at, value, name.type);
  }
  const index = localOf(name);
  if (path.length === 0) return local.set(index, cellOf(convert(routine, value, name.type)));
  const at = routine.temporary(1);
  const whole: Extract<Value, { form: "stored" }> = { form: "stored", type: name.type, before: [], at, changes: true };
  return [put(at, name.code), writePath(whole, path, value, scope), local.set(index, i32.load(at.base, at.offset))];
}

/** The local behind a name: its code is a `local.get`. */
function localOf(name: Extract<Value, { form: "scalar" }>): number {
  const [opcode, index] = name.code;
  assert(opcode === 0x20 && Array.isArray(index), "a name that is assigned is a local");
  return index.reduce((sum: number, byte: unknown, at: number) => sum + ((byte as number) & 0x7f) * 128 ** at, 0);
}

function repeat(statement: Extract<Stmt, { kind: "for" }>, scope: Scope, flow: Flow): Code {
  const { binders, where, body } = statement;
  const check = checkCommutes(statement, scope, flow);
  if (!where && binders.every(({ domain }, at) => isSnapshot(domain, at))) {
    return [check, eachAssignment(binders, undefined, scope, () => execute(body, scope, flow))];
  }
  const rows = rowsOf(binders, where, scope);
  return [check, rows.collect, rows.each("forwards", () => execute(body, scope, flow))];
}

/** Whether the items of a domain are fixed before the first of them is used. */
function isSnapshot(domain: Expr, at: number): boolean {
  if (domain.kind === "domain") return true;
  if (domain.kind === "setOf") return false;
  return at === 0;
}

function pick(statement: Extract<Stmt, { kind: "pick" }>, scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { binders, where } = statement;
  assert(flow.choices, "a pick is a choice");
  const [ways, chosen, at] = [routine.local(), routine.local(), routine.local()];
  const found = new Label("picked");
  const counting = eachAssignment(binders, where, scope, () => local.set(ways, i32.add(local.get(ways), i32.const(1))));
  let picked: { value: Value; place?: Address; index?: number; name: number }[] = [];
  const searching = eachAssignment(binders, where, scope, () => {
    picked = binders.map(({ local: name }) => {
      const value = scope.names.get(name.id);
      assert(value, "a binder has a value");
      if (shapes.isScalar(value.type)) return { value, index: routine.local(), name: name.id };
      return { value, place: routine.temporary(shapes.cells(value.type)), name: name.id };
    });
    const take = picked.map(({ value, place, index }) =>
      index !== undefined
        ? local.set(index, cellOf(value))
        : convertInto(routine, place ?? routine.at(0), value, value.type),
    );
    return [
      when(i32.eq(local.get(at), local.get(chosen)), [take, jump(found)]),
      local.set(at, i32.add(local.get(at), i32.const(1))),
    ];
  });
  const none = jump(flow.blocked);
  if (picked.length === 0) return [searching, none];
  for (const { value, place, index, name } of picked) {
    scope.names.set(
      name,
      index !== undefined ? fromLocal(value.type, index) : stored(value.type, place ?? plus(routine.at(0), 0)),
    );
  }
  return [
    when(i32.eqz(flow.choices.isKnown), [
      local.set(ways, i32.const(0)),
      counting,
      jumpIf(i32.eqz(local.get(ways)), flow.blocked),
      scope.trial || flow.trial ? [] : seePick(statement, ways, routine),
    ]),
    flow.choices.choose(chosen, local.get(ways)),
    local.set(at, i32.const(0)),
    block(found, searching),
    execute(statement.body, scope, flow),
  ];
}

/** Notes that a pick has a way on, or several. */
function seePick(statement: Extract<Stmt, { kind: "pick" }>, ways: number, { unit }: Routine): Code {
  const several = see(unit, ({ picks }) => picks.get(statement)?.several);
  const reached = see(unit, ({ picks }) => picks.get(statement)?.reached);
  return reached.length === 0 ? [] : [reached, when(i32.gtS(local.get(ways), i32.const(1)), several)];
}

function invoke(statement: Extract<Stmt, { kind: "invoke" }>, scope: Scope, flow: Flow): Code {
  const { count, most, pending } = statement;
  const start = assign(pending, constant({ kind: "bool" }, 1), scope);
  if (!count) return start;
  const found = valueAt(count, scope);
  const over = most === undefined ? [] : jumpIf(i32.geS(cellOf(found.value), i32.const(most)), flow.cut);
  // Below `most`, or without one within what the count's type has room for.
  const more = scalar({ kind: "int", low: 0, high: 2 ** 31 - 1 }, i32.add(cellOf(found.value), i32.const(1)));
  return [found.before, over, assign(count, more, scope), start];
}

/** The value at a place, held. */
function valueAt(place: Place, scope: Scope): { readonly before: Code; readonly value: Value } {
  const { routine } = scope;
  assert(place.root.kind === "variable", "a hidden count is a variable");
  const owner = place.root.owner && hold(routine, evaluate(place.root.owner, scope));
  const { before, at } = variableAt(place.root.variable, owner?.value, scope);
  const whole: Extract<Value, { form: "stored" }> = {
    form: "stored",
    type: place.root.variable.type,
    before: [],
    at,
    changes: true,
  };
  const found = placeOf(whole, place.path, scope);
  const held = hold(routine, scalar(found.type, i32.load(found.at.base, found.at.offset)));
  return { before: [owner?.before ?? [], before, found.before, held.before], value: held.value };
}

/** Ids of the names that statements assign, procedures included. */
export function assignedNames(statements: readonly Stmt[], found = new Set<number>()): ReadonlySet<number> {
  for (const statement of statements) {
    if (statement.kind === "assign" && statement.place.root.kind === "local") found.add(statement.place.root.local.id);
    if (statement.kind === "if") {
      assignedNames(statement.then, found);
      assignedNames(statement.otherwise, found);
    }
    if (statement.kind === "match") for (const arm of statement.arms) assignedNames(arm.body, found);
    if (statement.kind === "for" || statement.kind === "pick") assignedNames(statement.body, found);
    if (statement.kind === "call") assignedNames(statement.procedure.body, found);
  }
  return found;
}
