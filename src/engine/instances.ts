/**
 * Who could do what, in generated code: loops over the members, parameters and envelopes of an action, in the
 * interpreter's order. Conditions and the leading conjuncts of the guard that mention neither parameters nor the message
 * are looked at first, before there are any parameters.
 */
import type { Action, Expr, Message } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { eachAssignment } from "./comprehensions.ts";
import {
  bitAt,
  bitOf,
  channelAt,
  contentCount,
  contentFromOrdinal,
  decode,
  eachContent,
  eachSlot,
  endOrdinal,
  fieldOfCode,
  maskOfFields,
  planOf,
  tagBits,
  testBit,
} from "./envelopes.ts";
import { holds } from "./expressions.ts";
import { eachOf } from "./items.ts";
import { conjunctsOf, mentions } from "./mentions.ts";
import { contentType, type NetworkPlan, type SlotsPlan } from "./plan.ts";
import { type Address, plus, type Scope } from "./routine.ts";
import { eachForger, isByzantine, mayForge } from "./sent.ts";
import { isWorthRepeating } from "./sizes.ts";
import { block, jump, jumpIf, Label, when } from "./structure.ts";
import { cellOf, count, fromLocal, hold, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** Where the envelope of an instance lies in its network. */
export type Origin =
  | { readonly kind: "slot"; readonly plan: SlotsPlan; readonly position: Code; readonly at: Address }
  | { readonly kind: "bit"; readonly plan: Extract<NetworkPlan, { kind: "bits" }>; readonly index: Code }
  | { readonly kind: "channel"; readonly message: Message; readonly from: Code; readonly to: Code };

export interface Instance {
  readonly forged: boolean;
  readonly origin?: Origin;
}

export interface Visitor {
  /** A branch is cut before it starts. */
  readonly cut: (instance: Instance, scope: Scope) => Code;
  /** Finding out whether it is enabled failed. */
  readonly failed: (instance: Instance) => Code;
  /** It can be run now; the code is entered once for every such instance. */
  readonly ready: (instance: Instance, scope: Scope) => Code;
}

/** Code for all instances; `scope` is of the state before the step. `only`: of this member, or of all when it is negative. */
export function eachInstance(action: Action, scope: Scope, visitor: Visitor, only?: Code): Code {
  const kind = action.process;
  if (!kind) return instancesOf(action, scope, visitor);
  const { routine } = scope;
  const first = routine.unit.shapes.firstOf(kind);
  if (isWorthRepeating(action, kind.members.length)) {
    return kind.members.map((_name, at) => {
      const own = instancesOf(action, { ...scope, self: i32.const(first + at), selfNumber: first + at }, visitor);
      return only ? when(i32.or(i32.ltS(only, i32.const(0)), i32.eq(only, i32.const(first + at))), own) : own;
    });
  }
  const self = routine.local();
  const member = local.get(self);
  return count(routine, i32.const(first), i32.const(first + kind.members.length), (index) => {
    const own = instancesOf(action, { ...scope, self: member, actor: member }, visitor);
    const wanted = only ? when(i32.or(i32.ltS(only, i32.const(0)), i32.eq(only, local.get(self))), own) : own;
    return [local.set(self, index), wanted];
  });
}

function instancesOf(action: Action, scope: Scope, visitor: Visitor): Code {
  const { routine } = scope;
  const { early, late } = planGuards(action);
  const refused = new Label("refused");
  const bare: Instance = { forged: false };
  const failed: Code = [visitor.failed(bare), jump(refused)];
  const each = (): Code => {
    if (action.receives) return eachDelivery(action, late, scope, visitor);
    if (action.befalls) return eachBefallen(action, late, scope, visitor);
    return judge(action, late, bare, scope, visitor);
  };
  return block(refused, [
    routine.trying(() => early.map((formula) => jumpIf(i32.eqz(holds(formula, scope)), refused)), failed),
    action.parameters.length === 0
      ? each()
      : routine.trying(() => eachAssignment(action.parameters, undefined, scope, each, true), failed),
  ]);
}

/** Which requirements come before there are parameters, and which after. */
function planGuards({ parameters, receives, conditions, guard }: Action): {
  readonly early: readonly Expr[];
  readonly late: readonly Expr[];
} {
  const own = new Set(parameters.map((binder) => binder.local.id));
  if (receives) own.add(receives.sender.id).add(receives.content.id);
  const hidden = conditions.map(({ condition }) => condition);
  const conjuncts = conjunctsOf(guard);
  const first = conjuncts.findIndex((formula) => mentions(formula, own));
  const leading = first < 0 ? conjuncts.length : first;
  return {
    early: [...hidden.filter((formula) => !mentions(formula, own)), ...conjuncts.slice(0, leading)],
    late: [...hidden.filter((formula) => mentions(formula, own)), ...conjuncts.slice(leading)],
  };
}

function judge(action: Action, late: readonly Expr[], instance: Instance, scope: Scope, visitor: Visitor): Code {
  const { routine } = scope;
  const skip = new Label("skip");
  const { bound } = action;
  const test =
    late.length === 0 && !bound
      ? []
      : routine.trying(
          () => [
            late.map((formula) => jumpIf(i32.eqz(holds(formula, scope)), skip)),
            bound ? when(i32.eqz(holds(bound, scope)), [visitor.cut(instance, scope), jump(skip)]) : [],
          ],
          [visitor.failed(instance), jump(skip)],
        );
  return block(skip, [test, settle(action, scope), visitor.ready(instance, scope)]);
}

/** Parameters that were not needed in memory so far are put there. */
function settle({ parameters }: Action, { names }: Scope): Code {
  return parameters.map(({ local: name }) => {
    const value = names.get(name.id);
    if (value?.form !== "stored" || value.before.length === 0) return [];
    names.set(name.id, { ...value, before: [] });
    return value.before;
  });
}

function eachDelivery(action: Action, late: readonly Expr[], scope: Scope, visitor: Visitor): Code {
  const { routine } = scope;
  const { receives } = action;
  assert(receives && scope.self, "a handler belongs to a process");
  const { message, sender, content } = receives;
  const { self } = scope;
  const deliver = (from: Value, received: Value, instance: Instance): Code => {
    scope.names.set(sender.id, from);
    scope.names.set(content.id, received);
    return judge(action, late, instance, scope, visitor);
  };
  const inFlight = eachEnvelopeTo(message, self, scope, deliver);
  if (!mayForge(message, scope)) return inFlight;
  const me = scalar({ kind: "process", kinds: [...message.to.kinds] }, self, true);
  const forged = eachForger(message, scope, (from) =>
    eachContent(routine, message, (received) => deliver(from, received, { forged: true })),
  );
  const byzantine = isByzantine(me, scope);
  const failing = routine.trying(() => forged, visitor.failed({ forged: false }));
  return [inFlight, byzantine ? when(i32.eqz(byzantine), failing) : failing];
}

/** Envelopes of a message to `self` that can be received now. */
function eachEnvelopeTo(
  message: Message,
  self: Code,
  scope: Scope,
  deliver: (from: Value, content: Value, instance: Instance) => Code,
): Code {
  const { routine } = scope;
  const plan = planOf(routine, message);
  const type = contentType(message);
  if (plan.kind === "slots") {
    const mask = i32.const(maskOfFields([plan.tag, plan.to]));
    const wanted = i32.or(i32.const(tagBits(plan, message)), i32.shl(self, i32.const(plan.to.shift)));
    const from = routine.local();
    return eachSlot(routine, scope.state, plan, (at, position) => {
      const content = decode(routine, plan, message, at);
      const first = i32.load(at.base, at.offset);
      const inner = deliver(fromLocal(message.from, from), content.value, {
        forged: false,
        origin: { kind: "slot", plan, position, at },
      });
      return when(i32.eq(i32.and(first, mask), wanted), [
        when(isNext(plan, at, position), [local.set(from, fieldOfCode(first, plan.from)), content.before, inner]),
      ]);
    });
  }
  const to = hold(routine, scalar({ kind: "int", low: 0, high: 0 }, endOrdinal(routine, message.to, self)));
  if (plan.kind === "channels") {
    return [
      to.before,
      eachOf(routine, message.from, (from) => {
        const sender = endOrdinal(routine, message.from, cellOf(from));
        const { before, at } = channelAt(routine, scope.state, message, sender, cellOf(to.value));
        const inside = plus(at, 4);
        const content: Value = routine.unit.shapes.isScalar(type)
          ? scalar(type, i32.load(inside.base, inside.offset), true)
          : stored(type, inside);
        const origin: Origin = { kind: "channel", message, from: sender, to: cellOf(to.value) };
        const inner = deliver(from, content, { forged: false, origin });
        return [before, when(i32.load(at.base, at.offset), inner)];
      }),
    ];
  }
  return [
    to.before,
    eachOf(routine, message.from, (from) => {
      const sender = endOrdinal(routine, message.from, cellOf(from));
      const index = routine.local();
      const rest = routine.local();
      const inner = (ordinal: Code): Code => {
        const content = contentFromOrdinal(routine, message, rest);
        const { at, bit } = bitAt(routine, scope, plan, local.get(index));
        const own = deliver(from, content.value, {
          forged: false,
          origin: { kind: "bit", plan, index: local.get(index) },
        });
        return [
          local.set(index, bitOf(routine, plan, message, sender, cellOf(to.value), ordinal)),
          when(testBit(at, bit), [local.set(rest, ordinal), content.before, own]),
        ];
      };
      const contents = contentCount(routine, message);
      return contents === 1 ? inner(i32.const(0)) : count(routine, i32.const(0), i32.const(contents), inner);
    }),
  ];
}

/** Whether a slot is the first with its code, or on a fifo at the head of its channel. */
function isNext(plan: SlotsPlan, at: Address, position: Code): Code {
  const { discipline } = plan.network;
  if (discipline === "set") return i32.const(1);
  const before = i32.load(i32.sub(at.base, i32.const(4 * plan.width)), at.offset);
  if (discipline === "fifo") {
    const shift = i32.const(Math.min(plan.from.shift, plan.to.shift));
    const other = i32.shrU(i32.xor(i32.load(at.base, at.offset), before), shift);
    return i32.or(i32.eqz(position), i32.ne(other, i32.const(0)));
  }
  return i32.or(i32.eqz(position), isOther(plan, at));
}

/** Whether a slot's code differs from that of the slot before it. */
function isOther(plan: SlotsPlan, at: Address): Code {
  const base = i32.sub(at.base, i32.const(4 * plan.width));
  return Array.from({ length: plan.width }, (_none, cell) =>
    i32.ne(i32.load(at.base, at.offset + 4 * cell), i32.load(base, at.offset + 4 * cell)),
  ).reduce((sum, differs) => i32.or(sum, differs));
}

/** Envelopes that could be lost or doubled, one of every kind. */
function eachBefallen(action: Action, late: readonly Expr[], scope: Scope, visitor: Visitor): Code {
  const { routine } = scope;
  const befalls = action.befalls ?? [];
  const visit = (origin: Origin): Code => judge(action, late, { forged: false, origin }, scope, visitor);
  return routine.unit.plan.networks.map((plan): Code => {
    const messages = plan.messages.filter((message) => befalls.includes(message));
    if (messages.length === 0) return [];
    if (plan.kind === "slots") {
      return eachSlot(routine, scope.state, plan, (at, position) => {
        const tag = i32.and(i32.load(at.base, at.offset), i32.const(maskOfFields([plan.tag])));
        const wanted = messages
          .map((message) => i32.eq(tag, i32.const(tagBits(plan, message))))
          .reduce((sum, same) => i32.or(sum, same));
        const distinct =
          plan.network.discipline === "set" ? i32.const(1) : i32.or(i32.eqz(position), isOther(plan, at));
        return when(i32.and(wanted, distinct), visit({ kind: "slot", plan, position, at }));
      });
    }
    if (plan.kind === "bits") {
      return messages.map((message) => {
        const first = plan.first.get(message) ?? 0;
        const { shapes } = routine.unit;
        const bits = shapes.space(message.from) * shapes.space(message.to) * contentCount(routine, message);
        return count(routine, i32.const(first), i32.const(first + bits), (index) => {
          const { at, bit } = bitAt(routine, scope, plan, index);
          return when(testBit(at, bit), visit({ kind: "bit", plan, index }));
        });
      });
    }
    return messages.map((message) =>
      eachOf(routine, message.from, (from) =>
        eachOf(routine, message.to, (to) => {
          const ends = [endOrdinal(routine, message.from, cellOf(from)), endOrdinal(routine, message.to, cellOf(to))];
          const [a, b] = [ends[0] ?? [], ends[1] ?? []];
          const { before, at } = channelAt(routine, scope.state, message, a, b);
          return [before, when(i32.load(at.base, at.offset), visit({ kind: "channel", message, from: a, to: b }))];
        }),
      ),
    );
  });
}
