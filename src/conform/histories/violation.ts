/**
 * Why a history is not linearizable, for people: the longest prefix that has an explanation, one such explanation, and for
 * each operation that is open where the prefix ends, why it can't be placed next.
 *
 * The prefix goes up to an end, of an operation that no order of what came before can accommodate. Operations that began in
 * the prefix may be placed in it with the results that they have later.
 */
import type { Json } from "../../protocols/index.ts";
import type { SequentialObject } from "./deed.ts";
import type { Operation } from "./operation.ts";
import type { Progress } from "./search.ts";
import type { StateTable } from "./state-table.ts";
import type { Timetable } from "./timetable.ts";

/** An operation that is open, and what hinders it. */
export interface Unplaced {
  readonly operation: Operation;
  readonly text: string;
  /** For each explanation, why not there; empty where it could be placed, and something else fails later. */
  readonly reasons: readonly string[];
}

export interface Placed {
  readonly operation: Operation;
  readonly text: string;
  /** The object afterwards, as a sentence. */
  readonly state: string;
}

export interface Violation {
  /** The operation at whose end no explanation is left. */
  readonly operation: Operation;
  readonly text: string;
  /** False: it was too hard to say whether a longer prefix has an explanation. The whole history has none in any case. */
  readonly exact: boolean;
  /** A longest explanation of the prefix. */
  readonly order: readonly Placed[];
  /** What the object may be after the prefix, whatever the explanation; a few of the possibilities. */
  readonly states: readonly string[];
  /** Open at the end of the prefix; the operation that fails comes first. */
  readonly unplaced: readonly Unplaced[];
}

export function violationOf(
  progress: Progress,
  table: Timetable,
  states: StateTable,
  object: SequentialObject,
  exact: boolean,
): Violation {
  const { operations, deed, byEnd, endOf, begin, ended } = table;
  const deedOf = (number: number) => table.deeds[deed[number] ?? 0];
  const operation = (number: number) => operations[number] as Operation;
  const text = (number: number) => deedOf(number)?.text ?? "";
  // What has only a deadline is not what people see fail: the next answer is.
  const rest = [...byEnd.subarray(progress.reached)];
  const due = rest.find((number) => operation(number).outcome === "ok") ?? 0;
  const limit = endOf[table.rank[due] ?? 0] ?? 0;
  const { deadEnds } = progress;
  let state: Json = object.initial;
  const order = (deadEnds[0]?.order ?? []).map((number): Placed => {
    state = deedOf(number)?.apply(state) ?? state;
    return { operation: operation(number), text: text(number), state: object.describe(state) };
  });
  const first = new Set(deadEnds[0]?.order);
  const open = [...deed.keys()].filter((number) => {
    const overBefore = number < ended && (table.rank[number] ?? 0) < progress.reached;
    return number !== due && !first.has(number) && !overBefore && (begin[number] ?? 0) < limit;
  });
  const unplaced = [due, ...open].map((number): Unplaced => {
    const reasons = deadEnds.flatMap((end) => {
      const there = states.state(end.state);
      const fits = end.order.includes(number) || deedOf(number)?.apply(there) !== undefined;
      return fits ? [] : [deedOf(number)?.refusal(there) || object.describe(there)];
    });
    return { operation: operation(number), text: text(number), reasons: [...new Set(reasons)] };
  });
  return {
    operation: operation(due),
    text: text(due),
    exact,
    order,
    states: deadEnds.map((end) => object.describe(states.state(end.state))),
    unplaced,
  };
}
