/**
 * Logs with one mistake in them: a value that is another one, an event that is not there, two events that changed places.
 * Each is made so that only the meaning is wrong: numbers, clocks and the last line are put right afterwards.
 */
import type { EventLine, Json, Random, TraceLine } from "../../src/protocols/index.ts";
import { isEvent, isHeader } from "./logs.ts";

export type MutantKind = "altered value" | "dropped event" | "swapped pair";
export const mutantKinds: readonly MutantKind[] = ["altered value", "dropped event", "swapped pair"];

export interface Mutant {
  readonly kind: MutantKind;
  /** For people: what was done, to which event. */
  readonly what: string;
  readonly lines: readonly TraceLine[];
  /** Events that the mistake is about, as they were. */
  readonly events: readonly EventLine[];
}

export function mutate(lines: readonly TraceLine[], kind: MutantKind, random: Random): Mutant | undefined {
  switch (kind) {
    case "altered value":
      return alter(lines, random);
    case "dropped event":
      return drop(lines, random);
    case "swapped pair":
      return swap(lines, random);
  }
}

type Path = readonly (string | number)[];

/** Numbers, truth values and names inside of what an event tells. */
function leaves(value: Json | undefined, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, at) => leaves(item, [...path, at]));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, item]) => leaves(item as Json, [...path, name]));
  return value === undefined || value === null ? [] : [path];
}

function alter(lines: readonly TraceLine[], random: Random): Mutant | undefined {
  const header = lines.find(isHeader);
  const at = random.pick([...lines.keys()].filter((place) => valuesOf(lines[place]).length > 0));
  const event = lines[at];
  if (!event || !isEvent(event) || !header) return undefined;
  const path = random.pick(valuesOf(event));
  const changed = changeAt(event as unknown as Json, path, (old) =>
    another(old, header.nodes, random),
  ) as unknown as EventLine;
  const what = `${path.join(".")} of event ${event.i} of ${event.node}, ${event.action}`;
  return { kind: "altered value", what, lines: lines.with(at, changed), events: [event] };
}

function valuesOf(line: TraceLine | undefined): readonly Path[] {
  if (!line || !isEvent(line)) return [];
  const { args, set, pre, msg } = line;
  const told = { ...(args ? { args } : {}), ...(set ? { set } : {}), ...(pre ? { pre } : {}), ...(msg ? { msg } : {}) };
  return leaves(told as unknown as Json);
}

function changeAt(value: Json, [step, ...rest]: Path, change: (old: Json) => Json): Json {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return (value as readonly Json[]).with(Number(step), changeAt(value[Number(step)] ?? null, rest, change));
  const record = value as { readonly [name: string]: Json };
  return { ...record, [step]: changeAt(record[step] ?? null, rest, change) };
}

function another(old: Json, nodes: readonly string[], random: Random): Json {
  if (typeof old === "number") return old === 0 || random.chance(0.5) ? old + 1 : old - 1;
  if (typeof old === "boolean") return !old;
  if (typeof old === "string" && nodes.includes(old)) return random.pick(nodes.filter((node) => node !== old));
  return `${String(old)}'`;
}

function drop(lines: readonly TraceLine[], random: Random): Mutant | undefined {
  const at = random.pick([...lines.keys()].filter((place) => isEvent(lines[place] as TraceLine)));
  const event = lines[at];
  if (!event || !isEvent(event)) return undefined;
  const { node, i } = event;
  const earlier = (number: number) => (number >= i ? number - 1 : number);
  const rest = lines.toSpliced(at, 1).map((line): TraceLine => {
    if ("end" in line) return { end: { ...line.end, [node]: (line.end[node] ?? 1) - 1 } };
    if (isEvent(line)) {
      const vc = line.vc && node in line.vc ? { ...line.vc, [node]: earlier(line.vc[node] ?? 0) } : line.vc;
      return { ...line, i: line.node === node ? earlier(line.i) : line.i, ...(vc ? { vc } : {}) };
    }
    if ("fault" in line && "node" in line && line.node === node) return { ...line, i: earlier(line.i) };
    return line;
  });
  return { kind: "dropped event", what: `event ${i} of ${node}, ${event.action}`, lines: rest, events: [event] };
}

/** What one event tells, at the place of the other. */
function swap(lines: readonly TraceLine[], random: Random): Mutant | undefined {
  const following = new Map<number, number>();
  const last = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    // Not over a fault of the node: what is lost there is another matter.
    if ("fault" in line && "node" in line) last.delete(line.node);
    if (!isEvent(line)) continue;
    const before = last.get(line.node);
    if (before !== undefined) following.set(before, at);
    last.set(line.node, at);
  }
  const pairs = [...following].filter(([one, other]) => contentOf(lines[one]) !== contentOf(lines[other]));
  if (pairs.length === 0) return undefined;
  const [one, other] = random.pick(pairs);
  const [first, second] = [lines[one] as EventLine, lines[other] as EventLine];
  const swapped = lines.with(one, placed(second, first)).with(other, placed(first, second));
  const what = `events ${first.i} and ${second.i} of ${first.node}, ${first.action} and ${second.action}`;
  return { kind: "swapped pair", what, lines: swapped, events: [first, second] };
}

function contentOf(line: TraceLine | undefined): string {
  const { vc, ts, i, ...content } = line as EventLine;
  return JSON.stringify(content);
}

const placed = (event: EventLine, { i, vc, ts }: EventLine): EventLine => ({
  ...event,
  i,
  ...(vc ? { vc } : {}),
  ...(ts ? { ts } : {}),
});

/**
 * Why a repaired log is a behaviour too. Left out: what the event received stays on its way, nothing that it sent was
 * received, and nothing later builds on what it changed. Exchanged: two steps of which neither shows in the other.
 */
export function couldHaveBeen({ kind, events }: Mutant, lines: readonly TraceLine[]): boolean {
  const [first, second] = events;
  if (kind === "altered value" || !first) return false;
  if (kind === "dropped event") return !wasReceived(first, lines) && !showsLater(first, lines);
  return second !== undefined && independent(first, second);
}

function wasReceived(event: EventLine, lines: readonly TraceLine[]): boolean {
  const sent = (event.msg?.sent ?? []).map((message) => JSON.stringify(message));
  return lines.filter(isEvent).some(({ msg, vc }) => {
    const received = msg?.received && JSON.stringify(msg.received);
    if (received === undefined || !sent.includes(received)) return false;
    return !lines.some((line) => line !== event && sends(line, received, vc?.[event.node]));
  });
}

/** What is sent again in another step, or in a restart that the receiver can have heard of, is received all the same. */
function sends(line: TraceLine, message: string, heard = Number.POSITIVE_INFINITY): boolean {
  const isRestart = "fault" in line && line.fault === "restart";
  if (!isEvent(line) && !(isRestart && line.i <= heard)) return false;
  return line.msg?.sent?.some((one) => JSON.stringify(one) === message) ?? false;
}

/** A later event of the node, before it loses what is volatile, keeps something that was changed; overwriting does not. */
function showsLater(event: EventLine, lines: readonly TraceLine[]): boolean {
  const crash = lines.find(
    (line) => "fault" in line && line.fault === "crash" && line.node === event.node && line.i >= event.i,
  );
  const until = crash && "i" in crash ? crash.i : Number.POSITIVE_INFINITY;
  const later = lines.filter(isEvent).filter(({ node, i }) => node === event.node && i > event.i && i <= until);
  return Object.entries(event.set ?? {}).some(([name, after]) => {
    const next = later.find(({ set }) => name in (set ?? {}))?.set?.[name];
    if (next === undefined) return false;
    const before = valueBefore(event, name, lines);
    const changed = [...leaves(before), ...leaves(after)].filter((path) => at(before, path) !== at(after, path));
    return isDelta(next) || changed.some((path) => at(next, path) === at(after, path));
  });
}

const isDelta = (value: Json): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).some((key) => key.startsWith("#"));

/** What the log told last about a variable of the node; nothing, if that was never. */
function valueBefore({ node, i }: EventLine, name: string, lines: readonly TraceLine[]): Json | undefined {
  const telling = lines.filter(
    (line) =>
      (isEvent(line) && line.node === node && line.i < i) ||
      ("fault" in line && line.fault === "restart" && line.node === node && line.i < i),
  ) as readonly Pick<EventLine, "set">[];
  return telling.findLast(({ set }) => name in (set ?? {}))?.set?.[name];
}

const at = (value: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>(
    (inside, step) =>
      typeof inside === "object" && inside !== null ? (inside as { readonly [step: string]: Json })[step] : undefined,
    value,
  );

/** They receive different messages, and no variable is changed by both; or one of them changes and sends nothing. */
function independent(first: EventLine, second: EventLine): boolean {
  const changes = (event: EventLine) => new Set(Object.keys(event.set ?? {}));
  const idle = (event: EventLine) => changes(event).size === 0 && (event.msg?.sent ?? []).length === 0;
  const both = [...changes(first)].filter((name) => changes(second).has(name));
  return idle(first) || idle(second) || both.length === 0;
}
