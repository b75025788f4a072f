/**
 * The operations on one object of the history, and the search for an order of them. When there is an answer, only that is
 * kept.
 */
import type { Json } from "../../protocols/index.ts";
import { assert } from "../../source/index.ts";
import { type Deed, isDeed, type SequentialObject } from "./deed.ts";
import type { Operation } from "./operation.ts";
import { type Progress, Search } from "./search.ts";
import { layOutOperations, type Misfit, type Timetable } from "./timetable.ts";
import { type Violation, violationOf } from "./violation.ts";

/** One object of the history. */
export interface PartitionResult {
  /** Absent when the operations name no key. */
  readonly key?: Json;
  readonly outcome: Progress["outcome"];
  readonly operations: number;
  readonly pending: number;
  readonly configurations: number;
  /** Answers explained together, of how many. */
  readonly reached: number;
  readonly ends: number;
  /** Of an explained partition: an order that explains it. */
  readonly order: readonly Operation[];
  /** What each of them did: `read → 2`. */
  readonly texts: readonly string[];
  readonly violation?: Violation;
}

const stepsForBlame = 200_000;
const stepsForTelling = 5_000_000;

export class Partition {
  readonly misfits: readonly Misfit[];
  readonly ends: number;
  private readonly key: Json | undefined;
  private readonly operations: readonly Operation[];
  private readonly object: SequentialObject;
  private readonly table: Timetable;
  private search: Search | undefined;
  private answer: PartitionResult | undefined;

  constructor(key: Json | undefined, operations: readonly Operation[], object: SequentialObject) {
    this.key = key;
    this.operations = operations;
    this.object = object;
    const { timetable, misfits } = layOutOperations(operations, object, true);
    this.table = timetable;
    this.misfits = misfits;
    this.ends = operations.filter((operation) => operation.outcome === "ok").length;
  }

  get outcome(): Progress["outcome"] {
    return this.answer?.outcome ?? this.search?.outcome ?? "unfinished";
  }

  get configurations(): number {
    return this.answer?.configurations ?? this.search?.configurations ?? 0;
  }

  /** Bytes that the search uses, roughly. */
  get bytes(): number {
    return this.search?.bytes ?? 0;
  }

  get reached(): number {
    return this.answer?.reached ?? answers(this.table, this.search?.deepest ?? 0);
  }

  advance(steps: number): void {
    this.search ??= new Search(this.table, this.object.initial, true);
    this.search.advance(steps);
    if (this.search.outcome !== "explained") return;
    this.answer = this.result();
    this.search = undefined;
  }

  result(): PartitionResult {
    if (this.answer) return this.answer;
    const { object } = this;
    const search = this.search ?? new Search(this.table, object.initial, true);
    const { found, table, exact } =
      search.outcome === "unexplainable" ? this.blame(search) : { found: search, table: this.table, exact: true };
    const progress = found.progress;
    const order = progress.order.map((number) => table.operations[number] as Operation);
    if (progress.outcome === "explained") confirm(order, table, object);
    return {
      ...(this.key === undefined ? {} : { key: this.key }),
      outcome: search.outcome,
      operations: this.operations.length,
      pending: this.operations.filter((operation) => operation.outcome === "pending").length,
      configurations: search.configurations,
      reached: answers(table, progress.reached),
      ends: this.ends,
      order,
      texts: order.map((operation) => meaningOf(operation, object).text),
      ...(search.outcome === "unexplainable"
        ? { violation: violationOf(progress, table, found.states, object, exact) }
        : {}),
    };
  }

  /**
   * A search that looks ahead gives up before the operation that fails. Without looking it goes on to there, which shows
   * more of the history explained; where that takes too long, as far as it came. Then the search is done once more, and keeps
   * the dead ends that are to be told.
   */
  private blame(search: Search): { readonly found: Search; readonly table: Timetable; readonly exact: boolean } {
    const { initial } = this.object;
    if (!search.looksAhead) {
      const found = new Search(this.table, initial, false, search.deepest);
      found.advance(stepsForTelling);
      return { found, table: this.table, exact: true };
    }
    const { timetable: table } = layOutOperations(this.operations, this.object, false);
    const plain = new Search(table, initial, false);
    plain.advance(stepsForBlame);
    assert(plain.outcome !== "explained", "what has no explanation has one without looking ahead");
    const found = new Search(table, initial, false, plain.deepest);
    found.advance(stepsForBlame);
    return { found, table, exact: plain.outcome === "unexplainable" };
  }
}

function meaningOf(operation: Operation, object: SequentialObject): Deed {
  const meaning = object.meaning(operation);
  assert(isDeed(meaning), "an operation that was placed means nothing");
  return meaning;
}

/** Deadlines that were passed are no answers. */
function answers({ byEnd, operations }: Timetable, passed: number): number {
  return byEnd.subarray(0, passed).reduce((sum, number) => sum + (operations[number]?.outcome === "ok" ? 1 : 0), 0);
}

/** An order that was found is followed once more, without the search's tables and shortcuts: what it claims must be so. */
function confirm(order: readonly Operation[], table: Timetable, object: SequentialObject): void {
  let state: Json = object.initial;
  for (const operation of order) {
    const after = meaningOf(operation, object).apply(state);
    assert(after !== undefined, "an operation of the order that was found does not fit");
    state = after;
  }
  let earliestEnd = Number.POSITIVE_INFINITY;
  for (const operation of order.toReversed()) {
    assert(operation.begin < earliestEnd, "the order that was found puts an operation before one that was over");
    earliestEnd = Math.min(earliestEnd, operation.end);
  }
  const placed = new Set(order);
  const complete = table.operations.every((operation) => operation.outcome === "pending" || placed.has(operation));
  assert(complete && placed.size === order.length, "the order that was found is not complete");
}
