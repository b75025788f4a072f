/** Visiting every state of something that can be explored. */

export type { Figures, Limit, Outcome, Path, PropertyVerdict, Violation } from "./outcome.ts";
export { type Progress, type SearchOptions, search } from "./search.ts";
export type { Answer, Edge, Fault, PropertyOutline, Searchable } from "./searchable.ts";
