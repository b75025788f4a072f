/** A thread that examines one mutant at a time: an endless loop in a mutant ends with the thread, not with the run. */
import { parentPort, workerData } from "node:worker_threads";
import { createCatchers, type Effort } from "./catchers.ts";
import { load } from "./load.ts";
import type { Mutant } from "./mutants.ts";

export interface Examination {
  readonly name: string;
  /** By catcher: what it found, or that it found nothing. */
  readonly found: Readonly<Record<string, string | null>>;
  readonly seconds: Readonly<Record<string, number>>;
}

export interface Task {
  readonly mutant: Mutant;
  /** It is known why nobody finds it: a glance is enough. */
  readonly isKnown: boolean;
}

const { root, effort } = workerData as { readonly root: string; readonly effort: Effort };
const catchers = createCatchers(root);
/** Most mistakes are found at a glance; only for what is not, everybody looks for long. */
const glance: Effort = {
  seeds: Math.ceil(effort.seeds / 10),
  histories: Math.ceil(effort.histories / 5),
  traces: Math.ceil(effort.traces / 10),
  places: effort.places,
  pairs: Math.ceil(effort.pairs / 5),
};

parentPort?.on("message", async ({ mutant, isKnown }: Task) => {
  const found: Record<string, string | null> = {};
  const seconds: Record<string, number> = {};
  for (const how of isKnown ? [glance] : [glance, effort]) {
    for (const catcher of catchers) {
      // Whoever ends the thread knows who was at work.
      parentPort?.postMessage({ working: catcher.name, found });
      const started = performance.now();
      for (const protocol of mutant.protocols) {
        if (found[catcher.name]) continue;
        try {
          const module = await load(root, mutant);
          found[catcher.name] = (await catcher.examine(module, protocol, how)) ?? null;
        } catch (problem) {
          found[catcher.name] = `throws ${problem instanceof Error ? problem.message.split("\n")[0] : problem}`;
        }
      }
      seconds[catcher.name] = (seconds[catcher.name] ?? 0) + (performance.now() - started) / 1000;
    }
    if (Object.values(found).some((what) => what !== null)) break;
  }
  parentPort?.postMessage({ name: mutant.name, found, seconds } satisfies Examination);
});
