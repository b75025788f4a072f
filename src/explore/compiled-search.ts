/**
 * The same search as `search.ts`, with a compiled model: level by level, small levels in this thread, large ones by a team of
 * workers. States are checked when they are expanded, which finds the same violations one level later; so what is
 * expanded beyond is not counted. What was noticed is examined by the reference machine (the interpreter), which has to
 * find the same: otherwise the two disagree, and there is no verdict.
 */
import { type Assembly, type Crowded, pageBytes } from "../engine/index.ts";
import { assert } from "../source/index.ts";
import { Arrivals } from "./arrivals.ts";
import { Control } from "./control.ts";
import { examine, type Sighting } from "./examine.ts";
import { type Counts, type Event, Explorer } from "./explorer.ts";
import { Findings } from "./findings.ts";
import type { BuiltGraph } from "./liveness/index.ts";
import { overOrbits } from "./orbits.ts";
import type { Figures, Limit, Outcome } from "./outcome.ts";
import { prepare } from "./prepare.ts";
import { RecordedGraph } from "./recorded-graph.ts";
import type { Progress, SearchOptions } from "./search.ts";
import type { Edge, Searchable } from "./searchable.ts";
import { Team } from "./team.ts";
import type { StartWorker } from "./worker.ts";

/** A model ready to run, for states of the machine that it was compiled from. */
export interface Engine<State> {
  readonly assembly: Assembly;
  encode(state: State): Uint32Array | Crowded;
  /** The state with these words; for searches over orbits. */
  readonly decode?: (words: Uint32Array) => State;
}

export interface CompiledSearchOptions extends SearchOptions {
  /** Of the table, the frontier and the log together. */
  readonly memoryBytes: number;
  /** Of the fingerprints' keys. */
  readonly seed: number;
  readonly workers: number;
  readonly startWorker?: StartWorker;
  /** Resolves after some milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** States in a level from which on workers are worth their start. */
  readonly spreadFrom?: number;
  /** Of one table, in tests. */
  readonly mostTablePages?: number;
}

export interface Resources {
  /** Of the visited states and the log, with what is kept free. */
  readonly bytesPerState: number;
  /** An upper bound on the probability that two states had the same fingerprint; 0 when states were compared. */
  readonly collision: number;
  /** Over orbits: some may have had several representatives, so that more were counted than there are. */
  readonly approximate?: boolean;
  /** Over orbits: it may depend on who is asked first whether something fails, so that not all states of an orbit are alike. */
  readonly orderShows?: boolean;
}

export type CompiledOutcome<State, Step, Label, Failure> =
  | {
      readonly kind: "done";
      readonly outcome: Outcome<State, Step, Label, Failure>;
      readonly resources: Resources;
      /** Signs of life (`signsOf`): 1 for each that was seen in what was expanded. */
      readonly signs: Uint8Array;
      /** What the engine wrote down, once all states were visited. */
      readonly graph?: BuiltGraph<State>;
    }
  | Crowded;

const millisecondsBetweenPauses = 100;
const millisecondsOfPiece = 20;
const mostInPiece = 1024;
const defaultSpreadFrom = 20_000;

export async function searchCompiled<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  engine: Engine<State>,
  options: CompiledSearchOptions,
  progress?: Progress,
): Promise<CompiledOutcome<State, Step, Label, Failure>> {
  // One instance alone would take all that there is.
  if (engine.assembly.places.pages * pageBytes > options.memoryBytes) return withoutMemory(machine, options);
  const search = new CompiledSearch(machine, engine, options, progress, options.now());
  const result = await search.run();
  if (result !== "again") return result;
  // Workers find the same states in another order. For the path that one worker finds, only its levels are needed again.
  const enough = options.continueAfterViolation ? Number.POSITIVE_INFINITY : search.depth + 2;
  const maxDepth = Math.min(options.maxDepth ?? Number.POSITIVE_INFINITY, enough);
  const alone = { ...options, workers: 1, maxDepth };
  const second = await new CompiledSearch(machine, engine, alone, progress, search.started).run();
  assert(second !== "again", "one worker is enough for one worker");
  if (second.kind === "crowded" || second.outcome.kind !== "inconclusive") return second;
  return { ...second, outcome: { ...second.outcome, found: true } };
}

function withoutMemory<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  { only }: CompiledSearchOptions,
): CompiledOutcome<State, Step, Label, Failure> {
  const figures = { states: 0, transitions: 0, depth: 0, cut: 0, constrained: 0, queue: 0, seconds: 0 };
  const nowhere = new Arrivals(() => false);
  const outcome = new Findings(machine, only).outcome(nowhere, figures, "memory", false);
  return { kind: "done", outcome, resources: { bytesPerState: 0, collision: 0 }, signs: new Uint8Array() };
}

class CompiledSearch<State, Step extends Edge<State>, Label, Failure> {
  readonly started: number;
  readonly #machine: Searchable<State, Step, Label, Failure>;
  readonly #engine: Engine<State>;
  readonly #options: CompiledSearchOptions;
  readonly #progress: Progress | undefined;
  readonly #findings: Findings<State, Step, Label, Failure>;
  readonly #control: Control;
  readonly #explorer: Explorer;
  readonly #arrivals: Arrivals;
  readonly #team: Team | undefined;
  readonly #recorded: RecordedGraph<State>;
  #initial: readonly State[] = [];
  /** What was noticed, with the level in which it was. */
  readonly #sightings: Sighting[] = [];
  #paused: number;
  #depth = 0;
  /** Transitions into states outside the constraints, at the start. */
  #constrained = 0;
  #crowded: number | undefined;
  /** How many states are expanded before looking at the time. */
  #piece = 16;
  /** How many states there were before the level that is expanded. */
  #known = 0;

  constructor(
    machine: Searchable<State, Step, Label, Failure>,
    engine: Engine<State>,
    options: CompiledSearchOptions,
    progress: Progress | undefined,
    started: number,
  ) {
    this.#engine = engine;
    this.#options = options;
    this.#progress = progress;
    this.started = started;
    this.#paused = options.now();
    const { program, shared } = prepare(engine.assembly, options);
    this.#control = new Control(shared.control);
    const stopAtViolation = !options.continueAfterViolation;
    this.#explorer = new Explorer(program, shared, this.#control, stopAtViolation);
    this.#machine = reduced(machine, engine, this.#explorer);
    this.#findings = new Findings(this.#machine, options.only);
    if (!this.#explorer.table.start()) this.#control.set("exhausted", 1);
    this.#arrivals = new Arrivals((bytes) => this.#control.reserveBytes(bytes));
    this.#explorer.onLog = (bytes) => this.#arrivals.append(bytes);
    const { workers, startWorker } = options;
    this.#recorded = new RecordedGraph(engine, this.#explorer, this.#control);
    // One worker gives numbers to states in the order in which they are found.
    if (workers > 1 && startWorker && !engine.assembly.exact && !engine.assembly.recorded) {
      this.#team = new Team(workers, startWorker, { program, shared, stopAtViolation }, this.#control);
    }
  }

  get depth(): number {
    return this.#depth;
  }

  /** "again": something was found by several workers, and one has to find it once more. */
  async run(): Promise<CompiledOutcome<State, Step, Label, Failure> | "again"> {
    try {
      return await this.#run();
    } finally {
      await this.#team?.end();
    }
  }

  async #run(): Promise<CompiledOutcome<State, Step, Label, Failure> | "again"> {
    const { continueAfterViolation, maxStates, maxDepth } = this.#options;
    let size = this.#start();
    for (let queue: 0 | 1 = 0; size > 0; queue = queue === 0 ? 1 : 0) {
      if (this.#crowded !== undefined) return { kind: "crowded", crowded: this.#crowded };
      this.#depth += 1;
      const before = this.#figures(size);
      this.#known = before.states;
      const limit: Limit | undefined =
        maxStates !== undefined && before.states >= maxStates
          ? "states"
          : maxDepth !== undefined && this.#depth >= maxDepth
            ? "depth"
            : undefined;
      if (limit || (this.#isBad && !continueAfterViolation)) {
        this.#check(queue, this.#depth);
        return this.#finish(limit, before);
      }
      const reached = await this.#expandLevel(queue, size);
      if (this.#crowded !== undefined) return { kind: "crowded", crowded: this.#crowded };
      if (this.#team?.isUsed && this.#isBad) return "again";
      const found = this.#sightings.some(({ event, level }) => level === this.#depth && !event.expanding);
      if (found && !continueAfterViolation) return this.#finish(undefined, before);
      const states = this.#states;
      if (reached) {
        if (reached !== "interrupted") this.#checkRest(queue);
        const waiting = states - before.states;
        return this.#finish(reached, { ...this.#figures(waiting), depth: this.#depth + (waiting > 0 ? 1 : 0) });
      }
      this.#explorer.frontier.clear(queue);
      size = states - before.states;
    }
    return this.#finish(undefined, this.#figures(0));
  }

  /** Enters the initial states; the reference machine has computed them, and judges them too. */
  #start(): number {
    const { states, failures } = this.#machine.initial();
    this.#initial = states;
    const known = new Set<string>();
    this.#arrivals.startLevel(0);
    this.#explorer.startLevel(0);
    for (const failure of failures) this.#findings.fail(failure, 1, undefined);
    for (const [ordinal, state] of states.entries()) {
      const arrival = { parent: undefined, ordinal };
      const key = this.#machine.key(state);
      this.#findings.check(state, undefined, !known.has(key), 1, arrival);
      const inside = this.#machine.inside(state);
      if ("failure" in inside) this.#findings.fail(inside.failure, 1, arrival);
      if (!("failure" in inside) && inside.value) {
        known.add(key);
        const words = this.#engine.encode(state);
        if ("crowded" in words) this.#crowded ??= words.crowded;
        else this.#explorer.offer(words, ordinal);
      } else this.#constrained += 1;
    }
    this.#explorer.finishLevel();
    return this.#crowded === undefined ? this.#states : 1;
  }

  async #expandLevel(queue: 0 | 1, size: number): Promise<Limit | undefined> {
    const { spreadFrom = defaultSpreadFrom } = this.#options;
    const target = queue === 0 ? 1 : 0;
    if (this.#team && size >= spreadFrom) {
      // Nobody keeps a log any more.
      this.#explorer.onLog = undefined;
      const limit = await this.#team.expand(queue, (idle) => this.#pause(idle));
      this.#note(this.#team.takeEvents());
      return limit;
    }
    this.#arrivals.startLevel(this.#states);
    this.#explorer.startLevel(target);
    const limit = await this.#expandHere(queue);
    this.#explorer.finishLevel();
    this.#note(this.#explorer.takeEvents());
    return limit ?? (this.#explorer.halted ? "memory" : undefined);
  }

  async #expandHere(queue: 0 | 1): Promise<Limit | undefined> {
    const { now } = this.#options;
    while (this.#explorer.claim(queue)) {
      for (;;) {
        const started = now();
        if (!this.#explorer.explore(true, this.#piece)) break;
        // A state may take a microsecond or a minute: who waits wants to be heard in either case.
        const elapsed = now() - started;
        if (elapsed > millisecondsOfPiece) this.#piece = Math.max(1, this.#piece >> 2);
        else if (elapsed < millisecondsOfPiece / 4) this.#piece = Math.min(mostInPiece, this.#piece << 1);
        const limit = await this.#pause(undefined);
        if (limit) return limit;
      }
      if (this.#explorer.halted) return "memory";
      const limit = await this.#pause(undefined);
      if (limit) return limit;
    }
    return undefined;
  }

  /** Lets the user look and decide, when it is time to; `idle` is what a caller waits for who has nothing else to do. */
  async #pause(idle: Promise<unknown> | undefined): Promise<Limit | undefined> {
    const { maxTime, now, sleep } = this.#options;
    if (idle && sleep) await Promise.race([idle, sleep(millisecondsBetweenPauses)]);
    else if (now() - this.#paused < millisecondsBetweenPauses) return undefined;
    if (maxTime !== undefined && now() - this.started >= maxTime * 1000) return "time";
    const answer = await this.#progress?.(this.#figures(this.#states - this.#known));
    this.#paused = now();
    return answer === "stop" ? "interrupted" : undefined;
  }

  #note(events: readonly Event[]): void {
    for (const event of events) {
      if (event.notice === "crowded") this.#crowded ??= event.id;
      else if (event.notice === "reached") this.#findings.reach(event.id);
      else if (event.notice !== "deadlock" || this.#options.deadlock !== false) {
        this.#sightings.push({ event, level: this.#depth });
      }
    }
  }

  get #isBad(): boolean {
    return this.#findings.any || this.#sightings.length > 0;
  }

  /** Looks at the states of a level that will not be expanded. */
  #check(queue: 0 | 1, level: number): void {
    this.#explorer.startLevel(queue);
    this.#explorer.checkRest(queue);
    this.#noteAt(level);
  }

  /** After a limit: what is left of the level, and the states found so far of the next one. */
  #checkRest(queue: 0 | 1): void {
    this.#explorer.checkRest(queue);
    this.#noteAt(this.#depth);
    this.#check(queue === 0 ? 1 : 0, this.#depth + 1);
  }

  #noteAt(level: number): void {
    const depth = this.#depth;
    this.#depth = level;
    this.#note(this.#explorer.takeEvents());
    this.#depth = depth;
  }

  #finish(limit: Limit | undefined, figures: Figures): CompiledOutcome<State, Step, Label, Failure> | "again" {
    const { continueAfterViolation = false } = this.#options;
    if (this.#crowded !== undefined) return { kind: "crowded", crowded: this.#crowded };
    if (this.#team?.isUsed && this.#isBad) return "again";
    examine(
      this.#machine,
      this.#engine,
      this.#findings,
      this.#arrivals,
      this.#sightings,
      this.#options.deadlock !== false,
    );
    const isComplete = limit === undefined && (continueAfterViolation || !this.#findings.any);
    if (isComplete) this.#findings.finish(this.#depth);
    const statistics = { ...figures, seconds: this.#seconds };
    const ended =
      this.#findings.any && !continueAfterViolation && (limit === "states" || limit === "depth") ? undefined : limit;
    const outcome = this.#findings.outcome(this.#arrivals, statistics, ended, continueAfterViolation);
    const graph = isComplete ? this.#recorded.finish(this.#initial) : undefined;
    return { kind: "done", outcome, resources: this.#resources(), signs: this.#signs, ...(graph ? { graph } : {}) };
  }

  #resources(): Resources {
    const states = this.#states;
    const bytes = this.#explorer.table.bytes + this.#arrivals.bytes + this.#explorer.keptBytes;
    const pairs = states * (states - 1);
    return {
      bytesPerState: states === 0 ? 0 : bytes / states,
      collision: this.#engine.assembly.exact ? 0 : -Math.expm1(-pairs / 2 ** 65),
      approximate: this.#control.get("approximate") !== 0,
      orderShows: this.#control.get("orderShows") !== 0,
    };
  }

  get #signs(): Uint8Array {
    const others = this.#team?.signs ?? new Uint8Array();
    return this.#explorer.signs.map((sign, at) => sign | (others[at] ?? 0));
  }

  get #counts(): readonly Counts[] {
    return [this.#explorer.counts, ...(this.#team?.counts ?? [])];
  }

  get #states(): number {
    return this.#sum("states");
  }

  #sum(name: keyof Counts): number {
    return this.#counts.reduce((sum, counts) => sum + counts[name], 0);
  }

  get #seconds(): number {
    return (this.#options.now() - this.started) / 1000;
  }

  /** `waiting`: states that were found in the level before. */
  #figures(waiting: number): Figures {
    const constrained = this.#sum("constrained") + this.#constrained;
    return {
      states: this.#states,
      transitions: this.#sum("transitions") + this.#constrained,
      depth: this.#depth,
      cut: this.#sum("cut"),
      constrained,
      queue: waiting,
      seconds: this.#seconds,
    };
  }
}

/** The machine as the engine searches it: over orbits where it knows representatives. */
function reduced<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  { assembly, encode, decode }: Engine<State>,
  explorer: Explorer,
): Searchable<State, Step, Label, Failure> {
  if (!assembly.symmetric) return machine;
  return overOrbits(machine, (state) => {
    const words = encode(state);
    assert(decode && !("crowded" in words), "states that are found can be written down");
    return decode(explorer.representative(words));
  });
}
