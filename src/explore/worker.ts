/**
 * Threads that work for a search or a simulation, as the thread that waits for them sees them, and what a thread does when
 * it is started with a task. Who starts them lies outside of this room.
 */
import { unreachable } from "../source/index.ts";
import { type WalkAssignment, Walker, type WalkOrder } from "./simulation/walker.ts";
import type { Assignment, Order } from "./team.ts";
import { joinTeam } from "./team-member.ts";

/** What a worker is started with; can be sent to it. */
export type Task =
  | { readonly kind: "search"; readonly assignment: Assignment }
  | { readonly kind: "walks"; readonly assignment: WalkAssignment };

export interface Worker<Order, Report> {
  send(order: Order): void;
  onReport(handler: (report: Report) => void): void;
  /** Called when the worker has ended without being asked to. */
  onEnd(handler: (reason: string) => void): void;
  end(): Promise<void>;
}

/** The caller knows which orders and reports belong to its task. */
export type StartWorker = <Order, Report>(task: Task) => Worker<Order, Report>;

/** A worker's side: makes ready what the task tells; the result carries out one order after the other. */
export function beginTask(task: Task): (order: unknown) => unknown {
  switch (task.kind) {
    case "search": {
      const carryOut = joinTeam(task.assignment);
      return (order) => carryOut(order as Order);
    }
    case "walks": {
      const walker = new Walker(task.assignment);
      return (order) => walker.take(order as WalkOrder);
    }
    default:
      return unreachable(task);
  }
}
