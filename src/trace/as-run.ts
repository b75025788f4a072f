/**
 * A trace as a scenario: `run NAME { … }` in the language itself, to be pasted into the model as a regression test. It says
 * each step with its parameters, picks and message, and expects of the last state what the trace changed.
 */
import { type Envelope, is, type Label, type Machine, type State, type Value } from "../interpreter/index.ts";
import type { Model, Type } from "../ir/index.ts";
import { unreachable } from "../source/index.ts";
import { parameterTexts } from "./label.ts";
import { sameLabel } from "./match.ts";
import { type Show, shower, writer } from "./show.ts";
import { lastState, stateAt, type Trace } from "./trace.ts";

/** `failing`: the step that could not be completed, when the trace ends in front of one. A scenario can't take it: a comment tells. */
export function asRun(trace: Trace, machine: Machine, name: string, failing?: Label): string {
  const write = writer(machine, freshName(trace.model));
  const lines = trace.steps.map((step) => stepText(step.label, write));
  const wanted = expectations(trace, machine);
  return [
    `run ${name} {`,
    ...lines.map((line) => `  ${line}`),
    ...wanted.map((line) => `  expect ${line}`),
    ...(failing ? [`  // and then this fails: ${stepText(failing, write)}`] : []),
    "}",
    "",
  ].join("\n");
}

function stepText(label: Label, write: Show): string {
  const picks = label.picks.filter((pick) => writable(pick.value, pick.type));
  const withPicks =
    picks.length === 0
      ? ""
      : ` with { ${picks.map((pick) => `${pick.name}: ${write(pick.value, pick.type)}`).join(", ")} }`;
  const texts = parameterTexts(label, write);
  const subject = label.self ?? texts[0];
  const { action, envelope } = label;
  switch (action.kind) {
    case "action":
    case "step": {
      const values = texts.join(", ");
      return `${label.self === undefined ? "" : `${label.self}.`}${action.name}${values === "" ? "" : `(${values})`}${withPicks}`;
    }
    case "handler":
      return `${label.forged ? "forge" : "deliver"} ${envelopeText(envelope, write)}${withPicks}`;
    case "loss":
      return `lose ${envelopeText(envelope, write)}`;
    case "duplication":
      return `duplicate ${envelopeText(envelope, write)}`;
    case "crash":
    case "restart":
    case "pause":
    case "resume":
    case "drift":
    case "partition":
      return `${action.kind}${subject === undefined ? "" : ` ${subject}`}${withPicks}`;
    case "heal":
    case "tick":
    case "round":
      return `${action.kind}${withPicks}`;
    default:
      return unreachable(action.kind);
  }
}

function envelopeText(envelope: Envelope | undefined, write: Show): string {
  if (!envelope) return "";
  const fields = envelope.message.fields.flatMap((field, index) => {
    const value = envelope.fields.get(index);
    return value === undefined || !writable(value, field.type) ? [] : [`${field.name}: ${write(value, field.type)}`];
  });
  const content = fields.length === 0 ? "" : ` { ${fields.join(", ")} }`;
  return `${envelope.message.name}${content} from ${envelope.from} to ${envelope.to}`;
}

/** Bags have no literal of their own, and a map is written by its type: what holds another is left out. */
function writable(value: Value, type?: Type): boolean {
  if (typeof value !== "object") return true;
  if ("kind" in value && value.kind === "bag") return false;
  if ("kind" in value && value.kind === "map")
    return type !== undefined && [...value.entries].every(([key, item]) => writable(key, type) && writable(item, type));
  if ("kind" in value && value.kind === "variant")
    return value.arguments.every((item) => item !== undefined && writable(item, type));
  return [...(value as Iterable<Value | [string, Value]>)].every((item) =>
    writable(Array.isArray(item) ? item[1] : (item as Value), type),
  );
}

/** A name for the keys of a map that nothing in the model's file is called. */
function freshName({ name, actions }: Model): string {
  const text = actions[0]?.span.source.text ?? "";
  const taken = (word: string) => new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, "u").test(text);
  return ["key", "each", "index", "place"].find((word) => !taken(word)) ?? `keyOf${name}`;
}

/**
 * What the last state is like, for each variable that the trace changed, as far as the scenario's steps determine it: the
 * scenario is followed here with every state that its words allow.
 */
function expectations(trace: Trace, machine: Machine): readonly string[] {
  const ends = followed(trace, machine);
  const last = lastState(trace);
  const lines: string[] = [];
  for (const variable of trace.model.variables) {
    if (variable.role !== "field") continue;
    for (const owner of variable.process?.members ?? [undefined]) {
      const value = last.get(variable, owner);
      if (is(value, trace.initial.get(variable, owner))) continue;
      if (!ends.every((state) => is(state.get(variable, owner), value))) continue;
      lines.push(
        ...equations(
          `${owner === undefined ? "" : `${owner}.`}${variable.name}`,
          variable.type,
          value,
          trace.initial.get(variable, owner),
          machine,
        ),
      );
    }
  }
  return lines;
}

/** All states that the steps' labels lead to from all initial states. */
function followed(trace: Trace, machine: Machine): readonly State[] {
  let states = machine.initialStates().states;
  if (states.length === 1) return [lastState(trace)];
  for (const [index, step] of trace.steps.entries()) {
    if (states.length > 64) return [stateAt(trace, index)];
    const next = states.flatMap((state) =>
      machine.expand(state).steps.filter((item) => sameLabel(item.label, step.label)),
    );
    states = [...new Map(next.map((item) => [machine.key(item.target), item.target])).values()];
  }
  return states;
}

/** `place = value`; maps by the entries that changed. */
function equations(place: string, type: Type, value: Value, before: Value, machine: Machine): readonly string[] {
  if (type.kind === "map" && typeof value === "object" && "kind" in value && value.kind === "map") {
    return [...value.entries].flatMap(([key, item]) => {
      const old =
        typeof before === "object" && "kind" in before && before.kind === "map" ? before.entries.get(key) : undefined;
      if (old === undefined || is(old, item)) return [];
      return equations(`${place}[${shower(machine)(key, type.key)}]`, type.value, item, old, machine);
    });
  }
  return writable(value, type) ? [`${place} = ${shower(machine)(value, type)}`] : [];
}
