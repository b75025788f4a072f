/**
 * Several workers on one level: each claims chunks until there are none, then all report. This thread only waits, so that it
 * hears its user and can stop everybody at once. A worker that ends by itself ends the search with an error.
 */
import { InternalError } from "../source/index.ts";
import type { Control } from "./control.ts";
import type { Counts, Event } from "./explorer.ts";
import type { Limit } from "./outcome.ts";
import type { Preparation } from "./prepare.ts";
import type { StartWorker, Worker } from "./worker.ts";

/** What a worker is started with; can be sent to it. */
export interface Assignment extends Preparation {
  readonly stopAtViolation: boolean;
  /** Where this worker keeps its counts: shared, so that they can be shown while it works. */
  readonly tally: SharedArrayBuffer;
}

/** Expand what can be claimed of a queue. */
export interface Order {
  readonly queue: 0 | 1;
}

export interface Report {
  readonly events: readonly Event[];
  readonly halted: boolean;
  /** Signs of life that the worker has seen so far. */
  readonly signs: Uint8Array;
}

const tallyNames = ["states", "transitions", "cut", "constrained"] as const;

export function writeTally(tally: Float64Array, counts: Counts): void {
  for (const [at, name] of tallyNames.entries()) tally[at] = counts[name];
}

function readTally(tally: Float64Array): Counts {
  return { states: tally[0] ?? 0, transitions: tally[1] ?? 0, cut: tally[2] ?? 0, constrained: tally[3] ?? 0 };
}

type Assigned = Omit<Assignment, "tally">;

export class Team {
  readonly #size: number;
  readonly #start: StartWorker;
  readonly #assignment: Assigned;
  readonly #control: Control;
  readonly #workers: Worker<Order, Report>[] = [];
  readonly #tallies: Float64Array[] = [];
  #events: Event[] = [];
  #waitingFor = 0;
  #halted = false;
  #signs = new Uint8Array();
  #finished: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(size: number, start: StartWorker, assignment: Assigned, control: Control) {
    this.#size = size;
    this.#start = start;
    this.#assignment = assignment;
    this.#control = control;
  }

  get isUsed(): boolean {
    return this.#workers.length > 0;
  }

  get counts(): readonly Counts[] {
    return this.#tallies.map(readTally);
  }

  /** Signs of life that any of them has seen. */
  get signs(): Uint8Array {
    return this.#signs;
  }

  takeEvents(): readonly Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Expands the level in `queue`. `pause` is called with what is waited for, and says when to stop. */
  async expand(queue: 0 | 1, pause: (idle: Promise<void>) => Promise<Limit | undefined>): Promise<Limit | undefined> {
    while (this.#workers.length < this.#size) this.#add();
    this.#halted = false;
    this.#waitingFor = this.#size;
    this.#control.set("active", this.#size);
    const done = new Promise<void>((resolve, reject) => {
      this.#finished = resolve;
      this.#failed = reject;
    });
    for (const worker of this.#workers) worker.send({ queue });
    let limit: Limit | undefined;
    while (this.#waitingFor > 0) {
      limit = (await pause(done)) ?? limit;
      if (limit === "interrupted") {
        await this.end();
        return limit;
      }
      if (limit) this.#control.set("stop", 1);
    }
    await done;
    this.#control.set("active", 1);
    return limit ?? (this.#halted ? "memory" : undefined);
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()));
    this.#waitingFor = 0;
  }

  #add(): void {
    const tally = new SharedArrayBuffer(tallyNames.length * 8);
    const worker = this.#start<Order, Report>({ kind: "search", assignment: { ...this.#assignment, tally } });
    worker.onReport(({ events, halted, signs }) => {
      this.#signs = signs.map((sign, at) => sign | (this.#signs[at] ?? 0));
      this.#events.push(...events);
      this.#halted ||= halted;
      this.#waitingFor -= 1;
      if (this.#waitingFor === 0) this.#finished?.();
    });
    worker.onEnd((reason) => {
      const states = Math.round(this.counts.reduce((sum, counts) => sum + counts.states, 0));
      this.#failed?.(new InternalError(`a worker has ended after ${states} states of its team: ${reason}`));
    });
    this.#workers.push(worker);
    this.#tallies.push(new Float64Array(tally));
  }
}
