/** The writer of traces: numbers, clocks, gaps; and the example in `docs/traces.md`, which is what it writes. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createTraceLog, type HeaderLine, type TraceLine } from "../../src/protocols/index.ts";

const header: HeaderLine = {
  trace: "lockstep/1",
  model: "TwoPhase",
  constants: { Managers: 1 },
  nodes: ["coordinator", "r1"],
  logged: { variables: ["decision", "prepared", "vote"], args: true, msg: true, pre: false, faults: true },
  order: ["vc"],
  source: "an example",
};

function write(to: HeaderLine, script: (log: ReturnType<typeof createTraceLog>) => void): readonly string[] {
  const lines: string[] = [];
  script(createTraceLog(to, (line) => void lines.push(line)));
  return lines;
}

it("writes the example of the documentation", () => {
  const ready = { message: "Ready", from: "r1", to: "coordinator", fields: {} };
  const commit = { message: "Commit", from: "coordinator", to: "r1", fields: {} };
  const lines = write(header, (log) => {
    log.operation({ operation: "invoke", client: "application", id: 1, call: { kind: "transaction" } });
    log.events("r1", [{ action: "prepare", set: { vote: "Prepared" }, msg: { sent: [ready] } }]);
    const sent = log.clockOf("r1");
    log.fault({ fault: "crash", node: "r1" });
    log.events(
      "coordinator",
      [
        { action: "on Ready", set: { prepared: ["r1"] }, msg: { received: ready } },
        { action: "commit", set: { decision: "Committed" }, msg: { sent: [commit] } },
      ],
      sent,
    );
    const decided = log.clockOf("coordinator");
    log.operation({ operation: "ok", client: "application", id: 1, result: "Committed" });
    log.fault({ fault: "restart", node: "r1", set: { vote: "Prepared" } });
    log.events("r1", [{ action: "on Commit", set: { vote: "Committed" }, msg: { received: commit } }], decided);
    log.end();
  });
  const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/traces.md"), "utf8");
  const example = /^```jsonl\n([\s\S]*?)^```$/m.exec(page)?.[1];
  expect(example).toBe(`${lines.join("\n")}\n`);
});

it("numbers on after a gap, and counts what it wrote", () => {
  const lines = write({ ...header, order: [] }, (log) => {
    log.events("r1", [{ action: "prepare" }]);
    log.gap("r1", 3);
    log.events("r1", [{ action: "on Commit" }]);
    log.gap("r1");
    log.end();
  });
  expect(lines.slice(1).map((line) => JSON.parse(line) as TraceLine)).toEqual([
    { node: "r1", i: 1, action: "prepare" },
    { gap: "r1", from: 2, to: 4 },
    { node: "r1", i: 5, action: "on Commit" },
    { gap: "r1", from: 6 },
    { end: { coordinator: 0, r1: 2 } },
  ]);
});

it("carries clocks over messages that changed nothing", () => {
  const lines = write(header, (log) => {
    log.events("r1", [{ action: "prepare" }]);
    log.events("coordinator", [], log.clockOf("r1"));
    log.events("coordinator", [{ action: "abort" }]);
  });
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ action: "abort", vc: { r1: 1, coordinator: 1 } });
});
