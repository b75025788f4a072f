/**
 * What statements mean: they run in order on a branch's copy of the state, as if everything were deterministic; where
 * there is a choice the branch's `choices` decide (see `choices.ts`). The result says how the list ended; a model error
 * or failed assertion is thrown.
 */
import { type Set as ImmutableSet, List } from "immutable";
import type { Expr, Place, Stmt } from "../ir/index.ts";
import { spanText, unreachable } from "../source/index.ts";
import { assignments, bind } from "./bind.ts";
import { checkCommutes } from "./commute.ts";
import { evaluate, holds, matchArm, store } from "./evaluate.ts";
import { contributions } from "./explain.ts";
import { ModelFailure } from "./failure.ts";
import type { Value } from "./machine.ts";
import { send } from "./network.ts";
import { change, follow } from "./paths.ts";
import type { Scope } from "./scope.ts";
import type { Branch } from "./state.ts";
import type { CaseValue } from "./values.ts";

/** next: go on; leave: the procedure or step ends here; blocked: this branch does not exist; cut: nor is it looked at. */
export type Flow = "next" | "leave" | "blocked" | "cut";

/** Runs statements; `scope.view` is `branch`, so that expressions see what was assigned before. */
export function execute(statements: readonly Stmt[], scope: Scope, branch: Branch): Flow {
  for (const statement of statements) {
    const flow = executeOne(statement, scope, branch);
    if (flow !== "next") return flow;
  }
  return "next";
}

function executeOne(statement: Stmt, scope: Scope, branch: Branch): Flow {
  scope.universe.observer?.executed(statement);
  switch (statement.kind) {
    case "assign":
      assign(statement.place, storedValue(statement.value, spanText(statement.place.span), scope), scope, branch);
      return "next";
    case "let":
      scope.locals.set(statement.local.id, storedValue(statement.value, statement.local.name, scope));
      return "next";
    case "if":
      return execute(holds(statement.condition, scope) ? statement.then : statement.otherwise, scope, branch);
    case "match":
      return execute(matchArm(statement.arms, evaluate(statement.subject, scope) as CaseValue, scope), scope, branch);
    case "for":
      return repeat(statement, scope, branch);
    case "pick":
      return pick(statement, scope, branch);
    case "send":
      return sendAll(statement, scope, branch);
    case "require":
      if (holds(statement.condition, scope)) return "next";
      branch.blocked = { reason: `${spanText(statement.condition.span)} is false`, span: statement.condition.span };
      return "blocked";
    case "assert":
      if (holds(statement.condition, scope)) return "next";
      throw new ModelFailure({
        kind: "assertion",
        rule: "assertion",
        message: statement.why,
        span: statement.span,
        values: contributions(statement.condition, scope),
      });
    case "call": {
      const values = statement.arguments.map((argument) => evaluate(argument, scope));
      for (const [at, { id }] of statement.procedure.parameters.entries()) scope.locals.set(id, values[at]!);
      const flow = execute(statement.procedure.body, scope, branch);
      return flow === "leave" ? "next" : flow;
    }
    case "leave":
      return "leave";
    case "invoke":
      return invoke(statement, scope, branch);
    case "respond":
      assign(statement.pending, false, scope, branch);
      return "next";
    default:
      return unreachable(statement);
  }
}

/** The value of an expression whose `checked` node, if it has one, fails in the name of the place. */
function storedValue(value: Expr, place: string, scope: Scope): Value {
  return value.kind === "checked" ? store(value, place, scope) : evaluate(value, scope);
}

function assign({ root, path }: Place, value: Value, scope: Scope, branch: Branch): void {
  if (root.kind === "local") {
    const { id } = root.local;
    scope.locals.set(id, change(scope.locals.get(id)!, path, value, scope));
    return;
  }
  const owner = root.owner && (evaluate(root.owner, scope) as string);
  const slot = scope.universe.slot(root.variable, owner);
  branch.slots[slot] = path.length === 0 ? value : change(branch.slots[slot]!, path, value, scope);
}

/** The value at a place. */
function valueAt(place: Place, scope: Scope): Value {
  let value: Value;
  if (place.root.kind === "local") value = scope.locals.get(place.root.local.id)!;
  else {
    const owner = place.root.owner && (evaluate(place.root.owner, scope) as string);
    value = scope.view.slots[scope.universe.slot(place.root.variable, owner)]!;
  }
  return follow(value, place.path, scope);
}

function repeat(statement: Extract<Stmt, { kind: "for" }>, scope: Scope, branch: Branch): Flow {
  const { binders } = statement;
  const rows = assignments(binders, statement.where, scope);
  const run = (order: readonly (readonly Value[])[], copy: Branch, inner: Scope): Flow => {
    for (const row of order) {
      bind(binders, row, inner);
      const flow = execute(statement.body, inner, copy);
      if (flow !== "next") return flow;
    }
    return "next";
  };
  if (statement.unordered && rows.length > 1 && branch.choices.fresh) {
    const what = `the loop over ${spanText(binders[0]!.domain.span)}`;
    checkCommutes({ rows, run, what, span: statement.span, body: statement.body }, scope, branch);
  }
  return run(rows, branch, scope);
}

function pick(statement: Extract<Stmt, { kind: "pick" }>, scope: Scope, branch: Branch): Flow {
  const { binders } = statement;
  const row = branch.choices.among(() => {
    const rows = assignments(binders, statement.where, scope);
    const { observer, trials } = scope.universe;
    if (rows.length > 0 && trials === 0) observer?.chosen?.(statement, rows.length);
    return rows;
  });
  if (!row) {
    const names = binders.map(({ local }) => local.name).join(", ");
    branch.blocked = { reason: `nothing to pick for ${names}`, span: statement.span };
    return "blocked";
  }
  bind(binders, row, scope);
  for (const { local } of binders)
    branch.picks.push({ name: local.name, value: scope.locals.get(local.id)!, type: local.type });
  return execute(statement.body, scope, branch);
}

function sendAll(statement: Extract<Stmt, { kind: "send" }>, scope: Scope, branch: Branch): Flow {
  const { message } = statement;
  const fields = statement.fields.map((field, at) => {
    const place = `${message.name}.${message.fields[at]!.name}`;
    return storedValue(field, place, scope);
  });
  const from = evaluate(statement.from, scope) as string;
  const to = evaluate(statement.to, scope);
  const receivers = (
    typeof to === "string" ? [to] : scope.universe.order.items(to as ImmutableSet<Value>)
  ) as readonly string[];
  return send(scope.universe, branch, message, from, receivers, List(fields), statement.span);
}

function invoke(statement: Extract<Stmt, { kind: "invoke" }>, scope: Scope, branch: Branch): Flow {
  const { count, most } = statement;
  if (count) {
    const invoked = valueAt(count, scope) as number;
    if (most !== undefined && invoked >= most) return "cut";
    assign(count, invoked + 1, scope, branch);
  }
  assign(statement.pending, true, scope, branch);
  return "next";
}
