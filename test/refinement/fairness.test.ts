/**
 * What is fair in the abstract model has to be done by whoever refines it: each pair of models has one thing that matters.
 * Both evaluators decide it, and the behaviour that is shown has been judged by the interpreter before anybody sees it.
 */
import { describe, expect, it } from "vitest";
import { verdictCode } from "../../src/cli/present.ts";
import { symmetryOf } from "../../src/ir/index.ts";
import { account } from "../../src/trace/index.ts";
import { modelOf } from "../ir/program.ts";
import { check, summary } from "../liveness/check.ts";

const upper = (fair: string) => `
  model Upper
  state level: 0..2 = 0
  action up when level < 2 { level += 1 }
  action down when level > 0 { level -= 1 }
  ${fair}
  terminal when True`;

const upperWithHigh = (fair: string) => `
  model Upper
  state level: 0..2 = 0
  action up when level < 1 { level += 1 }
  action down when level = 1 { level := 0 }
  action high when level = 1 { level := 2 }
  ${fair}
  terminal when True`;

/** Goes up and down, and may leave for ever from where it is up. */
const jumping = `
  state x: 0..2 = 0
  action move when x < 1 { x += 1 }
  action tock when x = 1 { x := 0 }
  action jump when x = 1 { x := 2 }`;

interface Case {
  readonly fair: string;
  readonly lower: string;
  readonly verdict: string;
}

const cases: Readonly<Record<string, Case>> = {
  "nothing is fair above: whoever may stop may stop": {
    fair: "",
    lower: "state x: 0..2 = 0 action move when x < 2 { x += 1 }",
    verdict: "Upper: holds",
  },
  "what is weakly fair above is forgotten below": {
    fair: "fair weak up",
    lower: "state x: 0..2 = 0 action move when x < 2 { x += 1 }",
    verdict: "Upper: violated 0+0",
  },
  "weak fairness below is enough for weak fairness above": {
    fair: "fair weak up",
    lower: "state x: 0..2 = 0 action move when x < 2 { x += 1 } fair weak move",
    verdict: "Upper: holds",
  },
  "below it may be stopped by what is not enabled": {
    fair: "fair weak up",
    lower: `
      state x: 0..2 = 0
      state open: Bool = True
      action move when x < 2 ∧ open { x += 1 }
      action close { open := False }
      fair weak move`,
    verdict: "Upper: violated 1+0",
  },
  "steps that change nothing above do not count as taken": {
    fair: "fair weak up",
    lower: `
      state x: 0..2 = 0
      state spin: 0..1 = 0
      action move when x < 2 { x += 1 }
      action turn { spin := 1 - spin }
      fair weak turn`,
    verdict: "Upper: violated 0+2",
  },
  "going up and down for ever does not go up at last, but goes up again and again": {
    fair: "fair weak up",
    lower: `
      state x: 0..2 = 0
      action move when x < 1 { x += 1 }
      action tock when x = 1 { x := 0 }
      fair weak move, tock`,
    verdict: "Upper: holds",
  },
  "strong fairness asks more than weak": {
    fair: "fair strong high",
    lower: `${jumping} fair weak move, tock, jump`,
    verdict: "Upper: violated 0+2",
  },
  "weak fairness does not mind what is not always enabled": {
    fair: "fair weak high",
    lower: `${jumping} fair weak move, tock, jump`,
    verdict: "Upper: holds",
  },
  "strong fairness below gives it": {
    fair: "fair strong high",
    lower: `${jumping} fair strong jump fair weak move, tock`,
    verdict: "Upper: holds",
  },
};

describe.each(Object.entries(cases))("%s", (_, { fair, lower, verdict }) => {
  const above = fair.includes("high") ? upperWithHigh(fair) : upper(fair);
  const text = `model Lower\n${lower}\nrefines Upper with { level = x }\nterminal when True\n${above}`;
  it.each(["compiled", "interpreter"] as const)("says the %s", async (engine) => {
    expect(summary(await check(text, { engine }))).toBe(verdict);
  });
});

describe("of several members", () => {
  const text = (fair: string) => `
    model Lower
    process Node as n[1..3] { durable lit: Bool = False  action light when ¬lit { lit := True } }
    ${fair}
    refines Upper with { Node.on = lit }
    terminal when True
    model Upper
    process Node as n[1..3] { shared on: Bool = False  action light when ¬on { on := True } }
    fair weak Node
    terminal when True`;

  it("each has its own condition", async () => {
    expect(summary(await check(text("fair weak Node")))).toBe("Upper: holds");
    const { machine, verdict } = await check(text("fair weak (Node.light) as Somebody"));
    expect(verdict.properties).toMatchObject([{ name: "Upper" }]);
    const told = verdict.findings.map((finding) => account(finding, machine).owed);
    for (const owed of told) expect(owed).toMatchObject({ model: "Upper", strength: "weak" });
  });

  it("the card names the condition, and what could have been done", async () => {
    const { machine, verdict } = await check(text(""));
    const [finding] = verdict.findings;
    expect(verdictCode(verdict)).toBe(13);
    expect(finding && account(finding, machine).owed).toMatchObject({
      model: "Upper",
      condition: "n1: Node",
      strength: "weak",
      enabled: ["n1.light"],
    });
  });
});

describe("members that nothing tells apart", () => {
  const text = (fair: string) => `
    model Upper
    process Node as n[1..3] { shared on: Bool = False  action light when ¬on { on := True } }
    ${fair}
    terminal when True
    model Lower
    process Node as n[1..3] { durable lit: Bool = False  action light when ¬lit { lit := True } }
    refines Upper with { Node.on = lit }
    terminal when True`;

  it("may stand for each other where only steps matter", () => {
    expect(symmetryOf(modelOf(text(""))).sorts.map(({ name }) => name)).toEqual(["Node"]);
  });

  it("keep their names where something is fair: each has its own condition", () => {
    const { sorts, refused } = symmetryOf(modelOf(text("fair weak Node")));
    expect(sorts).toEqual([]);
    expect(refused[0]?.reason).toMatch(/fair in Upper/);
  });
});
