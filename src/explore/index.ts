/** Visiting every state of something that can be explored. */

export {
  type CompiledOutcome,
  type CompiledSearchOptions,
  type Engine,
  type Resources,
  searchCompiled,
} from "./compiled-search.ts";
export type { Figures, Limit, Outcome, Path, PropertyVerdict, Violation } from "./outcome.ts";
export {
  type ActionProfile,
  type PartProfile,
  type Profile,
  type ProfileOptions,
  type PropertyProfile,
  profileStates,
} from "./profile.ts";
export { type Progress, type SearchOptions, search } from "./search.ts";
export type { Answer, Edge, Fault, PropertyOutline, Searchable } from "./searchable.ts";
export type { Assignment, Order, Report, StartWorker, Worker } from "./team.ts";
export { joinTeam } from "./team-member.ts";
