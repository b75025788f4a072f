/** Where a search stands in a log: how far each node has come, and the state of the model that explains it. */
import type { ImmutableMap, List, State, Step } from "../../interpreter/index.ts";
import type { Item } from "./log-items.ts";

/** One event, silent step or missing event of a log, as the model's steps explain it. */
export interface Move {
  readonly kind: "event" | "fault" | "gap" | "silent";
  /** Whose: a place in the header's list; nobody's for what the environment does. */
  readonly node: number | undefined;
  readonly item?: Item;
  readonly steps: readonly Step[];
  /** The states that other explanations of the same event would have led to: for the advisor. */
  readonly others?: readonly State[];
}

export interface Place {
  readonly state: State;
  /** Items of each node that are explained. */
  readonly positions: readonly number[];
  /** The number of each node's last event. */
  readonly reached: readonly number[];
  /** Events explained inside of the gap at which a node stands. */
  readonly within: readonly number[];
  /** Silent steps since the last event. */
  readonly silent: number;
  /** Faults that no line tells of, by kind. */
  readonly faults: ImmutableMap<string, number>;
  /** Messages on their way: for each, the numbers of its sender's events that sent it. */
  readonly sends: ImmutableMap<string, List<number>>;
  /** Events explained so far, gaps not counted. */
  readonly explained: number;
  readonly via?: Move;
  /** Cut off where there is no way back. */
  before?: Place;
}

/** The places on the way to `place`, from the first that is kept. */
export function movesTo(place: Place): readonly Place[] {
  const places: Place[] = [];
  for (let at: Place | undefined = place; at?.before; at = at.before) places.push(at);
  return places.reverse();
}
