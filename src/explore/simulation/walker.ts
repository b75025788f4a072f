/**
 * Takes random walks through a compiled model: from an initial state, one step after the other, for as long as there are
 * any or as many as are wanted. An action is chosen first, then one of its steps, so that an action with few steps is not
 * drowned by one with many. What goes wrong is noted with the way that led there; the walk ends with it.
 */
import { type Notice, openProbe, type Probe, type ProbeAssembly } from "../../engine/index.ts";
import { AbstractSteps } from "../abstract-steps.ts";
import { createGenerator } from "./generator.ts";
import { hashes, SeenStates } from "./seen.ts";

/** What a walker is made from; can be sent to a worker. */
export interface WalkAssignment {
  readonly assembly: ProbeAssembly;
  readonly initial: readonly Uint32Array[];
  readonly seed: number;
  /** States of a walk, at most. */
  readonly depth: number;
  /** Whether a state without a step counts as a deadlock. */
  readonly deadlock: boolean;
  /** Its first number is set to 1 when everybody is to stop. */
  readonly stop: SharedArrayBuffer;
}

/** Walks `from`, `from + stride`, … below `to`. */
export interface WalkOrder {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
}

interface Noticed {
  readonly notice: Notice;
  /** Of the property, the action or the network. */
  readonly id: number;
  /** Whether it was noticed among the steps from the last state, rather than in it. */
  readonly expanding: boolean;
}

/** Something wrong at the end of a walk. */
export interface Mishap extends Noticed {
  readonly walk: number;
  /** Which initial state, and then which of the steps each time. */
  readonly ordinals: readonly number[];
  /** The last state. */
  readonly words: Uint32Array;
}

export interface WalkReport {
  readonly walks: number;
  readonly steps: number;
  /** Of the longest walk, in states. */
  readonly longest: number;
  /** Branches that bounds have cut, in the states that the walks came through. */
  readonly cut: number;
  /** How often each action was taken, by position. */
  readonly taken: readonly number[];
  /** Positions of the `reachable`s that were reached. */
  readonly reached: readonly number[];
  /** Of the states that this walker came through for the first time: pairs of hashes. */
  readonly fresh: Uint32Array;
  readonly mishaps: readonly Mishap[];
  readonly crowded?: number;
}

export class Walker {
  readonly #assignment: WalkAssignment;
  readonly #probe: Probe;
  readonly #seen = new SeenStates();
  /** By refinement. */
  readonly #abstract: ReadonlyMap<number, AbstractSteps>;
  readonly #stop: Int32Array;
  readonly #ofStates: readonly number[];
  readonly #ofSteps: readonly number[];
  /** The steps of the state that is looked at: their words behind each other, the action of each, whether it is inside. */
  #successors: Uint32Array;
  #actions: number[] = [];
  #inside: boolean[] = [];
  #taken: number[] = [];
  #reached = new Set<number>();
  #fresh: number[] = [];
  #ordinals: number[] = [];
  #expanding = false;
  #mishap: Noticed | undefined;
  #crowded: number | undefined;

  constructor(assignment: WalkAssignment) {
    this.#assignment = assignment;
    const { assembly, deadlock } = assignment;
    const mark = (notice: Notice) => (id: number) => {
      this.#mishap ??= { notice, id, expanding: this.#expanding };
    };
    this.#probe = openProbe(assembly, {
      emit: (action) => this.#keep(action),
      reached: (property) => void this.#reached.add(property),
      violated: mark("violated"),
      failed: mark("failed property"),
      image: (property) => this.#compare(property),
      fail: mark("failed action"),
      deadlock: () => {
        if (deadlock) mark("deadlock")(0);
      },
      crowded: (id) => {
        this.#crowded ??= id;
      },
    });
    this.#abstract = new Map(
      [...assembly.images].map(([position, { abstract }]) => [position, new AbstractSteps(abstract)]),
    );
    this.#stop = new Int32Array(assignment.stop);
    this.#successors = new Uint32Array(64 * assembly.wordCount);
    this.#ofStates = assembly.properties.filter(({ ofSteps }) => !ofSteps).map(({ position }) => position);
    this.#ofSteps = assembly.properties.filter(({ ofSteps }) => ofSteps).map(({ position }) => position);
  }

  /** Takes the walks of the order, unless everybody is told to stop. */
  take({ from, to, stride }: WalkOrder): WalkReport {
    this.#taken = new Array<number>(this.#assignment.assembly.actionCount).fill(0);
    this.#reached = new Set();
    this.#fresh = [];
    const mishaps: Mishap[] = [];
    const cutBefore = this.#probe.cut();
    let [walks, steps, longest] = [0, 0, 0];
    for (let walk = from; walk < to && this.#crowded === undefined && !this.#isStopped; walk += stride) {
      this.#mishap = undefined;
      const words = this.#walk(walk);
      walks += 1;
      steps += this.#ordinals.length;
      longest = Math.max(longest, this.#ordinals.length);
      const mishap = this.#noticed;
      if (mishap) mishaps.push({ ...mishap, walk, ordinals: [...this.#ordinals], words });
    }
    return {
      walks,
      steps,
      longest,
      cut: this.#probe.cut() - cutBefore,
      taken: this.#taken,
      reached: [...this.#reached],
      fresh: Uint32Array.from(this.#fresh),
      mishaps,
      crowded: this.#crowded,
    };
  }

  /** A getter, because what the probe calls is hidden from the flow of this code. */
  get #noticed(): Noticed | undefined {
    return this.#mishap;
  }

  get #isStopped(): boolean {
    return Atomics.load(this.#stop, 0) !== 0;
  }

  /** One walk; the words of its last state. */
  #walk(number: number): Uint32Array {
    const { assembly, initial, seed, depth } = this.#assignment;
    const { wordCount } = assembly;
    const draw = createGenerator(seed, number);
    const first = draw(initial.length);
    this.#ordinals = [first];
    const words = Uint32Array.from(initial[first]!);
    for (;;) {
      this.#look(words);
      if (this.#mishap || this.#ordinals.length >= depth || this.#isStopped) return words;
      this.#actions = [];
      this.#inside = [];
      this.#expanding = true;
      this.#probe.expand();
      this.#expanding = false;
      if (this.#mishap || this.#crowded !== undefined || this.#actions.length === 0) return words;
      const ordinal = this.#choose(draw);
      this.#taken[this.#actions[ordinal]!]! += 1;
      this.#ordinals.push(ordinal);
      words.set(this.#successors.subarray(ordinal * wordCount, (ordinal + 1) * wordCount));
      if (this.#inside[ordinal]) continue;
      // A state outside the constraints is looked at, and nothing follows it.
      this.#look(words);
      return words;
    }
  }

  /** A step of an action that has any: each action is equally likely, and each of its steps. */
  #choose(draw: (bound: number) => number): number {
    const starts: number[] = [];
    for (const [at, action] of this.#actions.entries()) if (action !== this.#actions[at - 1]) starts.push(at);
    const block = draw(starts.length);
    const start = starts[block]!;
    const end = starts[block + 1] ?? this.#actions.length;
    return start + draw(end - start);
  }

  /** Makes the state the one that is looked at, and looks at its properties. */
  #look(words: Uint32Array): void {
    this.#probe.load(words);
    for (const position of this.#ofStates) {
      // Nobody looks for what has been reached.
      if (!this.#reached.has(position)) this.#probe.properties.get(position)?.();
    }
    const [high, low] = hashes(words);
    if (this.#seen.add(high, low)) this.#fresh.push(high, low);
  }

  /** A step with other images before and after: the abstract model has to have it. */
  #compare(property: number): void {
    const answer = this.#abstract.get(property)!.allows(this.#probe.images.get(property)!);
    if (answer === "refused") this.#mishap ??= { notice: "violated", id: property, expanding: this.#expanding };
    else if (answer !== "allowed")
      this.#crowded ??= this.#assignment.assembly.images.get(property)!.roomFrom + answer.crowded;
  }

  #keep(action: number): void {
    const { successor } = this.#probe;
    const at = this.#actions.length * successor.length;
    if (at + successor.length > this.#successors.length) {
      const grown = new Uint32Array(2 * this.#successors.length);
      grown.set(this.#successors);
      this.#successors = grown;
    }
    this.#successors.set(successor, at);
    this.#actions.push(action);
    const inside = this.#probe.inside();
    this.#inside.push(inside === 1);
    if (inside === 2) this.#mishap ??= { notice: "failed constraint", id: 0, expanding: true };
    for (const position of this.#ofSteps) this.#probe.properties.get(position)?.();
  }
}
