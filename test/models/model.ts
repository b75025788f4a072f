/**
 * The models of this package, explored: from a file's path, with edits to its text and settings of its parameters, to what
 * the checker finds. Edits are asserted: one that does not apply exactly once is a mistake in the test. Outside of the
 * configuration `default`, scenarios are left out, because they may name what other settings do not have.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type SearchOptions, search } from "../../src/explore/index.ts";
import { asSearchable, createMachine, type Machine, type State } from "../../src/interpreter/index.ts";
import {
  type Configuration,
  configurations,
  type Library,
  link,
  lower,
  type Model,
  type Program,
} from "../../src/ir/index.ts";
import { type Phase, spanText } from "../../src/source/index.ts";
import { type File, parse, type Setting, type Unit } from "../../src/syntax/index.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The counterexamples that are kept of the model in this file: MODEL.PROPERTY.itf.json, with the configuration between. */
export const savedTraces = (spec: string): readonly string[] =>
  readdirSync(join(root, "counterexamples"))
    .filter((file) => file.startsWith(`${basename(spec, ".spec")}.`))
    .map((file) => join("counterexamples", file));

export type Edit = readonly [from: string, to: string];

export interface Variation {
  readonly edits?: readonly Edit[];
  readonly config?: string;
  /** As on the command line: `MaxTerm = 3, loss.total = 0`. */
  readonly settings?: string;
}

export interface Explored {
  /** `holds`, `violates P`, `deadlocks`, a model error's message, `inconclusive`. */
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  /** Every action that was ever taken: `Server.timeout`, `Server.on RequestVote`, `loss`. */
  readonly fired: ReadonlySet<string>;
}

const files = new Map<string, File>();

function read(path: string, edits: readonly Edit[] = []): File {
  const known = files.get(path);
  if (known && edits.length === 0) return known;
  const original = readFileSync(join(root, path), "utf8");
  const text = edits.reduce((changed, [from, to]) => {
    const parts = changed.split(from);
    if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} occurrences of: ${from}`);
    return parts.join(to);
  }, original);
  const file = must(parse({ path, text }));
  if (edits.length === 0) files.set(path, file);
  return file;
}

function must<T>({ value, diagnostics }: Phase<T>): T {
  if (value !== undefined && diagnostics.length === 0) return value;
  throw new Error(
    diagnostics.map(({ rule, message, span }) => `${rule}: ${message}: ${span ? spanText(span) : ""}`).join("\n"),
  );
}

function modelUnit(file: File): Unit {
  const unit = file.units.find(({ kind }) => kind === "model");
  if (!unit) throw new Error("there is no model in it");
  return unit;
}

export const configurationsOf = (path: string): readonly Configuration[] => configurations(modelUnit(read(path)));

function settingsOf(text: string): readonly Setting[] {
  const [check] = modelUnit(
    must(parse({ path: "settings", text: `model Settings check given { ${text} } expect holds` })),
  ).declarations;
  return check?.kind === "check" ? check.settings : [];
}

function programOf(path: string, file: File): Program {
  const library: Library = {
    resolve: (use, from) => join(dirname(from), use),
    load: (wanted) => ({ file: wanted === path ? file : read(wanted), failed: false }),
  };
  return must(link(path, library));
}

/** The syntax tree of a file's model. */
export const unitOf = (path: string): Unit => modelUnit(read(path));

/** The model that a changed syntax tree means, without its scenarios. */
export function modelOfUnit(path: string, changed: Unit, settings: readonly Setting[]): Model {
  const unit = { ...changed, declarations: changed.declarations.filter(({ kind }) => kind !== "run") };
  return must(lower(programOf(path, read(path)), unit, settings));
}

export function modelOf(path: string, { edits, config = "default", settings = "" }: Variation = {}): Model {
  const edited = read(path, edits);
  const program = programOf(path, edited);
  const whole = modelUnit(edited);
  const plain = config === "default" && settings === "";
  const unit = plain ? whole : { ...whole, declarations: whole.declarations.filter(({ kind }) => kind !== "run") };
  const configuration = configurations(unit).find(({ name }) => name === config);
  if (!configuration) throw new Error(`${path} has no configuration ${config}`);
  return must(lower(program, unit, [...configuration.settings, ...settingsOf(settings)]));
}

export const machineOf = (path: string, variation?: Variation): Machine => createMachine(modelOf(path, variation));

/** Explores `machine` from its initial states, or from the states that `from` gives. */
export async function exploreMachine(
  machine: Machine,
  options: Partial<SearchOptions> = {},
  from?: readonly State[],
): Promise<Explored> {
  const searchable = asSearchable(machine);
  const fired = new Set<string>();
  const outcome = await search(
    {
      ...searchable,
      initial: () => (from ? { states: from, failures: [] } : searchable.initial()),
      expand: (state: State) => {
        const expansion = searchable.expand(state);
        for (const { label } of expansion.steps) fired.add(nameOf(label.action));
        return expansion;
      },
    },
    { now: () => performance.now(), ...options },
  );
  const { states, transitions } = outcome.statistics;
  const report = (verdict: string): Explored => ({ verdict, states, transitions, fired });
  if (outcome.kind !== "violated") return report(outcome.kind);
  const [first] = outcome.violations;
  if (first.kind === "property") return report(`violates ${first.property}`);
  if (first.kind === "unreached") return report(`does not reach ${first.property}`);
  return report(first.kind === "deadlock" ? "deadlocks" : first.failure.message);
}

export const explore = (path: string, variation?: Variation, options?: Partial<SearchOptions>): Promise<Explored> =>
  exploreMachine(machineOf(path, variation), options);

export const nameOf = (action: Model["actions"][number]): string =>
  action.process ? `${action.process.name}.${action.name}` : action.name;

/** The state behind these steps, each said as `s1.timeout`, `s1.requestVote(s2)` or `s2.on RequestVote from s1`. */
export function follow(machine: Machine, steps: readonly string[]): State {
  const [first] = machine.initialStates().states;
  if (!first) throw new Error("there is no initial state");
  return steps.reduce((state, step) => {
    const found = machine.expand(state).steps.filter(({ label }) => {
      const values = label.parameters.map(({ value }) => machine.show(value)).join(", ");
      const from = label.envelope ? ` from ${label.envelope.from}` : "";
      return `${label.self}.${label.action.name}${values === "" ? "" : `(${values})`}${from}` === step;
    });
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`${found.length} steps are called ${step}`);
    return only.target;
  }, first);
}
