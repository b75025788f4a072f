/** Steps of the code: what happened, where it leads, and what the model must do to get there too. */
import type { Breach, Envelope, Input, Node, Simulable } from "../../protocols/index.ts";
import type { StartedTimer } from "./call.ts";
import type { CodeState, Parcel } from "./code-state.ts";
import type { Deed } from "./deed.ts";

/** A crash in the middle of a step. */
export interface Interruption {
  /** So many records are on the disk afterwards. */
  readonly records: number;
  /** So many of the step's messages were handed to the network. */
  readonly handed: number;
  /** Of so many effects and messages, so many were carried out. */
  readonly performed: number;
  readonly of: number;
}

/** Whether a node that fails stays down, or comes back in the same step: the model may have either fault. */
export type Failing = "crash" | "restart";

export type Happening<P extends Simulable> =
  | {
      readonly kind: "input";
      readonly node: Node;
      readonly input: Input<P>;
      /** Names of the events that the step passed, in order. */
      readonly events: readonly string[];
      readonly failing?: Failing;
      readonly interruption?: Interruption;
    }
  /** A node fails between two steps, or comes back. */
  | { readonly kind: "fail"; readonly node: Node; readonly failing: Failing; readonly records: number }
  | { readonly kind: "return"; readonly node: Node; readonly interruption?: Interruption }
  | { readonly kind: "loss" | "duplication"; readonly envelope: Envelope<P["message"]> };

/** One way to see a step: after a crash in its middle, more or fewer of its events may count as having happened. */
export interface Way<P extends Simulable> {
  readonly target: CodeState<P>;
  readonly word: readonly Deed[];
  /** Why the model's bounds do not reach this far, if they do not. */
  readonly beyond?: string | undefined;
}

export interface CodeStep<P extends Simulable> {
  readonly happening: Happening<P>;
  readonly ways: readonly Way<P>[];
  /** What is wrong with the step, whatever the model says. */
  readonly complaint?: string | undefined;
  /** A duty that the node does not keep, though the model allows the step. */
  readonly breach?: Breach | undefined;
  /** Timers that run on the node because of it. A node that fails has no others. */
  readonly started: readonly StartedTimer[];
  /** The message that was received, lost or doubled. */
  readonly received?: Parcel<P> | undefined;
  /** What it sent. */
  readonly sent: readonly Parcel<P>[];
}
