/**
 * Random models with random formulas: automata and the slow procedure decide the same, with both engines; a sample here, 500
 * with `LOCKSTEP_FULL`, any number by `npm run soundness -- --liveness`.
 */
import { describe, expect, it } from "vitest";
import { check } from "./check.ts";
import { compare, type Sample } from "./compare.ts";
import { livenessModel } from "./random.ts";

const full = process.env.LOCKSTEP_FULL !== undefined;
const runs = full ? 500 : 16;
const seed = 2026;

describe("random properties of behaviours", () => {
  it(
    "are decided alike with and without automata, by both engines",
    async () => {
      const samples: Sample[] = [];
      for (let run = 0; samples.length < runs; run++) {
        const result = await compare(livenessModel(seed, run), run);
        if (result.kind === "left out") continue;
        const again = `model ${run}: npm run soundness -- --liveness --seed ${seed} --only ${run}`;
        expect(result.differences, again).toEqual([]);
        samples.push(result.sample);
      }
      const violated = samples.filter((sample) => sample.violated).length / samples.length;
      expect(violated).toBeGreaterThanOrEqual(0.3);
      expect(violated).toBeLessThanOrEqual(0.7);
      expect(samples.filter(({ conditions }) => conditions > 0).length / samples.length).toBeGreaterThanOrEqual(0.5);
      expect(samples.filter(({ operators }) => operators >= 3).length / samples.length).toBeGreaterThanOrEqual(0.4);
      expect(samples.filter(({ has }) => has.includes("messages")).length / samples.length).toBeGreaterThanOrEqual(0.4);
      expect(samples.filter(({ has }) => has.includes("faults")).length / samples.length).toBeGreaterThanOrEqual(0.25);
      const sizes = samples.map(({ states }) => states).sort((a, b) => a - b);
      expect(sizes[samples.length >> 1]).toBeGreaterThanOrEqual(100);
    },
    full ? 1_800_000 : 120_000,
  );

  it(
    "never hold together with what contradicts them",
    async () => {
      let compared = 0;
      for (let run = 0; compared < (full ? 100 : 8); run++) {
        const text = livenessModel(seed + 1, run);
        // Where bounds cut every fair behaviour, everything is true of all of them.
        if (/\b(constraint|bound)\b/.test(text)) continue;
        compared += 1;
        const [, wanted = ""] = /^property Wanted: (.*)$/m.exec(text) ?? [];
        const { verdict } = await check(`${text}property Contrary: ¬(${wanted})\n`);
        const holding = verdict.properties.filter((item) => item.verdict === "holds").map(({ name }) => name);
        expect(holding, `model ${run}\n${text}`).not.toEqual(["Wanted", "Contrary"]);
      }
    },
    full ? 600_000 : 120_000,
  );
});
