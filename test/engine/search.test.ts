/**
 * The compiled search against the search over the interpreter, on models of test/oracle and on small ones in which something
 * is wrong: figures, verdicts and paths are equal, state for state; also with other keys and when states are compared.
 */
import { expect, it } from "vitest";
import { exploreCompiled } from "../../src/cli/engine.ts";
import { search } from "../../src/explore/index.ts";
import { asSearchable, createMachine, type Machine } from "../../src/interpreter/index.ts";
import type { Found } from "../soundness/examine.ts";
import { modelOf, modelOfText } from "./differential.ts";

const timeout = 120_000;
const compiled = { memoryBytes: 2 ** 28, workers: 1, exact: false, seed: 0, now: () => 0 };

async function compare(machine: Machine, options: { readonly continueAfterViolation?: boolean } = {}): Promise<Found> {
  const reference: Found = await search(asSearchable(machine), { now: () => 0, ...options });
  const { outcome } = await exploreCompiled(machine, { ...compiled, ...options });
  expect(described(outcome, machine)).toEqual(described(reference, machine));
  return outcome;
}

/** An outcome without what cannot be compared: states by their keys, steps by what they are called. */
function described(outcome: Found, machine: Machine) {
  const { statistics, properties, kind } = outcome;
  const violations = outcome.kind === "violated" ? outcome.violations : [];
  return {
    kind,
    statistics: { ...statistics, seconds: 0 },
    properties,
    violations: violations.map((violation) => ({
      kind: violation.kind,
      depth: violation.depth,
      property: "property" in violation ? violation.property : undefined,
      message: "failure" in violation ? violation.failure.message : undefined,
      states: "path" in violation ? violation.path?.states.map((state) => machine.key(state)) : undefined,
      steps:
        "path" in violation ? violation.path?.steps.map(({ label }) => [label.action.name, label.self]) : undefined,
    })),
  };
}

it.each([
  "tcommit",
  "two-phase",
  "ewd840",
  "dining-philosophers",
  "chang-roberts",
  "peterson",
  "mc-paxos-tiny",
  "async-termination-detection",
])("%s is explored as the interpreter does", { timeout }, async (name) => {
  const machine = createMachine(modelOf(`test/oracle/${name}.spec`));
  const { statistics } = await compare(machine);
  for (const options of [{ seed: 12345 }, { exact: true }]) {
    const { outcome } = await exploreCompiled(machine, { ...compiled, ...options });
    expect(outcome.statistics).toEqual(statistics);
  }
});

const counter = "model M\nstate x: 0..9 = 0\nstate y: 0..3 = 0\n";

it.each<[string, string]>([
  [
    "a violated invariant",
    `${counter}action a when x < 9 { x += 1 }\naction b when y < 3 { y += 1 }\ninvariant I: x + y < 7\nterminal when True`,
  ],
  [
    "the first of two violated invariants",
    `${counter}action a when x < 9 { x += 1 }\naction b when y < 3 { y += 1 }\ninvariant I: x < 3\ninvariant J: y < 3\nterminal when True`,
  ],
  ["a deadlock", `${counter}action a when x < 5 { x += 1 }`],
  ["a value out of its range", `${counter}action a { x += 2 }\naction b when y < 3 { y += 1 }`],
  ["an assertion", `${counter}action a when x < 9 { x += 1\n assert x < 4 }\nterminal when True`],
  [
    "a constraint",
    `${counter}action a when x < 9 { x += 1 }\nconstraint x < 5\ninvariant I: x < 7\nterminal when True`,
  ],
  [
    "something outside the constraints",
    `${counter}action a when x < 9 { x += 1 }\nconstraint x < 5\ninvariant I: x < 5\nterminal when True`,
  ],
  ["a bound", `${counter}action a when x < 9 bound x < 4 { x += 1 }`],
  ["a reachable state", `${counter}action a when x < 9 { x += 1 }\nreachable R: x = 9\nterminal when True`],
  ["an unreachable state", `${counter}action a when x < 8 { x += 1 }\nreachable R: x = 9\nterminal when True`],
  [
    "several initial states",
    `model M\nstate x: 0..5 in 0..5\naction a when x < 5 { x += 1 }\ninvariant I: x ≠ 4\nterminal when True`,
  ],
])("%s is found as the interpreter finds it", { timeout }, async (_name, text) => {
  const machine = createMachine(modelOfText(`${text}\n`));
  await compare(machine);
  await compare(machine, { continueAfterViolation: true });
});

it("more messages than there was room for are found when the model is compiled again", { timeout }, async () => {
  const text = `model M
message Hello { number: 0..20000 } from P to P
network set
process P as p[1..2] ordered {
  durable count: 0..20 = 0
  action greet when count < 20 ∧ self = p1 {
    send Hello { number: count } to p2
    count += 1
  }
  on Hello when False { }
}
terminal when True
`;
  const { statistics } = await compare(createMachine(modelOfText(text)));
  expect(statistics.states).toBeGreaterThan(20);
});
