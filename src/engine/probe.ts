/**
 * A compiled model without a search: every action and property is a function that can be called, and timed, by itself, and
 * each successor is handed to a listener at once. Slower than a search, which calls none of this: it is for measuring, and
 * for walks that go one way only. Like a search, it is assembled once and can be opened by any thread.
 */
import type { StepClasses, StepLabel } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { compile, isOfSteps } from "./compile.ts";
import type { CompiledModel } from "./engine.ts";
import type { Layout } from "./layout.ts";
import { ModuleBuilder } from "./wasm/module.ts";
import { pageBytes } from "./wasm/platform.ts";

/** Everything that another thread needs to open the probe. */
export interface ProbeAssembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly wordCount: number;
  readonly cellCount: number;
  readonly actionCount: number;
  /** Positions of the properties that are looked at, and whether they are about steps. */
  readonly properties: readonly { readonly position: number; readonly ofSteps: boolean }[];
  /** By refinement: where the images of a step lie. */
  readonly images: ReadonlyMap<number, AssembledImage>;
  /** What steps count for, and what has to stand in memory before anybody can say so. */
  readonly labels?: {
    readonly labels: readonly StepLabel[];
    readonly tables: readonly { readonly address: number; readonly values: readonly number[] }[];
  };
  readonly isConstrained: boolean;
  readonly pages: number;
  /** Addresses of the state that is looked at, and of the successor: words first, then cells. */
  readonly places: {
    readonly parent: number;
    readonly tail: number;
    readonly current: number;
    readonly next: number;
  };
}

/** Who hears what happens in the state that is looked at; what is left out is ignored. */
export interface ProbeListener {
  /** A branch of `action` has completed: `successor` has its words until the listener returns. */
  readonly emit: (action: number) => void;
  readonly reached?: (property: number) => void;
  readonly violated?: (property: number) => void;
  /** Evaluating a property failed. */
  readonly failed?: (property: number) => void;
  /** A step has other images for a refinement before and after: `images` has both. */
  readonly image?: (property: number) => void;
  /** A branch of `action` failed, or of `terminal` when that is the number of actions. */
  readonly fail?: (action: number) => void;
  readonly deadlock?: () => void;
  /** A bound has cut a step. */
  readonly cutStep?: () => void;
  /** A network has too few slots: everything found so far is void. */
  readonly crowded: (network: number) => void;
}

export interface Probe {
  /** Makes the state with these words the one that is looked at. */
  load(words: Uint32Array): void;
  /** Everything that can happen in the state, in the order of the interpreter's steps. */
  expand(): void;
  /** Everything that an action can do in the state. */
  readonly actions: readonly (() => void)[];
  /** By position: looks at the property of the state (of the step, inside `emit`). */
  readonly properties: ReadonlyMap<number, () => void>;
  /** Inside `emit`: 1 when the successor is inside the constraints, 0 outside, 2 when evaluating them failed. */
  inside(): number;
  readonly successor: Uint32Array;
  /** Inside `emit` and `cutStep`: what the step counts for, if the assembly has labels. */
  label(): StepLabel | undefined;
  /** By refinement: the images of a step, behind each other. */
  readonly images: ReadonlyMap<number, Uint32Array>;
  /** Of the state. */
  readonly cells: Int32Array;
  /** How many branches were cut so far. */
  readonly cut: () => number;
}

/** Two images of a step, behind each other at an address, and the engine that knows whether there is such a step. */
export interface AssembledImage {
  readonly address: number;
  readonly abstract: ProbeAssembly;
  /** What the abstract model's engine needs more room for has this number more in that of the concrete one. */
  readonly roomFrom: number;
}

/** `frame`: where the private area lies. */
export const assembleImages = (compiled: CompiledModel, frame: number): ReadonlyMap<number, AssembledImage> =>
  new Map(
    [...compiled.images].map(([position, { offset, layout }]) => [
      position,
      {
        address: frame + offset,
        abstract: assembleProbe(layout, []),
        roomFrom: compiled.layout.model.networks.length,
      },
    ]),
  );

const base = 1024;

/** `looked`: positions of the properties that are looked at. `classes`: of steps, for their labels. */
export function assembleProbe(layout: Layout, looked: readonly number[], classes?: StepClasses): ProbeAssembly {
  const { model, wordCount, cellCount } = layout;
  const module = new ModuleBuilder();
  const one = (name: string) => module.importFunction("probe", name, ["i32"], []);
  const functions = {
    emit: one("emit"),
    fail: one("fail"),
    violated: one("violated"),
    reached: one("reached"),
    failed: one("failed"),
    image: one("image"),
    crowded: one("crowded"),
    cutStep: module.importFunction("probe", "cutStep", [], []),
    deadlock: module.importFunction("probe", "deadlock", [], []),
  };
  const room = (4 * wordCount + 63) & ~63;
  const [parent, tail, frame] = [base, base + room, base + 2 * room];
  const compiled = compile(
    model,
    layout,
    module,
    {
      ...functions,
      frame,
      tail: module.global("i32", tail),
      parent: module.global("i32", parent),
      site: module.global("i32"),
      labels: classes && { classes, label: module.global("i32", 0, "label"), cut: functions.cutStep },
    },
    { properties: looked },
  );
  module.exportFunction(compiled.unpack, "unpack");
  module.exportFunction(compiled.expand, "expand");
  if (compiled.inside !== undefined) module.exportFunction(compiled.inside, "inside");
  for (const [action, index] of compiled.actions.entries()) module.exportFunction(index, `action${action}`);
  for (const [property, index] of compiled.properties) module.exportFunction(index, `property${property}`);
  module.exportGlobal(compiled.cut, "cut");
  const pages = Math.ceil((frame + compiled.privateBytes) / pageBytes);
  module.importMemory({ module: "probe", name: "memory", initial: pages, maximum: pages, shared: false });
  return {
    bytes: module.bytes(),
    wordCount,
    cellCount,
    actionCount: model.actions.length,
    properties: [...compiled.properties.keys()].map((position) => ({
      position,
      ofSteps: isOfSteps(model.properties[position]!),
    })),
    images: assembleImages(compiled, frame),
    labels: classes && {
      labels: classes.labels,
      tables: compiled.tables.map(({ offset, values }) => ({ address: frame + offset, values })),
    },
    isConstrained: compiled.inside !== undefined,
    pages,
    places: { parent, tail, current: frame + compiled.curOffset, next: frame + compiled.nextOffset },
  };
}

export function openProbe(assembly: ProbeAssembly, listener: ProbeListener): Probe {
  const { pages, places, wordCount, cellCount } = assembly;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const ignore = () => {};
  const imports = {
    memory,
    emit: listener.emit,
    crowded: listener.crowded,
    reached: listener.reached ?? ignore,
    violated: listener.violated ?? ignore,
    failed: listener.failed ?? ignore,
    image: listener.image ?? ignore,
    cutStep: listener.cutStep ?? ignore,
    fail: listener.fail ?? ignore,
    deadlock: listener.deadlock ?? ignore,
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assembly.bytes), { probe: imports });
  const exported = (name: string): ((value?: number) => number) => {
    const found = instance.exports[name];
    assert(typeof found === "function", `the module has no ${name}`);
    return found as (value?: number) => number;
  };
  const unpack = exported("unpack");
  const expand = exported("expand");
  const inside = assembly.isConstrained ? exported("inside") : undefined;
  const cut = instance.exports.cut as WebAssembly.Global<bigint>;
  const input = new Uint32Array(memory.buffer, places.parent, wordCount);
  const label = instance.exports.label as WebAssembly.Global<number> | undefined;
  for (const { address, values } of assembly.labels?.tables ?? [])
    new Int32Array(memory.buffer, address, values.length).set(values);
  return {
    load(words) {
      input.set(words);
      unpack(places.parent);
    },
    expand: () => void expand(),
    actions: Array.from({ length: assembly.actionCount }, (_, at) => exported(`action${at}`) as () => void),
    properties: new Map(
      assembly.properties.map(({ position, ofSteps }) => {
        const run = exported(`property${position}`);
        return [position, ofSteps ? () => void run() : () => void run(places.current)];
      }),
    ),
    inside: () => (inside === undefined ? 1 : inside(places.next)),
    label: () => assembly.labels?.labels[label?.value ?? 0],
    successor: new Uint32Array(memory.buffer, places.tail, wordCount),
    images: new Map(
      [...assembly.images].map(([position, { address, abstract }]) => [
        position,
        new Uint32Array(memory.buffer, address, 2 * abstract.wordCount),
      ]),
    ),
    cells: new Int32Array(memory.buffer, places.current, cellCount),
    cut: () => Number(cut.value),
  };
}
