/**
 * Where each value is written by one operation only, as careful tests do, it is known which write each read saw. So a read
 * whose write has been placed must come before anything else is written; a write that nobody answered, and somebody read, must
 * have happened before that read was over; and one that nobody read may as well not have happened. What is said of values
 * that nobody read holds however often they are written.
 */
import type { Json } from "../../protocols/index.ts";
import { change, type Deed, type Narrowing } from "./deed.ts";
import { canonical, type Operation } from "./operation.ts";

/** Nothing where values are appended to or deleted: then states are made by several operations together. */
export function narrowValues(operations: readonly Operation[], initial: Json): Narrowing | undefined {
  const happened = operations.filter((operation) => operation.outcome !== "fail");
  if (happened.some(({ call }) => call.name === "append" || call.name === "delete")) return undefined;
  const writers = new Map<string, Operation | "several">();
  const readers = new Map<string, Operation[]>();
  /** Values that some compare-and-set did not find. */
  const missed = new Set<string>();
  for (const operation of happened) {
    const written = writtenBy(operation);
    if (written !== undefined) writers.set(written, writers.has(written) ? "several" : operation);
    const seen = seenBy(operation);
    if (seen !== undefined) readers.set(seen, [...(readers.get(seen) ?? []), operation]);
    const { call, result } = operation;
    if (call.name === "cas" && result === false && call.expected !== undefined) missed.add(canonical(call.expected));
  }
  const first = canonical(initial);
  if (writers.has(first)) writers.set(first, "several");
  const impossible = [...readers].some(
    ([seen, some]) => seen !== first && !writers.has(seen) && some.some(({ outcome }) => outcome === "ok"),
  );
  const source = (operation: Operation): Operation | "start" | undefined => {
    const seen = seenBy(operation);
    if (seen === undefined) return undefined;
    const writer = writers.get(seen);
    return writer === "several" ? undefined : (writer ?? (seen === first ? "start" : undefined));
  };
  return {
    deed(operation, plain) {
      const written = writtenBy(operation);
      if (written === undefined || readers.has(written) || missed.has(written) || written === first) return plain;
      if (operation.outcome === "pending" && missed.size === 0) return undefined;
      return leaving(operation, plain);
    },
    deadline(operation) {
      const written = writtenBy(operation) ?? "";
      if (writers.get(written) !== operation) return Number.POSITIVE_INFINITY;
      // Between two events, so that no two moments are the same.
      return Math.min(...(readers.get(written) ?? []).map(({ end }) => end)) - 0.5;
    },
    source,
    outlook: () => !impossible,
  };
}

/** Stands for every value that nobody looks for: they are all the same to whoever finds them. */
const unseen: Json = { "#unseen": true };

/** The same deed, but for the value that it leaves. */
function leaving({ call }: Operation, plain: Deed): Deed {
  const text = call.name === "cas" ? `cas ${canonical(call.expected ?? null)} ${canonical(unseen)}` : canonical(unseen);
  return change(text, (state) => (plain.apply(state) === undefined ? undefined : unseen), plain.refusal);
}

/** The value that the operation leaves, if it does. */
function writtenBy({ call, result }: Operation): string | undefined {
  const writes = call.name === "write" || call.name === "put" || (call.name === "cas" && result !== false);
  return writes && call.value !== undefined ? canonical(call.value) : undefined;
}

/** The value that it must find. */
function seenBy({ call, result, outcome }: Operation): string | undefined {
  if (call.name === "cas")
    return result === false || call.expected === undefined ? undefined : canonical(call.expected);
  const reads = (call.name === "read" || call.name === "get") && outcome === "ok" && result !== undefined;
  return reads ? canonical(result) : undefined;
}
