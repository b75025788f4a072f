/**
 * Logs that are not whole: each mistake is told with its line, and what is there is checked all the same. None of them is
 * accepted, and none ends in anything but a diagnostic.
 */
import { describe, expect, it } from "vitest";
import { conform } from "../../src/conform/index.ts";
import { positionAt } from "../../src/source/index.ts";
import { hold, requestOf, verdictOf } from "./logs.ts";

const model = `model Counter
param Step = 1
process Counter as c[1..2] { durable value: 0..1000 = 0
  action add { value += Step } }
`;
const header =
  '{"trace":"lockstep/1","model":"Counter","constants":{"Step":1},"nodes":["c1","c2"],"logged":{"variables":["value"],"args":true,"msg":true,"pre":false,"faults":true},"order":["vc"]}';
const event = (node: string, i: number, more = "") =>
  `{"node":"${node}","i":${i},"action":"add","set":{"value":${i}},"vc":{"${node}":${i}${more}}}`;
const whole = [header, event("c1", 1), event("c2", 1), event("c1", 2, ',"c2":1'), '{"end":{"c1":2,"c2":1}}'];

/** Verdict, and each mistake as `line: message`. */
function judge(lines: readonly string[] | Uint8Array, text = model): readonly string[] {
  const outcome = hold(text, lines instanceof Uint8Array ? lines : `${lines.join("\n")}\n`);
  const diagnostics = outcome.kind === "held" ? outcome.conformance.damage : outcome.diagnostics;
  const told = diagnostics.map(
    ({ span, message }) => `${span ? positionAt(span.source, span.start).line : "–"}: ${message}`,
  );
  return [outcome.kind === "held" ? outcome.conformance.result.verdict : "refused", ...told];
}

it("says nothing of a whole log", () => {
  expect(judge(whole)).toEqual(["accepted"]);
});

describe("the header", () => {
  const cases: readonly [string, readonly string[], string][] = [
    ["an empty file", [], "the log is empty: it has no header"],
    ["no header", whole.slice(1), "the first line must be the header"],
    ["text that is no log", ["hello", "world"], "this line is not JSON"],
    ["another model", whole.with(0, header.replace('"Counter"', '"Raft"')), "the log is about a model `Raft`"],
    [
      "a constant that the model does not have",
      whole.with(0, header.replace('"Step":1', '"Stepp":1')),
      "the log's constant `Stepp` is no parameter of the model",
    ],
    ["other nodes", whole.with(0, header.replace('"c2"]', '"c3"]')), "the header knows no node `c2`"],
    [
      "a field that is missing",
      whole.with(0, header.replace('"nodes":["c1","c2"],', "")),
      "this line (`trace`) has no field `nodes`",
    ],
    ["another version", whole.with(0, header.replace("lockstep/1", "lockstep/9")), '`trace` must be "lockstep/1"'],
  ];
  it.each(cases)("%s", (_name, lines, message) => {
    const [verdict, ...told] = judge(lines.length === 0 ? new Uint8Array() : lines);
    expect(verdict).toBe("refused");
    expect(told.join("\n")).toContain(message);
  });

  it("other constants contradict the events", () => {
    expect(judge(whole.with(0, header.replace('"Step":1', '"Step":2')))[0]).toBe("rejected");
  });
});

describe("the lines", () => {
  const cases: readonly [string, readonly string[], string][] = [
    ["a line that is no JSON", whole.with(2, "{"), "3: this line is not JSON"],
    [
      "a line of no kind",
      whole.with(2, '{"hello":1}'),
      "3: this line has none of the fields trace, action, fault, gap, operation, end",
    ],
    ["an empty line", whole.toSpliced(2, 0, ""), "3: this line is empty"],
    [
      "an event without a number",
      whole.with(2, whole[2]?.replace('"i":1,', "") ?? ""),
      "3: this line (`action`) has no field `i`",
    ],
    [
      "a number that is none",
      whole.with(2, whole[2]?.replace('"i":1,', '"i":"1",') ?? ""),
      "3: `i` must be a number from 1",
    ],
    ["an unknown node", whole.with(2, event("c7", 1)), "3: the header knows no node `c7`"],
    ["an event that is missing", whole.toSpliced(1, 1), "–: event 1 of c1 is missing"],
    [
      "a number out of all proportion",
      whole.with(3, event("c1", 2_000_000_000, ',"c2":1')),
      "–: events 2 to 1999999999 of c1 are missing",
    ],
    [
      "an event that is there twice",
      whole.toSpliced(2, 0, whole[1] ?? ""),
      "3: event 1 of c1 is there twice; this line is left out",
    ],
    [
      "events that changed places",
      [whole[0], whole[3], whole[2], whole[1], whole[4]].map(String),
      "4: event 1 of c1 comes after event 2: put in its place",
    ],
    ["a second header", whole.toSpliced(2, 0, header), "3: a second header"],
    ["a line after the end", [...whole, event("c2", 2)], "6: there is a line after `end`, which is line 5"],
    ["no end", whole.slice(0, -1), "–: line 4 is the last, and it is no `end`: the log was cut off"],
    ["other counts at the end", whole.with(4, '{"end":{"c1":3,"c2":1}}'), "5: c1 has logged 3 events, and there are 2"],
    [
      "a clock that is not its own",
      whole.with(1, whole[1]?.replace('"vc":{"c1":1', '"vc":{"c1":2') ?? ""),
      "2: the clock's own entry is 2, and must be i, which is 1",
    ],
    [
      "a clock that goes back",
      whole
        .with(2, event("c2", 1, ',"c1":1'))
        .toSpliced(4, 0, event("c2", 2))
        .with(5, '{"end":{"c1":2,"c2":2}}'),
      "5: the clock goes back: c1 was 1, and is 0",
    ],
    [
      "a clock that knows the future",
      whole.with(3, event("c1", 2, ',"c2":9')),
      "4: this clock knows of event 9 of c2, which has only 1",
    ],
  ];
  it.each(cases)("%s", (_name, lines, message) => {
    const [verdict, ...told] = judge(lines);
    expect(told).toContain(message);
    expect(["accepted", "rejected", "unknown"]).toContain(verdict);
  });

  it("can be read and contradict each other: rejected; can't be read: nobody knows", () => {
    const outcomes = cases.map(([name, lines]) => [name, hold(model, `${lines.join("\n")}\n`)] as const);
    const [contradictory, others] = [true, false].map((wanted) =>
      outcomes.filter(([, one]) => one.kind === "held" && one.conformance.isContradictory === wanted),
    );
    expect(others?.map(([name]) => name)).toEqual([
      "a line that is no JSON",
      "a line of no kind",
      "an empty line",
      "an event without a number",
      "a number that is none",
      "an unknown node",
      "a second header",
      "a line after the end",
      "no end",
    ]);
    expect(contradictory?.map(([, one]) => verdictOf(one))).toEqual(
      Array.from({ length: cases.length - 9 }, () => "rejected"),
    );
  });

  it("cut off in the middle of a line", () => {
    const bytes = new TextEncoder().encode(whole.slice(0, 4).join("\n").slice(0, -12));
    expect(judge(bytes)).toEqual([
      "accepted",
      "4: this line is not JSON: the log was cut off in the middle of it",
      "–: line 4 is the last, and it is no `end`: the log was cut off",
    ]);
  });

  it("not UTF-8", () => {
    const bytes = new TextEncoder().encode(`${whole.join("\n")}\n`);
    const at = bytes.indexOf("a".charCodeAt(0), header.length + 20);
    expect(judge(bytes.with(at, 0xff))).toContain("2: this line is not UTF-8");
  });

  it("tells of the first mistakes only, when there are too many", () => {
    const outcome = hold(model, `${header}\n${"nonsense\n".repeat(5000)}`);
    expect(outcome.kind === "held" && [outcome.conformance.damage.length, outcome.conformance.damageCount]).toEqual([
      20, 5001,
    ]);
  });
});

describe("a log of any length is read in pieces", () => {
  it("in which lines may begin and end anywhere", () => {
    const bytes = new TextEncoder().encode(`${whole.join("\n")}\n`);
    for (const size of [1, 7, 64]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_none, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const outcome = conform({ ...requestOf(model, ""), open: () => pieces });
      expect(outcome.kind === "held" && outcome.conformance.result.verdict).toBe("accepted");
    }
  });

  it("and a line without an end is not kept in memory", () => {
    const piece = new Uint8Array(1024 * 1024).fill(0x61);
    function* pieces(): Iterable<Uint8Array> {
      yield new TextEncoder().encode(`${header}\n`);
      for (let count = 0; count < 200; count++) yield piece;
    }
    const outcome = conform({ ...requestOf(model, ""), open: pieces });
    expect(outcome.kind === "held" && outcome.conformance.damage[0]?.message).toBe("this line is longer than 16 MB");
  });

  it.runIf(process.env.LOCKSTEP_FULL)("of a gigabyte", { timeout: 900_000 }, () => {
    const filler = " ".repeat(2000);
    const events = 500_000;
    const encoder = new TextEncoder();
    function* pieces(): Iterable<Uint8Array> {
      yield encoder.encode(`${header.replace('"value"', "")}\n`);
      for (let i = 1; i <= events; i++)
        yield encoder.encode(`{"node":"c1","i":${i},"action":"add",${filler}"vc":{"c1":${i}}}\n`);
      yield encoder.encode(`{"end":{"c1":${events},"c2":0}}\n`);
    }
    const before = process.memoryUsage().heapUsed;
    const wrapping = model.replace("value += Step", "value := (value + Step) mod 7");
    const outcome = conform({ ...requestOf(wrapping, ""), open: pieces });
    expect(outcome.kind === "held" && outcome.conformance.result.verdict).toBe("accepted");
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500 * 1024 * 1024);
  });
});
