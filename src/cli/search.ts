/** Runs the explorer on a machine and says what came of it as a `Verdict`: with progress shown and interrupts heard. */

import { type Outcome, type Progress, type Resources, search, type Violation } from "../explore/index.ts";
import type { Host } from "../host.ts";
import { asSearchable, type Failure, type Label, type Machine, type State, type Step } from "../interpreter/index.ts";
import type { Model } from "../ir/index.ts";
import { createProgressLine } from "../report/index.ts";
import { assert } from "../source/index.ts";
import { type Finding, reorder, type Trace, type Verdict } from "../trace/index.ts";
import { exploreCompiled } from "./engine.ts";

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
      findings: outcome.kind === "violated" ? outcome.violations.map((item) => finding(item, machine)) : [],
      limit: outcome.kind === "holds" ? undefined : outcome.limit,
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

function finding(violation: Violation<State, Step, Label, Failure>, machine: Machine): Finding {
  const { model } = machine;
  switch (violation.kind) {
    case "property": {
      const property = propertyOf(model, violation.property);
      const trace = traceOf(model, violation.path);
      return { kind: "violated", property, trace: reorder(trace, machine, property.kind === "step invariant" ? 1 : 0) };
    }
    case "unreached":
      return { kind: "unreached", property: propertyOf(model, violation.property) };
    case "deadlock":
      return { kind: "deadlock", trace: reorder(traceOf(model, violation.path), machine, 0) };
    case "error":
    case "assertion": {
      const { failure, label, path } = violation;
      return { kind: "error", failure, label, trace: path && reorder(traceOf(model, path), machine, 0) };
    }
  }
}

function propertyOf(model: Model, name: string) {
  const property = model.properties.find((item) => item.name === name);
  assert(property, "a violated property is one of the model's");
  return property;
}

function traceOf(model: Model, path: { readonly states: readonly State[]; readonly steps: readonly Step[] }): Trace {
  const [initial] = path.states;
  assert(initial, "a path has a first state");
  return { model, initial, steps: path.steps };
}
