/** `sent(…)` and who is byzantine, in generated code. */
import type { Expr, Message } from "../ir/index.ts";
import { variableAt } from "./access.ts";
import { equalValues } from "./comparisons.ts";
import { convert, fits } from "./conversion.ts";
import {
  bitAt,
  bitOf,
  channelAt,
  decode,
  eachSlot,
  endOrdinal,
  fieldOfCode,
  maskOfFields,
  planOf,
  tagBits,
  testBit,
} from "./envelopes.ts";
import { evaluate } from "./expressions.ts";
import { eachOf } from "./items.ts";
import { rank } from "./ordinals.ts";
import { contentType } from "./plan.ts";
import { plus, type Scope } from "./routine.ts";
import { hasItem } from "./sets.ts";
import { block, jump, Label, when } from "./structure.ts";
import { cellOf, count, hold, part, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** Whether a process is byzantine in the state of `scope`; undefined when there are none. */
export function isByzantine(member: Value, scope: Scope): Code | undefined {
  const { byzantine } = scope.routine.unit.model;
  if (!byzantine) return undefined;
  const { at } = variableAt(byzantine.variable, undefined, scope);
  const { type } = byzantine.variable;
  const { shapes } = scope.routine.unit;
  const set: Value = shapes.isScalar(type) ? scalar(type, i32.load(at.base, at.offset), true) : stored(type, at);
  return hasItem(scope.routine, set, member);
}

export const mayForge = (message: Message, { routine }: Scope): boolean =>
  routine.unit.model.byzantine?.forges.includes(message) ?? false;

/** Runs `body` for every byzantine process that may forge the message. */
export function eachForger(message: Message, scope: Scope, body: (from: Value) => Code): Code {
  if (!mayForge(message, scope)) return [];
  return eachOf(scope.routine, message.from, (from) => {
    const inner = body(from);
    const test = isByzantine(from, scope);
    return test ? when(test, inner) : [];
  });
}

export function wasSent(expr: Extract<Expr, { kind: "sent" }>, scope: Scope): Code {
  const { routine } = scope;
  const { message } = expr;
  const fields = expr.fields.map((field) => field && hold(routine, evaluate(field, scope)));
  const from = expr.from && hold(routine, evaluate(expr.from, scope));
  const to = expr.to && hold(routine, evaluate(expr.to, scope));
  const before = [fields.map((field) => field?.before ?? []), from?.before ?? [], to?.before ?? []];
  const result = routine.local();
  const done = new Label("sent");
  const yes = [local.set(result, i32.const(1)), jump(done)];

  const tests = fields.flatMap((field, at) => {
    const type = message.fields[at]?.type;
    const test = field && type && fits(routine, field.value, type);
    return test ? [test] : [];
  });
  const wellTyped = tests.reduceRight<Code>((rest, test) => when(test, rest, i32.const(0), "i32"), i32.const(1));
  const claimed = eachForger(message, scope, (member) =>
    from ? when(i32.eq(cellOf(member), cellOf(from.value)), yes) : yes,
  );
  const wanted: Pattern = {
    message,
    // What does not fit its type is never asked for.
    fields: fields.map((field, at) => {
      const type = message.fields[at]?.type;
      return field && type ? convert(routine, field.value, type) : undefined;
    }),
    from: from?.value,
    to: to?.value,
    yes,
  };
  return [
    before,
    local.set(result, i32.const(0)),
    block(done, when(wellTyped, [claimed, searchNetwork(wanted, scope)])),
    local.get(result),
  ];
}

interface Pattern {
  readonly message: Message;
  readonly fields: readonly (Value | undefined)[];
  readonly from?: Value;
  readonly to?: Value;
  readonly yes: Code;
}

function searchNetwork(wanted: Pattern, scope: Scope): Code {
  const { routine } = scope;
  const { message, fields, from, to, yes } = wanted;
  const plan = planOf(routine, message);
  const type = contentType(message);
  const alike = (content: Value): Code =>
    message.fields.reduceRight<Code>((rest, field, at) => {
      const value = fields[at];
      if (!value) return rest;
      const { offset } = routine.unit.shapes.fieldOffset(type, field.name);
      const same = equalValues(routine, part(routine, content, field.type, offset), value);
      return when(same, rest, i32.const(0), "i32");
    }, i32.const(1));
  if (plan.kind === "slots") {
    return eachSlot(routine, scope.state, plan, (at) => {
      const first = i32.load(at.base, at.offset);
      const isMessage = i32.eq(i32.and(first, i32.const(maskOfFields([plan.tag]))), i32.const(tagBits(plan, message)));
      const ends = [
        from ? i32.eq(fieldOfCode(first, plan.from), cellOf(from)) : i32.const(1),
        to ? i32.eq(fieldOfCode(first, plan.to), cellOf(to)) : i32.const(1),
      ].reduce((sum, test) => i32.and(sum, test), isMessage);
      const content = decode(routine, plan, message, at);
      return when(ends, [content.before, when(alike(content.value), yes)]);
    });
  }
  const within = (end: Message["from"], given: Value | undefined, body: (member: Value) => Code): Code => {
    if (!given) return eachOf(routine, end, body);
    const test = fits(routine, given, end);
    const inner = body({ ...given, type: end });
    return test ? when(test, inner) : inner;
  };
  return within(message.from, from, (sender) =>
    within(message.to, to, (receiver) => {
      const ends = [
        endOrdinal(routine, message.from, cellOf(sender)),
        endOrdinal(routine, message.to, cellOf(receiver)),
      ];
      const [a, b] = [ends[0] ?? [], ends[1] ?? []];
      if (plan.kind === "channels") {
        const { before, at } = channelAt(routine, scope.state, message, a, b);
        const inside = plus(at, 4);
        const content: Value = routine.unit.shapes.isScalar(type)
          ? scalar(type, i32.load(inside.base, inside.offset), true)
          : stored(type, inside);
        return [before, when(i32.load(at.base, at.offset), when(alike(content), yes))];
      }
      return eachOrdinal(wanted, scope, 0, i32.const(0), (ordinal) => {
        const index = routine.local();
        const { at, bit } = bitAt(routine, scope, plan, local.get(index));
        return [local.set(index, bitOf(routine, plan, message, a, b, ordinal)), when(testBit(at, bit), yes)];
      });
    }),
  );
}

/** Runs `body` with the ordinal of every content that has the fields asked for. */
function eachOrdinal(wanted: Pattern, scope: Scope, at: number, ordinal: Code, body: (ordinal: Code) => Code): Code {
  const { routine } = scope;
  const field = wanted.message.fields[at];
  if (!field) return body(ordinal);
  const size = routine.unit.shapes.space(field.type);
  const value = wanted.fields[at];
  const next = (digit: Code): Code => {
    const sum = routine.local();
    return [
      local.set(sum, i32.add(i32.mul(ordinal, i32.const(size)), digit)),
      eachOrdinal(wanted, scope, at + 1, local.get(sum), body),
    ];
  };
  if (value) return next(rank(routine, value));
  return count(routine, i32.const(0), i32.const(size), next);
}
