/** What a model means: from the typed model to its states and steps. */

/** The collections that values are made of. */
export { is, isCollection, List, Map as ImmutableMap, Set as ImmutableSet } from "immutable";
export { createMachine } from "./create-machine.ts";
export type * from "./machine.ts";
export type { Observer } from "./observer.ts";
export { asSearchable } from "./searchable.ts";
export { bagValue, equal, mapValue, none, some, variant } from "./values.ts";
