/**
 * Room in generated code for what no type bounds: the choices of one branch, the rows of a loop, and so on. How much a model
 * needs shows only while it runs: where it turns out too little, `crowded` names it, and the model is compiled again with
 * more. What is guessed for a network works the same way; the numbers behind those of the networks are for these.
 */
import type { Model } from "../ir/index.ts";
import type { Routine } from "./routine.ts";
import { type Code, call, i32 } from "./wasm/instructions.ts";

/** What each is at first. */
const first = {
  /** Choices that are made in one branch. */
  choices: 128,
  /** Assignments that a loop goes through, when they are listed before it starts. */
  rows: 2 ** 12,
  /** What the ways through a loop with choices end in, while its two directions are compared. */
  ways: 128,
  /** Items of a set or sequence whose type does not say how many there can be. */
  items: 64,
} as const;

export type RoomFor = keyof typeof first;
export type Room = Readonly<Record<RoomFor, number>>;

/** There was not enough room for this, by the number that `needRoom` gave: the model is to be laid out with more. */
export interface Crowded {
  readonly kind: "crowded";
  readonly crowded: number;
}

const names = Object.keys(first) as RoomFor[];

/** `given`: by network, and then in the order of `first`. */
export function makeRoom(model: Model, given: readonly (number | undefined)[]): Room {
  const entries = names.map((name, at) => [name, given[model.networks.length + at] ?? first[name]]);
  return Object.fromEntries(entries) as Room;
}

/** As they are given to `makeRoom`, without the networks. */
export const roomInOrder = (room: Room): readonly number[] => names.map((name) => room[name]);

/** There is not enough room: the branch ends, and what was found so far is void. */
export function needRoom(routine: Routine, name: RoomFor): Code {
  const { runtime, model } = routine.unit;
  return [call(runtime.crowded, i32.const(model.networks.length + names.indexOf(name))), routine.fail()];
}
