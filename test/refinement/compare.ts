/** What both evaluators find of a refinement: the interpreter's search, and the engine's with one worker or several. */
import { exploreCompiled } from "../../src/cli/engine.ts";
import { type StartWorker, search } from "../../src/explore/index.ts";
import { asSearchable, createMachine } from "../../src/interpreter/index.ts";
import { modelOf } from "../ir/program.ts";
import type { Found as Searched } from "../soundness/examine.ts";

const now = () => performance.now();

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export interface Found {
  /** `holds`, `violates Upper at depth 3`, `range`, `deadlock`. */
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  /** The labels on the way, with what they are of. */
  readonly path: readonly string[];
}

/** Of the last model in `text`. */
export async function interpreted(text: string): Promise<Found> {
  const machine = createMachine(modelOf(text));
  const searchable = asSearchable(machine);
  return foundIn(await search(searchable, { now, deadlock: false }));
}

export async function compiled(text: string, team?: { readonly startWorker: StartWorker }): Promise<Found> {
  const machine = createMachine(modelOf(text));
  const options = { now, memoryBytes: 2 ** 28, seed: 1, exact: false, deadlock: false };
  const { outcome } = await exploreCompiled(machine, {
    ...options,
    ...(team ? { ...team, workers: 2, spreadFrom: 1, sleep } : { workers: 1 }),
  });
  return foundIn(outcome);
}

function foundIn(outcome: Searched): Found {
  const { states, transitions } = outcome.statistics;
  if (outcome.kind !== "violated") return { verdict: outcome.kind, states, transitions, path: [] };
  const [first] = outcome.violations;
  const path = "path" in first && first.path ? first.path.steps.map(({ label }) => label.action.name) : [];
  const verdict = (() => {
    switch (first.kind) {
      case "property":
        return `violates ${first.property} at depth ${first.depth}`;
      case "error":
      case "assertion":
        return first.failure.rule;
      default:
        return first.kind;
    }
  })();
  return { verdict, states, transitions, path };
}
