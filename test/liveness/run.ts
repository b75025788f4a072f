/** `npm run soundness -- --liveness`: random properties of behaviours, as many as wanted; what differs is printed. */
import { compare, type Sample } from "./compare.ts";
import { livenessModel } from "./random.ts";

/** How many were decided differently, of `runs` models; `only`: looks at this one and prints it. */
export async function compareBehaviours(seed: number, runs: number, only: number | undefined): Promise<number> {
  const samples: Sample[] = [];
  let wrong = 0;
  let leftOut = 0;
  for (let run = only ?? 0; only === undefined ? samples.length < runs : run === only; run++) {
    const text = livenessModel(seed, run);
    if (only !== undefined) console.log(text);
    try {
      const result = await compare(text, only === undefined ? run : 0);
      if (result.kind === "left out") {
        leftOut += 1;
        continue;
      }
      samples.push(result.sample);
      if (result.differences.length === 0) continue;
      console.log(`\nmodel ${run} of seed ${seed}:\n  ${result.differences.join("\n  ")}\n${text}`);
    } catch (problem) {
      console.log(`\nmodel ${run} of seed ${seed}: ${problem instanceof Error ? problem.stack : problem}\n${text}`);
    }
    wrong += 1;
  }
  const part = (is: (sample: Sample) => boolean) =>
    `${Math.round((100 * samples.filter(is).length) / samples.length)}%`;
  const median = (of: (sample: Sample) => number) => samples.map(of).sort((a, b) => a - b)[samples.length >> 1];
  console.log(
    `${samples.length} models (${leftOut} left out): ${part(({ violated }) => violated)} violated, ${part(({ conditions }) => conditions > 0)} with fairness, ` +
      `${part(({ heldUp }) => heldUp)} held up by bounds, ${part(({ has }) => has.includes("messages"))} with messages, ` +
      `${part(({ has }) => has.includes("faults"))} with faults, median ${median(({ states }) => states)} states and ${median(({ operators }) => operators)} temporal operators`,
  );
  if (wrong > 0) console.log(`${wrong} models are judged differently`);
  return wrong;
}
