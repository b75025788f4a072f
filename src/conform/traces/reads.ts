/** Which variables a part of a model reads: a walk that follows defines and procedures. */
import type { Define, Expr, Model, Procedure, Stmt, Variable } from "../../ir/index.ts";

/** What is met on the way; `owned` tells whether it belongs to the process at hand. */
export interface Reader {
  /** A variable is read; `own`: it is the process's own. */
  read(variable: Variable, own: boolean): void;
  /** Something is asked that looks at more than variables: messages sent, what is enabled. */
  peek(kind: "sent" | "enabled" | "urgent"): void;
}

/** Visits all that an expression, a statement or a list of them reads, places that are assigned not included. */
export function eachRead(part: unknown, reader: Reader, seen: Set<object> = new Set()): void {
  if (Array.isArray(part)) {
    for (const item of part) eachRead(item, reader, seen);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  if (isExpression(part)) {
    if (part.kind === "read") reader.read(part.variable, part.owner?.kind === "self");
    else if (part.kind === "sent" || part.kind === "enabled" || part.kind === "urgent") reader.peek(part.kind);
    if (part.kind === "apply") enter(part.define, part.self === undefined || part.self.kind === "self", reader, seen);
  } else if ("procedure" in part) enter(part.procedure as Procedure, true, reader, seen);
  for (const [name, inner] of Object.entries(part)) if (!skipped.has(name)) eachRead(inner, reader, seen);
}

/** What hangs on a node without being evaluated there. */
const skipped = new Set([
  "type",
  "of",
  "span",
  "local",
  "variable",
  "define",
  "procedure",
  "message",
  "actions",
  "root",
]);

const isExpression = (part: object): part is Expr => "kind" in part && "type" in part && "span" in part;

/** A define or procedure; about another process, what it reads is not its own. */
function enter(code: Define | Procedure, own: boolean, reader: Reader, seen: Set<object>): void {
  if (own && seen.has(code)) return;
  if (own) seen.add(code);
  const inside: Reader = own ? reader : { ...reader, read: (variable) => reader.read(variable, false) };
  eachRead(code.body, inside, own ? seen : new Set());
}

/** Every statement of a list, with those inside of it and of the procedures that it calls. */
export function eachStatement(statements: readonly Stmt[], visit: (statement: Stmt) => void): void {
  for (const statement of statements) {
    visit(statement);
    for (const inner of innerBlocks(statement)) eachStatement(inner, visit);
  }
}

function innerBlocks(statement: Stmt): readonly (readonly Stmt[])[] {
  switch (statement.kind) {
    case "if":
      return [statement.then, statement.otherwise];
    case "match":
      return statement.arms.map(({ body }) => body);
    case "for":
    case "pick":
      return [statement.body];
    case "call":
      return [statement.procedure.body];
    default:
      return [];
  }
}

/** Variables that a formula reads. */
export function variablesOf(part: unknown): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  eachRead(part, { read: (variable) => found.add(variable), peek: () => {} });
  return found;
}

/** Whether a formula looks at messages or at what is enabled. */
export function looksFurther(part: unknown): boolean {
  let further = false;
  eachRead(part, {
    read: () => {},
    peek: () => {
      further = true;
    },
  });
  return further;
}

export const actionNamed = (model: Model, name: string) => model.actions.filter((action) => action.name === name);
