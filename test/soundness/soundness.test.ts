/**
 * The evaluators agree on random models: a seeded sample, more of them for `LOCKSTEP_FULL`, any number by `npm run soundness`.
 * And the models are worth comparing: large enough, with messages and faults, violated now and then.
 */
import { describe, expect, it } from "vitest";
import { compare, type Examiner } from "./compare.ts";
import { evaluators, exact, withWorkers } from "./evaluators.ts";
import { limitsOf, modelIn } from "./examine.ts";
import { shrink } from "./shrink.ts";
import { type Sample, showStatistics, statisticsOf } from "./statistics.ts";
import { modelOf } from "./whole-model.ts";

const full = process.env.LOCKSTEP_FULL !== undefined;
const runs = full ? 500 : 30;
const limits = { maxStates: 1_000, maxTime: full ? 15 : 4 };
const seed = 104;
/** The formatter needs the interpreter once more, which takes most of the time. */
const engineOnly = { engine: evaluators.engine as Examiner };

describe("random models", () => {
  it(
    "are judged alike by every evaluator",
    async () => {
      const samples: Sample[] = [];
      for (let run = 0; run < runs; run++) {
        const others = run % 3 === 0 ? evaluators : engineOnly;
        const { sample, disagreements } = await compare(modelOf(seed, run), limitsOf(run, limits), others);
        expect(disagreements, `model ${run}: npm run soundness -- --seed ${seed} --only ${run}`).toEqual([]);
        samples.push(sample);
      }
      const statistics = statisticsOf(samples);
      console.log(showStatistics(statistics));
      expect(statistics.medianStates).toBeGreaterThanOrEqual(500);
      expect(statistics.distributed).toBeGreaterThanOrEqual(0.5);
      expect(statistics.violated).toBeGreaterThanOrEqual(0.25);
      expect(statistics.errors).toBeLessThanOrEqual(0.15);
    },
    full ? 3_600_000 : 120_000,
  );

  it("lower without a diagnostic, and are the same for the same seed", () => {
    for (let run = 0; run < (full ? 1000 : 40); run++) {
      const text = modelOf(7, run);
      modelIn(text);
      expect(modelOf(7, run)).toBe(text);
    }
  }, 600_000);
});

describe("the engine's other ways", () => {
  it(
    "agree as well: whole states compared, other keys, several workers",
    async () => {
      const { workers, end } = await withWorkers();
      for (let run = 0; run < (full ? 20 : 6); run++) {
        const { disagreements } = await compare(modelOf(seed + 1, run), limitsOf(run, limits), {
          ...exact,
          ...workers,
        });
        expect(
          disagreements,
          `model ${run}: npm run soundness -- --seed ${seed + 1} --only ${run} --with exact,workers`,
        ).toEqual([]);
      }
      end();
    },
    full ? 3_600_000 : 120_000,
  );
});

describe("shrinking", () => {
  it("leaves only what matters", async () => {
    const text = modelOf(seed, 3);
    const keeps = async (candidate: string) => {
      try {
        return modelIn(candidate).processes.length > 0;
      } catch {
        return false;
      }
    };
    const small = await shrink(text, keeps, 20, () => performance.now());
    expect(small.split("\n").length).toBeLessThanOrEqual(5);
  }, 60_000);
});
