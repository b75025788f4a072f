/**
 * A `.spec` file of this folder, explored: from its text to the figures of one of its configurations, as the compiled engine or
 * the interpreter finds them. The tests compare these with what TLC counts, and change the text first to see that the counts
 * depend on it.
 */
import { readFileSync } from "node:fs";
import { exploreCompiled } from "../../src/cli/engine.ts";
import { type Figures, search } from "../../src/explore/index.ts";
import { asSearchable, createMachine, type Machine } from "../../src/interpreter/index.ts";
import { type Configuration, configurations, type Library, link, lower, type Model } from "../../src/ir/index.ts";
import { type Phase, positionAt } from "../../src/source/index.ts";
import { type File, parse, type Unit } from "../../src/syntax/index.ts";
import type { Found } from "../soundness/examine.ts";

export interface Exploration {
  readonly model: Model;
  readonly configuration: Configuration;
  readonly figures: Figures;
  /** `holds`, `violates Agreement`, `deadlock`, or the message of a model error. */
  readonly verdict: string;
}

export function readSpec(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

/** `text` with its only occurrence of `from` replaced: an edit that does not apply is a mistake in the test. */
export function edit(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} occurrences of: ${from}`);
  return parts.join(to);
}

/** The configurations of the only model in `text`. */
export function configurationsOf(name: string, text: string): readonly Configuration[] {
  return configurations(unitOf(name, text).unit);
}

type Evaluator = (machine: Machine) => Promise<Found>;

const now = () => performance.now();
const compiled: Evaluator = async (machine) => {
  const { outcome } = await exploreCompiled(machine, { now, memoryBytes: 2 ** 30, seed: 1, workers: 1, exact: false });
  return outcome;
};
const interpreted: Evaluator = (machine) => search(asSearchable(machine), { now });

/** Explores a configuration of the model in `text` with the compiled engine. */
export const explore = (name: string, text: string, config?: string) => exploreWith(compiled, name, text, config);
/** The same with the interpreter: for thousands of states, not for millions. */
export const interpret = (name: string, text: string, config?: string) => exploreWith(interpreted, name, text, config);

async function exploreWith(evaluator: Evaluator, name: string, text: string, config = "default"): Promise<Exploration> {
  const { file, unit } = unitOf(name, text);
  const configuration = configurations(unit).find((each) => each.name === config);
  if (configuration === undefined) throw new Error(`${name} has no configuration ${config}`);
  const library: Library = {
    resolve: (use) => use,
    load: (path) => (path === name ? { file, failed: false } : undefined),
  };
  const program = must(link(name, library));
  const model = must(lower(program, unit, configuration.settings));
  const outcome = await evaluator(createMachine(model));
  return { model, configuration, figures: outcome.statistics, verdict: verdictOf(outcome) };
}

function verdictOf(outcome: Found): string {
  if (outcome.kind !== "violated") return outcome.kind;
  const [first] = outcome.violations;
  if (first.kind === "property" || first.kind === "unreached") return `violates ${first.property}`;
  return first.kind === "deadlock" ? "deadlock" : first.failure.message;
}

function unitOf(name: string, text: string): { readonly file: File; readonly unit: Unit } {
  const file = must(parse({ path: name, text }));
  const [unit] = file.units;
  if (file.units.length !== 1 || unit === undefined) throw new Error(`${name} has ${file.units.length} units`);
  return { file, unit };
}

function must<T>(phase: Phase<T>): T {
  const lines = phase.diagnostics.map(({ span, rule, message }) => {
    const place = span === undefined ? "" : positionAt(span.source, span.start);
    return place === ""
      ? `${rule}: ${message}`
      : `${span?.source.path}:${place.line}:${place.column} ${rule}: ${message}`;
  });
  if (lines.length > 0 || phase.value === undefined) throw new Error(lines.join("\n"));
  return phase.value;
}
