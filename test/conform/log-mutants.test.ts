/**
 * Of accepted logs, written by separate processes, one value is altered, one event left out, or two exchanged. In the
 * file that shows nearly always. Where numbers, clocks and the last line are put right as well, so that only the meaning
 * is wrong, some mistakes leave a log that could have been: which ones is said, and checked, here.
 */
import { expect, it } from "vitest";
import { createRandom, raftSystem, type TraceLine, twoPhaseSystem } from "../../src/protocols/index.ts";
import { couldHaveBeen, type Mutant, mutantKinds, mutate } from "./log-mutants.ts";
import { byNode, hold, isEvent, simulated, tell, textOf, verdictOf } from "./logs.ts";

const runs = process.env.LOCKSTEP_FULL ? 50 : 3;
const settings = { settings: "duplication.total = 1" };

interface Subject {
  readonly model: string;
  readonly lines: readonly TraceLine[];
  readonly seed: number;
}

/** As many accepted logs of each protocol. */
function subjects(): readonly Subject[] {
  return Array.from({ length: runs }, (_none, at) => at + 1).flatMap((seed) => [
    {
      seed,
      model: "models/raft.spec",
      lines: byNode(
        tell(simulated({ ...raftSystem(), calm: 800, end: process.env.LOCKSTEP_FULL ? 2500 : 1500 }, seed), {}),
      ),
    },
    { seed, model: "models/two-phase-commit.spec", lines: byNode(tell(simulated(twoPhaseSystem(), seed), {})) },
  ]);
}

const judge = ({ model }: Subject, lines: readonly TraceLine[]): string =>
  verdictOf(hold(model, textOf(lines), settings));

it("refuses at least 95% of the mistakes in a file", { timeout: 240_000 }, () => {
  const tally = { mistakes: 0, refused: 0, asDamaged: 0 };
  const accepted: string[] = [];
  for (const [at, subject] of subjects().entries()) {
    expect(`${subject.model} ${subject.seed} ${judge(subject, subject.lines)}`).toBe(
      `${subject.model} ${subject.seed} accepted`,
    );
    const random = createRandom(subject.seed);
    const mutant = inFile(subject.lines, at, random);
    if (!mutant) continue;
    const verdict = judge(subject, mutant.lines);
    tally.mistakes += 1;
    if (verdict === "accepted" || verdict === "unknown")
      accepted.push(`${subject.model} ${subject.seed}: ${mutant.kind}: ${mutant.what}`);
    else tally.refused += 1;
    if (verdict.startsWith("damaged")) tally.asDamaged += 1;
  }
  if (process.env.LOCKSTEP_FIGURES) process.stdout.write(`${JSON.stringify({ ...tally, accepted })}\n`);
  expect(tally.mistakes).toBeGreaterThanOrEqual(2 * runs - 2);
  expect(tally.refused / tally.mistakes, accepted.join("\n")).toBeGreaterThanOrEqual(0.95);
});

/** The mistake as an editor would make it: a value changed, a line deleted, two lines of a node exchanged. */
function inFile(
  lines: readonly TraceLine[],
  at: number,
  random: ReturnType<typeof createRandom>,
): Pick<Mutant, "kind" | "what" | "lines"> | undefined {
  const kind = mutantKinds[at % mutantKinds.length] ?? "altered value";
  if (kind === "altered value") return mutate(lines, kind, random);
  const places = [...lines.keys()].filter((place) => isEvent(lines[place] as TraceLine));
  if (kind === "dropped event") {
    const place = random.pick(places);
    return { kind, what: `line ${place + 1}`, lines: lines.toSpliced(place, 1) };
  }
  const pairs = places.filter(
    (place) => nodeOf(lines[place]) !== "" && nodeOf(lines[place]) === nodeOf(lines[place + 1]),
  );
  if (pairs.length === 0) return undefined;
  const place = random.pick(pairs);
  const [first, second] = [lines[place] as TraceLine, lines[place + 1] as TraceLine];
  return { kind, what: `lines ${place + 1} and ${place + 2}`, lines: lines.with(place, second).with(place + 1, first) };
}

const nodeOf = (line: TraceLine | undefined): string => (line && isEvent(line) ? line.node : "");

it("accepts a repaired mistake only where the log could have been", { timeout: 240_000 }, () => {
  const tally: Record<string, { made: number; rejected: number }> = {};
  const unexplained: string[] = [];
  for (const subject of subjects())
    for (const kind of mutantKinds) {
      const mutant = mutate(subject.lines, kind, createRandom(subject.seed));
      if (!mutant) continue;
      const entry = tally[kind] ?? { made: 0, rejected: 0 };
      tally[kind] = entry;
      const verdict = judge(subject, mutant.lines);
      entry.made += 1;
      if (verdict !== "accepted") entry.rejected += 1;
      else if (!couldHaveBeen(mutant, subject.lines))
        unexplained.push(`${subject.model} ${subject.seed}: ${kind}: ${mutant.what}`);
    }
  if (process.env.LOCKSTEP_FIGURES) process.stdout.write(`${JSON.stringify({ tally, unexplained })}\n`);
  expect(unexplained).toEqual([]);
  expect(tally["altered value"]?.rejected).toBe(tally["altered value"]?.made);
});
