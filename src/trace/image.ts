/**
 * A step that breaks a refinement, as the abstract model sees it: the abstract state before and after, and the abstract
 * action that comes nearest, with the guard that is in its way.
 */
import type { Image, Machine, State } from "../interpreter/index.ts";
import type { Property } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import { stateChanges } from "./changes.ts";
import { oneLine } from "./expressions.ts";
import { actionText } from "./label.ts";
import { shower } from "./show.ts";
import { type Snapshot, snapshot } from "./story.ts";
import { lastState, stateBeforeLast, type Trace } from "./trace.ts";

export interface ImageAccount {
  /** The name of the abstract model. */
  readonly model: string;
  /** Absent when it is the start that is wrong. */
  readonly before?: Snapshot;
  readonly after: Snapshot;
  readonly changes: readonly string[];
  readonly nearest?: {
    /** `r1.commit`. */
    readonly action: string;
    /** What is in its way. */
    readonly refusal?: { readonly reason: string; readonly span: Span; readonly values: readonly string[] };
    /** What it would do instead; empty when it would lead to the same state. */
    readonly instead: readonly string[];
    readonly span: Span;
  };
}

/** Of the last step of `trace`, which the refinement does not allow. */
export function imageOf(refinement: Property, trace: Trace, concrete: Machine): ImageAccount | undefined {
  const image = concrete.image(refinement);
  const { machine } = image;
  const seen = (state: State): State | undefined => {
    const result = image.of(state);
    return "value" in result ? result.value : undefined;
  };
  const after = seen(lastState(trace));
  const old = stateBeforeLast(trace);
  const before = old && seen(old);
  if (!after || (old && !before)) return undefined;
  return {
    model: machine.model.name,
    before: before && snapshot(before, machine),
    after: snapshot(after, machine),
    changes: before ? changesBetween(before, after, machine) : [],
    nearest: before && nearestOf(image, before, after),
  };
}

function nearestOf(image: Image, before: State, after: State): ImageAccount["nearest"] {
  const { machine } = image;
  const found = image.nearest(before, after);
  if (!found) return undefined;
  const { label, refusal, target } = found;
  const show = shower(machine);
  return {
    action: label.self === undefined ? actionText(label, show) : `${label.self}.${actionText(label, show)}`,
    refusal: refusal && {
      reason: refusal.reason,
      span: refusal.span,
      values: refusal.values
        .map(({ text, value, type }) => ({ text: oneLine(text), value, shown: show(value, type) }))
        .filter(({ text, shown, value }) => text !== shown && typeof value !== "boolean")
        .map(({ text, shown }) => `${text} = ${shown}`),
    },
    instead: machine.key(target) === machine.key(after) ? [] : changesBetween(before, target, machine),
    span: label.action.span,
  };
}

const changesBetween = (before: State, after: State, machine: Machine): readonly string[] =>
  stateChanges(machine.model, before, after, undefined, shower(machine));
