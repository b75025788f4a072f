/** Messages in expressions and statements: their fields, `sent(…)` on set networks and `inbox(M)` in rounds. */
import { closest } from "../source/index.ts";
import type { Expression, MessageValue } from "../syntax/tree.ts";
import { wrongCount } from "./calls.ts";
import type { Context, Scope } from "./context.ts";
import { expression, stored, typed } from "./expressions.ts";
import type { Expr, Message } from "./model.ts";
import { includes } from "./relations.ts";
import { bool, type Type } from "./types.ts";

export function findMessage(context: Context, scope: Scope, value: MessageValue): Message | undefined {
  const message = scope.names.messages.get(value.name.text);
  if (message) return message;
  const near = closest(value.name.text, scope.names.messages.keys());
  context.report(
    "unknown-name",
    value.name.span,
    `there is no message \`${value.name.text}\``,
    near ? { hint: `did you mean \`${near}\`?` } : {},
  );
  return undefined;
}

/** The fields that are given, in the message's order; unknown and repeated ones are told. */
export function messageFields(
  context: Context,
  scope: Scope,
  message: Message,
  value: MessageValue,
): (Expr | undefined)[] {
  const fields: (Expr | undefined)[] = message.fields.map(() => undefined);
  for (const given of value.fields) {
    const { text, span } = given.name;
    const index = message.fields.findIndex((field) => field.name === text);
    const type = message.fields[index]?.type;
    if (!type) {
      const known = message.fields.map((field) => field.name);
      const near = closest(text, known);
      context.report("unknown-field", span, `${message.name} has no field \`${text}\``, {
        ...(known.length > 0 ? { expected: known.join(", ") } : {}),
        ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
      });
      continue;
    }
    if (fields[index]) context.report("duplicate-name", span, `the field \`${text}\` is given twice`);
    const node: Expression = given.value ?? { kind: "name", name: text, span };
    const item = typed(context, scope, node, type, `the field \`${text}\``);
    fields[index] = stored(context, item, type, `the field \`${text}\``, includes(type, item.type));
  }
  return fields;
}

/** All fields of a message that is sent; missing ones are told. */
export function completeFields(context: Context, scope: Scope, message: Message, value: MessageValue): Expr[] {
  const fields = messageFields(context, scope, message, value);
  const missing = message.fields.filter((_, i) => !fields[i]).map((field) => field.name);
  if (missing.length > 0) {
    context.report(
      "missing-field",
      value.span,
      `${message.name} lacks ${missing.map((name) => `\`${name}\``).join(", ")}`,
      {
        expected: `${message.name} { ${message.fields.map((field) => field.name).join(", ")} }`,
      },
    );
  }
  return fields.map((field) => field ?? context.poison(value.span));
}

export function sentExpression(context: Context, scope: Scope, node: Extract<Expression, { kind: "sent" }>): Expr {
  const { span } = node;
  const message = findMessage(context, scope, node.message);
  if (!message) return context.poison(span);
  if (scope.names.networks[message.network]?.discipline !== "set") {
    context.report(
      "sent-needs-set",
      span,
      `\`sent\` remembers what was sent: ${message.name} must travel on a \`network set\``,
    );
  }
  const fields = messageFields(context, scope, message, node.message);
  const from = node.from && typed(context, scope, node.from, message.from, "the sender");
  const to = node.to && typed(context, scope, node.to, message.to, "the receiver");
  return { kind: "sent", message, fields, from, to, type: bool, span };
}

/** The record that a received message is: `msg`, and an item of an inbox. */
export const contentType = (message: Message): Type => ({ kind: "record", fields: message.fields });

export function inboxExpression(context: Context, scope: Scope, node: Extract<Expression, { kind: "call" }>): Expr {
  const [only] = node.arguments;
  if (only?.kind !== "name" || node.arguments.length > 1) return wrongCount(context, node, "inbox(Message)");
  const message = findMessage(context, scope, {
    name: { text: only.name, span: only.span },
    fields: [],
    span: only.span,
  });
  if (!message) return context.poison(node.span);
  if (!scope.inbox) {
    context.report("inbox-outside-round", node.span, "`inbox` has a meaning in `on round` only");
    return context.poison(node.span);
  }
  scope.inbox.add(message);
  const type: Type = { kind: "map", key: message.from, value: { kind: "option", item: contentType(message) } };
  return { kind: "inbox", message, type, span: node.span };
}

/** The receivers of a message, an expression for a process or a set of them. */
export function receivers(context: Context, scope: Scope, message: Message, node: Expression): Expr {
  const to = expression(context, scope, node, message.to);
  const one = to.type.kind === "process" || to.type.kind === "never";
  const many = to.type.kind === "set" && (to.type.item.kind === "process" || to.type.item.kind === "never");
  const type = to.type.kind === "set" ? to.type.item : to.type;
  if ((!one && !many) || !includes(message.to, type)) {
    context.report("type-mismatch", to.span, `${message.name} can't be sent there`, {
      expected: message.to.kinds.map((kind) => kind.name).join(" or "),
    });
  }
  return to;
}
