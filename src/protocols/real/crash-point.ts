/**
 * A crash at a chosen moment, for tests: between two effects, or an effect and a message. The process kills itself as
 * `kill -9` would, so that nothing is flushed, closed or said.
 */
export type CrashPoint = () => void;

export const never: CrashPoint = () => {};

/** Performs so many effects and messages, and dies before the next one. */
export function dieAfter(performed: number): CrashPoint {
  let left = performed;
  return () => {
    if (left-- === 0) process.kill(process.pid, "SIGKILL");
  };
}
