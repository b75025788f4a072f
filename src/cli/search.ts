/** Runs the explorer on a machine and says what came of it as a `Verdict`: with progress shown and interrupts heard. */

import { type Outcome, type Progress, type Resources, search } from "../explore/index.ts";
import type { Host } from "../host.ts";
import { asSearchable, type Failure, type Label, type Machine, type State, type Step } from "../interpreter/index.ts";
import { createProgressLine } from "../report/index.ts";
import type { Verdict } from "../trace/index.ts";
import { exploreCompiled } from "./engine.ts";
import { findingOf, reordered } from "./findings.ts";

export interface SearchRequest {
  readonly continue: boolean;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxTime?: number;
  /** Whether a state without a step is looked for. */
  readonly deadlock: boolean;
  /** Whether progress is shown. */
  readonly quiet: boolean;
  readonly engine: "compiled" | "interpreter";
  readonly workers?: number;
  readonly exact: boolean;
  readonly seed?: number;
  readonly memory?: number;
}

/** Part of the free memory that a search may use, and what it may where nobody knows what is free. */
const partOfFree = 0.7;
const someMemory = 2 ** 30;

/** Bytes that a search may use. */
export function memoryFor(request: Pick<SearchRequest, "memory">, { computer }: Host): number {
  return request.memory ?? Math.floor((computer?.freeMemory() ?? someMemory) * partOfFree);
}

/** Explores everything that `request` allows. `title` stands in the progress line. */
export async function explore(machine: Machine, request: SearchRequest, title: string, host: Host): Promise<Verdict> {
  const line = createProgressLine(host.errors, title, () => host.now());
  let interrupted = false;
  const forget = host.onInterrupt(() => {
    interrupted = true;
  });
  try {
    const progress: Progress = async (figures) => {
      if (!request.quiet) line.show(figures);
      await host.breathe();
      return interrupted ? "stop" : "continue";
    };
    const { outcome, resources } = await run(machine, request, host, progress);
    const { statistics } = outcome;
    return {
      findings:
        outcome.kind === "violated"
          ? outcome.violations.map((item) => reordered(findingOf(item, machine), machine))
          : [],
      limit: outcome.kind === "holds" ? undefined : outcome.limit,
      found: outcome.kind === "inconclusive" ? outcome.found : undefined,
      properties: outcome.properties,
      statistics: {
        states: statistics.states,
        transitions: statistics.transitions,
        depth: statistics.depth,
        seconds: statistics.seconds,
        cut: statistics.cut + statistics.constrained,
        collision: resources?.collision,
        bytesPerState: host.computer && resources?.bytesPerState,
        cpuSeconds: host.computer?.cpuSeconds(),
        peakMemory: host.computer?.peakMemory(),
      },
    };
  } finally {
    forget();
    line.clear();
  }
}

interface Found {
  readonly outcome: Outcome<State, Step, Label, Failure>;
  readonly resources?: Resources;
}

async function run(machine: Machine, request: SearchRequest, host: Host, progress: Progress): Promise<Found> {
  const { computer } = host;
  const options = {
    continueAfterViolation: request.continue,
    maxStates: request.maxStates,
    maxDepth: request.maxDepth,
    maxTime: request.maxTime,
    deadlock: request.deadlock,
    now: () => host.now(),
  };
  if (request.engine === "interpreter") {
    return { outcome: await search<State, Step, Label, Failure>(asSearchable(machine), options, progress) };
  }
  const compiled = {
    ...options,
    exact: request.exact,
    seed: request.seed ?? 0,
    memoryBytes: memoryFor(request, host),
    workers: request.workers ?? computer?.cores ?? 1,
    startWorker: computer?.startWorker,
    sleep: computer?.sleep,
  };
  return exploreCompiled(machine, compiled, progress);
}
