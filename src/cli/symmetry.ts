/**
 * Whether a configuration is searched with symmetry: what the command line asks for, and what is in the way. Where nothing is said,
 * it is used wherever it is sound and there is something to be gained: not where the file says how many states there are,
 * which are all of them, and not where there are few, which people like to count.
 */
import { type Asymmetry, type Sort, symmetryOf } from "../ir/index.ts";
import type { SymmetryUse } from "../trace/index.ts";
import type { CheckRequest } from "./requests.ts";
import type { Job } from "./selection.ts";

export const symmetries = ["off", "auto"] as const;

export interface SymmetryPlan {
  readonly sorts: readonly Sort[];
  readonly use: SymmetryUse;
  /** Where there are not more states than this, all of them are looked at. */
  readonly fewStates: number;
}

const fewStates = 20_000;
export const allWereFew: SymmetryUse = {
  types: [],
  refused: [{ reason: "there are few states, and all were looked at" }],
  exact: true,
};

export const whereOrderShows: SymmetryUse = {
  types: [],
  refused: [{ reason: "a quantifier has no value for some member, and whether that is noticed depends on the order" }],
  exact: true,
};

export function planSymmetry({ model, configuration }: Job, request: CheckRequest): SymmetryPlan {
  const asWritten = request.set.length === 0 && request.fault.length === 0;
  const counts = configuration.outcomes.some(({ kind }) => kind === "states" || kind === "transitions");
  const obstacle = obstacleOf(request, asWritten && counts);
  if (obstacle !== undefined) return { sorts: [], use: useOf([], [{ reason: obstacle }]), fewStates: 0 };
  const { sorts, refused } = symmetryOf(model);
  return { sorts, use: useOf(sorts, refused), fewStates: request.symmetry === undefined ? fewStates : 0 };
}

/** What keeps a search from using any symmetry, in words. */
function obstacleOf(request: CheckRequest, counts: boolean): string | undefined {
  if (request.symmetry === "off") return "it is switched off";
  if (request.simulate) return "random walks look at single states";
  if (request.engine === "interpreter") return "the interpreter looks at all states";
  if (request.profile || request.coverage !== undefined) return "all states are measured";
  if (counts && (request.all || request.symmetry === undefined)) return "the file says how many states there are";
  return undefined;
}

const useOf = (sorts: readonly Sort[], refused: readonly Asymmetry[]): SymmetryUse => ({
  types: sorts.map(({ name }) => name),
  refused,
  exact: true,
});
