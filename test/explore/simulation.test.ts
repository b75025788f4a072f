/** Random walks: the same for every number of workers, only real behaviours, and nothing overlooked that they came through. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingOf } from "../../src/cli/findings.ts";
import { assembleProbe, withEnoughRoom } from "../../src/engine/index.ts";
import { type SimulationOptions, simulate } from "../../src/explore/index.ts";
import { createGenerator } from "../../src/explore/simulation/generator.ts";
import { SeenStates } from "../../src/explore/simulation/seen.ts";
import {
  asSearchable,
  type Failure,
  type Label,
  type Machine,
  type State,
  type Step,
} from "../../src/interpreter/index.ts";
import { lastState, minimise, type Traced, toPlain } from "../../src/trace/index.ts";
import { machineOf } from "../interpreter/spec.ts";
import { bundleWorker, type WorkerBundle } from "./worker-bundle.ts";

let bundle: WorkerBundle;
beforeAll(async () => {
  bundle = await bundleWorker();
});
afterAll(() => bundle.end());

const timeout = 60_000;

async function walk(machine: Machine, options: Partial<SimulationOptions> = {}) {
  const { model } = machine;
  return withEnoughRoom(model, (layout) => {
    const simulated = {
      probe: assembleProbe(layout, [...model.properties.keys()]),
      encode: (state: State) => layout.encode(toPlain(layout, state)),
    };
    return simulate<State, Step, Label, Failure>(asSearchable(machine), simulated, {
      walks: 300,
      depth: 40,
      seed: 7,
      deadlock: true,
      workers: 1,
      now: () => 0,
      ...options,
    });
  });
}

/** Tokens that are passed on and lost; something is wrong in many ways, and most of what happens has no part in it. */
const tokens = `
model Tokens
message Token { worth: 0..3 } from Node to Node
network unordered capacity 3 overflow drop
process Node as n[1..3] {
  durable worth: 0..9 = 3
  durable idle: 0..9 = 0
  action rest { idle := (idle + 1) mod 10 }
  action pass when worth > 0 {
    pick peer in Node where peer != self
    worth := worth - 1
    send Token { worth: 1 } to peer
  }
  on Token when worth < 9 { worth += msg.worth }
}
fault loss { total: 2 }
PROPERTY
`;
const withProperty = (property: string) => machineOf(tokens.replace("PROPERTY", property));
const poor = "invariant NobodyPoor: forall n in Node: n.worth > 0";

describe("walks", () => {
  it(
    "are the same, with the same figures, for any number of workers",
    async () => {
      const machine = withProperty(`${poor}\nreachable Rich: exists n in Node: n.worth = 5`);
      const alone = await walk(machine);
      for (const workers of [2, 3, 8]) {
        const shared = await walk(machine, { workers, startWorker: bundle.startWorker });
        expect(shared.statistics).toEqual(alone.statistics);
        expect(shared.walk).toBe(alone.walk);
        expect(shared.outcome.properties).toEqual(alone.outcome.properties);
        if (shared.outcome.kind !== "violated" || alone.outcome.kind !== "violated") throw new Error("nothing found");
        const keys = ({ outcome }: typeof alone) =>
          outcome.kind === "violated" && "path" in outcome.violations[0]
            ? outcome.violations[0].path?.states.map((state) => machine.key(state))
            : [];
        expect(keys(shared)).toEqual(keys(alone));
      }
    },
    timeout,
  );

  it("depend on the seed", async () => {
    const machine = withProperty("");
    const [first, again, other] = [await walk(machine), await walk(machine), await walk(machine, { seed: 8 })];
    expect(again.statistics).toEqual(first.statistics);
    expect(other.statistics).not.toEqual(first.statistics);
  });

  it("never show that a model holds", async () => {
    const { outcome, statistics } = await walk(withProperty("invariant Fine: forall n in Node: n.worth <= 9"));
    expect(outcome).toMatchObject({ kind: "inconclusive", limit: "walks" });
    expect(outcome.properties).toEqual([{ name: "Fine", kind: "invariant", verdict: "unknown" }]);
    expect(statistics.walks).toBe(300);
    expect(statistics.steps).toBe(300 * 40);
  });

  it("see every state of a small model, and nothing else", async () => {
    const { statistics } = await walk(
      machineOf("model Ring\nstate x: 0..6 = 0\naction on { x := (x + 1) mod 7 }\naction back { x := (x + 6) mod 7 }"),
    );
    expect(statistics.states).toBe(7);
    expect(statistics.taken.reduce((sum, times) => sum + times, 0)).toBe(statistics.steps - statistics.walks);
  });

  it("are taken again with more room when a branch has more choices than there was room for", async () => {
    const { statistics } = await walk(
      machineOf(`model Sum
        state total: 0..2000 = 0
        action add when total = 0 { for x in 1..300 { pick y in {1, 2} where y = 1 or x = 300 { total += y } } }
        action again when total > 0 { total := 0 }`),
    );
    expect(statistics.states).toBe(3);
    expect(statistics.steps).toBe(300 * 40);
  });

  const bad: readonly (readonly [string, string, object])[] = [
    ["an invariant", poor, { kind: "property", property: "NobodyPoor" }],
    [
      "a step invariant",
      "step invariant Calm: forall n in Node: old(n.idle) = 3 => n.idle != 4",
      { kind: "property", property: "Calm" },
    ],
    ["an initial state", "invariant Empty: forall n in Node: n.worth = 0", { kind: "property", property: "Empty" }],
  ];
  it.each(bad)("find what is wrong with %s", async (_what, property, violation) => {
    const { outcome } = await walk(withProperty(property));
    expect(outcome).toMatchObject({ kind: "violated", violations: [violation] });
  });

  it("find deadlocks, failed assertions and model errors", async () => {
    const model = (body: string) => machineOf(`model M\nstate x: 0..3 = 0\n${body}`);
    const found = async (machine: Machine) => (await walk(machine)).outcome;
    expect(await found(model("action up when x < 3 { x += 1 }"))).toMatchObject({ violations: [{ kind: "deadlock" }] });
    expect(await found(model("action up { x += 1 }"))).toMatchObject({ violations: [{ kind: "error" }] });
    expect(await found(model('action up { x := (x + 1) mod 4; assert x < 3, "low" }'))).toMatchObject({
      violations: [{ kind: "assertion" }],
    });
    const without = await walk(model("action up when x < 3 { x += 1 }"), { deadlock: false });
    expect(without.outcome.kind).toBe("inconclusive");
    const terminal = await walk(model("action up when x < 3 { x += 1 }\nterminal when x = 3"));
    expect(terminal.outcome.kind).toBe("inconclusive");
  });

  it("end outside of the constraints, after a look", async () => {
    const model = "model M\nstate x: 0..9 = 0\naction up when x < 9 { x += 1 }\nconstraint x < 3\n";
    expect((await walk(machineOf(model))).outcome.statistics.depth).toBe(4);
    expect((await walk(machineOf(`${model}invariant Low: x < 3`))).outcome).toMatchObject({ kind: "violated" });
    expect((await walk(machineOf(`${model}invariant Lower: x < 4`))).outcome).toMatchObject({ kind: "inconclusive" });
  });
});

describe("a shortened trace", () => {
  it("has no step too many, is a behaviour, and ends as badly", async () => {
    const machine = withProperty(poor);
    const { outcome } = await walk(machine);
    if (outcome.kind !== "violated") throw new Error("nothing found");
    const found = findingOf(outcome.violations[0], machine) as Traced;
    const { trace } = minimise(found, machine);
    expect(found.trace.steps.length).toBeGreaterThan(3);
    // Three tokens are passed on by one node.
    expect(trace.steps.map(({ label }) => label.action.name)).toEqual(["pass", "pass", "pass"]);
    let state = trace.initial;
    for (const { label, target } of trace.steps) {
      const keys = machine.expand(state).steps.filter((step) => step.label.action === label.action);
      expect(keys.map((step) => machine.key(step.target))).toContain(machine.key(target));
      state = target;
    }
    const [property] = machine.model.properties;
    expect(property && machine.property(property, lastState(trace))).toEqual({ value: false });
  });
});

describe("random numbers", () => {
  it("are spread over what is asked for, and differ from walk to walk", () => {
    const counts = new Array<number>(10).fill(0);
    for (let walkNumber = 0; walkNumber < 1000; walkNumber++) {
      const draw = createGenerator(3, walkNumber);
      for (let at = 0; at < 10; at++) counts[draw(10)]! += 1;
    }
    // A fair count of 1,000 strays by less than 5 standard deviations, which is 150.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe("states that were seen", () => {
  it("are counted once each", () => {
    const seen = new SeenStates();
    const pairs = Array.from({ length: 20_000 }, (_, at) => [Math.imul(at, 0x9e3779b9) >>> 0, at] as const);
    expect(pairs.filter(([high, low]) => seen.add(high, low)).length).toBe(pairs.length);
    expect(pairs.filter(([high, low]) => seen.add(high, low)).length).toBe(0);
    expect(seen.size).toBe(pairs.length);
  });
});
