/** Worker threads as a search sees them: starts the program in `file` (the bundle of `worker.ts`) for each. */
import { Worker as Thread } from "node:worker_threads";
import type { Report, StartWorker } from "../explore/index.ts";

export function createWorkerStarter(file: string | URL): StartWorker {
  return (assignment) => {
    const thread = new Thread(file, { workerData: assignment });
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
