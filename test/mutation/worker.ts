/** A thread that examines one mutant at a time: what ends a thread does not end the run. */
import { parentPort, workerData } from "node:worker_threads";
import { createCatchers, type Effort } from "./catchers.ts";
import { load } from "./load.ts";
import type { Mutant } from "./mutants.ts";

export interface Examination {
  readonly name: string;
  /** By catcher: what it found, or that it found nothing. */
  readonly found: Readonly<Record<string, string | null>>;
  readonly seconds: Readonly<Record<string, number>>;
  /** Nobody knows what else would have been found: the examination was given up. */
  readonly isGivenUp?: boolean;
}

export interface Task {
  readonly mutant: Mutant;
  /** It is known why nobody finds it: a glance is enough. */
  readonly isKnown: boolean;
}

export interface Assignment {
  readonly root: string;
  readonly effort: Effort;
  /** Names of catchers; without them, everybody looks. */
  readonly by?: readonly string[];
}

const { root, effort, by } = workerData as Assignment;
const catchers = createCatchers(root).filter(({ name }) => by?.includes(name) ?? true);
/** Most mistakes are found at a glance; only for what is not, everybody looks for long. */
const glance: Effort = {
  seeds: Math.ceil(effort.seeds / 10),
  restless: Math.ceil(effort.restless / 30),
  pace: Math.ceil(effort.pace / 10),
  histories: Math.ceil(effort.histories / 5),
  traces: Math.ceil(effort.traces / 10),
  places: Math.ceil(effort.places / 10),
  pairs: Math.ceil(effort.pairs / 5),
};

parentPort?.on("message", async ({ mutant, isKnown }: Task) => {
  const found: Record<string, string | null> = {};
  const seconds: Record<string, number> = {};
  let module: Awaited<ReturnType<typeof load>>;
  try {
    module = await load(root, mutant);
  } catch (problem) {
    const what = `does not load: ${problem instanceof Error ? problem.message.split("\n")[0] : problem}`;
    parentPort?.postMessage({ name: mutant.name, found: { loading: what }, seconds } satisfies Examination);
    return;
  }
  for (const how of isKnown ? [glance] : [glance, effort]) {
    for (const catcher of catchers) {
      // Whoever ends the thread knows who was at work.
      parentPort?.postMessage({ working: catcher.name, found });
      const started = process.cpuUsage();
      for (const protocol of mutant.protocols) {
        if (found[catcher.name]) continue;
        try {
          found[catcher.name] = (await catcher.examine(module, protocol, how)) ?? null;
        } catch (problem) {
          found[catcher.name] = `throws ${problem instanceof Error ? problem.message.split("\n")[0] : problem}`;
        }
      }
      const { user, system } = process.cpuUsage(started);
      seconds[catcher.name] = (seconds[catcher.name] ?? 0) + (user + system) / 1e6;
    }
    if (Object.values(found).some((what) => what !== null)) break;
  }
  parentPort?.postMessage({ name: mutant.name, found, seconds } satisfies Examination);
});
