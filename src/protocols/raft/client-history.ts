/**
 * What clients may see of the replicated store: each of their commands takes effect exactly once, at its first place in
 * the committed log; its answer is what it gave there; and what was answered before another command began has its place
 * before that one's. The committed log is the witness, so that linearizability needs no search here.
 */
import type { Invocation, Report } from "../simulation/system.ts";
import type { Json } from "../trace-event.ts";
import { execute, type Values } from "./replay.ts";
import type { Command } from "./store.ts";
import type { RaftState } from "./types.ts";

interface Effect {
  /** Its first place in the committed log. */
  readonly place: number;
  readonly result: string;
}

const nameOf = (client: string, id: number) => `${client} ${id}`;

export class ClientHistory {
  private readonly effects = new Map<string, Effect>();
  /** The store after each committed entry, kept by other means than the servers'. */
  private readonly stores: Values[] = [{}];
  /** For each command, the last place that an answer had shown when it began. */
  private readonly floors = new Map<string, number>();
  private floor = 0;
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  invoked({ client, id }: Invocation): void {
    this.floors.set(nameOf(client, id), this.floor);
  }

  applied({ client, sequence, operation }: Command): void {
    const name = nameOf(client, sequence);
    const values = this.stores.at(-1) ?? {};
    if (this.effects.has(name)) {
      this.stores.push(values);
      return;
    }
    const { result, after } = execute(values, operation);
    this.stores.push(after);
    this.effects.set(name, { place: this.stores.length - 1, result: JSON.stringify(result) });
    if (!this.floors.has(name)) this.report("ExactlyOnce", `${name} was never asked for`);
    if (this.stores.length - 1 <= (this.floors.get(name) ?? 0))
      this.report("RealTimeOrder", `${name} takes effect before an operation that was over when it began`);
  }

  done(client: string, id: number, result: Json): void {
    const name = nameOf(client, id);
    const effect = this.effects.get(name);
    if (!effect) {
      this.report("CommittedEntriesStay", `${name} was answered and is not committed`);
      return;
    }
    if (effect.result !== JSON.stringify(result))
      this.report("ExactlyOnce", `${name} was answered ${JSON.stringify(result)} instead of ${effect.result}`);
    this.floor = Math.max(this.floor, effect.place);
  }

  /** A server's store is what the committed log up to there makes it. */
  compare({ node, commitIndex, store }: RaftState): void {
    const expected = this.stores[commitIndex] ?? {};
    const names = Object.keys(expected);
    if (store.values.size !== names.length || !names.every((key) => store.values.get(key) === expected[key]))
      this.report("ExactlyOnce", `the store of ${node} is not what ${commitIndex} entries make it`);
  }
}
