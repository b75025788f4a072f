/** The log leaves the bounds that the model has been given: they have to grow, and the search begins again. */
import type { Failure, Refusal } from "../../interpreter/index.ts";

export class OutOfBounds extends Error {
  override readonly name = "OutOfBounds";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }

  /** The end of the range, or the capacity, that is too small. */
  get limit(): number | undefined {
    const found = /outside -?\d+\.\.(-?\d+)|capacity of (\d+)/.exec(this.message);
    return found ? Number(found[1] ?? found[2]) : undefined;
  }
}

/** Throws when a step fails only because a bound is too small. `real`: messages of errors that no bound is to blame for. */
export function checkBounds(refusals: readonly Refusal[], real: ReadonlySet<string>): void {
  for (const { failure } of refusals) {
    if (!failure || (failure.rule !== "range" && failure.rule !== "capacity") || real.has(failure.message)) continue;
    throw new OutOfBounds(failure);
  }
}
