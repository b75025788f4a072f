/**
 * What can be reached, and what some fair behaviour does: small models by hand; random ones against a search of the
 * interpreter from every single state, and against the property that says the opposite.
 */
import { describe, expect, it } from "vitest";
import { holdsOn, reachingBySearch, type Trace } from "../../src/trace/index.ts";
import { type Checked, check, summary } from "./check.ts";
import { livenessModel } from "./random.ts";
import { graphOf } from "./slow-graph.ts";

const small = (claims: string, more = "") => `model Small
param N = 3
state x: 0..N = 0
state stuck: Bool = False
action up when not stuck and x < N ${more} { x := x + 1 }
action reset when not stuck { x := 0 }
action jam when x = 2 { stuck := True }
fair weak up
terminal when stuck
${claims}
`;

describe("canReach", () => {
  it("of all states: the first state without a way ends the trace", async () => {
    const { verdict } = await check(small("invariant CanGrow: canReach(x = N)"));
    const [finding] = verdict.findings;
    expect(finding?.kind).toBe("liveness");
    expect(finding?.kind === "liveness" && finding.trace.steps.map(({ label }) => label.action.name)).toEqual([
      "up",
      "up",
      "jam",
    ]);
    expect(finding?.kind === "liveness" && finding.trace.loop).toBeUndefined();
  });

  it("says nothing about what is fair", async () => {
    const claims = "invariant R: stuck or canReach(stuck)\nproperty P: eventually stuck";
    expect(summary(await check(small(claims)))).toBe("R: holds, P: violated 0+2");
  });

  it("may stand inside of formulas about behaviours, of definitions and of itself", async () => {
    const claims = [
      "define free = canReach(x = N)",
      "invariant A: stuck <=> not free",
      "invariant B: canReach(not canReach(x = 1))",
      "property C: always (free => canReach(x = 1)) and eventually always (free or stuck)",
      "property D: eventually always not free",
      "property E: always ∀ v ∈ 0..N: (x = 0 => canReach(x = v))",
    ].join("\n");
    expect(summary(await check(small(claims)))).toBe("A: holds, B: holds, C: holds, D: violated 0+2, E: holds");
  });

  it("is open where a bound hides the answer, and no violation", async () => {
    const hidden = await check(small("invariant CanGrow: stuck or canReach(x = N)", "bound x < 2"));
    expect(summary(hidden)).toBe("CanGrow: unknown");
    expect(hidden.verdict.limit).toBe("bounds");
    const free = await check(small("invariant CanGrow: stuck or canReach(x = 1)", "bound x < 2"));
    expect(summary(free)).toBe("CanGrow: holds");
    const sure = await check(small("invariant CanGrow: canReach(x = N)", "bound x < 2"));
    expect(summary(sure)).toMatch(/^CanGrow: violated 3/);
    const behaviours = await check(small("property P: eventually canReach(x = N)", "bound x < 2"));
    expect(summary(behaviours)).toBe("P: unknown");
  });
});

describe("possible", () => {
  it("holds with a witness, which is fair", async () => {
    const { verdict } = await check(small("possible Low: always x <= 1"));
    expect(verdict.properties[0]?.verdict).toBe("holds");
    expect(verdict.properties[0]?.witness?.loop).toBe(0);
    expect(verdict.properties[0]?.witness?.steps.length).toBe(2);
  });

  it("fails when no fair behaviour is so", async () => {
    expect(summary(await check(small("possible Idle: always x = 0")))).toBe("Idle: violated");
    expect(summary(await check(small("possible Idle: always x = 0").replace("fair weak up\n", "")))).toBe(
      "Idle: holds",
    );
  });

  it("is open where a bound may hide the behaviour", async () => {
    const { verdict } = await check(small("possible High: eventually x = N", "bound x < 2"));
    expect(verdict.properties[0]?.verdict).toBe("unknown");
    expect(verdict.limit).toBe("bounds");
  });
});

const full = process.env.LOCKSTEP_FULL !== undefined;
const runs = full ? 400 : 25;

/** Claims about what the random models have: a flag, a level and an x of each node. */
const reaching = [
  "invariant R0: canReach(flag and level > 0)",
  "invariant R1: level = 0 or canReach(level = 0)",
  "invariant R2: ∀ p ∈ Node: (p.x = 0 => canReach(p.x > 0))",
  "invariant R3: canReach(not canReach(flag))",
];

async function compareReaching(text: string): Promise<"left out" | number> {
  const whole = `${text.replace(/^property Wanted:.*$/m, "")}${reaching.join("\n")}\n`;
  const found: readonly Checked[] = [
    await check(whole, { engine: "interpreter", maxStates: 500 }),
    await check(whole, {}),
  ];
  const [{ machine, verdict }] = found as [Checked, Checked];
  if (verdict.limit !== undefined && verdict.limit !== "bounds") return "left out";
  if (verdict.findings.some(({ kind }) => kind === "error" || kind === "deadlock")) return "left out";
  const graph = graphOf(machine, 500);
  if (!graph) return "left out";
  expect(found.map(({ verdict: { properties: list } }) => list)).toEqual([verdict.properties, verdict.properties]);
  const bySearch = reachingBySearch(machine, 1000);
  const { behaviours } = machine.model;
  let open = 0;
  for (const { name, formula } of behaviours.properties) {
    // A state in which nothing more happens shows what holds in it.
    const isFalse = (doubt: boolean) =>
      graph.places.some(({ state }) => {
        const trace: Trace = { model: machine.model, initial: state, steps: [] };
        return holdsOn(trace, formula, behaviours, machine, bySearch, doubt) === false;
      });
    const expected = isFalse(true) ? "violated" : isFalse(false) ? "unknown" : "holds";
    const said = verdict.properties.find((item) => item.name === name)?.verdict;
    expect(said, `${name}\n${text}`).toBe(expected);
    if (said === "unknown") open += 1;
  }
  return open;
}

describe("random models", () => {
  it(
    "reach what a search from every state reaches, with both engines",
    async () => {
      let [compared, open] = [0, 0];
      for (let run = 0; compared < runs; run++) {
        const result = await compareReaching(livenessModel(77, run, "small"));
        if (result === "left out") continue;
        compared += 1;
        open += result;
      }
      expect(open).toBeGreaterThan(0);
    },
    full ? 600_000 : 120_000,
  );

  it(
    "have a behaviour of a kind just when not all are of the other kind",
    async () => {
      let compared = 0;
      for (let run = 0; compared < runs; run++) {
        const text = livenessModel(78, run);
        const [, wanted = ""] = /^property Wanted: (.*)$/m.exec(text) ?? [];
        const { verdict } = await check(`${text}possible Otherwise: ¬(${wanted})\n`, { maxStates: 500 });
        if (verdict.limit !== undefined && verdict.limit !== "bounds") continue;
        if (verdict.findings.some(({ kind }) => kind === "error")) continue;
        compared += 1;
        const [first, second] = verdict.properties.map((item) => item.verdict);
        const isCut = verdict.statistics.cut > 0;
        const expected = first === "violated" ? "holds" : isCut ? "unknown" : "violated";
        expect(second, `model ${run}\n${text}`).toBe(expected);
      }
    },
    full ? 600_000 : 120_000,
  );
});
