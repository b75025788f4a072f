/**
 * A trace as rows for people: who, what, what changed, which messages; and states as lists of values. The layout on a
 * terminal or in a page is report's business.
 */
import {
  type Envelope,
  ImmutableSet,
  type Label,
  type Machine,
  type State,
  type Step,
  type Value,
} from "../interpreter/index.ts";
import type { Variable } from "../ir/index.ts";
import { isVariant, stateChanges, timerText } from "./changes.ts";
import { actionText, actor, arrow, type Dispatch, dispatches, messageText } from "./label.ts";
import { shower } from "./show.ts";
import { stateAt, type Trace } from "./trace.ts";

export interface Row {
  /** The step's number from 1; 0 for the initial state. */
  readonly number: number;
  readonly process: string;
  readonly action: string;
  readonly changes: readonly string[];
  readonly messages: readonly Dispatch[];
  /** The state after the step. */
  readonly state: Snapshot;
}

/** A whole state: values by owner, and what is in flight. */
export interface Snapshot {
  /** `owner` is empty for variables of the model itself. */
  readonly groups: readonly { readonly owner: string; readonly values: readonly string[] }[];
  readonly inFlight: readonly string[];
}

export interface Story {
  /** Row 0, the choices of the initial state, is there only when there were any. */
  readonly rows: readonly Row[];
  readonly final: Snapshot;
  readonly loop?: number;
}

export function tell(trace: Trace, machine: Machine): Story {
  const show = shower(machine);
  const choices = initialChoices(trace, machine);
  const rows: Row[] = [];
  if (choices.length > 0) {
    rows.push({
      number: 0,
      process: "",
      action: "start",
      changes: choices,
      messages: [],
      state: snapshot(trace.initial, machine),
    });
  }
  trace.steps.forEach((step, index) => {
    const before = stateAt(trace, index);
    rows.push({
      number: index + 1,
      process: actor(step.label),
      action: actionText(step.label, show),
      changes: stateChanges(trace.model, before, step.target, step.label.self, show),
      messages: dispatches(step.label, step.sent, show),
      state: snapshot(step.target, machine),
    });
  });
  return { rows, final: snapshot(stateAt(trace, trace.steps.length), machine), loop: trace.loop };
}

/** The row of a step that failed in the middle: it changed nothing. */
export function failedRow(number: number, label: Label, state: State, machine: Machine): Row {
  const show = shower(machine);
  return {
    number,
    process: actor(label),
    action: actionText(label, show),
    changes: [],
    messages: dispatches(label, [], show),
    state: snapshot(state, machine),
  };
}

/** What was chosen at the start: variables declared with `in S`, and who is byzantine. */
function initialChoices(trace: Trace, machine: Machine): readonly string[] {
  const lines: string[] = [];
  for (const variable of trace.model.variables) {
    if (variable.initial.mode !== "choice") continue;
    for (const owner of variable.process?.members ?? [undefined]) {
      const text = valueText(variable, trace.initial.get(variable, owner), machine);
      if (text !== undefined) lines.push(owner === undefined ? text : `${owner}.${text}`);
    }
  }
  return lines;
}

/** Values of `state` by owner: the model's own first, then each process; hidden bookkeeping only where it says something. */
export function snapshot(state: State, machine: Machine): Snapshot {
  const groups = new Map<string, string[]>();
  for (const variable of machine.model.variables)
    if (variable.process === undefined) add(groups, "", variable, undefined);
  for (const kind of machine.model.processes) {
    for (const member of kind.members) {
      for (const variable of machine.model.variables)
        if (variable.process === kind) add(groups, member, variable, member);
    }
  }
  function add(into: Map<string, string[]>, name: string, variable: Variable, owner: string | undefined): void {
    const text = valueText(variable, state.get(variable, owner), machine);
    if (text === undefined) return;
    const list = into.get(name);
    if (list) list.push(text);
    else into.set(name, [text]);
  }
  return { groups: [...groups].map(([owner, values]) => ({ owner, values })), inFlight: inFlight(state, machine) };
}

/** `vote = Working`; undefined for hidden variables in their ordinary position. */
function valueText(variable: Variable, value: Value, machine: Machine): string | undefined {
  switch (variable.role) {
    case "budget":
    case "over":
      return undefined;
    case "up":
      return value === true ? undefined : "down";
    case "paused":
      return value === true ? "paused" : undefined;
    case "side":
      return ImmutableSet.isSet(value) && value.isEmpty() ? undefined : `cut off: ${machine.show(value)}`;
    case "byzantine":
      return ImmutableSet.isSet(value) && value.isEmpty() ? undefined : `byzantine: ${machine.show(value)}`;
    case "timer":
      return `${variable.name} ${timerText(value, shower(machine))}`;
    case "control":
      return `at ${isVariant(value) ? value.tag : machine.show(value)}`;
    default:
      return `${variable.name} = ${shower(machine)(value, variable.type)}`;
  }
}

/** Messages in flight; the receivers of the same message share an arrow. */
export function inFlight(state: State, machine: Machine): readonly string[] {
  const show = shower(machine);
  const groups = new Map<string, { envelope: Envelope; count: number; receivers: string[] }>();
  for (const network of machine.model.networks) {
    for (const { envelope, count } of state.envelopes(network.id)) {
      const content = `${network.id} ${envelope.from} ${messageText(envelope, show)} ${count}`;
      const group = groups.get(content);
      if (group) group.receivers.push(envelope.to);
      else groups.set(content, { envelope, count, receivers: [envelope.to] });
    }
  }
  return [...groups.values()].map(({ envelope, count, receivers }) => {
    const text = arrow(envelope, receivers, show);
    return count > 1 ? `${text} × ${count}` : text;
  });
}

/** How often the steps go from one process to another: what reordering makes small. */
export function switches(steps: readonly Step[]): number {
  let count = 0;
  for (let index = 1; index < steps.length; index++) {
    const before = steps[index - 1];
    const after = steps[index];
    if (before && after && actor(before.label) !== actor(after.label)) count++;
  }
  return count;
}
