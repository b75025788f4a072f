/**
 * A profile is about the same states as the search: its sums are the search's figures. Coverage is about what happened in
 * them, and not about what was only tried out.
 */
import { describe, expect, test } from "vitest";
import { measureCoverage } from "../../src/cli/coverage.ts";
import { profile } from "../../src/cli/profile.ts";
import { explore } from "../../src/cli/search.ts";
import { DistinctValues } from "../../src/explore/distinct-values.ts";
import { KnownStates } from "../../src/explore/known-states.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import { lcovText } from "../../src/report/index.ts";
import { positionAt, spanText } from "../../src/source/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { modelOf, modelOfText } from "../engine/differential.ts";

const request = {
  engine: "compiled",
  continue: false,
  deadlock: true,
  exact: false,
  quiet: true,
  workers: 1,
  memory: 2 ** 28,
} as const;

const models = ["chang-roberts", "dining-philosophers", "ewd840", "nbacc-ray97", "peterson", "tcommit", "two-phase"];

describe("a profile", () => {
  test.each(models)("of %s adds up to the figures of its search", async (name) => {
    const machine = createMachine(modelOf(`test/oracle/${name}.spec`));
    const host = createFakeHost(new Map());
    const { verdict } = await explore(machine, request, name, host);
    const found = await profile(machine, verdict, request, name, host);
    const sum = (key: "fired" | "fresh" | "cut") => found.actions.reduce((total, action) => total + action[key], 0);
    const { states, transitions, cut } = verdict.statistics;
    const initial = machine.initialStates().states.length;
    expect({ states: found.states, transitions: found.transitions }).toEqual({ states, transitions });
    expect({ fired: sum("fired") + initial, fresh: sum("fresh") + initial }).toEqual({
      fired: transitions,
      fresh: states,
    });
    expect(sum("cut")).toBe(cut);
    for (const { enabled, fired } of found.actions) expect(enabled).toBeLessThanOrEqual(Math.max(fired, states));
    const coverage = await measureCoverage(machine.model, request, name, host);
    expect(coverage.isPartial).toBe(false);
    expect(coverage.states).toBe(states);
    const taken = coverage.points
      .filter(({ kind }) => kind === "action")
      .reduce((total, { count }) => total + count, 0);
    expect(taken).toBe(sum("fired"));
  });

  test("ends where a violation ended the search", async () => {
    const text = `model Up
process P as p[1..2] { durable n: 0..9 = 0
  action up when n < 9 { n += 1 } }
invariant Low: forall p in P: p.n < 3
`;
    const machine = createMachine(modelOfText(text));
    const host = createFakeHost(new Map());
    const { verdict } = await explore(machine, request, "Up", host);
    const found = await profile(machine, verdict, request, "Up", host);
    expect(verdict.findings.length).toBe(1);
    expect(found.states).toBe(verdict.statistics.states);
    expect(found.transitions).toBe(verdict.statistics.transitions);
  });
});

test("known states are numbered in their order, each once", () => {
  const known = new KnownStates(2);
  for (let at = 0; at < 5000; at++) expect(known.add(Uint32Array.of(at, at * 7))).toBe(true);
  for (let at = 0; at < 5000; at++) expect(known.add(Uint32Array.of(at, at * 7))).toBe(false);
  expect(known.add(Uint32Array.of(0, 1))).toBe(true);
  expect([...known.row(4999)]).toEqual([4999, 34993]);
  expect(known.size).toBe(5001);
});

test("distinct values are counted as rows", () => {
  const values = new DistinctValues();
  const cells = Int32Array.of(1, 2, 1, 2, 1, 3, -1, 2);
  for (const from of [0, 2, 4, 6]) values.add(cells, from, 2);
  expect(values.count).toBe(3);
  const many = new DistinctValues();
  for (let at = 0; at <= 2 ** 20; at++) many.add(Int32Array.of(at), 0, 1);
  expect(many.count).toBeUndefined();
});

describe("coverage", () => {
  const gapsOf = async (text: string): Promise<readonly string[]> => {
    const { gaps } = await measureCoverage(modelOfText(text), request, "", createFakeHost(new Map()));
    return gaps.map(({ kind, span, name }) => {
      const { line, column } = positionAt(span.source, span.start);
      return `${line}:${column} ${kind}${name ? ` ${name}` : ""}`;
    });
  };
  const model = (body: string, rest = ""): string => `model M
process P as p[1..2] { durable n: 0..2 = 0; durable ok: Bool = False
${body} }
${rest}
`;

  test.each([
    ["nothing is missing", "  action up when n < 2 { n += 1 }\n  action down when n > 0 { n -= 1 }", "", []],
    ["a guard", "  action up when n > 2 and ok { n -= 1 }", "", ["3:18 never true P.up"]],
    ["the second part of a guard", "  action up when n < 2 and ok { n += 1 }", "", ["3:28 never true P.up"]],
    [
      "the way not taken",
      "  action up when n < 2 { if n < 2 { n += 1 } else { n := 0; ok := True } }",
      "",
      ["3:53 never executed"],
    ],
    [
      "a branch of an expression",
      "  action up when n < 2 { n := if n >= 0 then n + 1 else 0 }",
      "",
      ["3:57 never evaluated"],
    ],
    [
      "an empty premise",
      "  action up when n < 2 { n += 1 }",
      "invariant I: forall p in P: p.ok => p.n = 0",
      ["4:29 never true"],
    ],
    ["what must not be", "  action up when n < 2 { n += 1 }", "invariant I: not (exists p in P: p.ok)", []],
  ])("finds %s", async (_name, body, rest, expected) => {
    expect(await gapsOf(model(body, rest))).toEqual(expected);
  });

  test("does not count what was only tried out", async () => {
    // Loops over members without an order run backwards too, to see that nobody can tell.
    const text = `model Loop
type Key = symmetric k[1..2]
process P as p[1..1] { durable seen: Set<Key> = {}
  action all when len(seen) = 0 { for k in Key { seen := seen union {k} } } }
terminal when True
`;
    const found = await measureCoverage(modelOfText(text), request, "", createFakeHost(new Map()));
    const inLoop = found.points.filter(
      ({ kind, span }) => kind === "statement" && spanText(span) === "seen := seen union {k}",
    );
    expect(inLoop.map(({ count }) => count)).toEqual([2]);
    expect(lcovText("Loop (small)", found)).toMatch(/^TN:Loop_small\nSF:test\.spec\n[\s\S]*end_of_record\n$/);
  });
});
