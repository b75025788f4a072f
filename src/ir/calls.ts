/** Calls: constructors with arguments, defines, and the built-in functions. */
import { closest, habitHint, type Span } from "../source/index.ts";
import type { Expression } from "../syntax/tree.ts";
import { isOrderedType } from "./access.ts";
import { actionReference } from "./action-references.ts";
import { sizeOf } from "./comprehensions.ts";
import { type Context, findLocal, type Scope } from "./context.ts";
import { applyDefine } from "./defines.ts";
import { correct, membership, partitioned, timerState } from "./environment-reads.ts";
import { condition, expression, meet, mismatchKind, pair, stored, typed } from "./expressions.ts";
import { inboxExpression } from "./messages.ts";
import type { Builtin, Expr } from "./model.ts";
import { findCase } from "./name-expressions.ts";
import { includes } from "./relations.ts";
import { bool, integer, never, type Type } from "./types.ts";

type Call = Extract<Expression, { kind: "call" }>;

export function callExpression(context: Context, scope: Scope, node: Call, expected?: Type): Expr {
  const { callee, span } = node;
  if (callee.kind === "field") return memberCall(context, scope, node, callee);
  if (callee.kind !== "name") {
    context.report("not-callable", callee.span, "only names can be called", { expected: "f(x)" });
    return context.poison(span);
  }
  const { name } = callee;
  const define = findLocal(scope, name) ? undefined : scope.names.defineOf(scope.self, name);
  if (define) return applyDefine(context, scope, define, undefined, node.arguments, span);
  const builtin = builtins[name];
  if (builtin) return builtin(context, scope, node);
  if (name === "Some") {
    const hint = expected?.kind === "option" ? expected.item : undefined;
    const [only] = node.arguments;
    if (!only || node.arguments.length > 1) return wrongCount(context, node, "Some(x)");
    const value = expression(context, scope, only, hint);
    return { kind: "construct", caseIndex: 1, arguments: [value], type: { kind: "option", item: value.type }, span };
  }
  const found = findCase(context, scope, name, callee.span, expected);
  if (found === "ambiguous") return context.poison(span);
  if (found) {
    const fields = found.type.cases[found.index]?.fields ?? [];
    if (fields.length !== node.arguments.length)
      return wrongCount(context, node, `${name}(${fields.map((field) => field.name).join(", ")})`);
    const values = node.arguments.map((argument, i) => {
      const type = fields[i]?.type ?? never;
      const value = typed(context, scope, argument, type, `\`${fields[i]?.name}\``);
      return stored(context, value, type, `\`${fields[i]?.name}\``, includes(type, value.type));
    });
    return { kind: "construct", caseIndex: found.index, arguments: values, type: found.type, span };
  }
  const known = [...scope.names.defines.keys(), ...Object.keys(builtins), ...scope.names.cases.keys()];
  const near = closest(name, known);
  const hint = near ? `did you mean \`${near}\`?` : habitHint(name, "value");
  context.report("unknown-name", callee.span, `there is no function \`${name}\``, hint ? { hint } : {});
  for (const argument of node.arguments) expression(context, scope, argument);
  return context.poison(span);
}

/** `p.define(arguments)`. */
function memberCall(context: Context, scope: Scope, node: Call, callee: Extract<Expression, { kind: "field" }>): Expr {
  const owner = expression(context, scope, callee.object);
  const kind = owner.type.kind === "process" && owner.type.kinds.length === 1 ? owner.type.kinds[0] : undefined;
  const define = kind && scope.names.processDefines.get(kind)?.get(callee.field.text);
  if (define) return applyDefine(context, scope, define, owner, node.arguments, node.span);
  if (owner.type.kind !== "never")
    context.report("not-callable", callee.span, `\`${callee.field.text}\` can't be called`, {
      expected: "a define of the process",
    });
  return context.poison(node.span);
}

export function wrongCount(context: Context, node: Call, expected: string): Expr {
  context.report("argument-count", node.span, `wrong number of arguments: ${node.arguments.length}`, { expected });
  return context.poison(node.span);
}

type BuiltIn = (context: Context, scope: Scope, node: Call) => Expr;

/** A function of one argument, whose result type follows from the argument's. */
function one(name: Builtin, accepts: (type: Type) => boolean, wanted: string, result: (type: Type) => Type): BuiltIn {
  return (context, scope, node) => {
    const [only] = node.arguments;
    if (!only || node.arguments.length > 1) return wrongCount(context, node, `one: ${wanted}`);
    const value = expression(context, scope, only);
    if (value.type.kind === "never") return context.poison(node.span);
    if (!accepts(value.type)) {
      mismatchKind(context, value, wanted);
      return context.poison(node.span);
    }
    return { kind: "builtin", name, arguments: [value], type: result(value.type), span: node.span };
  };
}

const isCollection = (type: Type) =>
  type.kind === "set" || type.kind === "seq" || type.kind === "bag" || type.kind === "map";
const isSequence = (type: Type) => type.kind === "seq";
const itemOf = (type: Type) => (type.kind === "seq" || type.kind === "set" || type.kind === "bag" ? type.item : never);

const tail = (type: Type): Type => (type.kind === "seq" ? { ...type, max: Math.max(0, type.max - 1) } : type);

function absolute(type: Type): Type {
  if (type.kind !== "int") return type;
  const most = Math.max(Math.abs(type.low), Math.abs(type.high));
  return integer(type.low <= 0 && type.high >= 0 ? 0 : Math.min(Math.abs(type.low), Math.abs(type.high)), most);
}

/** `min` and `max`: of two integers or more, or of a set of integers. */
function extreme(name: "min" | "max"): BuiltIn {
  return (context, scope, node) => {
    const [first, ...rest] = node.arguments;
    if (!first) return wrongCount(context, node, `${name}(a, b) or ${name}(set)`);
    if (rest.length === 0) {
      const value = expression(context, scope, first);
      if (value.type.kind === "never") return context.poison(node.span);
      if (value.type.kind !== "set" || (value.type.item.kind !== "int" && value.type.item.kind !== "never")) {
        mismatchKind(context, value, "two integers or more, or a set of integers");
        return context.poison(node.span);
      }
      return { kind: "builtin", name, arguments: [value], type: value.type.item, span: node.span };
    }
    const values = node.arguments.map((argument) =>
      typed(context, scope, argument, integer(0, 0), `an argument of \`${name}\``),
    );
    const bounds = values.map((value) => (value.type.kind === "int" ? value.type : integer(0, 0)));
    const pick = name === "min" ? Math.min : Math.max;
    const type = integer(pick(...bounds.map((bound) => bound.low)), pick(...bounds.map((bound) => bound.high)));
    return { kind: "builtin", name, arguments: values, type, span: node.span };
  };
}

const isQuorum: BuiltIn = (context, scope, node) => {
  const [first, second] = node.arguments;
  if (!first || node.arguments.length > 2) return wrongCount(context, node, "isQuorum(set) or isQuorum(set, of)");
  const [set, given] = second ? pair(context, scope, first, second) : [expression(context, scope, first), undefined];
  if (set.type.kind !== "set") {
    mismatchKind(context, set, "a set");
    return context.poison(node.span);
  }
  if (given && !meet(context, set, given, "the two sets of `isQuorum`", node.span)) return context.poison(node.span);
  const all: Expr = given ?? { kind: "domain", of: set.type.item, type: set.type, span: node.span };
  return { kind: "builtin", name: "isQuorum", arguments: [set, all], type: bool, span: node.span };
};

const index: BuiltIn = (context, scope, node) => {
  const [only] = node.arguments;
  if (!only || node.arguments.length > 1) return wrongCount(context, node, "index(p)");
  const member = expression(context, scope, only);
  const { type } = member;
  if (type.kind === "never") return context.poison(node.span);
  if (!isOrderedType(type)) {
    context.report("unordered", member.span, "the members of this type have no numbers", {
      expected: "a member of a type declared `ordered`",
    });
    return context.poison(node.span);
  }
  const range = indexRange(type);
  return { kind: "builtin", name: "index", arguments: [member], type: range, span: node.span };
};

function indexRange(type: Type): Type {
  if (type.kind === "process") {
    const [kind] = type.kinds;
    return kind ? integer(kind.firstIndex, kind.firstIndex + kind.members.length - 1) : never;
  }
  if (type.kind !== "symmetric") return never;
  const numbers = type.members.map((member) => Number(/\d+$/.exec(member)?.[0] ?? "0"));
  return integer(Math.min(...numbers), Math.max(...numbers));
}

const old: BuiltIn = (context, scope, node) => {
  const [only] = node.arguments;
  if (!only || node.arguments.length > 1) return wrongCount(context, node, "old(e)");
  if (scope.usage) scope.usage.old = true;
  if (!scope.old) {
    context.report("old-outside-step", node.span, "`old` has a meaning only where there is a step", {
      hint: "use it in actions, step invariants and step axioms",
    });
  }
  const operand = expression(context, scope, only);
  return { kind: "old", operand, type: operand.type, span: node.span };
};

/** Functions of one process that the environment answers: also of a whole type, as the set of those for which it holds. */
function about(answer: (context: Context, scope: Scope, process: Expr, span: Span) => Expr): BuiltIn {
  return (context, scope, node) => {
    const [only] = node.arguments;
    if (!only || node.arguments.length > 1) return wrongCount(context, node, "one process");
    const process = expression(context, scope, only);
    const { type } = process;
    if (type.kind === "set" && type.item.kind === "process") {
      const local = context.local("p", type.item);
      const value: Expr = { kind: "local", local, type: type.item, span: node.span };
      const where = answer(context, scope, value, node.span);
      return { kind: "setOf", value, binders: [{ local, domain: process }], where, type, span: node.span };
    }
    if (type.kind !== "process") {
      mismatchKind(context, process, "a process");
      return context.poison(node.span);
    }
    return answer(context, scope, process, node.span);
  };
}

const historyPredicate: BuiltIn = (context, scope, node) => {
  const [only] = node.arguments;
  if (!scope.temporal)
    context.report("temporal", node.span, "what a history satisfies is no state formula", {
      hint: "write it in an `invariant` of its own or in a `property`",
    });
  if (scope.usage) scope.usage.temporal = true;
  if (only?.kind !== "name" || !scope.names.histories.has(only.name)) {
    context.report("unknown-name", only?.span ?? node.span, "this is no history", {
      expected: [...scope.names.histories.keys()].join(", ") || "a declared `history`",
    });
  }
  return { kind: "temporal", operator: "history", operands: [], type: bool, span: node.span };
};

/** `idle(ops, c)` and `pending(ops, c)`. */
function operationState(pending: boolean): BuiltIn {
  return (context, scope, node) => {
    const [history, client] = node.arguments;
    const entry = history?.kind === "name" ? scope.names.histories.get(history.name) : undefined;
    if (!entry?.pending || !entry.by || !client || node.arguments.length > 2) {
      if (!entry)
        context.report("unknown-name", history?.span ?? node.span, "this is no history", {
          expected: "a declared `history` and one of its clients",
        });
      return entry ? wrongCount(context, node, "a history and a client") : context.poison(node.span);
    }
    const owner = typed(context, scope, client, { kind: "process", kinds: [entry.by] }, "the client");
    const read: Expr = { kind: "read", variable: entry.pending, owner, type: bool, span: node.span };
    return pending ? read : { kind: "not", operand: read, type: bool, span: node.span };
  };
}

const taken: BuiltIn = (context, scope, node) => {
  if (node.arguments.length === 0) return wrongCount(context, node, "taken(action)");
  if (!scope.temporal)
    context.report("temporal", node.span, "`taken` speaks about behaviours, not about one state", {
      hint: "write it in a `property` or a `liveness axiom`",
    });
  if (scope.usage) scope.usage.temporal = true;
  const references = node.arguments.map((argument) => actionReference(context, scope, argument));
  return { kind: "taken", references, type: bool, span: node.span };
};

const enabled: BuiltIn = (context, scope, node) => {
  const [only] = node.arguments;
  if (!only || node.arguments.length > 1) return wrongCount(context, node, "enabled(action)");
  const { actions, process } = actionReference(context, scope, only);
  return { kind: "enabled", actions, process, type: bool, span: node.span };
};

const canReach: BuiltIn = (context, scope, node) => {
  const [goal] = node.arguments;
  if (!goal || node.arguments.length > 1) return wrongCount(context, node, "canReach(P)");
  if (!scope.reaching)
    context.report("temporal", node.span, "`canReach` speaks about what comes after a state", {
      hint: "write it in an `invariant`, a `property` or an axiom",
    });
  if (scope.usage) scope.usage.reaching = true;
  // Whether P is so can be seen in one state.
  const operands = [condition(context, { ...scope, temporal: false, reaching: true, old: false }, goal)];
  return { kind: "temporal", operator: "canReach", operands, type: bool, span: node.span };
};

const toSet = one(
  "toSet",
  (type) => isSequence(type) || type.kind === "bag",
  "a sequence or a bag",
  (type) => ({ kind: "set", item: itemOf(type) }),
);

const builtins: Readonly<Record<string, BuiltIn>> = Object.assign(Object.create(null) as Record<string, BuiltIn>, {
  len: one("len", isCollection, "a set, sequence, map or bag", (type) => integer(0, sizeOf(type))),
  min: extreme("min"),
  max: extreme("max"),
  abs: one("abs", (type) => type.kind === "int", "an integer", absolute),
  subsets: one(
    "subsets",
    (type) => type.kind === "set",
    "a set",
    (type) => ({ kind: "set", item: type }),
  ),
  isQuorum,
  index,
  head: one("head", isSequence, "a sequence", itemOf),
  last: one("last", isSequence, "a sequence", itemOf),
  tail: one("tail", isSequence, "a sequence", tail),
  toSet,
  old,
  up: about((context, scope, process, span) => membership(context, scope, "up", process, span)),
  paused: about((context, scope, process, span) => membership(context, scope, "paused", process, span)),
  byzantine: about((context, scope, process, span) => membership(context, scope, "byzantine", process, span)),
  correct: about(correct),
  partitioned,
  running: timerState("running"),
  expired: timerState("expired"),
  inbox: inboxExpression,
  idle: operationState(false),
  pending: operationState(true),
  linearizable: historyPredicate,
  sequential: historyPredicate,
  causal: historyPredicate,
  readYourWrites: historyPredicate,
  monotonicReads: historyPredicate,
  taken,
  enabled,
  canReach,
} satisfies Record<string, BuiltIn>);

/** The names of all built-in functions; declarations can't take them. */
export const builtinNames: ReadonlySet<string> = new Set(Object.keys(builtins));
