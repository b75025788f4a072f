/**
 * What people can get wrong, and what the world can refuse: said in words, and returned. This room knows no diagnostics;
 * the command line makes them of it.
 */
export interface Failure {
  /** What it is about: an address, a data folder, a trace, or what was asked for. */
  readonly about: "address" | "data" | "trace" | "usage";
  readonly failure: string;
  readonly hint?: string;
}

export const isFailure = (value: unknown): value is Failure =>
  typeof value === "object" && value !== null && "failure" in value && "about" in value;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "access is denied",
  EPERM: "access is denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "a part of the path is a file",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EIO: "the disk has an error",
  EMFILE: "too many files are open",
  EADDRINUSE: "another program listens there",
  EADDRNOTAVAIL: "this machine does not have that address",
  ENOTFOUND: "nobody knows that name",
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection was cut",
};

/** Why the operating system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons[code] ?? (code === "" ? String(error instanceof Error ? error.message : error) : code);
}

export const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Runs what touches the disk; an error of the operating system becomes a failure. */
export function attempt<Value>(about: Failure["about"], what: string, work: () => Value): Value | Failure {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return { about, failure: `${what}: ${reasonOf(error)}` };
  }
}
