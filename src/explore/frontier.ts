/**
 * The frontier: whole states, in chunks, in shared memory. A level is a queue of chunks; a worker claims a chunk of the
 * level that is expanded, and appends chunks of new states to the next one. A chunk is free again as soon as its states are
 * expanded, so that two neighbouring levels never take the memory of both.
 */
import { mostPages, pageBytes } from "../engine/index.ts";
import { assert } from "../source/index.ts";
import { type Control, controlInts } from "./control.ts";

/** Chunks by which the memory grows. */
const growth = 16;

interface Chunk {
  readonly number: number;
  readonly bytes: number;
}

/** Ints of shared memory that the queues need. */
export const frontierInts = (mostChunks: number): number => 4 + 5 * mostChunks;

export class Frontier {
  readonly #control: Control;
  readonly #ints: Int32Array;
  readonly #memories: readonly WebAssembly.Memory[];
  readonly #views: Uint8Array[];
  readonly #chunkPages: number;
  readonly #chunkBytes: number;
  readonly #chunksInMemory: number;
  readonly #mostChunks: number;

  constructor(control: Control, memories: readonly WebAssembly.Memory[], chunkBytes: number, mostChunks: number) {
    this.#control = control;
    this.#ints = control.ints.subarray(controlInts);
    this.#memories = memories;
    this.#views = memories.map((memory) => new Uint8Array(memory.buffer));
    this.#chunkBytes = chunkBytes;
    this.#chunkPages = chunkBytes / pageBytes;
    this.#chunksInMemory = Math.floor(mostPages / this.#chunkPages);
    this.#mostChunks = mostChunks;
  }

  /** Copies `bytes` into a free chunk and appends it to the queue; false when there is no memory for it. */
  push(queue: 0 | 1, bytes: Uint8Array): boolean {
    const number = this.#control.locked(() => this.#take());
    if (number === undefined) return false;
    this.#view(number).set(bytes);
    const at = Atomics.add(this.#ints, queue * 2, 1);
    const entry = this.#entry(queue, at);
    this.#ints[entry] = number;
    this.#ints[entry + 1] = bytes.length;
    return true;
  }

  /** The next chunk of the queue that nobody has claimed. */
  claim(queue: 0 | 1): Chunk | undefined {
    const at = Atomics.add(this.#ints, queue * 2 + 1, 1);
    return at < Atomics.load(this.#ints, queue * 2) ? this.#chunk(queue, at) : undefined;
  }

  /** Copies the states of a chunk. */
  read({ number, bytes }: Chunk, target: Uint8Array): void {
    target.set(this.#view(number).subarray(0, bytes));
  }

  release({ number }: Chunk): void {
    this.#control.locked(() => {
      this.#ints[4 + this.#control.add("free", 1)] = number;
    });
  }

  /** Forgets all chunks of a queue, also those that were not claimed. */
  clear(queue: 0 | 1): void {
    for (let chunk = this.claim(queue); chunk; chunk = this.claim(queue)) this.release(chunk);
    Atomics.store(this.#ints, queue * 2, 0);
    Atomics.store(this.#ints, queue * 2 + 1, 0);
  }

  #take(): number | undefined {
    const free = this.#control.get("free");
    if (free > 0) {
      this.#control.set("free", free - 1);
      return this.#ints[4 + free - 1];
    }
    const number = this.#control.get("chunks");
    if (number >= this.#mostChunks) return undefined;
    if (number % growth === 0 && !this.#grow(number)) return undefined;
    this.#control.set("chunks", number + 1);
    return number;
  }

  #grow(number: number): boolean {
    const memory = this.#memories[Math.floor(number / this.#chunksInMemory)];
    if (!memory || !this.#control.reserve(growth * this.#chunkPages)) return false;
    const end = ((number % this.#chunksInMemory) + growth) * this.#chunkPages;
    const missing = Math.min(end, mostPages) - memory.buffer.byteLength / pageBytes;
    try {
      if (missing > 0) memory.grow(missing);
      return true;
    } catch {
      return false;
    }
  }

  #view(number: number): Uint8Array {
    const index = Math.floor(number / this.#chunksInMemory);
    const start = (number % this.#chunksInMemory) * this.#chunkBytes;
    let view = this.#views[index];
    if (!view || view.length < start + this.#chunkBytes) {
      const memory = this.#memories[index];
      assert(memory, "a chunk lies in a memory");
      view = new Uint8Array(memory.buffer);
      this.#views[index] = view;
    }
    return view.subarray(start, start + this.#chunkBytes);
  }

  #entry(queue: 0 | 1, at: number): number {
    return 4 + this.#mostChunks * (1 + queue * 2) + at * 2;
  }

  #chunk(queue: 0 | 1, at: number): Chunk {
    const entry = this.#entry(queue, at);
    return { number: this.#ints[entry]!, bytes: this.#ints[entry + 1]! };
  }
}
