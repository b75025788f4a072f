/**
 * Where everything of a state lies, in cells and in words, and how plain values become words and back. A plain value is
 * what a value is to somebody who knows neither the interpreter's collections nor memory: see `PlainValue`.
 */
import type { Abstraction, Message, Model, Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { Leaf } from "./leaves.ts";
import { PlainCells } from "./plain-values.ts";
import { type CodeField, contentType, makePlan, type NetworkPlan, type Plan, type SlotsPlan } from "./plan.ts";
import { type Crowded, roomInOrder } from "./room.ts";

/**
 * By type: booleans and integers are themselves, a member is its name, a variant or an option (0 None, 1 Some) a `PlainCase`, a
 * record or tuple the list of its parts in the type's order, a set its items in any order without repeats, a sequence its
 * items, a bag its items in any order with repeats, a map the list of its values in the order of its keys.
 */
export type PlainValue = boolean | number | string | PlainCase | readonly PlainValue[];

export interface PlainCase {
  readonly case: number;
  readonly arguments: readonly PlainValue[];
}

export interface PlainEnvelope {
  readonly message: Message;
  readonly from: string;
  readonly to: string;
  readonly fields: readonly PlainValue[];
}

export interface PlainState {
  /** By position in `model.variables`, then one for every member of its process (one if it has none). */
  readonly variables: readonly (readonly PlainValue[])[];
  /** By network: envelopes with repeats, in any order; those of a fifo's channel in the order of sending. */
  readonly networks: readonly (readonly PlainEnvelope[])[];
}

export interface LayoutOptions {
  /** The `slots` of an earlier layout, with more of what turned out too little. */
  readonly slots?: readonly (number | undefined)[];
}

export interface Layout {
  readonly model: Model;
  readonly plan: Plan;
  /** Of one state. */
  readonly cellCount: number;
  readonly wordCount: number;
  /** How much room there is for what may turn out to be too much (`crowded`): the envelopes of each network, then `Room`. */
  readonly slots: readonly (number | undefined)[];
  /** The words of a state, when there is enough room for its envelopes. */
  encode(state: PlainState): Uint32Array | Crowded;
  decode(words: Uint32Array): PlainState;
  /** The number of a value among those of its type, as the rows of maps and the bits of sets are numbered. */
  ordinal(type: Type, value: PlainValue): number;
  ordinals(type: Type): number;
  /** The value with a number. */
  valueOf(type: Type, ordinal: number): PlainValue;
  /** Some value of a type. */
  zero(type: Type): PlainValue;
}

export function layOut(model: Model, options: LayoutOptions = {}): Layout {
  const plan = makePlan(model, options.slots);
  const codec = new Codec(plan);
  const plain = new PlainCells(plan.shapes);
  return {
    model,
    plan,
    cellCount: plan.cellCount,
    wordCount: plan.wordCount,
    slots: [
      ...plan.networks.map((network) => (network.kind === "slots" && network.guessed ? network.slots : undefined)),
      ...roomInOrder(plan.room),
    ],
    encode: (state) => codec.encode(state),
    decode: (words) => codec.decode(words),
    ordinal: (type, value) => plain.rank(type, value),
    ordinals: (type) => plan.shapes.space(type),
    valueOf: (type, ordinal) => plain.unrank(type, ordinal),
    zero: (type) => plain.unrank(type, 0),
  };
}

/**
 * The layout of the model that another one refines. Processes have the same numbers in both and there is as much room, so
 * that values of the same type lie in memory alike.
 */
export function layOutAbstraction({ plan }: Layout, { model }: Abstraction): Layout {
  return layOut(model, { slots: roomInOrder(plan.room) });
}

/** No model that anybody could wait for needs more of anything. */
const mostSlots = 2 ** 28;

/** Tries with the first layout of a model, and again with twice the room of whatever was crowded, until nothing is. */
export async function withEnoughRoom<Result extends object>(
  model: Model,
  attempt: (layout: Layout) => Promise<Result | Crowded>,
): Promise<Exclude<Result, Crowded>> {
  let slots: readonly (number | undefined)[] | undefined;
  for (;;) {
    const layout = layOut(model, { slots });
    const result = await attempt(layout);
    if (!("crowded" in result)) return result as Exclude<Result, Crowded>;
    slots = layout.slots.map((count, at) => (at === result.crowded && count !== undefined ? count * 2 : count));
    assert(
      slots.every((count) => (count ?? 0) <= mostSlots),
      "more room does not help",
    );
  }
}

class Codec {
  readonly #plan: Plan;
  readonly #plain: PlainCells;
  readonly #model: Model;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#plain = new PlainCells(plan.shapes);
    this.#model = plan.shapes.model;
  }

  encode(state: PlainState): Uint32Array | Crowded {
    const cells = new Int32Array(this.#plan.cellCount);
    for (const [position, variable] of this.#model.variables.entries()) {
      const place = this.#plan.variables.get(variable);
      assert(place, "every variable has a place");
      for (const [member, value] of (state.variables[position] ?? []).entries()) {
        this.#plain.write(variable.type, value, cells, place.cell + member * place.stride);
      }
    }
    for (const network of this.#plan.networks) {
      if (!this.#writeNetwork(network, state.networks[network.network.id] ?? [], cells))
        return { kind: "crowded", crowded: network.network.id };
    }
    const words = new Uint32Array(this.#plan.wordCount);
    for (const { cell, low, bits, word, shift } of this.#plan.bits) {
      if (bits === 0) continue;
      const value = (((cells[cell] ?? 0) - low) & mask(bits)) << shift;
      words[word] = (words[word] ?? 0) | value;
    }
    return words;
  }

  decode(words: Uint32Array): PlainState {
    const cells = new Int32Array(this.#plan.cellCount);
    for (const { cell, low, bits, word, shift } of this.#plan.bits) {
      cells[cell] = (((words[word] ?? 0) >>> shift) & mask(bits)) + low;
    }
    const variables = this.#model.variables.map((variable) => {
      const place = this.#plan.variables.get(variable);
      assert(place, "every variable has a place");
      const members = variable.process?.members.length ?? 1;
      return Array.from({ length: members }, (_none, member) =>
        this.#plain.read(variable.type, cells, place.cell + member * place.stride),
      );
    });
    return { variables, networks: this.#plan.networks.map((network) => this.#readNetwork(network, cells)) };
  }

  #writeNetwork(plan: NetworkPlan, envelopes: readonly PlainEnvelope[], cells: Int32Array): boolean {
    const { shapes } = this.#plan;
    const end = (type: Message["from"], name: string): number => this.#plain.rank(type, name);
    switch (plan.kind) {
      case "bits":
        for (const { message, from, to, fields } of envelopes) {
          const types = message.fields.map((field) => field.type);
          const channel = end(message.from, from) * shapes.space(message.to) + end(message.to, to);
          const ordinal =
            (plan.first.get(message) ?? 0) + channel * shapes.product(types) + this.#plain.mixed(types, fields);
          const cell = plan.cell + (ordinal >>> 5);
          cells[cell] = (cells[cell] ?? 0) | (1 << (ordinal & 31));
        }
        return true;
      case "channels":
        for (const { message, from, to, fields } of envelopes) {
          const width = 1 + shapes.cells(contentType(message));
          const channel = end(message.to, to) * shapes.space(message.from) + end(message.from, from);
          const cell = (plan.first.get(message) ?? 0) + channel * width;
          cells[cell] = 1;
          this.#plain.write(contentType(message), fields, cells, cell + 1);
        }
        return true;
      case "slots": {
        if (envelopes.length > plan.slots) return false;
        const codes = envelopes.map((envelope) => this.#code(plan, envelope));
        codes.sort((left, right) => compareCodes(plan, left, right));
        for (let slot = 0; slot < plan.slots; slot++) {
          const code = codes[slot] ?? [plan.empty];
          for (let at = 0; at < plan.width; at++) cells[plan.cell + slot * plan.width + at] = code[at] ?? 0;
        }
        return true;
      }
    }
  }

  #code(plan: SlotsPlan, { message, from, to, fields }: PlainEnvelope): number[] {
    const code = new Array<number>(plan.width).fill(0);
    const put = ({ cell, shift }: CodeField, value: number): void => {
      code[cell] = ((code[cell] ?? 0) | (value << shift)) >>> 0;
    };
    put(plan.tag, plan.messages.indexOf(message));
    put(plan.from, this.#plain.memberIndex(message.from, from));
    put(plan.to, this.#plain.memberIndex(message.to, to));
    const content = new Int32Array(this.#plan.shapes.cells(contentType(message)) + 1);
    this.#plain.write(contentType(message), fields, content, 0);
    for (const leaf of plan.codes.get(message)?.leaves ?? []) put(leaf.place, leafValue(leaf, content[leaf.cell] ?? 0));
    return code;
  }

  #readNetwork(plan: NetworkPlan, cells: Int32Array): PlainEnvelope[] {
    const { shapes } = this.#plan;
    const envelopes: PlainEnvelope[] = [];
    const name = (type: Message["from"], ordinal: number): string => this.#plain.unrank(type, ordinal) as string;
    switch (plan.kind) {
      case "bits":
        for (const message of plan.messages) {
          const types = message.fields.map((field) => field.type);
          const [tos, contents] = [shapes.space(message.to), shapes.product(types)];
          const first = plan.first.get(message) ?? 0;
          for (let at = 0; at < shapes.space(message.from) * tos * contents; at++) {
            if ((((cells[plan.cell + ((first + at) >>> 5)] ?? 0) >>> ((first + at) & 31)) & 1) === 0) continue;
            const channel = Math.floor(at / contents);
            envelopes.push({
              message,
              from: name(message.from, Math.floor(channel / tos)),
              to: name(message.to, channel % tos),
              fields: this.#plain.unmixed(types, at % contents),
            });
          }
        }
        return envelopes;
      case "channels":
        for (const message of plan.messages) {
          const width = 1 + shapes.cells(contentType(message));
          const [froms, tos] = [shapes.space(message.from), shapes.space(message.to)];
          for (let from = 0; from < froms; from++) {
            for (let to = 0; to < tos; to++) {
              const cell = (plan.first.get(message) ?? 0) + (to * froms + from) * width;
              if (cells[cell] !== 1) continue;
              const fields = this.#plain.read(contentType(message), cells, cell + 1) as readonly PlainValue[];
              envelopes.push({ message, from: name(message.from, from), to: name(message.to, to), fields });
            }
          }
        }
        return envelopes;
      case "slots":
        for (let slot = 0; slot < plan.slots; slot++) {
          const at = plan.cell + slot * plan.width;
          const code = cells.slice(at, at + plan.width);
          if ((code[0] ?? 0) === plan.empty) break;
          const get = ({ cell, shift, bits }: CodeField): number => ((code[cell] ?? 0) >>> shift) & mask(bits);
          const message = plan.messages[get(plan.tag)];
          assert(message, "a message that is known");
          const content = new Int32Array(shapes.cells(contentType(message)) + 1);
          for (const leaf of plan.codes.get(message)?.leaves ?? []) {
            if (leaf.present !== undefined) content[leaf.cell] = (content[leaf.cell] ?? 0) + get(leaf.place);
            else content[leaf.cell] = get(leaf.place) + leaf.low;
          }
          envelopes.push({
            message,
            from: this.#plain.memberName(message.from, get(plan.from)),
            to: this.#plain.memberName(message.to, get(plan.to)),
            fields: this.#plain.read(contentType(message), content, 0) as readonly PlainValue[],
          });
        }
        return envelopes;
    }
  }
}

const mask = (bits: number): number => (bits >= 32 ? -1 : 2 ** bits - 1);

const leafValue = (leaf: Leaf, cell: number): number =>
  leaf.present !== undefined ? Number(cell > leaf.present) : (cell - leaf.low) & mask(leaf.bits);

/** By code; on a fifo by channel only, so that the order of sending stays. */
function compareCodes(plan: SlotsPlan, left: readonly number[], right: readonly number[]): number {
  if (plan.network.discipline === "fifo") {
    const channel = (code: readonly number[]): number => (code[0] ?? 0) >>> Math.min(plan.from.shift, plan.to.shift);
    return channel(left) - channel(right);
  }
  for (const [at, value] of left.entries()) if (value !== right[at]) return value - (right[at] ?? 0);
  return 0;
}
