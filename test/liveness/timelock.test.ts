/** Time that stands still for ever is a model error: where it is one, where it is none, and that both engines say the same. */
import { describe, expect, it } from "vitest";
import { symmetryOf } from "../../src/ir/index.ts";
import { modelIn } from "../soundness/examine.ts";
import { check } from "./check.ts";

interface Parts {
  /** When polling is urgent, beyond that the timer runs. */
  readonly when?: string;
  readonly poll?: string;
  readonly bound?: string;
  readonly more?: string;
  readonly inside?: string;
}

const alarm = ({ when = "True", poll = "polls := 1 - polls", bound = "", more = "", inside = "" }: Parts = {}) => `
model Alarm
process Clock as clock {
  durable timer patience: 0..2
  durable polls: 0..3 = 0
  action begin when ¬running(patience) ∧ ¬expired(patience) { start patience at 2 }
  urgent action poll when running(patience) ∧ (${when}) ${bound} { ${poll} }
  action ring when expired(patience) { stop patience }
  ${inside}
}
${more}
terminal when True
`;

/** The rule of the first error, and the steps that lead to it. */
async function errorIn(text: string): Promise<string> {
  const told: string[] = [];
  for (const engine of ["interpreter", "compiled"] as const) {
    const { verdict } = await check(text, { engine });
    const [first] = verdict.findings;
    told.push(
      first?.kind === "error"
        ? `${first.failure.rule} after ${first.trace?.steps.map(({ label }) => label.action.name).join(", ")}`
        : `${first?.kind ?? "nothing"}`,
    );
  }
  expect(told[1]).toBe(told[0]);
  return told[0] ?? "";
}

describe("time stands still", () => {
  it.each([
    ["an urgent action that never ends what makes it urgent", alarm(), "timelock after begin"],
    ["one that ends it lets time pass", alarm({ when: "polls = 0", poll: "polls := 1" }), "nothing"],
    [
      "one that may end it lets time pass, fair or not",
      alarm({ poll: "pick stop_ in Bool if stop_ { stop patience }" }),
      "nothing",
    ],
    [
      "another action may end it",
      alarm({ inside: "action snooze when running(patience) { stop patience }" }),
      "nothing",
    ],
    [
      "an urgent action that changes nothing stops time, too",
      alarm({ poll: "polls := polls" }),
      "timelock after begin",
    ],
    [
      "only what is for ever counts: the first state without a way out is shown",
      alarm({ when: "polls > 0", poll: "polls := 3", inside: "action err when running(patience) { polls := 1 }" }),
      "timelock after begin, err",
    ],
    ["a fault does not hide it", alarm({ more: "fault crash { total: 1 }" }), "timelock after begin"],
    [
      "where a bound cuts a step, nobody knows",
      alarm({ when: "polls < 3", poll: "polls := polls + 1", bound: "bound polls < 2" }),
      "nothing",
    ],
    [
      "nor where a constraint does",
      alarm({ when: "polls < 3", poll: "polls := polls + 1", more: "constraint clock.polls < 2" }),
      "nothing",
    ],
    ["without a timer that runs, time need not pass", alarm({ when: "False" }), "nothing"],
  ])("%s", async (_name, text, expected) => {
    expect(await errorIn(text)).toBe(expected);
  });

  it("is looked for among all states, not only among one of each kind", () => {
    const two = alarm().replaceAll(" as clock ", " as clock[1..2] ");
    expect(symmetryOf(modelIn(two)).sorts).toEqual([]);
    expect(symmetryOf(modelIn(two.replace("urgent action", "action"))).sorts).toHaveLength(1);
  });

  it("is told with the urgent action", async () => {
    const { verdict } = await check(alarm());
    const [first] = verdict.findings;
    expect(first?.kind === "error" && first.failure.message).toContain("clock.poll comes first");
  });
});
