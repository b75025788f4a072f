/**
 * What a compiled search has noticed, looked at again by the reference machine: it takes the steps that lead there, and
 * says what is wrong in its own words. Where it sees nothing wrong, or arrives at another state, the two disagree:
 * that is a mistake of ours, and never a verdict.
 */
import type { Crowded } from "../engine/index.ts";
import { InternalError } from "../source/index.ts";
import type { Engine } from "./compiled-search.ts";
import type { Event } from "./explorer.ts";
import type { Findings } from "./findings.ts";
import { type Arrival, type History, pathOf } from "./path.ts";
import type { Edge, Searchable } from "./searchable.ts";

export interface Sighting {
  readonly event: Event;
  /** Of the state in which it was noticed. */
  readonly level: number;
}

/** Knows which state was found where, and how. */
export interface Levels extends History {
  /** The number of the state at a position of a level; the first level is 1. */
  number(level: number, position: number): number;
}

/** Something to examine: a state found while another one was expanded, or a state that was expanded. */
interface Subject {
  readonly event: Event;
  readonly number: number;
  readonly arrival: Arrival;
  /** Of the state. */
  readonly depth: number;
  /** The place in the order in which a search meets them: the state that is expanded, then its steps. */
  readonly parent: number;
  readonly ordinal: number;
}

export function examine<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  engine: Pick<Engine<State>, "encode">,
  findings: Findings<State, Step, Label, Failure>,
  arrivals: Levels,
  sightings: readonly Sighting[],
  deadlock: boolean,
): void {
  const subjects = sightings.map(({ event, level }): Subject => {
    const number = arrivals.number(level, event.position);
    const arrival = arrivals.arrival(number);
    if (event.expanding) return { event, number, arrival, depth: level, parent: number, ordinal: -1 };
    return { event, number, arrival, depth: level, parent: arrival.parent ?? -1, ordinal: arrival.ordinal };
  });
  subjects.sort((left, right) => left.parent - right.parent || left.ordinal - right.ordinal);
  const examined = new Set<number>();
  for (const { event, number, arrival, depth } of subjects) {
    const { states } = pathOf(machine, arrivals, arrival);
    const state = states[states.length - 1]!;
    requireSame(engine.encode(state), event, depth);
    if (!event.expanding) {
      const before = findings.seen;
      findings.check(state, undefined, true, depth, arrival);
      if (findings.seen === before && !confirms(machine, event, state)) throw disagreement(event, depth);
    } else if (!examined.has(number)) {
      examined.add(number);
      const isWrong = expand(machine, findings, state, number, arrival, depth, deadlock);
      if (!isWrong && !confirmsOfSteps(machine, event, state)) throw disagreement(event, depth);
    }
  }
}

/** Whether what was noticed about a property of a state is so, although it was not the first time. */
function confirms<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  { notice, id }: Event,
  state: State,
  old?: State,
): boolean {
  const answer = machine.property(id, state, old);
  return notice === "failed property" ? "failure" in answer : "value" in answer && !answer.value;
}

/** The same of a property of a step, or of a state that a step leads to. */
function confirmsOfSteps<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  event: Event,
  state: State,
): boolean {
  const { notice } = event;
  if (notice !== "violated" && notice !== "failed property") return false;
  return machine.expand(state).steps.some(({ target }) => confirms(machine, event, target, state));
}

/** Everything wrong with a state's steps, as the search over the reference machine sees it; false when nothing is. */
function expand<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  findings: Findings<State, Step, Label, Failure>,
  state: State,
  number: number,
  here: Arrival,
  depth: number,
  deadlock: boolean,
): boolean {
  const { steps, failures, deadlocked } = machine.expand(state);
  const before = findings.seen;
  for (const { label, failure } of failures) findings.fail(failure, depth + 1, here, label);
  if (deadlocked && deadlock) {
    const terminal = machine.terminal(state);
    if ("failure" in terminal) findings.fail(terminal.failure, depth, here);
    else if (!terminal.value) findings.deadlock(depth, here);
  }
  for (const [ordinal, { target }] of steps.entries()) {
    const arrival = { parent: number, ordinal };
    const inside = machine.inside(target);
    // States inside the constraints are looked at by themselves, unless they were known.
    const isLeftOut = "failure" in inside || !inside.value;
    findings.check(target, state, isLeftOut, depth + 1, arrival);
    if ("failure" in inside) findings.fail(inside.failure, depth + 1, arrival);
  }
  return findings.seen > before;
}

function requireSame(words: Uint32Array | Crowded, event: Event, depth: number): void {
  const isSame =
    "length" in words && words.length === event.words.length && words.every((word, at) => word === event.words[at]);
  if (!isSame) throw new InternalError(`the engine and the interpreter disagree about a state of depth ${depth}`);
}

function disagreement({ notice, id }: Event, depth: number): InternalError {
  return new InternalError(
    `the engine and the interpreter disagree: "${notice}" (${id}) in a state of depth ${depth} is not confirmed`,
  );
}
