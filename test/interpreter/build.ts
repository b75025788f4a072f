/** Typed models by hand, for tests of the interpreter that should not depend on the language: nodes without their noise. */
import { bool, type Type } from "../../src/ir/index.ts";
import type { Action, Expr, Local, Message, Model, Network, Property, Stmt, Variable } from "../../src/ir/model.ts";
import type { ProcessKind } from "../../src/ir/types.ts";
import type { Span } from "../../src/source/index.ts";

export const span: Span = { source: { path: "by-hand.spec", text: "" }, start: 0, end: 0 };
const any: Type = { kind: "int", low: -1000, high: 1000 };

type Bare<T> = T extends unknown ? Omit<T, "type" | "span"> : never;
export const node = (parts: Bare<Expr>, type: Type = any): Expr => ({ ...parts, type, span }) as Expr;

export const number = (value: number) => node({ kind: "literal", value });
export const truth = (value: boolean) => node({ kind: "literal", value }, bool);
export const self = node({ kind: "self" });
export const read = (variable: Variable, owner?: Expr) => node({ kind: "read", variable, owner }, variable.type);
export const local = (name: Local) => node({ kind: "local", local: name }, name.type);
export const domain = (of: Type) => node({ kind: "domain", of });
export const plus = (left: Expr, right: Expr) => node({ kind: "arithmetic", operator: "+", left, right });
export const compare = (left: Expr, operator: "=" | "!=" | "<" | "<=", right: Expr) =>
  node({ kind: "compare", operator, left, right }, bool);
export const checked = (operand: Expr, type: Type) => node({ kind: "checked", operand }, type);

let ids = 0;
export const variable = (name: string, type: Type, initial: Expr, parts: Partial<Variable> = {}): Variable => ({
  id: ids++,
  name,
  type,
  storage: "state",
  role: "field",
  initial: { mode: "value", value: initial },
  span,
  ...parts,
});
export const name = (text: string, type: Type): Local => ({ id: ids++, name: text, type });

export const assign = (target: Variable, value: Expr, owner?: Expr): Stmt => ({
  kind: "assign",
  place: { root: { kind: "variable", variable: target, owner }, path: [], type: target.type, span },
  value: checked(value, target.type),
  span,
});

export const action = (called: string, body: readonly Stmt[], parts: Partial<Action> = {}): Action => ({
  id: ids++,
  name: called,
  kind: "action",
  parameters: [],
  urgent: false,
  fair: false,
  conditions: [],
  body,
  span,
  ...parts,
});

export const kind = (called: string, members: readonly string[]): ProcessKind => ({
  name: called,
  members,
  ordered: false,
  single: members.length === 1,
  firstIndex: 1,
});

export const message = (
  called: string,
  from: ProcessKind,
  to: ProcessKind,
  fields: Message["fields"] = [],
): Message => ({
  id: ids++,
  name: called,
  fields,
  from: { kind: "process", kinds: [from] },
  to: { kind: "process", kinds: [to] },
  network: 0,
  span,
});

export const network = (discipline: Network["discipline"], parts: Partial<Network> = {}): Network => ({
  id: 0,
  discipline,
  each: false,
  overflow: "error",
  slack: 0,
  span,
  ...parts,
});

export const property = (called: string, of: Property["kind"], formula: Expr): Property => ({
  name: called,
  kind: of,
  formula,
  cites: [],
  span,
});

export const model = (parts: Partial<Model>): Model => ({
  name: "ByHand",
  path: "by-hand.spec",
  cites: [],
  parameters: [],
  processes: [],
  messages: [],
  networks: [],
  variables: [],
  initializationOrder: parts.variables ?? [],
  actions: [],
  faults: [],
  properties: [],
  behaviours: { properties: [], atoms: [], events: [], goals: [], fairness: [] },
  terminal: [],
  constraints: [],
  initially: [],
  unchecked: [],
  exceptions: [],
  runs: [],
  ...parts,
});
