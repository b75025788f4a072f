/**
 * What differs between two states, as short lines: `vote: Working → Aborted`, and nested changes where they are:
 * `log[2].term: 1 → 2`, `votes: + s2`. Types lead the way down; where the parts would take more room than the whole,
 * the whole value is shown.
 */
import {
  ImmutableMap,
  ImmutableSet,
  is,
  List,
  type MapValue,
  type State,
  type Value,
  type Variant,
} from "../interpreter/index.ts";
import type { Model, Type, Variable } from "../ir/index.ts";
import type { Show } from "./show.ts";

/** The changes from `before` to `after`; variables of `actor` come first and without its name. */
export function stateChanges(
  model: Model,
  before: State,
  after: State,
  actor: string | undefined,
  show: Show,
): readonly string[] {
  const own: string[] = [];
  const others: string[] = [];
  for (const variable of model.variables) {
    for (const owner of variable.process?.members ?? [undefined]) {
      const first = before.get(variable, owner);
      const second = after.get(variable, owner);
      if (is(first, second)) continue;
      const mine = owner !== undefined && owner === actor;
      const prefix = owner === undefined || mine ? "" : `${owner}.`;
      (mine ? own : others).push(...variableChanges(variable, prefix, first, second, show));
    }
  }
  return [...own, ...others];
}

/** Hidden variables change in words of their own. */
function variableChanges(
  variable: Variable,
  prefix: string,
  before: Value,
  after: Value,
  show: Show,
): readonly string[] {
  const whose = prefix.slice(0, -1);
  switch (variable.role) {
    case "budget":
    case "over":
      return [];
    case "up":
      return [`${whose === "" ? "" : `${whose} `}${after === true ? "comes up" : "goes down"}`];
    case "paused":
      return [`${whose === "" ? "" : `${whose} `}${after === true ? "pauses" : "resumes"}`];
    case "timer":
      return [`${prefix}${variable.name}: ${timerText(before, show)} → ${timerText(after, show)}`];
    case "side":
      return [ImmutableSet.isSet(after) && after.isEmpty() ? "the partition heals" : `cut off: ${show(after)}`];
    case "control":
      return [`${prefix}at ${show(before)} → ${show(after)}`];
    default:
      return differences(variable.type, before, after, `${prefix}${variable.name}`, show);
  }
}

/** A timer's value in words: stopped, expired, or the ticks that remain. */
export function timerText(value: Value, show: Show): string {
  if (!isVariant(value) || value.tag === "None") return "stopped";
  const remaining = value.arguments.get(0);
  return remaining === 0 ? "expired" : remaining === undefined ? "running" : show(remaining);
}

/** The lines for one value that changed, at `path`. */
export function differences(type: Type, before: Value, after: Value, path: string, show: Show): readonly string[] {
  const whole = `${path}: ${show(before, type)} → ${show(after, type)}`;
  const parts = partChanges(type, before, after, path, show);
  if (parts === undefined || parts.length === 0) return [whole];
  const length = parts.reduce((sum, part) => sum + part.length + 2, -2);
  return length <= whole.length || whole.length > 60 ? parts : [whole];
}

function partChanges(type: Type, before: Value, after: Value, path: string, show: Show): readonly string[] | undefined {
  const below = (item: Type, first: Value | undefined, second: Value | undefined, at: string): readonly string[] => {
    if (first === undefined || second === undefined || is(first, second)) return [];
    return differences(item, first, second, at, show);
  };
  switch (type.kind) {
    case "record":
      if (!ImmutableMap.isMap(before) || !ImmutableMap.isMap(after)) return undefined;
      return type.fields.flatMap((field) =>
        below(field.type, at(before, field.name), at(after, field.name), `${path}.${field.name}`),
      );
    case "tuple":
      if (!List.isList(before) || !List.isList(after)) return undefined;
      return type.items.flatMap((item, index) =>
        below(item, item_(before, index), item_(after, index), `${path}.${index}`),
      );
    case "map":
      if (!isMapValue(before) || !isMapValue(after)) return undefined;
      return [...after.entries.entries()].flatMap(([key, value]) =>
        below(type.value, before.entries.get(key), value, `${path}[${show(key, type.key)}]`),
      );
    case "bag":
      if (!isMapValue(before) || !isMapValue(after)) return undefined;
      return bagChanges(type.item, before, after, path, show);
    case "set": {
      if (!ImmutableSet.isSet(before) || !ImmutableSet.isSet(after)) return undefined;
      const added = (after as ImmutableSet<Value>).subtract(before as ImmutableSet<Value>);
      const removed = (before as ImmutableSet<Value>).subtract(after as ImmutableSet<Value>);
      return [
        signed(type.item, path, "+", added.toArray(), show),
        signed(type.item, path, "−", removed.toArray(), show),
      ].filter((text) => text !== "");
    }
    case "seq":
      if (!List.isList(before) || !List.isList(after)) return undefined;
      return sequenceChanges(type.item, before as List<Value>, after as List<Value>, path, show);
    case "option": {
      if (!isVariant(before) || !isVariant(after) || before.tag !== after.tag) return undefined;
      return below(type.item, before.arguments.get(0), after.arguments.get(0), `${path}.value`);
    }
    default:
      return undefined;
  }
}

const at = (record: Value, name: string): Value | undefined => (record as ImmutableMap<string, Value>).get(name);
const item_ = (list: Value, index: number): Value | undefined => (list as List<Value>).get(index);

function signed(item: Type, path: string, sign: "+" | "−", items: readonly Value[], show: Show): string {
  return items.length === 0
    ? ""
    : `${path}: ${sign} ${items
        .map((value) => show(value, item))
        .sort()
        .join(", ")}`;
}

function bagChanges(type: Type, before: MapValue, after: MapValue, path: string, show: Show): readonly string[] {
  const lines: string[] = [];
  for (const item of ImmutableSet<Value>(before.entries.keys()).union(after.entries.keys())) {
    const change = Number(after.entries.get(item) ?? 0) - Number(before.entries.get(item) ?? 0);
    if (change !== 0)
      lines.push(
        `${path}: ${change > 0 ? "+" : "−"} ${Math.abs(change) === 1 ? "" : `${Math.abs(change)} × `}${show(item, type)}`,
      );
  }
  return lines.sort();
}

/** Changed items by their number, then what was added at the end or cut off. */
function sequenceChanges(
  item: Type,
  before: List<Value>,
  after: List<Value>,
  path: string,
  show: Show,
): readonly string[] {
  const lines: string[] = [];
  const common = Math.min(before.size, after.size);
  for (let index = 0; index < common; index++) {
    const first = before.get(index);
    const second = after.get(index);
    if (first === undefined || second === undefined || is(first, second)) continue;
    lines.push(...differences(item, first, second, `${path}[${index + 1}]`, show));
  }
  for (let index = common; index < after.size; index++) {
    const added = after.get(index);
    if (added !== undefined) lines.push(`${path}[${index + 1}]: + ${show(added, item)}`);
  }
  for (let index = common; index < before.size; index++) {
    const removed = before.get(index);
    if (removed !== undefined) lines.push(`${path}[${index + 1}]: − ${show(removed, item)}`);
  }
  return lines;
}

export function isVariant(value: Value): value is Variant {
  return typeof value === "object" && "kind" in value && value.kind === "variant";
}

export function isMapValue(value: Value): value is MapValue {
  return typeof value === "object" && "kind" in value && (value.kind === "map" || value.kind === "bag");
}
