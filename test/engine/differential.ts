/**
 * The compiled model against the interpreter, state by state: the interpreter explores, and in each state the compiled
 * code must do exactly the same: the same successors in the same order, failures, cuts, deadlock, properties, constraints.
 * `emit` and its like are JavaScript functions here, so that no search is needed.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile } from "../../src/engine/compile.ts";
import { type Layout, layOut } from "../../src/engine/layout.ts";
import { ModuleBuilder } from "../../src/engine/wasm/module.ts";
import { asSearchable, createMachine, type Expansion, type Machine, type State } from "../../src/interpreter/index.ts";
import { configurations, type Library, link, lower, type Model } from "../../src/ir/index.ts";
import { spanText } from "../../src/source/index.ts";
import { parse } from "../../src/syntax/index.ts";
import { firstDifference, toPlain } from "../../src/trace/plain-states.ts";

export interface Comparison {
  readonly states: number;
  readonly steps: number;
  /** The first difference, to be read by people; undefined when there is none. */
  readonly difference: string | undefined;
}

/** The model of a file, under one of its configurations. */
export function modelOf(path: string, configuration?: string): Model {
  return lowered(path, (name) => readFileSync(name, "utf8"), configuration);
}

export function modelOfText(text: string, configuration?: string): Model {
  return lowered("test.spec", () => text, configuration);
}

export function configurationNames(path: string): readonly string[] {
  const file = parse({ path, text: readFileSync(path, "utf8") });
  return (file.value?.units ?? [])
    .filter(({ kind }) => kind === "model")
    .flatMap((unit) => configurations(unit).map(({ name }) => name));
}

function lowered(path: string, read: (name: string) => string, wanted?: string): Model {
  const problems: string[] = [];
  const library: Library = {
    resolve: (use, from) => join(dirname(from), use),
    load: (name) => {
      const file = parse({ path: name, text: read(name) });
      problems.push(...file.diagnostics.map(({ rule, message }) => `${rule}: ${message}`));
      return { file: file.value, failed: file.diagnostics.length > 0 };
    },
  };
  const program = link(path, library);
  const unit = program.value?.units.find(
    (each) => each.kind === "model" && configurations(each).some(({ name }) => !wanted || name === wanted),
  );
  const configuration = unit && configurations(unit).find(({ name }) => !wanted || name === wanted);
  const model = program.value && unit && lower(program.value, unit, configuration?.settings ?? []);
  const diagnostics = [...program.diagnostics, ...(model?.diagnostics ?? [])];
  problems.push(
    ...diagnostics.map(({ rule, message, span }) => `${rule}: ${message} at ${span ? spanText(span) : "?"}`),
  );
  if (!model?.value) throw new Error(`no model in ${path}:\n${problems.join("\n")}`);
  return model.value;
}

type Event =
  | { readonly kind: "step"; readonly action: number; readonly words: Uint32Array; readonly step: readonly number[] }
  | { readonly kind: "fail"; readonly action: number; readonly site: number };

/** The functions of a compiled model, with what they report. */
export class Harness {
  readonly layout: Layout;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Record<string, (...values: number[]) => number>;
  readonly #cut: WebAssembly.Global<bigint>;
  readonly #site: WebAssembly.Global<number>;
  readonly #words: number;
  readonly #cur: number;
  readonly wasm: Uint8Array;
  readonly privateBytes: number;
  events: Event[] = [];
  deadlocked = false;
  crowded: number | undefined;
  properties: string[] = [];
  #checksSteps = false;
  #tail: number;

  constructor(model: Model, slots?: readonly (number | undefined)[]) {
    this.layout = layOut(model, { slots });
    const module = new ModuleBuilder();
    module.importMemory({ module: "test", name: "memory", initial: 2048, maximum: 2048, shared: false });
    const one = (name: string) => module.importFunction("test", name, ["i32"], []);
    const functions = {
      emit: one("emit"),
      fail: one("fail"),
      violated: one("violated"),
      reached: one("reached"),
      failed: one("failed"),
      crowded: one("crowded"),
      image: one("image"),
      deadlock: module.importFunction("test", "deadlock", [], []),
    };
    const words = 4 * this.layout.wordCount;
    const parent = 64;
    this.#tail = parent + ((words + 15) & ~15);
    const frame = this.#tail + ((words + 15) & ~15) + 1024;
    this.#words = parent;
    const runtime = {
      ...functions,
      frame,
      tail: module.global("i32", this.#tail),
      parent: module.global("i32", parent),
      site: module.global("i32", 0, "site"),
    };
    const compiled = compile(model, this.layout, module, runtime);
    for (const [name, index] of Object.entries({
      unpack: compiled.unpack,
      expand: compiled.expand,
      check: compiled.check,
      checkStep: compiled.checkStep,
      ...(compiled.inside === undefined ? {} : { inside: compiled.inside }),
    })) {
      module.exportFunction(index, name);
    }
    module.exportGlobal(compiled.cut, "cut");
    this.#cur = frame + compiled.curOffset;
    this.privateBytes = compiled.privateBytes;
    this.#memory = new WebAssembly.Memory({ initial: 2048, maximum: 2048 });
    if (frame + compiled.privateBytes > 2048 * 65536) throw new Error(`${compiled.privateBytes} bytes of private area`);
    this.wasm = module.bytes();
    const instance = new WebAssembly.Instance(new WebAssembly.Module(this.wasm as Uint8Array<ArrayBuffer>), {
      test: {
        memory: this.#memory,
        emit: (action: number) => {
          const found = this.#takeProperties(() => {
            if (this.#checksSteps) this.#call("checkStep");
          });
          this.events.push({ kind: "step", action, words: this.#read(this.#tail), step: found });
        },
        fail: (action: number) => void this.events.push({ kind: "fail", action, site: this.#site.value }),
        violated: (property: number) => void this.properties.push(`violated ${property}`),
        reached: (property: number) => void this.properties.push(`reached ${property}`),
        failed: (property: number) => void this.properties.push(`failed ${property}`),
        image: () => {},
        crowded: (network: number) => {
          this.crowded = network;
        },
        deadlock: () => {
          this.deadlocked = true;
        },
      },
    });
    this.#exports = instance.exports as Record<string, (...values: number[]) => number>;
    this.#cut = instance.exports.cut as WebAssembly.Global<bigint>;
    this.#site = instance.exports.site as WebAssembly.Global<number>;
  }

  #call(name: string, ...values: number[]): number {
    const found = this.#exports[name];
    if (!found) throw new Error(`no function ${name}`);
    return found(...values);
  }

  #read(address: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, this.layout.wordCount).slice();
  }

  #takeProperties(run: () => void): readonly number[] {
    const outer = this.properties;
    this.properties = [];
    run();
    const found = this.properties.map(
      (text) => (text.startsWith("violated") ? 1 : -1) * (1 + Number(text.split(" ")[1])),
    );
    this.properties = outer;
    return found;
  }

  /** Everything that can happen in the state with these words. */
  expand(words: Uint32Array): { readonly cut: number } {
    this.#load(words);
    this.events = [];
    this.deadlocked = false;
    this.#checksSteps = true;
    const before = this.#cut.value;
    this.#call("expand");
    return { cut: Number(this.#cut.value - before) };
  }

  check(words: Uint32Array): readonly string[] {
    this.#load(words);
    this.properties = [];
    this.#call("check", this.#cur);
    return this.properties;
  }

  inside(words: Uint32Array): number | undefined {
    this.#load(words);
    return this.#exports.inside ? this.#call("inside", this.#cur) : undefined;
  }

  #load(words: Uint32Array): void {
    new Uint32Array(this.#memory.buffer, this.#words, words.length).set(words);
    this.#call("unpack", this.#words);
  }
}

/** Compares until `most` states have been expanded. */
export function compare(model: Model, most = 2000, slots?: readonly (number | undefined)[]): Comparison {
  const machine = createMachine(model);
  const harness = new Harness(model, slots);
  const comparing = new Comparing(machine, harness);
  try {
    return comparing.run(most);
  } catch (problem) {
    if (problem instanceof Crowded) {
      const more = harness.layout.slots.map((count, at) => (at === problem.network ? 2 * (count ?? 8) : count));
      return compare(model, most, more);
    }
    throw problem;
  }
}

class Crowded extends Error {
  readonly network: number;
  constructor(network: number) {
    super("crowded");
    this.network = network;
  }
}

class Comparing {
  readonly #machine: Machine;
  readonly #harness: Harness;
  readonly #layout: Layout;
  #steps = 0;
  readonly #reached = new Set<number>();
  readonly #placeOfSite = new Map<number, string>();

  constructor(machine: Machine, harness: Harness) {
    this.#machine = machine;
    this.#harness = harness;
    this.#layout = harness.layout;
  }

  run(most: number): Comparison {
    const seen = new Set<string>();
    const queue: State[] = [];
    const enter = (state: State): void => {
      const key = this.#machine.key(state);
      if (seen.has(key)) return;
      seen.add(key);
      queue.push(state);
    };
    for (const state of this.#machine.initialStates().states) enter(state);
    let expanded = 0;
    for (let state = queue.shift(); state && expanded < most; state = queue.shift()) {
      expanded += 1;
      const expansion = this.#machine.expand(state);
      const difference = this.#compareState(state, expansion);
      if (difference) return { states: expanded, steps: this.#steps, difference: `state ${expanded}: ${difference}` };
      const inside = asSearchable(this.#machine).inside(state);
      if ("value" in inside && !inside.value) continue;
      for (const { target } of expansion.steps) enter(target);
    }
    return { states: expanded, steps: this.#steps, difference: undefined };
  }

  #encode(state: State): Uint32Array {
    const words = this.#layout.encode(toPlain(this.#layout, state));
    if (words instanceof Uint32Array) return words;
    throw new Crowded(words.crowded);
  }

  #compareState(state: State, expansion: Expansion): string | undefined {
    const { model } = this.#machine;
    const words = this.#encode(state);
    const plain = toPlain(this.#layout, state);
    const again = this.#layout.encode(this.#layout.decode(words));
    if (!(again instanceof Uint32Array) || !same(words, again))
      return `encoding what was decoded: ${words} and ${again}`;
    const { cut } = this.#harness.expand(words);
    if (this.#harness.crowded !== undefined) throw new Crowded(this.#harness.crowded);
    const found = this.#harness.events.filter((event) => event.kind === "step");
    const context = () => `in ${JSON.stringify(plain, (key, value) => (key === "message" ? value.name : value))}`;
    for (const [at, step] of expansion.steps.entries()) {
      this.#steps += 1;
      const other = found[at];
      const { label } = step;
      const name = `${label.self ?? ""}.${label.action.name} ${label.picks.map(({ name: pick, value }) => `${pick}=${this.#machine.show(value)}`)} ${label.envelope ? `${label.envelope.from}>${label.envelope.to}` : ""}`;
      if (!other) return `step ${at} ${name} is missing (${found.length} of ${expansion.steps.length}) ${context()}`;
      const actual = model.actions[other.action];
      if (actual !== label.action) return `step ${at} is ${actual?.name}, not ${name} ${context()}`;
      const target = this.#encode(step.target);
      if (!same(target, other.words)) {
        const difference = firstDifference(model, this.#layout.decode(target), this.#layout.decode(other.words));
        return `step ${at} ${name}: ${difference ?? `words ${target} and ${other.words}`} ${context()}`;
      }
      const steps = model.properties.flatMap((property, position) => {
        if (property.kind !== "step invariant") return [];
        const answer = this.#machine.property(property, step.target, state);
        if ("failure" in answer) return [-(1 + position)];
        return answer.value ? [] : [1 + position];
      });
      if (String(steps) !== String(other.step)) return `step ${at} ${name}: step invariants ${steps} and ${other.step}`;
    }
    if (found.length > expansion.steps.length)
      return `${found.length - expansion.steps.length} more steps ${context()}`;
    const failures = expansion.failures.map(({ label }) => model.actions.indexOf(label.action));
    const events = this.#harness.events.filter(
      (event) => event.kind === "fail" && event.action < model.actions.length,
    ) as Extract<Event, { kind: "fail" }>[];
    const failed = events.map(({ action }) => action);
    if (String(failures) !== String(failed)) {
      const [first] = expansion.failures;
      return `failures of ${failures} and ${failed}: ${first?.failure.message ?? ""} ${context()}`;
    }
    const strange = this.#compareSites(expansion, events);
    if (strange) return `${strange} ${context()}`;
    if (cut !== expansion.cut) return `${expansion.cut} and ${cut} cut ${context()}`;
    const terminal = asSearchable(this.#machine).terminal(state);
    const deadlocked = expansion.deadlocked && "value" in terminal && !terminal.value;
    if (deadlocked !== this.#harness.deadlocked)
      return `deadlock ${deadlocked} and ${this.#harness.deadlocked} ${context()}`;
    return this.#compareProperties(state, words) ?? this.#compareInside(state, words);
  }

  /** A site belongs to one place of the model: remembering the first failure of each site, none of a place is missed. */
  #compareSites({ failures }: Expansion, events: readonly Extract<Event, { kind: "fail" }>[]): string | undefined {
    for (const [at, { site }] of events.entries()) {
      const failure = failures[at]?.failure;
      const place = failure ? asSearchable(this.#machine).classify(failure).place : "nothing";
      const before = this.#placeOfSite.get(site) ?? place;
      if (before !== place) return `site ${site} is that of ${before} and of ${place} (${failure?.message})`;
      this.#placeOfSite.set(site, place);
    }
    return undefined;
  }

  #compareProperties(state: State, words: Uint32Array): string | undefined {
    const expected = this.#machine.model.properties.flatMap((property, position) => {
      // What a refinement says is compared in test/refinement: the code asks somebody else about it, and not each time.
      if (property.kind === "step invariant" || property.kind === "refinement") return [];
      if (property.kind === "reachable" && this.#reached.has(position)) return [];
      const answer = this.#machine.property(property, state);
      if ("failure" in answer) return [`failed ${position}`];
      if (property.kind === "reachable") {
        if (!answer.value) return [];
        this.#reached.add(position);
        return [`reached ${position}`];
      }
      return answer.value ? [] : [`violated ${position}`];
    });
    const actual = this.#harness.check(words);
    const names = (list: readonly string[]) =>
      list.map((text) => `${text} ${this.#machine.model.properties[Number(text.split(" ")[1])]?.name}`).join(", ");
    return String(expected) === String(actual) ? undefined : `properties: ${names(expected)} and ${names(actual)}`;
  }

  #compareInside(state: State, words: Uint32Array): string | undefined {
    const actual = this.#harness.inside(words);
    if (actual === undefined) return undefined;
    const answer = asSearchable(this.#machine).inside(state);
    const expected = "failure" in answer ? 2 : Number(answer.value);
    return expected === actual ? undefined : `inside ${expected} and ${actual}`;
  }
}

const same = (left: Uint32Array, right: Uint32Array): boolean =>
  left.length === right.length && left.every((word, at) => word === right[at]);
