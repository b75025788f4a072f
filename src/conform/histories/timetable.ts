/**
 * The operations of one object as numbers, laid out for the search: deeds numbered, operations that were answered in the order
 * in which they began and in which they ended, and the pending ones, which nothing forces to happen at all.
 *
 * Only operations that overlap have to be told apart in a set, so each has a slot: a bit that another operation takes over
 * when this one has ended. A set of linearised operations is then the number of ends that have passed and a few bits.
 */
import type { Json } from "../../protocols/index.ts";
import { type Deed, isDeed, type Narrowing, type SequentialObject } from "./deed.ts";
import type { Operation } from "./operation.ts";

export interface Timetable {
  readonly deeds: readonly Deed[];
  /** Operations that have ended or have a deadline, by their begin. Pending ones that might change something follow, by their begin. */
  readonly operations: readonly Operation[];
  /** How many of them have ended. */
  readonly ended: number;
  /** For each operation: its deed. */
  readonly deed: Int32Array;
  readonly begin: Float64Array;
  readonly observes: Uint8Array;
  /** For each operation that has ended: the bit that stands for it while it is open; how many ended before it. */
  readonly slot: Int32Array;
  readonly rank: Int32Array;
  /** Operations by their rank, and when they ended. */
  readonly byEnd: Int32Array;
  readonly endOf: Float64Array;
  readonly slots: number;
  /** For each pending operation: the one before it with the same deed, or -1. They are interchangeable: the first goes first. */
  readonly twin: Int32Array;
  /** Whether there are changes that only let the state grow. All others are resets. */
  readonly grows: boolean;
  /** For each place among the operations that have ended: the first reset there or later, or `ended`. */
  readonly nextReset: Int32Array;
  readonly pendingResets: readonly number[];
  /** For each operation that has ended: the one that makes what it fits; or one of these two. */
  readonly source: Int32Array;
  readonly hasSources: boolean;
  readonly outlook?: (state: Json) => boolean;
}

/** Any operation may make what this one fits. */
export const noSource = -1;
/** Only what was there at first fits. */
export const fromStart = -2;

/** An operation that means nothing to the object. */
export interface Misfit {
  readonly operation: Operation;
  readonly problem: string;
}

export function layOutOperations(
  operations: readonly Operation[],
  object: SequentialObject,
  narrows: boolean,
): { readonly timetable: Timetable; readonly misfits: readonly Misfit[] } {
  const narrowing = narrows ? object.narrow?.(operations) : undefined;
  const misfits: Misfit[] = [];
  const numbers = new Map<string, number>();
  const deeds: Deed[] = [];
  const ended: Entry[] = [];
  const pending: Entry[] = [];
  for (const operation of [...operations].sort((a, b) => a.begin - b.begin)) {
    const meaning = object.meaning(operation);
    if (!isDeed(meaning)) {
      misfits.push({ operation, problem: meaning.problem });
      continue;
    }
    if (operation.outcome === "fail") continue;
    const deed = narrowing ? narrowing.deed(operation, meaning) : meaning;
    if (!deed) continue;
    // A look that nobody was told about explains nothing and hinders nothing.
    if (operation.outcome === "pending" && deed.observes) continue;
    let number = numbers.get(deed.text);
    if (number === undefined) {
      number = deeds.push(deed) - 1;
      numbers.set(deed.text, number);
    }
    const deadline = operation.outcome === "pending" ? narrowing?.deadline(operation) : undefined;
    // A deadline that was over when the operation began has no explanation; the search finds that by itself.
    const end = deadline !== undefined && deadline > operation.begin ? deadline : operation.end;
    (Number.isFinite(end) ? ended : pending).push({ operation, number, end });
  }
  return { timetable: arrange(deeds, ended, pending, narrowing), misfits };
}

interface Entry {
  readonly operation: Operation;
  /** Of its deed. */
  readonly number: number;
  readonly end: number;
}

function arrange(
  deeds: readonly Deed[],
  ended: readonly Entry[],
  pending: readonly Entry[],
  narrowing: Narrowing | undefined,
): Timetable {
  const all = [...ended, ...pending];
  const deed = Int32Array.from(all, ({ number }) => number);
  const byEnd = Int32Array.from(ended.keys()).sort((a, b) => (ended[a]?.end ?? 0) - (ended[b]?.end ?? 0));
  const rank = new Int32Array(ended.length);
  byEnd.forEach((operation, at) => {
    rank[operation] = at;
  });
  const latest = new Map<number, number>();
  const twin = Int32Array.from(pending, ({ number }, at) => {
    const before = latest.get(number) ?? -1;
    latest.set(number, at);
    return before;
  });
  const begin = Float64Array.from(all, ({ operation }) => operation.begin);
  const endOf = Float64Array.from(byEnd, (operation) => ended[operation]?.end ?? 0);
  return {
    deeds,
    operations: all.map(({ operation }) => operation),
    ended: ended.length,
    deed,
    begin,
    observes: Uint8Array.from(deed, (number) => (deeds[number]?.observes ? 1 : 0)),
    rank,
    byEnd,
    endOf,
    twin,
    ...findSources(all, ended.length, narrowing),
    ...(narrowing?.outlook ? { outlook: narrowing.outlook } : {}),
    grows: deeds.some(({ grows }) => grows),
    ...findResets(deeds, deed, ended.length),
    ...giveSlots(begin, byEnd, endOf),
  };
}

function findSources(
  all: readonly Entry[],
  ended: number,
  narrowing: Narrowing | undefined,
): Pick<Timetable, "source" | "hasSources"> {
  const source = new Int32Array(ended).fill(noSource);
  if (!narrowing?.source) return { source, hasSources: false };
  const places = new Map(all.map(({ operation }, at) => [operation, at]));
  for (const [at, { operation }] of all.slice(0, ended).entries()) {
    const found = narrowing.source(operation);
    if (found !== undefined) source[at] = found === "start" ? fromStart : (places.get(found) ?? noSource);
  }
  return { source, hasSources: source.some((number) => number !== noSource) };
}

function findResets(
  deeds: readonly Deed[],
  deed: Int32Array,
  ended: number,
): Pick<Timetable, "nextReset" | "pendingResets"> {
  const resets = (operation: number): boolean => {
    const { observes, grows } = deeds[deed[operation] ?? 0] ?? {};
    return !observes && !grows;
  };
  const nextReset = new Int32Array(ended + 1).fill(ended);
  for (let at = ended - 1; at >= 0; at--) nextReset[at] = resets(at) ? at : (nextReset[at + 1] ?? ended);
  return { nextReset, pendingResets: [...deed.keys()].filter((at) => at >= ended && resets(at)) };
}

/** Goes through begins and ends in time, and gives each operation the lowest slot that is free. */
function giveSlots(begin: Float64Array, byEnd: Int32Array, endOf: Float64Array): Pick<Timetable, "slot" | "slots"> {
  const slot = new Int32Array(byEnd.length);
  const free: number[] = [];
  let slots = 0;
  let ends = 0;
  for (let operation = 0; operation < byEnd.length; operation++) {
    while (ends < byEnd.length && (endOf[ends] ?? 0) < (begin[operation] ?? 0)) {
      free.push(slot[byEnd[ends] ?? 0] ?? 0);
      ends++;
    }
    slot[operation] = free.pop() ?? slots++;
  }
  return { slot, slots };
}
