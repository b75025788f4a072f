/** The search with a compiled model: the same outcome as the search over the machine, whatever is wrong and however many look. */
import { describe, expect, it } from "vitest";
import { type CompiledSearchOptions, type Outcome, search, searchCompiled } from "../../src/explore/index.ts";
import { type Counters, type Step, type Toy, toyEngine, toyMachine } from "../engine/toy.ts";

const timeout = 30_000;
type Options = Partial<CompiledSearchOptions>;

async function compiled(toy: Toy, options: Options = {}, engine = toyEngine(toy)) {
  const all: CompiledSearchOptions = {
    now: () => performance.now(),
    memoryBytes: 2 ** 30,
    seed: 1,
    workers: 1,
    ...options,
  };
  const result = await searchCompiled(toyMachine(toy), engine, all);
  if (result.kind !== "done") throw new Error("crowded");
  return result;
}

const withoutTime = (outcome: Outcome<Counters, Step, number, string>) => ({
  ...outcome,
  statistics: { ...outcome.statistics, seconds: 0 },
});

async function compare(toy: Toy, options: Options = {}) {
  const { outcome } = await compiled(toy, options);
  const reference = await search(toyMachine(toy), { now: () => 0, ...options });
  expect(withoutTime(outcome)).toEqual(withoutTime(reference));
  return outcome;
}

const grid: Toy = { counters: 3, limit: 9 };

describe("a compiled search", () => {
  it.each<[string, Toy, Options?]>([
    ["counts states, transitions and depth", grid],
    ["finds a violated invariant", { ...grid, badSum: 5 }],
    ["finds one in the initial state", { ...grid, badSum: 0 }],
    ["finds one in the last state", { ...grid, badSum: 27 }],
    ["finds a violated step invariant", { ...grid, badStepSum: 4 }],
    ["prefers the invariant that is declared first", { ...grid, badSum: 5, badStepSum: 5 }],
    ["prefers the violation that is nearer", { ...grid, badSum: 6, badStepSum: 5 }],
    ["finds a deadlock", { ...grid, terminal: false }],
    ["finds a deadlock nearer than a violation", { ...grid, limit: 2, terminal: false, badSum: 6 }],
    ["does not mind deadlocks when told so", { ...grid, terminal: false }, { deadlock: false }],
    ["finds a failure", { ...grid, failingSum: 3 }],
    ["finds a failure and a violation at once", { ...grid, failingSum: 3, badSum: 4 }],
    ["finds a violation before a failure", { ...grid, failingSum: 4, badSum: 4 }],
    ["leaves out what the constraints exclude", { ...grid, mostSum: 7 }],
    ["looks at what it leaves out", { ...grid, mostSum: 7, badSum: 8 }],
    ["finds that something is reachable", { ...grid, wantedSum: 11 }],
    ["finds what is reachable outside the constraints only", { ...grid, wantedSum: 8, mostSum: 7 }],
    ["finds that something is not reachable", { ...grid, wantedSum: 99 }],
    ["counts what is cut", { ...grid, cutSum: 6 }],
    [
      "goes on after a violation",
      { ...grid, badSum: 5, badStepSum: 9, failingSum: 12 },
      { continueAfterViolation: true },
    ],
    ["stops at a number of states", grid, { maxStates: 100 }],
    ["stops at a depth", grid, { maxDepth: 4 }],
    ["sees what is wrong at the depth where it stops", { ...grid, badSum: 3 }, { maxDepth: 4 }],
    ["looks at chosen properties only", { ...grid, badSum: 3, badStepSum: 5 }, { only: ["Good"] }],
  ])(
    "%s",
    async (_name, toy, options) => {
      await compare(toy, options);
    },
    timeout,
  );

  it("finds the shortest path, through the states of the machine", async () => {
    const outcome = await compare({ ...grid, badSum: 5 });
    expect(outcome).toMatchObject({ violations: [{ kind: "property", depth: 6, path: { steps: { length: 5 } } }] });
  });

  it(
    "finds nothing twice and misses nothing while the table grows",
    async () => {
      const { outcome, resources } = await compiled({ counters: 6, limit: 9 });
      expect(outcome.statistics.states).toBe(10 ** 6);
      expect(resources.bytesPerState).toBeLessThan(24);
      expect(resources.collision).toBeGreaterThan(0);
      expect(resources.collision).toBeLessThan(1e-6);
    },
    timeout,
  );

  it(
    "continues in the next table when one is full",
    async () => {
      const toy = { counters: 6, limit: 7 };
      const { outcome } = await compiled(toy, { mostTablePages: 30 }, toyEngine(toy, { tables: 4 }));
      expect(outcome.statistics.states).toBe(8 ** 6);
    },
    timeout,
  );

  it(
    "says that its memory is used up, and what it covered",
    async () => {
      const { outcome } = await compiled({ counters: 6, limit: 9 }, { memoryBytes: 4 * 2 ** 20 });
      expect(outcome).toMatchObject({ kind: "inconclusive", limit: "memory" });
      expect(outcome.statistics.states).toBeGreaterThan(10_000);
      expect(outcome.statistics.states).toBeLessThan(10 ** 6);
    },
    timeout,
  );

  it(
    "can be interrupted",
    async () => {
      const toy = { counters: 7, limit: 9 };
      let time = 0;
      const options: CompiledSearchOptions = { now: () => (time += 60), memoryBytes: 2 ** 30, seed: 1, workers: 1 };
      const result = await searchCompiled(toyMachine(toy), toyEngine(toy), options, () => "stop");
      expect(result).toMatchObject({ kind: "done", outcome: { kind: "inconclusive", limit: "interrupted" } });
    },
    timeout,
  );

  it(
    "does not show what the machine does not confirm",
    async () => {
      const { outcome } = await compiled({ ...grid, badSum: 5 });
      expect(outcome.kind).toBe("violated");
      const options: CompiledSearchOptions = { now: () => 0, memoryBytes: 2 ** 30, seed: 1, workers: 1 };
      await expect(
        searchCompiled(toyMachine({ ...grid, badSum: 6 }), toyEngine({ ...grid, badSum: 5 }), options),
      ).rejects.toThrow(/disagree/);
    },
    timeout,
  );
});

describe("fingerprints", () => {
  it.each([0, 8, 16, 22, 26])(
    "lose none of the states that differ in bits %i and up of their words",
    async (shift) => {
      const toy = { counters: 4, limit: 31, shift };
      const { outcome } = await compiled(toy);
      expect(outcome.statistics.states).toBe(32 ** 4);
    },
    timeout,
  );

  it(
    "count the same with other keys",
    async () => {
      for (const seed of [1, 2, 3, 4]) {
        const { outcome } = await compiled({ counters: 5, limit: 7 }, { seed });
        expect(outcome.statistics.states).toBe(8 ** 5);
      }
    },
    timeout,
  );

  it(
    "may be weak, for a test: then states are lost, unless they are compared",
    async () => {
      const toy = { counters: 3, limit: 9 };
      const fingerprintMask = 0xff000000n << 32n;
      const weak = await compiled(toy, {}, toyEngine(toy, { fingerprintMask }));
      expect(weak.outcome.statistics.states).toBeLessThan(257);
      const exact = await compiled(toy, {}, toyEngine(toy, { fingerprintMask, exact: true }));
      expect(exact.outcome.statistics.states).toBe(1000);
      expect(exact.resources.collision).toBe(0);
    },
    timeout,
  );

  it(
    "are not needed when states are compared",
    async () => {
      const toy = { counters: 6, limit: 6 };
      const { outcome } = await compiled(toy, {}, toyEngine(toy, { exact: true }));
      expect(outcome.statistics.states).toBe(7 ** 6);
    },
    timeout,
  );
});
