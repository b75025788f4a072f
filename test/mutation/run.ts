/**
 * `npm run mutation`: how many mistakes in the code are found, and by whom. It makes every mutant that the operators can make
 * of the protocols' cores, examines a sample of them (`--sample 120 --seed 1`) or all (`--all`), and prints for each who
 * caught it. Those that are explained in `equivalent.ts` get a glance only, without `--thorough`. `--only TEXT` takes those
 * whose name contains it, `--part 2/5` a share of them, `--by traces,lock-step` lets only these look, `--list` only prints them. `--keep FILE` keeps what was found, and
 * does not examine again what is found there; a last run with the same file and no `--part` puts shares together.
 * The exit code is 1 when fewer than 95% of those that are no equivalents were caught, and 2 when something that was asked for
 * makes no sense.
 */
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createCatchers } from "./catchers.ts";
import { explained } from "./equivalent.ts";
import { keyOf, Ledger, Refused, shareOf } from "./ledger.ts";
import { type Mutant, mutantsOf, sampleOf } from "./mutants.ts";
import { examineAll } from "./pool.ts";
import { score, shown, table } from "./score.ts";

const optionsOfRun = {
  all: { type: "boolean", default: false },
  thorough: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
  only: { type: "string" },
  sample: { type: "string", default: "120" },
  seed: { type: "string", default: "1" },
  seeds: { type: "string", default: "60" },
  restless: { type: "string", default: "30" },
  pace: { type: "string", default: "20" },
  histories: { type: "string", default: "20" },
  traces: { type: "string", default: "3" },
  pairs: { type: "string", default: "5000" },
  threads: { type: "string", default: String(Math.min(4, availableParallelism())) },
  patience: { type: "string", default: "900" },
  by: { type: "string" },
  part: { type: "string" },
  keep: { type: "string" },
  worker: { type: "string", default: "node_modules/.cache/mutation/worker.mjs" },
} as const;

const root = process.cwd();
/** Whoever finds something in this finds too much. */
const unchanged: Mutant = {
  name: "the original",
  file: "index.ts",
  operator: "none",
  line: 1,
  start: 0,
  end: 0,
  text: "",
  by: "",
  protocols: ["raft", "two-phase-commit"],
};
try {
  await run();
} catch (problem) {
  const isOption = problem instanceof Error && "code" in problem && String(problem.code).startsWith("ERR_PARSE_ARGS");
  if (!(problem instanceof Refused) && !isOption) throw problem;
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: optionsOfRun });
  const number = (
    name: "sample" | "seed" | "seeds" | "restless" | "pace" | "histories" | "traces" | "pairs" | "threads" | "patience",
  ) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0) throw new Refused(`--${name} takes a number, and not ${values[name]}`);
    return value;
  };
  const all = mutantsOf(root);
  const only = values.only;
  const chosen = shareOf(
    only !== undefined
      ? all.filter(({ name }) => name.includes(only))
      : values.all
        ? all
        : sampleOf(all, number("sample"), number("seed")),
    values.part,
  );
  console.log(`${all.length} mutants, ${chosen.length} of them examined`);
  const strange = Object.keys(explained).filter((name) => !all.some((mutant) => mutant.name === name));
  for (const name of strange) console.log(`explained, but not there any more: ${name}`);

  if (values.list) for (const mutant of chosen) console.log(shown(mutant));
  else {
    const effort = {
      seeds: number("seeds"),
      restless: number("restless"),
      pace: number("pace"),
      histories: number("histories"),
      traces: number("traces"),
      places: 300_000,
      pairs: number("pairs"),
    };
    const by = values.by?.split(",");
    const names = createCatchers(root).map(({ name }) => name);
    const nobody = by?.find((name) => !names.includes(name));
    if (nobody !== undefined) throw new Refused(`--by takes some of ${names.join(", ")}, and not ${nobody}`);
    const settings = {
      root,
      by,
      script: path.resolve(values.worker),
      threads: number("threads"),
      effort,
      patience: number("patience"),
      isKnown: ({ name }: Mutant) => !values.thorough && name in explained,
    };
    const ledger = new Ledger(values.keep, keyOf(settings));
    const left = chosen.filter(({ name }) => !ledger.known.has(name));
    if (left.length > 0) {
      const [original] = await examineAll([unchanged], settings, () => {});
      const wrong = Object.entries(original?.found ?? {}).filter(([, what]) => what !== null);
      for (const [name, what] of wrong) console.log(`${name} finds a mistake in what is not mutated: ${what}`);
      if (wrong.length > 0 || !original || original.isGivenUp) process.exit(70);
    }
    let done = chosen.length - left.length;
    const examined = await examineAll(left, settings, (examination, mutant) => {
      done++;
      ledger.keep(examination);
      const { found, seconds } = examination;
      const by = Object.entries(found).flatMap(([name, what]) => (what ? [`${name} (${what})`] : []));
      const spent = Object.values(seconds).reduce((sum, part) => sum + part, 0);
      console.log(
        `${done}/${chosen.length} ${shown(mutant)}  ${spent.toFixed(1)} s\n    ${by.length > 0 ? by.join("; ") : "NOT CAUGHT"}`,
      );
    });
    const before = chosen.flatMap(({ name }) => ledger.known.get(name) ?? []);
    const result = score(chosen, [...before, ...examined], explained);
    console.log(table(result));
    if (result.share < 0.95) process.exitCode = 1;
  }
}
