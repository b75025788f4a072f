/** Which steps of a state a scenario's line or a saved label means. */
import {
  type Envelope,
  is,
  type Label,
  type Machine,
  type Named,
  type State,
  type Value,
} from "../interpreter/index.ts";
import type { RunTarget } from "../ir/index.ts";

/** Whether `label` is what `target` asks for in `state`: every part that is given must match. */
export function matches(machine: Machine, target: RunTarget, label: Label, state: State): boolean {
  if (!target.actions.includes(label.action)) return false;
  if (target.forged !== label.forged) return false;
  if (target.self !== undefined && machine.value(target.self, state) !== label.self) return false;
  for (const [index, argument] of target.arguments.entries()) {
    if (!sameValue(machine.value(argument, state), label.parameters[index]?.value)) return false;
  }
  if (
    !inOrder(
      target.picks.map((pick) => ({ name: pick.name, value: machine.value(pick.value, state) })),
      label.picks,
    )
  )
    return false;
  return target.envelope === undefined || matchesEnvelope(machine, target.envelope, label.envelope, state);
}

function matchesEnvelope(
  machine: Machine,
  wanted: NonNullable<RunTarget["envelope"]>,
  envelope: Envelope | undefined,
  state: State,
): boolean {
  if (!envelope) return false;
  if (wanted.from !== undefined && machine.value(wanted.from, state) !== envelope.from) return false;
  if (wanted.to !== undefined && machine.value(wanted.to, state) !== envelope.to) return false;
  return wanted.fields.every((field) => sameValue(machine.value(field.value, state), envelope.fields.get(field.index)));
}

/** The wanted picks occur among the label's, in this order. */
function inOrder(
  wanted: readonly { readonly name: string; readonly value: Value | undefined }[],
  picks: readonly Named[],
): boolean {
  let at = 0;
  for (const pick of picks) {
    const next = wanted[at];
    if (next && next.name === pick.name && sameValue(next.value, pick.value)) at++;
  }
  return at === wanted.length;
}

export const sameValue = (first: Value | undefined, second: Value | undefined): boolean =>
  first !== undefined && second !== undefined && is(first, second);

/** Whether two labels of one model name the same step, in whatever states. */
export function sameLabel(first: Label, second: Label): boolean {
  return (
    first.action === second.action &&
    first.self === second.self &&
    first.forged === second.forged &&
    sameNamed(first.parameters, second.parameters) &&
    sameNamed(first.picks, second.picks) &&
    sameEnvelope(first.envelope, second.envelope)
  );
}

function sameNamed(first: readonly Named[], second: readonly Named[]): boolean {
  return (
    first.length === second.length &&
    first.every((item, index) => item.name === second[index]?.name && sameValue(item.value, second[index]?.value))
  );
}

export function sameEnvelope(first: Envelope | undefined, second: Envelope | undefined): boolean {
  if (first === undefined || second === undefined) return first === second;
  return (
    first.message === second.message &&
    first.from === second.from &&
    first.to === second.to &&
    is(first.fields, second.fields)
  );
}
