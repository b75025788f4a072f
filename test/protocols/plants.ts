/**
 * Mistakes that are planted in the code, one at a time: which property of a simulated run breaks, and what lock-step shows: a
 * step that the model refuses, a duty that is not kept, or code that does not get done. Some are found in one way only.
 */
import type { Mistake } from "./variant.ts";

export interface Plant extends Mistake {
  /** Which property of runs breaks first, or which ones may: `A or B`. */
  readonly breaks?: string;
  /** So many seeds are tried, or 300. */
  readonly within?: number;
  /** In runs of five servers whose leaders change all the time. */
  readonly isRestless?: boolean;
  /** What breaks when only the pace is watched, at which every run looks. */
  readonly pace?: "Promptness" | "Thrift" | "Obedience";
  /** Found in the card of lock-step: a difference, the model's refusal, or what is wrong with an answer. */
  readonly shows?: string;
  /** Found by the duties alone, in lock-step: what is wrong with the step. */
  readonly owes?: string;
  /** Found by progress alone, in lock-step: what is missing in the end. */
  readonly lacks?: string;
  /** The configuration of lock-step, where it is not the usual one. */
  readonly settings?: string;
}
