/**
 * Simulation: random walks instead of every state. It finds what is wrong in models that are too large to be explored, and
 * never shows that nothing is. Walks are taken in blocks; a block in which something went wrong is completed, and the
 * first of its walks that ended badly counts: so the figures and the trace depend on the seed, not on the workers.
 */
import type { Crowded, ProbeAssembly } from "../../engine/index.ts";
import { assert } from "../../source/index.ts";
import type { Engine } from "../compiled-search.ts";
import { examine, type Levels } from "../examine.ts";
import { Findings } from "../findings.ts";
import type { Limit, Outcome } from "../outcome.ts";
import type { Arrival } from "../path.ts";
import type { Edge, Searchable } from "../searchable.ts";
import type { StartWorker } from "../worker.ts";
import { Crew } from "./crew.ts";
import { SeenStates } from "./seen.ts";
import type { Mishap, WalkAssignment, WalkReport } from "./walker.ts";

export interface SimulationOptions {
  readonly walks: number;
  /** States of a walk, at most. */
  readonly depth: number;
  readonly seed: number;
  readonly deadlock: boolean;
  readonly workers: number;
  readonly startWorker?: StartWorker;
  /** Resolves after some milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Seconds. */
  readonly maxTime?: number;
  readonly now: () => number;
}

/** What walks have seen so far. */
export interface WalkFigures {
  readonly walks: number;
  readonly steps: number;
  /** Distinct states. */
  readonly states: number;
  readonly seconds: number;
}

export interface WalkStatistics extends WalkFigures {
  /** How often each action was taken, by position in the model. */
  readonly taken: readonly number[];
}

export type WalkProgress = (figures: WalkFigures) => Promise<"continue" | "stop">;

export type SimulationResult<State, Step, Label, Failure> =
  | {
      readonly kind: "done";
      readonly outcome: Outcome<State, Step, Label, Failure>;
      readonly statistics: WalkStatistics;
      /** The number of the walk that found it. */
      readonly walk?: number;
    }
  | Crowded;

const walksOfBlock = 256;

/** What is simulated: a probe of the model, and how a state of the machine is encoded for it. */
export interface Simulated<State> {
  readonly probe: ProbeAssembly;
  readonly encode: Engine<State>["encode"];
}

export async function simulate<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  { probe, encode }: Simulated<State>,
  options: SimulationOptions,
  progress?: WalkProgress,
): Promise<SimulationResult<State, Step, Label, Failure>> {
  const started = options.now();
  const findings = new Findings(machine, undefined);
  const { states, failures } = machine.initial();
  for (const failure of failures) findings.fail(failure, 1, undefined);
  const starts: { readonly words: Uint32Array; readonly ordinal: number }[] = [];
  for (const [ordinal, state] of states.entries()) {
    const arrival = { parent: undefined, ordinal };
    findings.check(state, undefined, true, 1, arrival);
    const inside = machine.inside(state);
    if ("failure" in inside) findings.fail(inside.failure, 1, arrival);
    else if (inside.value) {
      const words = encode(state);
      if ("crowded" in words) return words;
      starts.push({ words, ordinal });
    }
  }
  const assignment: WalkAssignment = {
    assembly: probe,
    initial: starts.map(({ words }) => words),
    seed: options.seed,
    depth: options.depth,
    deadlock: options.deadlock,
    stop: new SharedArrayBuffer(4),
  };
  const crew = new Crew(assignment, options);
  const total = new Totals(probe.actionCount, () => (options.now() - started) / 1000);
  let limit: Limit | undefined = "walks";
  let mishap: Mishap | undefined;
  try {
    const last = findings.any || starts.length === 0 ? 0 : options.walks;
    for (let from = 0; from < last && mishap === undefined; from += walksOfBlock) {
      let stopped: Limit | undefined;
      const look = async () => {
        if (options.maxTime !== undefined && options.now() - started >= options.maxTime * 1000) stopped = "time";
        if ((await progress?.(total.figures)) === "stop") stopped = "interrupted";
        return stopped !== undefined;
      };
      const reports = await crew.take(from, Math.min(last, from + walksOfBlock), look);
      const crowded = reports.find((report) => report.crowded !== undefined)?.crowded;
      if (crowded !== undefined) return { kind: "crowded", crowded };
      mishap = total.add(reports);
      if (stopped) {
        limit = stopped;
        break;
      }
    }
  } finally {
    await crew.end();
  }
  for (const position of total.reached) findings.reach(position);
  const way = [starts[mishap?.ordinals[0] ?? 0]?.ordinal ?? 0, ...(mishap?.ordinals.slice(1) ?? [])];
  const levels = new Way(way);
  if (mishap) {
    const { notice, id, expanding, words } = mishap;
    const sighting = { event: { notice, id, expanding, position: 0, words }, level: way.length };
    examine(machine, { encode }, findings, levels, [sighting], options.deadlock);
  }
  const { walks, ...statistics } = { ...total.figures, taken: total.taken };
  const figures = {
    states: statistics.states,
    transitions: statistics.steps,
    depth: total.longest,
    cut: total.cut,
    constrained: 0,
    queue: 0,
    seconds: statistics.seconds,
  };
  return {
    kind: "done",
    outcome: findings.outcome(levels, figures, findings.any ? undefined : limit, false),
    statistics: { ...statistics, walks },
    walk: mishap?.walk,
  };
}

/** A single path: its states are the levels, one in each. */
class Way implements Levels {
  readonly #ordinals: readonly number[];

  constructor(ordinals: readonly number[]) {
    this.#ordinals = ordinals;
  }

  number(level: number): number {
    return level - 1;
  }

  arrival(number: number): Arrival {
    const ordinal = this.#ordinals[number];
    assert(ordinal !== undefined, "the walk came so far");
    return { parent: number === 0 ? undefined : number - 1, ordinal };
  }
}

/** What all reports so far come to. */
class Totals {
  readonly taken: number[];
  readonly reached = new Set<number>();
  longest = 0;
  cut = 0;
  readonly #seen = new SeenStates();
  readonly #seconds: () => number;
  #walks = 0;
  #steps = 0;

  constructor(actions: number, seconds: () => number) {
    this.taken = new Array<number>(actions).fill(0);
    this.#seconds = seconds;
  }

  get figures(): WalkFigures {
    return { walks: this.#walks, steps: this.#steps, states: this.#seen.size, seconds: this.#seconds() };
  }

  /** The mishap of the first walk that had one. */
  add(reports: readonly WalkReport[]): Mishap | undefined {
    for (const report of reports) {
      this.#walks += report.walks;
      this.#steps += report.steps;
      this.cut += report.cut;
      this.longest = Math.max(this.longest, report.longest);
      for (const [action, times] of report.taken.entries()) this.taken[action]! += times;
      for (const position of report.reached) this.reached.add(position);
      for (let at = 0; at < report.fresh.length; at += 2) this.#seen.add(report.fresh[at]!, report.fresh[at + 1]!);
    }
    const mishaps = reports.flatMap((report) => report.mishaps);
    return mishaps.reduce<Mishap | undefined>(
      (first, mishap) => (first && first.walk < mishap.walk ? first : mishap),
      undefined,
    );
  }
}
