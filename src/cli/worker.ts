/** A worker thread of a search: what it is started with says what to do; orders come and reports go as messages. */
import { parentPort, workerData } from "node:worker_threads";
import { type Assignment, joinTeam, type Order } from "../explore/index.ts";

const carryOut = joinTeam(workerData as Assignment);
parentPort?.on("message", (order: Order) => parentPort?.postMessage(carryOut(order)));
