/**
 * Those who take the walks of a simulation: worker threads, or this thread alone. Which of them takes which walk is settled
 * beforehand, so that nothing depends on who is faster.
 */
import { InternalError } from "../../source/index.ts";
import type { StartWorker, Worker } from "../worker.ts";
import { type WalkAssignment, Walker, type WalkOrder, type WalkReport } from "./walker.ts";

export interface CrewOptions {
  readonly workers: number;
  readonly startWorker?: StartWorker;
  /** Resolves after some milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** How long a walker of this thread goes on before it lets others have a word, in walks. */
const walksAtOnce = 8;
const millisecondsBetweenLooks = 100;

/** A worker, and who waits for its report. */
interface Hand {
  readonly worker: Worker<WalkOrder, WalkReport>;
  resolve?: (report: WalkReport) => void;
  reject?: (error: Error) => void;
}

export class Crew {
  readonly #stop: Int32Array;
  readonly #hands: Hand[] = [];
  readonly #walker: Walker | undefined;
  readonly #sleep: ((milliseconds: number) => Promise<void>) | undefined;

  constructor(assignment: WalkAssignment, { workers, startWorker, sleep }: CrewOptions) {
    this.#stop = new Int32Array(assignment.stop);
    this.#sleep = sleep;
    if (workers < 2 || !startWorker) {
      this.#walker = new Walker(assignment);
      return;
    }
    for (let count = 0; count < workers; count++) {
      const hand: Hand = { worker: startWorker<WalkOrder, WalkReport>({ kind: "walks", assignment }) };
      hand.worker.onReport((report) => hand.resolve?.(report));
      hand.worker.onEnd((reason) => hand.reject?.(new InternalError(`a worker has ended: ${reason}`)));
      this.#hands.push(hand);
    }
  }

  /** Takes the walks from `from` on below `to`. `look` is asked now and then whether to stop. */
  async take(from: number, to: number, look: () => Promise<boolean>): Promise<readonly WalkReport[]> {
    if (this.#walker) return this.#takeHere(this.#walker, from, to, look);
    let waiting = true;
    const reports = Promise.all(
      this.#hands.map((hand, at) => {
        const report = new Promise<WalkReport>((resolve, reject) => {
          hand.resolve = resolve;
          hand.reject = reject;
        });
        hand.worker.send({ from: from + at, to, stride: this.#hands.length });
        return report;
      }),
    ).finally(() => {
      waiting = false;
    });
    do {
      if (this.#sleep) await Promise.race([reports, this.#sleep(millisecondsBetweenLooks)]);
      if (await look()) Atomics.store(this.#stop, 0, 1);
    } while (waiting && this.#sleep);
    return reports;
  }

  async #takeHere(walker: Walker, from: number, to: number, look: () => Promise<boolean>): Promise<WalkReport[]> {
    const reports: WalkReport[] = [];
    for (let at = from; at < to; at += walksAtOnce) {
      reports.push(walker.take({ from: at, to: Math.min(to, at + walksAtOnce), stride: 1 }));
      if (await look()) break;
    }
    return reports;
  }

  async end(): Promise<void> {
    await Promise.all(this.#hands.map(({ worker }) => worker.end()));
  }
}
