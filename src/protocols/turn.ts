/**
 * One turn of a core: it begins with a state and an input, and gathers what a step does in the order of the code. A turn
 * lives inside one call of `step` and never leaves it, so that cores stay pure functions and yet read like the paper.
 */
import type { Effect, Envelope, Node, Outcome, Protocol } from "./core.ts";
import type { CoreEvent, Variables } from "./trace-event.ts";
import type { TracePoint } from "./trace-point.ts";

/** What a protocol's state needs at least: a node knows its own name. */
export interface Identified {
  readonly node: Node;
}

export class Turn<P extends Protocol & { readonly state: Identified }> {
  state: P["state"];
  private traced: P["state"];
  private tracedMessages = 0;
  private readonly point: TracePoint<P["state"], P["message"]>;
  private readonly messages: Envelope<P["message"]>[] = [];
  private readonly effects: Effect<P>[] = [];
  private readonly events: CoreEvent[] = [];

  constructor(state: P["state"], point: TracePoint<P["state"], P["message"]>) {
    this.state = state;
    this.traced = state;
    this.point = point;
  }

  update(changes: Partial<P["state"]>): void {
    this.state = { ...this.state, ...changes };
  }

  /** Makes a record durable: nothing that is sent or answered in this turn leaves before. */
  persist(record: P["record"]): void {
    this.effects.push({ kind: "append", record }, { kind: "sync" });
  }

  startTimer(timer: string, wait: P["wait"]): void {
    this.effects.push({ kind: "start-timer", timer, wait });
  }

  answer(client: string, answer: P["answer"]): void {
    this.effects.push({ kind: "answer", client, answer });
  }

  send(to: Node, message: P["message"]): void {
    this.messages.push({ from: this.state.node, to, message });
  }

  /** The trace point of a transition that is complete: what changed and what was sent since the last one. */
  trace(action: string, args: Variables = {}, received?: Envelope<P["message"]>): void {
    const sent = this.messages.slice(this.tracedMessages);
    const event = this.point({ action, args, before: this.traced, after: this.state, received, sent });
    this.traced = this.state;
    this.tracedMessages = this.messages.length;
    if (event) this.events.push(event);
  }

  end(): Outcome<P> {
    return { state: this.state, messages: this.messages, effects: this.effects, events: this.events };
  }
}
