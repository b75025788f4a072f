/**
 * `npm run oracle`: every published count, by the whole product, one process a row, and a table of what was found. Exits
 * with 1 when a figure differs. What comes behind `--` goes to the checker: `npm run oracle -- --workers 1 --exact`; a word
 * without dashes in front of these is looked for in the modules' names: `npm run oracle -- TwoPhase`.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Published, published } from "./published.ts";

interface Result {
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}
interface Document {
  readonly results: readonly [Result, ...Result[]];
}

const parameters = process.argv.slice(2);
const firstOption = parameters.findIndex((each) => each.startsWith("-"));
const words = firstOption < 0 ? parameters : parameters.slice(0, firstOption);
const options = firstOption < 0 ? [] : parameters.slice(firstOption);
const columns = [26, 9, 12, 12, 13, 13, 5, 5, 8] as const;

function print(cells: readonly string[]): void {
  const [module = "", config = "", ...figures] = cells;
  const right = figures.map((cell, at) => cell.padStart(columns[at + 2] ?? 0));
  console.log([module.padEnd(columns[0]), config.padEnd(columns[1]), ...right].join(" ").trimEnd());
}

const show = (count: number | undefined): string => count?.toLocaleString("en-US") ?? "–";

function check({ file, config }: Published): Result | string {
  const called = [
    "dist/cli.js",
    join("test/oracle", file),
    "--config",
    config,
    "--symmetry",
    "off",
    "--json",
    ...options,
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, called, { encoding: "utf8" });
  // 0 and 1 are verdicts; everything else is a mistake, of ours or in the options.
  if (status !== 0 && status !== 1) return stderr.trim() || `exit code ${status}`;
  const { results }: Document = JSON.parse(stdout);
  return results[0];
}

/** Whether the row is found as it was published. */
function report(row: Published): boolean {
  const { module, config, states, generated, transitions = generated, depth } = row;
  const started = performance.now();
  const found = check(row);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const isSame =
    typeof found !== "string" &&
    found.verdict === "holds" &&
    found.states === states &&
    found.transitions === transitions &&
    (depth === undefined || found.depth === depth);
  const given = typeof found === "string" ? undefined : found;
  const pairs = [
    [states, given?.states],
    [transitions, given?.transitions],
    [depth, given?.depth],
  ] as const;
  print([module, config, ...pairs.flatMap((pair) => pair.map(show)), seconds, isSame ? "" : "differs"]);
  if (typeof found === "string") console.log(`  ${found}`);
  else if (found.verdict !== "holds") console.log(`  ${found.verdict}, not holds`);
  return isSame;
}

const chosen = published.filter(({ module }) => words.length === 0 || words.some((word) => module.includes(word)));
print(["module", "config", "states", "found", "transitions", "found", "depth", "found", "seconds"]);
const different = chosen.filter((row) => !report(row));
console.log(`${chosen.length - different.length} of ${chosen.length} as published`);
process.exitCode = different.length > 0 || chosen.length === 0 ? 1 : 0;
