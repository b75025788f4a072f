/**
 * Every part of the models is needed: without a guard, with a weaker quorum, or with an assignment moved or left out, a
 * property breaks, and the test names which. A mutant is an edit of the model's text, with the smallest parameters that show
 * it; what is said of it is what `npx check` would say. Constants are no mutants: they change what is explored, not the protocol.
 */
import { describe, expect, it } from "vitest";
import { type Edit, modelOf } from "../models/model.ts";
import { judge } from "../models/verdicts.ts";

export interface Mutant {
  readonly what: string;
  readonly edits: readonly Edit[];
  /** A property, or what the verdict is when it is no violation of one: `deadlocks`, `does not reach P`. */
  readonly breaks: string;
  readonly config?: string;
  readonly settings?: string;
  readonly only?: readonly string[];
}

export function mutants(path: string, list: readonly Mutant[]): void {
  describe(path, () => {
    it.each(list.map((mutant) => [mutant.what, mutant] as const))(
      "%s: breaks something",
      { timeout: 300_000 },
      async (_, { edits, breaks, config, settings, only }) => {
        const found = await judge(modelOf(path, { edits, config, settings }), { only });
        expect(found).toBe(breaks.includes(" ") || breaks === "deadlocks" ? breaks : `violates ${breaks}`);
      },
    );
  });
}
