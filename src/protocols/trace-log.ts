/**
 * Writes a trace, line by line, in the format of `docs/traces.md`. It numbers the events of each node and keeps the vector
 * clocks; where the lines go is the caller's business. A runtime gives each message the clock that `clockOf` its sender has
 * when it leaves, and hands that over with the events of the step in which it arrives.
 */
import type {
  CoreEvent,
  EventLine,
  FaultLine,
  GapLine,
  HeaderLine,
  OperationLine,
  TraceLine,
  VectorClock,
} from "./trace-event.ts";

type Unplaced<Line> = Line extends { readonly i: number } ? Omit<Line, "i"> : Line;

export interface TraceLog {
  /** One step's events, in their order. `seen` is the clock of the message that was received, `ts` when it happened. */
  events(node: string, events: readonly CoreEvent[], seen?: VectorClock, ts?: EventLine["ts"]): void;
  /** A fault of a node is placed after the node's last event. */
  fault(fault: Unplaced<FaultLine>): void;
  /** So many events of this node are missing; without a number, nobody knows how many. */
  gap(node: string, missing?: number): void;
  operation(operation: OperationLine): void;
  end(): void;
  clockOf(node: string): VectorClock;
}

/** `write` gets each line without its line break. Vector clocks are kept if the header says so. */
export function createTraceLog(header: HeaderLine, write: (line: string) => void): TraceLog {
  const keepsClocks = header.order.includes("vc");
  const clocks = new Map<string, VectorClock>(header.nodes.map((node) => [node, {}]));
  const counts = new Map<string, number>(header.nodes.map((node) => [node, 0]));
  const logged = new Map<string, number>(header.nodes.map((node) => [node, 0]));
  const put = (line: TraceLine) => write(JSON.stringify(line));
  const clockOf = (node: string): VectorClock => clocks.get(node) ?? {};
  const countOf = (node: string): number => counts.get(node) ?? 0;

  put(header);
  return {
    events(node, events, seen, ts) {
      // A message that changes nothing is heard of all the same: the node's next event comes after it.
      if (keepsClocks && seen) clocks.set(node, mergeClocks(clockOf(node), seen));
      for (const event of events) {
        const i = countOf(node) + 1;
        counts.set(node, i);
        logged.set(node, (logged.get(node) ?? 0) + 1);
        if (keepsClocks) clocks.set(node, { ...clockOf(node), [node]: i });
        put({ node, i, ...event, ...(keepsClocks ? { vc: clockOf(node) } : {}), ...(ts ? { ts } : {}) });
      }
    },
    fault(fault) {
      put(("node" in fault ? placeFault(fault, countOf(fault.node)) : fault) as FaultLine);
    },
    gap(node, missing) {
      const from = countOf(node) + 1;
      const gap: GapLine = missing === undefined ? { gap: node, from } : { gap: node, from, to: from + missing - 1 };
      counts.set(node, from + (missing ?? 1) - 1);
      put(gap);
    },
    operation: put,
    end: () => put({ end: Object.fromEntries(logged) }),
    clockOf,
  };
}

/** The least clock that is not before either. */
export function mergeClocks(one: VectorClock, other: VectorClock): VectorClock {
  const merged: Record<string, number> = { ...one };
  for (const [node, count] of Object.entries(other)) merged[node] = Math.max(merged[node] ?? 0, count);
  return merged;
}

/** `i` stands before the longer fields, where people look for it. */
function placeFault<Fault extends { readonly fault: string; readonly node: string }>(fault: Fault, i: number) {
  const { fault: kind, node, ...rest } = fault;
  return { fault: kind, node, i, ...rest };
}
