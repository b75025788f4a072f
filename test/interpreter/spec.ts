/** From the text of a `.spec` to what the interpreter and the explorer make of it. */
import type { SearchOptions } from "../../src/explore/index.ts";
import { search } from "../../src/explore/index.ts";
import { asSearchable, createMachine, type Machine } from "../../src/interpreter/index.ts";
import { configurations, type Library, link, lower } from "../../src/ir/index.ts";
import { spanText } from "../../src/source/index.ts";
import { parse } from "../../src/syntax/index.ts";

/** The machine of the first model in `text`, under its configuration `name`. */
export function machineOf(text: string, name = "default"): Machine {
  const file = parse({ path: "test.spec", text });
  const library: Library = {
    resolve: (use) => use,
    load: () => ({ file: file.value, failed: file.diagnostics.length > 0 }),
  };
  const program = link("test.spec", library);
  const unit = program.value?.units.find(({ kind }) => kind === "model");
  const configuration = unit && configurations(unit).find((candidate) => candidate.name === name);
  const model = program.value && unit && lower(program.value, unit, configuration?.settings ?? []);
  const diagnostics = [...file.diagnostics, ...program.diagnostics, ...(model?.diagnostics ?? [])];
  if (!model?.value || diagnostics.length > 0) {
    const lines = diagnostics.map(({ rule, message, span }) => `${rule}: ${message} at ${span ? spanText(span) : "?"}`);
    throw new Error(`not a model:\n${lines.join("\n")}`);
  }
  return createMachine(model.value);
}

export const explore = (text: string, options: Partial<SearchOptions> = {}) =>
  search(asSearchable(machineOf(text)), { now: () => 0, ...options });

/** What a search found, in one line: `holds 5 states 6 transitions depth 5`, `violated P at depth 3`. */
export async function verdict(text: string, options: Partial<SearchOptions> = {}): Promise<string> {
  const outcome = await explore(text, options);
  const { states, transitions, depth, cut } = outcome.statistics;
  if (outcome.kind === "inconclusive") return `inconclusive: ${outcome.limit}`;
  if (outcome.kind === "holds")
    return `${states} states, ${transitions} transitions, depth ${depth}${cut > 0 ? `, ${cut} cut` : ""}`;
  const [violation] = outcome.violations;
  switch (violation.kind) {
    case "property":
      return `${violation.property} violated at depth ${violation.depth}`;
    case "unreached":
      return `${violation.property} unreached`;
    case "deadlock":
      return `deadlock at depth ${violation.depth}`;
    default:
      return `${violation.failure.rule} at depth ${violation.depth}: ${violation.failure.message}`;
  }
}
