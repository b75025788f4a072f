/**
 * What nodes owe, and until when: a promise about time is kept when everything is settled before its moment has passed. A
 * moment is not over as long as the clock shows it, so that what is owed at once may come in any order with what else
 * happens then.
 */
import type { Node } from "../core.ts";

export interface Owed {
  readonly node: Node;
  readonly what: string;
  readonly until: number;
}

export class Obligations {
  private readonly owed = new Map<Node, Map<string, number>>();

  /** If it is owed already, the earlier moment counts. */
  owe(node: Node, what: string, until: number): void {
    const debts = this.owed.get(node) ?? new Map<string, number>();
    this.owed.set(node, debts);
    debts.set(what, Math.min(until, debts.get(what) ?? until));
  }

  /** Whether it has to be done now. */
  isDue(node: Node, what: string, now: number): boolean {
    return (this.owed.get(node)?.get(what) ?? Number.POSITIVE_INFINITY) <= now;
  }

  settle(node: Node, what: string): void {
    this.owed.get(node)?.delete(what);
  }

  forget(node: Node): void {
    this.owed.delete(node);
  }

  /** Something whose moment has passed. */
  late(now: number): Owed | undefined {
    for (const [node, debts] of this.owed)
      for (const [what, until] of debts) if (until < now) return { node, what, until };
    return undefined;
  }
}
