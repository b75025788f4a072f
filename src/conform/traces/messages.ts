/**
 * Messages on their way, with the event that sent each: clocks tell which of them an event can have received, and which
 * one it most likely has. Copies that the log's faults speak of are made as soon as there is something to copy, which is
 * as good as any later moment.
 */

import {
  type Envelope,
  type ImmutableMap,
  List,
  type Machine,
  type State,
  type Step,
} from "../../interpreter/index.ts";
import type { Action, Message, Model } from "../../ir/index.ts";
import type { MessageView, VectorClock } from "../../protocols/index.ts";
import type { Matcher } from "./matcher.ts";

export type Sends = ImmutableMap<string, List<number>>;

/** Receiving removes a message from its network, whatever else is there. */
export const unorderedNetwork = (model: Model, message: Message): boolean =>
  model.networks[message.network]?.discipline === "unordered";

/** Equal for equal envelopes, different for different ones. */
export const envelopeText = (machine: Machine, { message, from, to, fields }: Envelope): string =>
  `${message.name} ${from}>${to} ${machine.show(fields)}`;

/** How often each message is in a list of the log's; those that the model does not have are left out. */
export function envelopeTexts(matcher: Matcher, views: readonly MessageView[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const view of views) {
    const envelope = matcher.envelope(view);
    if (!envelope) continue;
    const text = envelopeText(matcher.machine, envelope);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

export class Messages {
  private readonly machine: Machine;
  private readonly duplication: Action | undefined;
  /** Copies that the log tells of, by message. */
  private readonly copies: ReadonlyMap<string, number>;
  /** Losses that the log tells of, by message. */
  private readonly losses: ReadonlyMap<string, number>;

  constructor(machine: Machine, copies: ReadonlyMap<string, number>, losses: ReadonlyMap<string, number>) {
    this.machine = machine;
    this.copies = copies;
    this.losses = losses;
    this.duplication = machine.model.actions.find(({ kind }) => kind === "duplication");
  }

  private textOf(envelope: Envelope): string {
    return envelopeText(this.machine, envelope);
  }

  get model(): Model {
    return this.machine.model;
  }

  /** Whether an event with this clock can have received it: the message was sent by an event that it knows of. */
  canReceive(envelope: Envelope, sends: Sends, nodeOf: ReadonlyMap<string, string>, clock: VectorClock): boolean {
    const sender = nodeOf.get(envelope.from);
    if (sender === undefined) return true;
    const known = clock[sender] ?? 0;
    return sends.get(this.textOf(envelope), List<number>()).some((number) => number <= known);
  }

  /** When it was sent last, as far as the receiver can know; for choosing the likeliest first. */
  latest(envelope: Envelope, sends: Sends, known: number): number {
    return sends
      .get(this.textOf(envelope), List<number>())
      .reduce((best, number) => (number <= known ? Math.max(best, number) : best), -1);
  }

  /** Whether all that are on their way may be those that the log calls lost. */
  probablyLost(envelope: Envelope, sends: Sends): boolean {
    const text = this.textOf(envelope);
    return sends.get(text, List<number>()).size <= (this.losses.get(text) ?? 0);
  }

  earliest(envelope: Envelope, sends: Sends): number {
    return sends.get(this.textOf(envelope), List<number>()).first() ?? -1;
  }

  /** After some steps: what was received is gone, what was sent is there, with its copies. `number`: the sender's event. */
  follow(steps: readonly Step[], state: State, sends: Sends, number: number) {
    let [next, target] = [sends, state];
    const copied: Step[] = [];
    for (const { label, sent } of steps) {
      if (label.envelope && unorderedNetwork(this.model, label.envelope.message))
        next = this.without(label.envelope, next);
      for (const { envelope, dropped } of sent) {
        if (dropped) continue;
        const text = this.textOf(envelope);
        const first = !next.has(text);
        next = next.update(text, List<number>(), (numbers) => numbers.push(number));
        const copies = first ? (this.copies.get(text) ?? 0) : 0;
        for (let copy = 0; copy < copies; copy++) {
          const step = this.copy(target, text);
          if (!step) break;
          copied.push(step);
          target = step.target;
          next = next.update(text, List<number>(), (numbers) => numbers.push(number));
        }
      }
    }
    return { sends: next, state: target, copied };
  }

  private copy(state: State, text: string): Step | undefined {
    if (!this.duplication) return undefined;
    return this.machine.take(state, {
      action: this.duplication,
      envelope: (envelope) => this.textOf(envelope) === text,
    }).steps[0];
  }

  /** The oldest of its kind: all later receivers know of it too. An empty entry stays, so that copies are made once. */
  private without(envelope: Envelope, sends: Sends): Sends {
    return sends.update(this.textOf(envelope), List<number>(), (numbers) => numbers.shift());
  }
}
