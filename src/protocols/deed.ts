/** A deed: one call of a core, from what it began with to what came of it. Duties and pace are about deeds. */
import type { Input, Outcome, Protocol } from "./core.ts";

/** A node begins, which has neither state nor input before, or takes a step. */
export interface Deed<P extends Protocol> {
  readonly before?: P["state"];
  readonly input?: Input<P>;
  readonly outcome: Outcome<P>;
}
