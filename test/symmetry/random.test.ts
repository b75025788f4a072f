/**
 * Random models, searched with symmetry and without. Most mention their members in several ways. Where it shows who was asked
 * first, there is nothing to compare: then all states are looked at (docs/symmetry.md).
 */
import { expect, it } from "vitest";
import { modelIn } from "../soundness/examine.ts";
import { modelOf } from "../soundness/whole-model.ts";
import { compareReduced } from "./comparison.ts";

const full = process.env.LOCKSTEP_FULL !== undefined;
const runs = full ? 250 : 24;
const seed = 31;

it("random models are judged alike with symmetry and without", { timeout: 600_000 }, async () => {
  let reduced = 0;
  let counted = 0;
  let violated = 0;
  for (let run = 0; run < runs; run++) {
    const { sorts, differences, orbits, verdict } = await compareReduced(modelIn(modelOf(seed, run)), 1_500, 600);
    expect(differences, `npm run soundness -- --symmetry --seed ${seed} --only ${run}`).toEqual([]);
    if (sorts.length > 0) reduced += 1;
    if (orbits !== undefined) counted += 1;
    if (!["", "holds", "inconclusive"].includes(verdict)) violated += 1;
  }
  expect(reduced).toBeGreaterThanOrEqual(runs / 3);
  expect(counted).toBeGreaterThanOrEqual(runs / 24);
  expect(violated).toBeGreaterThanOrEqual(runs / 24);
});
