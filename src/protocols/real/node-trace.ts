/**
 * The trace that one node writes, a file of its own in the format of `docs/traces.md`: its transitions, its crashes and
 * restarts. Lines are written before anything leaves the node, and are not synced: they outlive the process, not the
 * machine. What is missing after a restart is taken from the durable log, or said to be a gap.
 */
import { isDeepStrictEqual } from "node:util";
import type { CoreEvent, EventLine, FaultLine, HeaderLine, TraceLine, VectorClock } from "../trace-event.ts";
import { mergeClocks } from "../trace-log.ts";
import type { Failure } from "./failure.ts";
import type { Storage } from "./storage.ts";

/** What the durable log knows of the node's past. */
export interface Past {
  readonly events: readonly EventLine[];
  /** Whether it ran before. */
  readonly restarted: boolean;
  /** Whether all that it wrote into its trace when it ran last must be there. */
  readonly complete: boolean;
}

export class NodeTrace {
  private readonly node: string;
  private readonly storage: Storage;
  private i = 0;
  private written = 0;
  private known: VectorClock = {};

  private constructor(node: string, storage: Storage) {
    this.node = node;
    this.storage = storage;
  }

  /** Continues a trace, or begins one. */
  static open(storage: Storage, path: string, node: string, header: HeaderLine, past: Past): NodeTrace | Failure {
    const trace = new NodeTrace(node, storage);
    const lines = trace.readLines();
    const [first, ...rest] = lines ?? [];
    if (!lines || (first && !isDeepStrictEqual(first, header))) {
      const hint = "choose another file, or delete it";
      return { about: "trace", failure: `\`${path}\` is no trace of this node, or it is damaged`, hint };
    }
    // A node that never ran has told nothing: what is there is from an earlier one, with other data.
    const begins = !first || !past.restarted;
    if (begins) {
      storage.truncate(0);
      trace.put(header);
    } else for (const line of rest) trace.count(line);
    for (const event of past.events) if (event.i > trace.i) trace.makeUp(event);
    if (past.restarted && (!past.complete || begins)) trace.gap();
    return trace;
  }

  get clock(): VectorClock {
    return this.known;
  }

  /** Numbers the events of a step; `seen` is the clock of the message that was received. They are not written yet. */
  place(events: readonly CoreEvent[], seen: VectorClock | undefined): readonly EventLine[] {
    if (seen) this.known = mergeClocks(this.known, seen);
    return events.map((event) => {
      this.i++;
      this.known = { ...this.known, [this.node]: this.i };
      return { node: this.node, i: this.i, ...event, vc: this.known };
    });
  }

  /** Writes what `place` made, in one go. */
  write(events: readonly EventLine[]): void {
    if (events.length === 0) return;
    this.written += events.length;
    this.storage.append(Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""), "utf8"));
  }

  /** The node is back: the crash is told together with the restart, by the only one who knows of it. */
  restart(after: Pick<Extract<FaultLine, { fault: "restart" }>, "set" | "msg">): void {
    const place = { node: this.node, i: this.i };
    this.put({ fault: "crash", ...place });
    this.put({ fault: "restart", ...place, ...after });
  }

  close(): void {
    this.put({ end: { [this.node]: this.written } });
    this.storage.close();
  }

  private put(line: TraceLine): void {
    this.storage.append(Buffer.from(`${JSON.stringify(line)}\n`, "utf8"));
  }

  private gap(to?: number): void {
    const from = this.i + 1;
    this.i = to ?? from;
    this.put(to === undefined ? { gap: this.node, from } : { gap: this.node, from, to });
  }

  private makeUp(event: EventLine): void {
    if (event.i > this.i + 1) this.gap(event.i - 1);
    this.count(event);
    this.put(event);
  }

  private count(line: TraceLine): void {
    if ("gap" in line) this.i = line.to ?? line.from;
    if (!("action" in line)) return;
    this.i = line.i;
    this.written++;
    this.known = line.vc ?? this.known;
  }

  /** Cuts off a line that was torn, and the end: the trace goes on. Nothing, if this is no JSON Lines. */
  private readLines(): readonly TraceLine[] | undefined {
    const bytes = this.storage.read();
    let whole = bytes.lastIndexOf(0x0a) + 1;
    const lines: TraceLine[] = [];
    let from = 0;
    while (from < whole) {
      const to = bytes.indexOf(0x0a, from) + 1;
      const line = parseLine(bytes.toString("utf8", from, to));
      if (line === undefined) return undefined;
      if ("end" in line && to === whole) whole = from;
      else lines.push(line);
      from = to;
    }
    if (whole < bytes.length) this.storage.truncate(whole);
    return lines;
  }
}

function parseLine(text: string): TraceLine | undefined {
  try {
    return JSON.parse(text) as TraceLine;
  } catch {
    return undefined;
  }
}
