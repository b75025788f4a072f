/**
 * What has been found wrong so far: the first of each kind, property and place, which in a breadth-first search has the
 * shortest path. Paths are rebuilt at the end, for what is reported only.
 */
import { assert } from "../source/index.ts";
import { behaviourOf, failureAt } from "./orbits.ts";
import type { Figures, Limit, Outcome, PropertyVerdict, Violation } from "./outcome.ts";
import type { Arrival, History } from "./path.ts";
import type { Edge, Searchable } from "./searchable.ts";

/** A finding's place among those of the same depth: properties as declared, then assertions, errors, deadlocks. */
interface Finding<Label, Failure> {
  readonly depth: number;
  readonly rank: number;
  readonly kind: "property" | "unreached" | "deadlock" | "error" | "assertion";
  readonly property?: number;
  readonly arrival?: Arrival;
  readonly failure?: Failure;
  readonly label?: Label;
}

export class Findings<State, Step extends Edge<State>, Label, Failure> {
  readonly #machine: Searchable<State, Step, Label, Failure>;
  readonly #found = new Map<string, Finding<Label, Failure>>();
  readonly #wanted: ReadonlySet<number>;
  readonly #reached = new Set<number>();
  /** Properties that nothing has decided yet. */
  readonly #open: Set<number>;

  constructor(machine: Searchable<State, Step, Label, Failure>, only: readonly string[] | undefined) {
    this.#machine = machine;
    const all = [...machine.properties.keys()];
    this.#wanted = new Set(all.filter((position) => !only || only.includes(machine.properties[position]!.name)));
    this.#open = new Set(this.#wanted);
  }

  /** How often something wrong was entered, known or not. */
  seen = 0;

  get any(): boolean {
    return this.#found.size > 0;
  }

  /** Checks what is still undecided about a state, reached as `arrival` says, from `old` unless it is initial. */
  check(state: State, old: State | undefined, isNew: boolean, depth: number, arrival: Arrival): void {
    for (const position of this.#open) {
      const { kind } = this.#machine.properties[position]!;
      const isOfSteps = kind === "step invariant" || kind === "refinement";
      // A refinement also says how the model starts.
      const isStart = kind === "refinement" && arrival.parent === undefined;
      if (isOfSteps ? old === undefined && !isStart : !isNew) continue;
      const answer = this.#machine.property(position, state, isOfSteps ? old : undefined);
      if ("failure" in answer) this.fail(answer.failure, depth, arrival);
      else if (kind === "reachable") {
        if (!answer.value) continue;
        this.#reached.add(position);
        this.#open.delete(position);
      } else if (!answer.value) {
        this.#open.delete(position);
        this.#enter(`property ${position}`, { depth, rank: position, kind: "property", property: position, arrival });
      }
    }
  }

  /** Something has found out that a `reachable` is. */
  reach(position: number): void {
    if (this.#open.delete(position)) this.#reached.add(position);
  }

  /** A failure in the state that `arrival` leads to, or in a step from it. */
  fail(failure: Failure, depth: number, arrival: Arrival | undefined, label?: Label): void {
    const { kind, place } = this.#machine.classify(failure);
    const rank = this.#machine.properties.length + (kind === "assertion" ? 0 : 1);
    this.#enter(`${kind} ${place}`, { depth, rank, kind, failure, label, arrival });
  }

  deadlock(depth: number, arrival: Arrival): void {
    this.#enter("deadlock", { depth, rank: this.#machine.properties.length + 2, kind: "deadlock", arrival });
  }

  /** Everything was explored: what was not reached never will be. */
  finish(depth: number): void {
    for (const position of this.#open) {
      if (this.#machine.properties[position]!.kind !== "reachable") continue;
      this.#enter(`property ${position}`, { depth: depth + 1, rank: position, kind: "unreached", property: position });
    }
  }

  #enter(name: string, finding: Finding<Label, Failure>): void {
    this.seen += 1;
    const earlier = this.#found.get(name);
    if (!earlier || finding.depth < earlier.depth) this.#found.set(name, finding);
  }

  /** What the search comes to; `limit` is what ended it before everything was explored. */
  outcome(
    history: History,
    statistics: Figures,
    limit: Limit | undefined,
    continueAfterViolation: boolean,
  ): Outcome<State, Step, Label, Failure> {
    const stopped = this.any && !continueAfterViolation;
    const properties = this.verdicts(limit === undefined && !stopped);
    const most = continueAfterViolation ? Number.POSITIVE_INFINITY : 1;
    const [first, ...others] = this.violations(history, most);
    if (first) return { kind: "violated", violations: [first, ...others], limit, statistics, properties };
    if (limit) return { kind: "inconclusive", limit, statistics, properties };
    return { kind: "holds", statistics, properties };
  }

  /** The findings with their paths, the least first. */
  violations(history: History, most: number): readonly Violation<State, Step, Label, Failure>[] {
    const sorted = [...this.#found.values()].sort((left, right) => left.depth - right.depth || left.rank - right.rank);
    return sorted.slice(0, most).map((finding) => this.#describe(finding, history));
  }

  #describe(finding: Finding<Label, Failure>, history: History): Violation<State, Step, Label, Failure> {
    const { kind, depth, arrival, failure, label } = finding;
    const path = arrival && behaviourOf(this.#machine, history, arrival, this.#endOf(finding));
    if (kind === "error" || kind === "assertion") {
      assert(failure !== undefined, "a failure is its own finding");
      if (!path || !this.#machine.representative) return { kind, depth, failure, label, path };
      const real = failureAt(this.#machine, failure, path.states.at(-1)!, path.states.at(-2));
      return { kind, depth, failure: real?.failure ?? failure, label: real?.label ?? label, path };
    }
    if (kind === "deadlock") {
      assert(path, "a deadlock has a path");
      return { kind, depth, path };
    }
    const property = this.#machine.properties[finding.property!]!.name;
    if (kind === "unreached") return { kind, depth, property };
    assert(path, "a violation has a path");
    return { kind, depth, property, path };
  }

  /** Of steps between the same two orbits, which one was found: the one that violates, or that cannot be judged. */
  #endOf({ property, failure, label }: Finding<Label, Failure>): ((step: Step, from: State) => boolean) | undefined {
    const machine = this.#machine;
    if (failure !== undefined && label === undefined)
      return ({ target }, from) => failureAt(machine, failure, target, from) !== undefined;
    if (property === undefined) return undefined;
    const { kind } = machine.properties[property]!;
    if (kind !== "step invariant" && kind !== "refinement") return undefined;
    return ({ target }, from) => {
      const answer = machine.property(property, target, from);
      return "value" in answer && !answer.value;
    };
  }

  /** What became of every property; `complete` when nothing within the bounds is left to explore. */
  verdicts(complete: boolean): readonly PropertyVerdict[] {
    return this.#machine.properties.map(({ name, kind }, position): PropertyVerdict => {
      const verdictOf = (): PropertyVerdict["verdict"] => {
        if (!this.#wanted.has(position)) return "skipped";
        const finding = this.#found.get(`property ${position}`);
        if (finding) return finding.kind === "unreached" ? "unreached" : "violated";
        if (this.#reached.has(position)) return "holds";
        return complete && kind !== "reachable" ? "holds" : "unknown";
      };
      return { name, kind, verdict: verdictOf() };
    });
  }
}
