/**
 * The durable log of one node, in its data folder: who it belongs to, when it was started, and the records of its core.
 * Opening it gives what survived. What was torn is cut off; damage to what was durable, or the data of another node, is
 * refused: going on with less than it promised to keep, a node could break the promises of the protocol.
 */
import { isDeepStrictEqual } from "node:util";
import type { EventLine, Json } from "../trace-event.ts";
import type { Failure } from "./failure.ts";
import { encodeRecord, scanRecords } from "./record-format.ts";
import { count, either, list, record, type Shape, text, truth } from "./shape.ts";
import type { Storage } from "./storage.ts";

/** The first record: whose log this is. */
export interface Identity {
  readonly lockstep: "log/1";
  readonly protocol: string;
  readonly node: string;
  readonly nodes: readonly string[];
}

/** A start of the node: on which boot of the machine, and whether it wrote a trace. */
export interface Start {
  readonly boot: string;
  readonly traced: boolean;
}

/** A record, and the trace's lines of the step that wrote it: the step is in the trace if and only if it is durable. */
export interface Entry<R> {
  readonly record: R;
  readonly events: readonly EventLine[];
}

export interface NodeLog<R> {
  /** What was there when it was opened. */
  readonly entries: readonly Entry<R>[];
  readonly starts: readonly Start[];
  /** Bytes of a torn write that were cut off. */
  readonly torn: number;
  begin(start: Start): void;
  append(entry: Entry<R>): void;
  sync(): void;
  close(): void;
}

const startShape = record({ start: record({ boot: text, traced: truth }) });
/** Who writes a trace line into the log has made it; here it is enough to know whose number it has. */
const eventShape: Shape<EventLine> = (value) =>
  record({ node: text, i: count, action: text })(value) ? (value as EventLine) : undefined;

export function openNodeLog<R>(
  storage: Storage,
  identity: Identity,
  shape: Shape<R>,
  path: string,
): NodeLog<R> | Failure {
  const bytes = storage.read();
  const { contents, end, torn, damagedAt } = scanRecords(bytes);
  const refuse = (failure: string, hint?: string): Failure => ({
    about: "data",
    failure: `\`${path}\` ${failure}`,
    hint,
  });

  const [found, ...rest] = contents;
  // Cut off while it was being made, a log is a beginning of what would be written now.
  const fresh = encodeRecord(identity, 0);
  if (found === undefined && !fresh.subarray(0, bytes.length).equals(bytes))
    return refuse("is not the log of a node, or its beginning is damaged", "choose another data folder");
  if (found !== undefined && !isDeepStrictEqual(found, identity))
    return refuse(`is ${ownerOf(found)}`, hintFor(identity));
  if (damagedAt !== undefined)
    return refuse(
      `is damaged at byte ${damagedAt}: what stands there was durable, and later records rely on it`,
      "restore the file, or give this node up: with less than it has promised to keep it must not go on",
    );

  const [entries, starts]: [Entry<R>[], Start[]] = [[], []];
  const known = either(startShape, record({ record: shape, events: list(eventShape) }));
  for (const [place, content] of rest.entries()) {
    const item = known(content);
    if (!item) return refuse(`holds something else than a record of ${identity.protocol}: its record ${place + 2}`);
    if ("start" in item) starts.push(item.start);
    else entries.push(item as Entry<R>);
  }

  let [length, synced] = [end, end];
  const write = (content: unknown) => {
    const encoded = encodeRecord(content, synced);
    storage.append(encoded);
    length += encoded.length;
  };
  const sync = () => {
    storage.sync();
    synced = length;
  };
  // What was written and survived may not be synced yet, but from now on others rely on it.
  if (torn > 0) storage.truncate(end);
  else storage.sync();
  if (found === undefined) write(identity);
  return {
    entries,
    starts,
    torn: found === undefined ? 0 : torn,
    begin(start) {
      write({ start });
      sync();
    },
    append: write,
    sync,
    close: () => storage.close(),
  };
}

function ownerOf(found: Json): string {
  const owner = record({ protocol: text, node: text, nodes: list(text) })(found);
  return owner
    ? `the log of ${owner.node}, one of ${owner.nodes.join(", ")} of ${owner.protocol}`
    : "the log of something else";
}

const hintFor = ({ node, nodes, protocol }: Identity) =>
  `this is ${node}, one of ${nodes.join(", ")} of ${protocol}: give it the folder that it had before, or a new one`;
