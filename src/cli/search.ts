/** Runs the explorer on a machine and says what came of it as a `Verdict`: with progress shown and interrupts heard. */

import { type Outcome, type Progress, type Resources, search } from "../explore/index.ts";
import type { Host } from "../host.ts";
import type { Failure, Label, Machine, State, Step } from "../interpreter/index.ts";
import type { Sort, StepClasses } from "../ir/index.ts";
import { createProgressLine } from "../report/index.ts";
import { type SymmetryUse, type Verdict, watched } from "../trace/index.ts";
import { exploreCompiled } from "./engine.ts";
import { findingOf, reordered } from "./findings.ts";
import type { ImagedGraph } from "./graph.ts";
import { allWereFew, type SymmetryPlan, whereOrderShows } from "./symmetry.ts";

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
  /** Members that need not be told apart, and what is to be said about it. */
  readonly renaming?: SymmetryPlan;
}

/** Part of the free memory that a search may use, and what it may where nobody knows what is free. */
const partOfFree = 0.7;
const someMemory = 2 ** 30;

/** Bytes that a search may use. */
export function memoryFor(request: Pick<SearchRequest, "memory">, { computer }: Host): number {
  return request.memory ?? Math.floor((computer?.freeMemory() ?? someMemory) * partOfFree);
}

export interface Explored {
  readonly verdict: Verdict;
  /** Where it was wanted and was written down while the states were visited. */
  readonly graph?: ImagedGraph;
}

/** Explores everything that `request` allows. `title` stands in the progress line; `classes`: the graph is wanted, too. */
export async function explore(
  machine: Machine,
  request: SearchRequest,
  title: string,
  host: Host,
  classes?: StepClasses,
): Promise<Explored> {
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
    const found = await runReduced(machine, request, host, progress, classes);
    const { outcome, resources, signs, symmetry, graph } = found;
    const { statistics } = outcome;
    const verdict: Verdict = {
      findings:
        outcome.kind === "violated"
          ? outcome.violations.map((item) => reordered(findingOf(item, machine), machine))
          : [],
      limit: outcome.kind === "holds" ? undefined : outcome.limit,
      found: outcome.kind === "inconclusive" ? outcome.found : undefined,
      properties: outcome.properties,
      symmetry,
      ...(outcome.kind === "holds" ? { signs } : {}),
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
    return graph ? { verdict, graph } : { verdict };
  } finally {
    forget();
    line.clear();
  }
}

interface Found {
  readonly outcome: Outcome<State, Step, Label, Failure>;
  readonly resources?: Resources;
  readonly signs: Uint8Array;
  readonly graph?: ImagedGraph;
}

/** With symmetry, if that is asked for; where it is not asked for expressly, first without: it may turn out not to be needed. */
async function runReduced(
  machine: Machine,
  request: SearchRequest,
  host: Host,
  progress: Progress,
  classes: StepClasses | undefined,
): Promise<Found & { readonly symmetry?: SymmetryUse }> {
  const { renaming, maxStates = Number.POSITIVE_INFINITY } = request;
  if (!renaming || renaming.sorts.length === 0) {
    return { ...(await run(machine, request, host, progress, { classes })), symmetry: renaming?.use };
  }
  const { sorts, use, fewStates } = renaming;
  if (fewStates > 0) {
    const first = await run(machine, { ...request, maxStates: Math.min(fewStates, maxStates) }, host, progress);
    const { outcome } = first;
    if (outcome.kind === "holds" || outcome.limit !== "states" || maxStates <= fewStates)
      return { ...first, symmetry: allWereFew };
  }
  const found = await run(machine, request, host, progress, { sorts });
  if (found.resources?.orderShows)
    return { ...(await run(machine, request, host, progress)), symmetry: whereOrderShows };
  return { ...found, symmetry: { ...use, exact: !found.resources?.approximate } };
}

async function run(
  machine: Machine,
  request: SearchRequest,
  host: Host,
  progress: Progress,
  more: { readonly sorts?: readonly Sort[]; readonly classes?: StepClasses } = {},
): Promise<Found> {
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
    const { searchable, seen, end } = watched(machine);
    try {
      return { outcome: await search<State, Step, Label, Failure>(searchable, options, progress), signs: seen };
    } finally {
      end();
    }
  }
  const compiled = {
    ...options,
    exact: request.exact,
    seed: request.seed ?? 0,
    memoryBytes: memoryFor(request, host),
    workers: request.workers ?? computer?.cores ?? 1,
    startWorker: computer?.startWorker,
    sleep: computer?.sleep,
    ...more,
  };
  return exploreCompiled(machine, compiled, progress);
}
