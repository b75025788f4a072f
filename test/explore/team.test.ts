/** Several workers: the same figures, verdict and path as one, and an error rather than a hang when one of them ends. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CompiledSearchOptions,
  type Report,
  type StartWorker,
  searchCompiled,
  type Task,
} from "../../src/explore/index.ts";
import { type Toy, toyEngine, toyMachine } from "../engine/toy.ts";
import { bundleWorker, type WorkerBundle } from "./worker-bundle.ts";

const timeout = 60_000;
let bundle: WorkerBundle;
beforeAll(async () => {
  bundle = await bundleWorker();
});
afterAll(() => bundle.end());

async function run(toy: Toy, workers: number, options: Partial<CompiledSearchOptions> = {}) {
  const result = await searchCompiled(toyMachine(toy), toyEngine(toy), {
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    memoryBytes: 2 ** 30,
    seed: 7,
    workers,
    startWorker: bundle.startWorker,
    spreadFrom: 200,
    ...options,
  });
  if (result.kind !== "done") throw new Error("crowded");
  return { ...result.outcome, statistics: { ...result.outcome.statistics, seconds: 0 } };
}

describe("several workers", () => {
  const large: Toy = { counters: 6, limit: 9 };
  it.each<[string, Toy]>([
    ["nothing is wrong", large],
    ["an invariant is violated", { ...large, badSum: 20 }],
    ["the last state is a deadlock", { counters: 4, limit: 9, terminal: false }],
    ["a step fails", { ...large, failingSum: 12 }],
    ["something is reachable", { ...large, wantedSum: 30, mostSum: 40, cutSum: 35 }],
  ])(
    "agree with one when %s",
    async (_name, toy) => {
      const alone = await run(toy, 1);
      for (const workers of [2, 3, 8]) expect(await run(toy, workers)).toEqual(alone);
    },
    timeout,
  );

  it(
    "keep to the time also while one of them looks for the way to what they found",
    async () => {
      // Time stands still until something is found: then there is none left.
      let found = false;
      let seconds = 10;
      const toy = { ...large, badSum: 20 };
      const now = () => {
        if (found) seconds += 1;
        return found ? 1000 * seconds : 0;
      };
      const start = bundle.startWorker;
      const startWorker: StartWorker = <Order, Sent>(task: Task) => {
        const worker = start<Order, Sent>(task);
        const onReport: typeof worker.onReport = (handler) =>
          worker.onReport((report) => {
            found ||= (report as Report).events.length > 0;
            handler(report);
          });
        return { ...worker, onReport };
      };
      const outcome = await run(toy, 2, { now, startWorker, maxTime: 5 });
      expect(outcome).toMatchObject({ kind: "inconclusive", limit: "time", found: true });
    },
    timeout,
  );

  it(
    "stop when memory is used up",
    async () => {
      const outcome = await run({ counters: 7, limit: 9 }, 3, { memoryBytes: 8 * 2 ** 20 });
      expect(outcome).toMatchObject({ kind: "inconclusive", limit: "memory" });
    },
    timeout,
  );

  it(
    "stop at once when they are interrupted",
    async () => {
      let paused = 0;
      const toy = { counters: 8, limit: 9 };
      const options = {
        now: () => performance.now(),
        memoryBytes: 2 ** 31,
        seed: 1,
        workers: 2,
        startWorker: bundle.startWorker,
        sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      };
      const started = performance.now();
      const result = await searchCompiled(toyMachine(toy), toyEngine(toy), options, () =>
        ++paused > 3 ? "stop" : "continue",
      );
      expect(result).toMatchObject({ kind: "done", outcome: { kind: "inconclusive", limit: "interrupted" } });
      expect(performance.now() - started).toBeLessThan(5000);
    },
    timeout,
  );

  it(
    "end the search with an error when one of them ends",
    async () => {
      const start = bundle.startWorker;
      const dying: StartWorker = <Order, Sent>(task: Task) => {
        const worker = start<Order, Sent>(task);
        return {
          ...worker,
          onEnd: (handler: (reason: string) => void) => void setTimeout(() => handler("it was killed"), 50),
        };
      };
      await expect(run({ counters: 8, limit: 9 }, 2, { startWorker: dying })).rejects.toThrow(
        /a worker has ended after \d+ states.*killed/,
      );
      const failing: StartWorker = (task) => {
        if (task.kind !== "search") return start(task);
        const program = { ...task.assignment.program, seed: Number.NaN };
        return start({ ...task, assignment: { ...task.assignment, program } });
      };
      await expect(run(large, 2, { startWorker: failing })).rejects.toThrow(/a worker has ended/);
    },
    timeout,
  );
});
