/** What a model claims: its invariants, its goals, and the axioms of the theories that it satisfies. */
import type { Span } from "../source/index.ts";
import type { Cites, Expression, MappingDeclaration, PropertyDeclaration, Unit } from "../syntax/tree.ts";
import type { Fairness, TemporalProperty } from "./behaviours.ts";
import { type Context, noUsage, type Scope } from "./context.ts";
import { declare } from "./declare.ts";
import { bindAll, condition, typed } from "./expressions.ts";
import type { Binder, Citation, Define, Expr, Property, Unchecked } from "./model.ts";
import type { Names } from "./names.ts";
import { isBeyondTime } from "./parts.ts";
import type { Program } from "./program.ts";
import type { Collection } from "./temporal.ts";
import { constantRange, resolveType } from "./type-nodes.ts";
import { bool, integer, type Type } from "./types.ts";

export interface Claims {
  readonly properties: Property[];
  /** What is said about behaviours. */
  readonly temporal: Collection;
  readonly fairness: Fairness[];
  readonly unchecked: Unchecked[];
}

export const citations = (cites: readonly Cites[]): Citation[] =>
  cites.map((one) => ({ texts: one.texts.map((text) => text.value) }));

/** Formulas about states, or about steps, or about behaviours. */
export function propertyScope(names: Names, mode: "state" | "step" | "behaviour"): Scope {
  return {
    names,
    reads: "everything",
    ghosts: true,
    old: mode === "step",
    temporal: mode === "behaviour",
    reaching: mode === "behaviour",
    literalMembers: false,
  };
}

/** A formula that may turn out to speak about histories: then it is checked for its types only. */
function stateFormula(
  context: Context,
  scope: Scope,
  node: Expression,
): { formula: Expr; history: boolean; reaching: boolean } {
  const usage = noUsage();
  const history = mentionsHistory(node);
  const formula = condition(context, { ...scope, usage, temporal: scope.temporal || history }, node);
  return { formula, history: usage.temporal, reaching: usage.reaching };
}

/** A call of a history's predicate at the top of the formula or under its conjunctions. */
function mentionsHistory(node: Expression): boolean {
  if (node.kind === "call")
    return (
      node.callee.kind === "name" &&
      ["linearizable", "sequential", "causal", "readYourWrites", "monotonicReads"].includes(node.callee.name)
    );
  if (node.kind === "paren") return mentionsHistory(node.inner);
  return node.kind === "junction" && node.items.some(mentionsHistory);
}

export function lowerProperty(
  context: Context,
  names: Names,
  node: PropertyDeclaration,
  claims: Claims,
  unitCites: readonly Cites[],
  theory?: { readonly name: string; readonly wrap: (formula: Expr) => Expr },
): void {
  const name = node.name.text;
  const cites = citations([...node.cites, ...(node.cites.length === 0 ? unitCites : [])]);
  const later = (kind: Unchecked["kind"]) => claims.unchecked.push({ name, kind, span: node.span });
  const whole = (formula: Expr) => (theory ? theory.wrap(formula) : formula);
  const { form, modifier, span } = node;
  if (modifier === "step" && form !== "invariant" && form !== "axiom")
    context.report("property-form", span, `there is no \`step ${form}\``, {
      expected: "`step invariant` or `step axiom`",
    });
  if (modifier === "liveness" && form !== "axiom")
    context.report("property-form", span, `there is no \`liveness ${form}\``, {
      expected: "`property` or `liveness axiom`",
    });
  if (form === "theorem") {
    later("theorem");
    return;
  }
  if (form === "property" || form === "possible" || modifier === "liveness") {
    const mistakes = context.diagnostics.length;
    const formula = condition(context, propertyScope(names, "behaviour"), node.formula);
    // What is not understood is not taken apart.
    if (context.diagnostics.length > mistakes) later(kindOf(form));
    else behaviour(claims, { name, kind: kindOf(form), cites, span, theory: theory?.name }, whole(formula));
    return;
  }
  const mistakes = context.diagnostics.length;
  const own = propertyScope(names, modifier === "step" ? "step" : "state");
  const mayReach = modifier !== "step" && form !== "reachable";
  const { formula, history, reaching } = stateFormula(context, { ...own, reaching: mayReach }, node.formula);
  if (history) later("history");
  else if (reaching && context.diagnostics.length === mistakes) {
    const always: Expr = { kind: "temporal", operator: "always", operands: [whole(formula)], type: bool, span };
    behaviour(claims, { name, kind: "invariant", cites, span, theory: theory?.name }, always);
  } else
    claims.properties.push({
      name,
      kind: form === "reachable" ? "reachable" : modifier === "step" ? "step invariant" : "invariant",
      formula,
      cites,
      span,
    });
}

const kindOf = (form: PropertyDeclaration["form"]): "property" | "possible" | "liveness axiom" =>
  form === "possible" || form === "property" ? form : "liveness axiom";

/** A property of behaviours; what is no formula of linear time is left for those who know about it. */
function behaviour(claims: Claims, property: Omit<TemporalProperty, "formula" | "antecedents">, formula: Expr): void {
  const { name, span } = property;
  if (isBeyondTime(formula)) claims.unchecked.push({ name, kind: "history", span });
  else claims.temporal.properties.push({ ...property, ...claims.temporal.formula(formula) });
}

// ----------------------------------------------------------------------------------------------------- satisfaction

/** The axioms of a theory as properties of the model that satisfies it. */
export function lowerSatisfies(
  context: Context,
  program: Program,
  names: Names,
  node: MappingDeclaration,
  claims: Claims,
): void {
  const theory = program.theories.get(node.target.text);
  if (!theory) {
    context.report("unknown-name", node.target.span, `there is no theory \`${node.target.text}\``, {
      expected: [...program.theories.keys()].join(", ") || "a theory from a file that is used",
      hint: '`use "lockstep/consensus"` brings a theory in',
    });
    return;
  }
  const { binders, inner } = bindAll(context, propertyScope(names, "step"), node.binders);
  const theoryNames = mapSymbols(context, theory, inner, node, binders);
  const axioms = theory.declarations.filter((item): item is PropertyDeclaration => item.kind === "property");
  for (const name of [...(node.only ?? []), ...node.except.map((exception) => exception.axiom)]) {
    if (!axioms.some((axiom) => axiom.name.text === name.text)) {
      context.report("unknown-name", name.span, `${theory.name.text} has no axiom \`${name.text}\``, {
        expected: axioms.map((axiom) => axiom.name.text).join(", "),
      });
    }
  }
  const assuming = node.assuming.map((assumption) => condition(context, inner, assumption));
  const own: Claims = { properties: [], temporal: claims.temporal, fairness: [], unchecked: [] };
  const satisfied = {
    name: theory.name.text,
    wrap: (formula: Expr) => quantified(binders, assuming, formula, formula.span),
  };
  for (const axiom of axioms) {
    if (node.only && !node.only.some((name) => name.text === axiom.name.text)) continue;
    if (node.except.some((exception) => exception.axiom.text === axiom.name.text)) continue;
    lowerProperty(context, theoryNames, axiom, own, theory.cites, satisfied);
  }
  for (const property of own.properties) {
    claims.properties.push({
      ...property,
      formula: quantified(binders, assuming, property.formula, property.span),
      theory: theory.name.text,
    });
  }
  claims.unchecked.push(...own.unchecked);
}

/** ∀ binders: assumptions ⇒ formula. */
function quantified(binders: readonly Binder[], assuming: readonly Expr[], formula: Expr, span: Span): Expr {
  const [first, ...rest] = assuming;
  const assumption: Expr | undefined =
    first && (rest.length === 0 ? first : { kind: "logic", operator: "and", operands: assuming, type: bool, span });
  const body: Expr = assumption
    ? { kind: "logic", operator: "implies", operands: [assumption, formula], type: bool, span }
    : formula;
  return binders.length === 0 ? body : { kind: "quantifier", quantifier: "forall", binders, body, type: bool, span };
}

/** The theory's own tables, in which its types are the model's and its state symbols are the model's expressions. */
function mapSymbols(
  context: Context,
  theory: Unit,
  scope: Scope,
  node: MappingDeclaration,
  binders: readonly Binder[],
): Names {
  const values = new Map(node.mapping.map((entry) => [entry.name.text, entry] as const));
  const types = new Map<string, Type>();
  const symbols = new Set<string>();
  for (const item of theory.declarations) {
    if (item.kind === "type") {
      const entry = values.get(item.name.text);
      symbols.add(item.name.text);
      if (entry) types.set(item.name.text, mappedType(context, scope.names, entry.value));
      else if (!item.definition) missing(context, node, theory, item.name.text);
    } else if (item.kind === "field") symbols.add(item.name.text);
  }
  for (const entry of node.mapping) {
    if (!symbols.has(entry.name.text)) {
      context.report("unknown-name", entry.name.span, `${theory.name.text} has no symbol \`${entry.name.text}\``, {
        expected: [...symbols].join(", "),
      });
    }
  }
  const { names } = declare(context, theory, { parameters: new Map(), faults: new Map() }, { types, kinds: new Map() });
  names.indices = binders.map((binder) => binder.local);
  for (const item of theory.declarations) {
    if (item.kind !== "field") continue;
    const { text } = item.name;
    names.variables.delete(text);
    const entry = values.get(text);
    if (!entry) {
      missing(context, node, theory, text);
      names.symbols.set(text, {
        define: symbolDefine(context, text, context.poison(node.span), node.span, binders),
        arguments: [],
      });
      continue;
    }
    const type = resolveType(context, names, item.type, text);
    const value = typed(context, scope, entry.value, type, `what \`${text}\` is`);
    names.symbols.set(text, {
      define: symbolDefine(context, text, value, entry.value.span, binders),
      arguments: binders.map((binder) => binder.local),
    });
  }
  return names;
}

export function missing(context: Context, node: MappingDeclaration, theory: Unit, name: string): void {
  context.report("missing-symbol", node.span, `\`with\` does not say what \`${name}\` of ${theory.name.text} is`, {
    expected: `${name} = …`,
  });
}

/** A symbol is a function of the binders of `for (…)`: their locals are its parameters. */
function symbolDefine(context: Context, name: string, body: Expr, span: Span, binders: readonly Binder[]): Define {
  return { id: context.number(), name, parameters: binders.map((binder) => binder.local), body, span };
}

/** What a theory's type is in the model: the name of a type or of a process, or a range. */
export function mappedType(context: Context, names: Names, node: Expression): Type {
  if (node.kind === "paren") return mappedType(context, names, node.inner);
  if (node.kind === "name") {
    const type = node.name === "Bool" ? bool : names.resolve({ text: node.name, span: node.span });
    if (type) return type;
  }
  if (node.kind === "binary" && node.operator === "..") {
    const range = constantRange(context, names, node, "the type");
    if (range) return integer(range.low, range.high);
  }
  context.report("unknown-name", node.span, "this is no type of the model", {
    expected: [...names.typeNames()].join(", "),
  });
  return { kind: "never" };
}
