/**
 * How the names of a log are those of a model. Where nothing is said they are the same. A mapping is written in TypeScript;
 * `check types` writes the types of a model, so that one which names an action or variable that the model does not have
 * does not compile. What is loaded was compiled by somebody else, so it is looked at again here.
 */
import type { Model } from "../../ir/index.ts";
import { closest, type Diagnostic } from "../../source/index.ts";

/** The log's event stands for nothing in the model; the reason is shown with the verdict. */
export interface Ignored {
  readonly ignore: string;
}

export interface Mapping {
  /** The log's events: one action, several that happen as one event, or none. */
  readonly events?: Readonly<Record<string, string | readonly string[] | Ignored>>;
  /** The log's variables. */
  readonly variables?: Readonly<Record<string, string | Ignored>>;
  readonly messages?: Readonly<Record<string, string>>;
  readonly nodes?: Readonly<Record<string, string>>;
  /** Actions that may happen without an event, each with the reason. */
  readonly silent?: Readonly<Record<string, string>>;
  /** How many silent steps there may be between two events of a node. */
  readonly silentAtMost?: number;
  /** Values for parameters that only bound an exploration: found by growing without it. */
  readonly bounds?: Readonly<Record<string, number>>;
}

const parts = ["events", "variables", "messages", "nodes", "silent", "silentAtMost", "bounds"];

/** What a loaded module says, if it is a mapping of this model. */
export function readMapping(
  value: unknown,
  model: Model,
): { readonly mapping?: Mapping; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const complain = (message: string, hint?: string) =>
    diagnostics.push({ rule: "mapping", message, ...(hint === undefined ? {} : { hint }) });
  if (typeof value !== "object" || value === null) {
    complain("the mapping file exports no `mapping`", "write `export const mapping: Mapping = { … }`");
    return { diagnostics };
  }
  const mapping = value as Mapping;
  for (const name of Object.keys(value))
    if (!parts.includes(name)) complain(`a mapping has no \`${name}\``, near(name, parts));
  const check = (what: string, known: ReadonlySet<string>, names: readonly unknown[]) => {
    for (const name of names) {
      if (typeof name === "string" && known.has(name)) continue;
      complain(`the model \`${model.name}\` has no ${what} \`${String(name)}\``, near(String(name), known));
    }
  };
  const actions = new Set(model.actions.map(({ name }) => name));
  const said = (record: object | undefined): readonly unknown[] =>
    Object.values(record ?? {}).flatMap((item: unknown) => (isIgnored(item) ? [] : item));
  check("action", actions, said(mapping.events));
  check("action", actions, Object.keys(mapping.silent ?? {}));
  check("variable", new Set(model.variables.map(({ name }) => name)), said(mapping.variables));
  check("message", new Set(model.messages.map(({ name }) => name)), said(mapping.messages));
  check("process", new Set(model.processes.flatMap(({ members }) => members)), said(mapping.nodes));
  check("parameter", new Set(model.parameters.map(({ name }) => name)), Object.keys(mapping.bounds ?? {}));
  for (const [name, bound] of Object.entries(mapping.bounds ?? {}))
    if (!Number.isSafeInteger(bound)) complain(`the bound \`${name}\` must be a whole number`);
  if (mapping.silentAtMost !== undefined && !(Number.isSafeInteger(mapping.silentAtMost) && mapping.silentAtMost >= 0))
    complain("`silentAtMost` must be a whole number");
  return diagnostics.length > 0 ? { diagnostics } : { mapping, diagnostics };
}

export const isIgnored = (value: unknown): value is Ignored =>
  typeof value === "object" && value !== null && "ignore" in value && typeof value.ignore === "string";

function near(name: string, known: Iterable<string>): string | undefined {
  const candidates = [...known];
  const found = closest(name, candidates);
  if (found !== undefined) return `did you mean \`${found}\`?`;
  return candidates.length > 0 ? `it has ${candidates.join(", ")}` : undefined;
}
