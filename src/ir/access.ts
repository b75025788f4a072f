/** Parts of values: fields of records and processes, items of maps and sequences, slices, and copies `with` changes. */
import { closest, type Span } from "../source/index.ts";
import type { Expression, Setting } from "../syntax/tree.ts";
import type { Context, Scope } from "./context.ts";
import { applyDefine } from "./defines.ts";
import { expression, mismatchKind, stored, typed } from "./expressions.ts";
import type { Expr, PathStep } from "./model.ts";
import { readVariable } from "./name-expressions.ts";
import { includes, join, showType } from "./relations.ts";
import { integer, never, type Type } from "./types.ts";

export function fieldExpression(context: Context, scope: Scope, node: Extract<Expression, { kind: "field" }>): Expr {
  const object = expression(context, scope, node.object);
  const { text, span } = node.field;
  const { type } = object;
  if (type.kind === "process") return memberField(context, scope, object, text, node);
  if (type.kind === "option" && text === "value")
    return { kind: "valueOf", option: object, type: type.item, span: node.span };
  const part = partType(type, text);
  if (part) return { kind: "field", record: object, name: text, type: part, span: node.span };
  if (type.kind !== "never") {
    const known =
      type.kind === "record"
        ? type.fields.map((field) => field.name)
        : type.kind === "tuple"
          ? type.items.map((_, i) => String(i))
          : [];
    const near = closest(text, known);
    const hint = near ? `did you mean \`${near}\`?` : wholeHint(type, text);
    context.report("unknown-field", span, `${showType(type, false)} has no field \`${text}\``, {
      ...(known.length > 0 ? { expected: known.join(", ") } : {}),
      ...(hint ? { hint } : {}),
    });
  }
  return context.poison(node.span);
}

/** What was meant by a field of something that has none. */
function wholeHint(type: Type, field: string): string | undefined {
  if (type.kind === "option") return "`.value` is what an option holds";
  if (type.kind !== "set" || type.item.kind !== "process") return undefined;
  return `a field belongs to one process: \`∀ p ∈ ${showType(type.item)}: p.${field} …\``;
}

/** The type of a record's field or of a tuple's item; tuples count from 0. */
function partType(type: Type, name: string): Type | undefined {
  if (type.kind === "record") return type.fields.find((field) => field.name === name)?.type;
  if (type.kind === "tuple") return /^\d+$/.test(name) ? type.items[Number(name)] : undefined;
  return undefined;
}

/** `p.field` and `p.define`. */
function memberField(
  context: Context,
  scope: Scope,
  owner: Expr,
  name: string,
  node: Extract<Expression, { kind: "field" }>,
): Expr {
  const kinds = owner.type.kind === "process" ? owner.type.kinds : [];
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    context.report(
      "ambiguous-process",
      node.span,
      `the process may be one of ${showType(owner.type)}, so it has no field \`${name}\` for sure`,
    );
    return context.poison(node.span);
  }
  const variable = scope.names.fieldOf(kind, name);
  if (variable) return readVariable(context, scope, variable, node.span, owner);
  const define = scope.names.processDefines.get(kind)?.get(name);
  if (define) return applyDefine(context, scope, define, owner, [], node.span);
  const known = [
    ...(scope.names.fields.get(kind)?.keys() ?? []),
    ...(scope.names.processDefines.get(kind)?.keys() ?? []),
  ];
  const near = closest(name, known);
  context.report("unknown-field", node.field.span, `${kind.name} has no field \`${name}\``, {
    ...(known.length > 0 ? { expected: known.join(", ") } : {}),
    ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
  });
  return context.poison(node.span);
}

export function indexExpression(context: Context, scope: Scope, node: Extract<Expression, { kind: "index" }>): Expr {
  const { span } = node;
  const ordered = memberType(context, scope, node.object);
  if (ordered) {
    const index = typed(context, scope, node.index, integer(0, 0), "an index");
    return { kind: "builtin", name: "memberAt", arguments: [index], type: ordered, span };
  }
  const collection = expression(context, scope, node.object);
  const { type } = collection;
  if (node.index.kind === "binary" && node.index.operator === ".." && type.kind === "seq") {
    const low = typed(context, scope, node.index.left, integer(0, 0), "an index");
    const high = typed(context, scope, node.index.right, integer(0, 0), "an index");
    return { kind: "slice", sequence: collection, low, high, type, span };
  }
  const key = keyType(type);
  if (!key) {
    mismatchKind(context, collection, "a map, a sequence, a bag or an ordered type");
    return context.poison(span);
  }
  const index = typed(context, scope, node.index, key, type.kind === "seq" ? "an index" : "a key");
  return { kind: "index", collection, index, type: valueType(type), span };
}

function keyType(type: Type): Type | undefined {
  if (type.kind === "map") return type.key;
  if (type.kind === "seq") return integer(1, type.max);
  if (type.kind === "bag") return type.item;
  return undefined;
}

function valueType(type: Type): Type {
  if (type.kind === "map") return type.value;
  if (type.kind === "seq") return type.item;
  return type.kind === "bag" ? integer(0, type.max) : never;
}

/** `Node[i]`: the type that is indexed, when the object is an ordered type's name. */
function memberType(context: Context, scope: Scope, node: Expression): Type | undefined {
  if (node.kind !== "name" || scope.names.isTaken(node.name, scope.self)) return undefined;
  const type = scope.names.resolve({ text: node.name, span: node.span });
  if (type?.kind !== "process" && type?.kind !== "symmetric") return undefined;
  if (!isOrderedType(type)) {
    context.report("unordered", node.span, `the members of ${node.name} have no numbers`, {
      hint: `declare ${node.name} \`ordered\``,
    });
  }
  return type;
}

/** Whether the members of a type have numbers and an order. */
export function isOrderedType(type: Type): boolean {
  if (type.kind === "symmetric") return type.ordered;
  return type.kind === "process" && type.kinds.length === 1 && (type.kinds[0]?.ordered ?? false);
}

/** One step into a value of `type`: the path step and the type behind it; shared with places in statements. */
export function stepInto(
  context: Context,
  scope: Scope,
  type: Type,
  part: Expression | string,
  span: Span,
): { step: PathStep; type: Type } | undefined {
  if (typeof part === "string") {
    const inner = partType(type, part);
    if (inner) return { step: { kind: "field", name: part, span }, type: inner };
    if (type.kind !== "never")
      context.report("unknown-field", span, `${showType(type, false)} has no field \`${part}\``);
    return undefined;
  }
  const key = type.kind === "bag" ? undefined : keyType(type);
  if (!key) {
    if (type.kind !== "never")
      context.report("type-mismatch", span, `${showType(type, false)} has no items that can be assigned`, {
        expected: "a map or a sequence",
      });
    return undefined;
  }
  const index = typed(context, scope, part, key, type.kind === "seq" ? "an index" : "a key");
  return { step: { kind: "index", index, span }, type: valueType(type) };
}

/** `r with { f: e }`, `m with { [k]: e }`, `r with { f.g: e }`. */
export function withExpression(
  context: Context,
  scope: Scope,
  node: Extract<Expression, { kind: "with" | "under" }>,
  expected?: Type,
): Expr {
  const base = expression(context, scope, node.object, expected);
  let { type } = base;
  const changes: { path: PathStep[]; value: Expr }[] = [];
  for (const setting of node.settings) {
    const change = changed(context, scope, base.type, setting);
    if (!change) continue;
    changes.push({ path: change.path, value: change.value });
    type = join(type, base.type);
  }
  return { kind: "with", base, changes, type, span: node.span };
}

function changed(
  context: Context,
  scope: Scope,
  base: Type,
  setting: Setting,
): { path: PathStep[]; value: Expr } | undefined {
  const parts: readonly (Expression | string)[] =
    setting.target.kind === "key" ? [setting.target.key] : setting.target.names.map((name) => name.text);
  let type = base;
  const path: PathStep[] = [];
  for (const part of parts) {
    const next = stepInto(context, scope, type, part, setting.span);
    if (!next) return undefined;
    path.push(next.step);
    type = next.type;
  }
  const value = typed(context, scope, setting.value, type, "the new value");
  return { path, value: stored(context, value, type, "the new value", includes(type, value.type)) };
}
