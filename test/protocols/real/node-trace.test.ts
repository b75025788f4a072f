/** A node's trace over crashes: nothing is told twice, nothing is missing without a gap, and traces of nodes make one whole. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergeTraces } from "../../../src/protocols/real/index.ts";
import { NodeTrace, type Past } from "../../../src/protocols/real/node-trace.ts";
import { openFile } from "../../../src/protocols/real/storage.ts";
import type { EventLine, HeaderLine, TraceLine } from "../../../src/protocols/trace-event.ts";
import { readTrace } from "./witness.ts";

const header: HeaderLine = {
  trace: "lockstep/1",
  model: "M",
  constants: { N: 2 },
  nodes: ["a", "b"],
  logged: { variables: ["x"], args: true, msg: true, pre: false, faults: false },
  order: ["vc"],
  source: "test, processes; this file: a",
};
const first: Past = { events: [], restarted: false, complete: false };
const again: Past = { events: [], restarted: true, complete: true };

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lockstep-trace-"));
  file = path.join(folder, "a.jsonl");
});
beforeEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(past: Past, name = file): NodeTrace {
  const trace = NodeTrace.open(openFile(name), name, "a", header, past);
  if ("failure" in trace) throw new Error(trace.failure);
  return trace;
}

const step = (trace: NodeTrace, action: string) => trace.write(trace.place([{ action }], undefined));
const told = () => readTrace(file).slice(1);

describe("a node that comes back", () => {
  it("goes on after its last event, with its clock", () => {
    const trace = open(first);
    trace.write(trace.place([{ action: "one" }], { b: 4 }));
    const back = open(again);
    back.restart({ set: { x: 1 } });
    step(back, "two");
    expect(told()).toEqual([
      { node: "a", i: 1, action: "one", vc: { a: 1, b: 4 } },
      { fault: "crash", node: "a", i: 1 },
      { fault: "restart", node: "a", i: 1, set: { x: 1 } },
      { node: "a", i: 2, action: "two", vc: { a: 2, b: 4 } },
    ]);
  });

  it("writes no end in between, and no half line", () => {
    const trace = open(first);
    step(trace, "one");
    trace.close();
    const back = open(again);
    step(back, "two");
    writeFileSync(file, `${readFileSync(file, "utf8")}{"node":"a","i":3,"act`);
    const third = open(again);
    step(third, "three");
    third.close();
    expect(told().map((line) => ("action" in line ? line.action : line))).toEqual([
      "one",
      "two",
      "three",
      { end: { a: 3 } },
    ]);
  });

  it("takes the step that it could not tell from its log, once", () => {
    const trace = open(first);
    step(trace, "one");
    const [event] = trace.place([{ action: "two" }], undefined);
    const events: readonly EventLine[] = event ? [event] : [];
    for (const round of [1, 2]) {
      const back = open({ ...again, events });
      back.restart({});
      expect(told().filter((line) => "action" in line).length, `round ${round}`).toBe(2);
    }
    expect(told()[1]).toEqual({ node: "a", i: 2, action: "two", vc: { a: 2 } });
  });

  it("tells what is missing before a step of its log", () => {
    step(open(first), "one");
    open({ ...again, events: [{ node: "a", i: 4, action: "four", vc: { a: 4 } }] });
    expect(told().slice(1)).toEqual([
      { gap: "a", from: 2, to: 3 },
      { node: "a", i: 4, action: "four", vc: { a: 4 } },
    ]);
  });

  it("tells that nobody knows what is missing when the machine went down, or nothing was written", () => {
    step(open(first), "one");
    step(open({ ...again, complete: false }), "later");
    expect(told().slice(1)).toEqual([
      { gap: "a", from: 2 },
      { node: "a", i: 3, action: "later", vc: { a: 3 } },
    ]);
    rmSync(file);
    open(again);
    expect(told()).toEqual([{ gap: "a", from: 1 }]);
  });

  it("begins anew with new data", () => {
    step(open(first), "one");
    step(open(first), "two");
    expect(told()).toEqual([{ node: "a", i: 1, action: "two", vc: { a: 1 } }]);
  });

  it("does not go on in the trace of another one, or in something else", () => {
    for (const text of [`${JSON.stringify({ ...header, nodes: ["a"] })}\n`, "notes\n", "{}\n"]) {
      writeFileSync(file, text);
      expect(NodeTrace.open(openFile(file), file, "a", header, again)).toMatchObject({ about: "trace" });
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  });
});

describe("traces that are joined", () => {
  const write = (name: string, lines: readonly (TraceLine | string)[]) => {
    const at = path.join(folder, name);
    writeFileSync(at, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
    return at;
  };
  const event = (node: string, i: number, vc: Record<string, number>): EventLine => ({ node, i, action: "step", vc });
  const out = () => path.join(folder, "out.jsonl");
  const join = (...files: readonly string[]) => mergeTraces(files, out());

  it("have causes before effects, faults in their places, and one end", async () => {
    const merged = await join(
      write("a1", [header, event("a", 1, { a: 1 }), event("a", 2, { a: 2, b: 3 }), { end: { a: 2 } }]),
      write("b1", [
        { ...header, source: "test, processes; this file: b" },
        event("b", 1, { b: 1 }),
        { fault: "crash", node: "b", i: 1 },
        { fault: "restart", node: "b", i: 1 },
        event("b", 2, { a: 1, b: 2 }),
        event("b", 3, { a: 1, b: 3 }),
      ]),
      write("c1", [
        header,
        { operation: "invoke", client: "c", id: 1, call: { kind: "get" } },
        { operation: "ok", client: "c", id: 1, result: 1 },
        { end: {} },
      ]),
    );
    expect(merged).toEqual({ events: 5, operations: 2, unfinished: ["b"] });
    const lines = readTrace(out());
    expect(lines[0]).toEqual({ ...header, source: "test, processes; joined from 3 files" });
    const places = lines.map((line) => ("action" in line ? `${line.node}${line.i}` : Object.keys(line)[0]));
    expect(places.join(" ")).toBe("trace operation operation a1 b1 fault fault b2 b3 a2 end");
    expect(lines.at(-1)).toEqual({ end: { a: 2, b: 3 } });
  });

  it("must be of one system, each of another node, with clocks", async () => {
    const a = write("a2", [header, event("a", 1, { a: 1 })]);
    const failures = [
      [a, write("a3", [header, event("a", 1, { a: 1 })])],
      [a, write("b2", [{ ...header, constants: { N: 3 } }, event("b", 1, { b: 1 })])],
      [a, write("b3", [event("b", 1, { b: 1 })])],
      [a, write("b4", [header, "no json", event("b", 1, { b: 1 })])],
      [write("a5", [{ ...header, order: ["ts"] }]), write("b5", [{ ...header, order: ["ts"] }])],
      [write("ab", [header, event("a", 1, { a: 1 }), event("b", 1, { b: 1 })])],
      [path.join(folder, "nowhere")],
    ];
    const said = [];
    for (const files of failures) {
      const merged = await join(...files);
      said.push("failure" in merged ? merged.failure.replaceAll(`${folder}/`, "") : "joined");
    }
    expect(said).toEqual([
      "`a2` and `a3` are both of a",
      "`b2` is not of the same system as `a2`: their constants differ",
      "`b3` is no trace: it has no header",
      "line 2 of `b4` is no JSON",
      "`a5` has no vector clocks: nothing orders events of different files",
      "line 3 of `ab`: one file is of one node, this one of a",
      "`nowhere`: there is no such file or folder",
    ]);
  });

  it("may end in a line that was torn", async () => {
    const a = write("a6", [header, event("a", 1, { a: 1 })]);
    writeFileSync(a, `${readFileSync(a, "utf8")}{"node":"a","i":2,`);
    expect(await join(a)).toEqual({ events: 1, operations: 0, unfinished: ["a"] });
  });
});
