/**
 * The graph of all states and steps, in typed arrays: 4 bytes for a step as long as its target and its label fit into 32
 * bits, 4 for a state, and the number of its valuation. States are numbered from 1 in the order of a breadth-first search;
 * number 0 stands for everything outside: a step there is enabled but leads nowhere, because a bound or a constraint cut it.
 *
 * A label says what a step counts for: conditions of fairness, and events that formulas mention. Steps with the same
 * label are not told apart here.
 */
import { assert } from "../../source/index.ts";

/** What steps of a label count for. */
export interface StepLabel {
  /** Positions of conditions of fairness. */
  readonly fair: readonly number[];
  /** Positions of events. */
  readonly events: readonly number[];
}

export interface GraphSize {
  readonly states: number;
  /** At most so many steps. */
  readonly steps: number;
}

/** Bits that labels take beside a target; undefined when they do not fit. */
export function shiftFor(states: number, labels: number): number | undefined {
  const bits = labels <= 1 ? 0 : 32 - Math.clz32(labels - 1);
  return (states + 1) * 2 ** bits <= 2 ** 32 ? bits : undefined;
}

/** Of a step that leads outside. */
export const outside = 0;

/** States and steps without what is true of them. */
type Shape = Pick<StateGraph, "initial" | "size" | "labels" | "offsets" | "steps" | "shift" | "wide">;

export class StateGraph {
  readonly initial: readonly number[];
  readonly size: number;
  readonly labels: readonly StepLabel[];
  /** Where the steps of a state start; one more entry ends the last. */
  readonly offsets: Uint32Array;
  /** target << shift | label. */
  readonly steps: Uint32Array;
  readonly shift: number;
  /** Labels by step, where they do not fit beside the target. */
  readonly wide: Uint16Array | undefined;
  /** By state: which of `valuations` its predicates have. */
  readonly valuation: Uint8Array | Uint16Array | Uint32Array;
  readonly valuations: readonly Uint32Array[];

  constructor(
    { initial, size, labels, offsets, steps, shift, wide }: Shape,
    { valuation, valuations }: Pick<StateGraph, "valuation" | "valuations">,
  ) {
    this.initial = initial;
    this.size = size;
    this.labels = labels;
    this.offsets = offsets;
    this.steps = steps;
    this.shift = shift;
    this.wide = wide;
    this.valuation = valuation;
    this.valuations = valuations;
  }

  target(step: number): number {
    return (this.steps[step] as number) >>> this.shift;
  }

  label(step: number): number {
    return this.wide ? (this.wide[step] as number) : (this.steps[step] as number) & ((1 << this.shift) - 1);
  }

  /** Whether a predicate holds in states with this valuation. */
  isTrue(valuation: number, atom: number): boolean {
    return ((this.valuations[valuation]?.[atom >>> 5] ?? 0) & (1 << (atom & 31))) !== 0;
  }

  get bytes(): number {
    const { offsets, steps, wide, valuation } = this;
    return offsets.byteLength + steps.byteLength + (wide?.byteLength ?? 0) + valuation.byteLength;
  }
}

/** A graph that is being written, state by state. */
export class GraphDraft {
  readonly initial: number[] = [];
  readonly labels: readonly StepLabel[];
  readonly offsets: Uint32Array;
  readonly steps: Uint32Array;
  readonly shift: number;
  readonly wide: Uint16Array | undefined;
  readonly atomWords: number;
  /** `atomWords` words for each state: bits by predicate. */
  readonly atoms: Uint32Array;
  size = 0;
  stepCount = 0;

  constructor({ states, steps }: GraphSize, labels: readonly StepLabel[], atomCount: number) {
    this.labels = labels;
    const shift = shiftFor(states, labels.length);
    this.shift = shift ?? 0;
    this.offsets = new Uint32Array(states + 2);
    this.steps = new Uint32Array(steps);
    this.wide = shift === undefined ? new Uint16Array(steps) : undefined;
    this.atomWords = Math.ceil(atomCount / 32);
    this.atoms = new Uint32Array(this.atomWords * (states + 1));
  }

  /** The steps that follow are those of the next state. */
  startState(): void {
    this.size += 1;
    assert(this.size < this.offsets.length - 1, "there are more states than were found before");
    this.offsets[this.size] = this.stepCount;
  }

  addStep(target: number, label: number): void {
    const at = this.stepCount;
    assert(at < this.steps.length, "there are more steps than were found before");
    this.stepCount = at + 1;
    this.steps[at] = this.wide ? target : ((target << this.shift) | label) >>> 0;
    if (this.wide) this.wide[at] = label;
  }

  setAtom(atom: number): void {
    const at = this.size * this.atomWords + (atom >>> 5);
    this.atoms[at] = ((this.atoms[at] ?? 0) | (1 << (atom & 31))) >>> 0;
  }

  finish(): StateGraph {
    this.offsets[this.size + 1] = this.stepCount;
    return stateGraphOf(this, this.atoms, this.atomWords);
  }
}

/** `atoms`: by state, words of bits by predicate. */
export function stateGraphOf(shape: Shape, atoms: Uint32Array, atomWords: number): StateGraph {
  return new StateGraph(shape, numbered(atoms, atomWords, shape.size));
}

/** Numbers for the different rows of bits. */
function numbered(
  atoms: Uint32Array,
  words: number,
  size: number,
): { readonly valuation: StateGraph["valuation"]; readonly valuations: readonly Uint32Array[] } {
  if (words === 0) return { valuation: new Uint8Array(size + 1), valuations: [new Uint32Array(0)] };
  const known = new Map<number | string, number>();
  const valuations: Uint32Array[] = [];
  let valuation: StateGraph["valuation"] = new Uint8Array(size + 1);
  let [last, lastNumber] = [-1, -1];
  for (let state = 1; state <= size; state++) {
    const start = state * words;
    const word = atoms[start] as number;
    if (words === 1 && word === last) {
      valuation[state] = lastNumber;
      continue;
    }
    const row = atoms.subarray(start, start + words);
    const key = words === 1 ? word : row.join();
    let number = known.get(key);
    if (number === undefined) {
      number = valuations.push(row.slice()) - 1;
      known.set(key, number);
      if (number === 256) valuation = Uint16Array.from(valuation);
      else if (number === 65536) valuation = Uint32Array.from(valuation);
    }
    valuation[state] = number;
    [last, lastNumber] = [word, number];
  }
  return { valuation, valuations };
}
