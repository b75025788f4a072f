/** Worker threads as a search sees them: starts the program in `file` (the bundle of `worker.ts`) for each. */
import { Worker as Thread } from "node:worker_threads";
import type { StartWorker, Task, Worker } from "../explore/index.ts";

export function createWorkerStarter(file: string | URL): StartWorker {
  return <Order, Report>(task: Task): Worker<Order, Report> => {
    const thread = new Thread(file, { workerData: task });
    let isAsked = false;
    return {
      send: (order) => thread.postMessage(order),
      onReport: (handler) => thread.on("message", (report: Report) => handler(report)),
      onEnd(handler) {
        thread.on("error", (error) => handler(error.message));
        thread.on("exit", (code) => {
          if (!isAsked) handler(`exit code ${code}`);
        });
      },
      async end() {
        isAsked = true;
        await thread.terminate();
      },
    };
  };
}
