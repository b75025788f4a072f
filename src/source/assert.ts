/** Errors of Lockstep itself, never of its users: they end in exit code 70 and ask for a report. */

export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** The end of an exhaustive `switch`: the compiler shows that it is not reached. */
export function unreachable(value: never): never {
  throw new InternalError(`unreachable: ${JSON.stringify(value)}`);
}

/** Checks what must hold of our own data. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InternalError(why);
}
