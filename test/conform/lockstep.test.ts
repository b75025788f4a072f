/**
 * The protocols of this package do only what their models can: through every pair of states within small bounds, with every
 * input, fault and crash in the middle of a step. The full run takes larger bounds, also to their end.
 */
import { describe, expect, it, vi } from "vitest";
import { type Bounds, type Held, holdRaft, holdTwoPhase } from "./lockstep.ts";

vi.setConfig({ testTimeout: 120_000 });

const full = Boolean(process.env.LOCKSTEP_FULL);

interface Explored {
  readonly bounds: Bounds;
  readonly pairs: number;
  /** Whether something may fail, so that steps are interrupted. */
  readonly crashes: boolean;
  /** Whether the code goes further than the model's bounds. */
  readonly cut?: boolean;
  /** Only in a full run. */
  readonly slow?: boolean;
}

function explored(hold: (bounds: Bounds) => Promise<Held>, list: readonly Explored[]): void {
  for (const { bounds, pairs, crashes, cut, slow } of list) {
    const name = `${bounds.config ?? "as it is"}${bounds.settings === undefined ? "" : ` with ${bounds.settings}`}`;
    it.runIf(full || !slow)(`holds in ${pairs} pairs: ${name}`, { timeout: 600_000 }, async () => {
      const held = await hold(bounds);
      expect(held.account).toBeUndefined();
      expect(held.kind).toBe("holds");
      expect(held.figures.pairs).toBe(pairs);
      expect(held.figures.settled, "pairs from which the code gets done").toBe(pairs);
      expect(held.never, "actions that the code never takes").toEqual([]);
      if (crashes) expect(held.figures.interrupted).toBeGreaterThan(pairs);
      else expect(held.figures.interrupted).toBe(0);
      expect(held.figures.cut > 0, "steps beyond the model's bounds").toBe(cut ?? false);
    });
  }
}

describe("two-phase commit", () => {
  explored(holdTwoPhase, [
    { bounds: { config: "default" }, pairs: 279, crashes: false },
    { bounds: { settings: "Managers = 2" }, pairs: 904, crashes: true },
    { bounds: {}, pairs: 7009, crashes: true, slow: true },
    { bounds: { settings: "crash.total = 4" }, pairs: 25_113, crashes: true, slow: true },
  ]);
});

describe("Raft", () => {
  explored(holdRaft, [
    { bounds: { settings: "Servers = 2" }, pairs: 1288, crashes: true, cut: true },
    { bounds: { settings: "Servers = 2, restart.total = 0, crash.total = 1" }, pairs: 1910, crashes: true, cut: true },
    {
      bounds: { settings: "Servers = 2, MaxLog = 2, InFlight = 2, MaxElections = 1, restart.total = 0" },
      pairs: 853,
      crashes: false,
      cut: true,
    },
    { bounds: { settings: "restart.total = 0" }, pairs: 86_740, crashes: false, cut: true, slow: true },
  ]);

  it("is left to itself in every so many-th pair only, or nowhere, when asked", async () => {
    const bounds = { settings: "Servers = 2, restart.total = 0, loss.total = 0" };
    const { figures } = await holdRaft({ ...bounds, calmEvery: 10 });
    expect(figures.settled).toBe(Math.ceil(figures.pairs / 10));
    expect(figures.settledWithin).toBeGreaterThan(20);
    expect((await holdRaft({ ...bounds, calmEvery: 0 })).figures.settled).toBe(0);
  });

  it("is as far as it was told to go", async () => {
    const { kind, figures } = await holdRaft({ mostPairs: full ? 20_000 : 1000 });
    expect(kind).toBe("inconclusive");
    expect(figures.pairs).toBeGreaterThanOrEqual(full ? 20_000 : 1000);
  });
});

describe("what the code never does", () => {
  it("is listed: a model may allow more", async () => {
    const { kind, never } = await holdTwoPhase({
      settings: "Managers = 1",
      edits: [
        [
          "  on Commit { vote := Committed }",
          "  action complain when vote = Prepared { vote := Prepared }\n  on Commit { vote := Committed }",
        ],
      ],
    });
    expect(kind).toBe("holds");
    expect(never).toEqual(["ResourceManager.complain"]);
  });

  it("is counted state by state, when asked: a message that a crash lost is delivered by the model only", async () => {
    const { left } = await holdTwoPhase({ settings: "Managers = 1", closely: true });
    expect(left.map((text) => text.replace(/ \d+ of \d+$/, ""))).toEqual([
      "Coordinator.on Ready",
      "ResourceManager.on Commit",
      "ResourceManager.on Abort",
    ]);
    expect((await holdTwoPhase({ settings: "Managers = 1, crash.total = 0", closely: true })).left).toEqual([]);
  });
});
