/**
 * The steps of nodes that led to a violation, taken again with nothing but the core: what there is to see at the end, and on
 * the way since the faults ended.
 */
import {
  type Core,
  encode,
  encodeState,
  type Json,
  type Node,
  type Outcome,
  type Simulable,
  type Variables,
} from "../../protocols/index.ts";
import type { Happening } from "./step.ts";
import type { Subject } from "./subject.ts";

/** What can give a violation away: the last outcome, and the node and its disk after it. */
export interface Seen {
  readonly events?: Json;
  readonly sent?: Json;
  readonly effects?: Json;
  readonly state: Variables;
  readonly disk: Variables;
  /** What came of each of the last steps, where it is these together that are wrong. */
  readonly trail?: Json;
}

export function rerun<P extends Simulable>(
  core: Core<P>,
  { observe }: Subject<P>,
  happenings: readonly Happening<P>[],
  watched: Node,
  /** How many of the happenings lead to where the trail begins. */
  led: number = happenings.length,
): Seen {
  const disks = new Map<Node, P["record"][]>(core.nodes.map((node) => [node, []]));
  const states = new Map<Node, P["state"]>(core.nodes.map((node) => [node, core.start(node, [], false).state]));
  const diskOf = (node: Node) => disks.get(node) ?? [];
  const recovered = (node: Node) => core.start(node, diskOf(node), false).state;
  const stateOf = (node: Node) => states.get(node) ?? recovered(node);
  const trail: Json[] = [];
  let last: Outcome<P> | undefined;

  const carryOut = (node: Node, outcome: Outcome<P>) => {
    for (const effect of outcome.effects) if (effect.kind === "append") diskOf(node).push(effect.record);
    states.set(node, outcome.state);
    return outcome;
  };
  const fail = (node: Node, records: number) => {
    diskOf(node).length = records;
    states.set(node, recovered(node));
  };
  const restart = (node: Node) => carryOut(node, core.start(node, diskOf(node), true));

  for (const [at, happening] of happenings.entries()) {
    if ("envelope" in happening) continue;
    const { node } = happening;
    if (happening.kind === "fail") {
      last = undefined;
      fail(node, happening.records);
      if (happening.failing === "restart") restart(node);
      continue;
    }
    last = happening.kind === "return" ? restart(node) : carryOut(node, core.step(stateOf(node), happening.input));
    if (happening.interruption) fail(node, happening.interruption.records);
    if (happening.kind === "input" && happening.failing === "restart") restart(node);
    if (at >= led) trail.push({ sent: encode(last.messages), effects: encode(last.effects) });
  }
  return {
    ...(last
      ? { events: last.events.map(({ action }) => action), sent: encode(last.messages), effects: encode(last.effects) }
      : {}),
    state: encodeState(observe, stateOf(watched)),
    disk: encodeState(observe, recovered(watched)),
    ...(trail.length > 0 ? { trail } : {}),
  };
}
