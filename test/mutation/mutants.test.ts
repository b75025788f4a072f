/**
 * What `npm run mutation` stands on: the mutants are many, told apart by name, the same every time, and each of them is
 * code; the catchers say nothing of the original, and tell of mistakes.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { transformSync } from "esbuild";
import { Project } from "ts-morph";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createCatchers, type Effort } from "./catchers.ts";
import { durableOfTwoPhase, Forgetful, remembering } from "./durable.ts";
import { explained } from "./equivalent.ts";
import { Ledger, Refused, shareOf } from "./ledger.ts";
import { load } from "./load.ts";
import { mutantsOf, mutated, type ProtocolName, protocolsFolder, sampleOf } from "./mutants.ts";
import { livingNodes, operators } from "./operators.ts";
import { score, table } from "./score.ts";

// Whoever comes first loads a compiler.
vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(import.meta.dirname, "../..");
const mutants = mutantsOf(root);

/** What an operator makes of a piece of code, whole. */
function variants(name: string, code: string): readonly string[] {
  const operator = operators.find((item) => item.name === name);
  const file = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true }).createSourceFile("a.ts", code);
  return [...livingNodes(file)].flatMap((node) =>
    (operator?.mutate(node) ?? []).map(({ start, end, by }) => code.slice(0, start) + by + code.slice(end)),
  );
}

describe("operators", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["negate condition", "if (a) b();", ["if (!(a)) b();"]],
    ["negate condition", "const c = a ? 1 : 2;", ["const c = !(a) ? 1 : 2;"]],
    ["shift boundary", "f(a < b);", ["f(a <= b);"]],
    ["reverse comparison", "f(a <= b, c === d);", ["f(a >= b, c === d);", "f(a <= b, c !== d);"]],
    ["reverse comparison", "if (a === b) f();", []],
    ["swap and with or", "f(a && b);", ["f(a || b);"]],
    ["drop operand", "f(a && b);", ["f(a);", "f(b);"]],
    ["swap plus with minus", "f(a + 1);", ["f(a - 1);"]],
    ["off by one", "f(0);", ["f(1);"]],
    ["swap min with max", "f(Math.min(a, b));", ["f(Math.max(a, b));"]],
    ["drop statement", "persist(a);", [";"]],
    ["drop early return", "function f() { if (a) return; b(); }", ["function f() { ; b(); }"]],
    ["return early", "function f(): void { b(); }", ["function f(): void { return;  b(); }"]],
    ["return early", "function f(): number { return 1; }", []],
    ["drop branch", "if (a) b(); else c();", ["c();"]],
    ["flip boolean", "f(true);", ["f(false);"]],
    ["other case", `f("Leader");`, [`f("Follower");`]],
    ["other case", `let role: "Leader";`, []],
    ["drop change of a collection", "f(votes.add(a));", ["f(votes);"]],
    ["drop field of an update", "turn.update({ a: 1, b });", ["turn.update({ b });", "turn.update({ a: 1 });"]],
    ["empty list", "for (const a of all) f(a);", ["for (const a of [...all].slice(0, 1)) f(a);"]],
  ])("%s: %s", (name, code, expected) => expect(variants(name, code)).toEqual(expected));

  it("leave types and imports alone", () => {
    const code = `import type { A } from "./a.ts";\ninterface B { role: "Leader" }\ntype C = "Leader" | 1;`;
    for (const { name } of operators) expect(variants(name, code), name).toEqual([]);
  });
});

describe("mutants of the protocols", () => {
  it("are many, of every kind, each with a name of its own, the same every time", () => {
    expect(mutants.length).toBeGreaterThan(400);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(new Set(mutants.map(({ operator }) => operator)).size).toBe(operators.length);
    expect(mutantsOf(root)).toEqual(mutants);
  });

  it("are code, and differ from the original", () => {
    for (const mutant of mutants) {
      const text = readFileSync(path.join(root, protocolsFolder, mutant.file), "utf8");
      const made = mutated(mutant, text);
      expect(made, mutant.name).not.toBe(text);
      expect(() => transformSync(made, { loader: "ts" }), mutant.name).not.toThrow();
    }
  });

  it("are sampled by a seed", () => {
    const sample = sampleOf(mutants, 100, 1);
    expect(sample).toHaveLength(100);
    expect(sampleOf(mutants, 100, 1)).toEqual(sample);
    expect(sampleOf(mutants, 100, 2)).not.toEqual(sample);
  });

  it("are there where they are explained", () => {
    const names = new Set(mutants.map(({ name }) => name));
    expect(Object.keys(explained).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe("catchers", () => {
  const effort: Effort = {
    seeds: 3,
    restless: 1,
    pace: 1,
    histories: 3,
    traces: 1,
    places: 100_000,
    pairs: 200,
  };
  const examine = async (protocols: readonly ProtocolName[], name?: string) => {
    const mutant = mutants.find((item) => item.name === name);
    if (name !== undefined && !mutant) throw new Error(`there is no mutant ${name}`);
    const found: string[] = [];
    for (const protocol of protocols)
      for (const catcher of createCatchers(root)) {
        const what = await catcher.examine(await load(root, mutant), protocol, effort);
        if (what !== undefined) found.push(`${catcher.name}: ${what}`);
      }
    return found;
  };

  it("find nothing in the original", async () => {
    expect(await examine(process.env.LOCKSTEP_FULL ? ["two-phase-commit", "raft"] : ["two-phase-commit"])).toEqual([]);
  });

  it("find that a participant does not store its vote", async () => {
    const found = await examine(["two-phase-commit"], "two-phase-commit/participant.ts vote: drop statement 2");
    expect(found.map((item) => item.split(":")[0])).toContain("lock-step");
  });

  it("find that a vote is not counted once, in the trace of a run", async () => {
    const found = await examine(["raft"], "raft/election.ts onRequestVote: drop statement 2");
    expect(found.map((item) => item.split(":")[0])).toContain("traces");
  });
});

describe("the ledger", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lockstep-ledger-"));
  const file = path.join(folder, "found.jsonl");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const found = (name: string) => ({ name, found: { traces: null }, seconds: {} });

  it("knows what an earlier run has found, but for what it was writing when it ended", () => {
    new Ledger(file, "code").keep(found("one"));
    appendFileSync(file, '{"name":"tw');
    const again = new Ledger(file, "code");
    expect([...again.known.values()]).toEqual([found("one")]);
    again.keep(found("two"));
    expect([...new Ledger(file, "code").known.keys()]).toEqual(["one", "two"]);
  });

  it("is refused for other code, and when it is none", () => {
    expect(() => new Ledger(file, "other code")).toThrow(Refused);
    const text = path.join(folder, "text.txt");
    writeFileSync(text, "no ledger\n");
    expect(() => new Ledger(text, "code")).toThrow(Refused);
  });

  it("is filled by shares that together are the whole", () => {
    const shares = [1, 2, 3].map((share) => shareOf([1, 2, 3, 4, 5], `${share}/3`));
    expect(shares).toEqual([[1, 4], [2, 5], [3]]);
    expect(() => shareOf([1], "4/3")).toThrow("--part");
  });
});

it("what never ends is found by counting", async () => {
  const name = "raft/commitment.ts applyCommitted: drop statement 1";
  const mutant = mutants.find((item) => item.name === name);
  const protocols = await load(root, mutant);
  expect(() => protocols.simulate(protocols.raftSystem(), { seed: 1 })).toThrow("a loop that does not end");
});

it("a disk that lacks what the state has is found after the step", async () => {
  const mutant = mutants.find((item) => item.name === "two-phase-commit/participant.ts vote: drop statement 2");
  const protocols = await load(root, mutant);
  const system = remembering(protocols.twoPhaseSystem(), durableOfTwoPhase);
  expect(() => protocols.simulate(system, { seed: 1 })).toThrow(Forgetful);
});

describe("the score", () => {
  const [one, two, three, four] = mutants;
  it("leaves out what nobody can see, and counts what each catcher found", () => {
    if (!one || !two || !three || !four) throw new Error("too few mutants");
    const result = score(
      [one, two, three, four],
      [
        { name: one.name, found: { traces: "rejected", "lock-step": "after 3 steps" }, seconds: {} },
        { name: two.name, found: { traces: null, "lock-step": "after 4 steps" }, seconds: {} },
        { name: three.name, found: { traces: null, "lock-step": null }, seconds: {} },
        { name: four.name, found: { traces: null, "lock-step": null }, seconds: {} },
      ],
      { [three.name]: { kind: "equivalent", why: "no difference" } },
    );
    expect(result).toMatchObject({ examined: 4, caught: 2, share: 2 / 3 });
    expect(result.missed).toEqual([four]);
    expect(result.by.get("lock-step")).toEqual({ caught: 2, alone: 1 });
    expect(table(result)).toContain(four.name);
  });
});
