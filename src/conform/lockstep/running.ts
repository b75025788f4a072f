/**
 * Which timers run: those that were started and have not fired since, on a node that has not failed since. The search needs
 * not know, since timers may fire there at any moment; whoever asks what the code does on its own must.
 */
import type { Simulable } from "../../protocols/index.ts";
import type { StartedTimer } from "./call.ts";
import type { CodeState } from "./code-state.ts";
import type { CodeStep } from "./step.ts";

/** By node, in the order of the code's state; of each node, by name. */
export type Running = readonly (readonly StartedTimer[])[];

/** Many pairs have the same timers, which are kept once. */
export class RunningTimers {
  private readonly known = new Map<string, readonly StartedTimer[]>();

  /** Those that a node has started, on top of what ran before. */
  joined(before: readonly StartedTimer[], started: readonly StartedTimer[]): readonly StartedTimer[] {
    const timers = new Map([...before, ...started].map((item) => [item.timer, item]));
    const list = [...timers.values()].sort((one, other) => (one.timer < other.timer ? -1 : 1));
    const text = list.map(({ timer, wait }) => `${timer}:${wait}`).join();
    const kept = this.known.get(text) ?? list;
    this.known.set(text, kept);
    return kept;
  }

  after<P extends Simulable>(running: Running, { nodes }: CodeState<P>, { happening, started }: CodeStep<P>): Running {
    if (!("node" in happening)) return running;
    const at = nodes.findIndex(({ name }) => name === happening.node);
    const before = running[at] ?? [];
    const isFresh = happening.kind !== "input" || happening.interruption !== undefined;
    const fired = happening.kind === "input" && happening.input.kind === "timer" ? happening.input.timer : undefined;
    if (!isFresh && fired === undefined && started.length === 0) return running;
    const left = isFresh ? [] : before.filter(({ timer }) => timer !== fired);
    return running.with(at, this.joined(left, started));
  }
}
