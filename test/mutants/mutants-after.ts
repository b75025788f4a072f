/** Mutants as in `mutants.ts`, explored by the interpreter, which can start from the state behind given steps. */
import { describe, expect, it } from "vitest";
import type { Machine } from "../../src/interpreter/index.ts";
import { exploreMachine, follow, machineOf } from "../models/model.ts";
import type { Mutant } from "./mutants.ts";

export interface MutantAfter extends Mutant {
  /** Steps that lead to the states that are explored: where the paper tells what happens before. */
  readonly after?: readonly string[];
}

export function mutants(path: string, list: readonly MutantAfter[]): void {
  describe(path, () => {
    for (const { what, edits, breaks, config, settings, only, after } of list) {
      it(`${what}: breaks ${breaks}`, { timeout: 300_000 }, async () => {
        const machine = machineOf(path, { edits, config, settings });
        const from = after && [follow(machine, after)];
        const looked = only ?? lookedAt(machine);
        const found = await exploreMachine(machine, { only: looked, deadlock: false }, from);
        expect(found.verdict).toBe(`violates ${breaks}`);
      });
    }
  });
}

/** A refinement mostly notices first what a property explains better. */
const lookedAt = ({ model }: Machine): readonly string[] =>
  model.properties.filter(({ kind }) => kind !== "refinement").map(({ name }) => name);
