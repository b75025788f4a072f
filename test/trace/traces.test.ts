/** What is made of traces: changes in words, ITF and back, replay, scenarios, a better order of steps. */
import { describe, expect, test } from "vitest";
import { is } from "../../src/interpreter/index.ts";
import {
  account,
  asRun,
  decodeValue,
  encodeTrace,
  encodeValue,
  readDocument,
  reorder,
  replay,
  type TraceOrigin,
} from "../../src/trace/index.ts";
import { machineOf, scenarioOf, walk } from "./story.ts";

const everything = `model Everything
type Colour = Red | Mixed(who: P, parts: 0..3) | Blue(shade: 0..1)
type Pair = (0..2, Bool)
type Row = { at: Pair, to: Option<P> }
message Paint { colour: Colour, row: Row } from P to P
message Wipe from P to P
network unordered capacity 3 overflow block carries Wipe
network fifo capacity 2 overflow block carries Paint
state board: Map<P, Colour> = { p: Red for p in P }
state log: Seq<Row, 3> = []
state stock: Bag<Colour, 3> = {}
state level: 0..3 in 1..2
process P as p[1..2] ordered {
  durable friends: Set<P> = {}
  volatile mood: Option<0..3> = None
  volatile timer alarm: 0..2
  action paint(c in Colour) when len(log) < 3 {
    board[self] := c
    append { at: (1, True), to: Some(self) } to log
    pick q in P where q ≠ self
    send Paint { colour: c, row: { at: (2, False), to: None } } to q
    mood := Some(2)
    start alarm at 2
  }
  action meet { friends := P; if len(log) > 0 { log[1].at := (0, False) } }
  on Paint from q { insert q into friends; insert msg.colour into stock; send Wipe to q }
  on Wipe { mood := Some(1) }
}
fault crash { total: 1 }
terminal when True
invariant Quiet: ∀ p ∈ P: p.mood ≠ Some(1)
`;

const origin: TraceOrigin = {
  source: "test.spec",
  model: "Everything",
  configuration: "default",
  parameters: {},
  set: [],
  fault: [],
  kind: "violated",
  property: "Quiet",
};

const machine = machineOf(everything);
const trace = walk(machine, "p1.paint(Mixed(p2, 3), p2)", "p2.meet", "p2.on Paint", "p1.on Wipe");
const property = machine.model.properties[0]!;

test("changes in words", () => {
  const { story } = account({ kind: "violated", property, trace }, machine);
  expect(story?.rows.map((row) => [row.process, row.action, row.changes])).toEqual([
    ["", "start", ["level = 1"]],
    [
      "p1",
      "paint(Mixed(p2, 3)) q = p2",
      [
        "mood: None → Some(2)",
        "alarm: stopped → 2",
        "board[p1]: Red → Mixed(p2, 3)",
        "log[1]: + {at: (1, True), to: Some(p1)}",
      ],
    ],
    ["p2", "meet", ["friends: + p1, p2", "log[1].at: (1, True) → (0, False)"]],
    ["p2", "on Paint", ["stock: + Mixed(p2, 3)"]],
    ["p1", "on Wipe", ["mood.value: 2 → 1"]],
  ]);
  expect(story?.rows[3]?.messages.map((message) => message.text)).toEqual([
    "received Paint{colour: Mixed(p2, 3), row: {at: (2, False), to: None}} from p1",
    "p2 ─Wipe→ p1",
  ]);
});

test("values survive ITF", () => {
  const states = [trace.initial, ...trace.steps.map((step) => step.target)];
  for (const variable of machine.model.variables) {
    for (const owner of variable.process?.members ?? [undefined]) {
      for (const state of states) {
        const value = state.get(variable, owner);
        const json = JSON.parse(JSON.stringify(encodeValue(variable.type, value)));
        const back = decodeValue(variable.type, json);
        expect(back !== undefined && is(back, value), `${variable.name}: ${JSON.stringify(json)}`).toBe(true);
      }
    }
  }
});

test("values of other types are refused", () => {
  const wrong = [
    null,
    1.5,
    "x",
    [],
    {},
    { "#set": 3 },
    { "#map": [[1]] },
    { "#bigint": "x" },
    { tag: "Red" },
    { tag: "Nothing", value: {} },
  ];
  for (const variable of machine.model.variables.filter((item) => item.role === "field")) {
    for (const json of wrong) {
      if (variable.type.kind === "seq" && Array.isArray(json)) continue;
      expect(decodeValue(variable.type, json as never), `${variable.name}: ${JSON.stringify(json)}`).toBeUndefined();
    }
  }
});

describe("replay", () => {
  const text = JSON.stringify(encodeTrace(trace, origin));
  const opened = readDocument(text);
  if ("failure" in opened) throw new Error(opened.failure);
  const answer = (changed: string) => {
    const result = replay(opened.document, opened.origin, machineOf(changed));
    return result.kind === "stale" ? result.reason : result.kind;
  };
  test("the same model", () => expect(answer(everything)).toBe("confirmed"));
  test("a variable more, and numbers as JSON numbers", () => {
    expect(answer(everything.replace("state log", "state extra: Bool = True\nstate log"))).toBe("confirmed");
    const plain = JSON.parse(text.replace(/\{"#bigint":"(\d+)"\}/g, "$1"));
    expect(replay(plain, opened.origin, machine).kind).toBe("confirmed");
  });
  test("a guard more", () => {
    expect(answer(everything.replace("action meet {", "action meet when level = 2 {"))).toBe(
      "step 2 (P.meet) is not possible any more: level = 2 is false",
    );
  });
  test("another effect", () => {
    expect(answer(everything.replace("mood := Some(2)", "mood := Some(3)"))).toMatch(
      /^step 1 \(P\.paint\) leads elsewhere: after it p1\.mood is Some\(3\)/,
    );
  });
  test("the property holds now", () => {
    expect(answer(everything.replace("≠ Some(1)", "≠ Some(3)"))).toBe("Quiet holds in its last state");
  });
  test("another start", () => {
    expect(answer(everything.replace("state level: 0..3 in 1..2", "state level: 0..3 = 0"))).toMatch(
      /^the saved initial state is none of the model's: level is 0/,
    );
  });
  test.each(["", "[]", "{}", '{"states": []}', '{"states": [1]}', '{"states": [{}], "#meta": {}}'])(
    "no document: %j",
    (wrong) => {
      expect(readDocument(wrong)).toHaveProperty("failure");
    },
  );
});

test("a trace becomes a scenario that passes", () => {
  const text = asRun(trace, machine, "again");
  expect(text).toMatchInlineSnapshot(`
    "run again {
      p1.paint(Mixed(p2, 3)) with { q: p2 }
      p2.meet
      deliver Paint { colour: Mixed(p2, 3), row: {at: (2, False), to: None} } from p1 to p2
      deliver Wipe from p2 to p1
      expect board[p1] = Mixed(p2, 3)
      expect log = [{at: (0, False), to: Some(p1)}]
      expect p2.friends = {p1, p2}
      expect p1.mood = Some(1)
    }
    "
  `);
  expect(scenarioOf(machineOf(`${everything}${text}`), "again")).toBe("passes");
});

test("steps of one process come together", () => {
  const counters = machineOf(`model Counters
process P as p[1..2] ordered { durable x: 0..3 = 0 action up when x < 3 { x += 1 } }
invariant Low: p1.x + p2.x < 6`);
  const mixed = walk(counters, "p1.up", "p2.up", "p1.up", "p2.up", "p1.up", "p2.up");
  const better = reorder(mixed, counters, 0);
  expect(better.steps.map((step) => step.label.self).join(" ")).toBe("p1 p1 p1 p2 p2 p2");
  expect(counters.key(better.steps.at(-1)!.target)).toBe(counters.key(mixed.steps.at(-1)!.target));
  // The last step stays where it is when a step invariant is about it.
  expect(reorder(mixed, counters, 1).steps.at(-1)?.label.self).toBe("p2");
});
