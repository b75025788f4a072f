/**
 * What the engine cannot do with a model, told before anything is compiled: states of very many numbers, and types whose
 * values it cannot go through one by one. The interpreter can, for who is patient.
 */
import type { Expr, Model, Type } from "../ir/index.ts";
import { type Diagnostic, type Span, spanText } from "../source/index.ts";
import { canGoThrough } from "./enumeration.ts";
import { contentType } from "./plan.ts";
import { makeRoom } from "./room.ts";
import { Shapes } from "./shapes.ts";

/** Numbers that one variable or message may consist of. */
const mostCells = 2 ** 16;

const hint = "smaller sizes; or `--engine interpreter`, which is slow";

export function limitsOf(model: Model): readonly Diagnostic[] {
  const shapes = new Shapes(model, makeRoom(model, []).items);
  const found: Diagnostic[] = [];
  const measure = (name: string, type: Type, members: number, span: Span): void => {
    const cells = shapes.cells(type) * members;
    if (cells <= mostCells) return;
    const size = Number.isFinite(cells) ? `${cells} numbers` : "more numbers than can be said";
    found.push({
      rule: "state-size",
      span,
      message: `\`${name}\` is too large: every state would hold ${size} for it`,
      expected: `${mostCells} at most`,
      hint,
    });
  };
  for (const { name, type, process, span } of model.variables) measure(name, type, process?.members.length ?? 1, span);
  for (const { abstraction } of model.properties) if (abstraction) found.push(...limitsOf(abstraction.model));
  for (const message of model.messages) measure(message.name, contentType(message), 1, message.span);
  if (found.length > 0) return found;
  for (const { of, span } of domainsOf(model)) {
    if (canGoThrough(shapes, of)) continue;
    const message = `the values of \`${spanText(span)}\` cannot be gone through one by one`;
    found.push({ rule: "uncounted-values", span, message, hint });
  }
  return found;
}

type Domain = Extract<Expr, { kind: "domain" }>;
type SetOperation = Extract<Expr, { kind: "setOperation" }>;

/** `x in T`: whether a value is of a type can be seen by the value. */
const isMembership = (value: object): value is SetOperation =>
  "kind" in value &&
  value.kind === "setOperation" &&
  ["in", "notin"].includes((value as SetOperation).operator) &&
  (value as SetOperation).right.kind === "domain";

/** Every type that is used as a set of values. */
function domainsOf(model: Model): readonly Domain[] {
  const found: Domain[] = [];
  const known = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || known.has(value)) return;
    known.add(value);
    // Places in the source are no part of the model, and types have no expressions.
    if ("source" in value) return;
    if ("kind" in value && value.kind === "domain") found.push(value as Domain);
    if (isMembership(value)) {
      visit(value.left);
      return;
    }
    for (const [name, part] of Object.entries(value)) if (name !== "type" && name !== "of") visit(part);
  };
  visit([model.actions, model.properties, model.terminal, model.constraints]);
  return found;
}
