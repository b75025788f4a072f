/**
 * One worker's part of a search: an instance of the compiled model with its own memory, which expands chunks of the frontier.
 * What it notices on the way (a violation, a failure, a deadlock) is noted down with the state in which it happened.
 */
import {
  type Assembly,
  checking,
  expanding,
  fingerprintKeys,
  mostPages,
  type Notice,
  notices,
  type SearchExports,
} from "../engine/index.ts";
import { AbstractSteps } from "./abstract-steps.ts";
import type { Control } from "./control.ts";
import { Frontier } from "./frontier.ts";
import type { RecordedPiece } from "./liveness/index.ts";
import { VisitedTable } from "./visited-table.ts";

/** An assembly that is ready to be instantiated; can be sent to workers. */
export interface Program {
  readonly assembly: Assembly;
  readonly search: WebAssembly.Module;
  readonly table: WebAssembly.Module;
  readonly seed: number;
  /** Of one memory, for a table: less than 4 GiB in tests only. */
  readonly mostTablePages: number;
  readonly mostChunks: number;
}

/** What workers share. */
export interface SharedMemory {
  readonly control: SharedArrayBuffer;
  readonly frontier: readonly WebAssembly.Memory[];
  readonly tables: readonly WebAssembly.Memory[];
}

/** Something that happened in a state, or in a step from it. */
export interface Event {
  readonly notice: Notice;
  /** Of the action, the property or the network. */
  readonly id: number;
  /** Whether it was found when the state was looked at by itself, or when it was expanded. */
  readonly expanding: boolean;
  /** Of the state in its level, in the order of discovery. */
  readonly position: number;
  readonly words: Uint32Array;
}

export interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly cut: number;
  readonly constrained: number;
}

export class Explorer {
  readonly frontier: Frontier;
  readonly table: VisitedTable;
  /** Called with pieces of the log, when there is somebody to keep it. */
  onLog: ((bytes: Uint8Array) => boolean) | undefined;
  /** Called with pieces of the graph, where steps are written down; and how many states have numbers. */
  onSteps: ((piece: RecordedPiece, states: number) => void) | undefined;
  readonly #control: Control;
  readonly #assembly: Assembly;
  readonly #exports: SearchExports;
  #view: Uint8Array;
  readonly #memory: WebAssembly.Memory;
  readonly #stopAtViolation: boolean;
  #target: 0 | 1 = 0;
  /** A state was found to be wrong: what follows from its level does not matter any more. */
  #isOver = false;
  #at = 0;
  #end = 0;
  #events: Event[] = [];
  /** What was noted once is not noted again: what fails, once for each site in the code. */
  readonly #known = new Set<string>();
  /** By refinement. */
  readonly #abstract: ReadonlyMap<number, AbstractSteps>;

  constructor(program: Program, shared: SharedMemory, control: Control, stopAtViolation: boolean) {
    const { assembly } = program;
    const { places } = assembly;
    this.#control = control;
    this.#assembly = assembly;
    this.#stopAtViolation = stopAtViolation;
    this.#abstract = new Map(
      [...assembly.images].map(([position, { abstract }]) => [position, new AbstractSteps(abstract)]),
    );
    this.table = new VisitedTable(
      control,
      program.table,
      shared.tables,
      program.mostTablePages,
      assembly.recorded ? "numbered" : "plain",
    );
    this.frontier = new Frontier(control, shared.frontier, places.chunkBytes, program.mostChunks);
    this.#memory = new WebAssembly.Memory({
      initial: places.pages,
      maximum: places.pages + pagesToKeep(assembly, control),
    });
    const instance = new WebAssembly.Instance(program.search, {
      search: {
        memory: this.#memory,
        notice: (kind: number, id: number) => this.#notice(kind, id),
        drain: () => this.#drain(),
        pressure: () => this.#pressure(),
      },
      ...this.table.imports(assembly.tables),
    });
    this.#exports = instance.exports as unknown as SearchExports;
    const keys = fingerprintKeys(assembly.wordCount, program.seed);
    this.#view = new Uint8Array(this.#memory.buffer);
    this.#bytes.set(new Uint8Array(keys.buffer), places.keys);
    for (const { offset, values } of places.recording?.tables ?? [])
      this.#bytes.set(new Uint8Array(Uint32Array.from(values).buffer), places.frame + offset);
    this.#reset();
  }

  get counts(): Counts {
    const { fresh, transitions, cut, constrained } = this.#exports;
    return {
      states: Number(fresh.value),
      transitions: Number(transitions.value),
      cut: Number(cut.value),
      constrained: Number(constrained.value),
    };
  }

  /** The instance's memory: another view after every growth. */
  get #bytes(): Uint8Array {
    if (this.#view.length === 0) this.#view = new Uint8Array(this.#memory.buffer);
    return this.#view;
  }

  /** No memory is left for what is still to come. */
  get halted(): boolean {
    return this.#exports.halted.value !== 0;
  }

  /** Signs of life: 1 for each that was seen. */
  get signs(): Uint8Array {
    const { address, count } = this.#assembly.signs;
    return this.#bytes.slice(address, address + count);
  }

  /** Of the states themselves, when they are kept to be compared. */
  get keptBytes(): number {
    return this.#assembly.exact ? this.#memory.buffer.byteLength - this.#assembly.places.stored : 0;
  }

  /** The next state to be looked at has this position; new states go to queue `target`. */
  startLevel(target: 0 | 1): void {
    this.#target = target;
    this.#exports.position.value = 0;
    this.#exports.logged.value = 0;
    if (this.#exports.room.value <= 0) this.#pressure();
    this.#exports.fullTables.value = this.table.fullTables;
  }

  /** Enters an initial state. */
  offer(words: Uint32Array, ordinal: number): void {
    const { tail, offer } = this.#exports;
    this.#bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), tail.value);
    offer(ordinal);
  }

  /** The words of the state that stands for the one with these words, and for all others of its orbit. */
  representative(words: Uint32Array): Uint32Array {
    const { tail, represent } = this.#exports;
    this.#bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), tail.value);
    represent();
    return new Uint32Array(this.#bytes.slice(tail.value, tail.value + words.byteLength).buffer);
  }

  /** Where steps are written down: the number of the state with these words, 0 when it was not visited. */
  numberOf(words: Uint32Array): number {
    const { tail, find } = this.#exports;
    this.#bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), tail.value);
    return find?.() ?? 0;
  }

  /** Where steps are written down: whether a predicate had no value in some state. */
  get atomFailed(): boolean {
    return (this.#exports.failed?.value ?? 0) !== 0;
  }

  /** Takes the next chunk of `queue`, to be looked at by `explore`; false when the queue is empty. */
  claim(queue: 0 | 1): boolean {
    const chunk = this.frontier.claim(queue);
    if (!chunk) return false;
    const { input } = this.#assembly.places;
    this.frontier.read(chunk, this.#bytes.subarray(input));
    this.frontier.release(chunk);
    this.#at = input;
    this.#end = input + chunk.bytes;
    return true;
  }

  /**
   * Looks at some states of the chunk: at the states only, or also at everything that follows from them. False when there is
   * nothing left of the chunk, or no memory for what follows.
   */
  explore(expand: boolean, states = statesInPiece): boolean {
    const { mode, run } = this.#exports;
    if (this.#at >= this.#end || this.halted) return false;
    mode.value = expand && !this.#isOver ? checking | expanding : checking;
    const piece = states * this.#assembly.wordCount * 4;
    this.#at = run(this.#at, Math.min(this.#end, this.#at + piece));
    return this.#at < this.#end && !this.halted;
  }

  /** Looks at all states of `queue` that nobody has looked at, the rest of the last chunk first, and expands none. */
  checkRest(queue: 0 | 1): void {
    this.#exports.halted.value = 0;
    do {
      while (this.explore(false)) {}
    } while (this.claim(queue));
    this.#tellOfSymmetry();
  }

  /** Hands over what is left of a level. */
  finishLevel(): void {
    this.#exports.flush();
    this.#drain();
    this.#tellOfSymmetry();
  }

  #tellOfSymmetry(): void {
    if (this.#exports.gaveUp?.value) this.#control.set("approximate", 1);
    if (this.#exports.orderShows?.value) this.#control.set("orderShows", 1);
  }

  takeEvents(): readonly Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #reset(): void {
    const { out, tail, logTail, stepTail, startTail, atomTail } = this.#exports;
    const { output, log, recording } = this.#assembly.places;
    out.value = output;
    tail.value = output;
    logTail.value = log;
    if (!recording || !stepTail || !startTail || !atomTail) return;
    stepTail.value = recording.steps;
    startTail.value = recording.starts;
    atomTail.value = recording.atoms;
  }

  #notice(kind: number, id: number): void {
    const notice = notices[kind]!;
    const { phase, parent, position, mode, halted, site } = this.#exports;
    const isExpanding = phase.value === expanding;
    if (notice === "image") {
      this.#compare(id);
      return;
    }
    const name = `${kind} ${id} ${isExpanding} ${notice.startsWith("failed") ? site.value : ""}`;
    if (this.#known.has(name)) return;
    this.#known.add(name);
    const start = parent.value;
    const words = new Uint32Array(this.#bytes.slice(start, start + this.#assembly.wordCount * 4).buffer);
    this.#events.push({ notice, id, expanding: isExpanding, position: position.value, words });
    if (notice === "crowded") halted.value = 1;
    else if (this.#stopAtViolation && !isExpanding && notice !== "reached") {
      this.#isOver = true;
      mode.value = checking;
    }
  }

  /** A step with other images before and after: the abstract model has to have it. */
  #compare(property: number): void {
    const { address, abstract, roomFrom } = this.#assembly.images.get(property)!;
    const images = new Uint32Array(this.#bytes.slice(address, address + 8 * abstract.wordCount).buffer);
    const answer = this.#abstract.get(property)!.allows(images);
    if (answer === "refused") this.#notice(notices.indexOf("violated"), property);
    else if (answer !== "allowed") this.#notice(notices.indexOf("crowded"), roomFrom + answer.crowded);
  }

  #pressure(): void {
    const { room, halted, fullTables } = this.#exports;
    const taken = this.table.takeRoom();
    if (taken === 0) halted.value = 1;
    room.value += taken;
    fullTables.value = this.table.fullTables;
  }

  #drain(): void {
    const { out, logTail, halted } = this.#exports;
    const { output, log } = this.#assembly.places;
    const isStored = out.value === output || this.frontier.push(this.#target, this.#bytes.subarray(output, out.value));
    const isLogged = !this.onLog || this.onLog(this.#bytes.subarray(log, logTail.value));
    if (!isStored || !isLogged) {
      halted.value = 1;
      this.#control.set("exhausted", 1);
    }
    this.#record();
    this.#reset();
  }

  #record(): void {
    const { stepTail, startTail, atomTail, fresh } = this.#exports;
    const places = this.#assembly.places.recording;
    if (!places || !this.onSteps || !stepTail || !startTail || !atomTail) return;
    const words = (from: number, to: number) => new Uint32Array(this.#bytes.buffer, from, (to - from) / 4);
    const piece = {
      steps: words(places.steps, stepTail.value),
      starts: words(places.starts, startTail.value),
      atoms: words(places.atoms, atomTail.value),
    };
    this.onSteps(piece, Number(fresh.value));
  }
}

/** States that are expanded before the caller may do something else, unless it says how many. */
const statesInPiece = 256;

/** States that are kept to be compared lie in the instance's memory: half of what the search may use is for them. */
function pagesToKeep({ exact, places }: Assembly, control: Control): number {
  if (!exact) return 0;
  const half = Math.min(mostPages - places.pages, Math.floor(control.get("pagesLeft") / 2));
  return control.reserve(half) ? half : 0;
}
