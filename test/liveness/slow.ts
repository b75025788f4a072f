/**
 * Decides formulas of behaviours a second time, as plainly as possible and without any automaton: over the interpreter's
 * explicit graph, states are paired with guesses of which temporal subformulas are true there (Lichtenstein and Pnueli,
 * 1985). Steps must agree with the guesses; a behaviour that is false of the formula, fair and keeps all promises lies in a
 * part of the graph that is searched for with reachability alone.
 */
import type { Model } from "../../src/ir/index.ts";
import type { SlowGraph, SlowStep } from "./slow-graph.ts";
import { type Edges, edgesOf, partsOf } from "./slow-parts.ts";

type Formula = Model["behaviours"]["properties"][number]["formula"];

/** How many temporal subformulas a formula has: the number of guesses is exponential in it. */
export const temporalParts = (formula: Formula): number => temporalIn(formula).length;

function temporalIn(formula: Formula): Formula[] {
  switch (formula.kind) {
    case "not":
      return temporalIn(formula.operand);
    case "always":
    case "eventually":
      return [formula, ...temporalIn(formula.operand)];
    case "until":
      return [formula, ...temporalIn(formula.left), ...temporalIn(formula.right)];
    case "and":
    case "or":
      return formula.operands.flatMap(temporalIn);
    default:
      return [];
  }
}

/** States with guesses, as far as they can be reached from a start where the formula is false. */
interface Guessed {
  /** By node. */
  readonly place: readonly number[];
  readonly edges: Edges;
  /** By edge, in bits: conditions of fairness, and promises that the step does not put off. */
  readonly fair: readonly number[];
  readonly kept: readonly number[];
}

/** More nodes or edges than that are too many. */
const mostNodes = 60_000;
const mostEdges = 600_000;

export type Slowly = "holds" | "violated" | "too large";

/**
 * Whether the formula is true of all fair behaviours. `ignoringCuts`: steps that a bound or a constraint cuts do not count
 * as enabled.
 */
export function decideSlowly(
  graph: SlowGraph,
  formula: Formula,
  fairness: Model["behaviours"]["fairness"],
  ignoringCuts: boolean,
): Slowly {
  const guessed = guess(graph, formula);
  if (!guessed) return "too large";
  const promises = 2 ** temporalIn(formula).length - 1;
  const { edges, place, fair, kept } = guessed;
  const { leaving, to, nodes } = edges;
  const enabled = (node: number) => graph.places[place[node]!]![ignoringCuts ? "enabledInside" : "enabled"];
  const part = new Int32Array(nodes);
  let parts = 0;
  const isGood = (members: readonly number[]): boolean => {
    parts += 1;
    for (const node of members) part[node] = parts;
    let [inner, taken, met] = [0, 0, 0];
    let [everywhere, somewhere] = [-1, 0];
    for (const node of members) {
      everywhere &= enabled(node);
      somewhere |= enabled(node);
      for (let at = leaving.offsets[node]!; at < leaving.offsets[node + 1]!; at++) {
        const edge = leaving.rows[at]!;
        if (part[to[edge]!] !== parts) continue;
        inner += 1;
        taken |= fair[edge]!;
        met |= kept[edge]!;
      }
    }
    if (inner === 0 || met !== promises) return false;
    for (const [at, { strength }] of fairness.entries()) {
      const bit = 1 << at;
      if ((taken & bit) !== 0 || ((strength === "weak" ? everywhere : somewhere) & bit) === 0) continue;
      if (strength === "weak") return false;
      const rest = members.filter((node) => (enabled(node) & bit) === 0);
      for (const smaller of partsOf(rest, edges)) if (isGood(smaller)) return true;
      return false;
    }
    return true;
  };
  for (const members of partsOf([...place.keys()], edges)) if (isGood(members)) return "violated";
  return "holds";
}

/** Undefined when it gets too large. */
function guess({ places, initial }: SlowGraph, formula: Formula): Guessed | undefined {
  const temporal = temporalIn(formula);
  const positions = new Map(temporal.map((part, at) => [part, at]));
  const guesses = 2 ** temporal.length;
  const value = (part: Formula, at: number, step: SlowStep, guessed: number): boolean => {
    switch (part.kind) {
      case "constant":
        return part.value;
      case "state":
        return places[at]!.truth[part.atom]!;
      case "taken":
        return step.events.has(part.event);
      case "not":
        return !value(part.operand, at, step, guessed);
      case "and":
        return part.operands.every((operand) => value(operand, at, step, guessed));
      case "or":
        return part.operands.some((operand) => value(operand, at, step, guessed));
      default:
        return (guessed & (1 << positions.get(part)!)) !== 0;
    }
  };
  const place: number[] = [];
  const guessOf: number[] = [];
  const numbers = new Map<number, number>();
  const enter = (at: number, guessed: number): number => {
    const key = at * guesses + guessed;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, place.length);
    guessOf.push(guessed);
    return place.push(at) - 1;
  };
  const pause: SlowStep = { to: 0, events: new Set(), fair: 0 };
  for (const at of initial)
    for (let guessed = 0; guessed < guesses; guessed++) if (!value(formula, at, pause, guessed)) enter(at, guessed);
  const [from, to, fair, kept]: number[][] = [[], [], [], []];
  for (let node = 0; node < place.length; node++) {
    if (node > mostNodes || from!.length > mostEdges) return undefined;
    const [at, now] = [place[node]!, guessOf[node]!];
    /** Steps of the same events lead to the same guesses. */
    const known = new Map<string, Onward>();
    for (const step of places[at]!.steps) {
      const events = [...step.events].join();
      const onward = known.get(events) ?? onwardFrom(temporal, now, (part) => value(part, at, step, now));
      known.set(events, onward);
      for (const next of onward.guesses) {
        from!.push(node);
        to!.push(enter(step.to, next));
        fair!.push(step.fair);
        kept!.push(onward.kept);
      }
    }
  }
  return { place, edges: edgesOf(from!, to!, place.length), fair: fair!, kept: kept! };
}

interface Onward {
  /** What the temporal subformulas may be in the next place, in bits. */
  readonly guesses: readonly number[];
  /** Promises that are not put off. */
  readonly kept: number;
}

/** What may be guessed next, given what is guessed here, and what is true here if that is right. */
function onwardFrom(temporal: readonly Formula[], now: number, isTrue: (part: Formula) => boolean): Onward {
  let kept = 0;
  let guesses: readonly number[] = [0];
  for (const [number, part] of temporal.entries()) {
    const bit = 1 << number;
    const guessed = (now & bit) !== 0;
    const ways = [false, true].filter((later) => {
      if (part.kind === "always") return guessed === (isTrue(part.operand) && later);
      if (part.kind === "eventually") return guessed === (isTrue(part.operand) || later);
      return part.kind === "until" && guessed === (isTrue(part.right) || (isTrue(part.left) && later));
    });
    guesses = guesses.flatMap((next) => ways.map((later) => (later ? next | bit : next)));
    if (part.kind === "always" && (guessed || !isTrue(part.operand))) kept |= bit;
    if (part.kind === "eventually" && (!guessed || isTrue(part.operand))) kept |= bit;
    if (part.kind === "until" && (!guessed || isTrue(part.right))) kept |= bit;
  }
  return { guesses, kept };
}
