/**
 * Properties of behaviours, once all states are known to be safe: the graph of states and steps is written down, each
 * formula is decided on it, and a behaviour that violates one becomes a trace that the interpreter has judged by itself.
 */
import { type BuiltGraph, buildGraph, decide, type GraphStep, type Pause, type StateGraph } from "../explore/index.ts";
import type { Host } from "../host.ts";
import type { Label, Machine, State } from "../interpreter/index.ts";
import { labelKey, type Model, type StepClasses, stepClasses, type TemporalProperty } from "../ir/index.ts";
import { createProgressLine } from "../report/index.ts";
import { assert, InternalError } from "../source/index.ts";
import {
  type Finding,
  type Numbering,
  type PropertyVerdict,
  problemWith,
  traceOfLasso,
  type Verdict,
} from "../trace/index.ts";
import { writeGraph } from "./graph.ts";
import type { SearchRequest } from "./search.ts";

/** `verdict`, with what became of the model's properties of behaviours. They are looked at where nothing else is wrong. */
export async function withLiveness(
  machine: Machine,
  verdict: Verdict,
  request: SearchRequest,
  title: string,
  host: Host,
): Promise<Verdict> {
  const { properties } = machine.model.behaviours;
  if (properties.length === 0) return verdict;
  const stopped = verdict.limit !== undefined || (verdict.findings.length > 0 && !request.continue);
  if (stopped) return { ...verdict, properties: [...verdict.properties, ...properties.map(unknown)] };
  const watch = new Watch(request, verdict, title, host);
  try {
    return await new Decider(machine, verdict, request, watch, host).run();
  } finally {
    watch.end();
  }
}

const unknown = ({ name }: TemporalProperty): PropertyVerdict => ({ name, verdict: "unknown" });

class Decider {
  readonly #machine: Machine;
  readonly #verdict: Verdict;
  readonly #request: SearchRequest;
  readonly #watch: Watch;
  readonly #host: Host;
  readonly #classes: StepClasses;

  constructor(machine: Machine, verdict: Verdict, request: SearchRequest, watch: Watch, host: Host) {
    this.#machine = machine;
    this.#verdict = verdict;
    this.#request = request;
    this.#watch = watch;
    this.#host = host;
    this.#classes = stepClasses(machine.model);
  }

  async run(): Promise<Verdict> {
    const { model } = this.#machine;
    const labelOf = labelling(this.#machine, this.#classes);
    const built =
      this.#request.engine === "interpreter"
        ? await interpretedGraph(this.#machine, this.#classes, labelOf, this.#verdict, this.#watch.pause)
        : await writeGraph(this.#machine, this.#classes, this.#verdict, this.#request, this.#host, this.#watch.pause);
    if (built === undefined) return this.#ended([], model.behaviours.properties.map(unknown));
    if (built === "memory") return this.#ended([], model.behaviours.properties.map(unknown), "memory");
    if (built.failed)
      return this.#ended([failingAtom(this.#machine, built, labelOf)], model.behaviours.properties.map(unknown));
    return this.#decideAll(built, { numberOf: built.numberOf, labelOf });
  }

  async #decideAll({ graph }: BuiltGraph<State>, numbering: Numbering): Promise<Verdict> {
    const { behaviours } = this.#machine.model;
    const findings: Finding[] = [];
    const verdicts: PropertyVerdict[] = [];
    for (const property of behaviours.properties) {
      const { name, formula } = property;
      if (this.#watch.isOver || (findings.length > 0 && !this.#request.continue)) {
        verdicts.push(unknown(property));
        continue;
      }
      const decision = await decide(graph, formula, behaviours.fairness, this.#watch.pause);
      if (decision.kind === "stopped") verdicts.push(unknown(property));
      else if (decision.kind === "holds") {
        const { heldUp } = decision;
        verdicts.push({ name, verdict: "holds", ...(heldUp.length === 0 ? {} : { heldUp }) });
      } else {
        const trace = traceOfLasso(decision.lasso, this.#machine, numbering);
        const problem = problemWith(trace, property, this.#machine);
        if (problem !== undefined)
          throw new InternalError(`a behaviour was found that violates ${name}, but ${problem}`);
        findings.push({ kind: "liveness", property, trace });
        verdicts.push({ name, verdict: "violated" });
      }
    }
    return this.#ended(findings, verdicts);
  }

  #ended(
    findings: readonly Finding[],
    verdicts: readonly PropertyVerdict[],
    limit: Verdict["limit"] = this.#watch.limit,
  ): Verdict {
    const { statistics } = this.#verdict;
    return {
      ...this.#verdict,
      findings: [...this.#verdict.findings, ...findings],
      ...(limit === undefined ? {} : { limit }),
      properties: [...this.#verdict.properties, ...verdicts],
      statistics: {
        ...statistics,
        seconds: this.#watch.seconds,
        ...(this.#host.computer
          ? { cpuSeconds: this.#host.computer.cpuSeconds(), peakMemory: this.#host.computer.peakMemory() }
          : {}),
      },
    };
  }
}

/** The number of a step's label, found by the meaning of the patterns and not by the table that generated code uses. */
function labelling(machine: Machine, { labels }: StepClasses): (label: Label) => number {
  const { fairness, events } = machine.model.behaviours;
  const numbers = new Map(labels.map((label, at) => [labelKey(label), at]));
  const positions = (patterns: readonly Model["behaviours"]["events"][number][], label: Label) =>
    [...patterns.keys()].filter((at) => patterns[at]?.some((pattern) => machine.fits(pattern, label)));
  const fair = fairness.map(({ patterns }) => patterns);
  return (label) => {
    const number = numbers.get(labelKey({ fair: positions(fair, label), events: positions(events, label) }));
    assert(number !== undefined, "every label has a number");
    return number;
  };
}

async function interpretedGraph(
  machine: Machine,
  { labels }: StepClasses,
  labelOf: (label: Label) => number,
  { statistics }: Verdict,
  pause: Pause,
): Promise<BuiltGraph<State> | undefined> {
  const { constraints, behaviours } = machine.model;
  const isTrue = (state: State) => (formula: Model["constraints"][number]) => {
    const result = machine.evaluate(formula, state);
    return "value" in result && result.value;
  };
  const inside = (state: State) => constraints.every(isTrue(state));
  return buildGraph(
    {
      initial: () => machine.initialStates().states.filter(inside),
      expand: (state) => {
        const { steps, cuts } = machine.expand(state);
        return {
          steps: steps.map(({ target, label }) => ({ target, label: labelOf(label) })),
          cuts: cuts.map(labelOf),
        };
      },
      key: (state) => machine.key(state),
      inside,
      atom: (position, state) => {
        const result = machine.evaluate(behaviours.atoms[position]!, state);
        return "value" in result ? result.value : undefined;
      },
    },
    { states: statistics.states, steps: statistics.transitions + statistics.cut },
    labels,
    behaviours.atoms.length,
    pause,
  );
}

/** A predicate has no value in the last state of the graph: a model error, with the way there. */
function failingAtom(machine: Machine, built: BuiltGraph<State>, labelOf: (label: Label) => number): Finding {
  const trace = traceOfLasso({ ...shortestPath(built.graph, built.graph.size), loop: [] }, machine, {
    numberOf: built.numberOf,
    labelOf,
  });
  const state = trace.steps.at(-1)?.target ?? trace.initial;
  for (const atom of machine.model.behaviours.atoms) {
    const result = machine.evaluate(atom, state);
    if ("failure" in result)
      return {
        kind: "error",
        failure: result.failure,
        trace: { model: trace.model, initial: trace.initial, steps: trace.steps },
      };
  }
  throw new InternalError("the engine and the interpreter disagree about a predicate of a property");
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

/** Shows that work goes on, hears the user, and knows when time is up. */
class Watch {
  limit: "time" | "interrupted" | undefined;
  readonly #started: number;
  readonly #forget: () => void;
  readonly #line;
  readonly #host: Host;
  readonly pause: Pause;

  constructor(request: SearchRequest, { statistics }: Verdict, title: string, host: Host) {
    this.#host = host;
    this.#started = host.now() - statistics.seconds * 1000;
    this.#line = createProgressLine(host.errors, title, () => host.now());
    let interrupted = false;
    this.#forget = host.onInterrupt(() => {
      interrupted = true;
    });
    this.pause = async () => {
      if (!request.quiet) this.#line.show({ ...statistics, queue: 0 });
      await host.breathe();
      if (interrupted) this.limit = "interrupted";
      else if (request.maxTime !== undefined && this.seconds >= request.maxTime) this.limit = "time";
      return this.limit !== undefined;
    };
  }

  get seconds(): number {
    return (this.#host.now() - this.#started) / 1000;
  }

  get isOver(): boolean {
    return this.limit !== undefined;
  }

  end(): void {
    this.#forget();
    this.#line.clear();
  }
}
