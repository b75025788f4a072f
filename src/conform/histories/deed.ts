/**
 * The meaning of one operation: which states of the object it may be applied to, and what it makes of them. An object is
 * nothing but a first state and the deeds that its operations are.
 */
import type { Json } from "../../protocols/index.ts";
import type { Operation } from "./operation.ts";

export interface Deed {
  /** `write 3`, `read → 2`. Deeds of one object with the same text have the same meaning. */
  readonly text: string;
  /** It never changes a state that it fits. */
  readonly observes: boolean;
  /** A change after which the state has only more: what an observation saw too much of stays too much. */
  readonly grows?: boolean;
  /** Of an observation: whether it fits `state`, or may fit it after changes that grow it. Absent where nothing is known. */
  readonly ahead?: (state: Json) => boolean;
  /** The state afterwards; nothing when the operation can't have had its result here. */
  apply(state: Json): Json | undefined;
  /** Why it does not fit `state`, for people. */
  refusal(state: Json): string;
}

/** The deed of an operation, or why it is not one of this object's. */
export type Meaning = Deed | { readonly problem: string };

export interface SequentialObject {
  readonly initial: Json;
  /** Names of operations, for diagnostics. */
  readonly operations: readonly string[];
  meaning(operation: Operation): Meaning;
  /** What more is known once all operations are. It may only leave out what no explanation needs. */
  narrow?(operations: readonly Operation[]): Narrowing | undefined;
  /** The state as a sentence: `it holds 3`. */
  describe(state: Json): string;
}

export interface Narrowing {
  /** What an operation that is pending, or was answered, does: nothing where it need not have happened. */
  deed(operation: Operation, plain: Deed): Deed | undefined;
  /** A moment before which such an operation has happened, if any explanation exists. */
  deadline(operation: Operation): number;
  /**
   * The one operation that makes the states which this one fits: once anything else has happened after it, this one never
   * fits again. `start`: only the first state is such.
   */
  source?(operation: Operation): Operation | "start" | undefined;
  /** False for states from which the operations can't be explained. It may be true for such states as well. */
  outlook?(state: Json): boolean;
}

export const isDeed = (meaning: Meaning): meaning is Deed => !("problem" in meaning);

/** An operation that only looks. */
export function observation(
  text: string,
  fits: (state: Json) => boolean,
  refusal: (state: Json) => string,
  ahead?: (state: Json) => boolean,
): Deed {
  return { text, observes: true, ahead, apply: (state) => (fits(state) ? state : undefined), refusal };
}

/** An operation that changes the object. */
export function change(
  text: string,
  apply: (state: Json) => Json | undefined,
  refusal: (state: Json) => string = () => "",
  grows = false,
): Deed {
  return { text, observes: false, grows, apply, refusal };
}

export function lacks(operation: Operation, what: string): { readonly problem: string } {
  return { problem: `the operation \`${operation.call.name}\` has no ${what}` };
}
