/**
 * Time that stands still: what it means, for a model with urgent actions, that time has to pass and must not. Whether that
 * is so for ever is a question about the graph of all states.
 */
import type { Expr } from "./code.ts";
import type { Action } from "./model.ts";
import { bool } from "./types.ts";

/** In which states a timer runs and an urgent action comes first; undefined where nothing ever comes before time. */
export function timeIsBlocked(actions: readonly Action[]): Expr | undefined {
  const tick = actions.find(({ kind }) => kind === "tick");
  const waits = tick?.conditions.filter(({ condition }) => isWaiting(condition)) ?? [];
  if (!tick || waits.length === 0) return undefined;
  const { span } = tick;
  const others = tick.conditions.flatMap(({ condition }) => (isWaiting(condition) ? [] : [condition]));
  const urgent: Expr = { kind: "urgent", type: bool, span };
  return { kind: "logic", operator: "and", operands: [...others, urgent], type: bool, span };
}

const isWaiting = (condition: Expr): boolean => condition.kind === "not" && condition.operand.kind === "urgent";

const own = new Set<Action["kind"]>(["action", "step", "handler", "round", "resume", "tick"]);

/** Whether its steps are what the system does: faults, and repairs that nobody owes, end nothing that lasts for ever. */
export function isOfSystem({ kind, fair }: Pick<Action, "kind" | "fair">): boolean {
  return kind === "restart" || kind === "heal" ? fair : own.has(kind);
}
