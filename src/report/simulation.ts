/** What a simulation did, as text and for JSON: how far its walks came, and which actions they never took. */
import type { Model } from "../ir/index.ts";
import type { Paint } from "./paint.ts";
import { count, plural } from "./verdict-line.ts";
import { wrap } from "./width.ts";

export interface Simulation {
  readonly walks: number;
  readonly steps: number;
  /** Distinct. */
  readonly states: number;
  readonly seconds: number;
  readonly seed: number;
  /** States of a walk, at most. */
  readonly depth: number;
  /** How often each action was taken, by position in the model. */
  readonly taken: readonly number[];
  /** What became of the violation, if there was one. */
  readonly found?: {
    /** From 1. */
    readonly walk: number;
    /** Steps of the walk that found it. */
    readonly steps: number;
    /** Whether no behaviour with fewer steps ends like this, as far as anybody has looked. */
    readonly shortest: boolean;
  };
}

const untaken = (model: Model, { taken }: Simulation): readonly string[] =>
  model.actions.filter((_action, at) => taken[at] === 0).map(({ name }) => name);

export function simulationText(model: Model, simulation: Simulation, paint: Paint, width: number): string {
  const { walks, depth, seed, found, taken } = simulation;
  const never = untaken(model, simulation);
  const texts = [
    `${plural(walks, "random walk")} of at most ${plural(depth, "state")}, seed ${seed}`,
    ...(found ? [`walk ${count(found.walk)} found it, in ${plural(found.steps, "step")}`] : []),
    `actions taken: ${taken.length - never.length} of ${taken.length}${never.length === 0 ? "" : `; never: ${never.join(", ")}`}`,
  ];
  return texts
    .flatMap((text) => wrap(text, width - 4, "  "))
    .map((line) => `  ${paint.faint(line)}`)
    .join("\n");
}

export function simulationJson(model: Model, simulation: Simulation): Readonly<Record<string, unknown>> {
  const { walks, steps, depth, seed, found, taken } = simulation;
  return {
    walks,
    steps,
    depth,
    seed,
    actions: Object.fromEntries(model.actions.map(({ name }, at) => [name, taken[at] ?? 0])),
    ...(found ? { found } : {}),
  };
}
