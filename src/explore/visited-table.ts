/**
 * The table of visited states as one worker sees it: instances of the table's module over shared memories, and the growing,
 * for which everybody has to stop. When a memory is full, the next one takes what is new.
 */
import {
  type EntryKind,
  mostPages,
  pageBytes,
  type TableExports,
  tableBytes,
  tableCapacity,
  tablePages,
  wholeLines,
} from "../engine/index.ts";
import { assert } from "../source/index.ts";
import type { Control } from "./control.ts";

/** Entries per home at most. */
const load = 0.75;
const smallest = 1 << 15;
/** States that a worker may enter before it looks again. */
const share = 4096;

export class VisitedTable {
  readonly #control: Control;
  readonly #memories: readonly WebAssembly.Memory[];
  readonly #instances: readonly TableExports[];
  readonly #mostPages: number;
  readonly #kind: EntryKind;

  constructor(
    control: Control,
    module: WebAssembly.Module,
    memories: readonly WebAssembly.Memory[],
    most = mostPages,
    kind: EntryKind = "plain",
  ) {
    this.#kind = kind;
    this.#control = control;
    this.#memories = memories;
    this.#instances = memories.map(
      (memory) => new WebAssembly.Instance(module, { table: { memory } }).exports as unknown as TableExports,
    );
    this.#mostPages = most;
  }

  /** What the search module imports as `table0`, …; it may know of more tables than there is memory for. */
  imports(count: number): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const names = Array.from({ length: count }, (_none, at) => `table${at}`);
    return Object.fromEntries(
      names.map((name, at) => [name, { ...this.#instances[Math.min(at, this.#instances.length - 1)] }]),
    );
  }

  get fullTables(): number {
    return this.#control.get("fullTables");
  }

  /** Bytes of all homes. */
  get bytes(): number {
    return this.#instances.reduce((sum, instance) => sum + tableBytes(instance.capacity(), this.#kind), 0);
  }

  /** Makes the table ready for first states. */
  start(): boolean {
    return this.#grow();
  }

  /** From now on this worker counts among those that a growing table waits for. */
  enter(): void {
    this.#control.locked(() => this.#control.add("active", 1));
  }

  leave(): void {
    this.#control.locked(() => {
      const active = this.#control.add("active", -1) - 1;
      if (active > 0 && this.#control.get("paused") === active) this.#growForAll();
    });
  }

  /** How many more states may be entered by the caller; waits for more room where there is none. 0 when memory is used up. */
  takeRoom(): number {
    for (;;) {
      const before = this.#control.get("generation");
      const taken = this.#control.locked(() => {
        const room = this.#control.get("room");
        if (room > 0) {
          const part = Math.min(share, room);
          this.#control.set("room", room - part);
          return part;
        }
        if (this.#control.get("exhausted") !== 0) return 0;
        if (this.#control.add("paused", 1) + 1 === this.#control.get("active")) this.#growForAll();
        return undefined;
      });
      if (taken !== undefined) return taken;
      this.#control.awaitGeneration(before);
    }
  }

  #growForAll(): void {
    if (!this.#grow()) this.#control.set("exhausted", 1);
    this.#control.set("paused", 0);
    this.#control.nextGeneration();
  }

  /** Called by one worker while no other enters anything. */
  #grow(): boolean {
    const current = this.fullTables;
    const instance = this.#instances[current];
    const memory = this.#memories[current];
    if (!instance || !memory) return false;
    const before = instance.capacity();
    const roomiest = tableCapacity(this.#mostPages, this.#kind);
    for (const factor of before < 1 << 21 ? [4, 2, 1.4, 1.2] : [1.5, 1.3, 1.12]) {
      const capacity = wholeLines(Math.max(smallest, Math.min(roomiest, before * factor)), this.#kind);
      // A small last step is not worth its time.
      if (capacity < before * 1.05) break;
      if (!this.#reach(memory, capacity, before)) continue;
      instance.resize(capacity);
      this.#control.add("room", Math.floor(capacity * load) - Math.floor(before * load));
      return true;
    }
    if (current + 1 >= this.#instances.length || before === 0) return false;
    this.#control.set("fullTables", current + 1);
    return this.#grow();
  }

  #reach(memory: WebAssembly.Memory, capacity: number, before: number): boolean {
    const touched = Math.ceil(tableBytes(capacity - before, this.#kind) / pageBytes);
    const missing = tablePages(capacity, this.#kind) - memory.buffer.byteLength / pageBytes;
    assert(capacity > before, "a table never shrinks");
    if (!this.#control.reserve(touched)) return false;
    try {
      if (missing > 0) memory.grow(missing);
      return true;
    } catch {
      this.#control.add("pagesLeft", touched);
      return false;
    }
  }
}
