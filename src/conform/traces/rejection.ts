/**
 * Why a log was not accepted: how far it can be explained, which events can't be, what refuses them in the model, and what
 * would make them acceptable. Each "if" that is told was tried.
 */
import type { Refusal } from "../../interpreter/index.ts";
import type { Span } from "../../source/index.ts";
import type { Attempt } from "./attempt.ts";
import type { Item } from "./log-items.ts";
import type { Mismatch } from "./matcher.ts";
import type { Moves } from "./moves.ts";
import type { Place } from "./place.ts";

export interface Blocked {
  readonly node: string;
  readonly item: Item;
  /** In the model: the action that the event names. */
  readonly source?: Span;
  /** Nothing can explain it: the model has no such action, a value is none of its type. */
  readonly problem?: string;
  readonly refusals: readonly Refusal[];
  /** Steps that the model can take, and in what they differ; the nearest first. */
  readonly mismatches: readonly Mismatch[];
}

export interface Prefix {
  /** Events that are explained. */
  readonly explained: number;
  /** How far each node has come: the number of its last event. */
  readonly reached: readonly { readonly node: string; readonly event: number }[];
  readonly blocked: readonly Blocked[];
  /** Nodes that wait for one of the blocked. */
  readonly held: readonly { readonly node: string; readonly by: string }[];
}

export interface Rejection {
  /** The deepest first. */
  readonly prefixes: readonly Prefix[];
  /** What is wrong at the end of the log, when all of it was explained. */
  readonly unfinished?: string;
}

const mostShown = 4;

export function rejection({ moves, local, result }: Attempt): Rejection {
  const prefixes = result.stuck.map((place) => prefix(moves, local, place));
  return {
    prefixes: prefixes.sort((one, other) => other.explained - one.explained),
    ...(result.unfinished === undefined ? {} : { unfinished: result.unfinished }),
  };
}

/** What can still be explained without the events that can't belongs to the prefix too. */
function prefix(moves: Moves, local: boolean, stuck: Place): Prefix {
  const { header } = moves.around;
  const refused = new Set<number>();
  let place = stuck;
  if (local)
    for (let going = true; going; ) {
      going = false;
      for (const node of moves.ready(place)) {
        if (refused.has(node)) continue;
        const [next] = moves.explain(place, node);
        if (next) {
          place = { ...next };
          place.before = undefined;
          going = true;
          break;
        }
        refused.add(node);
      }
    }
  const blocked: Blocked[] = [];
  const held: { node: string; by: string }[] = [];
  for (const [node, name] of header.nodes.entries()) {
    const item = moves.next(place, node);
    if (!item) continue;
    const by = moves.holding(place, node, item);
    if (by !== undefined) held.push({ node: name, by });
    else blocked.push(explainBlocked(moves, place, name, item));
  }
  const reached = header.nodes.map((node, at) => ({ node, event: place.reached[at] ?? 0 }));
  // A message that is not there yet is a weaker reason than a step that is there and differs.
  const weight = ({ mismatches, problem }: Blocked) => (problem !== undefined || mismatches.length > 0 ? 0 : 1);
  const sorted = blocked.sort((one, other) => weight(one) - weight(other) || one.item.line - other.item.line);
  return { explained: place.explained, reached, blocked: sorted, held };
}

function explainBlocked(moves: Moves, place: Place, node: string, item: Item): Blocked {
  if (item.kind === "gap") return { node, item, refusals: [], mismatches: [], problem: "nothing can fill this gap" };
  const { refusals, mismatches, problem } = moves.match(place, item, true);
  const name = item.kind === "event" ? item.event.action : item.fault.fault;
  const { model } = moves.around.matcher.machine;
  const action =
    refusals[0]?.label.action ??
    mismatches[0]?.steps[0]?.label.action ??
    model.actions.find((one) => one.name === name);
  const unlike = refusals.filter((one, at) => refusals.findIndex((other) => other.reason === one.reason) === at);
  const nearest = [...mismatches].sort((one, other) => one.differences.length - other.differences.length);
  return {
    node,
    item,
    refusals: unlike.slice(0, mostShown),
    mismatches: nearest.slice(0, mostShown),
    ...(action ? { source: action.span } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}
