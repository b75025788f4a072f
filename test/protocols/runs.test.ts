/**
 * What a simulated run is: determined by its seed to the byte, not changed by being traced, and traced completely, so that
 * the variables of every node can be rebuilt from the lines.
 */
import { describe, expect, it } from "vitest";
import {
  type EndLine,
  type EventLine,
  type FaultLine,
  type HeaderLine,
  type Json,
  raftSystem,
  type Simulable,
  type System,
  simulate,
  type TraceLine,
  twoPhaseSystem,
  type Variables,
} from "../../src/protocols/index.ts";
import { failures, traceOf } from "./seeds.ts";
import { plant } from "./variant.ts";

const few = Array.from({ length: process.env.LOCKSTEP_FULL ? 60 : 6 }, (_, index) => index + 1);

describe.each([
  [
    "raft",
    () =>
      examine(raftSystem(), {
        network: "unordered",
        actions: [
          "appendEntries",
          "apply",
          "clientRequest",
          "on AppendEntries",
          "on AppendEntriesResponse",
          "on RequestVote",
          "on RequestVoteResponse",
          "requestVote",
          "timeout",
        ],
      }),
  ],
  [
    "two-phase commit",
    () =>
      examine(twoPhaseSystem(), {
        network: "set",
        actions: ["abort", "chooseToAbort", "commit", "on Abort", "on Commit", "on Ready", "prepare"],
      }),
  ],
])("%s", (_name, system) => system());

interface Expected {
  /** As in the models: a bag of messages, or a set in which a message stays, so that sending it again is no event. */
  readonly network: "unordered" | "set";
  /** Those of the model: each is taken, and there are no others. */
  readonly actions: readonly string[];
}

const vocabulary = ["crash", "duplication", "heal", "loss", "partition", "pause", "restart", "resume"];

it("tells of a seed that fails with the command that repeats it", () => {
  const [told = ""] = failures({ ...twoPhaseSystem(), end: 10 }, "test/protocols/two-phase-commit.test.ts", [7]);
  expect(told).toContain("two-phase-commit, seed 7, at ");
  expect(told).toContain("Progress: the client still waits");
  expect(told).toContain("LOCKSTEP_SEED=7 npx vitest run test/protocols/two-phase-commit.test.ts");
});

it("runs the same in another instance of the program", async () => {
  const other = await plant({ file: "index.ts", replace: "/**", by: "/** Again:" });
  const lines: string[] = [];
  other.simulate(other.raftSystem(), { seed: 3, write: (line) => void lines.push(line) });
  expect(`${lines.join("\n")}\n` === traceOf(raftSystem(), 3)).toBe(true);
});

function examine<P extends Simulable>(system: System<P>, expected: Expected): void {
  it("runs the same for the same seed, byte for byte", { timeout: 60_000 }, () => {
    for (const seed of few) {
      const [once, again] = [traceOf(system, seed), traceOf(system, seed)];
      expect(once === again, `seed ${seed}`).toBe(true);
      expect(once).not.toBe(traceOf(system, seed + 1));
    }
  });

  it("runs the same whether or not it is traced", { timeout: 60_000 }, () => {
    for (const seed of few) expect(simulate(system, { seed, write: () => {} })).toEqual(simulate(system, { seed }));
  });

  it("leaves a trace that is numbered, ordered and complete", { timeout: 60_000 }, () => {
    for (const seed of few) checkTrace(readTrace(traceOf(system, seed)), expected.network);
  });

  it("meets every fault of the language's vocabulary, and every action", { timeout: 60_000 }, () => {
    const [faults, actions] = [new Set<string>(), new Set<string>()];
    for (let seed = 1; seed <= 20; seed++)
      for (const line of readTrace(traceOf(system, seed))) {
        if ("fault" in line) faults.add(line.fault);
        if ("action" in line) actions.add(line.action);
      }
    expect([...faults].sort()).toEqual(vocabulary);
    expect([...actions].sort()).toEqual(expected.actions);
  });
}

const readTrace = (text: string): readonly TraceLine[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as TraceLine);

function checkTrace(lines: readonly TraceLine[], network: Expected["network"]): void {
  const header = lines[0] as HeaderLine;
  expect(header.trace).toBe("lockstep/1");
  const counts: Record<string, number> = Object.fromEntries(header.nodes.map((node) => [node, 0]));
  const values = new Map<string, Record<string, Json>>();
  const inFlight = new Map<string, number>();
  const carry = (message: Json | object, by: number) => {
    const name = JSON.stringify(message);
    const before = inFlight.get(name) ?? 0;
    if (by < 0 && before < 1) expect.fail(`not in flight: ${name}`);
    inFlight.set(name, network === "set" ? 1 : before + by);
  };
  const event = (line: EventLine) => {
    counts[line.node] = (counts[line.node] ?? 0) + 1;
    expect(line.i).toBe(counts[line.node]);
    expect(line.vc?.[line.node]).toBe(line.i);
    // Nothing depends on what has not happened yet.
    for (const [node, count] of Object.entries(line.vc ?? {})) expect(count).toBeLessThanOrEqual(counts[node] ?? 0);
    if (line.msg?.received) carry(line.msg.received, -1);
    for (const message of line.msg?.sent ?? []) carry(message, 1);
    const known = values.get(line.node) ?? {};
    for (const [variable, change] of Object.entries(line.set ?? {}))
      known[variable] = applyChange(known[variable], change);
    values.set(line.node, known);
  };
  const fault = (line: FaultLine) => {
    if ("node" in line) expect(line.i).toBe(counts[line.node]);
    if (line.fault === "duplication") carry(line.msg, 1);
    if (line.fault === "loss") carry(line.msg, -1);
    if (line.fault === "restart") {
      const known = values.get(line.node) ?? {};
      for (const durable of ["currentTerm", "votedFor", "log", "vote"])
        if (known[durable] !== undefined && line.set?.[durable] !== undefined)
          expect(line.set[durable], `${line.node}.${durable}`).toEqual(known[durable]);
      values.set(line.node, { ...line.set } as Record<string, Json>);
      for (const message of line.msg?.sent ?? []) carry(message, 1);
    }
  };
  for (const line of lines.slice(1, -1)) {
    if ("action" in line) event(line);
    else if ("fault" in line) fault(line);
    else expect(line).toHaveProperty("operation");
  }
  expect((lines.at(-1) as EndLine).end).toEqual(counts);
}

function applyChange(before: Json | undefined, change: Json): Json {
  if (change === null || typeof change !== "object" || Array.isArray(change) || !("#keep" in change)) return change;
  const { "#keep": keep, "#append": appended } = change as Variables;
  return [...((before ?? []) as readonly Json[]).slice(0, Number(keep)), ...((appended ?? []) as readonly Json[])];
}
