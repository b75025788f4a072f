/**
 * What a random model has declared so far, and what a piece of its text may mention. Every name of a model is fresh, so
 * that nothing is ever shadowed.
 */
import type { Members, Shape } from "./shapes.ts";

export type Storage = "state" | "ghost" | "durable" | "volatile" | "shared";

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly storage: Storage;
}

export interface Kind {
  readonly members: Members;
  readonly alias: string;
  readonly fields: Field[];
  readonly timers: { readonly name: string; readonly most: number; readonly storage: Storage }[];
  readonly defines: Define[];
  /** Steps of the kind's tasks. */
  readonly steps: string[];
}

export interface Define {
  readonly name: string;
  readonly parameters: readonly Shape[];
  readonly result: Shape;
  /** Mentions `old`: has a meaning in steps only. */
  readonly past: boolean;
}

export interface Procedure {
  readonly name: string;
  readonly owner: Kind | undefined;
  readonly parameters: readonly Shape[];
}

export interface Message {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly shape: Shape }[];
  readonly from: readonly Kind[];
  readonly to: readonly Kind[];
  readonly network: Network;
}

export interface Network {
  readonly discipline: "unordered" | "fifo" | "set" | "synchronous";
  readonly overflow: "error" | "drop" | "block" | "bound";
  readonly capacity: number | undefined;
}

/** What becomes of the model as a whole. */
export interface World {
  /** Text that may end in a model error is written now and then; otherwise never. */
  readonly risky: boolean;
  /** Types that are declared: for fields, parameters and domains. */
  readonly types: Shape[];
  readonly kinds: Kind[];
  readonly state: Field[];
  /** Parameters. */
  readonly constants: Known[];
  readonly defines: Define[];
  readonly procedures: Procedure[];
  readonly messages: Message[];
  readonly faults: Set<string>;
  /** The number of the last round, with a synchronous network. */
  rounds: number | undefined;
  /** Actions that formulas may ask about: `enabled(Node.act1)`. */
  readonly actions: { readonly owner: Kind | undefined; readonly name: string }[];
  /** A history of operations, and whose. */
  history: { readonly name: string; readonly by: Kind } | undefined;
  /** `prefix1`, `prefix2`, …: never used before. */
  fresh(prefix: string): string;
}

export function emptyWorld(risky: boolean): World {
  let last = 0;
  return {
    risky,
    types: [],
    kinds: [],
    state: [],
    constants: [],
    defines: [],
    procedures: [],
    messages: [],
    faults: new Set(),
    rounds: undefined,
    actions: [],
    history: undefined,
    fresh: (prefix) => `${prefix}${++last}`,
  };
}

/** Something that can be read by writing `text`. */
export interface Known {
  readonly text: string;
  readonly shape: Shape;
}

/**
 * The place of a text. code: of a process or the model, reads own fields, state, shared fields; property and ghost: read
 * everything; step: a formula about two states; initial: an initialiser.
 */
export interface Scope {
  readonly mode: "code" | "property" | "ghost" | "step" | "initial";
  readonly self?: Kind;
  /** Locals, message fields, own fields, state: whatever can be read by its name. */
  readonly known: readonly Known[];
  /** `var`s in scope. */
  readonly variables: readonly Known[];
  /** Inside `old`: no further one. */
  readonly past?: boolean;
  /** How many keys of maps this text is inside of. */
  readonly keys?: number;
  /** In a handler: who sent the message, for `reply`. */
  readonly sender?: readonly Kind[];
  /** In a round: messages whose inbox may be read; only own fields may change. */
  readonly inboxes?: readonly Message[];
  /** In a step of a task: where `goto` may go. */
  readonly steps?: readonly string[];
  /** In a round: messages that were sent already, because nobody is sent two of a kind. */
  readonly once?: Set<string>;
  /** In a loop over members without an order: what is done must commute. */
  readonly commuting?: boolean;
  /** `return` ends a procedure or an action here. */
  readonly returns?: boolean;
}

export const withKnown = (scope: Scope, ...known: Known[]): Scope => ({ ...scope, known: [...scope.known, ...known] });

/** The scope of code of `self` (of the model without). */
export function codeOf(world: World, self: Kind | undefined): Scope {
  const own = self ? self.fields.filter(({ storage }) => storage !== "ghost") : [];
  const state = world.state.filter(({ storage }) => storage === "state");
  const known: Known[] = [...[...own, ...state].map(({ name, shape }) => ({ text: name, shape })), ...world.constants];
  if (self) known.push({ text: "self", shape: self.members });
  if (world.rounds !== undefined) known.push({ text: "round", shape: { kind: "int", low: 0, high: world.rounds } });
  return { mode: "code", self, known, variables: [], returns: true };
}

/** The scope of formulas. */
export function formulaOf(world: World, mode: "property" | "step"): Scope {
  const known: Known[] = [...world.state.map(({ name, shape }) => ({ text: name, shape })), ...world.constants];
  if (world.rounds !== undefined) known.push({ text: "round", shape: { kind: "int", low: 0, high: world.rounds } });
  return { mode, known, variables: [] };
}

/** The same place, for what is stored in a ghost: it may read everything. */
export function ghostly(world: World, scope: Scope): Scope {
  const ghosts = [...world.state, ...(scope.self?.fields ?? [])].filter(({ storage }) => storage === "ghost");
  return { ...withKnown(scope, ...ghosts.map(({ name, shape }) => ({ text: name, shape }))), mode: "ghost" };
}
