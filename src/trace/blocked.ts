/**
 * What keeps each action from happening in a state where nothing can: the condition that is false, and the values that make
 * it so. Instances that are blocked for the same reason share an entry.
 */
import { type Blocked, ImmutableMap, type Machine, type State, type Value } from "../interpreter/index.ts";
import type { Span } from "../source/index.ts";
import { explain, type Reason } from "./explain.ts";
import type { Scope } from "./expressions.ts";
import { messageText } from "./label.ts";
import { shower } from "./show.ts";

/** An action that cannot happen, for all processes that it is blocked for in the same way. */
export interface BlockedAction {
  readonly processes: readonly string[];
  readonly action: string;
  readonly reason: string;
  /** What makes the guard false: `holder[p1.left] = Some(p2)`. */
  readonly values: readonly string[];
  readonly span: Span;
}

const mostBlocked = 400;
/** Of an entry: there may be one for each process. */
const mostValues = 4;

export function blockedActions(state: State, machine: Machine): readonly BlockedAction[] {
  const show = shower(machine);
  const groups: (BlockedAction & { processes: string[]; values: string[] })[] = [];
  for (const item of machine.blocked(state, mostBlocked)) {
    const values = item.parameters
      .map((parameter, at) => show(parameter.value, item.action.parameters[at]?.local.type))
      .join(", ");
    const message = item.envelope ? ` ${messageText(item.envelope, show)} from ${item.envelope.from}` : "";
    const action = `${item.action.name}${values === "" ? "" : `(${values})`}${message}`;
    const { reason, span, self } = item;
    let group = groups.find(
      (other) => other.action === action && other.reason === reason && other.span.start === span.start,
    );
    if (!group) {
      group = { processes: [], action, reason, values: [], span };
      groups.push(group);
    }
    if (self !== undefined && !group.processes.includes(self)) group.processes.push(self);
    for (const fact of factsOf(item, state, machine)) if (!group.values.includes(fact)) group.values.push(fact);
  }
  return groups.map((group) => ({
    ...group,
    values: group.values.length > mostValues ? [...group.values.slice(0, mostValues), "…"] : group.values,
  }));
}

/** What is true instead of the guard, as far as the guard does not say it itself, and the values that it reads. */
function factsOf({ formula, action, self, parameters, envelope }: Blocked, state: State, machine: Machine): string[] {
  if (!formula) return [];
  const bindings = new Map<number, Value>();
  for (const [at, { value }] of parameters.entries()) {
    const local = action.parameters[at]?.local;
    if (local) bindings.set(local.id, value);
  }
  if (envelope && action.receives) {
    bindings.set(action.receives.sender.id, envelope.from);
    const { message, fields } = envelope;
    bindings.set(
      action.receives.content.id,
      ImmutableMap(message.fields.map(({ name }, at): [string, Value] => [name, fields.get(at)!])),
    );
  }
  const scope: Scope = { bindings, self };
  const reason = explain(machine, formula, state, undefined, scope);
  return reason ? [...deeper(reason, formula.span), ...reason.values] : [];
}

/** Facts about a part of the guard say more than that the guard is false. */
function deeper({ facts, span, bindings }: Reason, whole: Span): readonly string[] {
  const isWhole = span.source === whole.source && span.start === whole.start && span.end === whole.end;
  return isWhole ? [] : [...facts, ...bindings];
}
