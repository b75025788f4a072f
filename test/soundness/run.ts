/**
 * `npm run soundness -- --runs 500 --seed 1`: compares the evaluators on so many random models and prints what they were
 * like. A disagreement is made small and printed, and the exit code is 1. `--only 17` looks at one model of the seed and
 * prints it; `--max-states` bounds each search. `--with exact,workers` compares the engine's other ways, too. With `--liveness`,
 * models and properties of `test/liveness` are decided with automata and without; with `--symmetry`, models are searched with
 * symmetry and without.
 */
import { parseArgs } from "node:util";
import { compareBehaviours } from "../liveness/run.ts";
import { compareWithSymmetry } from "../symmetry/run.ts";
import { compare, type Disagreement, differences, type Examiner, interpreted } from "./compare.ts";
import { exact, evaluators as usual, withWorkers } from "./evaluators.ts";
import { type Limits, limitsOf } from "./examine.ts";
import { shrink } from "./shrink.ts";
import { type Sample, showStatistics, statisticsOf } from "./statistics.ts";
import { modelOf } from "./whole-model.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    "max-states": { type: "string", default: "20000" },
    with: { type: "string", default: "" },
    shrink: { type: "string", default: "60" },
    liveness: { type: "boolean", default: false },
    symmetry: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
if (values.liveness) {
  const wrong = await compareBehaviours(
    seed,
    Number(values.runs),
    values.only === undefined ? undefined : Number(values.only),
  );
  process.exit(wrong > 0 ? 1 : 0);
}
if (values.symmetry) {
  const only = values.only === undefined ? undefined : Number(values.only);
  const wrong = await compareWithSymmetry(seed, Number(values.runs), Number(values["max-states"]), only);
  process.exit(wrong > 0 ? 1 : 0);
}
const limits: Limits = { maxStates: Number(values["max-states"]), maxTime: 30 };
const now = () => performance.now();
const ways = values.with.split(",");
const team = ways.includes("workers") ? await withWorkers() : undefined;
const evaluators = { ...usual, ...(ways.includes("exact") ? exact : {}), ...team?.workers };

const numbers =
  values.only === undefined ? Array.from({ length: Number(values.runs) }, (_, run) => run) : [Number(values.only)];
const samples: Sample[] = [];
let wrong = 0;
for (const run of numbers) {
  const text = modelOf(seed, run);
  if (values.only !== undefined) console.log(text);
  try {
    const { sample, disagreements } = await compare(text, limitsOf(run, limits), evaluators);
    samples.push(sample);
    if (values.only !== undefined) console.log(sample.findings);
    for (const disagreement of disagreements) await report(run, text, disagreement);
    if (disagreements.length > 0) wrong += 1;
  } catch (problem) {
    wrong += 1;
    console.log(`\nmodel ${run} of seed ${seed}: ${problem instanceof Error ? problem.stack : problem}`);
    await small(text, (candidate) => thrown(interpreted, candidate).then((other) => other === message(problem)));
  }
}
team?.end();
console.log(showStatistics(statisticsOf(samples)));
if (wrong > 0) console.log(`${wrong} models are judged differently`);
process.exitCode = wrong > 0 ? 1 : 0;

async function report(run: number, text: string, { who, lines }: Disagreement): Promise<void> {
  console.log(`\nmodel ${run} of seed ${seed}, ${who}:\n  ${lines.join("\n  ")}`);
  const examine = (evaluators as Record<string, Examiner>)[who] as Examiner;
  // The same figure stays wrong, or the same error is thrown: another bug on the way would only distract.
  const wrongs = new Set(lines.map(kindOf));
  await small(text, async (candidate) => {
    const expected = await interpreted(candidate, limitsOf(run, limits));
    const found = await examine(candidate, limitsOf(run, limits)).catch((problem: Error) => problem);
    return differences(expected, found).some((line) => wrongs.has(kindOf(line)));
  });
}

/** What kind of difference a line is about. */
function kindOf(line: string): string {
  return line.replace(/\d+/g, "#").replace(/: interpreter .*/s, "");
}

const message = (problem: unknown): string => (problem instanceof Error ? (problem.message.split("\n")[0] ?? "") : "");

async function thrown(examine: Examiner, text: string): Promise<string> {
  try {
    await examine(text, limits);
    return "";
  } catch (problem) {
    return message(problem);
  }
}

async function small(text: string, keeps: (text: string) => Promise<boolean>): Promise<void> {
  const still = (candidate: string) => keeps(candidate).catch(() => false);
  console.log(await shrink(text, still, Number(values.shrink), now));
}
