/**
 * The numbers that all workers of a search share, in one piece of shared memory: how much memory is left, how many more
 * states the table may take, who waits for it to grow. Everything that is more than one number is changed under a lock.
 */
import { pageBytes } from "../engine/index.ts";

const names = [
  "lock",
  "stop",
  "exhausted",
  "pagesLeft",
  "room",
  "active",
  "paused",
  "generation",
  "fullTables",
  "stored",
  "chunks",
  "free",
  "approximate",
  "orderShows",
] as const;
type Name = (typeof names)[number];
const place = Object.fromEntries(names.map((name, at) => [name, at])) as Record<Name, number>;

/** Ints in front of whatever else is kept in the same memory. */
export const controlInts = 16;

export class Control {
  readonly ints: Int32Array<SharedArrayBuffer>;

  constructor(shared: SharedArrayBuffer) {
    this.ints = new Int32Array(shared);
  }

  get(name: Name): number {
    return Atomics.load(this.ints, place[name]);
  }

  set(name: Name, value: number): void {
    Atomics.store(this.ints, place[name], value);
  }

  /** Returns the value before. */
  add(name: Name, value: number): number {
    return Atomics.add(this.ints, place[name], value);
  }

  /** Takes pages of 64 KiB out of what the search may use; false when there are not so many. */
  reserve(pages: number): boolean {
    if (this.add("pagesLeft", -pages) >= pages) return true;
    this.add("pagesLeft", pages);
    return false;
  }

  reserveBytes(bytes: number): boolean {
    return this.reserve(Math.ceil(bytes / pageBytes));
  }

  /** Runs `work` while nobody else runs theirs. The lock is 0 free, 1 taken, 2 taken with somebody waiting. */
  locked<T>(work: () => T): T {
    let before = Atomics.compareExchange(this.ints, place.lock, 0, 1);
    while (before !== 0) {
      if (before === 2 || Atomics.compareExchange(this.ints, place.lock, 1, 2) !== 0)
        Atomics.wait(this.ints, place.lock, 2);
      before = Atomics.compareExchange(this.ints, place.lock, 0, 2);
    }
    try {
      return work();
    } finally {
      if (Atomics.exchange(this.ints, place.lock, 0) === 2) Atomics.notify(this.ints, place.lock, 1);
    }
  }

  /** Waits until `generation` is no longer what it was. */
  awaitGeneration(before: number): void {
    while (this.get("generation") === before) Atomics.wait(this.ints, place.generation, before);
  }

  nextGeneration(): void {
    this.add("generation", 1);
    Atomics.notify(this.ints, place.generation);
  }
}
