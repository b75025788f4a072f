/**
 * Is a log a behaviour of the model? A depth-first search over places: how far each node has come, and the state that
 * explains it. Where every action is local (`locality.ts`), one node is followed as far as it goes, because no other order
 * can do better; otherwise all orders are searched that the log allows, each place once. As long as there was never a
 * choice, what lies behind is handed on and forgotten, so that a long log needs little memory.
 */
import { fingerprint } from "./fingerprint.ts";
import type { Moves } from "./moves.ts";
import { movesTo, type Place } from "./place.ts";

export interface SearchSettings {
  /** More places than these are not looked at. */
  readonly mostPlaces: number;
  /** Asked now and then: why to stop, if there is a reason. */
  readonly stop?: () => string | undefined;
  /** Whether every action touches its own process only. */
  readonly local: boolean;
  /** Takes what is certain, in order. */
  readonly commit: (places: readonly Place[]) => void;
  /** At the end of the log: what is wrong all the same, if anything. */
  readonly finish: (place: Place) => string | undefined;
}

export interface SearchResult {
  readonly verdict: "accepted" | "rejected" | "unknown";
  /** Why it is unknown. */
  readonly limits: readonly string[];
  readonly places: number;
  /** Places with more than one way on. */
  readonly choices: number;
  /** Where the search got stuck: no other place is further for every node. The deepest first. */
  readonly stuck: readonly Place[];
  /** Where the log ends, when it is accepted. */
  readonly last?: Place;
  /** What is wrong at the end of the log. */
  readonly unfinished?: string;
}

const mostStuck = 5;

/** A place with ways on that were not taken yet. */
interface Frame {
  readonly place: Place | undefined;
  /** The only node that is followed here. */
  readonly node: number | undefined;
  ways: readonly Place[];
  taken: number;
  /** Silent steps are looked at when nothing else has led on. */
  silent: "pending" | "done";
}

export class Search {
  private readonly moves: Moves;
  private readonly settings: SearchSettings;
  private readonly visited = new Set<string>();
  /** Whether the search has ever turned back: before, there is nothing to meet again. */
  private returned = false;
  private places = 0;
  private choices = 0;
  private stuck: Place[] = [];
  private unfinished: string | undefined;

  constructor(moves: Moves, settings: SearchSettings) {
    this.moves = moves;
    this.settings = settings;
  }

  run(starts: readonly Place[]): SearchResult {
    const stack: Frame[] = [{ place: undefined, node: undefined, ways: starts, taken: 0, silent: "done" }];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const place = frame.ways[frame.taken++];
      if (!place) {
        if (frame.silent === "pending") this.turnSilent(frame);
        else stack.pop();
        continue;
      }
      // The last way from here: there is no coming back.
      if (frame.taken === frame.ways.length && frame.silent === "done") stack.pop();
      if (stack.length === 0) this.commit(place);
      else if (this.returned && this.seen(place)) continue;

      this.places += 1;
      if (this.moves.ended(place)) {
        this.unfinished = this.settings.finish(place);
        if (this.unfinished === undefined) {
          this.commit(place);
          return this.result("accepted", place);
        }
        this.note(place);
        continue;
      }
      const stop = this.reasonToStop();
      if (stop !== undefined) {
        this.note(place);
        this.moves.limits.add(stop);
        return this.result("unknown");
      }
      const { ways, node } = this.waysFrom(place);
      if (ways.length > 1) this.choices += 1;
      if (ways.length === 0 && !this.moves.hasSilent) this.note(place);
      else stack.push({ place, node, ways, taken: 0, silent: this.moves.hasSilent ? "pending" : "done" });
    }
    return this.result(this.moves.limits.size > 0 ? "unknown" : "rejected");
  }

  private turnSilent(frame: Frame): void {
    const { place, ways, node } = frame;
    if (!place) return;
    const silent = this.moves.silent(place, node);
    if (ways.length + silent.length === 0) this.note(place);
    frame.ways = silent;
    frame.taken = 0;
    frame.silent = "done";
  }

  /** Hands on what led here: no other way is left. */
  private commit(place: Place): void {
    this.settings.commit(movesTo(place));
    place.before = undefined;
    this.visited.clear();
    this.returned = false;
  }

  private reasonToStop(): string | undefined {
    if (this.places > this.settings.mostPlaces) return `${this.settings.mostPlaces} places were looked at`;
    return this.places % 64 === 0 ? this.settings.stop?.() : undefined;
  }

  private result(verdict: SearchResult["verdict"], last?: Place): SearchResult {
    const { places, choices, stuck, unfinished } = this;
    const limits = [...this.moves.limits];
    return {
      verdict,
      limits,
      places,
      choices,
      stuck,
      ...(last ? { last } : {}),
      ...(unfinished ? { unfinished } : {}),
    };
  }

  /** The places that come next; where order does not matter, of one node only. */
  private waysFrom(place: Place): { readonly ways: readonly Place[]; readonly node: number | undefined } {
    const ready = this.moves.ready(place);
    const all = (nodes: readonly number[]) => nodes.flatMap((node) => this.moves.explain(place, node));
    if (!this.settings.local) return { ways: all(ready), node: undefined };
    const clocks = this.moves.around.header.order.includes("vc");
    const open: number[] = [];
    for (const node of ready) {
      const item = this.moves.next(place, node);
      if (!item) continue;
      if (this.moves.isOpen(item)) {
        open.push(node);
        continue;
      }
      const ways = this.moves.explain(place, node);
      // All that it can have received is there: waiting for others changes nothing.
      if (ways.length > 0 || (clocks && item.kind === "event")) return { ways, node };
    }
    return { ways: all(open), node: open.length === 1 && ready.length === 1 ? open[0] : undefined };
  }

  /** Whether an equal place was looked at before. */
  private seen(place: Place): boolean {
    const { state, positions, within, silent, faults, sends } = place;
    const text = `${positions.join()} ${within.join()} ${silent} ${faults.hashCode()} ${sends.hashCode()} `;
    const print = fingerprint(text + this.moves.around.matcher.machine.key(state));
    if (this.visited.has(print)) return true;
    this.visited.add(print);
    return false;
  }

  /** Remembers a place at which nothing goes on, unless another is further for every node. */
  private note(place: Place): void {
    const covers = (one: Place, other: Place) =>
      one.positions.every((position, node) => position >= (other.positions[node] ?? 0));
    this.returned = true;
    if (this.stuck.some((other) => covers(other, place))) return;
    this.stuck = [...this.stuck.filter((other) => !covers(place, other)), place]
      .sort((one, other) => other.explained - one.explained)
      .slice(0, mostStuck);
  }
}
