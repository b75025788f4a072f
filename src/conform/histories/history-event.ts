/**
 * Begins and ends of operations as logs tell them. Three kinds of records are known: the `operation` lines of our traces
 * (`docs/traces.md`), maps as Jepsen writes them in EDN and JSON, and the lines of Jepsen's log, which have the same fields.
 */
import type { Json } from "../../protocols/index.ts";
import { type Call, isFields, isList } from "./operation.ts";

export interface HistoryEvent {
  readonly kind: "invoke" | "ok" | "fail" | "info";
  readonly client: string;
  /** Tells operations of one client apart; without it, a client has one at a time. */
  readonly id?: string;
  readonly name?: string;
  /** Of a begin. */
  readonly call?: Call;
  /** Of an end. */
  readonly result?: Json;
  /** Why it failed, or why nobody knows. */
  readonly error?: Json;
  readonly line: number;
}

type Fields = { readonly [name: string]: Json };
/** An event; a mistake; nothing for records that say nothing about operations. */
export type EventOrMistake = HistoryEvent | { readonly mistake: string } | undefined;

export interface Reading {
  /** Values are pairs of a key and the value itself, as `jepsen.independent` makes them. */
  readonly keyed: boolean;
}

const kinds = ["invoke", "ok", "fail", "info"] as const;
const otherLines = ["trace", "action", "fault", "gap", "end"];

export function eventOf(record: Json, line: number, reading: Reading): EventOrMistake {
  if (!isFields(record)) return { mistake: "a record of a history has named fields" };
  if ("operation" in record) return traceEvent(record, line);
  if ("type" in record && "process" in record) return jepsenEvent(record, line, reading);
  if (otherLines.some((name) => name in record)) return undefined;
  return { mistake: "this record has neither `operation` nor `type` and `process`, so it is not part of a history" };
}

function traceEvent(record: Fields, line: number): EventOrMistake {
  const { operation, client, id, call, result } = record;
  const kind = kinds.find((name) => name === operation);
  if (!kind) return { mistake: "`operation` is `invoke`, `ok`, `fail` or `info`" };
  if (typeof client !== "string" && typeof client !== "number") return { mistake: "an operation has a `client`" };
  if (typeof id !== "string" && typeof id !== "number") return { mistake: "an operation has an `id`" };
  const event = { kind, client: String(client), id: String(id), line };
  if (kind !== "invoke") return { ...event, result: plainResult(result) };
  if (!isFields(call) || typeof call.kind !== "string")
    return { mistake: "an operation begins with a `call` that has a `kind`" };
  const { kind: word, key, value, expected } = call;
  const name = plainName(word);
  return { ...event, name, call: { name, ...given({ key, value, expected }) } };
}

/** `{"kind": "value", "value": 3}` is 3, `{"kind": "written"}` nothing, `{"kind": "empty"}` the absence of a value. */
function plainResult(result: Json | undefined): Json | undefined {
  if (!isFields(result) || typeof result.kind !== "string") return result;
  const { kind, ...rest } = result;
  const names = Object.keys(rest);
  if (names.length === 1) return rest[names[0] ?? ""];
  return names.length > 0 ? rest : kind === "empty" || kind === "missing" ? null : undefined;
}

function jepsenEvent(record: Fields, line: number, reading: Reading): EventOrMistake {
  const { process, error } = record;
  const type = plainName(record.type);
  const kind = kinds.find((name) => name === type);
  if (!kind) return { mistake: "`type` is `invoke`, `ok`, `fail` or `info`" };
  if (typeof process !== "number") return undefined; // The nemesis, which is no client.
  const name = plainName(record.f);
  if (name === "") return { mistake: "an operation has a name, `f`" };
  const event = { kind, client: String(process), name, line, ...given({ error }) };
  let { key, value } = record;
  if (reading.keyed) {
    if (!isList(value) || value.length !== 2) {
      // What went wrong may stand where the value was.
      if (kind === "info" || kind === "fail") return event;
      return { mistake: "with `--keyed`, a value is a pair of a key and a value" };
    }
    [key, value] = value as [Json, Json];
  }
  if (kind === "invoke") return { ...event, ...began(name, key, value) };
  return kind === "ok" ? { ...event, result: name === "cas" && typeof value !== "boolean" ? true : value } : event;
}

function began(name: string, key: Json | undefined, value: Json | undefined): Pick<HistoryEvent, "call"> {
  if (name === "cas") {
    const [expected, next] = isList(value) ? value : [];
    return { call: { name, ...given({ key, expected, value: next }) } };
  }
  // An absence can be written; elsewhere it is only the place of the result to come.
  const written = name === "write" || name === "put" ? value : (value ?? undefined);
  return { call: { name, ...given({ key, value: written }) } };
}

const otherNames: Readonly<Record<string, string>> = {
  "compare-and-set": "cas",
  "compare-and-swap": "cas",
  increment: "add",
  lock: "acquire",
  unlock: "release",
};

function plainName(name: Json | undefined): string {
  const plain = typeof name === "string" ? name.replace(/^:/, "") : "";
  return otherNames[plain] ?? plain;
}

/** The fields that are there. */
function given<Name extends string>(fields: Readonly<Record<Name, Json | undefined>>): { readonly [K in Name]?: Json } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in Name]?: Json;
  };
}
