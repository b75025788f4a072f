/** `send`: one envelope to each receiver, as far as the network has room. */
import type { Expr, Message, Stmt } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { convertInto } from "./conversion.ts";
import { planOf } from "./envelopes.ts";
import { check, evaluate } from "./expressions.ts";
import { eachItem } from "./items.ts";
import { hasRoom, inFlight, insert, isThere, type Parcel, parcelOf } from "./network-changes.ts";
import { contentType } from "./plan.ts";
import { plus, type Scope } from "./routine.ts";
import { isByzantine } from "./sent.ts";
import type { Flow } from "./statements.ts";
import { jump, when } from "./structure.ts";
import { touchNetwork } from "./touched.ts";
import { cellOf, hold, keep, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

type Send = Extract<Stmt, { kind: "send" }>;

export function sendAll(statement: Send, scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  const { message } = statement;
  const { network } = planOf(routine, message);
  touchNetwork(routine, network);
  const content = contentOf(message, statement.fields, scope);
  const from = hold(routine, evaluate(statement.from, scope));
  const to = keep(routine, evaluate(statement.to, scope));
  const each = (body: (receiver: Value) => Code): Code => {
    const honest = (receiver: Value): Code => {
      const inner = body(receiver);
      const vanishes = isByzantine(receiver, scope);
      return vanishes ? when(i32.eqz(vanishes), inner) : inner;
    };
    return to.value.type.kind === "process" ? honest(to.value) : eachItem(routine, to.value, honest);
  };
  const parcel = (receiver: Value): Parcel => {
    const sender = cellOf(from.value);
    return parcelOf(routine, { message, from: sender, to: cellOf(receiver), content: content.value });
  };
  const before = [content.before, from.before, to.before];
  if (network.overflow === "drop" && !network.each && network.capacity !== undefined)
    return [before, sendOrDrop(network.capacity, each, parcel, scope, flow)];
  return [
    before,
    each((receiver) => {
      const item = parcel(receiver);
      const room = hasRoom(scope, item);
      const put = insert(scope, item, flow.blocked);
      if (!room) return [item.before, put];
      if (network.overflow === "drop") return [item.before, when(room, put)];
      const full =
        network.overflow === "block"
          ? jump(flow.blocked)
          : network.overflow === "bound"
            ? jump(flow.cut)
            : routine.fail();
      return [item.before, when(i32.eqz(room), full), put];
    }),
  ];
}

/** What is dropped when there is not enough room for all: any of them, one way for every choice. */
function sendOrDrop(
  capacity: number,
  each: (body: (receiver: Value) => Code) => Code,
  parcel: (receiver: Value) => Parcel,
  scope: Scope,
  flow: Flow,
): Code {
  const { routine } = scope;
  const { choices } = flow;
  assert(choices, "dropping is a choice");
  const [left, room, answer] = [routine.local(), routine.local(), routine.local()];
  const takesRoom = (item: Parcel): Code =>
    planOf(routine, item.envelope.message).network.discipline === "set" ? i32.eqz(isThere(scope, item)) : i32.const(1);
  let space: Code = i32.const(0);
  const counting = each((receiver) => {
    const item = parcel(receiver);
    space = i32.sub(i32.const(capacity), inFlight(scope, item, true));
    return [item.before, local.set(left, i32.add(local.get(left), takesRoom(item)))];
  });
  const sending = each((receiver) => {
    const item = parcel(receiver);
    const put = insert(scope, item, flow.blocked);
    const keepIt = [put, local.set(room, i32.sub(local.get(room), i32.const(1)))];
    return [
      item.before,
      when(takesRoom(item), [
        when(
          i32.geS(local.get(room), local.get(left)),
          keepIt,
          when(i32.gtS(local.get(room), i32.const(0)), [
            choices.choose(answer, i32.const(2)),
            when(i32.eqz(local.get(answer)), keepIt),
          ]),
        ),
        local.set(left, i32.sub(local.get(left), i32.const(1))),
      ]),
    ];
  });
  const none = i32.gtS(i32.const(0), local.get(room));
  return [
    local.set(left, i32.const(0)),
    counting,
    local.set(room, space),
    when(none, local.set(room, i32.const(0))),
    sending,
  ];
}

/** The fields as the record that the message's content is; what does not fit is a failure. */
function contentOf(
  message: Message,
  fields: readonly Expr[],
  scope: Scope,
): { readonly before: Code; readonly value: Value } {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const type = contentType(message);
  const values = fields.map((field, at) => {
    const target = message.fields[at]?.type ?? field.type;
    return hold(routine, check(evaluate(field, scope), target, scope));
  });
  const before = values.map((value) => value.before);
  if (shapes.isScalar(type)) {
    const only = values.find(({ value }) => shapes.cells(value.type) === 1);
    assert(only, "one cell is some field's");
    const held = hold(routine, scalar(type, cellOf(only.value)));
    return { before: [before, held.before], value: held.value };
  }
  const at = routine.temporary(shapes.cells(type));
  const writes = values.map(({ value }, position) => {
    const field = message.fields[position];
    assert(field, "as many values as fields");
    return convertInto(routine, plus(at, 4 * shapes.fieldOffset(type, field.name).offset), value, field.type);
  });
  return { before: [before, writes], value: stored(type, at) };
}
