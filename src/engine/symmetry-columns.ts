/**
 * States as tables. Where a sort's members are mentioned only as owners, keys, items of sets and ends of messages, one at a
 * time, a state is a table with one row for each member, and renaming members is exchanging rows: sorting them is all that
 * there is to do. What comes out: the bits of each row in the packed words; and the sorts of which this is not so.
 */
import type { Message, Model, Sort, Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { PlainCells } from "./plain-values.ts";
import { contentType, type NetworkPlan, type Plan } from "./plan.ts";
import { sortedFields } from "./shapes.ts";
import type { Members, Mention } from "./symmetry-members.ts";

/** Some bits of a word of a state. */
export interface Piece {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

export interface Table {
  readonly sort: Sort;
  /** For each member the pieces of its row, all rows in the same order. */
  readonly rows: readonly (readonly Piece[])[];
}

export interface Tables {
  readonly tables: readonly Table[];
  /** Members of these are mentioned together with others, or as values. */
  readonly entangled: readonly Sort[];
}

/** Larger sets are not looked at bit by bit. */
const mostBits = 4096;

export function tablesOf(model: Model, plan: Plan, members: Members): Tables {
  return new Columns(model, plan, members).find();
}

class Columns {
  readonly #model: Model;
  readonly #plan: Plan;
  readonly #members: Members;
  readonly #plain: PlainCells;
  readonly #entangled = new Set<Sort>();
  readonly #pieces = new Map<number, Piece>();
  readonly #rows = new Map<Sort, Map<number, { readonly name: string; readonly piece: Piece }[]>>();

  constructor(model: Model, plan: Plan, members: Members) {
    this.#model = model;
    this.#plan = plan;
    this.#members = members;
    this.#plain = new PlainCells(plan.shapes);
    for (const { cell, word, shift, bits } of plan.bits) if (bits > 0) this.#pieces.set(cell, { word, shift, bits });
  }

  find(): Tables {
    for (const variable of this.#model.variables) {
      const place = this.#plan.variables.get(variable);
      assert(place, "every variable has a place");
      const kind = this.#members.numbered.find(({ sort }) => sort.process && sort.process === variable.process)?.sort;
      for (const at of variable.process?.members.keys() ?? [0]) {
        const owner: readonly Mention[] = kind ? [{ sort: kind, member: at }] : [];
        const name = kind ? `${variable.id}` : `${variable.id} of ${at}`;
        this.#visit(variable.type, place.cell + at * place.stride, owner, name);
      }
    }
    for (const network of this.#plan.networks) this.#visitNetwork(network);
    const sorts = this.#members.numbered.map(({ sort }) => sort);
    const tables = sorts.filter((sort) => !this.#entangled.has(sort)).map((sort) => this.#table(sort));
    return { tables, entangled: sorts.filter((sort) => this.#entangled.has(sort)) };
  }

  #table(sort: Sort): Table {
    const rows = sort.members.map((_name, member) => {
      const row = this.#rows.get(sort)?.get(member) ?? [];
      return row.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    });
    const names = rows.map((row) => row.map(({ name, piece }) => `${name} ${piece.bits}`).join());
    assert(
      names.every((name) => name === names[0]),
      "all rows of a table have the same columns",
    );
    return { sort, rows: rows.map((row) => row.map(({ piece }) => piece)) };
  }

  /** Bits that belong to whoever is mentioned on the way to them. */
  #enter(piece: Piece | undefined, mentions: readonly Mention[], name: string): void {
    if (!piece || mentions.length === 0) return;
    const [mention] = mentions;
    if (mentions.length > 1 || !mention) {
      for (const { sort } of mentions) this.#entangled.add(sort);
      return;
    }
    const rows = this.#rows.get(mention.sort) ?? new Map<number, { name: string; piece: Piece }[]>();
    this.#rows.set(mention.sort, rows);
    const row = rows.get(mention.member) ?? [];
    rows.set(mention.member, row);
    row.push({ name, piece });
  }

  #entangle(type: Type, mentions: readonly Mention[]): void {
    for (const sort of this.#members.mentioned(type)) this.#entangled.add(sort);
    for (const { sort } of mentions) this.#entangled.add(sort);
  }

  #visit(type: Type, cell: number, mentions: readonly Mention[], name: string): void {
    const { shapes } = this.#plan;
    if (this.#members.mentioned(type).length === 0) {
      for (let at = 0; at < shapes.cells(type); at++)
        this.#enter(this.#pieces.get(cell + at), mentions, `${name}.${String(at).padStart(6, "0")}`);
      return;
    }
    switch (type.kind) {
      case "record": {
        let at = cell;
        for (const field of sortedFields(type.fields)) {
          this.#visit(field.type, at, mentions, `${name}.${field.name}`);
          at += shapes.cells(field.type);
        }
        return;
      }
      case "tuple": {
        let at = cell;
        for (const [position, item] of type.items.entries()) {
          this.#visit(item, at, mentions, `${name}.${position}`);
          at += shapes.cells(item);
        }
        return;
      }
      case "option":
        this.#enter(this.#pieces.get(cell), mentions, `${name}.?`);
        this.#visit(type.item, cell + 1, mentions, `${name}.value`);
        return;
      case "map": {
        const cells = shapes.cells(type.value);
        for (let key = 0; key < shapes.space(type.key); key++) {
          const inner = this.#members.within(type.key, this.#plain.unrank(type.key, key));
          if (!inner) {
            this.#entangle(type, mentions);
            return;
          }
          const place = `${name}[${inner.pattern}]`;
          this.#visit(type.value, cell + key * cells, [...mentions, ...inner.mentions], place);
        }
        return;
      }
      case "set": {
        const form = shapes.setForm(type);
        if (form.kind !== "bits" || form.bits > mostBits) {
          this.#entangle(type, mentions);
          return;
        }
        for (let bit = 0; bit < form.bits; bit++) {
          const inner = this.#members.within(type.item, this.#plain.unrank(type.item, bit));
          if (!inner) {
            this.#entangle(type, mentions);
            return;
          }
          this.#enterBit(cell, bit, [...mentions, ...inner.mentions], `${name}{${inner.pattern}}`);
        }
        return;
      }
      default:
        this.#entangle(type, mentions);
    }
  }

  #enterBit(cell: number, bit: number, mentions: readonly Mention[], name: string): void {
    const piece = this.#pieces.get(cell + (bit >>> 5));
    this.#enter(piece && { word: piece.word, shift: piece.shift + (bit & 31), bits: 1 }, mentions, name);
  }

  #visitNetwork(plan: NetworkPlan): void {
    for (const message of plan.messages) {
      if (plan.kind === "slots") {
        for (const type of [message.from, message.to, contentType(message)]) this.#entangle(type, []);
      } else if (plan.kind === "bits") this.#visitBits(plan, message);
      else this.#visitChannels(plan, message);
    }
  }

  #visitBits(plan: Extract<NetworkPlan, { kind: "bits" }>, message: Message): void {
    const { shapes } = this.#plan;
    const types = message.fields.map((field) => field.type);
    const contents = shapes.product(types);
    const whole: Type = { kind: "tuple", items: types };
    const first = plan.first.get(message) ?? 0;
    this.#eachChannel(message, (channel, ends, name) => {
      for (let content = 0; content < contents; content++) {
        const inner = this.#members.within(whole, this.#plain.unmixed(types, content));
        if (!inner) {
          this.#entangle(whole, ends);
          return;
        }
        const bit = first + channel * contents + content;
        this.#enterBit(plan.cell, bit, [...ends, ...inner.mentions], `${name}${inner.pattern}`);
      }
    });
  }

  #visitChannels(plan: Extract<NetworkPlan, { kind: "channels" }>, message: Message): void {
    const { shapes } = this.#plan;
    const content = contentType(message);
    const froms = shapes.space(message.from);
    const tos = shapes.space(message.to);
    const type: Type = { kind: "option", item: content };
    this.#eachChannel(message, (channel, ends, name) => {
      const [from, to] = [Math.floor(channel / tos), channel % tos];
      const cell = (plan.first.get(message) ?? 0) + (to * froms + from) * shapes.cells(type);
      this.#enter(this.#pieces.get(cell), ends, `${name}.?`);
      this.#visit(content, cell + 1, ends, name);
    });
  }

  /** Channels by sender, then by receiver. */
  #eachChannel(message: Message, body: (channel: number, ends: readonly Mention[], name: string) => void): void {
    const { shapes } = this.#plan;
    const tos = shapes.space(message.to);
    for (let channel = 0; channel < shapes.space(message.from) * tos; channel++) {
      const from = this.#members.within(message.from, this.#plain.unrank(message.from, Math.floor(channel / tos)));
      const to = this.#members.within(message.to, this.#plain.unrank(message.to, channel % tos));
      assert(from && to, "ends are members");
      body(channel, [...from.mentions, ...to.mentions], `${message.id} ${from.pattern}>${to.pattern}`);
    }
  }
}
