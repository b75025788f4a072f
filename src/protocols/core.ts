/**
 * What every protocol core is: a pure function from a state and an input to a new state and to what should happen because
 * of it. No clock, no I/O, no randomness: a runtime brings inputs, carries out effects, and delivers messages. The same
 * core is driven by the simulated runtime, by processes of an operating system, and by an exhaustive comparison with a
 * model.
 *
 * The contract of a runtime, for each outcome: it carries out `effects` in their order, and only then hands `messages` to
 * the network, so that no message leaves before what it depends on is durable. It gives a node its next input only after
 * that. A crash may come between any two of these.
 */
import type { CoreEvent } from "./trace-event.ts";

/** The name of a node: `s1`, `coordinator`. */
export type Node = string;

export interface Envelope<Message> {
  readonly from: Node;
  readonly to: Node;
  readonly message: Message;
}

/** The types of one protocol, gathered so that runtimes need a single parameter. */
export interface Protocol {
  readonly state: object;
  readonly message: { readonly type: string };
  /** What is appended to the durable log, one record at a time, each whole or not at all. */
  readonly record: object;
  readonly request: object;
  readonly answer: object;
  /** How long a timer runs, by name: a runtime knows what that means in its own time, and draws where there is a range. */
  readonly wait: string;
}

export type Input<P extends Protocol> =
  | ({ readonly kind: "message" } & Envelope<P["message"]>)
  | { readonly kind: "timer"; readonly timer: string }
  | { readonly kind: "request"; readonly client: string; readonly request: P["request"] };

export type Effect<P extends Protocol> =
  /** Append to the durable log; a crash before the next `sync` may lose it. */
  | { readonly kind: "append"; readonly record: P["record"] }
  | { readonly kind: "sync" }
  /** A timer that runs already under this name starts anew. Timers are volatile. */
  | { readonly kind: "start-timer"; readonly timer: string; readonly wait: P["wait"] }
  | { readonly kind: "answer"; readonly client: string; readonly answer: P["answer"] };

export interface Outcome<P extends Protocol> {
  readonly state: P["state"];
  readonly messages: readonly Envelope<P["message"]>[];
  readonly effects: readonly Effect<P>[];
  /** One per transition, in their order; none when trace points are silent. */
  readonly events: readonly CoreEvent[];
}

export interface Core<P extends Protocol> {
  readonly nodes: readonly Node[];
  /**
   * How a node begins. `records` are those of its durable log; `restarted` tells a node that comes back from one that
   * never ran, which the log can't when it is empty.
   */
  start(node: Node, records: readonly P["record"][], restarted: boolean): Outcome<P>;
  step(state: P["state"], input: Input<P>): Outcome<P>;
}
