/**
 * By which names code does what the checks look for: passes a trace point, changes its state, makes it durable, sends. A
 * name is that of a function or method (`persist`), or of a method of one class or object (`log.persist`).
 */
export interface Names {
  readonly trace: readonly string[];
  /** Functions that change the state: durable variables are the fields of the object that they are given. */
  readonly update: readonly string[];
  /** When such a function returns (or what it returns is awaited), what was changed before is durable. */
  readonly persist: readonly string[];
  /** Functions that let others know: messages to nodes, and answers to clients. */
  readonly send: readonly string[];
  /** What the code calls a durable variable of the model, where that is not its name there. */
  readonly variables: ReadonlyMap<string, string>;
  /** Actions of the model that need no trace point. */
  readonly untraced: readonly string[];
}

export const usualNames: Names = {
  trace: ["trace"],
  update: ["update"],
  persist: ["persist"],
  send: ["send", "broadcast", "reply", "answer"],
  variables: new Map(),
  untraced: [],
};

/** Whether a call of `method` on `receivers` (the object's text, its class) is meant by one of `patterns`. */
export function isNamed(patterns: readonly string[], method: string, receivers: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const dot = pattern.lastIndexOf(".");
    if (dot < 0) return pattern === method;
    return pattern.slice(dot + 1) === method && receivers.includes(pattern.slice(0, dot));
  });
}
