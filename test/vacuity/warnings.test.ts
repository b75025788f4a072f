/** What is warned of and what is not, one small model for each: with both engines, which have to say the same. */
import { describe, expect, it } from "vitest";
import { modelIn } from "../soundness/examine.ts";
import { examine, warningsIn } from "./examine.ts";

const model = (...lines: readonly string[]) => `model M\n${lines.join("\n")}\nterminal when True\n`;
const counter = (...lines: readonly string[]) =>
  model("param N = 2", "state x: 0..3 = 0", "action up when x < N { x += 1 }", ...lines);

describe("an action that is never enabled", () => {
  it("is named with its place", async () => {
    expect(await warningsIn(counter("action leave when x = 3 { x := 0 }"))).toEqual([
      "never-enabled 5 leave is never enabled",
    ]);
  });

  it("is one whose branches are all blocked, too", async () => {
    expect(await warningsIn(counter("action leave { require x = 3; x := 0 }"))).toEqual([
      "never-enabled 5 leave is never enabled",
    ]);
  });

  it("is enabled when a bound cuts it, or when it changes nothing", async () => {
    expect(await warningsIn(counter("action cut when x = 2 bound x < 2 { x := 0 }"))).toEqual([]);
    expect(await warningsIn(counter("action idle when x = 2 { x := 2 }"))).toEqual([]);
  });

  it("may be what the model claims, or what its parameters say", async () => {
    const leave = "action leave when x = 3 { x := 0 }";
    expect(await warningsIn(counter(leave, "invariant NeverLeaves: not enabled(leave)"))).toEqual([]);
    expect(await warningsIn(counter("action leave when N > 2 and x = 3 { x := 0 }"))).toEqual([]);
  });

  it("is a step of a task that nobody comes to", async () => {
    const text = model(
      "state x: 0..3 = 0",
      "process P as p[1..2] {",
      "  task t { step a { x := 1 } step b when x = 2 { x := 3 } }",
      "}",
    );
    expect(await warningsIn(text)).toEqual(["never-enabled 4 P.b is never enabled"]);
  });

  it("is said to be so within the bounds, where they cut anything", async () => {
    const text = counter("action far when x = 3 { x := 0 }").replace("when x < N {", "bound x < N {");
    expect(await warningsIn(text)).toEqual(["never-enabled 5 within the bounds, far is never enabled"]);
  });
});

describe("a message that is never received", () => {
  const network = (sends: string, guard: string) =>
    model(
      "message Ask from P to P",
      "network unordered capacity 1 overflow block",
      "process P as p[1..2] {",
      "  durable busy: Bool = False",
      "  action begin when not busy { busy := True }",
      `  action ask when ${sends} { busy := False; broadcast Ask }`,
      `  on Ask ${guard} { busy := False }`,
      "}",
    );

  it("is never sent, or no handler is ever ready for it", async () => {
    expect(await warningsIn(network("busy", ""))).toEqual([]);
    expect(await warningsIn(network("busy and not busy", ""))).toEqual([
      "never-received 2 no Ask is ever received",
      "never-enabled 7 P.ask is never enabled",
    ]);
    expect(await warningsIn(network("busy", "when busy and not busy"))).toEqual([
      "never-received 2 no Ask is ever received",
    ]);
  });

  it("is one of several handlers otherwise", async () => {
    const text = network("busy", "when busy").replace("  on Ask", "  on Ask when busy and not busy { }\n  on Ask");
    expect(await warningsIn(text)).toEqual(["never-enabled 8 P.on Ask is never enabled"]);
  });

  it("has no handler where `sent` finds it", async () => {
    const text = model(
      "message Vote from P to P",
      "network set",
      "process P as p[1..2] {",
      "  durable done: Bool = False",
      "  action vote { broadcast Vote }",
      "  action see when ∃ q ∈ P: sent(Vote from q to self) { done := True }",
      "}",
    );
    expect(await warningsIn(text)).toEqual([]);
  });
});

describe("the budget of a fault", () => {
  const faulty = (fault: string, act: string) =>
    model(
      "message Ask from P to P",
      "message Tell from P to P",
      "network unordered capacity 1 overflow block",
      fault,
      "process P as p[1..2] {",
      "  durable busy: Bool = False",
      `  action ask when not busy { busy := True; ${act} }`,
      "  on Ask { busy := False }",
      "  on Tell { busy := False }",
      "}",
    );

  it("is never used when there is nothing that it could befall", async () => {
    const both = "broadcast Ask";
    expect(await warningsIn(faulty("fault loss { total: 1, of: Tell }", both))).toEqual([
      "never-received 3 no Tell is ever received",
      "unused-fault 5 the budget of loss is never used",
    ]);
    expect(await warningsIn(faulty("fault loss { total: 1, of: Ask }", both))).toEqual([
      "never-received 3 no Tell is ever received",
    ]);
    expect(await warningsIn(faulty("fault crash { total: 1 }", both))).toEqual([
      "never-received 3 no Tell is ever received",
    ]);
  });

  it("of nothing is no budget", async () => {
    expect(await warningsIn(faulty("fault loss { total: 0, of: Tell }", "broadcast Tell"))).toEqual([
      "never-received 2 no Ask is ever received",
    ]);
  });

  it("is that of byzantine processes when nothing forged is received", async () => {
    const text = (guard: string) =>
      model(
        "message Vote from P to P",
        "network set",
        "fault byzantine { atOnce: 1, of: P, forges: Vote }",
        "process P as p[1..2] {",
        "  durable seen: Bool = False",
        "  action vote { broadcast Vote }",
        `  on Vote from p when ${guard} { seen := True }`,
        "}",
      );
    expect(await warningsIn(text("not seen"))).toEqual([]);
    expect(await warningsIn(text("not byzantine(p)"))).toEqual(["unused-fault 4 no forged message is ever received"]);
  });
});

describe("a pick", () => {
  it("that never has a choice is named", async () => {
    const text = counter("action jump when x > 0 { pick v in {w for w in 0..3 where w + 1 = x} x := v }");
    expect(await warningsIn(text)).toEqual(["no-choice 5 there is never more than one way to pick v"]);
    expect(await warningsIn(text.replace("w + 1 = x", "w + 1 <= x"))).toEqual([]);
  });

  it("has no choice by the parameters alone: that is meant", async () => {
    expect(await warningsIn(counter("action jump { pick v in 1..N-1 x := v }"))).toEqual([]);
  });

  it("in a procedure, or tried out only, counts where it happens", async () => {
    const text = model(
      "state x: 0..3 = 0",
      "state sure: Bool = False",
      "process P as p[1..2] {",
      "  procedure draw() { pick v in {w for w in 0..3 where w = x or sure} x := v }",
      "  action go when not sure { draw() }",
      "}",
      "invariant Asked: ∀ p ∈ P: enabled(p.go) or sure",
    );
    expect(await warningsIn(text)).toEqual(["no-choice 5 there is never more than one way to pick v"]);
  });
});

describe("an implication", () => {
  const never = "this is never true, so what it implies is never asked";

  it("about nothing is named, in invariants of states and of steps", async () => {
    const text = counter(
      "invariant A: x = 3 => x > 5",
      "step invariant B: old(x) = 3 => x = 3",
      "invariant C: x = 2 => x > 1",
    );
    expect(await warningsIn(text)).toEqual([`empty-implication 5 ${never}`, `empty-implication 6 ${never}`]);
  });

  it("is looked for under quantifiers, definitions, cases and other implications", async () => {
    const text = counter(
      "define big(v: 0..3) = v = 3 => x = 0",
      "invariant A: ∀ v ∈ 0..2: x = v => big(x)",
      "invariant B: if x > 1 then (x = 2 => True) else (x = 2 => False)",
      "invariant C: x > 0 => (x = 3 => False)",
      "invariant D: ∀ v ∈ {w for w in 0..3 where w = x}: v = 3 => False",
    );
    expect(await warningsIn(text)).toEqual([
      `empty-implication 5 ${never}`,
      `empty-implication 7 ${never}`,
      `empty-implication 8 ${never}`,
      `empty-implication 9 ${never}`,
    ]);
  });

  it("is never looked at where it would have no value", async () => {
    const text = counter(
      "state last: Option<0..3> = None",
      "action note { last := Some(x) }",
      "invariant A: last ≠ None => (last.value = 2 => True)",
      "invariant B: last = None or (last.value = 3 => False)",
    );
    expect(await warningsIn(text)).toEqual([`empty-implication 8 ${never}`]);
  });

  it("about parameters alone is no implication about nothing", async () => {
    expect(await warningsIn(counter("invariant A: N = 3 => (x = 3 => False)", "invariant B: N > 2 => False"))).toEqual(
      [],
    );
  });

  it("about behaviours has to be about one", async () => {
    const text = counter(
      "fair weak up",
      "property A: x = 3 leadsto x = 0",
      "property B: always ((taken(up) and x = 2) => eventually x = 0)",
      "property C: (eventually always x = 1) => eventually x = 0",
      "property D: x = 0 leadsto x = 2",
      "property E: (eventually always x = 2) => eventually x = 1",
      "property F: N = 3 => (x = 3 leadsto x = 0)",
      "invariant G: x = 3 => canReach(x = 0)",
    );
    expect(await warningsIn(text)).toEqual([
      `empty-implication 6 ${never}`,
      `empty-implication 7 ${never}`,
      `empty-implication 8 ${never}`,
      `empty-implication 12 ${never}`,
    ]);
  });
});

describe("a property of behaviours", () => {
  it("that bounds hold up is named", async () => {
    const text = model(
      "state x: 0..5 = 0",
      "action up bound x < 3 { x += 1 }",
      "fair weak up",
      "property Live: eventually x = 4",
    );
    expect(await warningsIn(text)).toEqual([
      "held-up 5 Live holds within the bounds only: a bound cut steps that are fair (up)",
    ]);
  });

  it("is said once of all members", async () => {
    const text = model(
      "process Node as n[1..2] { durable x: 0..5 = 0 action up bound x < 2 { x += 1 } action down bound x < 1 { x := 0 } }",
      "fair weak Node.up, Node.down",
      "property Live: eventually ∀ n ∈ Node: n.x = 4",
    );
    expect(await warningsIn(text)).toEqual([
      "held-up 4 Live holds within the bounds only: a bound cut steps that are fair (Node.down of n1, n2; Node.up of n1, n2)",
    ]);
  });
});

describe("nothing is said", () => {
  const leave = "action leave when x = 3 { x := 0 }";

  it("of what was not visited to the end", async () => {
    for (const limit of [{ maxStates: 1 }, { maxDepth: 2 }])
      expect((await examine(modelIn(counter(leave)), limit)).warnings).toEqual([]);
  });

  it("where something is wrong", async () => {
    expect((await examine(modelIn(counter(leave, "invariant Low: x < 2")))).warnings).toEqual([]);
    expect((await examine(modelIn(counter(leave, "property Low: always x < 2")))).warnings).toEqual([]);
  });
});
