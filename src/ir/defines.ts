/** Defines: elaborated once, when first used; recursion and forbidden reads are told where they are written. */
import type { Span } from "../source/index.ts";
import type { Expression } from "../syntax/tree.ts";
import { bind, type Context, noUsage, type Scope } from "./context.ts";
import { expression, stored, typed } from "./expressions.ts";
import type { Define, Expr, Local } from "./model.ts";
import type { DefineEntry, Names } from "./names.ts";
import { includes, widen } from "./relations.ts";
import { resolveType } from "./type-nodes.ts";

/** The define behind `entry`, elaborated; undefined when it is in the middle of that (it calls itself). */
export function elaborateDefine(context: Context, names: Names, entry: DefineEntry, span: Span): Define | undefined {
  const { node } = entry;
  if (entry.state === "busy") {
    context.report("recursion", span, `\`${node.name.text}\` is defined by itself`, {
      hint: "definitions do not recurse: use a quantifier, a comprehension or `for`",
    });
    return undefined;
  }
  if (entry.state === "done") return entry.define;
  entry.state = "busy";
  const usage = noUsage();
  let scope: Scope = {
    names,
    self: entry.process,
    reads: "everything",
    ghosts: true,
    old: true,
    temporal: true,
    reaching: true,
    literalMembers: false,
    usage,
  };
  const parameters: Local[] = [];
  for (const parameter of node.parameters ?? []) {
    const local = context.local(
      parameter.name.text,
      widen(resolveType(context, names, parameter.type, parameter.name.text)),
    );
    parameters.push(local);
    scope = bind(context, scope, parameter.name, local);
  }
  const result = node.result && resolveType(context, names, node.result, node.name.text);
  const value = result
    ? typed(context, scope, node.value, result, `the value of \`${node.name.text}\``)
    : expression(context, scope, node.value);
  const body =
    result && result.kind !== "int"
      ? stored(context, value, result, "the result", includes(result, value.type))
      : value;
  entry.usage = usage;
  entry.define = {
    id: context.number(),
    name: node.name.text,
    process: entry.process,
    parameters: [...parameters, ...names.indices],
    body,
    span: node.span,
  };
  entry.state = "done";
  return entry.define;
}

/** `name(arguments)` or `owner.name(arguments)`. */
export function applyDefine(
  context: Context,
  scope: Scope,
  entry: DefineEntry,
  owner: Expr | undefined,
  nodes: readonly Expression[],
  span: Span,
): Expr {
  const define = elaborateDefine(context, scope.names, entry, span);
  if (!define) return context.poison(span);
  checkUsage(context, scope, entry, owner, span);
  const { name } = define;
  const { indices } = scope.names;
  const parameters = define.parameters.slice(0, define.parameters.length - indices.length);
  if (nodes.length !== parameters.length) {
    context.report("argument-count", span, `\`${name}\` takes ${parameters.length} arguments, not ${nodes.length}`, {
      expected: `${name}(${parameters.map((parameter) => parameter.name).join(", ")})`,
    });
    return context.poison(span);
  }
  // What a theory's define depends on through the theory's symbols is handed on, so that a define has no other names.
  const handedOn = indices.map((local): Expr => ({ kind: "local", local, type: local.type, span }));
  const values = [...nodes.map((node, i) => argument(context, scope, node, parameters[i])), ...handedOn];
  const self: Expr | undefined =
    define.process && (owner ?? { kind: "self", type: { kind: "process", kinds: [define.process] }, span });
  return { kind: "apply", define, self, arguments: values, type: define.body.type, span };
}

/** Integers are passed as they are; values with a size are checked like a store. */
export function argument(context: Context, scope: Scope, node: Expression, parameter: Local | undefined): Expr {
  if (!parameter) return context.poison(node.span);
  const value = typed(context, scope, node, parameter.type, `the argument \`${parameter.name}\``);
  return stored(
    context,
    value,
    parameter.type,
    `the argument \`${parameter.name}\``,
    includes(parameter.type, value.type),
  );
}

function checkUsage(context: Context, scope: Scope, entry: DefineEntry, owner: Expr | undefined, span: Span): void {
  const { usage } = entry;
  const name = entry.node.name.text;
  if (!usage) return;
  const other = owner !== undefined && owner.kind !== "self";
  const readsOthers = usage.otherPrivate || (other && usage.ownPrivate);
  if (readsOthers && scope.reads === "own") {
    context.report("private-field", span, `\`${name}\` reads fields of other processes, which code can't`, {
      hint: "use it in properties only, or make the fields `shared`",
    });
  }
  if (usage.ghosts && !scope.ghosts)
    context.report("ghost-read", span, `\`${name}\` reads a ghost: only properties and ghosts may`);
  if (usage.old && !scope.old)
    context.report("old-outside-step", span, `\`${name}\` uses \`old\`, which has a meaning in steps only`);
  if (usage.temporal && !scope.temporal)
    context.report("temporal", span, `\`${name}\` speaks about behaviours, not about one state`);
  if (usage.reaching && !scope.reaching)
    context.report("temporal", span, `\`${name}\` speaks about what can be reached, not about one state`);
  if (!scope.usage) return;
  scope.usage.ghosts ||= usage.ghosts;
  scope.usage.old ||= usage.old;
  scope.usage.temporal ||= usage.temporal;
  scope.usage.reaching ||= usage.reaching;
  scope.usage.otherPrivate ||= readsOthers;
  scope.usage.ownPrivate ||= !other && usage.ownPrivate;
  for (const variable of usage.variables) scope.usage.variables.add(variable);
}
