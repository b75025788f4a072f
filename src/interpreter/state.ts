/**
 * States. A state is a row of values, one for every variable (and member), and one list of parcels for every network. A
 * `StoredState` never changes; a `Branch` is the copy that one run of an action's statements works on. Both can be looked
 * at as a `View`, which is all that expressions know of a state.
 */
import type { List } from "immutable";
import type { Message, Variable } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import type { Choices } from "./choices.ts";
import type { Envelope, Named, State, Step, Value } from "./machine.ts";
import type { Universe } from "./universe.ts";

/** Equal envelopes in flight, with how many there are. `text` is equal for equal envelopes only. */
export interface Parcel {
  readonly envelope: Envelope;
  readonly text: string;
  readonly count: number;
}

export interface View {
  readonly slots: readonly Value[];
  /** By the network's number; ordered as `network.ts` says. */
  readonly networks: readonly (readonly Parcel[])[];
}

export class StoredState implements State, View {
  readonly slots: readonly Value[];
  readonly networks: readonly (readonly Parcel[])[];
  readonly #universe: Universe;

  constructor(universe: Universe, slots: readonly Value[], networks: readonly (readonly Parcel[])[]) {
    this.#universe = universe;
    this.slots = slots;
    this.networks = networks;
  }

  get(variable: Variable, owner?: string): Value {
    return this.slots[this.#universe.slot(variable, owner)]!;
  }

  envelopes(network: number): readonly Parcel[] {
    return this.networks[network] ?? [];
  }
}

/** One run of an action: its copy of the state, and what happened on the way. */
export class Branch implements View {
  readonly slots: Value[];
  readonly networks: (readonly Parcel[])[];
  readonly choices: Choices;
  readonly picks: Named[] = [];
  readonly sent: Step["sent"][number][] = [];
  /** Why it is blocked, once it is. */
  blocked?: { readonly reason: string; readonly span: Span };

  constructor(from: View, choices: Choices) {
    this.slots = from.slots.slice();
    this.networks = from.networks.slice();
    this.choices = choices;
  }
}

export function parcel(universe: Universe, message: Message, from: string, to: string, fields: List<Value>): Parcel {
  const text = `${message.id} ${from}>${to} ${universe.order.text(fields)}`;
  return { envelope: { message, from, to, fields }, text, count: 1 };
}

/** A text that is equal for equal states and different for different ones. */
export function keyOf(universe: Universe, view: View): string {
  let key = "";
  for (const value of view.slots) key += `${universe.order.text(value)};`;
  for (const parcels of view.networks) {
    key += "|";
    for (const { text, count } of parcels) key += count === 1 ? `${text};` : `${count}*${text};`;
  }
  return key;
}
