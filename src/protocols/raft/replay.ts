/**
 * What commands make of the empty store, each executed once however often it comes: written a second time, by other means
 * than the servers', so that a mistake in their store is none here.
 */
import type { Json } from "../trace-event.ts";
import type { Command, Operation, Store } from "./store.ts";

export type Values = Readonly<Record<string, string>>;

export function execute(values: Values, operation: Operation): { readonly result: Json; readonly after: Values } {
  const current = values[operation.key] ?? null;
  if (operation.kind === "get") return { result: { kind: "value", value: current }, after: values };
  const after = { ...values, [operation.key]: operation.value };
  if (operation.kind === "put") return { result: { kind: "written" }, after };
  const swapped = current === operation.expected;
  return { result: { kind: "swapped", swapped }, after: swapped ? after : values };
}

export interface Replayed {
  readonly values: Values;
  /** By client: its last command, and what that gave. */
  readonly last: ReadonlyMap<string, { readonly sequence: number; readonly result: Json }>;
}

export const nothing: Replayed = { values: {}, last: new Map() };

/** After one more command. One that its client has followed by others comes too late for anything. */
export function afterCommand(replayed: Replayed, { client, sequence, operation }: Command): Replayed {
  if ((replayed.last.get(client)?.sequence ?? 0) >= sequence) return replayed;
  const { result, after } = execute(replayed.values, operation);
  return { values: after, last: new Map(replayed.last).set(client, { sequence, result }) };
}

/** Whether a server's store is what was replayed. */
export function isStore({ values, last }: Replayed, store: Store): boolean {
  const names = Object.keys(values);
  return (
    store.values.size === names.length &&
    names.every((key) => store.values.get(key) === values[key]) &&
    store.sessions.size === last.size &&
    [...last].every(([client, { sequence, result }]) => {
      const session = store.sessions.get(client);
      return session?.sequence === sequence && isSame(session.result, result);
    })
  );
}

export const isSame = (one: object, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);
