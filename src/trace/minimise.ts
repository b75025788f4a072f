/**
 * Makes a long counterexample shorter: what a random walk did beside the point is left out. Steps are dropped in ever smaller
 * groups as long as the rest still ends badly (delta debugging: Zeller and Hildebrandt, TSE 2002), then shorter ways between
 * its states are looked for nearby. Everything that comes out is a behaviour; that it is shortest is not promised.
 */
import type { Expansion, Label, Machine, State, Step } from "../interpreter/index.ts";
import { sameLabel } from "./match.ts";
import type { Trace } from "./trace.ts";
import type { Finding } from "./verdict.ts";

export type Traced = Finding & { readonly trace: Trace };

/** How many states may be expanded for one trace. */
const defaultBudget = 20_000;
/** Of a search between two states of the trace. */
const nearby = { depth: 5, states: 400 };

export function minimise(finding: Traced, machine: Machine, budget = defaultBudget): Traced {
  const shortening = new Shortening(finding, machine, budget);
  return shortening.run();
}

class Shortening {
  readonly #machine: Machine;
  readonly #finding: Traced;
  readonly #expansions = new Map<string, Expansion>();
  #left: number;
  #best: Traced;

  constructor(finding: Traced, machine: Machine, budget: number) {
    this.#machine = machine;
    this.#finding = finding;
    this.#best = finding;
    this.#left = budget;
  }

  run(): Traced {
    let before: number;
    do {
      before = this.#steps.length;
      this.#dropGroups();
      this.#takeShortcuts();
    } while (this.#steps.length < before && this.#left > 0);
    return this.#best;
  }

  get #steps(): readonly Step[] {
    return this.#best.trace.steps;
  }

  #dropGroups(): void {
    for (let size = Math.ceil(this.#steps.length / 2); size >= 1 && this.#left > 0; ) {
      let dropped = false;
      for (let start = 0; start < this.#steps.length && this.#left > 0; ) {
        const labels = this.#steps.map(({ label }) => label);
        const shorter = this.#follow([...labels.slice(0, start), ...labels.slice(start + size)]);
        if (shorter && shorter.trace.steps.length < this.#steps.length) {
          this.#best = shorter;
          dropped = true;
        } else start += size;
      }
      if (size === 1 && !dropped) return;
      if (!dropped) size = Math.floor(size / 2);
      else size = Math.max(1, Math.min(size, Math.ceil(this.#steps.length / 2)));
    }
  }

  /** Takes the steps with these labels, without those that are not possible there, up to where it ends badly. */
  #follow(labels: readonly Label[]): Traced | undefined {
    const { initial, model } = this.#best.trace;
    const steps: Step[] = [];
    let state = initial;
    for (const label of labels) {
      const step = this.#expand(state).steps.find(
        (item) => sameLabel(item.label, label) && this.#isInside(item.target),
      );
      if (!step) continue;
      steps.push(step);
      state = step.target;
      const bad = this.#judge({ model, initial, steps: [...steps] });
      if (bad) return bad;
    }
    return undefined;
  }

  /** Replaces stretches of the trace by shorter ways between their ends. */
  #takeShortcuts(): void {
    const { initial, model } = this.#best.trace;
    for (let from = 0; from < this.#steps.length && this.#left > 0; from++) {
      const start = from === 0 ? initial : this.#steps[from - 1]!.target;
      const later = new Map<string, number>();
      for (let at = from + 1; at < this.#steps.length; at++)
        later.set(this.#machine.key(this.#steps[at - 1]!.target), at);
      const way = this.#wayTo(start, (key, depth) => {
        const at = later.get(key);
        return at !== undefined && at - from > depth ? at : undefined;
      });
      if (!way) continue;
      const steps = [...this.#steps.slice(0, from), ...way.steps, ...this.#steps.slice(way.goal)];
      const bad = this.#judge({ model, initial, steps });
      if (bad) this.#best = bad;
    }
  }

  /** A way to a state nearby that `goal` accepts, and what it says about it. */
  #wayTo(
    start: State,
    goal: (key: string, depth: number) => number | undefined,
  ): { readonly steps: readonly Step[]; readonly goal: number } | undefined {
    const known = new Set([this.#machine.key(start)]);
    let level: { readonly state: State; readonly steps: readonly Step[] }[] = [{ state: start, steps: [] }];
    for (let depth = 1; depth <= nearby.depth; depth++) {
      const next: typeof level = [];
      for (const { state, steps } of level) {
        if (this.#left <= 0) return undefined;
        for (const step of this.#expand(state).steps) {
          const key = this.#machine.key(step.target);
          if (known.has(key) || !this.#isInside(step.target)) continue;
          known.add(key);
          const way = [...steps, step];
          const found = goal(key, depth);
          if (found !== undefined) return { steps: way, goal: found };
          if (known.size >= nearby.states) return undefined;
          next.push({ state: step.target, steps: way });
        }
      }
      level = next;
    }
    return undefined;
  }

  #expand(state: State): Expansion {
    const key = this.#machine.key(state);
    const known = this.#expansions.get(key);
    if (known) return known;
    this.#left -= 1;
    const expansion = this.#machine.expand(state);
    this.#expansions.set(key, expansion);
    return expansion;
  }

  /** States outside the model's constraints are not gone through. */
  #isInside(state: State): boolean {
    return this.#machine.model.constraints.every((constraint) => {
      const result = this.#machine.evaluate(constraint, state);
      return "value" in result && result.value;
    });
  }

  /** The finding with this trace, when it ends badly in the same way. */
  #judge(trace: Trace): Traced | undefined {
    const finding = this.#finding;
    const state = trace.steps.at(-1)?.target ?? trace.initial;
    if (finding.kind === "violated") {
      const old = trace.steps.at(-2)?.target ?? trace.initial;
      const result = this.#machine.property(finding.property, state, old);
      return "value" in result && !result.value ? { ...finding, trace } : undefined;
    }
    if (finding.kind === "deadlock") {
      const isTerminal = this.#machine.model.terminal.some((formula) => {
        const result = this.#machine.evaluate(formula, state);
        return !("value" in result) || result.value;
      });
      return this.#expand(state).deadlocked && !isTerminal ? { ...finding, trace } : undefined;
    }
    if (finding.kind === "error" && finding.label) {
      const { span } = finding.failure;
      const same = this.#expand(state).failures.find(({ failure }) => failure.span === span);
      return same && { ...finding, ...same, trace };
    }
    return undefined;
  }
}
