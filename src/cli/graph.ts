/** The graph of states and steps, written by the compiled engine: the model compiled once more, for what a graph needs. */
import { assembleGraph, compile, graphTableBytes, withEnoughRoom } from "../engine/index.ts";
import { type BuiltGraph, bytesOfWriting, type Pause, shiftFor, writeCompiledGraph } from "../explore/index.ts";
import type { Host } from "../host.ts";
import type { Machine, State } from "../interpreter/index.ts";
import type { StepClasses } from "../ir/index.ts";
import { toPlain, type Verdict } from "../trace/index.ts";
import { memoryFor, type SearchRequest } from "./search.ts";

/** Of one memory of WebAssembly, less what is no table. */
const mostTableBytes = 2 ** 32 - 2 ** 28;

/** "memory": it would take more than it may. Undefined when the caller wanted it to stop. */
export async function writeGraph(
  machine: Machine,
  classes: StepClasses,
  { statistics }: Verdict,
  request: SearchRequest,
  host: Host,
  pause: Pause,
): Promise<BuiltGraph<State> | "memory" | undefined> {
  const { model } = machine;
  const { atoms } = model.behaviours;
  const { states } = statistics;
  const size = { states, steps: statistics.transitions + statistics.cut };
  const shift = shiftFor(states, classes.labels.length);
  const inside = (state: State) =>
    model.constraints.every((formula) => {
      const result = machine.evaluate(formula, state);
      return "value" in result && result.value;
    });
  const initial = machine.initialStates().states.filter(inside);
  const result = await withEnoughRoom(model, async (layout) => {
    const kept = request.exact ? states * layout.wordCount * 4 : 0;
    if (graphTableBytes(states) + kept > mostTableBytes) return { kind: "memory" };
    const assembly = assembleGraph(model, layout, compile, { states, classes, atoms, shift, exact: request.exact });
    if (bytesOfWriting(assembly, size, shift === undefined) > memoryFor(request, host)) return { kind: "memory" };
    const encode = (state: State) => layout.encode(toPlain(layout, state));
    const seed = request.seed ?? 0;
    return writeCompiledGraph({ assembly, encode }, initial, size, classes.labels, seed, atoms.length, pause);
  });
  if (result.kind === "memory") return "memory";
  return result.kind === "stopped" ? undefined : result;
}
