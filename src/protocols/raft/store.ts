/**
 * The replicated state machine: a key–value store, and for each client what it was answered last. A command that comes
 * again, because its client heard nothing, finds its answer there and changes nothing (Ongaro's dissertation, §6.3). A
 * client numbers its commands 1, 2, … and waits for each before the next.
 */
import { Map as ImmutableMap } from "immutable";

export type Operation =
  | { readonly kind: "get"; readonly key: string }
  | { readonly kind: "put"; readonly key: string; readonly value: string }
  /** Sets the value if it is `expected`; null stands for no value. */
  | { readonly kind: "cas"; readonly key: string; readonly expected: string | null; readonly value: string };

export interface Command {
  readonly client: string;
  readonly sequence: number;
  readonly operation: Operation;
}

export type Result =
  | { readonly kind: "value"; readonly value: string | null }
  | { readonly kind: "written" }
  | { readonly kind: "swapped"; readonly swapped: boolean };

export interface Session {
  readonly sequence: number;
  readonly result: Result;
}

export interface Store {
  readonly values: ImmutableMap<string, string>;
  readonly sessions: ImmutableMap<string, Session>;
}

export const emptyStore: Store = { values: ImmutableMap(), sessions: ImmutableMap() };

/** The store after a command: unchanged if the command, or a later one of its client, was applied before. */
export function applyCommand(store: Store, { client, sequence, operation }: Command): Store {
  const session = store.sessions.get(client);
  if (session && sequence <= session.sequence) return store;
  const { values, result } = execute(store.values, operation);
  return { values, sessions: store.sessions.set(client, { sequence, result }) };
}

/** What the client was answered, if this was its last command. */
export function findResult(store: Store, { client, sequence }: Command): Result | undefined {
  const session = store.sessions.get(client);
  return session?.sequence === sequence ? session.result : undefined;
}

function execute(values: Store["values"], operation: Operation): { values: Store["values"]; result: Result } {
  const current = values.get(operation.key) ?? null;
  switch (operation.kind) {
    case "get":
      return { values, result: { kind: "value", value: current } };
    case "put":
      return { values: values.set(operation.key, operation.value), result: { kind: "written" } };
    case "cas": {
      const swapped = current === operation.expected;
      return {
        values: swapped ? values.set(operation.key, operation.value) : values,
        result: { kind: "swapped", swapped },
      };
    }
  }
}
