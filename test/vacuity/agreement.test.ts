/**
 * Signs of life are the same with the interpreter, with the compiled engine, and with several workers: on the models of this
 * package and on random ones. Where a model warns although it is meant to be as it is, the reason stands here.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exploreCompiled } from "../../src/cli/engine.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Model } from "../../src/ir/index.ts";
import { bundleWorker, type WorkerBundle } from "../explore/worker-bundle.ts";
import { livenessModel } from "../liveness/random.ts";
import { modelOf } from "../models/model.ts";
import { modelIn } from "../soundness/examine.ts";
import { modelOf as randomModel } from "../soundness/whole-model.ts";
import { examine } from "./examine.ts";

const full = process.env.LOCKSTEP_FULL !== undefined;
let bundle: WorkerBundle;
beforeAll(async () => {
  bundle = await bundleWorker();
});
afterAll(() => bundle.end());

async function signsOfTeam(model: Model): Promise<Uint8Array> {
  const { signs } = await exploreCompiled(createMachine(model), {
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    memoryBytes: 2 ** 30,
    seed: 3,
    exact: false,
    workers: 3,
    startWorker: bundle.startWorker,
    spreadFrom: 50,
  });
  return signs;
}

interface Case {
  readonly path: string;
  /** For LOCKSTEP_FULL only. */
  readonly slow?: true;
  /** A rule that it warns of, and why it is meant to be so. */
  readonly warns?: { readonly rule: string; readonly because: string };
}

/** Models that hold. */
const models: readonly Case[] = [
  { path: "models/byzantine-generals.spec", slow: true },
  { path: "models/conflict-resolution.spec", slow: true },
  { path: "models/consensus.spec" },
  { path: "models/paxos.spec", slow: true },
  { path: "models/replicated-log.spec" },
  { path: "models/saga.spec", slow: true },
  { path: "models/transaction-commit.spec" },
  { path: "models/two-phase-commit.spec" },
  { path: "models/voting.spec" },
  { path: "models/raft-membership.spec", slow: true },
  { path: "models/optimistic-transactions.spec", slow: true },
  { path: "models/multi-paxos.spec", slow: true },
  { path: "models/zab.spec", slow: true },
  { path: "test/examples/dining.spec" },
  { path: "test/examples/om1.spec", slow: true },
  { path: "test/examples/twophase.spec" },
  {
    path: "test/examples/pbft.spec",
    slow: true,
    warns: { rule: "never-enabled", because: "the first primary is byzantine: it proposes nothing by itself" },
  },
];

describe("the models of this package", () => {
  it.each(models.filter(({ slow }) => full || !slow))(
    "$path: both engines see the same, and it says what it seems to say",
    async ({ path, slow, warns }) => {
      const model = modelOf(path);
      const compiled = await examine(model);
      expect(compiled.verdict.findings.map(({ kind }) => kind)).toEqual([]);
      const rules = new Set(compiled.warnings.map((text) => text.split(" ")[0]));
      expect(rules, compiled.warnings.join("\n")).toEqual(new Set(warns ? [warns.rule] : []));
      expect(await signsOfTeam(model)).toEqual(compiled.verdict.signs);
      if (slow && compiled.verdict.statistics.states > 60_000) return;
      const interpreted = await examine(model, { engine: "interpreter" });
      expect(interpreted.verdict.signs).toEqual(compiled.verdict.signs);
      expect(interpreted.warnings).toEqual(compiled.warnings);
    },
    full ? 600_000 : 120_000,
  );
});

describe("random models", () => {
  const runs = full ? 300 : 12;

  it(
    "show the same signs to both engines and to a team",
    async () => {
      let [compared, warned] = [0, 0];
      for (let run = 0; compared < runs; run++) {
        const text = run % 2 === 0 ? livenessModel(91, run) : randomModel(91, run);
        const model = modelIn(`${text}${run % 2 === 0 ? claims : ""}`);
        const limits = { maxStates: 1500, deadlock: false };
        const compiled = await examine(model, limits);
        const { signs } = compiled.verdict;
        if (!signs) continue;
        compared += 1;
        warned += compiled.warnings.length > 0 ? 1 : 0;
        const interpreted = await examine(model, { ...limits, engine: "interpreter" });
        expect(interpreted.verdict.signs, text).toEqual(signs);
        expect(interpreted.warnings, text).toEqual(compiled.warnings);
        if (compared % 5 === 0) expect(await signsOfTeam(model), text).toEqual(signs);
      }
      expect(warned).toBeGreaterThan(0);
      expect(warned).toBeLessThan(compared);
    },
    full ? 900_000 : 120_000,
  );
});

/** Always true, about what the random models have: a flag, a level, and an x of each node. */
const claims = `define high(v: 0..9) = v > 1 => level + 1 > level
invariant I0: flag => level > 0 or flag
invariant I1: ∀ p ∈ Node: p.x > 1 => (level > 0 => p.x > 0)
invariant I2: ∀ p, q ∈ Node: (p.x > q.x and flag) => high(p.x)
step invariant I3: old(level) > level => old(level) > 0
`;
