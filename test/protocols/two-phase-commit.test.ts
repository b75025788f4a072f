/** Two-phase commit in the simulated runtime: atomicity, consent, durable decisions, and that it ends, for many seeds. */
import { expect, it } from "vitest";
import { twoPhaseSystem } from "../../src/protocols/index.ts";
import { failures, seeds } from "./seeds.ts";

const file = "test/protocols/two-phase-commit.test.ts";

it("keeps its properties for every seed with three participants", { timeout: 60_000 }, () => {
  expect(failures(twoPhaseSystem(3), file, seeds(50, 1000)).join("\n")).toBe("");
});

it("keeps its properties for every seed with one and with six participants", { timeout: 60_000 }, () => {
  expect(failures(twoPhaseSystem(1), file, seeds(20, 300)).join("\n")).toBe("");
  expect(failures(twoPhaseSystem(6), file, seeds(20, 300)).join("\n")).toBe("");
});
