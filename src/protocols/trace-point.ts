/**
 * Trace points: each transition of a core passes one, with the states before and after. The recording twin makes an event
 * of it, the silent twin nothing; a core is made with one of them and does not know which.
 */
import { is, isCollection, isKeyed, isList, isSet, List } from "immutable";
import type { Envelope } from "./core.ts";
import type { CoreEvent, Json, MessageView, Variables } from "./trace-event.ts";

export interface Transition<State, Message extends { readonly type: string }> {
  readonly action: string;
  readonly args: Variables;
  readonly before: State;
  readonly after: State;
  readonly received?: Envelope<Message>;
  readonly sent: readonly Envelope<Message>[];
}

export type TracePoint<State, Message extends { readonly type: string }> = (
  transition: Transition<State, Message>,
) => CoreEvent | undefined;

/** The model's variables in a state, by name: numbers, strings, booleans, undefined, records, collections. */
export type Observation<State> = (state: State) => { readonly [variable: string]: unknown };

/** What is recorded of a transition beside its name. */
export interface Detail {
  readonly args: boolean;
  readonly set: boolean;
  readonly pre: boolean;
  readonly msg: boolean;
}

export const fullDetail: Detail = { args: true, set: true, pre: false, msg: true };

/** The no-op twin. */
export const silent = (): undefined => undefined;

export function recording<State, Message extends { readonly type: string }>(
  observe: Observation<State>,
  detail: Detail = fullDetail,
): TracePoint<State, Message> {
  return ({ action, args, before, after, received, sent }) => {
    const [old, now] = [observe(before), observe(after)];
    const changed = Object.keys(now).filter((name) => !is(old[name], now[name]));
    return {
      action,
      ...(detail.args && Object.keys(args).length > 0 ? { args } : {}),
      ...(detail.set && changed.length > 0
        ? { set: Object.fromEntries(changed.map((name) => [name, encodeChange(old[name], now[name])])) }
        : {}),
      ...(detail.pre && changed.length > 0
        ? { pre: Object.fromEntries(changed.map((name) => [name, encode(old[name])])) }
        : {}),
      ...(detail.msg && (received || sent.length > 0)
        ? {
            msg: {
              ...(received ? { received: viewMessage(received) } : {}),
              ...(sent.length > 0 ? { sent: sent.map(viewMessage) } : {}),
            },
          }
        : {}),
    };
  };
}

export function viewMessage<Message extends { readonly type: string }>(envelope: Envelope<Message>): MessageView {
  const { type, ...fields } = envelope.message;
  return {
    message: type,
    from: envelope.from,
    to: envelope.to,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, encode(value)])),
  };
}

/** All variables, for a node that starts. */
export const encodeState = <State>(observe: Observation<State>, state: State): Variables =>
  Object.fromEntries(Object.entries(observe(state)).map(([name, value]) => [name, encode(value)]));

/** Long sequences change at their end: writing a log of thousands of entries with each event would hide the events. */
function encodeChange(before: unknown, after: unknown): Json {
  if (!isList(before) || !isList(after)) return encode(after);
  const most = Math.min(before.size, after.size);
  let kept = 0;
  while (kept < most && before.get(kept) === after.get(kept)) kept++;
  return { "#keep": kept, "#append": encode(after.slice(kept)) };
}

/** Options are their value or null, sets are sorted lists, maps are objects: the model's types say what is meant. */
export function encode(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(encode);
  if (isCollection(value)) {
    if (isKeyed(value))
      return Object.fromEntries([...value.entries()].map(([key, item]) => [String(key), encode(item)]));
    const items = [...value.values()].map(encode);
    return isSet(value) ? [...List(items).sort()] : items;
  }
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, encode(item)]));
  throw new TypeError(`a trace can't show a ${typeof value}`);
}
