/**
 * Exit codes. They are TLC's where TLC has one, because CI scripts in this field know them. One run has one code: the
 * worst of its results.
 */
export const exitCodes = {
  holds: 0,
  /** An expectation was missed, `fmt --check` would change a file, a replay went stale, a scenario failed. */
  missed: 1,
  /** A limit was reached, or what was asked is not executed yet. */
  inconclusive: 3,
  assumption: 10,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  assertion: 14,
  warning: 15,
  internal: 70,
  modelError: 75,
  interrupted: 130,
  /** A mistake in a file. */
  input: 150,
  /** A mistake on the command line, or a file that cannot be read. */
  usage: 151,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** From fine to worst. */
const order: readonly ExitCode[] = [0, 15, 3, 1, 10, 11, 13, 12, 14, 75, 150, 151, 130, 70];

export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((found, code) => (order.indexOf(code) > order.indexOf(found) ? code : found), 0);
}
