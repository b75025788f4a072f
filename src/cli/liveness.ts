/**
 * Properties of behaviours, once all states are known to be safe: the graph of states and steps is written down, each
 * formula is decided on it, and a behaviour that violates one becomes a trace that the interpreter has judged by itself.
 */
import { type AbstractBehaviour, type BuiltGraph, buildGraph, type Pause } from "../explore/index.ts";
import type { Host } from "../host.ts";
import type { Label, Machine, State } from "../interpreter/index.ts";
import { labelKey, type Model, type StepClasses } from "../ir/index.ts";
import { createProgressLine } from "../report/index.ts";
import { assert, InternalError } from "../source/index.ts";
import {
  AbstractMachine,
  type Finding,
  lastState,
  type Numbering,
  type PropertyVerdict,
  type Verdict,
} from "../trace/index.ts";
import { decideAbstractFairness, fairRefinements } from "./abstract-fairness.ts";
import { type ImagedGraph, writeGraph } from "./graph.ts";
import type { SearchRequest } from "./search.ts";
import { pathToLast, TemporalJudge, unknown } from "./temporal.ts";

/**
 * `verdict`, with what became of the model's properties of behaviours. They are looked at where nothing else is wrong, on
 * `graph` where that was written down while the states were visited.
 */
export async function withLiveness(
  machine: Machine,
  verdict: Verdict,
  graph: ImagedGraph | undefined,
  classes: StepClasses,
  request: SearchRequest,
  title: string,
  host: Host,
): Promise<Verdict> {
  const { properties } = machine.model.behaviours;
  const stopped = verdict.limit !== undefined || (verdict.findings.length > 0 && !request.continue);
  if (stopped) return { ...verdict, properties: [...verdict.properties, ...properties.map(unknown)] };
  const watch = new Watch(request, verdict, title, host);
  try {
    return await new Decider(machine, verdict, classes, request, watch, host).run(graph);
  } finally {
    watch.end();
  }
}

class Decider {
  readonly #machine: Machine;
  readonly #verdict: Verdict;
  readonly #request: SearchRequest;
  readonly #watch: Watch;
  readonly #host: Host;
  readonly #classes: StepClasses;

  constructor(
    machine: Machine,
    verdict: Verdict,
    classes: StepClasses,
    request: SearchRequest,
    watch: Watch,
    host: Host,
  ) {
    this.#machine = machine;
    this.#verdict = verdict;
    this.#request = request;
    this.#watch = watch;
    this.#host = host;
    this.#classes = classes;
  }

  /** `recorded`: what was written down already. */
  async run(recorded: ImagedGraph | undefined): Promise<Verdict> {
    const { model } = this.#machine;
    const labelOf = labelling(this.#machine, this.#classes);
    const built =
      recorded ??
      (this.#request.engine === "interpreter"
        ? await interpretedGraph(this.#machine, this.#classes, labelOf, this.#verdict, this.#watch.pause)
        : await writeGraph(this.#machine, this.#classes, this.#verdict, this.#request, this.#host, this.#watch.pause));
    if (built === undefined) return this.#ended([], model.behaviours.properties.map(unknown));
    if (built === "memory") return this.#ended([], model.behaviours.properties.map(unknown), "memory");
    if (built.failed)
      return this.#ended([failingAtom(this.#machine, built, labelOf)], model.behaviours.properties.map(unknown));
    return this.#decideAll(built, { numberOf: built.numberOf, labelOf });
  }

  async #decideAll({ graph, abstract }: ImagedGraph, numbering: Numbering): Promise<Verdict> {
    const { behaviours } = this.#machine.model;
    const { pause } = this.#watch;
    const findings: Finding[] = [];
    const verdicts: PropertyVerdict[] = [];
    const judge = new TemporalJudge(this.#machine, graph, numbering, pause, this.#verdict.statistics.cut > 0);
    const stopped = judge.timelock();
    if (stopped) findings.push(stopped);
    let isOpen = false;
    for (const property of behaviours.properties) {
      if (this.#watch.isOver || (findings.length > 0 && !this.#request.continue)) {
        verdicts.push(unknown(property));
        continue;
      }
      const decided = await judge.decide(property);
      verdicts.push(decided.verdict);
      if (decided.finding) findings.push(decided.finding);
      isOpen ||= decided.isOpen ?? false;
    }
    const refined = new Map<string, PropertyVerdict>();
    for (const [refinement, behaviour] of abstract) {
      const isOver = this.#watch.isOver || (findings.length > 0 && !this.#request.continue);
      const isRefused = this.#verdict.properties.some(
        ({ name, verdict }) => name === refinement.name && verdict !== "holds",
      );
      if (isRefused) continue;
      const decided = isOver
        ? { verdict: { name: refinement.name, verdict: "unknown" } as const }
        : await decideAbstractFairness(this.#machine, refinement, graph, behaviour, numbering, pause);
      refined.set(refinement.name, decided.verdict);
      if (decided.finding) findings.push(decided.finding);
    }
    return this.#ended(findings, verdicts, this.#watch.limit ?? (isOpen ? "bounds" : undefined), refined);
  }

  /** Refinements of which only half is known. */
  get #undecided(): ReadonlyMap<string, PropertyVerdict> {
    return new Map(fairRefinements(this.#machine.model).map(({ name }) => [name, { name, verdict: "unknown" }]));
  }

  #ended(
    findings: readonly Finding[],
    verdicts: readonly PropertyVerdict[],
    limit: Verdict["limit"] = this.#watch.limit,
    refined: ReadonlyMap<string, PropertyVerdict> = this.#undecided,
  ): Verdict {
    const { statistics } = this.#verdict;
    return {
      ...this.#verdict,
      findings: [...this.#verdict.findings, ...findings],
      ...(limit === undefined ? {} : { limit }),
      properties: [...this.#verdict.properties.map((item) => refined.get(item.name) ?? item), ...verdicts],
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
): Promise<ImagedGraph | undefined> {
  const { constraints, behaviours } = machine.model;
  // Images of a state are numbers of 32 bits behind its predicates.
  const first = 32 * Math.ceil(behaviours.atoms.length / 32);
  const images = fairRefinements(machine.model).map((refinement) => new AbstractMachine(machine, refinement));
  const isTrue = (state: State) => (formula: Model["constraints"][number]) => {
    const result = machine.evaluate(formula, state);
    return "value" in result && result.value;
  };
  const inside = (state: State) => constraints.every(isTrue(state));
  const built = await buildGraph(
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
        if (position >= first) {
          const number = images[(position - first) >>> 5]?.numberOf(state);
          return number === undefined ? undefined : ((number >>> (position & 31)) & 1) === 1;
        }
        if (position >= behaviours.atoms.length) return false;
        const result = machine.evaluate(behaviours.atoms[position]!, state);
        return "value" in result ? result.value : undefined;
      },
    },
    { states: statistics.states, steps: statistics.transitions + statistics.cut },
    labels,
    images.length === 0 ? behaviours.atoms.length : first + 32 * images.length,
    pause,
  );
  if (!built) return undefined;
  const abstract = fairRefinements(machine.model).map((refinement, at) => {
    const image = images[at]!;
    const behaviour: AbstractBehaviour = {
      imageOf: (valuation) => built.graph.valuations[valuation]?.[first / 32 + at] ?? 0,
      enabled: (number) => image.enabled(number),
      taken: (before, after) => image.taken(before, after),
    };
    return [refinement, behaviour] as const;
  });
  return { ...built, abstract: new Map(abstract) };
}

/** A predicate has no value in the last state of the graph: a model error, with the way there. */
function failingAtom(machine: Machine, built: BuiltGraph<State>, labelOf: (label: Label) => number): Finding {
  const trace = pathToLast(built, machine, labelOf);
  const state = lastState(trace);
  for (const atom of machine.model.behaviours.atoms) {
    const result = machine.evaluate(atom, state);
    if ("failure" in result) return { kind: "error", failure: result.failure, trace };
  }
  throw new InternalError("the engine and the interpreter disagree about a predicate of a property");
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
