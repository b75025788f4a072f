/**
 * What is stored is bounded. `Int` is the type of integers that are only passed on, to a define or a procedure; a variable or
 * a message that held one could grow for ever, and the search with it. Enters: what a model declares. Leaves: diagnostics.
 */
import type { Span } from "../source/index.ts";
import type { Context } from "./context.ts";
import type { Message, Variable } from "./model.ts";
import type { Type } from "./types.ts";

const hint = "write how far it goes, `0..9`: what leaves the range is an error with a trace";

/** Reports variables and messages that may hold any integer at all. */
export function checkBounded(context: Context, variables: readonly Variable[], messages: Iterable<Message>): void {
  const report = (span: Span, what: string) =>
    context.report("unbounded-integer", span, `${what} would hold integers without bounds`, {
      expected: "a range, such as `0..9`",
      found: "`Int`",
      hint,
    });
  for (const { name, type, span } of variables) if (isUnbounded(type)) report(span, `\`${name}\``);
  for (const { name, fields, span } of messages) {
    for (const field of fields) if (isUnbounded(field.type)) report(span, `\`${field.name}\` of \`${name}\``);
  }
}

function isUnbounded(type: Type): boolean {
  switch (type.kind) {
    case "int":
      return type.low === Number.NEGATIVE_INFINITY || type.high === Number.POSITIVE_INFINITY;
    case "variant":
      return type.cases.some((one) => one.fields.some((field) => isUnbounded(field.type)));
    case "record":
      return type.fields.some((field) => isUnbounded(field.type));
    case "tuple":
      return type.items.some(isUnbounded);
    case "map":
      return isUnbounded(type.key) || isUnbounded(type.value);
    case "option":
    case "set":
    case "seq":
    case "bag":
      return isUnbounded(type.item);
    default:
      return false;
  }
}
