/**
 * The graph of all states and steps, put together from the pieces that a search writes down while it visits the states. Where
 * there is no memory for it, it is given up, and the search goes on without.
 */
import { type StateGraph, type StepLabel, stateGraphOf } from "./graph.ts";
import { GrowingWords } from "./growing-words.ts";

/** Of a search that writes steps down. */
export interface RecordingShape {
  readonly labels: readonly StepLabel[];
  /** target << shift | label. */
  readonly shift: number;
  /** Words of predicates, and then images, of each state. */
  readonly atomWords: number;
}

export interface RecordedPiece {
  readonly steps: Uint32Array;
  /** By state, behind how many of `steps` its own start. */
  readonly starts: Uint32Array;
  readonly atoms: Uint32Array;
}

export class Recording {
  readonly #shape: RecordingShape;
  readonly #release: (pages: number) => void;
  #columns: { readonly steps: GrowingWords; readonly offsets: GrowingWords; readonly atoms: GrowingWords } | undefined;

  constructor(shape: RecordingShape, reserve: (pages: number) => boolean, release: (pages: number) => void) {
    this.#shape = shape;
    this.#release = release;
    const words = () => new GrowingWords(reserve);
    this.#columns = { steps: words(), offsets: words(), atoms: words() };
    // State 0 is outside: it has no steps, and nothing is true of it.
    this.#columns.offsets.append(1);
    this.#columns.atoms.append(shape.atomWords);
  }

  /** Whether it still pays to write anything down. */
  get isKept(): boolean {
    return this.#columns !== undefined;
  }

  /** `states`: how many have numbers so far. */
  take({ steps, starts, atoms }: RecordedPiece, states: number): void {
    const columns = this.#columns;
    if (!columns) return;
    const before = columns.steps.length;
    const offsets = columns.offsets.append(starts.length);
    const room = columns.steps.append(steps.length);
    const rows = columns.atoms.append(atoms.length);
    if (!offsets || !room || !rows || (states + 1) * 2 ** this.#shape.shift > 2 ** 32) {
      this.#giveUp(columns);
      return;
    }
    room.set(steps);
    rows.set(atoms);
    for (let at = 0; at < starts.length; at++) offsets[at] = before + (starts[at] as number);
  }

  /** When everything was visited; `initial` are numbers of states. Undefined when it was given up. */
  finish(initial: readonly number[]): StateGraph | undefined {
    const columns = this.#columns;
    if (!columns) return undefined;
    const size = columns.offsets.length - 1;
    const end = columns.offsets.append(1);
    if (!end) return undefined;
    end[0] = columns.steps.length;
    const { labels, shift, atomWords } = this.#shape;
    const shape = { initial, size, labels, shift, wide: undefined };
    const { words: offsets } = columns.offsets;
    return stateGraphOf({ ...shape, offsets, steps: columns.steps.words }, columns.atoms.words, atomWords);
  }

  #giveUp(columns: Record<"steps" | "offsets" | "atoms", GrowingWords>): void {
    this.#release(columns.steps.pages + columns.offsets.pages + columns.atoms.pages);
    this.#columns = undefined;
  }
}
