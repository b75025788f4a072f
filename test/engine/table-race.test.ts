/** Several threads enter the same fingerprints into one table at the same time: each is new for exactly one of them. */
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { type TableExports, tablePages, wholeLines } from "../../src/engine/index.ts";
import { tableModule } from "../../src/engine/table.ts";

const count = 400_000;

/** What each thread does: all start at once, and go through the same numbers. */
const code = `
const { parentPort, workerData: { module, memory, gate, count, threads, seed } } = require("node:worker_threads");
const { insert } = new WebAssembly.Instance(module, { table: { memory } }).exports;
const arrived = Atomics.add(gate, 0, 1) + 1;
if (arrived === threads) Atomics.notify(gate, 0);
else while (Atomics.load(gate, 0) < threads) Atomics.wait(gate, 0, Atomics.load(gate, 0), 10);
let entered = 0;
let state = BigInt(seed);
for (let index = 0; index < count; index++) {
  state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
  const mixed = BigInt.asUintN(64, (state ^ (state >> 29n)) * 0xbf58476d1ce4e5b9n);
  entered += insert(BigInt.asIntN(64, mixed ^ (mixed >> 32n)) || 1n);
}
parentPort.postMessage(entered);
`;

function enterAll(workerData: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData });
    worker.on("message", (entered: number) => resolve(entered));
    worker.on("error", reject);
  });
}

it.each([2, 3])("%i threads enter nothing twice", { timeout: 60_000 }, async (threads) => {
  for (const seed of [1, 2, 3]) {
    const capacity = wholeLines(count / 0.8);
    const memory = new WebAssembly.Memory({ initial: tablePages(capacity), maximum: 65536, shared: true });
    const module = new WebAssembly.Module(tableModule());
    const table = new WebAssembly.Instance(module, { table: { memory } }).exports as unknown as TableExports;
    table.resize(capacity);
    const gate = new Int32Array(new SharedArrayBuffer(4));
    const data = { module, memory, gate, count, threads, seed };
    const entered = await Promise.all(Array.from({ length: threads }, () => enterAll(data)));
    expect(entered.reduce((sum, number) => sum + number, 0)).toBe(count);
  }
});
