/**
 * Linearizability by trying every order: slow, short, and sharing nothing with the search that it judges, not even what an
 * object is. Only for histories of a few operations.
 */
import type { ObjectName, Operation } from "../../src/conform/index.ts";
import type { Json } from "../../src/protocols/index.ts";

/** The state after the operation, or `undefined` when its result is impossible in this state. */
type Step = (state: string, operation: Operation) => string | undefined;

const text = (value: Json | undefined): string => JSON.stringify(value ?? null);

const cell: Step = (state, { call, result, outcome }) => {
  const free = outcome === "pending";
  switch (call.name) {
    case "read":
    case "get":
      return free || text(result) === state ? state : undefined;
    case "write":
    case "put":
      return text(call.value);
    case "append":
      return JSON.stringify(`${(JSON.parse(state) as string | null) ?? ""}${String(call.value)}`);
    case "delete":
      return result === undefined || (result === true) === (state !== "null") ? "null" : undefined;
    default: {
      const equal = text(call.expected) === state;
      if (free || result === undefined) return equal || free ? (equal ? text(call.value) : state) : undefined;
      return equal === (result === true) ? (equal ? text(call.value) : state) : undefined;
    }
  }
};

const queue: Step = (state, { call, result, outcome }) => {
  const items = JSON.parse(state) as Json[];
  if (call.name === "enqueue") return JSON.stringify([...items, call.value]);
  if (outcome !== "pending" && text(items[0]) !== text(result)) return undefined;
  return JSON.stringify(items.slice(1));
};

const lock: Step = (state, { call, client, result }) => {
  const works = call.name === "acquire" ? state === "null" : state === text(client);
  if (works === (result === false)) return undefined;
  return works ? (call.name === "acquire" ? text(client) : "null") : state;
};

const counter: Step = (state, { call, result, outcome }) => {
  if (call.name === "add") return text(Number(state) + Number(call.value));
  return outcome === "pending" || text(result) === state ? state : undefined;
};

const objects: Readonly<Record<ObjectName, { readonly step: Step; readonly initial: string }>> = {
  register: { step: cell, initial: "null" },
  kv: { step: cell, initial: "null" },
  queue: { step: queue, initial: "[]" },
  lock: { step: lock, initial: "null" },
  counter: { step: counter, initial: "0" },
};

/**
 * How many answers, in the order in which they came, one order can explain at most; the operations whose answers came later
 * may be in the order or not. All of them: the history is linearizable.
 */
export function explainable(operations: readonly Operation[], name: ObjectName): number {
  const { step, initial } = objects[name];
  const happened = operations.filter((operation) => operation.outcome !== "fail");
  const answered = happened.filter((item) => item.outcome === "ok").sort((a, b) => a.end - b.end);
  let best = 0;
  const extend = (state: string, left: readonly Operation[]): void => {
    const explained = answered.findIndex((operation) => left.includes(operation));
    best = Math.max(best, explained < 0 ? answered.length : explained);
    if (best === answered.length) return;
    const deadline = Math.min(...left.map((operation) => operation.end));
    for (const operation of left) {
      if (operation.begin > deadline) continue;
      const after = step(state, operation);
      if (after === undefined) continue;
      extend(
        after,
        left.filter((other) => other !== operation),
      );
    }
  };
  extend(initial, happened);
  return best;
}
