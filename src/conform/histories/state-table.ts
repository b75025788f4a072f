/**
 * States of an object as small numbers, and what deeds make of them. Equal states have one number, so that the search
 * compares numbers. V8's maps take 2^24 entries at most: there are as many maps as it needs.
 */
import type { Json } from "../../protocols/index.ts";
import type { Deed } from "./deed.ts";
import { canonical } from "./operation.ts";

const entriesPerMap = 2 ** 23;
const mostCached = 2 ** 16;
/** What a state costs beside its text, roughly. */
const bytesPerState = 120;

/** What `next` gives when a deed does not fit. */
export const unfit = -1;

export class StateTable {
  private readonly states: Json[] = [];
  private readonly maps: Map<string, number>[] = [new Map()];
  private readonly deeds: readonly Deed[];
  private readonly room: number;
  /** Transitions that were computed lately: state, deed, next state. A new one takes the place of an old one. */
  private readonly cache: Int32Array;
  private readonly cacheMask: number;
  private characters = 0;

  constructor(deeds: readonly Deed[], room = entriesPerMap) {
    this.deeds = deeds;
    this.room = room;
    const cached = Math.min(mostCached, 2 ** Math.ceil(Math.log2(64 * (deeds.length + 1))));
    this.cache = new Int32Array(3 * cached).fill(unfit);
    this.cacheMask = cached - 1;
  }

  /** Of all states, roughly. */
  get bytes(): number {
    return this.states.length * bytesPerState + 4 * this.characters;
  }

  get size(): number {
    return this.states.length;
  }

  state(number: number): Json {
    return this.states[number] ?? null;
  }

  number(state: Json): number {
    // Long texts are frequent, and quoting them is not needed to tell them from other values.
    const key = typeof state === "string" ? `"${state}` : canonical(state);
    for (const map of this.maps) {
      const found = map.get(key);
      if (found !== undefined) return found;
    }
    let last = this.maps.at(-1);
    if (!last || last.size >= this.room) {
      last = new Map();
      this.maps.push(last);
    }
    last.set(key, this.states.length);
    this.characters += key.length;
    return this.states.push(state) - 1;
  }

  /** The number of the state that `deed` makes of `state`, or `unfit`. */
  next(state: number, deed: number): number {
    const at = 3 * (((Math.imul(state, 0x9e3779b1) ^ Math.imul(deed, 0x85ebca6b)) >>> 12) & this.cacheMask);
    if (this.cache[at] === state && this.cache[at + 1] === deed) return this.cache[at + 2] ?? unfit;
    const before = this.state(state);
    const after = this.deeds[deed]?.apply(before);
    const next = after === undefined ? unfit : after === before ? state : this.number(after);
    this.cache[at] = state;
    this.cache[at + 1] = deed;
    this.cache[at + 2] = next;
    return next;
  }
}
