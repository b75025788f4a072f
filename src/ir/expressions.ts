/**
 * Expressions: a syntax tree in a scope becomes a typed expression. Types flow both ways: what is expected by the context
 * decides between constructors of the same name and gives `{}`, `[]` and `None` their item type; everything else is
 * inferred from below. A mistake is reported once and leaves a `never` expression behind, which fits everywhere.
 */
import { type Span, spanText, unreachable } from "../source/index.ts";
import type { Binder as BinderNode, Expression, Name } from "../syntax/tree.ts";
import { fieldExpression, indexExpression, withExpression } from "./access.ts";
import { callExpression } from "./calls.ts";
import { aggregate, comprehensionExpression } from "./comprehensions.ts";
import { bind, type Context, literal, type Scope } from "./context.ts";
import { sentExpression } from "./messages.ts";
import type { Binder, Expr, MatchArm, TemporalOperator } from "./model.ts";
import { nameExpression } from "./name-expressions.ts";
import { binaryExpression } from "./operators.ts";
import { checkExhaustive, matchPattern } from "./patterns.ts";
import { compatible, join, showType } from "./relations.ts";
import { isPlace, isSetLiteral } from "./set-literals.ts";
import { bool, integer, never, type Type } from "./types.ts";

/** The typed form of `node` in `scope`; `expected` is what the context would like it to be. */
export function expression(context: Context, scope: Scope, node: Expression, expected?: Type): Expr {
  const { span } = node;
  switch (node.kind) {
    case "paren":
      return expression(context, scope, node.inner, expected);
    case "integer":
      return literal(node.value, span);
    case "boolean":
      return literal(node.value, span);
    case "name":
      return nameExpression(context, scope, node.name, span, expected);
    case "unary":
      return unary(context, scope, node);
    case "binary":
      return binaryExpression(context, scope, node, expected);
    case "junction": {
      const operands = node.items.map((item) => condition(context, scope, item));
      return operands.length === 1 && operands[0]
        ? operands[0]
        : { kind: "logic", operator: node.operator, operands, type: bool, span };
    }
    case "is":
      return isExpression(context, scope, node);
    case "at":
      return atExpression(context, scope, node);
    case "quantifier": {
      const { binders, inner } = bindAll(context, scope, node.binders);
      const body = condition(context, inner, node.body);
      return { kind: "quantifier", quantifier: node.quantifier, binders, body, type: bool, span };
    }
    case "choose": {
      const { binders, inner } = bindAll(context, scope, [node.binder], expected);
      const [binder] = binders;
      if (!binder) return context.poison(span);
      const where = node.where && condition(context, inner, node.where);
      return { kind: "choose", binder, where, type: binder.local.type, span };
    }
    case "if": {
      const test = condition(context, scope, node.condition);
      const [then, otherwise] = pair(context, scope, node.then, node.otherwise, expected);
      meet(context, then, otherwise, "the two branches of `if`", span);
      return { kind: "if", condition: test, then, otherwise, type: join(then.type, otherwise.type), span };
    }
    case "match": {
      const subject = expression(context, scope, node.subject);
      let type: Type = never;
      const seen = new Set<number | undefined>();
      const arms: MatchArm<Expr>[] = [];
      for (const arm of node.arms) {
        const matched = matchPattern(context, scope, subject, arm.pattern, seen);
        const body = expression(
          context,
          matched.scope,
          arm.value,
          expected ?? (type.kind === "never" ? undefined : type),
        );
        if (!compatible(type, body.type)) mismatch(context, body, type, "the arms of a `match`");
        else type = join(type, body.type);
        arms.push({ caseIndex: matched.caseIndex, binds: matched.binds, body });
      }
      checkExhaustive(context, subject, seen, span);
      return { kind: "match", subject, arms, type, span };
    }
    case "sent":
      return sentExpression(context, scope, node);
    case "aggregate":
      return aggregate(context, scope, node);
    case "tuple": {
      const hints = expected?.kind === "tuple" ? expected.items : [];
      const items = node.items.map((item, i) => expression(context, scope, item, hints[i]));
      return { kind: "tuple", items, type: { kind: "tuple", items: items.map((item) => item.type) }, span };
    }
    case "set": {
      const hint = expected?.kind === "set" || expected?.kind === "bag" ? expected.item : undefined;
      const { items, type } = itemList(context, scope, node.items, hint, "the items of a set");
      // `{a, a, b}` is a bag where one is expected, and a set everywhere else.
      if (expected?.kind === "bag")
        return { kind: "set", items, type: { kind: "bag", item: type, max: items.length }, span };
      return { kind: "set", items, type: { kind: "set", item: type }, span };
    }
    case "sequence": {
      const hint = expected?.kind === "seq" ? expected.item : undefined;
      const { items, type } = itemList(context, scope, node.items, hint, "the items of a sequence");
      return { kind: "sequence", items, type: { kind: "seq", item: type, max: items.length }, span };
    }
    case "record": {
      const hints = expected?.kind === "record" ? expected.fields : [];
      const seen = new Set<string>();
      const fields = node.fields.map((field) => {
        const { text } = field.name;
        if (seen.has(text)) context.report("duplicate-name", field.name.span, `the field \`${text}\` is given twice`);
        seen.add(text);
        const hint = hints.find((candidate) => candidate.name === text)?.type;
        return { name: text, value: expression(context, scope, field.value, hint) };
      });
      return {
        kind: "record",
        fields,
        type: { kind: "record", fields: fields.map(({ name, value }) => ({ name, type: value.type })) },
        span,
      };
    }
    case "setOf":
    case "mapOf":
    case "sequenceOf":
      return comprehensionExpression(context, scope, node, expected);
    case "field":
      return fieldExpression(context, scope, node);
    case "index":
      return indexExpression(context, scope, node);
    case "call":
      return callExpression(context, scope, node, expected);
    case "with":
      return withExpression(context, scope, node, expected);
    case "under":
      context.report("temporal", span, "`under` stands in theorems only");
      return context.poison(span);
    default:
      return unreachable(node);
  }
}

/** An expression that must be a Bool. */
export function condition(context: Context, scope: Scope, node: Expression): Expr {
  return typed(context, scope, node, bool, "a condition");
}

/** An expression that must be of a type, ranges aside. `what` names its place in the message. */
export function typed(context: Context, scope: Scope, node: Expression, type: Type, what: string): Expr {
  const result = expression(context, scope, node, type);
  if (!compatible(type, result.type)) {
    mismatch(context, result, type, what);
    return context.poison(result.span);
  }
  return result;
}

export function mismatch(context: Context, found: Expr, expected: Type, what: string): void {
  context.report("type-mismatch", found.span, `${what} has the wrong type`, {
    // Operands of arithmetic are expected to be integers, whichever.
    expected: showType(expected, expected.kind !== "int" || expected.high > expected.low),
    found: `${showType(found.type, false)}: \`${shorten(spanText(found.span))}\``,
  });
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text).replace(/\s+/g, " ");

/** Reports when two expressions that stand side by side can't have a common type. */
export function meet(context: Context, left: Expr, right: Expr, what: string, span: Span): boolean {
  if (compatible(left.type, right.type)) return true;
  context.report("type-mismatch", span, `${what} have different types`, {
    expected: `two of one type; left: ${showType(left.type, false)}`,
    found: `right: ${showType(right.type, false)}`,
  });
  return false;
}

/** Two expressions that must be alike: the one whose type is known gives the other its context. */
export function pair(
  context: Context,
  scope: Scope,
  left: Expression,
  right: Expression,
  expected?: Type,
): [Expr, Expr] {
  if (!expected && isOpen(scope, left)) {
    const second = expression(context, scope, right);
    return [expression(context, scope, left, second.type.kind === "never" ? undefined : second.type), second];
  }
  // `{a, a}` is a bag where the other side is one.
  if (!expected && isSetLiteral(left) && isPlace(right)) {
    const second = expression(context, scope, right);
    return [expression(context, scope, left, second.type.kind === "bag" ? second.type : undefined), second];
  }
  const first = expression(context, scope, left, expected);
  return [first, expression(context, scope, right, expected ?? (first.type.kind === "never" ? undefined : first.type))];
}

/** Whether the expression's type hangs on its context: `None`, `{}`, a constructor that two types share. */
export function isOpen(scope: Scope, node: Expression): boolean {
  switch (node.kind) {
    case "paren":
      return isOpen(scope, node.inner);
    case "name": {
      if (node.name === "None") return true;
      return !scope.names.isTaken(node.name, scope.self) && (scope.names.cases.get(node.name)?.length ?? 0) > 1;
    }
    case "call":
      if (node.callee.kind === "name" && node.callee.name === "Some")
        return node.arguments.some((item) => isOpen(scope, item));
      return node.callee.kind === "name" && isOpen(scope, node.callee);
    case "set":
    case "sequence":
      return node.items.length === 0 || node.items.some((item) => isOpen(scope, item));
    case "tuple":
      return node.items.some((item) => isOpen(scope, item));
    case "record":
      return node.fields.some((field) => isOpen(scope, field.value));
    case "if":
      return isOpen(scope, node.then) && isOpen(scope, node.otherwise);
    default:
      return false;
  }
}

function itemList(
  context: Context,
  scope: Scope,
  nodes: readonly Expression[],
  hint: Type | undefined,
  what: string,
): { items: Expr[]; type: Type } {
  let type: Type = never;
  const known = nodes.find((node) => !isOpen(scope, node));
  const context_ =
    hint ?? (known && nodes.some((node) => isOpen(scope, node)) ? expression(context, scope, known).type : undefined);
  const items = nodes.map((node) => {
    const item = expression(context, scope, node, context_ ?? (type.kind === "never" ? undefined : type));
    if (compatible(type, item.type)) type = join(type, item.type);
    else mismatch(context, item, type, what);
    return item;
  });
  return { items, type };
}

function unary(context: Context, scope: Scope, node: Extract<Expression, { kind: "unary" }>): Expr {
  const { span } = node;
  switch (node.operator) {
    case "not":
      return { kind: "not", operand: condition(context, scope, node.operand), type: bool, span };
    case "negate": {
      const operand = typed(context, scope, node.operand, integer(0, 0), "the operand of `-`");
      const type = operand.type.kind === "int" ? integer(-operand.type.high, -operand.type.low) : never;
      return { kind: "negate", operand, type, span };
    }
    case "always":
    case "eventually":
      return temporal(context, scope, span, node.operator, node.symbol, [node.operand]);
  }
}

/** A temporal operator: its operands are checked, its meaning belongs to `property`. */
export function temporal(
  context: Context,
  scope: Scope,
  span: Span,
  operator: TemporalOperator,
  symbol: string,
  operands: readonly Expression[],
): Expr {
  if (!scope.temporal) {
    context.report("temporal", span, `\`${symbol}\` speaks about behaviours, not about one state`, {
      hint: "write it in a `property` or a `liveness axiom`",
    });
  }
  if (scope.usage) scope.usage.temporal = true;
  return {
    kind: "temporal",
    operator,
    operands: operands.map((operand) => condition(context, scope, operand)),
    type: bool,
    span,
  };
}

function isExpression(context: Context, scope: Scope, node: Extract<Expression, { kind: "is" }>): Expr {
  const operand = expression(context, scope, node.operand);
  const caseIndex = caseOf(context, operand, node.case);
  return { kind: "is", operand, caseIndex: caseIndex ?? 0, type: bool, span: node.span };
}

/** The index of a case by name in the operand's type; reported when there is none. */
export function caseOf(context: Context, operand: Expr, name: Name): number | undefined {
  const { type } = operand;
  const names =
    type.kind === "option" ? ["None", "Some"] : type.kind === "variant" ? type.cases.map((one) => one.name) : undefined;
  if (!names) {
    if (type.kind !== "never") mismatchKind(context, operand, "a variant or an option");
    return undefined;
  }
  const index = names.indexOf(name.text);
  if (index >= 0) return index;
  context.report("unknown-case", name.span, `${showType(type)} has no case \`${name.text}\``, {
    expected: names.join(", "),
  });
  return undefined;
}

export function mismatchKind(context: Context, found: Expr, expected: string): void {
  if (found.type.kind === "never") return;
  context.report("type-mismatch", found.span, "this has the wrong type", {
    expected,
    found: `${showType(found.type, false)}: \`${shorten(spanText(found.span))}\``,
  });
}

/** `p at b`: the control of the task of p's kind that has a step b stands there. */
function atExpression(context: Context, scope: Scope, node: Extract<Expression, { kind: "at" }>): Expr {
  const owner = expression(context, scope, node.operand);
  const kind = owner.type.kind === "process" && owner.type.kinds.length === 1 ? owner.type.kinds[0] : undefined;
  if (!kind) {
    mismatchKind(context, owner, "a process of one kind");
    return context.poison(node.span);
  }
  for (const variable of scope.names.hidden.controls.get(kind) ?? []) {
    if (variable.type.kind !== "variant") continue;
    const caseIndex = variable.type.cases.findIndex((one) => one.name === node.label.text);
    if (caseIndex < 0) continue;
    scope.usage?.variables.add(variable);
    if (scope.usage) scope.usage.otherPrivate ||= owner.kind !== "self";
    if (scope.reads === "own" && owner.kind !== "self") {
      context.report("private-field", node.span, "code can't see where another process stands", {
        hint: "keep it in a `shared` field",
      });
    }
    const read: Expr = { kind: "read", variable, owner, type: variable.type, span: node.span };
    return { kind: "is", operand: read, caseIndex, type: bool, span: node.span };
  }
  context.report("unknown-name", node.label.span, `${kind.name} has no step \`${node.label.text}\` in its tasks`);
  return context.poison(node.span);
}

/** Binders in order; in `p, q in S` each name without a domain has that of the next one with one. */
export function bindAll(
  context: Context,
  scope: Scope,
  nodes: readonly BinderNode[],
  expected?: Type,
): { binders: Binder[]; inner: Scope } {
  const binders: Binder[] = [];
  let inner = scope;
  nodes.forEach((node, at) => {
    const domainNode = nodes.slice(at).find((later) => later.domain)?.domain;
    if (!domainNode) {
      context.report("syntax", node.name.span, `\`${node.name.text}\` ranges over nothing`, {
        expected: "`in` and a set",
      });
      return;
    }
    const domain = expression(context, inner, domainNode, expected && { kind: "set", item: expected });
    const item = itemType(context, domain);
    const local = context.local(node.name.text, item);
    binders.push({ local, domain });
    inner = bind(context, inner, node.name, local);
  });
  return { binders, inner };
}

/** The item type of something that is iterated over: a set, or a sequence in its order. */
export function itemType(context: Context, domain: Expr): Type {
  const { type } = domain;
  if (type.kind === "set" || type.kind === "bag" || type.kind === "seq") return type.item;
  mismatchKind(context, domain, "a set, a sequence or a type");
  return never;
}

/** Stores `value` in a place of type `type`: what may lie outside is checked when it happens. */
export function stored(context: Context, value: Expr, type: Type, what: string, fits: boolean): Expr {
  if (!compatible(type, value.type)) {
    mismatch(context, value, type, what);
    return value;
  }
  return fits ? value : { kind: "checked", operand: value, type, span: value.span };
}
