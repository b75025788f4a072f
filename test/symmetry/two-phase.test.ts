/** Two-phase commit up to renaming of its managers: as many orbits as were counted elsewhere, without going through N! renamings. */
import { describe, expect, it } from "vitest";
import { createMachine } from "../../src/interpreter/index.ts";
import { symmetryOf } from "../../src/ir/index.ts";
import { modelOf } from "../models/model.ts";
import { exploreReduced } from "./comparison.ts";

const full = process.env.LOCKSTEP_FULL !== undefined;
const counts: readonly (readonly [number, number])[] = [
  [3, 80],
  [4, 166],
  [5, 314],
  [6, 553],
  [7, 920],
  [8, 1461],
  [9, 2232],
  [10, 3300],
  ...(full ? ([[20, 54_922]] as const) : []),
];

describe("two-phase commit up to renaming", () => {
  it.each(counts)("with %i managers has %i orbits", async (managers, orbits) => {
    const model = modelOf("bench/models/two-phase-commit.spec", { settings: `Managers = ${managers}` });
    const { sorts } = symmetryOf(model);
    expect(sorts.map(({ name }) => name)).toEqual(["ResourceManager"]);
    const outcome = await exploreReduced(createMachine(model), sorts);
    expect(outcome.kind).toBe("holds");
    expect(outcome.statistics.states).toBe(orbits);
  });
});
