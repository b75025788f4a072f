/**
 * Which members of a model nothing but their names tells apart, so that states which differ only in who is who may stand
 * for each other. What comes out: those kinds and types, and for each of the others why not.
 *
 * Code is made of operations that do not know how members are called, except where it names one or makes a sequence of a
 * set; numbers, orders, `choose` between two members and loops that do not commute are refused by the language. So those
 * two are looked for, in everything that initial states and steps are made of and in the properties that are looked at.
 * Then renaming turns behaviours into behaviours, and a property is as true of a state as of its images.
 */
import type { Span } from "../source/index.ts";
import type { Expr, Model, Property } from "./model.ts";
import type { ProcessKind } from "./types.ts";

/** Members that may be renamed among themselves. */
export interface Sort {
  readonly name: string;
  readonly members: readonly string[];
  /** Undefined for a symmetric type. */
  readonly process?: ProcessKind;
}

/** Why the members of a type (of all types without one) must keep their names. */
export interface Asymmetry {
  readonly type?: string;
  readonly reason: string;
  readonly span?: Span;
}

export interface Symmetry {
  readonly sorts: readonly Sort[];
  readonly refused: readonly Asymmetry[];
}

/** How many ways there are to rename the members. */
export function groupSize({ sorts }: Symmetry): number {
  const factorial = (count: number): number => (count <= 1 ? 1 : count * factorial(count - 1));
  return sorts.reduce((size, { members }) => size * factorial(members.length), 1);
}

/** `properties`: those that are looked at. */
export function symmetryOf(model: Model, properties: readonly Property[] = model.properties): Symmetry {
  const whole = wholeModel(model, properties);
  const sorts = sortsOf(model);
  if (sorts.length === 0) return { sorts: [], refused: [] };
  if (whole) return { sorts: [], refused: [whole] };
  const refused: Asymmetry[] = [];
  const kept = sorts.filter((sort) => {
    const reason = asymmetryOf(sort, model, properties);
    if (reason) refused.push(reason);
    return !reason;
  });
  return { sorts: kept, refused };
}

/** What keeps everybody's name. */
function wholeModel({ behaviours }: Model, properties: readonly Property[]): Asymmetry | undefined {
  const [behaviour] = behaviours.properties;
  const fair = properties.find(({ abstraction }) => abstraction && abstraction.model.behaviours.fairness.length > 0);
  if (!behaviour && fair)
    return { reason: `what is fair in ${fair.name} is decided on the graph of all states`, span: fair.span };
  if (!behaviour && behaviours.timelock)
    return { reason: "whether time can stand still is decided on the graph of all states" };
  if (!behaviour) return undefined;
  const reason = `behaviours are decided on the graph of all states (${behaviour.name})`;
  return { reason, span: behaviour.span };
}

/** Unordered kinds and types of more than one member, in the order of their declarations: kinds first. */
export function sortsOf(model: Model): readonly Sort[] {
  const kinds = model.processes
    .filter(({ ordered, members }) => !ordered && members.length > 1)
    .map((process): Sort => ({ name: process.name, members: process.members, process }));
  const types = new Map<string, Sort>();
  for (const node of nodesOf([model.variables, model.messages, model.actions, model.properties])) {
    if (node.kind !== "symmetric" || node.ordered !== false) continue;
    const members = node.members as readonly string[];
    if (members.length > 1) types.set(String(node.name), { name: String(node.name), members });
  }
  return [...kinds, ...types.values()];
}

interface Part {
  readonly name: string;
  readonly content: unknown;
}

/** Of a refinement, what initial states and steps of the abstract model are made of as well: its images have to be its steps. */
function partsOf(model: Model, properties: readonly Property[]): readonly Part[] {
  const abstractions = properties.flatMap(({ abstraction }) => (abstraction ? [abstraction.model] : []));
  return [
    ...stepParts(model),
    ...model.terminal.map((content) => ({ name: "`terminal`", content })),
    ...properties.map((property) => ({
      name: property.name,
      content: property.kind === "refinement" ? mappingOf(property.formula) : property.formula,
    })),
    ...abstractions.flatMap((abstract) =>
      stepParts(abstract).map(({ name, content }) => ({ name: `${abstract.name}: ${name}`, content })),
    ),
  ];
}

/** A mapping says once for each member what a variable of it is, in the same words for all. */
function mappingOf(formula: Expr): unknown {
  if (formula.kind !== "tuple") return formula;
  return formula.items.map((item) =>
    item.kind === "apply" && item.self?.kind === "member" && item.arguments.length === 0 ? item.define : item,
  );
}

const stepParts = ({ variables, initially, actions, constraints }: Model): readonly Part[] => [
  ...variables.map(({ name, initial }) => ({ name: `the initial value of ${name}`, content: initial })),
  ...initially.map((content) => ({ name: "`initially`", content })),
  ...actions.map((action) => ({
    name: action.process ? `${action.process.name}.${action.name}` : action.name,
    content: action,
  })),
  ...constraints.map((content) => ({ name: "the constraint", content })),
];

/** The first thing that tells the members apart. */
export function asymmetryOf(
  { name, members }: Sort,
  model: Model,
  properties: readonly Property[],
): Asymmetry | undefined {
  for (const part of partsOf(model, properties)) {
    for (const node of nodesOf(part.content)) {
      const span = node.span as Span | undefined;
      if (node.kind === "member" && members.includes(String(node.name)))
        return { type: name, reason: `${part.name} names ${String(node.name)}`, span };
      if (node.kind === "sequenceOf" && bindsUnordered(node, members))
        return { type: name, reason: `${part.name} puts members of a set into a sequence`, span };
    }
  }
  return undefined;
}

/** Whether a sequence is made by going through something in an order that only names give. */
function bindsUnordered(node: Node, members: readonly string[]): boolean {
  const { binders } = node as unknown as Extract<Expr, { kind: "sequenceOf" }>;
  return binders.some(
    ({ domain, local }) =>
      domain.type.kind !== "seq" &&
      [...nodesOf(local.type)].some(
        (type) =>
          Array.isArray(type.members) && (type.members as readonly string[]).some((one) => members.includes(one)),
      ),
  );
}

type Node = Readonly<Record<string, unknown>>;

/** Every object that hangs together with `start`, each once, whatever its shape: what is new in the model is not forgotten. */
function* nodesOf(start: unknown): Generator<Node> {
  const seen = new Set<object>();
  const waiting: unknown[] = [start];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (!Array.isArray(value)) yield value as Node;
    const parts = Object.entries(value).filter(([key]) => key !== "span");
    for (const [, part] of parts.reverse()) waiting.push(part);
  }
}
