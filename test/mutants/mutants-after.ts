/**
 * Every part of the models is needed: without a guard, with a weaker quorum, or with an assignment moved or left out, a
 * property breaks, and the test names which. A mutant is an edit of the model's text; it is explored with the smallest
 * parameters that show it.
 */
import { describe, expect, it } from "vitest";
import type { Machine } from "../../src/interpreter/index.ts";
import { type Edit, exploreMachine, follow, machineOf } from "../models/model.ts";

export interface Mutant {
  readonly what: string;
  readonly edits: readonly Edit[];
  readonly breaks: string;
  readonly config?: string;
  readonly settings?: string;
  readonly only?: readonly string[];
  /** Steps that lead to the states that are explored: where the paper tells what happens before. */
  readonly after?: readonly string[];
}

export function mutants(path: string, list: readonly Mutant[]): void {
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
