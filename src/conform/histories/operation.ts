/**
 * What clients did to a shared object: for each operation what was asked, what came back, and when it began and ended. Readers
 * of logs make operations, objects say what they mean, and the search asks whether one order explains them all.
 */
import type { Json } from "../../protocols/index.ts";

/** What was asked for: `{ name: "cas", key: "x", expected: 1, value: 2 }`. */
export interface Call {
  readonly name: string;
  /** Operations on different keys are operations on different objects. */
  readonly key?: Json;
  readonly value?: Json;
  readonly expected?: Json;
}

/**
 * `ok`: it happened, with this result. `fail`: it did not happen and never will. `pending`: nobody knows; it may have
 * happened at any time after it began, or never.
 */
export type OperationEnd = "ok" | "fail" | "pending";

export interface Operation {
  readonly client: string;
  readonly call: Call;
  readonly result?: Json;
  readonly outcome: OperationEnd;
  /** Places among all events of the history. An operation without an end has `Infinity`. */
  readonly begin: number;
  readonly end: number;
  /** Lines of the file, for people. */
  readonly firstLine: number;
  readonly lastLine?: number;
}

export interface History {
  readonly operations: readonly Operation[];
  /** Begins and ends that were read. */
  readonly events: number;
}

/** A text that two values share exactly when they are equal: the fields of objects are sorted. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${fields.join(",")}}`;
}

export function sameValue(a: Json, b: Json): boolean {
  if (a === b) return true;
  return typeof a === "object" && typeof b === "object" && a !== null && b !== null && canonical(a) === canonical(b);
}

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export function isFields(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const longest = 40;

/** A value for people, shortened in the middle. */
export function shown(value: Json): string {
  const text = typeof value === "string" && /^[\w.:-]+$/.test(value) ? value : canonical(value);
  if (text.length <= longest) return text;
  return `${text.slice(0, longest / 2)}…${text.slice(1 - longest / 2)}`;
}
