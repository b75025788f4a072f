/**
 * The graph that a search writes down while it visits the states for the first time: what the engine hands over is collected,
 * and in the end there is a graph with the numbers that the engine gave.
 */
import type { Engine } from "./compiled-search.ts";
import type { Control } from "./control.ts";
import type { Explorer } from "./explorer.ts";
import { type BuiltGraph, Recording } from "./liveness/index.ts";

export class RecordedGraph<State> {
  readonly #engine: Engine<State>;
  readonly #explorer: Explorer;
  readonly #recording: Recording | undefined;

  constructor(engine: Engine<State>, explorer: Explorer, control: Control) {
    this.#engine = engine;
    this.#explorer = explorer;
    const { recorded, places } = engine.assembly;
    if (!recorded || !places.recording) return;
    const recording = new Recording(
      { ...recorded, ...places.recording },
      (pages) => control.reserve(pages),
      (pages) => control.add("pagesLeft", pages),
    );
    explorer.onSteps = (piece, states) => recording.take(piece, states);
    this.#recording = recording;
  }

  /** Undefined where nothing was written down, or not all of it, or a predicate has no value somewhere. */
  finish(initial: readonly State[]): BuiltGraph<State> | undefined {
    if (!this.#recording || this.#explorer.atomFailed) return undefined;
    const numberOf = (state: State): number | undefined => {
      const words = this.#engine.encode(state);
      return "crowded" in words ? undefined : this.#explorer.numberOf(words) || undefined;
    };
    const numbers = new Set(initial.flatMap((state) => numberOf(state) ?? []));
    const graph = this.#recording.finish([...numbers]);
    return graph && { graph, numberOf, failed: false };
  }
}
