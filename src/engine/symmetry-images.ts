/**
 * The image of a state under a renaming of members, in generated code: everything that mentions members is written anew with
 * the others' numbers, and what is kept in order is put in order. The renaming is a list in memory, the number of each
 * member's image by its own.
 */
import type { Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import {
  channelAt,
  contentFromOrdinal,
  decode,
  type Envelope,
  eachSlot,
  endOrdinal,
  fieldOfCode,
  maskOfFields,
  tagBits,
} from "./envelopes.ts";
import { eachItem, eachOf } from "./items.ts";
import { insertSorted } from "./lists.ts";
import { insert, parcelOf } from "./network-changes.ts";
import { caseParts, isProper, rank, tagOf, tupleParts, unrank } from "./ordinals.ts";
import { type BitsPlan, type ChannelsPlan, contentType, type NetworkPlan, type SlotsPlan } from "./plan.ts";
import { type Address, plus, type Routine, type Scope } from "./routine.ts";
import { addItem } from "./sets.ts";
import { sortedFields } from "./shapes.ts";
import { block, Label, when } from "./structure.ts";
import type { Members } from "./symmetry-members.ts";
import { cellOf, clearCells, copyCells, count, hold, part, put, scalar, stored, type Value, write } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export interface Renaming {
  readonly members: Members;
  /** Address of the list. */
  readonly list: number;
}

/** The number of a member's image, by the number of the member. */
const imageOf = ({ list }: Renaming, number: Code, offset = 0): Code =>
  i32.load(i32.shl(number, i32.const(2)), list + 4 * offset);

/** Writes the image of the state whose cells are at `from`; all cells of `to` are written. */
export function writeStateImage(routine: Routine, renaming: Renaming, from: number, to: number): Code {
  const { plan, model } = routine.unit;
  const code: Code[] = [
    copyCells({ base: i32.const(0), offset: to }, { base: i32.const(0), offset: from }, plan.cellCount),
  ];
  const { members } = renaming;
  for (const variable of model.variables) {
    if (variable.process || members.mentioned(variable.type).length === 0) continue;
    const at = 4 * (plan.variables.get(variable)?.cell ?? 0);
    const value = hold(routine, valueAt(routine, variable.type, { base: i32.const(0), offset: from + at }));
    code.push(value.before, writeImage(routine, renaming, value.value, { base: i32.const(0), offset: to + at }));
  }
  for (const kind of model.processes) code.push(writeProcesses(routine, renaming, kind, from, to));
  for (const network of plan.networks) {
    const types = network.messages.flatMap((message) => [message.from, message.to, contentType(message)]);
    if (types.some((type) => members.mentioned(type).length > 0))
      code.push(writeNetwork(routine, renaming, network, i32.const(from), i32.const(to)));
  }
  return code;
}

function writeProcesses(
  routine: Routine,
  renaming: Renaming,
  kind: Routine["unit"]["model"]["processes"][number],
  from: number,
  to: number,
): Code {
  const { plan, model, shapes } = routine.unit;
  const own = model.variables.filter(({ process }) => process === kind);
  const isRenamed = renaming.members.numbered.some(({ sort }) => sort.process === kind);
  const changing = own.filter(({ type }) => isRenamed || renaming.members.mentioned(type).length > 0);
  if (changing.length === 0) return [];
  const [source, goal] = [routine.local(), routine.local()];
  const first = shapes.firstOf(kind);
  const stride = 4 * (plan.variables.get(own[0]!)?.stride ?? 0);
  return count(routine, i32.const(0), i32.const(kind.members.length), (member) => [
    local.set(source, i32.mul(member, i32.const(stride))),
    local.set(goal, i32.mul(i32.sub(imageOf(renaming, member, first), i32.const(first)), i32.const(stride))),
    changing.map((variable) => {
      const at = 4 * (plan.variables.get(variable)?.cell ?? 0);
      const value = hold(routine, valueAt(routine, variable.type, { base: local.get(source), offset: from + at }));
      return [value.before, writeImage(routine, renaming, value.value, { base: local.get(goal), offset: to + at })];
    }),
  ]);
}

export const valueAt = (routine: Routine, type: Type, at: Address): Value =>
  routine.unit.shapes.isScalar(type) ? scalar(type, i32.load(at.base, at.offset), true) : stored(type, at);

/** Writes the image of a held value. */
export function writeImage(routine: Routine, renaming: Renaming, value: Value, to: Address): Code {
  const { shapes } = routine.unit;
  const { type } = value;
  const cells = shapes.cells(type);
  if (renaming.members.mentioned(type).length === 0 || cells === 0) return write(routine, to, value);
  const all = (parts: readonly Value[], first: number): Code => {
    let at = first;
    return parts.map((item) => {
      const code = writeImage(routine, renaming, item, plus(to, 4 * at));
      at += shapes.cells(item.type);
      return code;
    });
  };
  switch (type.kind) {
    case "process":
    case "symmetric":
      return put(to, memberImage(renaming, value));
    case "record": {
      let offset = 0;
      const parts = sortedFields(type.fields).map((field) => {
        const item = part(routine, value, field.type, offset);
        offset += shapes.cells(field.type);
        return item;
      });
      return all(parts, 0);
    }
    case "tuple":
      return all(tupleParts(routine, value), 0);
    case "option":
    case "variant": {
      const cases = type.kind === "option" ? [0, 1] : [...type.cases.keys()];
      return [
        clearCells(to, cells),
        put(to, tagOf(value)),
        cases.map((at) => {
          const parts = caseParts(routine, value, at);
          return parts.length === 0 ? [] : when(i32.eq(tagOf(value), i32.const(at)), all(parts, 1));
        }),
      ];
    }
    case "map":
      return writeMap(routine, renaming, value, type, to);
    case "set":
      return [
        clearCells(to, cells),
        eachItem(routine, value, (item) => {
          const image = imageValue(routine, renaming, item);
          return [image.before, addItem(routine, to, type, image.value)];
        }),
      ];
    case "bag":
      return [
        clearCells(to, cells),
        eachItem(routine, value, (item) => {
          const image = imageValue(routine, renaming, item);
          return [image.before, insertSorted(routine, to, type.max, type.item, image.value, true)];
        }),
      ];
    case "seq": {
      const goal = routine.local();
      const width = 4 * shapes.cells(type.item);
      return [
        clearCells(to, cells),
        put(to, tagOf(value)),
        local.set(goal, to.base),
        eachItem(routine, value, (item) => [
          writeImage(routine, renaming, item, { base: local.get(goal), offset: to.offset + 4 }),
          local.set(goal, i32.add(local.get(goal), i32.const(width))),
        ]),
      ];
    }
    default:
      return write(routine, to, value);
  }
}

function memberImage(renaming: Renaming, value: Value): Code {
  const { type } = value;
  assert(type.kind === "process" || type.kind === "symmetric", "members are processes or symmetric");
  const offset = renaming.members.offsetOf(type) ?? 0;
  const image = imageOf(renaming, cellOf(value), offset);
  return offset === 0 ? image : i32.sub(image, i32.const(offset));
}

/** The image of a held value, held. */
function imageValue(
  routine: Routine,
  renaming: Renaming,
  value: Value,
): { readonly before: Code; readonly value: Value } {
  const { type } = value;
  if (renaming.members.mentioned(type).length === 0) return { before: [], value };
  if (type.kind === "process" || type.kind === "symmetric")
    return hold(routine, scalar(type, memberImage(renaming, value)));
  const at = routine.temporary(Math.max(1, routine.unit.shapes.cells(type)));
  return { before: writeImage(routine, renaming, value, at), value: valueAt(routine, type, at) };
}

/** Where keys mention members, rows change places. */
function writeMap(
  routine: Routine,
  renaming: Renaming,
  value: Value,
  type: Extract<Type, { kind: "map" }>,
  to: Address,
): Code {
  const { shapes } = routine.unit;
  const cells = shapes.cells(type.value);
  const rows = shapes.space(type.key);
  if (rows === 1) return writeImage(routine, renaming, part(routine, value, type.value, 0), to);
  assert(value.form === "stored", "several cells lie in memory");
  const [source, goal] = [routine.local(), routine.local()];
  const isMoved = renaming.members.mentioned(type.key).length > 0;
  return count(routine, i32.const(0), i32.const(rows), (ordinal) => {
    const key = hold(routine, unrank(routine, type.key, ordinal));
    const image = imageValue(routine, renaming, key.value);
    const find = [image.before, local.set(goal, rank(routine, image.value))];
    const moving = shapes.isDense(type.key) ? find : when(isProper(routine, key.value), find);
    const row = hold(routine, valueAt(routine, type.value, { base: local.get(source), offset: value.at.offset }));
    return [
      local.set(goal, ordinal),
      isMoved ? [key.before, moving] : [],
      local.set(source, i32.add(value.at.base, i32.mul(ordinal, i32.const(4 * cells)))),
      local.set(goal, i32.add(to.base, i32.mul(local.get(goal), i32.const(4 * cells)))),
      row.before,
      writeImage(routine, renaming, row.value, { base: local.get(goal), offset: to.offset }),
    ];
  });
}

function writeNetwork(routine: Routine, renaming: Renaming, plan: NetworkPlan, from: Code, to: Code): Code {
  const into: Scope = { routine, state: to, past: to, changes: true, names: new Map() };
  /** Puts the image of an envelope whose parts are held into the new network. */
  const putIn = ({ message, from: sender, to: receiver, content }: Envelope): Code => {
    const ends = [routine.local(), routine.local()] as const;
    const image = imageValue(routine, renaming, content);
    const parcel = parcelOf(routine, {
      message,
      from: local.get(ends[0]),
      to: local.get(ends[1]),
      content: image.value,
    });
    const enough = new Label("enough");
    return [
      local.set(ends[0], memberImage(renaming, scalar(message.from, sender, true))),
      local.set(ends[1], memberImage(renaming, scalar(message.to, receiver, true))),
      image.before,
      parcel.before,
      block(enough, insert(into, parcel, enough)),
    ];
  };
  switch (plan.kind) {
    case "slots":
      return [emptySlots(routine, plan, to), eachInSlots(routine, plan, from, putIn)];
    case "bits": {
      const cells = routine.unit.shapes.cells(plan.type);
      return [clearCells({ base: to, offset: 4 * plan.cell }, cells), eachInBits(routine, plan, from, putIn)];
    }
    case "channels":
      return [clearCells({ base: to, offset: 4 * plan.cell }, plan.cells), eachInChannels(routine, plan, from, putIn)];
  }
}

function emptySlots(routine: Routine, plan: SlotsPlan, to: Code): Code {
  const at = routine.local();
  return [
    clearCells({ base: to, offset: 4 * plan.cell }, plan.slots * plan.width),
    local.set(at, to),
    count(routine, i32.const(0), i32.const(plan.slots), () => [
      i32.store(local.get(at), i32.const(plan.empty), 4 * plan.cell),
      local.set(at, i32.add(local.get(at), i32.const(4 * plan.width))),
    ]),
  ];
}

/** Runs `body` for every envelope in the slots of a state, in their order. */
export function eachInSlots(routine: Routine, plan: SlotsPlan, state: Code, body: (envelope: Envelope) => Code): Code {
  const [from, to] = [routine.local(), routine.local()];
  return eachSlot(routine, state, plan, (at) => {
    const code = i32.load(at.base, at.offset);
    const tag = i32.and(code, i32.const(maskOfFields([plan.tag])));
    return [
      local.set(from, fieldOfCode(code, plan.from)),
      local.set(to, fieldOfCode(code, plan.to)),
      plan.messages.map((message) => {
        const content = decode(routine, plan, message, at);
        const envelope = { message, from: local.get(from), to: local.get(to), content: content.value };
        return when(i32.eq(tag, i32.const(tagBits(plan, message))), [content.before, body(envelope)]);
      }),
    ];
  });
}

/** Runs `body` for every envelope that the bits of a state stand for. */
export function eachInBits(routine: Routine, plan: BitsPlan, state: Code, body: (envelope: Envelope) => Code): Code {
  const { shapes } = routine.unit;
  const [from, to, rest, channel] = [routine.local(), routine.local(), routine.local(), routine.local()];
  const set = valueAt(routine, plan.type, { base: state, offset: 4 * plan.cell });
  return eachItem(routine, set, (item) =>
    plan.messages.map((message) => {
      const contents = shapes.product(message.fields.map((field) => field.type));
      const tos = shapes.space(message.to);
      const bits = shapes.space(message.from) * tos * contents;
      const start = i32.const(plan.first.get(message) ?? 0);
      const content = contentFromOrdinal(routine, message, rest);
      const member = (type: typeof message.from, ordinal: Code): Code => cellOf(unrank(routine, type, ordinal));
      const sender = routine.local();
      const receiver = routine.local();
      return when(i32.ltU(i32.sub(cellOf(item), start), i32.const(bits)), [
        local.set(rest, i32.sub(cellOf(item), start)),
        local.set(channel, i32.divU(local.get(rest), i32.const(Math.max(1, contents)))),
        local.set(rest, i32.remU(local.get(rest), i32.const(Math.max(1, contents)))),
        local.set(sender, i32.divU(local.get(channel), i32.const(Math.max(1, tos)))),
        local.set(receiver, i32.remU(local.get(channel), i32.const(Math.max(1, tos)))),
        local.set(from, member(message.from, local.get(sender))),
        local.set(to, member(message.to, local.get(receiver))),
        content.before,
        body({ message, from: local.get(from), to: local.get(to), content: content.value }),
      ]);
    }),
  );
}

/** Runs `body` for every envelope in the channels of a state. */
export function eachInChannels(
  routine: Routine,
  plan: ChannelsPlan,
  state: Code,
  body: (envelope: Envelope) => Code,
): Code {
  return plan.messages.map((message) =>
    eachOf(routine, message.from, (from) =>
      eachOf(routine, message.to, (to) => {
        const [sender, receiver] = [routine.local(), routine.local()];
        const { before, at } = channelAt(routine, state, message, local.get(sender), local.get(receiver));
        const content = hold(routine, valueAt(routine, contentType(message), plus(at, 4)));
        return [
          local.set(sender, endOrdinal(routine, message.from, cellOf(from))),
          local.set(receiver, endOrdinal(routine, message.to, cellOf(to))),
          before,
          when(i32.load(at.base, at.offset), [
            content.before,
            body({ message, from: cellOf(from), to: cellOf(to), content: content.value }),
          ]),
        ];
      }),
    ),
  );
}
