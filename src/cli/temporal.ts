/**
 * One property of behaviours on the graph of all states and steps: what becomes of it, with the behaviour that shows it. Each
 * behaviour that is found is judged once more by the machine alone. What a bound hides is left open, never guessed.
 */
import {
  type BuiltGraph,
  FairCore,
  findBehaviour,
  firstForEver,
  type GraphStep,
  isEverTrue,
  type Lasso,
  type Pause,
  Reach,
  type StateGraph,
  stateWhere,
} from "../explore/index.ts";
import type { Machine, State } from "../interpreter/index.ts";
import { exchanges, type TemporalProperty } from "../ir/index.ts";
import { assert, InternalError, type Span } from "../source/index.ts";
import {
  type Finding,
  lastState,
  type Numbering,
  type PropertyVerdict,
  problemWith,
  type Reaching,
  reachingBySearch,
  standstill,
  type Trace,
  timelockIn,
  traceOfLasso,
} from "../trace/index.ts";

export interface Decided {
  readonly verdict: PropertyVerdict;
  readonly finding?: Finding;
  /** A bound cut what would decide it. */
  readonly isOpen?: boolean;
}

/** In a larger graph, nobody asks whether what an implication is about is so of any behaviour. */
const mostStepsOfPremise = 5_000_000;

/** States that the machine looks at to find out for itself what can be reached. */
const mostStatesOfCheck = 500;

export class TemporalJudge {
  readonly reach: Reach;
  readonly #machine: Machine;
  readonly #numbering: Numbering;
  readonly #pause: Pause;
  /** Whether a step leads out of the graph. */
  readonly #isCut: boolean;
  readonly #shared: NonNullable<Parameters<typeof findBehaviour>[5]>;

  constructor(machine: Machine, graph: StateGraph, numbering: Numbering, pause: Pause, isCut: boolean) {
    const { goals, atoms, fairness } = machine.model.behaviours;
    this.reach = new Reach(graph, goals, atoms.length);
    this.#machine = machine;
    this.#numbering = numbering;
    this.#pause = pause;
    this.#isCut = isCut;
    // What can be reached is known for each state: which members it is alike for is not.
    const alike = goals.length === 0 ? exchanges(machine.model) : [];
    this.#shared = { exchanges: alike, core: new FairCore(this.reach.graph, fairness) };
  }

  decide(property: TemporalProperty): Promise<Decided> {
    if (property.kind === "possible") return this.#decidePossible(property);
    if (property.kind === "invariant") return Promise.resolve(this.#decideInvariant(property));
    return this.#decideForAll(property);
  }

  /** The first state in which time stands still for ever. */
  timelock(): Finding | undefined {
    const { timelock } = this.#machine.model.behaviours;
    const state = timelock && firstForEver(this.reach.graph, timelock.blocked, timelock.except);
    if (state === undefined) return undefined;
    const trace = this.#wayTo(state);
    const last = lastState(trace);
    if (timelockIn(this.#machine, last, mostStatesOfCheck) === undefined)
      throw new InternalError("time was found to stand still, but the machine goes on");
    return { kind: "error", failure: standstill(this.#machine, last), trace };
  }

  async #decideForAll(property: TemporalProperty): Promise<Decided> {
    const { name } = property;
    const found = await this.#find(property, true, true);
    if (found.kind === "stopped") return { verdict: unknown(property) };
    if (found.kind === "violated") {
      const trace = this.#traceOf(found.lasso, property);
      return { verdict: { name, verdict: "violated" }, finding: { kind: "liveness", property, trace } };
    }
    if (this.#isDoubtful) {
      const doubtful = await this.#find(property, true, false);
      if (doubtful.kind === "stopped") return { verdict: unknown(property) };
      if (doubtful.kind === "violated") return { verdict: unknown(property), isOpen: true };
    }
    const { heldUp } = found;
    const empty = await this.#emptyOf(property);
    const more = { ...(heldUp.length === 0 ? {} : { heldUp }), ...(empty.length === 0 ? {} : { empty }) };
    return { verdict: { name, verdict: "holds", ...more } };
  }

  async #decidePossible(property: TemporalProperty): Promise<Decided> {
    const { name } = property;
    const found = await this.#find(property, false, false);
    if (found.kind === "stopped") return { verdict: unknown(property) };
    if (found.kind === "violated")
      return { verdict: { name, verdict: "holds", witness: this.#traceOf(found.lasso, property) } };
    if (this.#isCut) return { verdict: unknown(property), isOpen: true };
    return { verdict: { name, verdict: "violated" }, finding: { kind: "impossible", property } };
  }

  /** Of all states: the first one that it is false of is enough, whatever comes after. */
  #decideInvariant(property: TemporalProperty): Decided {
    const { name, formula } = property;
    const { graph } = this.reach;
    const badWith = (doubt: boolean) => {
      const whole = this.reach.formula(formula, doubt);
      assert(whole.kind === "always", "an invariant is about all states");
      return stateWhere(graph, { kind: "not", operand: whole.operand });
    };
    const bad = badWith(true);
    if (bad !== undefined) {
      const trace = this.#wayTo(bad);
      this.#require(trace, property);
      return { verdict: { name, verdict: "violated" }, finding: { kind: "liveness", property, trace } };
    }
    if (this.#isDoubtful && badWith(false) !== undefined) return { verdict: unknown(property), isOpen: true };
    const empty = property.antecedents.filter(({ formulas }) => !formulas.some((item) => this.#isEverTrue(item)));
    const more = empty.length === 0 ? {} : { empty: empty.map(({ span }) => span) };
    return { verdict: { name, verdict: "holds", ...more } };
  }

  /** What stands left of implications of the property and is never true. */
  async #emptyOf({ antecedents }: TemporalProperty): Promise<readonly Span[]> {
    const empty: Span[] = [];
    for (const { formulas, span } of antecedents) {
      let isSeen = false;
      for (const formula of formulas) isSeen ||= this.#isEverTrue(formula) ?? (await this.#isSometimesSo(formula));
      if (!isSeen) empty.push(span);
    }
    return empty;
  }

  /** Undefined for what is about more than a state and the step from it. Where nobody knows, it is. */
  #isEverTrue(formula: TemporalProperty["formula"]): boolean | undefined {
    return isEverTrue(this.reach.graph, this.reach.formula(formula, true));
  }

  /** Whether some fair behaviour is so at some time; as far as anybody looks. */
  async #isSometimesSo(operand: TemporalProperty["formula"]): Promise<boolean> {
    const { graph } = this.reach;
    if (graph.steps.length > mostStepsOfPremise || this.#isCut) return true;
    const sometimes = { formula: { kind: "eventually", operand } } as const;
    const found = await this.#find(sometimes, false, true);
    return found.kind !== "none";
  }

  #wayTo(state: number): Trace {
    const lasso = { ...shortestPath(this.reach.graph, state), loop: [] };
    const { model, initial, steps } = traceOfLasso(lasso, this.#machine, this.#numbering);
    return { model, initial, steps };
  }

  get #isDoubtful(): boolean {
    return this.#isCut && this.#machine.model.behaviours.goals.length > 0;
  }

  #find(
    { formula }: Pick<TemporalProperty, "formula">,
    negated: boolean,
    doubt: boolean,
  ): ReturnType<typeof findBehaviour> {
    const { fairness } = this.#machine.model.behaviours;
    const read = this.reach.formula(formula, doubt);
    return findBehaviour(this.reach.graph, read, negated, fairness, this.#pause, this.#shared);
  }

  #traceOf(lasso: Lasso, property: TemporalProperty): Trace {
    const trace = traceOfLasso(lasso, this.#machine, this.#numbering);
    this.#require(trace, property);
    return trace;
  }

  #require(trace: Trace, property: TemporalProperty): void {
    const problem = problemWith(trace, property, this.#machine, this.#reaching);
    if (problem !== undefined)
      throw new InternalError(`a behaviour was found that decides ${property.name}, but ${problem}`);
  }

  /** What the graph says can be reached, and not otherwise than the machine where it finds out. */
  get #reaching(): Reaching {
    const bySearch = reachingBySearch(this.#machine, mostStatesOfCheck);
    return (goal: number, state: State) => {
      const number = this.#numbering.numberOf(state);
      if (number === undefined) return undefined;
      const said = this.reach.canReach(number, goal);
      const found = bySearch(goal, state);
      if (found !== undefined && found !== said)
        throw new InternalError("the graph and the interpreter disagree about what can be reached");
      return said;
    };
  }
}

export const unknown = ({ name }: TemporalProperty): PropertyVerdict => ({ name, verdict: "unknown" });

/** The way to the last state of the graph. */
export function pathToLast(
  { graph, numberOf }: BuiltGraph<State>,
  machine: Machine,
  labelOf: Numbering["labelOf"],
): Trace {
  const { model, initial, steps } = traceOfLasso({ ...shortestPath(graph, graph.size), loop: [] }, machine, {
    numberOf,
    labelOf,
  });
  return { model, initial, steps };
}

/** States are numbered breadth-first, so the first step that leads to a state is on a shortest path. */
function shortestPath(
  graph: StateGraph,
  goal: number,
): { readonly initial: number; readonly prefix: readonly GraphStep[] } {
  const prefix: GraphStep[] = [];
  let at = goal;
  searching: while (!graph.initial.includes(at)) {
    for (let state = 1; state < at; state++) {
      for (let step = graph.offsets[state]!; step < graph.offsets[state + 1]!; step++) {
        if (graph.target(step) !== at) continue;
        prefix.unshift({ target: at, label: graph.label(step) });
        at = state;
        continue searching;
      }
    }
    throw new InternalError("every state is reached from one before it");
  }
  return { initial: at, prefix };
}
