/**
 * Looking through expressions of the typed model: their direct parts, and their text with values put in for names. The
 * text is the author's own, not a reconstruction, so that spelling and layout are the ones that people know.
 */
import type { Machine, Value } from "../interpreter/index.ts";
import type { Binder, Expr } from "../ir/index.ts";
import { type Span, spanText } from "../source/index.ts";
import { shower } from "./show.ts";

const binderParts = (binders: readonly Binder[]) => binders.map((binder) => binder.domain);
const present = (items: readonly (Expr | undefined)[]): Expr[] => items.filter((item) => item !== undefined);

/** The direct sub-expressions of `expression`, in the order in which they are written. */
export function parts(expression: Expr): readonly Expr[] {
  switch (expression.kind) {
    case "checked":
    case "not":
    case "negate":
    case "old":
    case "is":
      return [expression.operand];
    case "read":
      return present([expression.owner]);
    case "construct":
    case "builtin":
      return expression.arguments;
    case "apply":
      return present([expression.self, ...expression.arguments]);
    case "record":
      return expression.fields.map((field) => field.value);
    case "tuple":
    case "set":
    case "sequence":
      return expression.items;
    case "range":
      return [expression.low, expression.high];
    case "setOf":
    case "sequenceOf":
      return present([expression.value, ...binderParts(expression.binders), expression.where]);
    case "mapOf":
      return present([expression.key, expression.value, ...binderParts(expression.binders), expression.where]);
    case "quantifier":
      return [...binderParts(expression.binders), expression.body];
    case "aggregate":
      return present([expression.value, ...binderParts(expression.binders), expression.where]);
    case "choose":
      return present([expression.binder.domain, expression.where]);
    case "if":
      return [expression.condition, expression.then, expression.otherwise];
    case "match":
      return [expression.subject, ...expression.arms.map((arm) => arm.body)];
    case "field":
      return [expression.record];
    case "valueOf":
      return [expression.option];
    case "index":
      return [expression.collection, expression.index];
    case "slice":
      return [expression.sequence, expression.low, expression.high];
    case "logic":
      return expression.operands;
    case "arithmetic":
    case "compare":
    case "setOperation":
      return [expression.left, expression.right];
    case "with":
      return [expression.base, ...expression.changes.map((change) => change.value)];
    case "sent":
      return present([...expression.fields, expression.from, expression.to]);
    case "enabled":
      return present([expression.process]);
    default:
      return [];
  }
}

/** What names stand for where an expression is looked at. */
export interface Scope {
  readonly bindings: ReadonlyMap<number, Value>;
  readonly self?: string;
}

const inside = (inner: Span, outer: Span) =>
  inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;

/** The text of `expression` with the values of bound names put in; fields that are read without an owner get `self`'s name. */
export function phrase(expression: Expr, scope: Scope, machine: Machine): string {
  const edits: { start: number; end: number; text: string }[] = [];
  const show = shower(machine);
  visit(expression);
  return edited(expression.span, edits);

  function visit(node: Expr): void {
    if (!inside(node.span, expression.span)) return;
    if (node.kind === "local") {
      const value = scope.bindings.get(node.local.id);
      // Only where the name itself stands: a desugared node may cover more than it.
      if (value !== undefined && spanText(node.span) === node.local.name) replace(node.span, show(value, node.type));
      return;
    }
    if (node.kind === "self") {
      if (scope.self !== undefined && spanText(node.span) === "self") replace(node.span, scope.self);
      return;
    }
    const about = node.kind === "read" ? node.owner : node.kind === "apply" ? node.self : undefined;
    if (about?.kind === "self" && scope.self !== undefined && !startsInside(about.span, node.span)) {
      edits.push({ start: node.span.start, end: node.span.start, text: `${scope.self}.` });
      for (const part of parts(node)) if (part !== about) visit(part);
      return;
    }
    for (const part of parts(node)) visit(part);
  }

  function replace(span: Span, text: string): void {
    edits.push({ start: span.start, end: span.end, text });
  }
}

/** Whether `part` is written at the start of `whole` and followed by more of it: `p` in `p.vote`. */
const startsInside = (part: Span, whole: Span) => inside(part, whole) && part.end < whole.end && part.start < part.end;

function edited(span: Span, edits: readonly { start: number; end: number; text: string }[]): string {
  let text = "";
  let at = span.start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue;
    text += span.source.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return oneLine(text + span.source.text.slice(at, span.end));
}

/** Source text on one line, without comments. */
export function oneLine(text: string): string {
  return text
    .replace(/\/\/[^\n]*/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
