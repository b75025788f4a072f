/** A worker thread: what it is started with says what to do; orders come and reports go as messages. */
import { parentPort, workerData } from "node:worker_threads";
import { beginTask, type Task } from "../explore/index.ts";

const carryOut = beginTask(workerData as Task);
parentPort?.on("message", (order: unknown) => parentPort?.postMessage(carryOut(order)));
