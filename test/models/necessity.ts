/**
 * Models without one of their parts: in goes a model's syntax tree, out come copies of it in which one action never happens,
 * or one variable keeps its first value. Whatever of a model makes no difference to any verdict is not worth reading.
 */
import type {
  Block,
  Code,
  Declaration,
  Expression,
  FieldDeclaration,
  Statement,
  Unit,
} from "../../src/syntax/index.ts";

export interface Reduced {
  /** `without Server.timeout`, `Server.term fixed`. */
  readonly what: string;
  readonly unit: Unit;
}

/** The unit without each of its parts in turn. */
export function reductions(unit: Unit): readonly Reduced[] {
  return [...withoutActions(unit), ...withFixedVariables(unit)];
}

// ----------------------------------------------------------------------------------------------------------------- actions

function withoutActions(unit: Unit): readonly Reduced[] {
  const reduced: Reduced[] = [];
  unit.declarations.forEach((declaration, at) => {
    const put = (changed: Declaration) => ({ ...unit, declarations: unit.declarations.with(at, changed) });
    if (declaration.kind !== "process") {
      for (const { what, code } of disabled(declaration)) reduced.push({ what: `without ${what}`, unit: put(code) });
      return;
    }
    declaration.body.forEach((item, place) => {
      for (const { what, code } of disabled(item))
        reduced.push({
          what: `without ${declaration.name.text}.${what}`,
          unit: put({ ...declaration, body: declaration.body.with(place, code) }),
        });
    });
  });
  return reduced;
}

/** The code with a guard that is never true: for a task, each of its steps by itself. What comes with a restart does nothing. */
function disabled<T extends Declaration>(item: T): readonly { readonly what: string; readonly code: T | Code }[] {
  if (item.kind === "action") return [{ what: item.name.text, code: { ...item, guard: never(item) } }];
  if (item.kind === "task")
    return item.steps.map((step, at) => ({
      what: step.name.text,
      code: { ...item, steps: item.steps.with(at, { ...step, guard: never(step) }) },
    }));
  if (item.kind !== "handler") return [];
  if (item.event.kind === "message")
    return [{ what: `on ${item.event.message.text}`, code: { ...item, guard: never(item) } }];
  return [{ what: `on ${item.event.kind}`, code: { ...item, body: { ...item.body, statements: [] } } }];
}

const never = ({ span }: Pick<FieldDeclaration, "span">): Expression => ({ kind: "boolean", value: false, span });

// --------------------------------------------------------------------------------------------------------------- variables

function withFixedVariables(unit: Unit): readonly Reduced[] {
  const all = unit.declarations.flatMap((declaration): readonly (Reduced & { readonly variable: string })[] => {
    if (declaration.kind === "field") return [fix(unit, declaration)];
    if (declaration.kind !== "process") return [];
    return declaration.body.flatMap((item) => (item.kind === "field" ? [fix(unit, item, declaration.name.text)] : []));
  });
  return all.filter(
    (reduced) => isRead(reduced.unit.declarations, reduced.variable) && isAssigned(unit.declarations, reduced.variable),
  );
}

/** Whether some statement assigns to a variable of this name: what keeps its first value anyhow is chosen by the configuration. */
function isAssigned(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((item) => isAssigned(item, name));
  if (typeof node !== "object" || node === null) return false;
  const place = placeOf(node as Statement);
  if (place?.root === name || place?.field === name) return true;
  return Object.entries(node).some(([key, item]) => key !== "span" && isAssigned(item, name));
}

/** Whether the name is read outside of a `bound`: a variable that only limits what is explored is no part of the protocol. */
function isRead(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((item) => isRead(item, name));
  if (typeof node !== "object" || node === null) return false;
  const { kind, name: own, field } = node as { kind?: unknown; name?: unknown; field?: { text?: unknown } };
  if (kind === "name" && own === name) return true;
  if (kind === "field" && field?.text === name) return true;
  return Object.entries(node).some(([key, item]) => key !== "bound" && key !== "span" && isRead(item, name));
}

/** Nothing is assigned to the variable any more. Names are not shadowed, so a name in another process is another variable. */
function fix(unit: Unit, { name }: FieldDeclaration, owner?: string): Reduced & { readonly variable: string } {
  const variables = namesOfVariables(unit);
  const assigns = (inside: string | undefined) => (statement: Statement) => {
    const place = placeOf(statement);
    if (place === undefined) return false;
    if (variables.has(place.root)) return place.root === name.text && (owner === undefined || inside === owner);
    return owner !== undefined && place.field === name.text; // of somebody else: `a.promised`, `Server[1].load`
  };
  const pruneAll = (item: Declaration): Declaration =>
    item.kind === "process"
      ? { ...item, body: item.body.map((part) => prunedCode(part, assigns(item.name.text))) }
      : prunedCode(item, assigns(undefined));
  return {
    variable: name.text,
    what: `${owner === undefined ? "" : `${owner}.`}${name.text} fixed`,
    unit: { ...unit, declarations: unit.declarations.map(pruneAll) },
  };
}

function namesOfVariables({ declarations }: Unit): ReadonlySet<string> {
  const fields = declarations.flatMap((item): readonly Declaration[] => (item.kind === "process" ? item.body : [item]));
  return new Set(fields.flatMap((item) => (item.kind === "field" ? [item.name.text] : [])));
}

/** What a statement assigns to: the name that the place begins with, and the first field after it. */
function placeOf(statement: Statement): { readonly root: string; readonly field?: string } | undefined {
  switch (statement.kind) {
    case "start":
      return { root: statement.timer.text };
    case "stop":
      return { root: statement.name.text };
    case "assign":
    case "insert":
    case "remove":
    case "append":
      return beginning(statement.place);
    default:
      return undefined;
  }
}

function beginning(place: Expression): { readonly root: string; readonly field?: string } {
  let part = place;
  let field: string | undefined;
  while (part.kind === "field" || part.kind === "index" || part.kind === "paren") {
    if (part.kind === "field") field = part.field.text;
    part = part.kind === "paren" ? part.inner : part.object;
  }
  return { root: part.kind === "name" ? part.name : "", ...(field === undefined ? {} : { field }) };
}

type Drops = (statement: Statement) => boolean;

function prunedCode<T extends Declaration>(item: T, drops: Drops): T {
  switch (item.kind) {
    case "task":
      return { ...item, steps: item.steps.map((step) => ({ ...step, body: pruned(step.body, drops) })) };
    case "action":
    case "handler":
    case "procedure":
      return { ...item, body: pruned(item.body, drops) };
    default:
      return item;
  }
}

function pruned(block: Block, drops: Drops): Block {
  const within = (inner: Block) => pruned(inner, drops);
  const statements = block.statements
    .filter((statement) => !drops(statement))
    .map((statement): Statement => {
      switch (statement.kind) {
        case "if":
          return {
            ...statement,
            then: within(statement.then),
            ...(statement.otherwise ? { otherwise: within(statement.otherwise) } : {}),
          };
        case "match":
          return { ...statement, arms: statement.arms.map((arm) => ({ ...arm, body: within(arm.body) })) };
        case "for":
          return { ...statement, body: within(statement.body) };
        case "pick":
          return statement.body ? { ...statement, body: within(statement.body) } : statement;
        default:
          return statement;
      }
    });
  return { ...block, statements };
}
