/**
 * `--profile`: after the verdict, the states of its search are visited once more by a compiled model that is measured. A
 * pass of its own, so that nothing that measures is in the way of a search.
 */
import { layOut } from "../engine/index.ts";
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
    stepProperties: [...kinds.keys()].filter((at) => kinds[at] === "step invariant"),
    memoryBytes: memoryFor(request, host),
    now: () => host.now(),
  };
  try {
    let slots: readonly (number | undefined)[] | undefined;
    for (;;) {
      const layout = layOut(model, { slots });
      const crowd = (network: number): void => {
        slots = layout.slots.map((count, at) => (at === network && count !== undefined ? count * 2 : count));
      };
      const initial = states.map((state) => layout.encode(toPlain(layout, state)));
      const crowded = initial.find((words) => !("length" in words));
      if (crowded && "crowded" in crowded) {
        crowd(crowded.crowded);
        continue;
      }
      const found = await profileStates(
        { ...options, layout, initial: initial.filter((words) => "length" in words) },
        async (figures) => {
          if (!request.quiet) line.show(figures);
          await host.breathe();
          return interrupted ? "stop" : "continue";
        },
      );
      if (!("crowded" in found)) return found;
      crowd(found.crowded);
    }
  } finally {
    forget();
    line.clear();
  }
}
