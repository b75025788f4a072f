/**
 * The graph of a compiled model: an instance of the graph module expands the states in the order of their numbers, and
 * what it writes is collected here. Only the states that are still to be expanded are kept as a whole.
 */
import {
  type Crowded,
  fingerprintKeys,
  type GraphAssembly,
  type GraphExports,
  graphFrame,
  pageBytes,
} from "../../engine/index.ts";
import { assert } from "../../source/index.ts";
import type { BuiltGraph } from "./build.ts";
import { GraphDraft, type GraphSize, type StepLabel } from "./graph.ts";
import type { Pause } from "./region.ts";

export interface GraphEngine<State> {
  readonly assembly: GraphAssembly;
  encode(state: State): Uint32Array | Crowded;
}

export type CompiledGraph<State> =
  | ({ readonly kind: "graph" } & BuiltGraph<State>)
  | Crowded
  | { readonly kind: "stopped" };

const chunksBetweenPauses = 64;

export async function writeCompiledGraph<State>(
  engine: GraphEngine<State>,
  initial: readonly State[],
  size: GraphSize,
  labels: readonly StepLabel[],
  seed: number,
  atomCount: number,
  stop: Pause,
): Promise<CompiledGraph<State>> {
  return new Writing(engine, size, labels, seed, atomCount).run(initial, stop);
}

class Writing<State> {
  readonly #engine: GraphEngine<State>;
  readonly #draft: GraphDraft;
  readonly #exports: GraphExports;
  readonly #memory: WebAssembly.Memory;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  /** States that have numbers and are not expanded, in order. */
  readonly #queue: Uint8Array[] = [];
  #position = 0;
  #steps = 0;
  /** Words of predicates that were written. */
  #atomWords = 0;
  #crowded: number | undefined;

  constructor(engine: GraphEngine<State>, size: GraphSize, labels: readonly StepLabel[], seed: number, atoms: number) {
    const { places, search, wordCount } = engine.assembly;
    this.#engine = engine;
    this.#draft = new GraphDraft(size, labels, atoms);
    this.#memory = new WebAssembly.Memory({ initial: places.pages, maximum: places.pages });
    const imports = {
      memory: this.#memory,
      drain: () => this.#drain(),
      crowded: (id: number) => {
        this.#crowded ??= id;
      },
    };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(search), { graph: imports });
    this.#exports = instance.exports as unknown as GraphExports;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#words = new Uint32Array(this.#memory.buffer);
    const keys = fingerprintKeys(wordCount, seed);
    this.#bytes.set(new Uint8Array(keys.buffer), places.keys);
    for (const { offset, values } of places.tables) this.#words.set(values, (graphFrame + offset) / 4);
    this.#reset();
  }

  async run(initial: readonly State[], stop: Pause): Promise<CompiledGraph<State>> {
    for (const state of initial) {
      const number = this.#find(state, true);
      if (typeof number !== "number") return number;
      if (!this.#draft.initial.includes(number)) this.#draft.initial.push(number);
    }
    const { input, inputBytes } = this.#engine.assembly.places;
    for (let chunk = 1; ; chunk++) {
      const bytes = this.#take(inputBytes);
      if (bytes === 0) break;
      this.#exports.run(input, input + bytes);
      this.#drain();
      if (this.#crowded !== undefined) return { kind: "crowded", crowded: this.#crowded };
      if (this.#exports.failed.value !== 0) break;
      if (chunk % chunksBetweenPauses === 0 && (await stop())) return { kind: "stopped" };
    }
    const failed = this.#exports.failed.value !== 0;
    const numberOf = (state: State) => {
      const number = this.#find(state, false);
      return typeof number === "number" && number > 0 ? number : undefined;
    };
    return { kind: "graph", graph: this.#finished(), numberOf, failed };
  }

  #finished() {
    this.#draft.stepCount = this.#steps;
    return this.#draft.finish();
  }

  /** The number of a state, entered when it is new and that is wanted. */
  #find(state: State, enter: boolean): number | Crowded {
    const words = this.#engine.encode(state);
    if ("crowded" in words) return words;
    const { tail, find, count } = this.#exports;
    this.#words.set(words, tail.value / 4);
    const before = count.value;
    const number = find(enter ? 1 : 0);
    if (count.value !== before) this.#queue.push(new Uint8Array(words.slice().buffer));
    return number;
  }

  /** Copies states from the queue to the input, up to so many bytes. */
  #take(most: number): number {
    const { input } = this.#engine.assembly.places;
    const stride = this.#engine.assembly.wordCount * 4;
    const whole = most - (most % stride);
    let taken = 0;
    while (taken < whole) {
      const first = this.#queue[0];
      if (!first) break;
      const part = first.subarray(this.#position, this.#position + whole - taken);
      this.#bytes.set(part, input + taken);
      taken += part.length;
      this.#position += part.length;
      if (this.#position < first.length) break;
      this.#queue.shift();
      this.#position = 0;
    }
    return taken;
  }

  /** Collects what was written, and makes room. */
  #drain(): void {
    const { out, stepTail, startTail, atomTail } = this.#exports;
    const { output, steps, starts, atoms } = this.#engine.assembly.places;
    const draft = this.#draft;
    const stepWords = draft.wide ? 2 : 1;
    for (let at = starts / 4; at < startTail.value / 4; at++) {
      draft.size += 1;
      draft.offsets[draft.size] = this.#steps + (unsigned(this.#words[at] as number) - steps) / (4 * stepWords);
    }
    const words = this.#words.subarray(steps / 4, stepTail.value / 4);
    assert(this.#steps + words.length / stepWords <= draft.steps.length, "there are more steps than were found before");
    if (!draft.wide) draft.steps.set(words, this.#steps);
    else {
      for (let at = 0; at < words.length; at += 2) {
        draft.steps[this.#steps + at / 2] = words[at] as number;
        draft.wide[this.#steps + at / 2] = words[at + 1] as number;
      }
    }
    this.#steps += words.length / stepWords;
    const rows = this.#words.subarray(atoms / 4, atomTail.value / 4);
    const firstRow = draft.atomWords + this.#atomWords;
    assert(firstRow + rows.length <= draft.atoms.length, "there are more states than were found before");
    draft.atoms.set(rows, firstRow);
    this.#atomWords += rows.length;
    if (out.value > output) this.#queue.push(this.#bytes.slice(output, out.value));
    this.#reset();
  }

  #reset(): void {
    const { out, tail, stepTail, startTail, atomTail } = this.#exports;
    const { output, steps, starts, atoms } = this.#engine.assembly.places;
    out.value = output;
    tail.value = output;
    stepTail.value = steps;
    startTail.value = starts;
    atomTail.value = atoms;
  }
}

const unsigned = (value: number): number => value >>> 0;

/** Bytes that the graph and its writing take, to be compared with what there is. */
export function bytesOfWriting(
  { places, atomWords }: GraphAssembly,
  { states, steps }: GraphSize,
  wide: boolean,
): number {
  return places.pages * pageBytes + steps * (wide ? 6 : 4) + states * (4 + 4 * atomWords + 4);
}
