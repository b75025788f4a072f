/** The objects by their names, and which one a history is most likely about. */
import type { Json } from "../../protocols/index.ts";
import { createCell } from "./cell.ts";
import { createCounter } from "./counter.ts";
import type { SequentialObject } from "./deed.ts";
import { createLock } from "./lock.ts";
import type { Operation } from "./operation.ts";
import { createQueue } from "./queue.ts";

export const objectNames = ["register", "kv", "queue", "lock", "counter"] as const;
export type ObjectName = (typeof objectNames)[number];

/** What the object is in the beginning is `initial`: no value, an empty queue, a free lock, 0 where it is absent. */
export function createObject(name: ObjectName, initial: Json = null): SequentialObject {
  switch (name) {
    case "register":
    case "kv":
      return createCell(initial);
    case "queue":
      return createQueue(initial);
    case "lock":
      return createLock(initial);
    case "counter":
      return createCounter(initial);
  }
}

const telling: readonly (readonly [ObjectName, readonly string[]])[] = [
  ["queue", ["enqueue", "dequeue"]],
  ["lock", ["acquire", "release"]],
  ["counter", ["add"]],
  ["kv", ["get", "put", "append", "delete"]],
  ["register", ["read", "write", "cas"]],
];

/** By the first operation whose name only one object has; `cas` and `read` say little, so they are asked last. */
export function likelyObject(operations: readonly Operation[]): ObjectName | undefined {
  const names = new Set(operations.map((operation) => operation.call.name));
  return telling.find(([, words]) => words.some((word) => names.has(word)))?.[0];
}
