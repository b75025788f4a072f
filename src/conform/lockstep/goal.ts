/**
 * What code has to come to when nothing fails any more, whatever was before: the goal of a protocol, what its clients ask for
 * meanwhile, and how long its timers run. Nothing of it comes from the model, which says what may happen and not what will.
 */
import type { Node, Simulable } from "../../protocols/index.ts";

export interface Goal<P extends Simulable> {
  /** In a few words: `everybody has come to the same decision`. */
  readonly text: string;
  /** For how many ticks a timer runs: 0 ends at once, others when all messages have arrived so many times. */
  ticks(wait: P["wait"], node: Node): number;
  /** What clients ask, one after the other, and again with every tick until they are served. */
  readonly wishes: readonly Wish<P>[];
  /** What the nodes still lack. */
  missing(states: readonly P["state"][]): string | undefined;
}

export interface Wish<P extends Simulable> {
  readonly client: string;
  readonly request: P["request"];
  /** Whom it asks: every node in turn, unless it is said. */
  readonly to?: Node;
  /** Whether that is what it waits for. Without this, everybody is asked once, and no answer is waited for. */
  isServed?(answer: P["answer"]): boolean;
}
