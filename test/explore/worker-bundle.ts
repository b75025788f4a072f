/** The worker of the compiled search as a file of its own, built where a test needs threads; `end` removes it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { createWorkerStarter } from "../../src/cli/workers.ts";
import type { StartWorker } from "../../src/explore/index.ts";

export interface WorkerBundle {
  readonly startWorker: StartWorker;
  end(): void;
}

export async function bundleWorker(): Promise<WorkerBundle> {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-"));
  const outfile = join(folder, "worker.mjs");
  const entryPoints = ["src/cli/worker.ts"];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  return {
    startWorker: createWorkerStarter(outfile),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
