/**
 * Raft as processes of the operating system: killed under load, paused, cut off from each other, and restarted with what
 * was synced. Whatever was acknowledged is there afterwards, and the histories are linearizable.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkHistory, readHistory } from "../../../src/conform/index.ts";
import { isFailure, mergeTraces } from "../../../src/protocols/real/index.ts";
import type { EventLine } from "../../../src/protocols/trace-event.ts";
import { bundleProgram, type Program } from "./program.ts";
import { nodes, type RaftRun, runRaft } from "./raft-run.ts";
import { committedLog, objections, readTrace, storedLog, tracedValue } from "./witness.ts";

const model = path.resolve("models/raft.spec");
let program: Program;
beforeAll(async () => {
  program = await bundleProgram();
}, 60_000);
afterAll(() => program.remove());

function judge({ folder, history, load, befell }: RaftRun, operations: number): void {
  expect(load.done + load.unknown, befell.join(", ")).toBe(operations);
  expect(objections(committedLog(folder, nodes), history), befell.join(", ")).toEqual([]);
  const lines = history.map((line) => `${JSON.stringify(line)}\n`).join("");
  const { history: read, diagnostics } = readHistory("history", Buffer.from(lines, "utf8"), { keyed: false });
  expect(diagnostics).toEqual([]);
  const { verdict, misfits } = checkHistory(read.operations, { object: "kv" });
  expect([verdict, misfits], befell.join(", ")).toEqual(["linearizable", []]);
}

describe("three servers", () => {
  it("lose nothing in 1,000 operations when one is killed and the power fails", async () => {
    const run = await runRaft({
      program: program.file,
      seed: 1,
      operations: 1000,
      clients: 10,
      faults: ["kill", "power failure"],
      every: 0.3,
      traced: true,
    });
    judge(run, 1000);
    await checkTraces(run);
    run.remove();
  }, 90_000);

  it.runIf(process.env.LOCKSTEP_FULL)(
    "lose nothing in 10,000 operations, whatever befalls them",
    async () => {
      const run = await runRaft({
        program: program.file,
        seed: 2,
        operations: 10_000,
        clients: 16,
        faults: ["kill", "cut", "pause", "silence", "power failure", "kill"],
        every: 0.1,
        traced: false,
      });
      judge(run, 10_000);
      expect(run.history.length).toBeGreaterThan(20_000);
      expect(run.befell.length).toBeGreaterThanOrEqual(6);
      run.remove();
    },
    240_000,
  );
});

it.runIf(process.env.LOCKSTEP_FULL)(
  "their traces are a behaviour of the model, whatever befalls them",
  async () => {
    const run = await runRaft({
      program: program.file,
      seed: 4,
      operations: 150,
      clients: 3,
      faults: ["kill", "cut", "power failure", "pause"],
      every: 0.2,
      traced: true,
    });
    judge(run, 150);
    await checkTraces(run);
    const whole = path.join(run.folder, "trace.jsonl");
    const { status, stdout } = spawnSync(process.execPath, [program.file, "conform", model, whole], {
      encoding: "utf8",
    });
    expect(status, stdout).toBe(0);
    run.remove();
  },
  120_000,
);

describe("the test finds it when", () => {
  it.runIf(process.env.LOCKSTEP_FULL)(
    "nothing is synced",
    async () => {
      const mistaken = await bundleProgram({
        file: "protocols/turn.ts",
        replace: `{ kind: "append", record }, { kind: "sync" }`,
        by: `{ kind: "append", record }`,
      });
      const run = await runRaft({
        program: mistaken.file,
        seed: 3,
        operations: 120,
        clients: 4,
        faults: ["power failure"],
        every: 0.5,
        traced: false,
      });
      expect(objections(committedLog(run.folder, nodes), run.history).join("\n")).toMatch(
        /was acknowledged and is lost/,
      );
      mistaken.remove();
      run.remove();
    },
    90_000,
  );
});

/** Each node's trace tells what its disk says, and all of them make one whole. */
async function checkTraces({ folder }: RaftRun): Promise<void> {
  for (const node of nodes) {
    const lines = readTrace(path.join(folder, `${node}.jsonl`));
    const numbers = lines.filter((line) => "action" in line).map((line) => line.i);
    expect(numbers, node).toEqual(numbers.map((_, at) => at + 1));
    expect(tracedValue(lines, node, "log"), node).toEqual(JSON.parse(JSON.stringify(storedLog(folder, node, nodes))));
    expect(lines.filter((line) => "fault" in line && line.fault === "restart").length, node).toBeGreaterThan(0);
    expect(lines.at(-1)).toEqual({ end: { [node]: numbers.length } });
  }
  const whole = path.join(folder, "trace.jsonl");
  const merged = await mergeTraces(
    nodes.map((node) => path.join(folder, `${node}.jsonl`)),
    whole,
  );
  expect(isFailure(merged)).toBe(false);
  const seen = new Set<string>();
  for (const line of readTrace(whole)) if ("action" in line) expectAfterItsCauses(line, seen);
}

function expectAfterItsCauses({ node, i, vc = {} }: EventLine, seen: Set<string>): void {
  seen.add(`${node} ${i}`);
  for (const [other, count] of Object.entries(vc))
    if (!seen.has(`${other} ${count}`)) expect([node, i, vc]).toEqual([]);
}
