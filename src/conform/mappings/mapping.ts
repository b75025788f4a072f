/**
 * How the states of an implementation are seen as states of a model. A mapping is made of functions of the code's state and
 * of nothing else, so that it can't say what the model would like to hear; `lockstep/observation.ts` refuses one that leaves
 * a variable out, gives one that the model does not have, or gives a value that does not come from the code. Messages and
 * events are the model's by their names, and so are their fields and arguments.
 */

/** Reads one variable off the state of a node. `undefined` stands for None. */
export type Reading<State> = (state: State) => unknown;

/** What has happened, as one value: no node knows it, whoever watches all of them does. */
export interface Memory<State> {
  readonly initial: unknown;
  /** After a node went from one state to another; `parameters` are the model's, as they are shown. */
  next(value: unknown, before: State, after: State, parameters: ReadonlyMap<string, string>): unknown;
}

/** Something that is left out of the comparison, and why that is right. */
export interface Reasoned {
  readonly name: string;
  readonly because: string;
}

export interface Mapping<State, Answer = never> {
  /** By kind of process, then by variable. */
  readonly variables: { readonly [kind: string]: { readonly [variable: string]: Reading<State> } };
  /** Variables of the model that belong to no process, remembered from the transitions of nodes. */
  readonly remembered: { readonly [variable: string]: Memory<State> };
  /** The member of a symmetric type that a value of the code stands for. */
  readonly members: { readonly [type: string]: (value: unknown) => string | undefined };
  /** Parts of the code's state that no variable shows. */
  readonly outside: readonly Reasoned[];
  /** Actions of the model that the code may take without an event. */
  readonly silent: readonly Reasoned[];
  /** What is wrong with an answer to a client that leaves a node in this state. Clients are no part of the model. */
  answered?(answer: Answer, state: State): string | undefined;
}
