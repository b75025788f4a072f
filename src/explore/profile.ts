/**
 * Where the time of a search goes, and where its states come from: the compiled model visits the states of a search once
 * more, on one thread, with every action and property called and timed by itself. The figures but the times are exact.
 */
import { assembleProbe, type Crowded, type Layout, occupancyOf, openProbe, type Probe } from "../engine/index.ts";
import { DistinctValues } from "./distinct-values.ts";
import { KnownStates } from "./known-states.ts";
import type { Limit } from "./outcome.ts";
import type { Progress } from "./search.ts";

export interface ActionProfile {
  /** States in which it could be taken, or was cut by a bound. */
  readonly enabled: number;
  /** Steps. */
  readonly fired: number;
  /** Steps that led to a state that was not known. */
  readonly fresh: number;
  /** Branches that bounds have cut. */
  readonly cut: number;
  readonly seconds: number;
}

export interface PartProfile {
  /** In a packed state, all members together. */
  readonly bits: number;
  readonly members: number;
  /** Of any member; undefined when there were too many to count. */
  readonly distinct: number | undefined;
}

export interface PropertyProfile {
  /** In the model's list of properties. */
  readonly position: number;
  readonly evaluations: number;
  readonly seconds: number;
}

export interface Profile {
  readonly states: number;
  readonly transitions: number;
  /** All by position in the model. */
  readonly actions: readonly ActionProfile[];
  readonly variables: readonly PartProfile[];
  readonly networks: readonly PartProfile[];
  /** Those that are looked at. */
  readonly properties: readonly PropertyProfile[];
  /** Looking up and keeping states, constraints among it. */
  readonly storing: number;
  readonly wordCount: number;
  /** What ended it before it had seen every state of the search. */
  readonly limit?: Limit;
}

export interface ProfileOptions {
  readonly layout: Layout;
  /** Positions of the properties that are looked at. */
  readonly properties: readonly number[];
  readonly stepProperties: readonly number[];
  readonly initial: readonly Uint32Array[];
  /** States at this depth are looked at, not expanded. */
  readonly maxDepth?: number;
  /** The search went no further. */
  readonly maxStates?: number;
  readonly memoryBytes: number;
  readonly now: () => number;
}

const statesBetweenLooks = 256;
const millisecondsBetweenPauses = 100;

export async function profileStates(options: ProfileOptions, progress: Progress): Promise<Profile | Crowded> {
  return new Profiling(options).run(progress);
}

class Profiling {
  readonly #options: ProfileOptions;
  readonly #probe: Probe;
  readonly #known: KnownStates;
  readonly #actions: { enabled: number; fired: number; fresh: number; cut: number; milliseconds: number }[];
  readonly #evaluated = new Map<number, { evaluations: number; milliseconds: number }>();
  readonly #reached = new Set<number>();
  readonly #ofStates: readonly number[];
  readonly #ofSteps: readonly number[];
  readonly #parts: { readonly variables: readonly Counted[]; readonly networks: readonly Counted[] };
  #crowded: number | undefined;
  #action = 0;
  #transitions = 0;
  #storing = 0;
  /** Spent inside `emit` during the call of an action. */
  #inner = 0;

  constructor(options: ProfileOptions) {
    this.#options = options;
    const { layout, properties, stepProperties } = options;
    this.#probe = openProbe(assembleProbe(layout, properties), {
      emit: () => this.#emit(),
      reached: (property) => void this.#reached.add(property),
      crowded: (id) => {
        this.#crowded ??= id;
      },
    });
    this.#known = new KnownStates(layout.wordCount);
    this.#actions = this.#probe.actions.map(() => ({ enabled: 0, fired: 0, fresh: 0, cut: 0, milliseconds: 0 }));
    for (const position of properties) this.#evaluated.set(position, { evaluations: 0, milliseconds: 0 });
    this.#ofStates = properties.filter((position) => !stepProperties.includes(position));
    this.#ofSteps = properties.filter((position) => stepProperties.includes(position));
    const { variables, networks } = occupancyOf(layout);
    const counted = (part: Counted["part"]): Counted => ({ part, values: new DistinctValues() });
    this.#parts = { variables: variables.map(counted), networks: networks.map(counted) };
  }

  async run(progress: Progress): Promise<Profile | Crowded> {
    const { initial, maxDepth, maxStates, memoryBytes, now } = this.#options;
    const started = now();
    let paused = started;
    let limit: Limit | undefined;
    for (const words of initial) {
      this.#transitions += 1;
      this.#known.add(words);
    }
    let depth = 1;
    let levelEnd = this.#known.size;
    for (let at = 0; at < this.#known.size; at++) {
      if (at === levelEnd) {
        depth += 1;
        levelEnd = this.#known.size;
      }
      if (at % statesBetweenLooks === 0) {
        if (this.#known.bytes > memoryBytes) limit = "memory";
        if (now() - paused >= millisecondsBetweenPauses) {
          const figures = { states: this.#known.size, transitions: this.#transitions, depth, cut: 0, constrained: 0 };
          const answer = await progress({
            ...figures,
            queue: this.#known.size - at,
            seconds: (now() - started) / 1000,
          });
          if (answer === "stop") limit = "interrupted";
          paused = now();
        }
      }
      if (maxStates !== undefined && this.#known.size >= maxStates && depth > 1) limit = "states";
      if (limit) break;
      this.#look(at);
      if (maxDepth === undefined || depth < maxDepth) this.#expand();
      if (this.#crowded !== undefined) return { kind: "crowded", crowded: this.#crowded };
    }
    return this.#profile(limit);
  }

  /** The state with this number: its parts and its properties. */
  #look(number: number): void {
    const { cells } = this.#probe;
    this.#probe.load(this.#known.row(number));
    for (const { part, values } of this.#parts.variables) {
      for (const { cell, cells: count } of part.regions) values.add(cells, cell, count);
    }
    for (const { part, values } of this.#parts.networks) {
      for (const { cell, cells: count } of part.regions) values.add(cells, cell, count);
    }
    this.#evaluate(this.#ofStates);
  }

  #evaluate(positions: readonly number[]): void {
    const { now } = this.#options;
    for (const position of positions) {
      // Nobody looks for what has been reached.
      if (this.#reached.has(position)) continue;
      const entry = this.#evaluated.get(position);
      const start = now();
      this.#probe.properties.get(position)?.();
      if (!entry) continue;
      entry.evaluations += 1;
      entry.milliseconds += now() - start;
    }
  }

  #expand(): void {
    const { actions, cut } = this.#probe;
    const { now } = this.#options;
    for (const [position, act] of actions.entries()) {
      const entry = this.#actions[position];
      if (!entry) continue;
      this.#action = position;
      this.#inner = 0;
      const cutBefore = cut();
      const firedBefore = entry.fired;
      const start = now();
      act();
      entry.milliseconds += now() - start - this.#inner;
      const newlyCut = cut() - cutBefore;
      entry.cut += newlyCut;
      if (entry.fired > firedBefore || newlyCut > 0) entry.enabled += 1;
    }
  }

  #emit(): void {
    const { now } = this.#options;
    const start = now();
    const entry = this.#actions[this.#action];
    this.#evaluate(this.#ofSteps);
    const checked = this.#ofSteps.length === 0 ? start : now();
    this.#transitions += 1;
    const isNew = this.#probe.inside() === 1 && this.#known.add(this.#probe.successor);
    if (entry) {
      entry.fired += 1;
      if (isNew) entry.fresh += 1;
    }
    const end = now();
    this.#storing += end - checked;
    this.#inner += end - start;
  }

  #profile(limit: Limit | undefined): Profile {
    const seconds = (milliseconds: number): number => milliseconds / 1000;
    const partOf = ({ part, values }: Counted): PartProfile => ({
      bits: part.bits,
      members: part.regions.length,
      distinct: values.count,
    });
    return {
      states: this.#known.size,
      transitions: this.#transitions,
      actions: this.#actions.map(({ milliseconds, ...counts }) => ({ ...counts, seconds: seconds(milliseconds) })),
      variables: this.#parts.variables.map(partOf),
      networks: this.#parts.networks.map(partOf),
      properties: [...this.#evaluated].map(([position, { evaluations, milliseconds }]) => ({
        position,
        evaluations,
        seconds: seconds(milliseconds),
      })),
      storing: seconds(this.#storing),
      wordCount: this.#options.layout.wordCount,
      limit,
    };
  }
}

/** A variable or a network, and the values that it has had. */
interface Counted {
  readonly part: ReturnType<typeof occupancyOf>["variables"][number];
  readonly values: DistinctValues;
}
