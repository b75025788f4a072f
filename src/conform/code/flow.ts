/**
 * What is known at one point of a path through the code: which durable variables have changed and are not yet on the log,
 * where they changed, which local switches have which value, and how the path came here. Paths on which the same is known
 * are followed once, the first of them for all.
 */
import type { Node } from "ts-morph";

/** Something worth telling of a path: a function that is entered, a condition that holds or does not. */
export interface PathStep {
  readonly node: Node;
  readonly text: string;
}

export interface Change {
  readonly node: Node;
  /** So many steps of the path came before. */
  readonly at: number;
}

export interface Flow {
  /** Variables that changed since they were last made durable. */
  readonly changed: ReadonlyMap<string, Change>;
  /** Local variables that were set to `true` or `false`, by the place of their declaration. */
  readonly switches: ReadonlyMap<string, boolean>;
  readonly steps: readonly PathStep[];
}

export const start: Flow = { changed: new Map(), switches: new Map(), steps: [] };

/** Flows that differ in what is known. */
export type Flows = ReadonlyMap<string, Flow>;

export const none: Flows = new Map();

export function keyOf(flow: Flow): string {
  const changed = [...flow.changed].map(([name, { node }]) => `${name}@${node.getPos()}`).sort();
  const switches = [...flow.switches].map(([name, value]) => `${name}=${value}`).sort();
  return `${changed.join(" ")}|${switches.join(" ")}`;
}

export const flowsOf = (flows: Iterable<Flow>): Flows => {
  const found = new Map<string, Flow>();
  for (const flow of flows) {
    const key = keyOf(flow);
    if (!found.has(key)) found.set(key, flow);
  }
  return found;
};

export const join = (...all: readonly Flows[]): Flows => flowsOf(all.flatMap((flows) => [...flows.values()]));

export const each = (flows: Flows, change: (flow: Flow) => Flow): Flows =>
  flowsOf([...flows.values()].map((flow) => change(flow)));

/** How a statement can end. */
export interface Ends {
  readonly normal: Flows;
  readonly returned: Flows;
  readonly broken: Flows;
  readonly continued: Flows;
}

export const ends = (normal: Flows, more: Partial<Ends> = {}): Ends => ({
  normal,
  returned: more.returned ?? none,
  broken: more.broken ?? none,
  continued: more.continued ?? none,
});

export const joinEnds = (...all: readonly Ends[]): Ends => ({
  normal: join(...all.map((item) => item.normal)),
  returned: join(...all.map((item) => item.returned)),
  broken: join(...all.map((item) => item.broken)),
  continued: join(...all.map((item) => item.continued)),
});

export function withChange(flow: Flow, name: string, node: Node): Flow {
  return { ...flow, changed: new Map(flow.changed).set(name, { node, at: flow.steps.length }) };
}

export function withoutChanges(flow: Flow, names: readonly string[] | "all"): Flow {
  if (flow.changed.size === 0) return flow;
  const changed = names === "all" ? [] : [...flow.changed].filter(([name]) => !names.includes(name));
  return { ...flow, changed: new Map(changed) };
}

export const withStep = (flow: Flow, node: Node, text: string): Flow => ({
  ...flow,
  steps: [...flow.steps, { node, text }],
});
