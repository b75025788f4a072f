/**
 * The breadth-first search: level by level, so that every path it shows is a shortest one. A level in which something is
 * wrong is completed, so that the figures and the violation do not depend on who looked where first. States outside the
 * constraints are checked and counted as transitions, but neither kept nor expanded.
 */
import { Findings } from "./findings.ts";
import type { Figures, Limit, Outcome } from "./outcome.ts";
import type { Arrival } from "./path.ts";
import type { Edge, Searchable } from "./searchable.ts";
import { Visited } from "./visited.ts";

export interface SearchOptions {
  /** Names of the properties to look at; all when absent. Failures and deadlocks are always looked for. */
  readonly only?: readonly string[];
  /** Collect the first violation of every property instead of stopping after the level of the first. */
  readonly continueAfterViolation?: boolean;
  /** Looked at between levels. */
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Seconds. */
  readonly maxTime?: number;
  /** False: states without a step are fine. */
  readonly deadlock?: boolean;
  /** Milliseconds since some moment. */
  readonly now: () => number;
}

/** Called about ten times a second and awaited, so that the caller can show figures and listen to its user. */
export type Progress = (figures: Figures) => Answer | Promise<Answer>;
type Answer = "continue" | "stop" | undefined;

const millisecondsBetweenPauses = 100;

interface Waiting<State> {
  readonly state: State;
  readonly number: number;
}

export async function search<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  options: SearchOptions,
  progress?: Progress,
): Promise<Outcome<State, Step, Label, Failure>> {
  return new Search(machine, options, progress).run();
}

class Search<State, Step extends Edge<State>, Label, Failure> {
  readonly #machine: Searchable<State, Step, Label, Failure>;
  readonly #options: SearchOptions;
  readonly #progress: Progress | undefined;
  readonly #visited = new Visited();
  readonly #findings: Findings<State, Step, Label, Failure>;
  readonly #started: number;
  #paused: number;
  #transitions = 0;
  #depth = 0;
  #cut = 0;
  #constrained = 0;
  #level: Waiting<State>[] = [];
  #next: Waiting<State>[] = [];
  #expanded = 0;

  constructor(
    machine: Searchable<State, Step, Label, Failure>,
    options: SearchOptions,
    progress: Progress | undefined,
  ) {
    this.#machine = machine;
    this.#options = options;
    this.#progress = progress;
    this.#findings = new Findings(machine, options.only);
    this.#started = options.now();
    this.#paused = this.#started;
  }

  async run(): Promise<Outcome<State, Step, Label, Failure>> {
    const { continueAfterViolation, maxStates, maxDepth } = this.#options;
    this.#start();
    while (this.#next.length > 0) {
      this.#depth += 1;
      this.#level = this.#next;
      this.#expanded = 0;
      this.#next = [];
      if (this.#findings.any && !continueAfterViolation) return this.#outcome();
      if (maxStates !== undefined && this.#visited.size >= maxStates) return this.#outcome("states");
      if (maxDepth !== undefined && this.#depth >= maxDepth) return this.#outcome("depth");
      const limit = await this.#expandLevel();
      if (limit) return this.#outcome(limit);
    }
    if (this.#findings.any && !continueAfterViolation) return this.#outcome();
    this.#findings.finish(this.#depth);
    return this.#outcome();
  }

  #start(): void {
    const { states, failures } = this.#machine.initial();
    for (const failure of failures) this.#findings.fail(failure, 1, undefined);
    for (const [ordinal, state] of states.entries()) this.#arrive(state, undefined, 1, { parent: undefined, ordinal });
  }

  /** Expands every state of the level, unless time is up or the user has enough. */
  async #expandLevel(): Promise<Limit | undefined> {
    for (const [position, waiting] of this.#level.entries()) {
      this.#expanded = position;
      if (this.#options.now() - this.#paused >= millisecondsBetweenPauses) {
        const limit = await this.#pause();
        if (limit) return limit;
      }
      this.#expand(waiting);
    }
    this.#expanded = this.#level.length;
    return undefined;
  }

  async #pause(): Promise<Limit | undefined> {
    const { maxTime, now } = this.#options;
    if (maxTime !== undefined && now() - this.#started >= maxTime * 1000) return "time";
    const answer = await this.#progress?.(this.#figures());
    this.#paused = now();
    return answer === "stop" ? "interrupted" : undefined;
  }

  #expand({ state, number }: Waiting<State>): void {
    const { steps, failures, cut, deadlocked } = this.#machine.expand(state);
    const here = this.#visited.arrival(number);
    this.#cut += cut;
    for (const { label, failure } of failures) this.#findings.fail(failure, this.#depth + 1, here, label);
    if (deadlocked && this.#options.deadlock !== false) {
      const terminal = this.#machine.terminal(state);
      if ("failure" in terminal) this.#findings.fail(terminal.failure, this.#depth, here);
      else if (!terminal.value) this.#findings.deadlock(this.#depth, here);
    }
    for (const [ordinal, { target }] of steps.entries()) {
      this.#arrive(target, state, this.#depth + 1, { parent: number, ordinal });
    }
  }

  /** A transition into `state`: counts it, checks it and, when it is new and inside the constraints, keeps it. */
  #arrive(state: State, old: State | undefined, depth: number, arrival: Arrival): void {
    this.#transitions += 1;
    const key = this.#machine.key(state);
    const isNew = !this.#visited.has(key);
    this.#findings.check(state, old, isNew, depth, arrival);
    if (!isNew) return;
    const inside = this.#machine.inside(state);
    if ("failure" in inside) this.#findings.fail(inside.failure, depth, arrival);
    else if (inside.value) {
      this.#next.push({ state, number: this.#visited.add(key, arrival) });
    } else this.#constrained += 1;
  }

  #figures(): Figures {
    return {
      states: this.#visited.size,
      transitions: this.#transitions,
      depth: this.#next.length > 0 ? this.#depth + 1 : this.#depth,
      cut: this.#cut,
      constrained: this.#constrained,
      queue: this.#level.length - this.#expanded + this.#next.length,
      seconds: (this.#options.now() - this.#started) / 1000,
    };
  }

  #outcome(limit?: Limit): Outcome<State, Step, Label, Failure> {
    const { continueAfterViolation = false } = this.#options;
    return this.#findings.outcome(this.#visited, this.#figures(), limit, continueAfterViolation);
  }
}
