/** The search for linearizations agrees with trying every order, on random histories of every object. */
import { describe, expect, it } from "vitest";
import { checkHistory, HistoryCheck, type ObjectName, type Operation, objectNames } from "../../src/conform/index.ts";
import { explainable } from "./history-oracle.ts";
import { createHistory, type Shape, smallShape } from "./random-history.ts";

const runs = process.env.LOCKSTEP_FULL ? 20_000 : 600;

describe("a random history", () => {
  for (const object of objectNames) {
    it(`of a ${object} gets the verdict and the longest prefix of the slow way`, { timeout: 120_000 }, () => {
      let wrong = 0;
      for (let seed = 1; seed <= runs; seed++) {
        const operations = createHistory(seed, smallShape(object, seed));
        const answered = operations.filter((operation) => operation.outcome === "ok").length;
        const best = explainable(operations, object);
        const result = checkHistory(operations, { object });
        const reached = result.partitions.reduce((sum, item) => sum + item.reached, 0);
        expect({ seed, verdict: result.verdict, reached }).toEqual({
          seed,
          verdict: best === answered ? "linearizable" : "violated",
          reached: best,
        });
        if (best < answered) wrong++;
      }
      // Neither nearly all right nor nearly all wrong, or the comparison says little.
      expect(wrong).toBeGreaterThan(runs / 8);
      expect(wrong).toBeLessThan((7 * runs) / 8);
    });
  }
});

const long = (object: ObjectName, changes: Partial<Shape> = {}): Shape => ({
  object,
  clients: 6,
  operations: 2000,
  values: 5,
  pending: 0.01,
  failing: 0.02,
  lies: 0,
  ...changes,
});

describe("a long history", () => {
  it.each(objectNames.map((name) => [name]))("of a %s that really happened is linearizable", (object) => {
    const shape = long(object, { unique: object === "queue" });
    const result = checkHistory(createHistory(7, shape), { object, maxConfigurations: 1_000_000 });
    expect(result.verdict).toBe("linearizable");
  });

  it("with an answer that nobody can have had fails there", () => {
    const operations = createHistory(3, long("register", { pending: 0.002 }));
    const at = operations.findLastIndex((operation) => operation.call.name === "read" && operation.outcome === "ok");
    const lie: Operation = { ...(operations[at] as Operation), result: 99 };
    operations[at] = lie;
    const { verdict, partitions } = checkHistory(operations, { object: "register" });
    expect(verdict).toBe("violated");
    expect(partitions[0]?.violation?.exact).toBe(true);
    expect(partitions[0]?.violation?.operation).toBe(lie);
    expect(partitions[0]?.violation?.unplaced[0]?.reasons).not.toEqual([]);
  });

  it("that fails far behind many pending operations is given up at once, and says how sure its prefix is", () => {
    const operations = createHistory(3, long("register", { pending: 0.02 }));
    const at = operations.findLastIndex((operation) => operation.call.name === "read" && operation.outcome === "ok");
    operations[at] = { ...(operations[at] as Operation), result: 99 };
    const { verdict, partitions } = checkHistory(operations, { object: "register", maxConfigurations: 10 });
    expect(verdict).toBe("violated");
    expect(partitions[0]?.violation?.exact).toBe(false);
    expect(partitions[0]?.violation?.order.length).toBeGreaterThan(1000);
  });

  it("of many keys is checked key by key, and an easy violation shows in spite of a hard key", () => {
    const hard = createHistory(1, {
      ...long("queue"),
      clients: 40,
      operations: 400,
      values: 2,
      pending: 0,
      keys: ["hard"],
    });
    const keyed = hard.map((operation) => ({ ...operation, call: { ...operation.call, key: "hard" } }));
    const after = 10_000;
    const common = { client: "other", outcome: "ok", firstLine: 1 } as const;
    const easy: Operation[] = [
      { ...common, call: { name: "enqueue", key: "easy", value: 1 }, begin: after, end: after + 1 },
      { ...common, call: { name: "dequeue", key: "easy" }, result: 2, begin: after + 2, end: after + 3 },
    ];
    const check = new HistoryCheck([...keyed, ...easy], { object: "queue" });
    check.advance(3000);
    expect(check.verdict).toBe("violated");
    const found = check.result().partitions.find((item) => item.violation);
    expect(found?.key).toBe("easy");
  });

  it("of several keys gives each of them its order", () => {
    const operations = createHistory(5, long("kv", { keys: ["x", "y", "z"], operations: 900 }));
    const { verdict, partitions } = checkHistory(operations, { object: "kv" });
    expect(verdict).toBe("linearizable");
    expect(partitions.map((item) => item.key).sort()).toEqual(["x", "y", "z"]);
    for (const { key, order } of partitions) expect(order.every((operation) => operation.call.key === key)).toBe(true);
  });
});

describe("limits", () => {
  const operations = createHistory(2, long("queue", { clients: 20, values: 2, pending: 0, lies: 3 }));

  it("on configurations are kept exactly and give no verdict", () => {
    const result = checkHistory(operations, { object: "queue", maxConfigurations: 50 });
    expect(result.verdict).toBe("unknown");
    expect(result.configurations).toBe(50);
  });

  it("on time are the caller's", () => {
    let looks = 0;
    const result = checkHistory(operations, { object: "queue" }, () => looks++ < 1);
    expect(looks).toBeLessThanOrEqual(2);
    expect(result.configurations).toBeGreaterThan(0);
  });

  it("an interrupted check goes on where it was", () => {
    const right = createHistory(9, long("register", { operations: 300 }));
    const check = new HistoryCheck(right, { object: "register" });
    while (!check.finished) check.advance(7);
    const whole = checkHistory(right, { object: "register" });
    expect(check.result()).toEqual(whole);
  });
});
