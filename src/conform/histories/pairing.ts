/**
 * Begins and ends are put together to operations. An operation without an end is pending. The first event that does not fit
 * ends the history: a prefix of a linearizable history is linearizable, so what comes before it can be checked.
 */
import type { HistoryEvent } from "./history-event.ts";
import type { History, Operation } from "./operation.ts";

export interface Unfitting {
  readonly line: number;
  readonly message: string;
  /** Another line that matters. */
  readonly related?: { readonly line: number; readonly message: string };
}

export interface Pairing {
  readonly history: History;
  readonly unfitting?: Unfitting;
}

export function pairEvents(events: Iterable<HistoryEvent>): Pairing {
  const operations: (Operation | undefined)[] = [];
  const open = new Map<string, { readonly event: HistoryEvent; readonly begin: number; readonly at: number }>();
  let count = 0;
  let unfitting: Unfitting | undefined;
  for (const event of events) {
    const name = event.id === undefined ? event.client : `${event.client} ${event.id}`;
    const begun = open.get(name);
    unfitting = misplaced(event, begun?.event);
    if (unfitting) break;
    const place = count++;
    if (!begun) {
      open.set(name, { event, begin: place, at: operations.push(undefined) - 1 });
      continue;
    }
    open.delete(name);
    operations[begun.at] = finish(begun.event, event, begun.begin, place);
  }
  for (const { event, begin, at } of open.values()) operations[at] = pending(event, begin);
  const history = { operations: operations.filter((operation) => operation !== undefined), events: count };
  return { history, ...(unfitting ? { unfitting } : {}) };
}

function misplaced(event: HistoryEvent, begun: HistoryEvent | undefined): Unfitting | undefined {
  const { line, client } = event;
  if (event.kind === "invoke") {
    if (!begun) return undefined;
    const related = { line: begun.line, message: "it began here" };
    const message =
      event.id === undefined
        ? `client ${client} begins an operation while its last one is not over`
        : `client ${client} begins operation ${event.id} a second time`;
    return { line, message, related };
  }
  if (!begun) return { line, message: `an operation of client ${client} ends here and has not begun` };
  if (event.name === undefined || event.name === begun.name) return undefined;
  const related = { line: begun.line, message: "it began here" };
  return { line, message: `\`${begun.name}\` of client ${client} ends as \`${event.name}\``, related };
}

function finish(begun: HistoryEvent, end: HistoryEvent, begin: number, place: number): Operation {
  const operation = pending(begun, begin);
  switch (end.kind) {
    case "info":
      return { ...operation, lastLine: end.line };
    case "fail":
      return { ...operation, outcome: "fail", end: place, lastLine: end.line };
    default: {
      const { result } = end;
      return {
        ...operation,
        outcome: "ok",
        ...(result === undefined ? {} : { result }),
        end: place,
        lastLine: end.line,
      };
    }
  }
}

function pending({ client, call, line }: HistoryEvent, begin: number): Operation {
  return {
    client,
    call: call ?? { name: "" },
    outcome: "pending",
    begin,
    end: Number.POSITIVE_INFINITY,
    firstLine: line,
  };
}

/** The history up to the event `place`, without it: what ended later is pending. */
export function prefixOf({ operations }: History, place: number): History {
  const begun = operations.filter((operation) => operation.begin < place);
  const kept = begun.map((operation): Operation => {
    if (operation.end < place || operation.outcome === "pending") return operation;
    const { client, call, begin, firstLine } = operation;
    return { client, call, outcome: "pending", begin, end: Number.POSITIVE_INFINITY, firstLine };
  });
  return { operations: kept, events: place };
}
