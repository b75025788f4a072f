/**
 * What the models say about themselves is true: each small configuration ends as it expects to, the scenarios pass, every
 * action happens, and every axiom of every theory is kept by some model. The largest configurations are explored only with
 * `LOCKSTEP_FULL`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/cli/expectation.ts";
import { parse } from "../../src/syntax/index.ts";
import { runScenario } from "../../src/trace/index.ts";
import { exploreFast, firedFast } from "./compiled.ts";
import { configurationsOf, machineOf, modelOf, nameOf, root } from "./model.ts";
import { verdictOf } from "./verdicts.ts";

const specs = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".spec"))
    .map((name) => `${folder}/${name}`);
const models = [...specs("models"), ...specs("models/as-written")];

/** Configurations that take the engine a minute. */
const slow = ["paxos again", "multi-paxos again", "multi-paxos pipeline", "pbft gap"];
const isSlow = (path: string, name: string) =>
  name === "deep" || slow.includes(`${path.replace(/^models\/|\.spec$/g, "")} ${name}`);

describe.each(models)("%s", (path) => {
  const machine = machineOf(path);
  it.each(machine.model.runs.map((run) => [run.name, run] as const))("tells the story %s", (_, run) => {
    expect(runScenario(machine, run).failure?.message).toBeUndefined();
  });

  for (const { name, checks, outcomes } of configurationsOf(path)) {
    it.runIf(process.env.LOCKSTEP_FULL || !isSlow(path, name))(
      `${name}: ends as it expects`,
      { timeout: 300_000 },
      async () => {
        const model = modelOf(path, { config: name });
        const verdict = await verdictOf(model, { only: checks });
        const { expected, found, met } = compare(outcomes, verdict, model);
        expect(outcomes.length).toBeGreaterThan(0);
        expect(found).toBe(expected);
        expect(met).toBe(true);
        if (name === "deep") expect(verdict.statistics.states).toBeGreaterThanOrEqual(1_000_000);
      },
    );
  }
});

describe("models/raft.spec default", () => {
  it("holds, and its size is one that the interpreter still explores", async () => {
    const { verdict, states } = await exploreFast("models/raft.spec");
    expect(verdict).toBe("holds");
    expect(states).toBeGreaterThanOrEqual(20_000);
    expect(states).toBeLessThanOrEqual(200_000);
  });

  it("takes every action, runs every handler and suffers every fault", async () => {
    const fired = await firedFast(machineOf("models/raft.spec"));
    expect(fired).toEqual(new Set(modelOf("models/raft.spec").actions.map(nameOf)));
    for (const name of [
      "Server.timeout",
      "Server.clientRequest",
      "Server.on AppendEntriesResponse",
      "Server.apply",
      "Server.restart",
      "lose",
    ])
      expect(fired).toContain(name);
  });
});

describe("models/raft.spec deep", () => {
  it("has three terms, two entries, two values, a crash, and losses without a limit", () => {
    const { parameters, faults } = modelOf("models/raft.spec", { config: "deep" });
    const value = (name: string) => Number(parameters.find((parameter) => parameter.name === name)?.shown);
    expect(value("MaxTerm")).toBeGreaterThanOrEqual(3);
    expect(value("MaxLog")).toBeGreaterThanOrEqual(2);
    expect(value("Values")).toBeGreaterThanOrEqual(2);
    expect(faults.map(({ kind, total }) => [kind, total])).toEqual(
      expect.arrayContaining([
        ["crash", 1],
        ["loss", undefined],
      ]),
    );
  });
});

describe("the theories in spec/", () => {
  const claimed = new Set(
    models.flatMap((path) =>
      modelOf(path).properties.flatMap(({ theory, name }) => (theory === undefined ? [] : [`${theory}.${name}`])),
    ),
  );

  it("are satisfied by some model, but for these axioms", () => {
    const axioms = readdirSync(join(root, "spec")).flatMap((name) => {
      const source = { path: name, text: readFileSync(join(root, "spec", name), "utf8") };
      return (parse(source).value?.units ?? []).flatMap((unit) =>
        unit.declarations.flatMap((node) =>
          node.kind === "property" && node.modifier !== "liveness" ? [`${unit.name.text}.${node.name.text}`] : [],
        ),
      );
    });
    expect(axioms.filter((axiom) => !claimed.has(axiom)).sort()).toEqual([
      "CausalConsistency.CausalOrder",
      "CausalConsistency.CausesAreAnOrder",
      "CausalConsistency.SeenForEver",
      "DistributedTypes.ReceiveWhatWasSent",
      "DistributedTypes.ReplicatedAlike",
      "DistributedTypes.SentForEver",
      "FailureDetection.StrongAccuracy",
      "Storage.OnItsShardOnly",
      "Storage.SomeReplica",
      "Storage.StorageConsistency",
      "StrongConsistency.SameEverywhere",
      "Synchrony.ArrivesInTime",
      "Synchrony.StepsInTime",
    ]);
  });

  it("cite the documents", () => {
    const titles = [
      "Day 49: 高级分布式系统语义分析",
      "分布式系统深度分析",
      "06-软件架构理论体系-分布式系统理论",
      "分布式架构理论",
      "Rust分布式系统深度分析 2025版",
    ];
    for (const path of models) {
      const { cites, properties } = modelOf(path);
      expect(cites.length).toBeGreaterThan(0);
      if (properties.some(({ theory }) => theory !== undefined))
        expect(cites.some(({ texts }) => titles.includes(texts[0] ?? ""))).toBe(true);
      for (const property of properties.filter(({ theory }) => theory !== undefined))
        expect(property.cites.every(({ texts }) => titles.includes(texts[0] ?? ""))).toBe(true);
    }
  });
});
