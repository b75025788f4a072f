/**
 * What the checker says of a model, as `npx check` would: all states by the compiled engine, refinements, then properties of
 * behaviours. In goes a machine; out comes one line, such as `holds`, `violates P`, `deadlocks` or a model error's message.
 */

import { examine } from "../../src/cli/examine.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Model } from "../../src/ir/index.ts";
import type { Verdict } from "../../src/trace/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";

export interface Limits {
  /** The properties that are looked at, `deadlock` among them; all when absent. */
  readonly only?: readonly string[];
  readonly maxStates?: number;
}

/** The properties that a configuration names, of the theories' ones also without the theory's name. */
export function narrow(model: Model, only: readonly string[] | undefined): Model {
  if (only === undefined) return model;
  const wanted = ({ name }: { readonly name: string }) =>
    only.some((item) => item === name || name.endsWith(`.${item}`));
  const { behaviours } = model;
  return {
    ...model,
    properties: model.properties.filter(wanted),
    behaviours: { ...behaviours, properties: behaviours.properties.filter(wanted) },
  };
}

export async function verdictOf(whole: Model, { only, maxStates }: Limits = {}): Promise<Verdict> {
  const machine = createMachine(narrow(whole, only));
  const host = createFakeHost(new Map(), { tick: 1 });
  const request = {
    continue: false,
    deadlock: only === undefined || only.includes("deadlock"),
    quiet: true,
    engine: "compiled",
    workers: 1,
    exact: false,
    seed: 1,
    memory: 2 ** 31,
    maxStates,
  } as const;
  return examine(machine, request, "", host);
}

export async function judge(model: Model, limits?: Limits): Promise<string> {
  const { findings, limit } = await verdictOf(model, limits);
  const [first] = findings;
  if (first === undefined) return limit === undefined ? "holds" : `inconclusive (${limit})`;
  switch (first.kind) {
    case "deadlock":
      return "deadlocks";
    case "error":
      return first.failure.message;
    case "unreached":
      return `does not reach ${first.property.name}`;
    default:
      return `violates ${first.property.name}`;
  }
}
