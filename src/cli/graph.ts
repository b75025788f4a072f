/** The graph of states and steps, written by the compiled engine: the model compiled once more, for what a graph needs. */
import { assembleGraph, compile, graphTableBytes, withEnoughRoom } from "../engine/index.ts";
import {
  type AbstractBehaviour,
  AbstractEngine,
  type BuiltGraph,
  bytesOfWriting,
  type Pause,
  shiftFor,
  writeCompiledGraph,
} from "../explore/index.ts";
import type { Host } from "../host.ts";
import type { Machine, State } from "../interpreter/index.ts";
import type { Property, StepClasses } from "../ir/index.ts";
import { toPlain, type Verdict } from "../trace/index.ts";
import { fairRefinements } from "./abstract-fairness.ts";
import { memoryFor, type SearchRequest } from "./search.ts";

/** Of one memory of WebAssembly, less what is no table. */
const mostTableBytes = 2 ** 32 - 2 ** 28;

/** A graph, with what it looks like to the models that are refined. */
export interface ImagedGraph extends BuiltGraph<State> {
  readonly abstract: ReadonlyMap<Property, AbstractBehaviour>;
}

/** "memory": it would take more than it may. Undefined when the caller wanted it to stop. */
export async function writeGraph(
  machine: Machine,
  classes: StepClasses,
  { statistics }: Verdict,
  request: SearchRequest,
  host: Host,
  pause: Pause,
): Promise<ImagedGraph | "memory" | undefined> {
  const { model } = machine;
  const refinements = fairRefinements(model);
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
    const assembly = assembleGraph(model, layout, compile, {
      states,
      classes,
      atoms,
      refinements,
      shift,
      exact: request.exact,
    });
    if (bytesOfWriting(assembly, size, shift === undefined) > memoryFor(request, host)) return { kind: "memory" };
    const encode = (state: State) => layout.encode(toPlain(layout, state));
    const seed = request.seed ?? 0;
    const atomCount = 32 * assembly.atomWords;
    const written = await writeCompiledGraph(
      { assembly, encode },
      initial,
      size,
      classes.labels,
      seed,
      atomCount,
      pause,
    );
    if (written.kind !== "graph") return written;
    const images = assembly.images.map((image) => new AbstractEngine(written.graph, image));
    const crowded = images.find((image) => image.crowded !== undefined)?.crowded;
    if (crowded !== undefined) return { kind: "crowded", crowded: model.networks.length + crowded };
    const behaviours = refinements.map((refinement, at) => [refinement, images[at]!] as const);
    return { ...written, abstract: new Map(behaviours) };
  });
  if (result.kind === "memory") return "memory";
  return result.kind === "stopped" ? undefined : result;
}
