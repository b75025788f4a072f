/**
 * A model by hand, once in WebAssembly and once as a machine over arrays: counters that count up to a limit, one at a time.
 * It stands in for compiled models where only the search is tested, and its number of states is known: (limit + 1) ^ counters.
 */

import type { Compile } from "../../src/engine/engine.ts";
import { type Assembly, type AssemblyOptions, assemble } from "../../src/engine/index.ts";
import type { Layout } from "../../src/engine/layout.ts";
import { type Code, call, global, i32, i64, local, nothing, ret, when } from "../../src/engine/wasm/instructions.ts";
import type { Engine, PropertyOutline, Searchable } from "../../src/explore/index.ts";
import type { Model } from "../../src/ir/index.ts";

export interface Toy {
  readonly counters: number;
  readonly limit: number;
  /** By how many bits a counter is shifted in its word: 24 keeps all differences in the top bits. */
  readonly shift?: number;
  /** A state whose counters have this sum violates the invariant. */
  readonly badSum?: number;
  /** A step to this sum violates the step invariant. */
  readonly badStepSum?: number;
  /** Counting past this sum fails. */
  readonly failingSum?: number;
  /** States with a larger sum are outside the constraints. */
  readonly mostSum?: number;
  /** What `reachable` asks for. */
  readonly wantedSum?: number;
  /** Branches that are cut, in a state of this sum. */
  readonly cutSum?: number;
  readonly terminal?: boolean;
}

export type Counters = readonly number[];

export interface Step {
  readonly target: Counters;
  readonly counter: number;
}

const properties: readonly PropertyOutline[] = [
  { name: "Good", kind: "invariant" },
  { name: "GoodStep", kind: "step invariant" },
  { name: "Wanted", kind: "reachable" },
];

const sum = (state: Counters) => state.reduce((total, value) => total + value, 0);

export function toyMachine(toy: Toy): Searchable<Counters, Step, number, string> {
  const outlines = toy.wantedSum === undefined ? properties.slice(0, 2) : properties;
  return {
    properties: outlines,
    initial: () => ({ states: [new Array<number>(toy.counters).fill(0)], failures: [] }),
    expand: (state) => {
      const fails = sum(state) === toy.failingSum;
      const open = [...state.keys()].filter((counter) => state[counter]! < toy.limit);
      const cut = sum(state) === toy.cutSum ? 1 : 0;
      return {
        steps: fails
          ? []
          : open.map((counter) => ({ counter, target: state.map((value, at) => value + (at === counter ? 1 : 0)) })),
        failures: fails ? open.slice(0, 1).map((counter) => ({ label: counter, failure: "failing" })) : [],
        cut,
        deadlocked: open.length === 0 && cut === 0,
      };
    },
    key: (state) => state.join(),
    property: (position, state, old) => {
      if (position === 0) return { value: sum(state) !== toy.badSum };
      if (position === 1) return { value: old === undefined || sum(state) !== toy.badStepSum };
      return { value: sum(state) === toy.wantedSum };
    },
    terminal: () => ({ value: toy.terminal ?? true }),
    inside: (state) => ({ value: toy.mostSum === undefined || sum(state) <= toy.mostSum }),
    classify: (failure) => ({ kind: "error", place: failure }),
  };
}

export function toyEngine(toy: Toy, options: AssemblyOptions = {}): Engine<Counters> & { readonly assembly: Assembly } {
  const layout = { wordCount: toy.counters } as unknown as Layout;
  return {
    assembly: assemble({} as Model, layout, compileToy(toy), options),
    encode: (state) => Uint32Array.from(state, (value) => value << (toy.shift ?? 0)),
  };
}

/** Cells are the words, shifted back. */
const compileToy =
  (toy: Toy): Compile =>
  (_model, layout, module, runtime) => {
    const { counters, limit, shift = 0 } = toy;
    const numbers = [...new Array(counters).keys()];
    const bytes = Math.ceil((counters * 4) / 16) * 16;
    const frame = i32.const(runtime.frame);
    const cur = (at: number) => i32.load(frame, at * 4);
    const total = (base: Code, offset: number) =>
      numbers.map((at) => i32.load(base, offset + at * 4)).reduce((left, right) => i32.add(left, right));
    const cut = module.global("i64");

    const unpack = module.function("unpack", ["i32"]);
    unpack.body = numbers.map((at) => [
      i32.store(frame, i32.shrU(i32.load(local.get(0), at * 4), i32.const(shift)), at * 4),
      i32.store(frame, i32.shrU(i32.load(local.get(0), at * 4), i32.const(shift)), bytes + at * 4),
    ]);

    const expand = module.function("expand");
    const any = expand.local("i32");
    const curSum = total(frame, 0);
    const isSum = (wanted: number | undefined, then: Code) =>
      wanted === undefined ? nothing : when(i32.eq(curSum, i32.const(wanted)), then);
    const step = (counter: number): Code =>
      when(i32.ltS(cur(counter), i32.const(limit)), [
        local.set(any, i32.const(1)),
        isSum(toy.failingSum, [call(runtime.fail, i32.const(0)), ret()]),
        i32.store(frame, i32.add(cur(counter), i32.const(1)), bytes + counter * 4),
        numbers.map((at) =>
          i32.store(global.get(runtime.tail), i32.shl(i32.load(frame, bytes + at * 4), i32.const(shift)), at * 4),
        ),
        call(runtime.emit, i32.const(counter)),
        i32.store(frame, cur(counter), bytes + counter * 4),
      ]);
    expand.body = [
      isSum(toy.cutSum, [global.set(cut, i64.add(global.get(cut), i64.const(1))), local.set(any, i32.const(1))]),
      numbers.map(step),
      when(i32.eqz(local.get(any)), toy.terminal === false ? call(runtime.deadlock) : nothing),
    ];

    const check = module.function("check", ["i32"]);
    const holds = (wanted: number | undefined, then: Code) =>
      wanted === undefined ? nothing : when(i32.eq(total(local.get(0), 0), i32.const(wanted)), then);
    check.body = [
      holds(toy.badSum, call(runtime.violated, i32.const(0))),
      holds(toy.wantedSum, call(runtime.reached, i32.const(2))),
    ];

    const checkStep = module.function("checkStep");
    checkStep.body =
      toy.badStepSum === undefined
        ? nothing
        : when(i32.eq(total(frame, bytes), i32.const(toy.badStepSum)), call(runtime.violated, i32.const(1)));

    let inside: number | undefined;
    if (toy.mostSum !== undefined) {
      const builder = module.function("inside", ["i32"], ["i32"]);
      builder.body = i32.leS(total(local.get(0), 0), i32.const(toy.mostSum));
      inside = builder.index;
    }
    return {
      layout,
      privateBytes: bytes * 2,
      curOffset: 0,
      nextOffset: bytes,
      unpack: unpack.index,
      expand: expand.index,
      check: check.index,
      checkStep: checkStep.index,
      inside,
      hasStateProperties: toy.badSum !== undefined || toy.wantedSum !== undefined,
      hasStepProperties: toy.badStepSum !== undefined,
      cut,
      signs: undefined,
      touched: numbers.map((counter) => [counter]),
      actions: [],
      atoms: undefined,
      tables: [],
      images: new Map(),
      properties: new Map(),
    };
  };
