/** Whether what a system did is a behaviour of a model, or of an object: traces, lock-step, histories, code. */
export * from "./histories/index.ts";
export * from "./lockstep/index.ts";
export * from "./traces/index.ts";
