/**
 * One line of a log: from its text to a `TraceLine` whose shape is checked, or to what is wrong with it in words. The
 * format is that of `docs/traces.md`. Nothing is known here of the model or of other lines.
 */
import type { Json, TraceLine } from "../../protocols/index.ts";

type Shape = (value: Json | undefined) => boolean;
type JsonObject = { readonly [name: string]: Json };

export type ParsedLine = { readonly line: TraceLine } | { readonly problem: string };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Shape = (value) => typeof value === "string";
const isCount: Shape = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isPlace: Shape = (value) => isCount(value) && value !== 0;
const isTruth: Shape = (value) => typeof value === "boolean";
const isAnything: Shape = () => true;
const arrayOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);
const among =
  (...words: readonly string[]): Shape =>
  (value) =>
    typeof value === "string" && words.includes(value);
const isMoment: Shape = (value) =>
  Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === "number");
const isMessage: Shape = (value) =>
  isObject(value) && isText(value.message) && isText(value.from) && isText(value.to) && isObject(value.fields ?? {});
const isClock: Shape = (value) => isObject(value) && Object.values(value).every(isCount);
const isMessages: Shape = (value) =>
  isObject(value) &&
  (value.received === undefined || isMessage(value.received)) &&
  (value.sent === undefined || arrayOf(isMessage)(value.sent));
const isFault = among("crash", "restart", "pause", "resume", "loss", "duplication", "partition", "heal");
const isLogged: Shape = (value) =>
  isObject(value) &&
  arrayOf(isText)(value.variables) &&
  ["args", "msg", "pre"].every((name) => isTruth(value[name])) &&
  (isTruth(value.faults) || arrayOf(isFault)(value.faults));

interface Field {
  readonly shape: Shape;
  readonly words: string;
  readonly optional?: true;
}

const field = (shape: Shape, words: string): Field => ({ shape, words });
const optional = (shape: Shape, words: string): Field => ({ shape, words, optional: true });
const text = field(isText, "a name");
const object = (value: Json | undefined) => isObject(value);

/** Each kind of line, by the field that only it has. */
const kinds: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  trace: {
    trace: field(among("lockstep/1"), '"lockstep/1"'),
    model: text,
    constants: field(object, "an object"),
    nodes: field(arrayOf(isText), "a list of names"),
    logged: field(isLogged, "{variables: […], args, msg, pre: true or false, faults: true, false or a list of faults}"),
    order: field(arrayOf(among("vc", "ts", "lines")), 'a list of "vc", "ts", "lines"'),
    source: optional(isText, "a text"),
  },
  action: {
    action: text,
    node: text,
    i: field(isPlace, "a number from 1"),
    args: optional(object, "an object"),
    set: optional(object, "an object"),
    pre: optional(object, "an object"),
    msg: optional(isMessages, "{received, sent} with messages {message, from, to, fields}"),
    vc: optional(isClock, "an object from nodes to numbers"),
    ts: optional(isMoment, "[from, to]"),
  },
  fault: {
    fault: field(isFault, "a fault of the language"),
    node: optional(isText, "a name"),
    i: optional(isCount, "a number"),
    set: optional(object, "an object"),
    msg: optional(object, "a message, or {sent}"),
    side: optional(arrayOf(isText), "a list of nodes"),
  },
  gap: { gap: text, from: field(isPlace, "a number from 1"), to: optional(isPlace, "a number from 1") },
  operation: {
    operation: field(among("invoke", "ok", "fail", "info"), "invoke, ok, fail or info"),
    client: text,
    id: field(isCount, "a number"),
    call: optional(isAnything, ""),
    result: optional(isAnything, ""),
    ts: optional(isMoment, "[from, to]"),
  },
  end: { end: field(isClock, "an object from nodes to numbers") },
};
const names = Object.keys(kinds);

export function parseLine(source: string): ParsedLine {
  let value: Json;
  try {
    value = JSON.parse(source) as Json;
  } catch {
    return { problem: "this line is not JSON" };
  }
  if (!isObject(value)) return { problem: "a line is one JSON object" };
  const kind = names.find((name) => Object.hasOwn(value, name));
  if (kind === undefined) return { problem: `this line has none of the fields ${names.join(", ")}` };
  for (const [name, { shape, words, optional: absent }] of Object.entries(kinds[kind] ?? {})) {
    const part = value[name];
    if (part === undefined && absent) continue;
    if (part === undefined) return { problem: `this line (\`${kind}\`) has no field \`${name}\`` };
    if (!shape(part)) return { problem: `\`${name}\` must be ${words}` };
  }
  const problem = kind === "fault" ? faultProblem(value) : undefined;
  return problem === undefined ? { line: value as unknown as TraceLine } : { problem };
}

function faultProblem(value: JsonObject): string | undefined {
  switch (value.fault) {
    case "loss":
    case "duplication":
      return isMessage(value.msg) ? undefined : "`msg` must be the message, {message, from, to, fields}";
    case "partition":
      return value.side === undefined ? "a partition has a `side`" : undefined;
    case "heal":
      return undefined;
    default:
      if (value.node === undefined || value.i === undefined)
        return `a ${String(value.fault)} says at which \`node\`, and after which event \`i\``;
      return value.msg === undefined || isMessages(value.msg) ? undefined : "`msg` must be {sent: […]}";
  }
}
