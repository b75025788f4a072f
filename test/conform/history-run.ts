/**
 * `npm run histories -- --dir DIR`: checks every log in a folder and prints for each its verdict, the seconds for reading and
 * for searching, and the configurations. `--object` and `--initial` are as for `check history`; `--match TEXT` takes only
 * names that contain it; `--max-time SECONDS` is for each log.
 *
 * `--expect FILE` compares: lines of a name and a verdict (`etcd_000.log violated`), or the tests of porcupine as they are
 * published (`checkJepsen(t, 0, false)`, `checkKv(t, "c01-ok", true, …)`). The exit code is 1 when a verdict differs, when an
 * expected log is not there, or when nothing was checked.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkHistory, type ObjectName, prepareHistory } from "../../src/conform/index.ts";
import { expectations } from "./history-expectations.ts";

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    object: { type: "string" },
    initial: { type: "string" },
    match: { type: "string", default: "" },
    expect: { type: "string" },
    "max-time": { type: "string", default: "60" },
  },
});
if (values.dir === undefined) {
  console.error("usage: npm run histories -- --dir DIR [--object KIND] [--initial JSON] [--expect FILE]");
  process.exit(1);
}
const folder = values.dir;
const expected = values.expect === undefined ? undefined : expectations(readFileSync(values.expect, "utf8"));
const initial = values.initial === undefined ? {} : { initial: JSON.parse(values.initial) };
const object = values.object === undefined ? {} : { object: values.object as ObjectName };

const names = readdirSync(folder)
  .filter((name) => name.includes(values.match) && /\.(log|txt|edn|json|jsonl)$/.test(name))
  .sort();
let different = 0;
let compared = 0;
let slowest = { name: "", seconds: 0 };
for (const name of names) {
  const start = performance.now();
  const input = prepareHistory(name, readFileSync(path.join(folder, name)), { keyed: false, ...object, ...initial });
  const read = performance.now();
  const goesOn = () => performance.now() - read < Number(values["max-time"]) * 1000;
  const result = checkHistory(input.history.operations, { object: input.object, ...initial }, goesOn);
  const end = performance.now();
  const seconds = (end - start) / 1000;
  if (seconds > slowest.seconds) slowest = { name, seconds };
  const wanted = expected?.get(name);
  const met = wanted === undefined || wanted === result.verdict;
  if (wanted !== undefined) compared++;
  if (!met) different++;
  const columns = [
    name.padEnd(16),
    result.verdict.padEnd(13),
    `${((read - start) / 1000).toFixed(3)} s read`,
    `${((end - read) / 1000).toFixed(3)} s searched`,
    `${input.history.events} events`,
    `${result.configurations} configurations`,
  ];
  console.log(`${columns.join("  ")}${met ? "" : `  EXPECTED ${wanted}`}`);
  for (const diagnostic of input.diagnostics) console.log(`  ${diagnostic.message}`);
}
const total = `${names.length} logs, slowest ${slowest.name} with ${slowest.seconds.toFixed(3)} s`;
console.log(expected ? `${total}; ${compared} compared, ${different} different` : total);
if (different > 0 || names.length === 0 || (expected && compared === 0)) process.exit(1);
