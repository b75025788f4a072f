/**
 * The models of this package, explored by the compiled engine: for what takes the interpreter long. Which actions were taken
 * is counted in a second pass over the same states. That both evaluators agree is what `test/engine` holds.
 */
import { exploreCompiled } from "../../src/cli/engine.ts";
import { layOut } from "../../src/engine/index.ts";
import { profileStates } from "../../src/explore/index.ts";
import type { Machine } from "../../src/interpreter/index.ts";
import { toPlain } from "../../src/trace/index.ts";
import { type Explored, machineOf, nameOf, type Variation } from "./model.ts";

const memoryBytes = 2 ** 31;
const now = () => performance.now();

/** Verdicts are `holds`, `violates P`, `does not reach P`, `deadlocks`, a model error's message. */
export async function exploreFast(
  path: string,
  variation?: Variation,
  only?: readonly string[],
): Promise<Omit<Explored, "fired">> {
  const machine = machineOf(path, variation);
  const { outcome } = await exploreCompiled(machine, { now, memoryBytes, seed: 1, workers: 1, exact: false, only });
  const { states, transitions } = outcome.statistics;
  const report = (verdict: string) => ({ verdict, states, transitions });
  if (outcome.kind !== "violated") return report(outcome.kind);
  const [first] = outcome.violations;
  if (first.kind === "property") return report(`violates ${first.property}`);
  if (first.kind === "unreached") return report(`does not reach ${first.property}`);
  return report(first.kind === "deadlock" ? "deadlocks" : first.failure.message);
}

/** Every action that is ever taken. */
export async function firedFast(machine: Machine): Promise<ReadonlySet<string>> {
  const { model } = machine;
  const layout = layOut(model);
  const initial = machine.initialStates().states.flatMap((state) => {
    const words = layout.encode(toPlain(layout, state));
    return "length" in words ? [words] : [];
  });
  const options = { layout, initial, properties: [], stepProperties: [], memoryBytes, now };
  const found = await profileStates(options, () => "continue");
  if ("crowded" in found) throw new Error("the model's network needs a capacity");
  return new Set(model.actions.filter((_, at) => (found.actions[at]?.fired ?? 0) > 0).map(nameOf));
}
