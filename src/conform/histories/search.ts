/**
 * Is there an order of these operations on one object that explains all results? The search of Wing and Gong ("Testing and
 * verifying concurrent objects", 1993) with the memory of Lowe ("Testing for linearizability", 2017): take any operation that
 * began before the first one that must still be placed had ended, apply it, go on; when nothing fits, go back.
 *
 * Some things are not tried, because something else does as well:
 * an operation that only looks is placed at once where it fits; of open operations with one meaning, the one that ends first
 * goes first, answered ones before pending ones; a pending operation that changes nothing is left out; and a configuration
 * that differs from a known one only by more pending operations used. And with `looksAhead`, a configuration is left when an
 * observation to come has seen less than there is already, and nothing before it can take anything away; or when the object
 * knows that its state leads nowhere.
 */
import type { Json } from "../../protocols/index.ts";
import { KnownConfigurations } from "./known-configurations.ts";
import { StateTable, unfit } from "./state-table.ts";
import { fromStart, noSource, type Timetable } from "./timetable.ts";

/** A configuration from which nothing fits: numbers of the operations placed, in their order, and the state. */
export interface DeadEnd {
  readonly order: readonly number[];
  readonly state: number;
}

/** What a search knows: `reached` ends of operations can be explained together, more can't (or were not reached yet). */
export interface Progress {
  readonly outcome: "explained" | "unexplainable" | "unfinished";
  readonly reached: number;
  /** Of an explained history: the order. */
  readonly order: readonly number[];
  /** Of a search with a target: one dead end for each state of the object, at most a few. */
  readonly deadEnds: readonly DeadEnd[];
  readonly configurations: number;
}

const mostDeadEnds = 8;
/** So many observations to come are looked at, and so many operations that fit one state only. */
const farthestLook = 6;
const farthestSource = 64;
const start = -2;
const none = -1;

export class Search {
  private readonly table: Timetable;
  /** Whether what is to come is looked at: it was asked for, and there is something to see. */
  readonly looksAhead: boolean;
  readonly states: StateTable;
  private readonly known: KnownConfigurations;
  private readonly slotWords: number;
  private readonly width: number;
  /** Ends that have passed, state, bits of slots, bits of pending operations. */
  private readonly row: Int32Array;
  /** Answered operations that are not placed yet, by their begin; the place `ended` is before the first. */
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly placed: Uint8Array;
  private readonly trail: number[] = [];
  /** Choices that were made: the row, the length of the trail, and what was tried last. */
  private frameRows: Int32Array;
  private readonly frameTrail: number[] = [];
  private readonly frameTried: number[] = [];
  outcome: Progress["outcome"] = "unfinished";
  private readonly target: number;
  private readonly outlooks: boolean[] = [];
  private arriving = true;
  private reached = 0;
  private readonly deadEnds = new Map<number, DeadEnd>();

  /** With `target`, dead ends are kept where so many ends are explained: a search that is done once more, to tell about it. */
  constructor(table: Timetable, initial: Json, looksAhead: boolean, target = Number.POSITIVE_INFINITY) {
    this.target = target;
    this.table = table;
    this.looksAhead = looksAhead && (table.grows || table.hasSources || table.outlook !== undefined);
    this.states = new StateTable(table.deeds);
    this.slotWords = Math.ceil(table.slots / 32);
    this.width = 2 + this.slotWords + Math.ceil(table.twin.length / 32);
    this.known = new KnownConfigurations(this.width, 2 + this.slotWords);
    this.row = new Int32Array(this.width);
    this.row[1] = this.states.number(initial);
    this.frameRows = new Int32Array(64 * this.width);
    this.next = Int32Array.from({ length: table.ended + 1 }, (_, at) => (at === table.ended ? 0 : at + 1));
    this.previous = Int32Array.from({ length: table.ended + 1 }, (_, at) => (at === 0 ? table.ended : at - 1));
    this.placed = new Uint8Array(table.ended);
  }

  get progress(): Progress {
    const { outcome } = this;
    const order = outcome === "explained" ? [...this.trail] : [];
    return {
      outcome,
      reached: this.reached,
      order,
      deadEnds: [...this.deadEnds.values()].sort((a, b) => this.worth(b.order) - this.worth(a.order)),
      configurations: this.known.size,
    };
  }

  /** The most ends that were explained together so far. */
  get deepest(): number {
    return this.reached;
  }

  /** That the search uses, roughly. */
  get bytes(): number {
    return this.known.bytes + this.states.bytes;
  }

  get configurations(): number {
    return this.known.size;
  }

  /** Takes at most `steps` steps: a configuration looked at, or an operation tried. */
  advance(steps: number): void {
    for (let left = steps; left > 0 && this.outcome === "unfinished"; left--) {
      if (this.arriving) this.arrive();
      else this.depart();
    }
  }

  private get end(): number {
    return this.row[0] ?? 0;
  }

  private get state(): number {
    return this.row[1] ?? 0;
  }

  /** A new configuration: what needs no choice is done; if it is not known, its choices are next. */
  private arrive(): void {
    this.arriving = false;
    this.settle();
    if (this.end === this.table.ended) {
      this.outcome = "explained";
      this.reached = this.end;
      return;
    }
    this.reached = Math.max(this.reached, this.end);
    if ((this.looksAhead && this.isHopeless()) || !this.known.add(this.row)) return;
    const frame = this.frameTrail.length;
    if ((frame + 1) * this.width > this.frameRows.length) {
      const larger = new Int32Array(2 * this.frameRows.length);
      larger.set(this.frameRows);
      this.frameRows = larger;
    }
    this.frameRows.set(this.row, frame * this.width);
    this.frameTrail.push(this.trail.length);
    this.frameTried.push(start);
  }

  /** Back to the last choice, and on with what has not been tried there. */
  private depart(): void {
    const frame = this.frameTrail.length - 1;
    if (frame < 0) {
      this.outcome = "unexplainable";
      return;
    }
    const length = this.frameTrail[frame] ?? 0;
    while (this.trail.length > length) this.putBack(this.trail.pop() ?? 0);
    this.row.set(this.frameRows.subarray(frame * this.width, (frame + 1) * this.width));
    const candidate = this.candidateAfter(this.frameTried[frame] ?? none);
    if (candidate === none) {
      if (this.end >= this.target) this.remember();
      this.frameTrail.pop();
      this.frameTried.pop();
      return;
    }
    this.frameTried[frame] = candidate;
    const after = this.states.next(this.state, this.table.deed[candidate] ?? 0);
    if (after === unfit) return;
    if (candidate < this.table.ended) this.take(candidate);
    else if (after === this.state) return;
    else this.use(candidate);
    this.row[1] = after;
    this.arriving = true;
  }

  /** Passes ends of what is placed, and places operations that only look and fit, until there is nothing more of that. */
  private settle(): void {
    const { ended, byEnd, slot, observes, deed, begin, endOf } = this.table;
    for (;;) {
      while (this.end < ended && this.placed[byEnd[this.end] ?? 0] === 1) {
        const bit = slot[byEnd[this.end] ?? 0] ?? 0;
        const word = 2 + (bit >> 5);
        this.row[word] = (this.row[word] ?? 0) & ~(1 << (bit & 31));
        this.row[0] = this.end + 1;
      }
      if (this.end === ended) return;
      const limit = endOf[this.end] ?? 0;
      let at = this.next[ended] ?? ended;
      while (at !== ended && (begin[at] ?? 0) < limit) {
        const following = this.next[at] ?? ended;
        if (observes[at] === 1 && this.states.next(this.state, deed[at] ?? 0) !== unfit) this.take(at);
        at = following;
      }
      if (this.placed[byEnd[this.end] ?? 0] === 0) return;
    }
  }

  /** What the object says of the state, asked once for each. */
  private hasOutlook(outlook: (state: Json) => boolean): boolean {
    let known = this.outlooks[this.state];
    if (known === undefined) {
      known = outlook(this.states.state(this.state));
      this.outlooks[this.state] = known;
    }
    return known;
  }

  /** Whether something to come can't fit any more. */
  private isHopeless(): boolean {
    if (this.table.outlook && !this.hasOutlook(this.table.outlook)) return true;
    return (this.table.hasSources && this.isTooLate()) || (this.table.grows && this.isTooMuch());
  }

  /** Whether an operation to come fits only what is gone for good. */
  private isTooLate(): boolean {
    const { ended, source, deed } = this.table;
    let looks = 0;
    for (let at = this.next[ended] ?? ended; at !== ended && looks < farthestSource; at = this.next[at] ?? ended) {
      looks++;
      const from = source[at] ?? noSource;
      if (from === noSource) continue;
      const happened = from === fromStart || (from < ended ? this.placed[from] === 1 : this.isUsed(from - ended));
      if (happened && this.states.next(this.state, deed[at] ?? 0) === unfit) return true;
    }
    return false;
  }

  /** Whether there is more than an observation to come has seen: until it ends, the state can only grow. */
  private isTooMuch(): boolean {
    const { ended, begin, rank, endOf, deed, deeds, nextReset, pendingResets } = this.table;
    let at = this.next[ended] ?? ended;
    let reset = nextReset[at] ?? ended;
    while (reset < ended && this.placed[reset] === 1) reset = nextReset[reset + 1] ?? ended;
    const free = pendingResets.find((pending) => !this.isUsed(pending - ended));
    const answered = reset < ended ? (begin[reset] ?? 0) : Number.POSITIVE_INFINITY;
    const until = Math.min(answered, free === undefined ? Number.POSITIVE_INFINITY : (begin[free] ?? 0));
    const state = this.states.state(this.state);
    for (let looks = 0; at !== ended && (begin[at] ?? 0) < until && looks < farthestLook; at = this.next[at] ?? ended) {
      const { ahead } = deeds[deed[at] ?? 0] ?? {};
      if (!ahead) continue;
      looks++;
      if ((endOf[rank[at] ?? 0] ?? 0) < until && !ahead(state)) return true;
    }
    return false;
  }

  /** The operation to try after `tried`: first the one that must come next, then others that are open, then pending ones. */
  private candidateAfter(tried: number): number {
    const { ended, byEnd, begin, endOf, operations } = this.table;
    const due = byEnd[this.end] ?? 0;
    if (tried === start) return due;
    const limit = endOf[this.end] ?? 0;
    let pending = tried + 1;
    if (tried < ended) {
      let at = this.next[tried === due ? ended : tried] ?? ended;
      while (at !== ended && (begin[at] ?? 0) < limit) {
        if (at !== due && this.table.observes[at] === 0 && !this.hasEarlierTwin(at, limit)) return at;
        at = this.next[at] ?? ended;
      }
      pending = ended;
    }
    for (; pending < operations.length && (begin[pending] ?? 0) < limit; pending++) {
      if (this.isUsed(pending - ended)) continue;
      const twin = this.table.twin[pending - ended] ?? none;
      if ((twin === none || this.isUsed(twin)) && !this.isOpen(this.table.deed[pending] ?? 0, limit)) return pending;
    }
    return none;
  }

  /** Whether an answered operation with this deed could be placed instead of a pending one. */
  private isOpen(wanted: number, limit: number): boolean {
    const { ended, begin, deed } = this.table;
    for (let at = this.next[ended] ?? ended; at !== ended && (begin[at] ?? 0) < limit; at = this.next[at] ?? ended)
      if (deed[at] === wanted) return true;
    return false;
  }

  /** Whether another open operation means the same and ends earlier. */
  private hasEarlierTwin(operation: number, limit: number): boolean {
    const { ended, begin, deed, rank } = this.table;
    let at = this.next[ended] ?? ended;
    while (at !== ended && (begin[at] ?? 0) < limit) {
      if (deed[at] === deed[operation] && (rank[at] ?? 0) < (rank[operation] ?? 0)) return true;
      at = this.next[at] ?? ended;
    }
    return false;
  }

  private isUsed(pending: number): boolean {
    return (((this.row[2 + this.slotWords + (pending >> 5)] ?? 0) >>> (pending & 31)) & 1) === 1;
  }

  /** Places an answered operation. */
  private take(operation: number): void {
    const before = this.previous[operation] ?? 0;
    const after = this.next[operation] ?? 0;
    this.next[before] = after;
    this.previous[after] = before;
    this.placed[operation] = 1;
    const bit = this.table.slot[operation] ?? 0;
    const word = 2 + (bit >> 5);
    this.row[word] = (this.row[word] ?? 0) | (1 << (bit & 31));
    this.trail.push(operation);
  }

  /** Lets a pending operation have happened. */
  private use(operation: number): void {
    const pending = operation - this.table.ended;
    const word = 2 + this.slotWords + (pending >> 5);
    this.row[word] = (this.row[word] ?? 0) | (1 << (pending & 31));
    this.trail.push(operation);
  }

  /** Takes the last placement back; rows are restored by whoever calls. */
  private putBack(operation: number): void {
    if (operation >= this.table.ended) return;
    this.placed[operation] = 0;
    this.next[this.previous[operation] ?? 0] = operation;
    this.previous[this.next[operation] ?? 0] = operation;
  }

  private remember(): void {
    const before = this.deadEnds.get(this.state);
    if (before ? this.worth(before.order) >= this.worth(this.trail) : this.deadEnds.size >= mostDeadEnds) return;
    this.deadEnds.set(this.state, { order: [...this.trail], state: this.state });
  }

  /** An explanation is the better the more answers it explains, and then the fewer pending operations it needs. */
  private worth(order: readonly number[]): number {
    const answered = order.reduce((sum, operation) => sum + (operation < this.table.ended ? 1 : 0), 0);
    return answered * (this.table.twin.length + 1) - (order.length - answered);
  }
}
