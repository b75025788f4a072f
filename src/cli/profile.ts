/**
 * `--profile`: after the verdict, the states of its search are visited once more by a compiled model that is measured. A
 * pass of its own, so that nothing that measures is in the way of a search.
 */
import { withEnoughRoom } from "../engine/index.ts";
import { type Profile, profileStates } from "../explore/index.ts";
import type { Host } from "../host.ts";
import { asSearchable, type Machine } from "../interpreter/index.ts";
import { createProgressLine } from "../report/index.ts";
import { toPlain, type Verdict } from "../trace/index.ts";
import { memoryFor, type SearchRequest } from "./search.ts";

/** How far the search went that is to be looked at again. */
export function extentOf(
  verdict: Verdict,
  continues: boolean,
): { readonly maxDepth?: number; readonly maxStates?: number } {
  const { statistics, findings, limit } = verdict;
  if (limit === "time" || limit === "memory" || limit === "interrupted") return { maxStates: statistics.states };
  const isWhole = limit === undefined && (continues || findings.every(({ kind }) => kind === "unreached"));
  return isWhole ? {} : { maxDepth: statistics.depth };
}

export async function profile(
  machine: Machine,
  verdict: Verdict,
  request: SearchRequest,
  title: string,
  host: Host,
): Promise<Profile> {
  const { model } = machine;
  const searchable = asSearchable(machine);
  const line = createProgressLine(host.errors, title, () => host.now());
  let interrupted = false;
  const forget = host.onInterrupt(() => {
    interrupted = true;
  });
  const states = machine.initialStates().states.filter((state) => {
    const inside = searchable.inside(state);
    return "value" in inside && inside.value;
  });
  const kinds = model.properties.map(({ kind }) => kind);
  const options = {
    ...extentOf(verdict, request.continue),
    properties: [...kinds.keys()],
    stepProperties: [...kinds.keys()].filter((at) => kinds[at] === "step invariant" || kinds[at] === "refinement"),
    memoryBytes: memoryFor(request, host),
    now: () => host.now(),
  };
  try {
    return await withEnoughRoom(model, async (layout) => {
      const initial: Uint32Array[] = [];
      for (const state of states) {
        const words = layout.encode(toPlain(layout, state));
        if ("crowded" in words) return words;
        initial.push(words);
      }
      return profileStates({ ...options, layout, initial }, async (figures) => {
        if (!request.quiet) line.show(figures);
        await host.breathe();
        return interrupted ? "stop" : "continue";
      });
    });
  } finally {
    forget();
    line.clear();
  }
}
