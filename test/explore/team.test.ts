/** Several workers: the same figures, verdict and path as one, and an error rather than a hang when one of them ends. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkerStarter } from "../../src/cli/workers.ts";
import { type CompiledSearchOptions, type StartWorker, searchCompiled } from "../../src/explore/index.ts";
import { type Toy, toyEngine, toyMachine } from "../engine/toy.ts";

const timeout = 60_000;
const folder = mkdtempSync(join(tmpdir(), "lockstep-"));
const file = join(folder, "worker.mjs");

beforeAll(async () => {
  await build({
    entryPoints: ["src/cli/worker.ts"],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(toy: Toy, workers: number, options: Partial<CompiledSearchOptions> = {}) {
  const result = await searchCompiled(toyMachine(toy), toyEngine(toy), {
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    memoryBytes: 2 ** 30,
    seed: 7,
    workers,
    startWorker: createWorkerStarter(file),
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
        startWorker: createWorkerStarter(file),
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
      const start = createWorkerStarter(file);
      const dying: StartWorker = (assignment) => {
        const worker = start(assignment);
        return { ...worker, onEnd: (handler) => setTimeout(() => handler("it was killed"), 50) };
      };
      await expect(run({ counters: 8, limit: 9 }, 2, { startWorker: dying })).rejects.toThrow(
        /a worker has ended after \d+ states.*killed/,
      );
      const failing: StartWorker = (assignment) =>
        start({ ...assignment, program: { ...assignment.program, seed: Number.NaN } });
      await expect(run(large, 2, { startWorker: failing })).rejects.toThrow(/a worker has ended/);
    },
    timeout,
  );
});
