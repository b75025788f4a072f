/**
 * Statements: the code of actions, handlers, steps and procedures. A block becomes a list of typed statements; names that
 * `let`, `var` and a `pick` without a body introduce stay in scope to its end.
 */
import { unreachable } from "../source/index.ts";
import type { Block, Statement } from "../syntax/tree.ts";
import { assign, change, operation, resetTimer } from "./assignments.ts";
import { bind, type Context, type Scope } from "./context.ts";
import { argument } from "./defines.ts";
import { bindAll, condition, expression, mismatch, stored, typed } from "./expressions.ts";
import { completeFields, findMessage, receivers } from "./messages.ts";
import type { Expr, MatchArm, Message, Stmt, Variable } from "./model.ts";
import { checkExhaustive, matchPattern } from "./patterns.ts";
import { elaborateProcedure } from "./procedures.ts";
import { compatible, includes, widen } from "./relations.ts";
import { hasInterchangeable } from "./type-facts.ts";
import { resolveType } from "./type-nodes.ts";
import type { Type } from "./types.ts";

/** What a piece of code may do besides computing. */
export interface CodeKind {
  /** The control of the task whose step this is: `goto` names one of its steps. */
  readonly control?: Variable;
  /** `return` has a value: in an object's operation. */
  readonly result?: Type;
  /** Called with every message that is sent, to see that somebody receives it. */
  readonly sends?: (message: Message) => void;
}

export function block(context: Context, code: CodeKind, scope: Scope, node: Block): Stmt[] {
  return list(context, code, scope, node.statements, 0);
}

function list(context: Context, code: CodeKind, scope: Scope, nodes: readonly Statement[], from: number): Stmt[] {
  const result: Stmt[] = [];
  let inner = scope;
  for (let at = from; at < nodes.length; at++) {
    const node = nodes[at];
    if (!node) break;
    if (node.kind === "let" || node.kind === "var") {
      const made = declaration(context, inner, node);
      result.push(made.statement);
      inner = made.scope;
    } else if (node.kind === "pick" && !node.body) {
      const { binders, inner: picked } = bindAll(context, inner, node.binders);
      const where = node.where && condition(context, picked, node.where);
      result.push({ kind: "pick", binders, where, body: list(context, code, picked, nodes, at + 1), span: node.span });
      return result;
    } else {
      result.push(...statement(context, code, inner, node));
    }
  }
  return result;
}

function declaration(
  context: Context,
  scope: Scope,
  node: Extract<Statement, { kind: "let" | "var" }>,
): { statement: Stmt; scope: Scope } {
  const declared = node.type && resolveType(context, scope.names, node.type, node.name.text);
  const raw = declared
    ? typed(context, scope, node.value, declared, `\`${node.name.text}\``)
    : expression(context, scope, node.value);
  const value = declared ? stored(context, raw, declared, `\`${node.name.text}\``, includes(declared, raw.type)) : raw;
  const mutable = node.kind === "var";
  const local = context.local(node.name.text, declared ?? (mutable ? widen(value.type) : value.type));
  return {
    statement: { kind: "let", local, value, span: node.span },
    scope: bind(context, scope, node.name, local, mutable),
  };
}

function statement(context: Context, code: CodeKind, scope: Scope, node: Statement): Stmt[] {
  const { span } = node;
  switch (node.kind) {
    case "assign":
      return assign(context, scope, node);
    case "insert":
    case "remove":
    case "append":
      return change(context, scope, node);
    case "call":
      return call(context, code, scope, node);
    case "if": {
      const test = condition(context, scope, node.condition);
      const then = block(context, code, scope, node.then);
      return [
        {
          kind: "if",
          condition: test,
          then,
          otherwise: node.otherwise ? block(context, code, scope, node.otherwise) : [],
          span,
        },
      ];
    }
    case "match": {
      const subject = expression(context, scope, node.subject);
      const seen = new Set<number | undefined>();
      const arms = node.arms.map((arm): MatchArm<readonly Stmt[]> => {
        const matched = matchPattern(context, scope, subject, arm.pattern, seen);
        return {
          caseIndex: matched.caseIndex,
          binds: matched.binds,
          body: block(context, code, matched.scope, arm.body),
        };
      });
      checkExhaustive(context, subject, seen, span);
      return [{ kind: "match", subject, arms, span }];
    }
    case "for": {
      const { binders, inner } = bindAll(context, scope, node.binders);
      const where = node.where && condition(context, inner, node.where);
      const unordered = binders.some(
        (binder) => binder.domain.type.kind !== "seq" && hasInterchangeable(binder.local.type),
      );
      return [{ kind: "for", binders, where, body: block(context, code, inner, node.body), unordered, span }];
    }
    case "pick": {
      const { binders, inner } = bindAll(context, scope, node.binders);
      const where = node.where && condition(context, inner, node.where);
      return [{ kind: "pick", binders, where, body: node.body ? block(context, code, inner, node.body) : [], span }];
    }
    case "send": {
      const message = findMessage(context, scope, node.message);
      if (!message) return [];
      return send(context, code, scope, node, message, receivers(context, scope, message, node.to));
    }
    case "broadcast":
      return broadcast(context, code, scope, node);
    case "reply":
      return reply(context, code, scope, node);
    case "invoke":
    case "respond":
      return operation(context, scope, node);
    case "start":
    case "stop":
      return resetTimer(context, scope, node);
    case "goto":
      return goto(context, code, scope, node);
    case "require":
      return [{ kind: "require", condition: condition(context, scope, node.condition), span }];
    case "assert":
      return [{ kind: "assert", condition: condition(context, scope, node.condition), why: node.why.value, span }];
    case "return":
      return leave(context, code, scope, node);
    case "let":
    case "var":
      return [declaration(context, scope, node).statement];
    default:
      return unreachable(node);
  }
}

function call(context: Context, code: CodeKind, scope: Scope, node: Extract<Statement, { kind: "call" }>): Stmt[] {
  const { call: target, span } = node;
  if (target.kind !== "call" || target.callee.kind !== "name") {
    context.report("statement-expected", span, "this is an expression, not a statement", {
      expected: "`x := e`, `send`, a procedure's call, …",
    });
    return [];
  }
  const { name } = target.callee;
  const entry = scope.names.procedureOf(scope.self, name);
  if (!entry) {
    context.report("unknown-name", target.callee.span, `there is no procedure \`${name}\``, {
      hint: scope.names.defineOf(scope.self, name)
        ? "a define has a value but no effect"
        : "declare it with `procedure`",
    });
    return [];
  }
  const procedure = elaborateProcedure(context, scope.names, entry, code, span);
  if (!procedure) return [];
  if (procedure.parameters.length !== target.arguments.length) {
    context.report(
      "argument-count",
      span,
      `\`${name}\` takes ${procedure.parameters.length} arguments, not ${target.arguments.length}`,
    );
    return [];
  }
  const values = target.arguments.map((value, i) => argument(context, scope, value, procedure.parameters[i]));
  return [{ kind: "call", procedure, arguments: values, span }];
}

type Sending = Extract<Statement, { kind: "send" | "broadcast" | "reply" }>;

function send(context: Context, code: CodeKind, scope: Scope, node: Sending, message: Message, to: Expr): Stmt[] {
  const { span } = node;
  const { self } = scope;
  if (!self) {
    context.report("no-self", span, "only processes send messages", { hint: "move the action into a process" });
    return [];
  }
  if (!message.from.kinds.includes(self)) {
    context.report("type-mismatch", span, `${message.name} is not sent by ${self.name}`, {
      expected: message.from.kinds.map((kind) => kind.name).join(" or "),
    });
  }
  code.sends?.(message);
  const from: Expr = { kind: "self", type: { kind: "process", kinds: [self] }, span };
  return [{ kind: "send", message, fields: completeFields(context, scope, message, node.message), from, to, span }];
}

/** To all receivers but the sender itself, or to those that are named. */
function broadcast(
  context: Context,
  code: CodeKind,
  scope: Scope,
  node: Extract<Statement, { kind: "broadcast" }>,
): Stmt[] {
  const message = findMessage(context, scope, node.message);
  if (!message) return [];
  if (node.to) return send(context, code, scope, node, message, receivers(context, scope, message, node.to));
  const { span } = node;
  const type: Type = { kind: "set", item: message.to };
  const everyone: Expr = { kind: "domain", of: message.to, type, span };
  const { self } = scope;
  if (!self || !message.to.kinds.includes(self)) return send(context, code, scope, node, message, everyone);
  const own: Type = { kind: "process", kinds: [self] };
  const me: Expr = { kind: "set", items: [{ kind: "self", type: own, span }], type: { kind: "set", item: own }, span };
  return send(context, code, scope, node, message, {
    kind: "setOperation",
    operator: "minus",
    left: everyone,
    right: me,
    type,
    span,
  });
}

function reply(context: Context, code: CodeKind, scope: Scope, node: Extract<Statement, { kind: "reply" }>): Stmt[] {
  const message = findMessage(context, scope, node.message);
  if (!message) return [];
  const { sender } = scope;
  if (!sender) {
    context.report("reply-outside-handler", node.span, "`reply` answers a message: it stands in `on` handlers only", {
      hint: "use `send … to …`",
    });
    return [];
  }
  if (!compatible(message.to, sender.type)) {
    context.report("type-mismatch", node.span, `${message.name} is not received by the sender`, {
      expected: message.to.kinds.map((kind) => kind.name).join(" or "),
    });
  }
  return send(context, code, scope, node, message, {
    kind: "local",
    local: sender,
    type: sender.type,
    span: node.span,
  });
}

function goto(
  context: Context,
  code: CodeKind,
  scope: Scope,
  node: Extract<Statement, { kind: "stop" | "goto" }>,
): Stmt[] {
  const { control } = code;
  if (control?.type.kind !== "variant") {
    context.report("goto-outside-task", node.span, "`goto` stands in the steps of a task only");
    return [];
  }
  const steps = control.type.cases.map((one) => one.name);
  const caseIndex = steps.indexOf(node.name.text);
  if (caseIndex < 0) {
    context.report("unknown-name", node.name.span, `the task has no step \`${node.name.text}\``, {
      expected: steps.join(", "),
    });
    return [];
  }
  return [moveControl(control, caseIndex, scope, node.span), { kind: "leave", span: node.span }];
}

/** The control of self's task goes to another step. */
export function moveControl(control: Variable, caseIndex: number, scope: Scope, span: Stmt["span"]): Stmt {
  const kinds = scope.self ? [scope.self] : [];
  const owner: Expr = { kind: "self", type: { kind: "process", kinds }, span };
  const value: Expr = { kind: "construct", caseIndex, arguments: [], type: control.type, span };
  return {
    kind: "assign",
    place: { root: { kind: "variable", variable: control, owner }, path: [], type: control.type, span },
    value,
    span,
  };
}

function leave(context: Context, code: CodeKind, scope: Scope, node: Extract<Statement, { kind: "return" }>): Stmt[] {
  if (node.value) {
    if (code.result) {
      const value = expression(context, scope, node.value, code.result);
      if (!compatible(code.result, value.type)) mismatch(context, value, code.result, "what is returned");
    } else {
      context.report("return-value", node.span, "nothing can be returned here", {
        hint: "a `define` has a value; procedures have effects",
      });
    }
  } else if (code.control) {
    context.report("return-value", node.span, "a step of a task ends with `goto` or at its end, not with `return`");
  }
  return [{ kind: "leave", span: node.span }];
}
