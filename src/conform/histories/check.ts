/**
 * Is a history linearizable? Each key is an object of its own; their searches take turns, each turn longer than the one
 * before, so that one hard key starves no other and a violation of an easy one shows early. The first violation decides.
 */
import type { Json } from "../../protocols/index.ts";
import { createObject, type ObjectName } from "./objects.ts";
import { canonical, type Operation } from "./operation.ts";
import { Partition, type PartitionResult } from "./partition.ts";
import type { Misfit } from "./timetable.ts";

export interface HistoryQuestion {
  readonly object: ObjectName;
  /** What the object is before the history: its `null`, empty list or 0 when absent. */
  readonly initial?: Json;
  /** Configurations that may be stored, of all keys together. */
  readonly maxConfigurations?: number;
  /** Bytes that may be used for them, roughly. */
  readonly maxBytes?: number;
}

export interface HistoryResult {
  /** `unknown`: a limit was reached first. */
  readonly verdict: "linearizable" | "violated" | "unknown";
  readonly partitions: readonly PartitionResult[];
  readonly configurations: number;
  /** Operations that mean nothing to the object; they are left out, so the verdict is about the others. */
  readonly misfits: readonly Misfit[];
}

const firstTurn = 1024;
const defaultConfigurations = 20_000_000;
const defaultBytes = 2 ** 30;

/** A check that goes on as far as it is told to, so that whoever waits for it can look at the clock. */
export class HistoryCheck {
  private readonly partitions: readonly Partition[];
  private readonly maxConfigurations: number;
  private readonly maxBytes: number;
  /** Partitions of this round, whose turn it is, how many steps are left in it; and who is in the next round. */
  private round: readonly Partition[];
  private current = 0;
  private turn = firstTurn;
  private left = firstTurn;
  private nextRound: Partition[] = [];
  private violated = false;
  private stored = 0;
  private bytes = 0;

  constructor(operations: readonly Operation[], question: HistoryQuestion) {
    const object = createObject(question.object, question.initial);
    this.maxConfigurations = question.maxConfigurations ?? defaultConfigurations;
    this.maxBytes = question.maxBytes ?? defaultBytes;
    this.partitions = byKey(operations).map(({ key, operations: own }) => new Partition(key, own, object));
    this.round = this.partitions;
  }

  /** Whether there is an answer, or a limit is reached. */
  get finished(): boolean {
    return this.verdict !== "unknown" || this.limit !== undefined;
  }

  get verdict(): HistoryResult["verdict"] {
    if (this.violated) return "violated";
    return this.round.length === 0 ? "linearizable" : "unknown";
  }

  /** Which of the limits is reached. */
  get limit(): "configurations" | "bytes" | undefined {
    if (this.stored >= this.maxConfigurations) return "configurations";
    return this.bytes >= this.maxBytes ? "bytes" : undefined;
  }

  get configurations(): number {
    return this.stored;
  }

  /** Answers that can be explained so far, of how many. */
  get progress(): { readonly reached: number; readonly ends: number } {
    const sum = (of: (partition: Partition) => number) => this.partitions.reduce((total, item) => total + of(item), 0);
    return { reached: sum((item) => item.reached), ends: sum((item) => item.ends) };
  }

  /** Goes on for about `steps` steps. */
  advance(steps: number): void {
    let remaining = steps;
    while (remaining > 0 && !this.finished) {
      const partition = this.round[this.current] as Partition;
      // A step stores one configuration at most, so that the limit is kept exactly.
      const portion = Math.min(remaining, this.left, this.maxConfigurations - this.stored);
      const { configurations, bytes } = partition;
      partition.advance(portion);
      this.stored += partition.configurations - configurations;
      this.bytes += partition.bytes - bytes;
      remaining -= portion;
      this.left -= portion;
      if (partition.outcome === "unexplainable") this.violated = true;
      else if (partition.outcome === "explained" || this.left === 0) this.pass(partition);
    }
  }

  /** The next partition's turn; in the next round, turns are longer. */
  private pass(partition: Partition): void {
    if (partition.outcome === "unfinished") this.nextRound.push(partition);
    this.current++;
    if (this.current === this.round.length) {
      this.round = this.nextRound;
      this.nextRound = [];
      this.current = 0;
      this.turn *= 2;
    }
    this.left = this.turn;
  }

  result(): HistoryResult {
    const misfits = this.partitions.flatMap((partition) => partition.misfits);
    return {
      verdict: this.verdict,
      partitions: this.partitions.map((partition) => partition.result()),
      configurations: this.stored,
      misfits: misfits.sort((a, b) => a.operation.begin - b.operation.begin),
    };
  }
}

/** The whole check at once. `goesOn` is asked now and then whether there is still time. */
export function checkHistory(
  operations: readonly Operation[],
  question: HistoryQuestion,
  goesOn: () => boolean = () => true,
): HistoryResult {
  const check = new HistoryCheck(operations, question);
  while (!check.finished && goesOn()) check.advance(16 * firstTurn);
  return check.result();
}

/** Keys in the order in which the history names them. */
function byKey(
  operations: readonly Operation[],
): readonly { readonly key?: Json; readonly operations: readonly Operation[] }[] {
  const found = new Map<string, { readonly key?: Json; readonly operations: Operation[] }>();
  for (const operation of operations) {
    const { key } = operation.call;
    const name = key === undefined ? "" : canonical(key);
    const partition = found.get(name) ?? { ...(key === undefined ? {} : { key }), operations: [] };
    partition.operations.push(operation);
    found.set(name, partition);
  }
  return [...found.values()];
}
