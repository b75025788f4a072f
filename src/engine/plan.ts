/**
 * Where everything of a state lies: each variable (of each member) and each network in cells, and each cell in the packed
 * words. Members of a kind lie one behind the other with equal strides, so that a member's place is computed from its number.
 */
import type { Message, Model, Network, Type, Variable } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { bitsFor, type Leaf, leavesOf } from "./leaves.ts";
import { makeRoom, type Room } from "./room.ts";
import { Shapes } from "./shapes.ts";

export interface VariablePlace {
  /** Cell of the variable of the first member. */
  readonly cell: number;
  /** Cells from one member to the next. */
  readonly stride: number;
}

/** A cell's place in the words. */
export interface Bits {
  readonly cell: number;
  readonly low: number;
  readonly bits: number;
  readonly word: number;
  readonly shift: number;
}

/** Some bits of an envelope's code. */
export interface CodeField {
  readonly cell: number;
  readonly shift: number;
  readonly bits: number;
}

export interface MessageCode {
  readonly leaves: readonly (Leaf & { readonly place: CodeField })[];
}

/** Envelopes as codes of a few cells in sorted slots, empty ones last. */
export interface SlotsPlan {
  readonly kind: "slots";
  readonly network: Network;
  readonly messages: readonly Message[];
  readonly cell: number;
  readonly slots: number;
  /** The number of slots is a guess. */
  readonly guessed: boolean;
  /** Cells of a code, and the bits that are used of each. */
  readonly width: number;
  readonly bits: readonly number[];
  /** First cell of an empty slot; the others are 0. */
  readonly empty: number;
  readonly tag: CodeField;
  readonly from: CodeField;
  readonly to: CodeField;
  readonly codes: ReadonlyMap<Message, MessageCode>;
}

/** A set of envelopes as bits, by message, sender, receiver and fields. */
export interface BitsPlan {
  readonly kind: "bits";
  readonly network: Network;
  readonly messages: readonly Message[];
  readonly cell: number;
  readonly type: Extract<Type, { kind: "set" }>;
  readonly first: ReadonlyMap<Message, number>;
  readonly count: number;
}

/** Synchronous: for every message, receiver and sender an option of the content. */
export interface ChannelsPlan {
  readonly kind: "channels";
  readonly network: Network;
  readonly messages: readonly Message[];
  readonly cell: number;
  readonly first: ReadonlyMap<Message, number>;
  readonly cells: number;
}

export type NetworkPlan = SlotsPlan | BitsPlan | ChannelsPlan;

export interface Plan {
  readonly shapes: Shapes;
  readonly room: Room;
  readonly variables: ReadonlyMap<Variable, VariablePlace>;
  readonly networks: readonly NetworkPlan[];
  readonly cellCount: number;
  readonly wordCount: number;
  readonly bits: readonly Bits[];
}

/** The content of a message as code sees it. */
const contents = new WeakMap<Message, Extract<Type, { kind: "record" }>>();
export function contentType(message: Message): Extract<Type, { kind: "record" }> {
  let type = contents.get(message);
  if (!type) {
    type = { kind: "record", fields: message.fields };
    contents.set(message, type);
  }
  return type;
}

const mostEnvelopeBits = 2048;
const guessedSlots = 8;
const mostCertainSlots = 16;

export function makePlan(model: Model, slots: readonly (number | undefined)[] = []): Plan {
  const room = makeRoom(model, slots);
  const shapes = new Shapes(model, room.items);
  const variables = new Map<Variable, VariablePlace>();
  let next = 0;
  const leaves: Leaf[] = [];
  const place = (type: Type, cell: number): void => {
    for (const leaf of leavesOf(shapes, type, false)) leaves.push({ ...leaf, cell: cell + leaf.cell });
  };
  for (const variable of model.variables) {
    if (variable.process) continue;
    variables.set(variable, { cell: next, stride: 0 });
    place(variable.type, next);
    next += shapes.cells(variable.type);
  }
  for (const kind of model.processes) {
    const own = model.variables.filter(({ process }) => process === kind);
    const stride = own.reduce((sum, { type }) => sum + shapes.cells(type), 0);
    let offset = 0;
    for (const variable of own) {
      variables.set(variable, { cell: next + offset, stride });
      offset += shapes.cells(variable.type);
    }
    for (let member = 0; member < kind.members.length; member++) {
      for (const variable of own) {
        const { cell } = variables.get(variable) ?? { cell: 0 };
        place(variable.type, cell + member * stride);
      }
    }
    next += stride * kind.members.length;
  }
  const networks = model.networks.map((network): NetworkPlan => {
    const plan = planNetwork(shapes, network, next, slots[network.id]);
    next = placeNetwork(shapes, plan, leaves);
    return plan;
  });
  const bits = pack(leaves);
  const wordCount = Math.max(1, 1 + Math.max(-1, ...bits.map(({ word }) => word)));
  return { shapes, room, variables, networks, cellCount: next, wordCount, bits };
}

/** Bits of cells into words, one behind the other; none lies across two words. */
function pack(leaves: readonly Leaf[]): readonly Bits[] {
  let word = 0;
  let used = 0;
  return leaves.map(({ cell, low, bits }) => {
    if (used + bits > 32) {
      word += 1;
      used = 0;
    }
    const placed: Bits = { cell, low, bits, word, shift: used };
    used += bits;
    return placed;
  });
}

function planNetwork(shapes: Shapes, network: Network, cell: number, given: number | undefined): NetworkPlan {
  const messages = shapes.model.messages.filter((message) => message.network === network.id);
  const ends = (message: Message): number => shapes.space(message.from) * shapes.space(message.to);
  if (network.discipline === "synchronous") {
    const first = new Map<Message, number>();
    let at = cell;
    for (const message of messages) {
      first.set(message, at);
      at += ends(message) * (1 + shapes.cells(contentType(message)));
    }
    return { kind: "channels", network, messages, cell, first, cells: at - cell };
  }
  if (network.discipline === "set") {
    const first = new Map<Message, number>();
    let count = 0;
    for (const message of messages) {
      first.set(message, count);
      count += ends(message) * shapes.product(message.fields.map((field) => field.type));
    }
    if (count <= mostEnvelopeBits) {
      const type = { kind: "set", item: { kind: "int", low: 0, high: count - 1 } } as const;
      return { kind: "bits", network, messages, cell, type, first, count };
    }
  }
  const { capacity, slack } = network;
  const channels =
    network.discipline === "fifo"
      ? messages.reduce((most, message) => Math.max(most, ends(message)), 0) * (messages.length > 1 ? 2 : 1)
      : messages.reduce((sum, message) => sum + ends(message), 0);
  const certain =
    capacity === undefined ? Number.POSITIVE_INFINITY : (network.each ? capacity * channels : capacity) + slack;
  const guessed = network.each || certain > mostCertainSlots * 4;
  const count = given ?? (guessed ? Math.min(certain, guessedSlots) : certain);
  return { kind: "slots", network, messages, cell, slots: count, guessed, ...planCodes(shapes, network, messages) };
}

function planCodes(shapes: Shapes, network: Network, messages: readonly Message[]) {
  const kinds = shapes.memberCount;
  const header = [
    { name: "tag", bits: bitsFor(messages.length + 1) },
    { name: "from", bits: bitsFor(kinds) },
    { name: "to", bits: bitsFor(kinds) },
  ];
  if (network.discipline === "fifo") header.push(...header.splice(0, 1));
  const headerBits = header.reduce((sum, { bits }) => sum + bits, 0);
  assert(headerBits <= 32, "the ends of an envelope fit in a cell");
  const leavesOfMessage = new Map(messages.map((message) => [message, contentLeaves(shapes, message)]));
  const total = Math.max(
    headerBits,
    ...[...leavesOfMessage.values()].map((leaves) => leaves.reduce((sum, { bits }) => sum + bits, headerBits)),
  );
  const capacity = total <= 32 ? total : 32;
  const used: number[] = [];
  const codes = new Map<Message, MessageCode>();
  const fields = new Map<string, CodeField>();
  const layHeader = (): number => {
    let at = 0;
    for (const { name, bits } of header) {
      fields.set(name, { cell: 0, shift: capacity - at - bits, bits });
      at += bits;
    }
    return at;
  };
  layHeader();
  for (const [message, leaves] of leavesOfMessage) {
    let cell = 0;
    let at = headerBits;
    const placed = leaves.map((leaf) => {
      const most = cell === 0 ? capacity : 32;
      if (at + leaf.bits > most) {
        cell += 1;
        at = 0;
      }
      const shift = (cell === 0 ? capacity : 32) - at - leaf.bits;
      at += leaf.bits;
      return { ...leaf, place: { cell, shift, bits: leaf.bits } };
    });
    used[cell] = 32;
    codes.set(message, { leaves: placed });
  }
  const width = Math.max(1, used.length);
  const bits = Array.from({ length: width }, (_none, at) => (at === 0 ? capacity : 32));
  const [tag, from, to] = [fields.get("tag"), fields.get("from"), fields.get("to")];
  assert(tag && from && to, "envelopes have ends");
  const empty = capacity === 32 ? -1 : 2 ** capacity - 1;
  return { width, bits, empty, tag, from, to, codes };
}

/** The leaves of a message's content in the order of its fields as declared. */
function contentLeaves(shapes: Shapes, message: Message): readonly Leaf[] {
  const type = contentType(message);
  return message.fields.flatMap((field) => {
    const { offset } = shapes.fieldOffset(type, field.name);
    return leavesOf(shapes, field.type, true).map((leaf) => ({ ...leaf, cell: offset + leaf.cell }));
  });
}

/** Adds the network's leaves; the cell behind it. */
function placeNetwork(shapes: Shapes, plan: NetworkPlan, leaves: Leaf[]): number {
  switch (plan.kind) {
    case "slots":
      for (let slot = 0; slot < plan.slots; slot++) {
        for (const [at, bits] of plan.bits.entries())
          leaves.push({ cell: plan.cell + slot * plan.width + at, low: 0, bits });
      }
      return plan.cell + plan.slots * plan.width;
    case "bits":
      for (const leaf of leavesOf(shapes, plan.type, false)) leaves.push({ ...leaf, cell: plan.cell + leaf.cell });
      return plan.cell + shapes.cells(plan.type);
    case "channels":
      for (const message of plan.messages) {
        const type: Type = { kind: "option", item: contentType(message) };
        const channels = shapes.space(message.from) * shapes.space(message.to);
        for (let channel = 0; channel < channels; channel++) {
          const start = (plan.first.get(message) ?? 0) + channel * shapes.cells(type);
          for (const leaf of leavesOf(shapes, type, false)) leaves.push({ ...leaf, cell: start + leaf.cell });
        }
      }
      return plan.cell + plan.cells;
  }
}
