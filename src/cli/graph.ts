/** The graph of states and steps, written by the compiled engine: the model compiled once more, for what a graph needs. */
import {
  assembleGraph,
  type Crowded,
  compile,
  type GraphImage,
  graphTableBytes,
  type RecordingOptions,
  withEnoughRoom,
} from "../engine/index.ts";
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
import type { Model, Property, StepClasses } from "../ir/index.ts";
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
    return withImages(model, written, assembly.images);
  });
  if (!("kind" in result)) return result;
  return result.kind === "memory" ? "memory" : undefined;
}

/** Whether a model says anything that is decided on the graph of its states and steps. */
export function needsGraph(model: Model): boolean {
  const { properties, timelock } = model.behaviours;
  return properties.length > 0 || timelock !== undefined || fairRefinements(model).length > 0;
}

/** What a search has to write down, so that there is a graph when all states are visited. */
export function recordingOf(model: Model, classes: StepClasses): RecordingOptions {
  const shift = shiftFor(0, classes.labels.length) ?? 0;
  return { classes, atoms: model.behaviours.atoms, refinements: fairRefinements(model), shift };
}

/** A graph, as it looks to the models that are refined: as long as there is enough room to find that out. */
export function withImages(
  model: Model,
  { graph, numberOf, failed }: BuiltGraph<State>,
  images: readonly GraphImage[],
): ImagedGraph | Crowded {
  const behaviours = images.map((image) => new AbstractEngine(graph, image));
  const crowded = behaviours.find((behaviour) => behaviour.crowded !== undefined)?.crowded;
  if (crowded !== undefined) return { kind: "crowded", crowded: model.networks.length + crowded };
  const abstract = new Map(fairRefinements(model).map((one, at) => [one, behaviours[at]!]));
  return { graph, numberOf, failed, abstract };
}
