/**
 * What a bare name means, in this order: a local; a field or define of the process whose code it is; state, parameters
 * and defines of the model; a member; a constructor; a type as the set of its values.
 */
import { closest, habitHint, type Span } from "../source/index.ts";
import { type Context, findLocal, literal, localNames, type Scope } from "./context.ts";
import { applyDefine } from "./defines.ts";
import type { Expr, Variable } from "./model.ts";
import { bool, never, type ProcessKind, type Type, type VariantType } from "./types.ts";

export function nameExpression(context: Context, scope: Scope, name: string, span: Span, expected?: Type): Expr {
  const local = findLocal(scope, name);
  if (local) return { kind: "local", local: local.local, type: local.local.type, span };
  if (name === "self") return selfExpression(context, scope, span);
  const { names } = scope;
  const field = names.fieldOf(scope.self, name);
  if (field && scope.self) return readVariable(context, scope, field, span, selfOf(scope.self, span));
  const symbol = names.symbols.get(name);
  if (symbol) {
    const parameters = symbol.arguments.map(
      (argument): Expr => ({ kind: "local", local: argument, type: argument.type, span }),
    );
    return { kind: "apply", define: symbol.define, arguments: parameters, type: symbol.define.body.type, span };
  }
  const define = names.defineOf(scope.self, name);
  if (define) return applyDefine(context, scope, define, undefined, [], span);
  const variable = names.variables.get(name);
  if (variable) return readVariable(context, scope, variable, span);
  const constant = names.constants.get(name);
  if (constant !== undefined) return literal(constant, span);
  const structured = names.structured.get(name);
  if (structured) return { ...structured, span };
  const member = names.members.get(name);
  if (member) return memberExpression(context, scope, name, member, span);
  if (name === "round" && names.hidden.round) return readVariable(context, scope, names.hidden.round, span);
  const constructed = nullaryCase(context, scope, name, span, expected);
  if (constructed) return constructed;
  const type = typeOf(scope, name, span);
  if (type) return { kind: "domain", of: type, type: { kind: "set", item: type }, span };
  unknown(context, scope, name, span);
  return context.poison(span);
}

/** A type's name as a set of its values. */
function typeOf(scope: Scope, name: string, span: Span): Type | undefined {
  if (name === "Bool") return bool;
  return scope.names.resolve({ text: name, span });
}

function unknown(context: Context, scope: Scope, name: string, span: Span): void {
  const near = closest(name, [
    ...localNames(scope),
    ...scope.names.visible(scope.self),
    "None",
    "Some",
    "True",
    "False",
    "self",
  ]);
  const elsewhere = [...scope.names.fields].find(([, fields]) => fields.has(name))?.[0];
  const hint = elsewhere
    ? `\`${name}\` is a field of ${elsewhere.name}: write \`p.${name}\` for some p of it`
    : near
      ? `did you mean \`${near}\`?`
      : habitHint(name, "value");
  context.report("unknown-name", span, `\`${name}\` is not declared`, hint ? { hint } : {});
}

const selfOf = (kind: ProcessKind, span: Span): Expr => ({
  kind: "self",
  type: { kind: "process", kinds: [kind] },
  span,
});

function selfExpression(context: Context, scope: Scope, span: Span): Expr {
  if (scope.self) return selfOf(scope.self, span);
  context.report("no-self", span, "`self` has no meaning outside a process");
  return context.poison(span);
}

/** Reads a variable, if the scope may. */
export function readVariable(context: Context, scope: Scope, variable: Variable, span: Span, owner?: Expr): Expr {
  const { usage } = scope;
  usage?.variables.add(variable);
  if (variable.storage === "ghost") {
    if (usage) usage.ghosts = true;
    if (!scope.ghosts) {
      context.report("ghost-read", span, `\`${variable.name}\` is a ghost: only properties and ghosts read it`, {
        hint: "make it a field if the protocol needs it",
      });
    }
  } else if (variable.process && variable.storage !== "shared") {
    const own = owner?.kind === "self";
    if (usage) usage[own ? "ownPrivate" : "otherPrivate"] = true;
    if (!own && scope.reads === "own") {
      context.report("private-field", span, `code can't read \`${variable.name}\` of another process`, {
        hint: "send it in a message, or declare the field `shared`",
      });
    }
  }
  return { kind: "read", variable, owner, type: variable.type, span };
}

function memberExpression(context: Context, scope: Scope, name: string, type: Type, span: Span): Expr {
  const free =
    scope.literalMembers ||
    (type.kind === "process" && type.kinds.every((kind) => kind.single || kind.ordered)) ||
    (type.kind === "symmetric" && type.ordered);
  if (!free) {
    const declared = type.kind === "symmetric" ? type.name : type.kind === "process" ? type.kinds[0]?.name : "";
    context.report(
      "unordered",
      span,
      `\`${name}\` names one member of ${declared}, whose members are interchangeable`,
      {
        hint: `declare ${declared} \`ordered\` if its members differ`,
      },
    );
  }
  return { kind: "member", name, type, span };
}

/** A case without arguments: of the expected type if it has one of that name, else of the only type that has. */
function nullaryCase(context: Context, scope: Scope, name: string, span: Span, expected?: Type): Expr | undefined {
  if (name === "None") {
    const item = expected?.kind === "option" ? expected.item : never;
    return { kind: "construct", caseIndex: 0, arguments: [], type: { kind: "option", item }, span };
  }
  const found = findCase(context, scope, name, span, expected);
  if (found === undefined || found === "ambiguous") return found && context.poison(span);
  if (found.type.cases[found.index]?.fields.length) {
    const fields = found.type.cases[found.index]?.fields.map((field) => field.name).join(", ");
    context.report("argument-count", span, `\`${name}\` needs its arguments`, { expected: `${name}(${fields})` });
    return context.poison(span);
  }
  return { kind: "construct", caseIndex: found.index, arguments: [], type: found.type, span };
}

/** The variant that `name` is a case of. */
export function findCase(
  context: Context,
  scope: Scope,
  name: string,
  span: Span,
  expected?: Type,
): { type: VariantType; index: number } | "ambiguous" | undefined {
  const at = (type: VariantType) => ({ type, index: type.cases.findIndex((one) => one.name === name) });
  if (expected?.kind === "variant" && at(expected).index >= 0) return at(expected);
  const candidates = scope.names.cases.get(name) ?? [];
  const [only] = candidates;
  if (only && candidates.length === 1) return at(only);
  if (candidates.length === 0) return undefined;
  context.report(
    "ambiguous-case",
    span,
    `\`${name}\` is a case of ${candidates.map((type) => type.name).join(" and of ")}`,
    {
      hint: "give the context a type: `let x: T = …`",
    },
  );
  return "ambiguous";
}
