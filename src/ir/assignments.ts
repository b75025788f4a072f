/** Statements that change a place: assignment, insert/remove/append, timers, and operations of a history. */
import { type Span, spanText } from "../source/index.ts";
import type { Expression, Statement } from "../syntax/tree.ts";
import { stepInto } from "./access.ts";
import { type Context, findLocal, literal, type Scope } from "./context.ts";
import { expression, mismatchKind, stored, typed } from "./expressions.ts";
import type { Builtin, Expr, PathStep, Place, Stmt, Variable } from "./model.ts";
import { interval } from "./operators.ts";
import { includes, join } from "./relations.ts";
import { integer, type Type } from "./types.ts";

/** A ghost may be computed from everything; other places from what code may read. */
const scopeFor = (scope: Scope, place: Place): Scope =>
  place.root.kind === "variable" && place.root.variable.storage === "ghost"
    ? { ...scope, reads: "everything", ghosts: true }
    : scope;

/** The place that `node` denotes, if it is one and the code may change it. */
function placeOf(context: Context, scope: Scope, node: Expression): Place | undefined {
  const parts: { readonly part: Expression | string; readonly span: Span }[] = [];
  let root = node;
  while (root.kind === "index" || (root.kind === "field" && !isOwner(scope, root.object))) {
    parts.unshift(
      root.kind === "index" ? { part: root.index, span: root.span } : { part: root.field.text, span: root.field.span },
    );
    root = root.object;
    while (root.kind === "paren") root = root.inner;
  }
  const start = rootOf(context, scope, root);
  if (!start) return undefined;
  let { type } = start;
  const path: PathStep[] = [];
  const ghost = start.root.kind === "variable" && start.root.variable.storage === "ghost";
  const inside: Scope = ghost ? { ...scope, reads: "everything", ghosts: true } : scope;
  for (const { part, span } of parts) {
    const next = stepInto(context, inside, type, part, span);
    if (!next) return undefined;
    path.push(next.step);
    type = next.type;
  }
  return { root: start.root, path, type, span: node.span };
}

/** Whether `node.field` is a field of a process rather than of a record: its object is a process. */
function isOwner(scope: Scope, node: Expression): boolean {
  if (node.kind === "paren") return isOwner(scope, node.inner);
  if (node.kind === "index")
    return (
      node.object.kind === "name" &&
      scope.names.kinds.has(node.object.name) &&
      !scope.names.isTaken(node.object.name, scope.self)
    );
  if (node.kind !== "name") return false;
  if (node.name === "self") return true;
  const local = findLocal(scope, node.name);
  if (local) return local.local.type.kind === "process";
  if (scope.names.fieldOf(scope.self, node.name))
    return scope.names.fieldOf(scope.self, node.name)?.type.kind === "process";
  const variable = scope.names.variables.get(node.name);
  if (variable) return variable.type.kind === "process";
  return scope.names.members.get(node.name)?.kind === "process";
}

function rootOf(context: Context, scope: Scope, node: Expression): { root: Place["root"]; type: Type } | undefined {
  if (node.kind === "name") {
    const local = findLocal(scope, node.name);
    if (local) {
      if (local.assignable) return { root: { kind: "local", local: local.local }, type: local.local.type };
      context.report("not-assignable", node.span, `\`${node.name}\` can't be assigned: it is a name for a value`, {
        hint: "declare it with `var`",
      });
      return undefined;
    }
  }
  if (node.kind !== "name" && node.kind !== "field") {
    context.report("not-assignable", node.span, "this can't be assigned", { expected: "a variable, or a part of one" });
    return undefined;
  }
  // What is read on the way to a place is the place itself: being private or a ghost is judged for writing, below.
  const target = expression(context, { ...scope, reads: "everything", ghosts: true }, node);
  if (target.kind !== "read") {
    if (target.type.kind !== "never")
      context.report("not-assignable", node.span, `\`${spanText(node.span)}\` can't be assigned`, {
        expected: "a variable, or a part of one",
      });
    return undefined;
  }
  const { variable, owner } = target;
  if (variable.role !== "field") {
    context.report("not-assignable", node.span, `\`${variable.name}\` can't be assigned`, {
      hint: variable.role === "timer" ? "`start t at e` and `stop t` set timers" : "faults and scheduling change it",
    });
    return undefined;
  }
  if (variable.process && owner?.kind !== "self" && variable.storage !== "shared" && variable.storage !== "ghost") {
    context.report("private-field", node.span, `code can't change \`${variable.name}\` of another process`, {
      hint: "send a message, or declare the field `shared`",
    });
  }
  return { root: { kind: "variable", variable, owner }, type: variable.type };
}

/** The place's present value. */
function readPlace(place: Place): Expr {
  const { root, span } = place;
  let result: Expr =
    root.kind === "local"
      ? { kind: "local", local: root.local, type: root.local.type, span }
      : { kind: "read", variable: root.variable, owner: root.owner, type: root.variable.type, span };
  for (const step of place.path) {
    const type: Type = result.type;
    if (step.kind === "field") {
      const inner: Type | undefined =
        type.kind === "record"
          ? type.fields.find((field) => field.name === step.name)?.type
          : type.kind === "tuple"
            ? type.items[Number(step.name)]
            : undefined;
      result = { kind: "field", record: result, name: step.name, type: inner ?? { kind: "never" }, span };
    } else {
      const inner: Type = type.kind === "map" ? type.value : type.kind === "seq" ? type.item : { kind: "never" };
      result = { kind: "index", collection: result, index: step.index, type: inner, span };
    }
  }
  return result;
}

function store(context: Context, place: Place, value: Expr, span: Span): Stmt[] {
  const what = `\`${spanText(place.span)}\``;
  return [
    { kind: "assign", place, value: stored(context, value, place.type, what, includes(place.type, value.type)), span },
  ];
}

export function assign(context: Context, scope: Scope, node: Extract<Statement, { kind: "assign" }>): Stmt[] {
  const place = placeOf(context, scope, node.place);
  if (!place) {
    return [];
  }
  const inner = scopeFor(scope, place);
  if (node.operator === ":=")
    return store(context, place, expression(context, inner, node.value, place.type), node.span);
  if (place.type.kind !== "int") {
    mismatchKind(context, readPlace(place), "an integer: `+=` and `-=` count");
    return [];
  }
  const right = typed(context, inner, node.value, integer(0, 0), `the operand of \`${node.operator}\``);
  const operator = node.operator === "+=" ? "+" : "-";
  const left = readPlace(place);
  return store(
    context,
    place,
    { kind: "arithmetic", operator, left, right, type: interval(operator, left.type, right.type), span: node.span },
    node.span,
  );
}

/** `insert e into S`, `remove e from S`, `append e to q`. */
export function change(
  context: Context,
  scope: Scope,
  node: Extract<Statement, { kind: "insert" | "remove" | "append" }>,
): Stmt[] {
  const place = placeOf(context, scope, node.place);
  if (!place) return [];
  const { type } = place;
  const wanted = node.kind === "append" ? "a sequence" : "a set or a bag";
  const fits = node.kind === "append" ? type.kind === "seq" : type.kind === "set" || type.kind === "bag";
  if (!fits || (type.kind !== "set" && type.kind !== "bag" && type.kind !== "seq")) {
    mismatchKind(context, readPlace(place), wanted);
    return [];
  }
  const item = typed(context, scopeFor(scope, place), node.value, type.item, "the item");
  const name: Builtin = node.kind;
  return store(
    context,
    place,
    {
      kind: "builtin",
      name,
      arguments: [readPlace(place), item],
      type: changedType(node.kind, type, item.type),
      span: node.span,
    },
    node.span,
  );
}

function changedType(
  kind: "insert" | "remove" | "append",
  type: Extract<Type, { kind: "set" | "bag" | "seq" }>,
  item: Type,
): Type {
  if (kind === "remove") return type;
  const joined = join(type.item, item);
  if (type.kind === "set")
    return type.max === undefined ? { kind: "set", item: joined } : { kind: "set", item: joined, max: type.max + 1 };
  return { ...type, item: joined, max: type.max + 1 };
}

/** `start t at e` counts down from e (from the most it can hold without `at`); `stop t`. */
export function resetTimer(
  context: Context,
  scope: Scope,
  node: Extract<Statement, { kind: "start" }> | Extract<Statement, { kind: "stop" | "goto" }>,
): Stmt[] {
  const name = node.kind === "start" ? node.timer : node.name;
  const variable = scope.names.fieldOf(scope.self, name.text);
  if (
    !scope.self ||
    variable?.role !== "timer" ||
    variable.type.kind !== "option" ||
    variable.type.item.kind !== "int"
  ) {
    context.report("unknown-name", name.span, `\`${name.text}\` is no timer of this process`, {
      expected: "a field declared `durable timer` or `volatile timer`",
    });
    return [];
  }
  const owner: Expr = { kind: "self", type: { kind: "process", kinds: [scope.self] }, span: name.span };
  const place: Place = { root: { kind: "variable", variable, owner }, path: [], type: variable.type, span: name.span };
  if (node.kind !== "start") {
    const none: Expr = { kind: "construct", caseIndex: 0, arguments: [], type: variable.type, span: node.span };
    return [{ kind: "assign", place, value: none, span: node.span }];
  }
  const most = variable.type.item;
  const raw = node.at ? typed(context, scope, node.at, most, "the ticks of a timer") : literal(most.high, node.span);
  const ticks = stored(context, raw, most, "the ticks of a timer", includes(most, raw.type));
  return [
    {
      kind: "assign",
      place,
      value: { kind: "construct", caseIndex: 1, arguments: [ticks], type: variable.type, span: node.span },
      span: node.span,
    },
  ];
}

/** `invoke ops.write(x) by c` and `respond ops with v by c`: a client has at most one operation at a time. */
export function operation(
  context: Context,
  scope: Scope,
  node: Extract<Statement, { kind: "invoke" | "respond" }>,
): Stmt[] {
  const { span } = node;
  const entry = scope.names.histories.get(node.history.text);
  if (!entry?.pending || !entry.by) {
    if (!entry) context.report("unknown-name", node.history.span, `there is no history \`${node.history.text}\``);
    return [];
  }
  const by: Type = { kind: "process", kinds: [entry.by] };
  const own: Expr | undefined = scope.self && { kind: "self", type: { kind: "process", kinds: [scope.self] }, span };
  const client = node.by ? typed(context, scope, node.by, by, "the client") : own;
  if (!client || (!node.by && scope.self !== entry.by)) {
    context.report("type-mismatch", span, `operations of \`${node.history.text}\` belong to ${entry.by.name}`, {
      hint: "say whose operation it is: `by c`",
    });
    return [];
  }
  const at = (variable: Variable, owner: Expr | undefined): Place => ({
    root: { kind: "variable", variable, owner },
    path: [],
    type: variable.type,
    span,
  });
  const pending = at(entry.pending, client);
  const isPending: Expr = { kind: "read", variable: entry.pending, owner: client, type: entry.pending.type, span };
  if (node.kind === "respond") {
    if (node.value) expression(context, scope, node.value);
    const why = `nothing to respond to: no operation of \`${node.history.text}\` is pending`;
    return [
      { kind: "assert", condition: isPending, why, span },
      { kind: "respond", pending, history: node.history.text, span },
    ];
  }
  checkOperation(context, scope, node, entry.object);
  const count = entry.count && at(entry.count.variable, undefined);
  const why = `one operation at a time: an operation of \`${node.history.text}\` is pending already`;
  return [
    { kind: "assert", condition: { kind: "not", operand: isPending, type: isPending.type, span }, why, span },
    { kind: "invoke", pending, count, most: entry.count?.most, history: node.history.text, span },
  ];
}

function checkOperation(
  context: Context,
  scope: Scope,
  node: Extract<Statement, { kind: "invoke" }>,
  object:
    | {
        readonly operations: readonly {
          readonly name: { readonly text: string };
          readonly parameters: readonly unknown[];
        }[];
      }
    | undefined,
): void {
  const operations = object?.operations ?? [];
  const found = operations.find((candidate) => candidate.name.text === node.operation.text);
  for (const argument of node.arguments) expression(context, scope, argument);
  if (!found) {
    context.report("unknown-name", node.operation.span, `the object has no operation \`${node.operation.text}\``, {
      expected: operations.map((one) => one.name.text).join(", "),
    });
  } else if (found.parameters.length !== node.arguments.length) {
    context.report(
      "argument-count",
      node.span,
      `\`${node.operation.text}\` takes ${found.parameters.length} arguments, not ${node.arguments.length}`,
    );
  }
}
