/** Who is compared with the interpreter: the engine in its several ways, and the interpreter on what the formatter wrote. */
import { type CompiledRequest, exploreCompiled } from "../../src/cli/engine.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import { bundleWorker } from "../explore/worker-bundle.ts";
import { type Examiner, interpretedFormatted } from "./compare.ts";
import { findingsOf, modelIn } from "./examine.ts";

const compiled =
  (ways: Partial<CompiledRequest>): Examiner =>
  async (text, limits) => {
    const machine = createMachine(modelIn(text));
    const { outcome } = await exploreCompiled(machine, {
      ...limits,
      now: () => performance.now(),
      memoryBytes: 2 ** 28,
      seed: 1,
      workers: 1,
      exact: false,
      ...ways,
    });
    return findingsOf(outcome, machine);
  };

/** The engine in one thread, and the formatter. */
export const evaluators: Readonly<Record<string, Examiner>> = {
  engine: compiled({}),
  formatted: interpretedFormatted,
};

/** Comparing whole states, and with other keys for the fingerprints. */
export const exact: Readonly<Record<string, Examiner>> = { exact: compiled({ exact: true, seed: 2 }) };

/** With several workers, from small levels on; `end` removes what they were made of. */
export async function withWorkers(): Promise<{
  readonly workers: Readonly<Record<string, Examiner>>;
  readonly end: () => void;
}> {
  const { startWorker, end } = await bundleWorker();
  const several = {
    workers: 3,
    spreadFrom: 20,
    startWorker,
    sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  };
  return { workers: { workers: compiled(several) }, end };
}
