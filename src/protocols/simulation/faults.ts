/**
 * What may go wrong in a simulated run, in the language's vocabulary. Each seed draws its own weather: some runs are calm,
 * some have one kind of fault only, so that no fault hides what another would show.
 */
import type { Random } from "./random.ts";

export interface Faults {
  /** How often a node crashes, and loses what is volatile or not synced; how many may be down at once. Each comes back. */
  readonly crash: { readonly total: number; readonly atOnce: number };
  /** How often the processes are split in two sides, between which nothing is delivered until it heals. */
  readonly partition: { readonly total: number };
  /** How often a node takes no steps for a while. */
  readonly pause: { readonly total: number };
  /** Which part of the messages is lost, which arrives twice. */
  readonly loss: number;
  readonly duplication: number;
  /** Whether messages of the same sender and receiver may overtake each other. */
  readonly reordering: boolean;
  /** No fault, but it decides what faults can do: how long a message usually takes at most, in virtual milliseconds. */
  readonly latency: number;
}

export const noFaults: Faults = {
  crash: { total: 0, atOnce: 0 },
  partition: { total: 0 },
  pause: { total: 0 },
  loss: 0,
  duplication: 0,
  reordering: false,
  latency: 12,
};

export function drawFaults(random: Random, nodes: number): Faults {
  if (random.chance(0.05)) return noFaults;
  const sometimes = (draw: () => number) => (random.chance(0.6) ? draw() : 0);
  const most = random.pick([3, 6, 20]);
  return {
    crash: { total: sometimes(() => random.between(1, most)), atOnce: random.between(1, nodes) },
    partition: { total: sometimes(() => random.between(1, most)) },
    pause: { total: sometimes(() => random.between(1, most)) },
    loss: sometimes(() => random.between(1, 20) / 100),
    duplication: sometimes(() => random.between(1, 20) / 100),
    reordering: random.chance(0.7),
    latency: random.pick([5, 12, 12, 60]),
  };
}
