/**
 * A first-in, first-out queue. Its state is the list of what is in it; a dequeue whose result is `null` found it empty.
 */
import type { Json } from "../../protocols/index.ts";
import { change, type Deed, lacks, type Meaning, type Narrowing, observation, type SequentialObject } from "./deed.ts";
import { canonical, isList, type Operation, sameValue, shown } from "./operation.ts";

export function createQueue(initial: Json): SequentialObject {
  const first = initial ?? [];
  return {
    initial: first,
    operations: ["enqueue", "dequeue"],
    meaning,
    narrow: (operations) => narrow(operations, items(first)),
    describe,
  };
}

const items = (state: Json): readonly Json[] => (isList(state) ? state : []);

const mostShown = 4;

function describe(state: Json): string {
  const all = items(state);
  if (all.length === 0) return "the queue is empty";
  const more = all.length > mostShown ? ` and ${all.length - mostShown} more` : "";
  return `the queue holds ${all.slice(0, mostShown).map(shown).join(", ")}${more}`;
}

function meaning(operation: Operation): Meaning {
  const { call, result, outcome } = operation;
  const { value } = call;
  switch (call.name) {
    case "enqueue":
      return value === undefined ? lacks(operation, "value") : enqueue(value);
    case "dequeue":
      if (outcome === "pending")
        return change("dequeue", (state) => (items(state).length > 0 ? items(state).slice(1) : undefined), describe);
      return result === undefined ? lacks(operation, "result") : dequeue(result);
    default:
      return { problem: `a queue has no operation \`${call.name}\`` };
  }
}

const enqueue = (value: Json): Deed => change(`enqueue ${canonical(value)}`, (state) => [...items(state), value]);

function dequeue(result: Json): Deed {
  if (result === null) return observation("dequeue → empty", (state) => items(state).length === 0, describe);
  return change(
    `dequeue → ${canonical(result)}`,
    (state) => {
      const [first, ...rest] = items(state);
      return first !== undefined && sameValue(first, result) ? rest : undefined;
    },
    describe,
  );
}

interface Stay {
  /** The earliest moment at which the item can leave, and the latest. */
  readonly from: number;
  readonly to: number;
}

/**
 * Items leave in their order: a queue is hopeless when one of its items is taken out before a dequeue begins that takes one
 * in front of it. What an answered dequeue got, no pending one got; and a pending enqueue of what nobody got may as well not
 * have happened. All this of items that are enqueued once: of others, nobody knows which dequeue took which.
 */
function narrow(operations: readonly Operation[], first: readonly Json[]): Narrowing | undefined {
  const happened = operations.filter((operation) => operation.outcome !== "fail");
  const times = new Map<string, number>();
  const enqueued = happened.flatMap(({ call }) => (call.name === "enqueue" ? [call.value ?? null] : []));
  for (const name of [...first, ...enqueued].map(canonical)) times.set(name, (times.get(name) ?? 0) + 1);
  const dequeues = happened.filter((operation) => operation.call.name === "dequeue");
  const unanswered = dequeues.filter((operation) => operation.outcome === "pending");
  // What no answer tells of may have gone to somebody who never heard, or stays for ever.
  const other: Stay = { from: Math.min(...unanswered.map(({ begin }) => begin)), to: Number.POSITIVE_INFINITY };
  const stays = new Map<string, Stay>();
  for (const [name, count] of times) if (count === 1) stays.set(name, other);
  for (const { outcome, result, begin, end } of dequeues) {
    if (outcome === "pending" || result === undefined || result === null) continue;
    const name = canonical(result);
    if (stays.has(name)) stays.set(name, { from: begin, to: end });
  }
  if (stays.size === 0) return undefined;
  const deadline = deadlines(happened, stays);
  const isLost = (item: Json): boolean => (stays.get(canonical(item)) ?? other) === other;
  const lose = (state: Json): Json | undefined => {
    const [item, ...rest] = items(state);
    return item !== undefined && isLost(item) ? rest : undefined;
  };
  return {
    deed({ call, outcome }, plain) {
      if (outcome !== "pending") return plain;
      if (call.name === "dequeue") return change("dequeue", lose, describe);
      const value = call.value ?? null;
      const unneeded = times.get(canonical(value)) === 1 && isLost(value);
      return unneeded ? undefined : plain;
    },
    deadline: ({ call, outcome }) =>
      call.name === "enqueue" && outcome === "pending"
        ? deadline(stays.get(canonical(call.value ?? null)))
        : Number.POSITIVE_INFINITY,
    outlook: (state) => isInOrder(items(state), stays),
  };
}

/** What leaves at `stay` was enqueued before it left, and before everything that leaves later for sure. */
function deadlines(
  operations: readonly Operation[],
  stays: ReadonlyMap<string, Stay>,
): (stay: Stay | undefined) => number {
  const later = operations
    .flatMap(({ call, outcome, end }) => {
      const stay = call.name === "enqueue" && outcome === "ok" ? stays.get(canonical(call.value ?? null)) : undefined;
      return stay ? [{ from: stay.from, end }] : [];
    })
    .sort((a, b) => b.from - a.from);
  // From the last to leave to the first: the earliest end of their enqueues.
  let earliest = Number.POSITIVE_INFINITY;
  const ends = later.map(({ end }) => {
    earliest = Math.min(earliest, end);
    return earliest;
  });
  return (stay) => {
    if (!stay || !Number.isFinite(stay.to)) return Number.POSITIVE_INFINITY;
    let low = 0;
    let high = later.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((later[middle]?.from ?? 0) > stay.to) low = middle + 1;
      else high = middle;
    }
    // Between two events, so that no two moments are the same.
    return Math.min(stay.to, ends[low - 1] ?? Number.POSITIVE_INFINITY) - 0.5;
  };
}

function isInOrder(items: readonly Json[], stays: ReadonlyMap<string, Stay>): boolean {
  let latest = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const stay = stays.get(canonical(item));
    if (!stay) continue;
    if (stay.to < latest) return false;
    latest = Math.max(latest, stay.from);
  }
  return true;
}
