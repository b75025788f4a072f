/**
 * A compiled model without a search: every action and property is a function that can be called, and timed, by itself, and
 * each successor is handed to a listener at once. Slower than a search, which calls none of this: it is for measuring.
 */
import { assert } from "../source/index.ts";
import { compile } from "./compile.ts";
import type { Layout } from "./layout.ts";
import { ModuleBuilder } from "./wasm/module.ts";
import { pageBytes } from "./wasm/platform.ts";

export interface ProbeOptions {
  /** Positions of the properties that are looked at. */
  readonly properties: readonly number[];
  /** A branch has completed: `successor` has its words until the listener returns. */
  readonly emit: () => void;
  readonly reached: (property: number) => void;
  /** A network has too few slots: everything found so far is void. */
  readonly crowded: (network: number) => void;
}

export interface Probe {
  readonly layout: Layout;
  /** Makes the state with these words the one that is looked at. */
  load(words: Uint32Array): void;
  /** Everything that an action can do in the state. */
  readonly actions: readonly (() => void)[];
  /** By position: looks at the property of the state (of the step, inside `emit`). */
  readonly properties: ReadonlyMap<number, () => void>;
  /** Inside `emit`: whether the successor is inside the constraints. */
  isInside(): boolean;
  readonly successor: Uint32Array;
  /** Of the state. */
  readonly cells: Int32Array;
  /** How many branches were cut so far. */
  readonly cut: () => number;
}

const base = 1024;

export function createProbe(layout: Layout, options: ProbeOptions): Probe {
  const { model, wordCount } = layout;
  const module = new ModuleBuilder();
  const one = (name: string) => module.importFunction("probe", name, ["i32"], []);
  const functions = {
    emit: one("emit"),
    fail: one("ignore"),
    violated: one("ignore"),
    reached: one("reached"),
    failed: one("ignore"),
    crowded: one("crowded"),
    deadlock: module.importFunction("probe", "deadlock", [], []),
  };
  const room = (4 * wordCount + 63) & ~63;
  const [parent, tail, frame] = [base, base + room, base + 2 * room];
  const compiled = compile(
    model,
    layout,
    module,
    { ...functions, frame, tail: module.global("i32", tail), parent: module.global("i32", parent) },
    { properties: options.properties },
  );
  module.exportFunction(compiled.unpack, "unpack");
  if (compiled.inside !== undefined) module.exportFunction(compiled.inside, "inside");
  for (const [action, index] of compiled.actions.entries()) module.exportFunction(index, `action${action}`);
  for (const [property, index] of compiled.properties) module.exportFunction(index, `property${property}`);
  module.exportGlobal(compiled.cut, "cut");
  const pages = Math.ceil((frame + compiled.privateBytes) / pageBytes);
  module.importMemory({ module: "probe", name: "memory", initial: pages, maximum: pages, shared: false });

  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { emit, reached, crowded } = options;
  const imports = { memory, emit: () => emit(), reached, crowded, ignore: () => {}, deadlock: () => {} };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), { probe: imports });
  const exported = (name: string): ((value?: number) => number) => {
    const found = instance.exports[name];
    assert(typeof found === "function", `the module has no ${name}`);
    return found as (value?: number) => number;
  };
  const unpack = exported("unpack");
  const inside = compiled.inside === undefined ? undefined : exported("inside");
  const cut = instance.exports.cut as WebAssembly.Global<bigint>;
  const cur = frame + compiled.curOffset;
  const input = new Uint32Array(memory.buffer, parent, wordCount);
  return {
    layout,
    load(words) {
      input.set(words);
      unpack(parent);
    },
    actions: model.actions.map((_action, at) => exported(`action${at}`) as () => void),
    properties: new Map(
      [...compiled.properties.keys()].map((at) => {
        const run = exported(`property${at}`);
        return [at, model.properties[at]?.kind === "step invariant" ? () => void run() : () => void run(cur)];
      }),
    ),
    isInside: () => inside === undefined || inside(frame + compiled.nextOffset) === 1,
    successor: new Uint32Array(memory.buffer, tail, wordCount),
    cells: new Int32Array(memory.buffer, cur, layout.cellCount),
    cut: () => Number(cut.value),
  };
}
