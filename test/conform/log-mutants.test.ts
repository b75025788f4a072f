/**
 * Of accepted logs, written by separate processes, one value is altered, one event left out, or two exchanged. In the
 * file as it is that shows nearly always. Where numbers, clocks and the last line are put right as well, so that only the
 * meaning is wrong, some mistakes leave a log that could have been: which ones is said, and checked, here.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createRandom,
  type EventLine,
  type Random,
  type TraceLine,
  type VectorClock,
} from "../../src/protocols/index.ts";
import { bundleProgram } from "../protocols/real/program.ts";
import { couldHaveBeen, type Mutant, mutantKinds, mutate } from "./log-mutants.ts";
import { hold, isEvent, textOf, verdictOf } from "./logs.ts";
import { collectLogs, type ProcessLog } from "./process-logs.ts";

const count = process.env.LOCKSTEP_FULL ? 100 : 6;
let logs: readonly ProcessLog[] = [];
let remove = () => {};

beforeAll(async () => {
  const program = await bundleProgram();
  remove = program.remove;
  logs = await collectLogs(program.file, count);
}, 600_000);
afterAll(() => remove());

/** Where bounds begin: growing them again for each log takes more time than anything else. */
const bounds = { MaxTerm: 8, MaxElections: 8, MaxLog: 16, Values: 16, InFlight: 16 };

function judge({ model }: ProcessLog, lines: readonly TraceLine[]): string {
  const mapping = model === "models/raft.spec" ? { bounds } : {};
  return verdictOf(hold(model, textOf(lines), { mapping }));
}
const nameOf = ({ model, seed, script }: ProcessLog): string => `${model} ${seed} (${script})`;

it("accepts them", { timeout: 120_000 }, () => {
  expect(logs).toHaveLength(count);
  for (const log of logs) expect(`${nameOf(log)} ${judge(log, log.lines)}`).toBe(`${nameOf(log)} accepted`);
});

it("rejects at least 95% of the mistakes in a file", { timeout: 240_000 }, () => {
  const tally: Record<string, { made: number; rejected: number }> = {};
  const others: string[] = [];
  for (const [at, log] of logs.entries()) {
    const mutant = inFile(log.lines, at, createRandom(log.seed));
    if (!mutant) throw new Error(`${nameOf(log)} is too short for a mistake`);
    const verdict = judge(log, mutant.lines);
    const entry = tally[mutant.kind] ?? { made: 0, rejected: 0 };
    tally[mutant.kind] = entry;
    entry.made += 1;
    if (verdict === "rejected") entry.rejected += 1;
    else others.push(`${nameOf(log)}: ${mutant.kind}: ${mutant.what}: ${verdict}`);
  }
  if (process.env.LOCKSTEP_FIGURES) process.stdout.write(`${JSON.stringify({ tally, others })}\n`);
  expect((count - others.length) / count, others.join("\n")).toBeGreaterThanOrEqual(0.95);
});

/** The mistake as an editor would make it: a value changed, a line deleted, two lines of a node exchanged. */
function inFile(
  lines: readonly TraceLine[],
  at: number,
  random: Random,
): Pick<Mutant, "kind" | "what" | "lines"> | undefined {
  const places = [...lines.keys()].filter((place) => isEvent(lines[place] as TraceLine));
  const nodeOf = (place: number): string => (lines[place] as { readonly node: string }).node;
  const pairs = places.flatMap((place) => {
    const next = places.find((other) => other > place && nodeOf(other) === nodeOf(place));
    return next === undefined ? [] : [[place, next] as const];
  });
  // Half of the logs are of one protocol: kinds change with every pair of logs.
  const wanted = mutantKinds[Math.floor(at / 2) % mutantKinds.length] ?? "altered value";
  const kind = wanted === "swapped pair" && pairs.length === 0 ? "dropped event" : wanted;
  if (kind === "altered value") return mutate(lines, kind, random);
  if (kind === "dropped event") {
    const place = random.pick(places);
    return { kind, what: `line ${place + 1}`, lines: lines.toSpliced(place, 1) };
  }
  const [one, other] = random.pick(pairs);
  const [first, second] = [lines[one] as TraceLine, lines[other] as TraceLine];
  return { kind, what: `lines ${one + 1} and ${other + 1}`, lines: lines.with(one, second).with(other, first) };
}

it("explains an abort that is left out by the restart that aborts again", () => {
  const toManagers = ["r1", "r2"].map((to) => ({ message: "Abort", from: "coordinator", to, fields: {} }));
  const aborted = { decision: "Aborted" };
  const hears = (node: string, vc: VectorClock): TraceLine => ({
    ...{ node, i: 1, action: "on Abort", set: { vote: "Aborted" }, vc },
    msg: { received: { message: "Abort", from: "coordinator", to: node, fields: {} } },
  });
  const abort = { node: "coordinator", i: 1, action: "abort", set: aborted, msg: { sent: toManagers } } as const;
  const lines: readonly TraceLine[] = [
    { ...abort, vc: { coordinator: 1 } },
    { fault: "crash", node: "coordinator", i: 1 },
    { fault: "restart", node: "coordinator", i: 1, set: { ...aborted, prepared: [] }, msg: { sent: toManagers } },
    hears("r1", { coordinator: 1, r1: 1 }),
  ];
  const dropped = { kind: "dropped event", what: "abort", lines: [], events: [lines[0] as EventLine] } as const;
  expect(couldHaveBeen(dropped, lines)).toBe(true);
  expect(couldHaveBeen(dropped, lines.with(2, { fault: "heal" }))).toBe(false);
});

it("accepts a repaired mistake only where the log could have been", { timeout: 240_000 }, () => {
  const tally: Record<string, { made: number; rejected: number }> = {};
  const unexplained: string[] = [];
  for (const log of logs)
    for (const kind of mutantKinds) {
      const mutant = mutate(log.lines, kind, createRandom(log.seed));
      if (!mutant) continue;
      const entry = tally[kind] ?? { made: 0, rejected: 0 };
      tally[kind] = entry;
      const verdict = judge(log, mutant.lines);
      entry.made += 1;
      if (verdict !== "accepted") entry.rejected += 1;
      else if (!couldHaveBeen(mutant, log.lines)) unexplained.push(`${nameOf(log)}: ${kind}: ${mutant.what}`);
    }
  if (process.env.LOCKSTEP_FIGURES) process.stdout.write(`${JSON.stringify({ tally, unexplained })}\n`);
  expect(unexplained).toEqual([]);
  expect(tally["altered value"]?.rejected).toBe(tally["altered value"]?.made);
});
