/**
 * The second look at a log: what each node has done, in its order, read from the file only as far as the search has come.
 * What lies behind the search is forgotten. Numbers that are missing without a `gap` line are taken for gaps, so that what
 * is there can be checked all the same; the survey has told of them.
 */
import type { EventLine, FaultLine } from "../../protocols/index.ts";
import { type OpenLog, readLines } from "./lines.ts";
import { parseLine } from "./parse-line.ts";
import type { Survey } from "./survey.ts";

export type NodeFault = Extract<FaultLine, { readonly node: string }>;

/** One place in the life of a node. */
export type Item =
  | { readonly kind: "event"; readonly line: number; readonly event: EventLine }
  | { readonly kind: "fault"; readonly line: number; readonly fault: NodeFault }
  /** Events `from` to `to` happened and are not known; without `to`, nobody knows how many. */
  | { readonly kind: "gap"; readonly line: number; readonly from: number; readonly to?: number };

/** More items than these at a time are not kept: the lines of some node come too late in the file. */
const mostKept = 4_000_000;

export class LogTooWide extends Error {
  override readonly name = "LogTooWide";
}

interface Queue {
  readonly items: Item[];
  /** How many were forgotten. */
  forgotten: number;
  /** The number of the event that comes next. */
  next: number;
  readonly early: Map<number, Item[]>;
  /** Ranges of numbers that no line speaks of. */
  readonly missing: readonly (readonly [number, number])[];
}

export class LogItems {
  private readonly queues: readonly Queue[];
  private readonly lines: Iterator<Entry, undefined>;
  private readonly places: ReadonlyMap<string, number>;
  private readonly skipped: ReadonlySet<number>;
  private kept = 0;
  private over = false;

  /** Items of `nodes`, by their places in this list. */
  constructor(open: OpenLog, survey: Survey) {
    const names = [...survey.nodes.keys()];
    this.places = new Map(names.map((name, place) => [name, place]));
    this.skipped = survey.skipped;
    this.queues = names.map((name) => {
      const node = survey.nodes.get(name);
      const missing = node && !node.openGap ? node.known.missing() : [];
      return { items: [], forgotten: 0, next: 1, early: new Map(), missing };
    });
    this.lines = entries(open);
  }

  /** What `node` does at `position` of its life; undefined when that is its end. */
  at(node: number, position: number): Item | undefined {
    const queue = this.queues[node];
    if (!queue) return undefined;
    while (!this.over && position - queue.forgotten >= queue.items.length) this.readOn();
    return queue.items[position - queue.forgotten];
  }

  /** Nothing before `position` of `node` is asked for any more. */
  forget(node: number, position: number): void {
    const queue = this.queues[node];
    // Forgetting one by one would move the rest each time.
    if (!queue || position - queue.forgotten < 1000) return;
    const count = position - queue.forgotten;
    queue.items.splice(0, count);
    queue.forgotten = position;
    this.kept -= count;
  }

  private readOn(): void {
    const { value, done } = this.lines.next();
    if (done || !value) {
      this.over = true;
      return;
    }
    if (this.skipped.has(value.line)) return;
    const name = value.kind === "event" ? value.event.node : value.kind === "fault" ? value.fault.node : value.node;
    const queue = this.queues[this.places.get(name) ?? -1];
    if (!queue) return;
    if (value.kind === "event") this.placeAt(queue, value.event.i, value);
    else if (value.kind === "fault") this.put(queue, value);
    else {
      const { line, from, to } = value;
      this.placeAt(queue, from, to === undefined ? { kind: "gap", line, from } : { kind: "gap", line, from, to });
    }
    if (this.kept > mostKept) throw new LogTooWide(`more than ${mostKept} events wait for those of other nodes`);
  }

  /** An event or a gap, which begins with number `i`. */
  private placeAt(queue: Queue, i: number, item: Item): void {
    const missing = queue.missing.find(([from, to]) => from <= queue.next && queue.next <= to);
    if (i > queue.next && !missing && !this.endsOpenGap(queue)) {
      queue.early.set(i, [...(queue.early.get(i) ?? []), item]);
      return;
    }
    if (i > queue.next && missing) {
      const to = Math.min(i - 1, missing[1]);
      this.put(queue, { kind: "gap", line: item.line, from: queue.next, to });
      queue.next = to + 1;
      this.placeAt(queue, i, item);
      return;
    }
    this.put(queue, item);
    queue.next = item.kind === "gap" ? (item.to ?? item.from) + 1 : i + 1;
    for (const waiting of queue.early.get(queue.next) ?? []) {
      queue.early.delete(queue.next);
      this.placeAt(queue, queue.next, waiting);
    }
  }

  private endsOpenGap(queue: Queue): boolean {
    const last = queue.items.at(-1);
    return last?.kind === "gap" && last.to === undefined;
  }

  private put(queue: Queue, item: Item): void {
    queue.items.push(item);
    this.kept += 1;
  }
}

type Entry =
  | Extract<Item, { readonly kind: "event" | "fault" }>
  | { readonly kind: "gap"; readonly line: number; readonly node: string; readonly from: number; readonly to?: number };

function* entries(open: OpenLog): Generator<Entry, undefined> {
  for (const line of readLines(open())) {
    const entry = "text" in line ? parseEntry(line.text, line.number) : undefined;
    if (entry) yield entry;
  }
  return undefined;
}

function parseEntry(text: string, number: number): Entry | undefined {
  const parsed = parseLine(text);
  if ("problem" in parsed) return undefined;
  const { line } = parsed;
  if ("action" in line) return { kind: "event", line: number, event: line };
  if ("fault" in line && "node" in line) return { kind: "fault", line: number, fault: line };
  if ("gap" in line)
    return {
      kind: "gap",
      line: number,
      node: line.gap,
      from: line.from,
      ...(line.to === undefined ? {} : { to: line.to }),
    };
  return undefined;
}
