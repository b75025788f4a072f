/** Raft in the simulated runtime: figure 3 of the paper, committed entries and client operations, for many seeds. */
import { expect, it } from "vitest";
import { raftSystem } from "../../src/protocols/index.ts";
import { failures, seeds } from "./seeds.ts";

const file = "test/protocols/raft.test.ts";

it("keeps its properties for every seed with three servers", { timeout: 60_000 }, () => {
  expect(failures(raftSystem(3), file, seeds(50, 1000)).join("\n")).toBe("");
});

it("keeps its properties for every seed with a server that is alone", { timeout: 60_000 }, () => {
  expect(failures(raftSystem(1), file, seeds(50, 1000)).join("\n")).toBe("");
});

it("keeps its properties for every seed with five servers", { timeout: 60_000 }, () => {
  expect(failures(raftSystem(5), file, seeds(10, 200)).join("\n")).toBe("");
});
