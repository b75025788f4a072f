/**
 * One call of the core at one node, with all that follows from it whatever the other nodes do: the state of the node
 * afterwards, its messages and events, and what each possible crash in the middle leaves. Calls are kept: the same node in
 * the same state is asked the same in many states of the whole.
 */
import type { Breach, Node, Outcome, Simulable, Transition } from "../../protocols/index.ts";
import type { CodeNode, Disk, Parcel } from "./code-state.ts";
import type { Deed } from "./deed.ts";
import type { Failing, Happening, Interruption } from "./step.ts";

export type CallHappening<P extends Simulable> = Extract<Happening<P>, { kind: "input" | "return" }>;

/** What a core did. */
export interface Passed<P extends Simulable> {
  readonly outcome: Outcome<P>;
  readonly transitions: readonly Transition<P["state"], P["message"]>[];
}

export interface Call<P extends Simulable> {
  readonly happening: CallHappening<P>;
  readonly node: CodeNode<P>;
  /** The message that was the input. */
  readonly received?: Parcel<P>;
  readonly after: CodeNode<P>;
  readonly sent: readonly Parcel<P>[];
  /** When a node comes back: the model's word for that. */
  readonly restart?: Deed;
  /** One for each event. */
  readonly deeds: readonly Deed[];
  /** How many messages were sent when so many events had happened; all of them with the last. */
  readonly sentAfter: readonly number[];
  /** The node's states before and after each event, for the mapping's memory. */
  readonly moves: readonly (readonly [before: P["state"], after: P["state"]])[];
  readonly crashes: readonly Crash<P>[];
  /** The timers that it starts. */
  readonly started: readonly StartedTimer[];
  /** What is wrong with it, whatever the model says. */
  readonly complaint?: string;
  /** A duty that it does not keep. */
  readonly breach?: Breach;
}

/** A timer that runs, and for how long by name. */
export interface StartedTimer {
  readonly timer: string;
  readonly wait: string;
}

/** A crash amidst the call, or of a node that does nothing. */
export interface Crash<P extends Simulable> {
  readonly failing: Failing;
  readonly interruption: Interruption;
  readonly landing: Landing<P>;
}

/** Where a node is after it failed: down, or back at once, with what it sends when it comes back. */
export interface Landing<P extends Simulable> {
  readonly node: CodeNode<P>;
  readonly sent: readonly Parcel<P>[];
  readonly started: readonly StartedTimer[];
  readonly complaint?: string;
  readonly breach?: Breach;
}

/** The timers that an outcome starts, in their order. */
export const startedBy = <P extends Simulable>({ effects }: Outcome<P>): readonly StartedTimer[] =>
  effects.flatMap((effect) => (effect.kind === "start-timer" ? [{ timer: effect.timer, wait: effect.wait }] : []));

/** What effects make of a disk. */
export function written<P extends Simulable>(
  { records, synced }: Disk<P["record"]>,
  effects: Outcome<P>["effects"],
): Disk<P["record"]> {
  let disk: Disk<P["record"]> = { records, synced };
  for (const effect of effects) {
    if (effect.kind === "append") disk = { ...disk, records: [...disk.records, effect.record] };
    if (effect.kind === "sync") disk = { ...disk, synced: disk.records.length };
  }
  return disk;
}

/** Every different outcome of a crash amidst a call; after its last effect or message, it is a crash between two steps. */
export function* interruptions<P extends Simulable>(
  before: Disk<P["record"]>,
  { effects, messages }: Outcome<P>,
): Generator<Interruption> {
  const of = effects.length + messages.length;
  const seen = new Set<string>();
  for (let performed = 0; performed < of; performed++) {
    const disk = written<P>(before, effects.slice(0, performed));
    const handed = Math.max(0, performed - effects.length);
    for (let records = disk.synced; records <= disk.records.length; records++) {
      const key = `${records} ${handed}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { records, handed, performed, of };
    }
  }
}

/** Events tell what happened, in order: each begins where the one before has ended, with the messages sent since then. */
export function untrueEvents<P extends Simulable>(
  node: Node,
  before: P["state"] | undefined,
  { outcome, transitions }: Passed<P>,
): string | undefined {
  if (outcome.events.length !== transitions.length)
    return `${node} passes ${transitions.length} events, and tells of ${outcome.events.length}`;
  let [state, sent] = [before, 0];
  for (const { action, before: from, after, sent: messages } of transitions) {
    if (state !== undefined && from !== state)
      return `${node} tells of \`${action}\` from another state than it was in`;
    const isSent = messages.every((message, at) => message === outcome.messages[sent + at]);
    if (!isSent) return `${node} tells of other messages in \`${action}\` than it sends`;
    state = after;
    sent += messages.length;
  }
  return undefined;
}

/** What a client is told must be safe by then. */
export function prematureAnswer<P extends Simulable>(node: Node, { effects }: Outcome<P>): string | undefined {
  let answered: string | undefined;
  for (const effect of effects) {
    if (effect.kind === "answer") answered = effect.client;
    else if (answered !== undefined && effect.kind !== "start-timer")
      return `${node} answers ${answered} before what it has written is durable`;
  }
  return undefined;
}
