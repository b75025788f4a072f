/**
 * First pass over a unit: parameters get values, types are resolved, and every declared name enters the tables of
 * `Names`. Expressions wait for the second pass, because they may use any of these names.
 */
import type { Span } from "../source/index.ts";
import type {
  Code,
  DefineDeclaration,
  FieldDeclaration,
  Name,
  ParamDeclaration,
  ProcessDeclaration,
  TypeDeclaration,
  Unit,
} from "../syntax/tree.ts";
import { builtinNames } from "./calls.ts";
import { evaluateConstant } from "./constants.ts";
import { type Context, literal } from "./context.ts";
import { declareMessages } from "./declare-messages.ts";
import type { Variable } from "./model.ts";
import { Names } from "./names.ts";
import { orderParameters } from "./parameter-order.ts";
import { showType } from "./relations.ts";
import type { Settings } from "./settings.ts";
import { constantRange, resolveType } from "./type-nodes.ts";
import { never, type ProcessKind, type Type } from "./types.ts";

export type MutableVariable = { -readonly [K in keyof Variable]: Variable[K] };

/** What the second pass needs beside the names. */
export interface Declared {
  readonly names: Names;
  /** In declaration order, each with the node whose initialiser is elaborated later. */
  readonly variables: { readonly variable: MutableVariable; readonly node: FieldDeclaration }[];
  readonly processes: readonly { readonly node: ProcessDeclaration; readonly kind: ProcessKind }[];
  readonly code: readonly { readonly node: Code; readonly kind?: ProcessKind }[];
  /** Parameters whose values are no constants. */
  readonly structured: readonly ParamDeclaration[];
}

/** Types and kinds of processes of another model that stand for those of these names. */
export interface Given {
  readonly types: ReadonlyMap<string, Type>;
  /** With the place that says so. */
  readonly kinds: ReadonlyMap<string, { readonly kind: ProcessKind; readonly span: Span }>;
}

/** The tables of `unit`; `given` are types that a `satisfies` has chosen for a theory's abstract ones, or a `refines`. */
export function declare(
  context: Context,
  unit: Unit,
  settings: Settings,
  given: Given = { types: new Map(), kinds: new Map() },
): Declared {
  const names = new Names(unit.name.text);
  for (const fault of settings.faults.keys()) names.faults.add(fault);
  const structured = declareParameters(context, unit, settings, names);
  // Before everything else: a define without parameters may be a size.
  for (const node of unit.declarations) if (node.kind === "define") declareDefine(context, names, node, undefined);
  const processes = declareProcesses(context, unit, names, given);
  declareTypes(context, unit, names, given.types);
  checkParameterTypes(context, unit, names);
  const variables: Declared["variables"] = [];
  const code: { node: Code; kind?: ProcessKind }[] = [];
  const field = (node: FieldDeclaration, kind: ProcessKind | undefined) => {
    const variable = declareField(context, names, node, kind, variables.length);
    variables.push({ variable, node });
  };
  for (const node of unit.declarations) {
    if (node.kind === "field") field(node, undefined);
    if (isCode(node)) code.push({ node });
    if (node.kind === "history") {
      names.histories.set(node.name.text, {
        node,
        object: unit.declarations.find(
          (other) => other.kind === "object" && other.name.text === node.object.text,
        ) as never,
        by: names.kinds.get(node.by.text),
      });
    }
    if (node.kind === "family") names.families.add(node.name.text);
  }
  for (const { node, kind } of processes) {
    for (const inner of node.body) {
      if (inner.kind === "field") field(inner, kind);
      else code.push({ node: inner, kind });
    }
  }
  for (const { node, kind } of code) declareCode(context, names, node, kind);
  reportRepeatedSteps(context, unit, code);
  declareMessages(context, unit, names);
  return { names, variables, processes, code, structured };
}

const isCode = (node: { readonly kind: string }): node is Code =>
  ["handler", "action", "task", "procedure", "define"].includes(node.kind);

/** Actions, tasks, steps and scenarios are called by name, so each has one of its own: within its process, or the model. */
function reportRepeatedSteps(
  context: Context,
  unit: Unit,
  code: readonly { readonly node: Code; readonly kind?: ProcessKind }[],
): void {
  const seen = new Map<string, Span>();
  const claim = (owner: string, name: Name) => {
    const key = `${owner} ${name.text}`;
    const first = seen.get(key);
    if (first) declaredTwice(context, name, first);
    else seen.set(key, name.span);
  };
  for (const { node, kind } of code) {
    const owner = kind?.name ?? "";
    if (node.kind === "action") claim(`action ${owner}`, node.name);
    if (node.kind !== "task") continue;
    claim(`task ${owner}`, node.name);
    // A step that its own task has twice is reported where the task is lowered.
    const own = new Map(node.steps.map((step) => [step.name.text, step.name]));
    for (const name of own.values()) claim(`action ${owner}`, name);
  }
  for (const node of unit.declarations) if (node.kind === "run") claim("run", node.name);
}

/** Reports a second declaration of a name. */
export function declaredTwice(context: Context, name: Name, first?: Span): void {
  context.report(
    "duplicate-name",
    name.span,
    `\`${name.text}\` is declared twice`,
    first ? { related: [{ span: first, message: "first here" }] } : {},
  );
}

// ------------------------------------------------------------------------------------------------------ parameters

function declareParameters(context: Context, unit: Unit, settings: Settings, names: Names): ParamDeclaration[] {
  const structured: ParamDeclaration[] = [];
  const seen = new Map<string, Span>();
  const declared = unit.declarations.filter((node) => node.kind === "param");
  for (const { name } of declared) {
    if (seen.has(name.text)) declaredTwice(context, name, seen.get(name.text));
    seen.set(name.text, name.span);
  }
  const ordered = orderParameters(context, declared, (name) => settings.parameters.get(name));
  for (const node of ordered.nodes) {
    const { text } = node.name;
    if (ordered.circular.has(node)) {
      // Any value will do: the mistake is told, and what uses the parameter shall not look wrong too.
      names.constants.set(text, 1);
      continue;
    }
    const standard = evaluateConstant(node.value, names);
    const override = settings.parameters.get(text);
    const value = override ? evaluateConstant(override, names) : standard;
    if (value !== undefined) names.constants.set(text, value);
    if (value === undefined || standard === undefined) structured.push(override ? { ...node, value: override } : node);
    if (override && standard !== undefined && typeof value !== typeof standard) {
      context.report(
        "parameter-range",
        override.span,
        `the parameter \`${text}\` needs ${typeof standard === "number" ? "an integer" : "True or False"}`,
        {
          expected: `a value like its default, ${shownConstant(standard)}`,
        },
      );
      names.constants.set(text, standard);
    }
  }
  return structured.filter((node) => !names.constants.has(node.name.text));
}

export const shownConstant = (value: number | boolean): string =>
  typeof value === "boolean" ? (value ? "True" : "False") : String(value);

/** A declared type bounds a parameter, whoever sets it. */
function checkParameterTypes(context: Context, unit: Unit, names: Names): void {
  for (const node of unit.declarations) {
    if (node.kind !== "param" || !node.type) continue;
    const value = names.constants.get(node.name.text);
    if (value === undefined) continue;
    const type = resolveType(context, names, node.type, node.name.text);
    const fits =
      type.kind === "never" ||
      (type.kind === "bool" && typeof value === "boolean") ||
      (type.kind === "int" && typeof value === "number" && type.low <= value && value <= type.high);
    if (!fits) {
      context.report(
        "parameter-range",
        node.span,
        `the parameter \`${node.name.text}\` can't be ${shownConstant(value)}`,
        { expected: showType(type) },
      );
    }
  }
}

// ----------------------------------------------------------------------------------------------- processes and types

function declareProcesses(
  context: Context,
  unit: Unit,
  names: Names,
  given: Given,
): { node: ProcessDeclaration; kind: ProcessKind }[] {
  const result: { node: ProcessDeclaration; kind: ProcessKind }[] = [];
  for (const node of unit.declarations) {
    if (node.kind !== "process") continue;
    const range = node.range && constantRange(context, names, node.range, `the members of ${node.name.text}`);
    if (node.range && !range) continue;
    const members = range
      ? Array.from({ length: range.high - range.low + 1 }, (_, i) => `${node.alias.text}${range.low + i}`)
      : [node.alias.text];
    if (members.length > 1_000) {
      context.report(
        "too-many-members",
        node.span,
        `${node.name.text} has ${members.length} members, at most 1,000 are possible`,
      );
      continue;
    }
    const chosen = given.kinds.get(node.name.text);
    if (chosen && chosen.kind.members.length !== members.length)
      context.report(
        "refinement",
        chosen.span,
        `${node.name.text} of ${unit.name.text} has ${members.length} members, and ${chosen.kind.name}, which stands for it, has ${chosen.kind.members.length}`,
        { hint: `say in \`with\` what the parameters of ${unit.name.text} are` },
      );
    const kind: ProcessKind = chosen?.kind ?? {
      name: node.name.text,
      members,
      ordered: node.ordered,
      single: !node.range,
      firstIndex: range?.low ?? 0,
    };
    if (names.kinds.has(node.name.text)) declaredTwice(context, node.name);
    names.kinds.set(node.name.text, kind);
    names.fields.set(kind, new Map());
    names.processDefines.set(kind, new Map());
    names.procedures.set(kind, new Map());
    const taken = kind.members.filter((member) => names.members.has(member));
    const [clash] = taken;
    if (clash !== undefined)
      context.report(
        "duplicate-name",
        node.alias.span,
        taken.length === 1
          ? `the member \`${clash}\` is declared twice`
          : `${taken.length} members, \`${clash}\` and those after it, are declared twice`,
        { hint: "give the members of each process another name" },
      );
    for (const member of kind.members) {
      names.members.set(member, { kind: "process", kinds: [kind] });
    }
    result.push({ node, kind });
  }
  return result;
}

function declareTypes(context: Context, unit: Unit, names: Names, given: ReadonlyMap<string, Type>): void {
  const nodes = new Map<string, TypeDeclaration>();
  for (const node of unit.declarations) {
    if (node.kind !== "type") continue;
    const { text } = node.name;
    if (nodes.has(text) || names.kinds.has(text)) declaredTwice(context, node.name, nodes.get(text)?.name.span);
    if (["Set", "Map", "Seq", "Bag", "Option", "Bool", "Int"].includes(text))
      context.report("duplicate-name", node.name.span, `\`${text}\` is a built-in type`);
    nodes.set(text, node);
  }
  names.typeNames = () => [...nodes.keys(), ...names.kinds.keys(), ...given.keys()];
  names.resolve = (name) => {
    const kind = names.kinds.get(name.text);
    if (kind) return { kind: "process", kinds: [kind] };
    const known = names.types.get(name.text);
    if (known === "busy") {
      context.report("recursion", name.span, `the type \`${name.text}\` contains itself`, {
        hint: "types are finite: use a bounded sequence",
      });
      return never;
    }
    if (known) return known;
    const chosen = given.get(name.text);
    const node = nodes.get(name.text);
    if (!chosen && !node) return undefined;
    names.types.set(name.text, "busy");
    if (chosen) enter(names, chosen);
    const type =
      chosen ??
      (node?.definition ? resolveType(context, names, node.definition, name.text) : abstractType(names, name.text));
    names.types.set(name.text, type);
    return type;
  };
  for (const node of nodes.values()) {
    if (!node.definition && unit.kind === "model") {
      context.report("abstract-type", node.span, `the type \`${node.name.text}\` has no definition`, {
        hint: "only theories speak about types that they do not define",
      });
    }
    names.resolve(node.name);
  }
}

/** The members and cases of a type that stands for another one are called by their names there. */
function enter(names: Names, type: Type): void {
  if (type.kind === "symmetric") for (const member of type.members) names.members.set(member, type);
  if (type.kind !== "variant") return;
  for (const { name } of type.cases) {
    const others = names.cases.get(name);
    if (others && !others.includes(type)) others.push(type);
    else if (!others) names.cases.set(name, [type]);
  }
}

/** A theory's own type, when nobody has said yet what it is: two members, to check the theory's formulas. */
function abstractType(names: Names, name: string): Type {
  const members = [`${name}₁`, `${name}₂`];
  const type: Type = { kind: "symmetric", name, members, ordered: false };
  for (const member of members) names.members.set(member, type);
  return type;
}

// ------------------------------------------------------------------------------------------------ fields and defines

/** A field enters the tables; its initialiser waits. `id` is its place among the model's variables. */
export function declareField(
  context: Context,
  names: Names,
  node: FieldDeclaration,
  kind: ProcessKind | undefined,
  id: number,
): MutableVariable {
  const { text } = node.name;
  if (kind ? names.fieldOf(kind, text) || names.isTaken(text, undefined) : names.isTaken(text, undefined))
    declaredTwice(context, node.name);
  if (!kind && node.storage !== "state" && node.storage !== "ghost") {
    context.report("field-storage", node.span, `\`${node.storage}\` fields belong to processes`, {
      expected: "`state` or `ghost` at the model's level",
    });
  }
  if (kind && node.storage === "state") {
    context.report("field-storage", node.span, "`state` belongs to the model, not to a process", {
      expected: "`durable`, `volatile`, `shared` or `ghost`",
    });
  }
  const declared = resolveType(context, names, node.type, text);
  if (node.timer && declared.kind !== "int" && declared.kind !== "never") {
    context.report("type-mismatch", node.type.span, "a timer counts ticks", {
      expected: "a range 0..K",
      found: showType(declared),
    });
  }
  if (node.timer && declared.kind === "int" && declared.low !== 0)
    context.report("type-mismatch", node.type.span, "a timer counts down to 0", { expected: `0..${declared.high}` });
  const type: Type = node.timer ? { kind: "option", item: declared } : declared;
  const variable: MutableVariable = {
    id,
    name: text,
    process: kind,
    type,
    storage: node.storage,
    role: node.timer ? "timer" : "field",
    initial: { mode: "value", value: literal(false, node.span) },
    doc: node.doc,
    span: node.span,
  };
  if (kind) names.fields.get(kind)?.set(text, variable);
  else names.variables.set(text, variable);
  return variable;
}

function declareCode(context: Context, names: Names, node: Code, kind: ProcessKind | undefined): void {
  if (node.kind === "define" && kind) declareDefine(context, names, node, kind);
  if (node.kind === "procedure") {
    const table = names.procedures.get(kind) ?? new Map();
    names.procedures.set(kind, table);
    if (table.has(node.name.text)) declaredTwice(context, node.name);
    table.set(node.name.text, { node, process: kind, state: "new" });
  }
}

function declareDefine(context: Context, names: Names, node: DefineDeclaration, kind: ProcessKind | undefined): void {
  const { text } = node.name;
  const table = (kind && names.processDefines.get(kind)) ?? names.defines;
  if (table.has(text) || names.fieldOf(kind, text) || names.isTaken(text, undefined))
    declaredTwice(context, node.name, table.get(text)?.node.name.span);
  if (builtinNames.has(text))
    context.report("duplicate-name", node.name.span, `\`${text}\` is a built-in function`, {
      hint: "choose another name",
    });
  table.set(text, { node, process: kind, state: "new" });
}
