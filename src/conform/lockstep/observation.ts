/**
 * Sees states of code as states of the model, through a mapping; and refuses the mapping unless it gives every variable of
 * the model, none that it lacks, and each from the code: a reading that looks at no part of the state is a default, whatever
 * it returns, and a part of the state that is neither read nor declared to be outside was forgotten.
 */
import type { Value } from "../../interpreter/index.ts";
import type { Model, ProcessKind, Variable } from "../../ir/index.ts";
import { closest, type Diagnostic } from "../../source/index.ts";
import type { Mapping } from "../mappings/mapping.ts";
import { toModelValue } from "./code-values.ts";

/** Variables that code has to show: those that people declared. Ghosts are the model's own memory of what happened. */
export const shown = (variable: Variable): boolean => variable.role === "field" && variable.storage !== "ghost";

export const variablesOf = (model: Model, kind: ProcessKind | undefined): readonly Variable[] =>
  model.variables.filter((variable) => variable.process === kind && shown(variable));

/** What a node shows: a value for each variable of its kind, in order; undefined where the type has no such value. */
export type Shown = readonly (Value | undefined)[];

export interface Observer<State> {
  variables(kind: ProcessKind): readonly Variable[];
  observe(kind: ProcessKind, state: State): Shown;
}

export function createObserver<State extends object>(model: Model, mapping: Mapping<State, never>): Observer<State> {
  const byKind = new Map(model.processes.map((kind) => [kind, variablesOf(model, kind)]));
  const variables = (kind: ProcessKind) => byKind.get(kind) ?? [];
  return {
    variables,
    observe: (kind, state) =>
      variables(kind).map(({ name, type }) =>
        toModelValue(mapping.variables[kind.name]?.[name]?.(state), type, mapping.members),
      ),
  };
}

/** One state of each kind of node, to try the mapping on. */
export type Samples<State> = ReadonlyMap<string, State>;

/** What is wrong with a mapping; nothing when it may be used. */
export function checkMapping<State extends object>(
  model: Model,
  mapping: Mapping<State, never>,
  samples: Samples<State>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (message: string, more: Partial<Diagnostic> = {}) =>
    found.push({ rule: "mapping-refused", message, ...more });

  for (const name of Object.keys(mapping.variables))
    if (!model.processes.some((kind) => kind.name === name))
      refuse(`the mapping has a kind of process that ${model.name} lacks: ${name}`);
  for (const kind of model.processes) checkKind(kind);
  const own = variablesOf(model, undefined);
  for (const { name, span } of own)
    if (!Object.hasOwn(mapping.remembered, name)) refuse(`the mapping does not give \`${name}\``, { span });
  for (const name of Object.keys(mapping.remembered))
    if (!own.some((variable) => variable.name === name))
      refuse(`the mapping remembers \`${name}\`, which is no variable of ${model.name}`);
  for (const { name } of mapping.silent)
    if (!model.actions.some((action) => action.name === name))
      refuse(`${model.name} has no action \`${name}\` that could be silent`);
  for (const { name, because } of [...mapping.outside, ...mapping.silent])
    if (because.trim() === "") refuse(`the mapping does not say why \`${name}\` is left out`);
  return found;

  function checkKind(kind: ProcessKind): void {
    const readings = mapping.variables[kind.name] ?? {};
    const wanted = variablesOf(model, kind);
    const sample = samples.get(kind.name);
    const seen = new Set<string>();
    for (const { name, type, span } of wanted) {
      const reading = Object.hasOwn(readings, name) ? readings[name] : undefined;
      if (typeof reading !== "function") {
        refuse(`the mapping does not give \`${kind.name}.${name}\``, { span });
        continue;
      }
      if (!sample) continue;
      const read = new Set<string>();
      const value = toModelValue(reading(watched(sample, read)), type, mapping.members);
      for (const part of read) seen.add(part);
      const telling = [...read].filter((part) => !mapping.outside.some((item) => item.name === part));
      if (telling.length === 0)
        refuse(`the mapping gives \`${kind.name}.${name}\` without looking at the code's state`, { span });
      else if (value === undefined)
        refuse(`what the mapping gives for \`${kind.name}.${name}\` is no value of its type`, { span });
    }
    for (const name of Object.keys(readings)) {
      if (wanted.some((variable) => variable.name === name)) continue;
      const near = closest(
        name,
        wanted.map((variable) => variable.name),
      );
      refuse(`the mapping gives \`${kind.name}.${name}\`, which ${model.name} does not have`, {
        ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
      });
    }
    for (const part of Object.keys(sample ?? {}))
      if (!seen.has(part) && !mapping.outside.some(({ name }) => name === part))
        refuse(
          `the code's \`${part}\` is seen by no variable of ${kind.name}, and not declared to be outside of the model`,
        );
  }
}

/** The same state, which notes what of it is looked at. */
const watched = <State extends object>(state: State, read: Set<string>): State =>
  new Proxy(state, {
    get(target, part, receiver) {
      if (typeof part === "string") read.add(part);
      return Reflect.get(target, part, receiver);
    },
  });
