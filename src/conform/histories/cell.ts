/**
 * A place for one value, as registers and key–value stores have them: read, write, compare-and-set, append, delete. `null`
 * stands for no value. A store is one cell for each key.
 */
import type { Json } from "../../protocols/index.ts";
import { change, type Deed, lacks, type Meaning, observation, type SequentialObject } from "./deed.ts";
import { isList, type Operation, sameValue, shown } from "./operation.ts";
import { narrowValues } from "./unique-values.ts";

export function createCell(initial: Json): SequentialObject {
  return {
    initial,
    operations: ["read", "write", "cas", "append", "delete"],
    meaning,
    narrow: (operations) => narrowValues(operations, initial),
    describe,
  };
}

const describe = (state: Json) => (state === null ? "there is no value" : `the value is ${shown(state)}`);

function meaning(operation: Operation): Meaning {
  const { call, result, outcome } = operation;
  const { value, expected } = call;
  switch (call.name) {
    case "read":
    case "get":
      if (result === undefined && outcome === "ok") return lacks(operation, "result");
      return read(call.name, result ?? null);
    case "write":
    case "put":
      return value === undefined ? lacks(operation, "value") : change(`${call.name} ${shownWhole(value)}`, () => value);
    case "cas":
      if (value === undefined || expected === undefined) return lacks(operation, "expected and new value");
      return compareAndSet(expected, value, result !== false);
    case "append":
      return value === undefined
        ? lacks(operation, "value")
        : change(`append ${shownWhole(value)}`, (state) => appended(state, value), describe, true);
    case "delete":
      return remove(typeof result === "boolean" ? result : undefined);
    default:
      return { problem: `a register or store has no operation \`${call.name}\`` };
  }
}

/** Texts tell deeds apart, so they hold values whole; reports shorten them. */
const shownWhole = (value: Json) =>
  typeof value === "string" && /^[\w.:-]+$/.test(value) && !/^(null|true|false|-?\d.*)$/.test(value)
    ? value
    : JSON.stringify(value);

const read = (name: string, result: Json): Deed =>
  observation(
    `${name} → ${shownWhole(result)}`,
    (state) => sameValue(state, result),
    describe,
    (state) => isStartOf(state, result),
  );

function compareAndSet(expected: Json, value: Json, swapped: boolean): Deed {
  const text = `cas ${shownWhole(expected)} ${shownWhole(value)}`;
  if (!swapped) return observation(`${text} → false`, (state) => !sameValue(state, expected), describe);
  return change(text, (state) => (sameValue(state, expected) ? value : undefined), describe);
}

/** Texts are joined, lists get one item more; no value counts as the empty one. */
function appended(state: Json, value: Json): Json | undefined {
  if (isList(state)) return [...state, value];
  if (typeof value !== "string") return state === null ? [value] : undefined;
  return state === null ? value : typeof state === "string" ? state + value : undefined;
}

/** Whether appending may turn `state` into `whole`. */
function isStartOf(state: Json, whole: Json): boolean {
  if (typeof whole === "string") return state === null || (typeof state === "string" && whole.startsWith(state));
  if (!isList(whole)) return sameValue(state, whole);
  return state === null || (isList(state) && state.every((item, at) => sameValue(item, whole[at] ?? null)));
}

function remove(existed: boolean | undefined): Deed {
  if (existed === false) return observation("delete → false", (state) => state === null, describe);
  const fits = (state: Json) => existed === undefined || state !== null;
  return change(existed ? "delete → true" : "delete", (state) => (fits(state) ? null : undefined), describe);
}
