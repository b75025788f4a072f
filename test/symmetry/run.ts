/** `npm run soundness -- --symmetry`: random models with symmetry and without, as many as are asked for, and what came of them. */
import { modelIn } from "../soundness/examine.ts";
import { modelOf } from "../soundness/whole-model.ts";
import { compareReduced } from "./comparison.ts";

/** How many models were judged differently; `only`: that one alone, and its text. */
export async function compareWithSymmetry(
  seed: number,
  runs: number,
  mostStates: number,
  only: number | undefined,
): Promise<number> {
  const counts = { models: 0, symmetric: 0, counted: 0 };
  const verdicts = new Map<string, number>();
  let wrong = 0;
  for (const run of only === undefined ? Array.from({ length: runs }, (_, at) => at) : [only]) {
    const text = modelOf(seed, run);
    if (only !== undefined) console.log(text);
    counts.models += 1;
    const { sorts, verdict, orbits, states, differences } = await compareReduced(modelIn(text), mostStates);
    if (sorts.length > 0) {
      counts.symmetric += 1;
      const kind = verdict.split(" ")[0] ?? "";
      verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
    }
    if (orbits !== undefined) counts.counted += 1;
    if (only !== undefined) console.log({ sorts: sorts.map(({ name }) => name), verdict, states, orbits });
    if (differences.length === 0) continue;
    wrong += 1;
    console.log(`\nmodel ${run} of seed ${seed}:\n  ${differences.join("\n  ")}`);
  }
  const kinds = [...verdicts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  console.log(
    `${counts.models} models, ${counts.symmetric} with symmetry (${kinds}); orbits counted of ${counts.counted}`,
  );
  if (wrong > 0) console.log(`${wrong} models are judged differently`);
  return wrong;
}
