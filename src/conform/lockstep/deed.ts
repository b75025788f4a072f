/** What the model must do to keep up with one step of the code: a word of actions, each as far as the code says what it is. */
import type { Envelope, Value } from "../../interpreter/index.ts";
import type { Action } from "../../ir/index.ts";

export interface Deed {
  /** Any of these: handlers of one message with different guards, say. */
  readonly actions: readonly Action[];
  readonly self?: string;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly envelope?: (envelope: Envelope) => boolean;
  /** Why the model has nothing like it. */
  readonly impossible?: string;
  /** For people: `s1 on RequestVote from s2`. */
  readonly text: string;
}
