/** Histories in every format that is read, whole and damaged. Stories show the same through the command line. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EdnMistake, EdnReader } from "../../src/conform/histories/edn.ts";
import { StateTable } from "../../src/conform/histories/state-table.ts";
import { type History, isFields, prefixOf, prepareHistory } from "../../src/conform/index.ts";
import type { Json, OperationLine } from "../../src/protocols/index.ts";
import { expectations } from "./history-expectations.ts";
import { createHistory, smallShape } from "./random-history.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, keyed = false) => prepareHistory("a.log", bytes(text), { keyed });

/** Without lines, which differ between formats. */
const gist = (history: History) =>
  history.operations.map(({ client, call, result, outcome, begin, end }) => ({
    client,
    call,
    result,
    outcome,
    begin,
    end,
  }));

interface Event {
  readonly type: "invoke" | "ok" | "info" | "fail";
  readonly process: number;
  readonly f: string;
  readonly value: Json;
}

const events: readonly Event[] = [
  { type: "invoke", process: 0, f: "write", value: 3 },
  { type: "invoke", process: 1, f: "read", value: null },
  { type: "invoke", process: 2, f: "cas", value: [3, 4] },
  { type: "ok", process: 1, f: "read", value: 3 },
  { type: "ok", process: 2, f: "cas", value: [3, 4] },
  { type: "invoke", process: 1, f: "cas", value: [3, 5] },
  { type: "fail", process: 1, f: "cas", value: [3, 5] },
];

const edn = (value: Json): string => {
  if (value === null) return "nil";
  if (Array.isArray(value)) return `[${value.map(edn).join(" ")}]`;
  return JSON.stringify(value);
};
const ednMap = ({ type, process, f, value }: Event) =>
  `{:type :${type}, :f :${f}, :value ${edn(value)}, :process ${process}}`;

describe("a history", () => {
  const lines = events.map((event) => JSON.stringify(event));
  const want = gist(read(`${lines.join("\n")}\n`).history);

  it("has operations with begin, end, outcome and result", () => {
    expect(want).toEqual([
      { client: "0", call: { name: "write", value: 3 }, outcome: "pending", begin: 0, end: Number.POSITIVE_INFINITY },
      { client: "1", call: { name: "read" }, result: 3, outcome: "ok", begin: 1, end: 3 },
      { client: "2", call: { name: "cas", expected: 3, value: 4 }, result: true, outcome: "ok", begin: 2, end: 4 },
      { client: "1", call: { name: "cas", expected: 3, value: 5 }, outcome: "fail", begin: 5, end: 6 },
    ]);
  });

  it.each([
    ["a JSON array", `[${lines.join(",\n")}]`, "JSON"],
    ["an indented JSON array", JSON.stringify(events, undefined, 2), "JSON"],
    ["EDN maps", events.map(ednMap).join("\n"), "EDN"],
    ["an EDN vector", `; a comment\n[${events.map(ednMap).join("\n ")}]`, "EDN"],
    ["EDN records", `(${events.map((event) => `#jepsen.history.Op${ednMap(event)}`).join(" ")})`, "EDN"],
    [
      "Jepsen's log",
      events
        .map(({ type, process, f, value }) => `INFO  jepsen.util - ${process}\t:${type}\t:${f}\t${edn(value)}`)
        .join("\n"),
      "Jepsen's log",
    ],
  ])("is the same as %s", (_, text, format) => {
    const input = read(text);
    expect(input.diagnostics).toEqual([]);
    expect(input.format).toBe(format);
    expect(gist(input.history)).toEqual(want);
  });

  it("of our own is the same after it was written as the lines of a trace", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const operations = createHistory(seed, { ...smallShape("kv", seed), keys: ["x", "y"] });
      const written = operations.flatMap(({ client, call, result, outcome, begin, end }, at) => {
        const { name: kind, ...rest } = call;
        const about = { client, id: at };
        const first: OperationLine = { operation: "invoke", ...about, call: { kind, ...rest } };
        if (outcome === "pending") return [{ at: begin, line: first }];
        const last: OperationLine = { operation: outcome, ...about, ...(result === undefined ? {} : { result }) };
        return [
          { at: begin, line: first },
          { at: end, line: last },
        ];
      });
      const text = written.sort((a, b) => a.at - b.at).map(({ line }) => `${JSON.stringify(line)}\n`);
      const input = prepareHistory("a.jsonl", bytes(text.join("")), { keyed: false });
      expect(input.diagnostics).toEqual([]);
      expect(gist(input.history)).toEqual(
        gist({ operations, events: 0 }).map((item) => ({ ...item, result: item.result })),
      );
      expect(input.object).toBe("kv");
    }
  });

  it("of keys is told apart by the pairs that are its values", () => {
    const text = [
      "{:process 0, :type :invoke, :f :write, :value [:x 1]}",
      "{:process 0, :type :ok, :f :write, :value [:x 1]}",
      "{:process 1, :type :invoke, :f :read, :value [:y nil]}",
      "{:process 1, :type :info, :f :read, :error :timeout}",
    ].join("\n");
    expect(read(text, true).history.operations.map((operation) => operation.call)).toEqual([
      { name: "write", key: ":x", value: 1 },
      { name: "read", key: ":y" },
    ]);
  });
});

describe("a damaged history", () => {
  const whole = events.map((event) => JSON.stringify(event)).join("\n");

  it("is read up to the first mistake, wherever it is cut", () => {
    const total = read(whole).history.events;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (length) => {
        const input = read(whole.slice(0, length));
        const full = whole.slice(0, length).split("\n").length - 1;
        expect([full, full + 1]).toContain(input.history.events);
        expect(input.history.events).toBeLessThanOrEqual(total);
        const unclosed = !whole.slice(0, length).endsWith("}") && !whole.slice(0, length).endsWith("\n");
        expect(input.diagnostics.map((item) => item.message)).toEqual(
          unclosed ? ["the file ends in the middle of this line"] : [],
        );
      }),
    );
  });

  it("never throws, whatever bytes it has", () => {
    const samples = [whole, events.map(ednMap).join("\n"), `[${whole.replaceAll("\n", ",")}]`, "0 :invoke :read nil"];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
        fc.boolean(),
        (text, changes, keyed) => {
          const damaged = bytes(text);
          for (const [at, value] of changes) damaged[at % damaged.length] = value;
          const input = prepareHistory("a.log", damaged, { keyed });
          for (const { message, span } of input.diagnostics) {
            expect(message).not.toBe("");
            if (span) expect(span.end).toBeLessThanOrEqual(span.source.text.length);
          }
          if (input.diagnostics.length === 0) expect(input.cutAt).toBeUndefined();
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });

  it("has its mistakes at their lines", () => {
    const notText = new Uint8Array([...bytes(`${whole}\n`), 0xff, 0xfe, 10]);
    const place = ({ diagnostics, cutAt }: ReturnType<typeof read>) => {
      const span = diagnostics[0]?.span;
      return [diagnostics[0]?.message, span?.source.text.slice(0, span.start).split("\n").length, cutAt];
    };
    expect(place(prepareHistory("a.jsonl", notText, { keyed: false }))).toEqual(["this is not UTF-8", 8, 8]);
    expect(place(read(`${whole}\n{"type": "invoke", "process": 9}`))).toEqual(["an operation has a name, `f`", 8, 8]);
    expect(place(read(`${whole}\n[1, 2]`))).toEqual(["a record of a history has named fields", 8, 8]);
    expect(place(read('[{"type": "invoke", "process": 1, "f": "read"}\n, oh]'))).toEqual(["this is not JSON", 2, 2]);
    expect(place(read(`{:type :ok, :process 1\n :f :read`))).toEqual(["`{` has no `}`", 1, 1]);
    expect(place(read("{:type :invoke, :process 1, :f :read}\n\n{:type :ok ")).slice(1)).toEqual([3, 3]);
    expect(read('[{"type": "invoke", "process": 1, "f": "read"},').diagnostics[0]?.message).toMatch(/not closed/);
  });

  it("is pending where its end was not read", () => {
    const { history } = read(whole);
    const cut = prefixOf(history, 4);
    expect(cut.operations.map((operation) => operation.outcome)).toEqual(["pending", "ok", "pending"]);
    expect(cut.operations[2]).not.toHaveProperty("result");
  });
});

describe("EDN", () => {
  it.each<[string, Json]>([
    ["nil", null],
    ["[true false -3 4.5 1e3 7N 2.5M]", [true, false, -3, 4.5, 1000, 7, 2.5]],
    ["12345678901234567890", "12345678901234567890"],
    ['"a \\"b\\" \\n \\u00e9 \\\\"', 'a "b" \n é \\'],
    ['{:a 1, "b" [x :y], 3 nil}', { a: 1, b: ["x", ":y"], 3: null }],
    ["#{3 1 2}", [1, 2, 3]],
    ['#inst "1985-04-12"', "1985-04-12"],
    ["#_ ignored (1 #_[2 3] 4) ; end", [1, 4]],
    ["^{:line 3} [\\c \\newline \\u]", ["c", "\n", "u"]],
  ])("%s", (text, value) => {
    expect(new EdnReader(text).read()).toEqual(value);
  });

  it.each([")", "[1", '"open', "{:a}", "", "#", `${"[".repeat(300)}`])("%s is a mistake", (text) => {
    expect(() => new EdnReader(text).read()).toThrow(EdnMistake);
  });
});

describe("what a search is made of", () => {
  it("numbers states in as many maps as it needs", () => {
    const table = new StateTable([], 3);
    const states: Json[] = Array.from({ length: 20 }, (_, at) => [at, { a: at, b: null }]);
    expect(states.map((state) => table.number(state))).toEqual([...states.keys()]);
    expect(states.map((state) => table.number(state))).toEqual([...states.keys()]);
    expect(table.number([4, { b: null, a: 4 }])).toBe(4);
    expect(table.number("4")).not.toBe(table.number(4));
    expect(isFields(table.state(3))).toBe(false);
  });

  it("reads what others expect", () => {
    expect(expectations('checkJepsen(t, 7, false)\n checkKv(t, "c01-ok", true, true)')).toEqual(
      new Map([
        ["etcd_007.log", "violated"],
        ["c01-ok.txt", "linearizable"],
      ]),
    );
    expect(expectations("a.log linearizable\nb.log  unknown\n# c\n").get("b.log")).toBe("unknown");
  });
});
