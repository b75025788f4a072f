/**
 * The graph that a search writes down while it visits the states for the first time is the one that a second visit writes:
 * the same numbers, steps in the same order, the same predicates. And where there is no memory for it, the second visit or
 * nobody decides; the states are judged all the same.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { needsGraph, writeGraph } from "../../src/cli/graph.ts";
import { explore, type SearchRequest } from "../../src/cli/search.ts";
import type { StateGraph } from "../../src/explore/index.ts";
import { createMachine, type Machine } from "../../src/interpreter/index.ts";
import { stepClasses } from "../../src/ir/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { modelIn } from "../soundness/examine.ts";
import { check, summary, usualRequest } from "./check.ts";
import { livenessModel } from "./random.ts";

const folder = path.resolve(import.meta.dirname, "../..");
const textOf = (file: string) => readFileSync(path.join(folder, file), "utf8");

/** Everything that a graph says, without what is kept free. */
function contentOf(graph: StateGraph | undefined) {
  if (!graph) return undefined;
  const { initial, size, labels, shift, offsets, steps, valuation, valuations } = graph;
  const digest = (words: Uint8Array | Uint16Array | Uint32Array) =>
    createHash("sha256").update(Uint32Array.from(words)).digest("hex");
  return {
    initial,
    size,
    labels,
    shift,
    offsets: digest(offsets.subarray(1, size + 2)),
    steps: digest(steps.subarray(0, offsets[size + 1])),
    valuation: digest(valuation.subarray(1, size + 1)),
    valuations: valuations.map((row) => row.join()),
  };
}

async function bothGraphs(machine: Machine, asked: SearchRequest) {
  const host = createFakeHost(new Map());
  const classes = stepClasses(machine.model);
  const { verdict, graph } = await explore(machine, asked, "test", host, classes);
  if (verdict.limit !== undefined) return { verdict, recorded: graph };
  const written = await writeGraph(machine, classes, verdict, asked, host, async () => false);
  return { verdict, recorded: graph, written: typeof written === "object" ? written : undefined };
}

describe("a graph that is written down while states are visited", () => {
  it.each([
    "test/oracle/acp-nb.spec",
    "test/oracle/async-termination-detection.spec",
    "test/oracle/chang-roberts.spec",
    "test/oracle/ewd840.spec",
    "test/oracle/dining-philosophers.spec",
  ])("%s: is the one that a second visit writes", async (file) => {
    const machine = createMachine(modelIn(textOf(file)));
    const { recorded, written } = await bothGraphs(machine, usualRequest);
    expect(recorded).toBeDefined();
    expect(contentOf(recorded?.graph)).toEqual(contentOf(written?.graph));
    for (const state of machine.initialStates().states)
      expect(recorded?.numberOf(state)).toBe(written?.numberOf(state));
  });

  it("random models: is the one that a second visit writes, until a predicate has no value", async () => {
    let compared = 0;
    for (let run = 0; compared < 25; run++) {
      const machine = createMachine(modelIn(livenessModel(77, run)));
      if (!needsGraph(machine.model)) continue;
      const { verdict, recorded, written } = await bothGraphs(machine, { ...usualRequest, maxStates: 2500 });
      if (verdict.limit !== undefined || !written) continue;
      compared += 1;
      expect(recorded === undefined, `model ${run}`).toBe(written.failed);
      if (recorded) expect(contentOf(recorded.graph), `model ${run}`).toEqual(contentOf(written.graph));
    }
  });

  it("is given up where there is no memory for it, and the states are judged without", async () => {
    const text = textOf("bench/models/two-phase-commit-live.spec").replace("= 8\n", "= 6\n");
    const machine = createMachine(modelIn(text));
    const host = createFakeHost(new Map());
    const classes = stepClasses(machine.model);
    const outcomes = new Set<string>();
    for (let megabytes = 1; megabytes <= 24; megabytes += 1) {
      const asked = { ...usualRequest, memory: megabytes * 2 ** 20 };
      const { verdict, graph } = await explore(machine, asked, "test", host, classes);
      const alone = await explore(machine, asked, "test", host);
      expect(verdict.limit, `${megabytes} MiB`).toBe(alone.verdict.limit);
      if (verdict.limit === undefined) {
        expect(verdict.statistics.states).toBe(alone.verdict.statistics.states);
        expect(verdict.statistics.transitions).toBe(alone.verdict.statistics.transitions);
      }
      outcomes.add(verdict.limit ?? (graph ? "graph" : "states alone"));
    }
    expect([...outcomes]).toEqual(["memory", "states alone", "graph"]);
  });

  it("is not there when something was found, or when not everything was visited", async () => {
    const machine = createMachine(modelIn(textOf("test/oracle/ewd840.spec")));
    const host = createFakeHost(new Map());
    const classes = stepClasses(machine.model);
    expect((await explore(machine, { ...usualRequest, maxDepth: 3 }, "test", host, classes)).graph).toBeUndefined();
    expect((await explore(machine, { ...usualRequest, maxStates: 20 }, "test", host, classes)).graph).toBeUndefined();
    expect((await explore(machine, { ...usualRequest, exact: true }, "test", host, classes)).graph).toBeUndefined();
    expect((await explore(machine, usualRequest, "test", host, classes)).graph).toBeDefined();
  });

  it("says the same as a second visit about what violates, with one worker and with two", async () => {
    const text = textOf("test/oracle/ewd840.spec").replaceAll(/^fair .*$/gm, "");
    const found = await check(text);
    expect(summary(found)).toContain("violated");
    expect(summary(await check(text, { exact: true }))).toBe(summary(found));
    expect(summary(await check(text, { workers: 2 }))).toBe(summary(found));
  });
});
