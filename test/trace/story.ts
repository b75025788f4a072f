/** Models of a few lines for the tests of traces: from text to a machine, and from a machine to a trace by named steps. */

import { createMachine, type Machine } from "../../src/interpreter/index.ts";
import { configurations, link, lower, type Model } from "../../src/ir/index.ts";
import { parse } from "../../src/syntax/index.ts";
import { runScenario, type Trace } from "../../src/trace/index.ts";

/** The first model in `text` with its first configuration; mistakes are errors of the test. */
export function machineOf(text: string): Machine {
  return createMachine(modelOf(text));
}

export function modelOf(text: string): Model {
  const parsed = parse({ path: "test.spec", text });
  const file = { file: parsed.value, failed: parsed.diagnostics.length > 0 };
  const program = link("test.spec", { resolve: (use) => use, load: () => file });
  const unit = program.value?.units.find((item) => item.kind === "model");
  if (!program.value || !unit)
    throw new Error([...parsed.diagnostics, ...program.diagnostics].map((item) => item.message).join("\n"));
  const model = lower(program.value, unit, configurations(unit)[0]?.settings ?? []);
  const mistakes = [...parsed.diagnostics, ...program.diagnostics, ...model.diagnostics];
  if (!model.value || mistakes.length > 0) throw new Error(mistakes.map((item) => item.message).join("\n"));
  return model.value;
}

/** Takes a step whose label reads `process.action(…)`, again and again. */
export function walk(machine: Machine, ...names: readonly string[]): Trace {
  const initial = machine.initialStates().states[0];
  if (!initial) throw new Error("no initial state");
  let trace: Trace = { model: machine.model, initial, steps: [] };
  let state = initial;
  for (const name of names) {
    const steps = machine.expand(state).steps;
    const nameOf = ({ label }: (typeof steps)[number]) =>
      `${label.self === undefined ? "" : `${label.self}.`}${label.action.name}${label.parameters.length + label.picks.length === 0 ? "" : `(${[...label.parameters, ...label.picks].map((item) => machine.show(item.value)).join(", ")})`}`;
    const step = steps.find((item) => nameOf(item) === name);
    if (!step) throw new Error(`no step ${name}, but ${steps.map(nameOf).join("; ")}`);
    trace = { ...trace, steps: [...trace.steps, step] };
    state = step.target;
  }
  return trace;
}

/** Whether the scenario with this name passes, and what it says when it does not. */
export function scenarioOf(machine: Machine, name: string): string {
  const run = machine.model.runs.find((item) => item.name === name);
  if (!run) throw new Error(`no run ${name}`);
  const { failure } = runScenario(machine, run);
  return failure ? failure.message : "passes";
}
