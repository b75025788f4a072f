/**
 * `refines Other with { … }`: the other model is lowered with this model's types in place of its own, and the mapping becomes
 * one expression, a tuple with the value of every variable of the other model. What `with` does not say stands for what
 * has the same name here, as in TLA+: types, processes and parameters; variables are always said.
 */
import { closest, type Diagnostic, type Phase, type Span } from "../source/index.ts";
import type { Expression, MappingDeclaration, Setting, TypeNode, Unit } from "../syntax/tree.ts";
import { evaluateConstant } from "./constants.ts";
import type { Context, Scope } from "./context.ts";
import type { Given } from "./declare.ts";
import { stored, typed } from "./expressions.ts";
import type { Define, Expr, Model, Variable } from "./model.ts";
import type { Names } from "./names.ts";
import type { Program } from "./program.ts";
import { type Claims, mappedType, missing, propertyScope } from "./properties.ts";
import { includes } from "./relations.ts";
import type { ProcessKind, Type } from "./types.ts";

/** Lowers a model under settings, with another model's types. */
export type LowerModel = (unit: Unit, settings: readonly Setting[], given: Given) => Phase<Model>;

type Entry = MappingDeclaration["mapping"][number];

/** The property that this model refines the other one. */
export function lowerRefinement(
  context: Context,
  program: Program,
  names: Names,
  node: MappingDeclaration,
  claims: Claims,
  lowerModel: LowerModel,
): void {
  const unit = program.models.get(node.target.text);
  if (!unit) {
    const near = closest(node.target.text, [...program.models.keys()]);
    context.report("unknown-name", node.target.span, `there is no model \`${node.target.text}\``, {
      hint: near ? `did you mean \`${near}\`?` : "`use` brings in the models of another file",
    });
    return;
  }
  refuseParts(context, node);
  const mapping = new Mapping(context, names, node, unit);
  const before = context.diagnostics.length;
  const given = mapping.given();
  const settings = mapping.settings();
  if (context.diagnostics.length > before) return;
  const lowered = lowerModel(unit, settings, given);
  for (const diagnostic of lowered.diagnostics) report(context, diagnostic);
  if (!lowered.value || refusal(context, node, lowered.value)) return;
  // The same processes in the same order, so that a member is the same thing in both.
  const model: Model = { ...lowered.value, processes: [...names.kinds.values()] };
  const formula = mapping.image(model);
  const { text: name } = node.target;
  claims.properties.push({ name, kind: "refinement", formula, abstraction: { model }, cites: [], span: node.span });
}

/** What only theories know. */
function refuseParts(context: Context, { only, binders, assuming, except, span }: MappingDeclaration): void {
  const [assumption] = assuming;
  const [exception] = except;
  const [first] = only ?? [];
  const found: readonly (readonly [string, Span | undefined])[] = [
    ["only", only && (first?.span ?? span)],
    ["for", binders[0]?.name.span],
    ["assuming", assumption?.span],
    ["except", exception?.axiom.span],
  ];
  for (const [word, at] of found)
    if (at) context.report("refinement", at, `\`refines\` takes no \`${word}\`: a model is refined as a whole`);
}

function report(context: Context, { rule, span, message, ...more }: Diagnostic): void {
  if (span) context.report(rule, span, message, more);
}

/** The mapping gives values to variables that people wrote; for messages and faults it has no words. */
function refusal(context: Context, node: MappingDeclaration, model: Model): boolean {
  const [network] = model.networks;
  const hidden = model.variables.find(({ role }) => role !== "field" && role !== "timer");
  if (!network && !hidden) return false;
  const has = network
    ? "sends messages"
    : hidden?.role === "control"
      ? "has tasks"
      : "has faults, rounds or a history, whose variables have no names";
  context.report("refinement", node.target.span, `${model.name} can't be refined: it ${has}`, {
    hint: "what is refined has states and actions only: say in a `state` or a `shared` field what the messages tell",
  });
  return true;
}

/** What `with` says, in the words of both models. */
class Mapping {
  readonly #context: Context;
  readonly #names: Names;
  readonly #node: MappingDeclaration;
  readonly #unit: Unit;
  readonly #kinds = new Map<string, ProcessKind>();
  readonly #used = new Set<Entry>();

  constructor(context: Context, names: Names, node: MappingDeclaration, unit: Unit) {
    this.#context = context;
    this.#names = names;
    this.#node = node;
    this.#unit = unit;
  }

  /** The types and processes that stand for those of the other model. */
  given(): Given {
    const types = new Map<string, Type>();
    const kinds = new Map<string, { readonly kind: ProcessKind; readonly span: Span }>();
    for (const item of this.#unit.declarations) {
      if (item.kind !== "type" && item.kind !== "process") continue;
      const { text } = item.name;
      const entry = this.#entry(text);
      const type = entry ? mappedType(this.#context, this.#names, entry.value) : this.#names.resolve(item.name);
      if (item.kind === "type") {
        if (type && (entry || agrees(item.definition, type))) types.set(text, type);
        continue;
      }
      const kind = type?.kind === "process" && type.kinds.length === 1 ? type.kinds[0] : undefined;
      if (kind && [...this.#kinds.values()].includes(kind)) {
        const { span } = entry?.value ?? this.#node.target;
        this.#context.report("refinement", span, `${kind.name} can't stand for two kinds of process at once`);
      } else if (kind) {
        this.#kinds.set(text, kind);
        kinds.set(text, { kind, span: entry?.value.span ?? this.#node.target.span });
      } else if (type?.kind !== "never") {
        const expected = `${text} = …, a process of this model`;
        this.#context.report(
          "missing-symbol",
          entry?.value.span ?? this.#node.span,
          `\`with\` does not say which process \`${text}\` of ${this.#unit.name.text} is`,
          { expected },
        );
      }
    }
    return { types, kinds };
  }

  /** Parameters of the other model: constants of this one. */
  settings(): readonly Setting[] {
    return this.#unit.declarations.flatMap((item): Setting[] => {
      if (item.kind !== "param") return [];
      const entry = this.#entry(item.name.text);
      const { span } = entry?.value ?? item;
      const own = this.#names.constants.get(item.name.text);
      const value = entry ? evaluateConstant(entry.value, this.#names) : own;
      if (entry && value === undefined)
        this.#context.report("constant-expected", span, `the parameter \`${item.name.text}\` needs a constant`, {
          expected: "an integer or a boolean, or arithmetic over parameters",
        });
      if (value === undefined) return [];
      const literal: Expression =
        typeof value === "number" ? { kind: "integer", value, span } : { kind: "boolean", value, span };
      return [{ target: { kind: "path", names: [item.name] }, separator: "=", value: literal, span }];
    });
  }

  /** The abstract state as a tuple; each value has to fit the variable's type. */
  image(model: Model): Expr {
    const items = model.variables.flatMap((variable): readonly Expr[] => {
      const { process } = variable;
      const name = process ? this.#nameOf(process) : undefined;
      const entry = name === undefined ? this.#entry(variable.name) : this.#entry(name, variable.name);
      if (!entry) {
        const whole = name === undefined ? variable.name : `${name}.${variable.name}`;
        missing(this.#context, this.#node, this.#unit, whole);
        return [];
      }
      if (!process) return [this.#value(variable, entry, propertyScope(this.#names, "state"))];
      const body = this.#value(variable, entry, { ...propertyScope(this.#names, "state"), self: process });
      const define: Define = {
        id: this.#context.number(),
        name: variable.name,
        process,
        parameters: [],
        body,
        span: entry.value.span,
      };
      return process.members.map((member): Expr => {
        const self: Expr = {
          kind: "member",
          name: member,
          type: { kind: "process", kinds: [process] },
          span: body.span,
        };
        return { kind: "apply", define, self, arguments: [], type: body.type, span: body.span };
      });
    });
    this.#refuseOthers(model);
    const { span } = this.#node;
    return { kind: "tuple", items, type: { kind: "tuple", items: items.map(({ type }) => type) }, span };
  }

  #value(variable: Variable, { value }: Entry, scope: Scope): Expr {
    const what = `what \`${variable.name}\` is`;
    const result = typed(this.#context, scope, value, variable.type, what);
    const fitting = stored(this.#context, result, variable.type, what, includes(variable.type, result.type));
    // A value of a part of the type is one of the whole type: the other model's layout decides how it lies in memory.
    return fitting.kind === "checked"
      ? fitting
      : { kind: "checked", operand: fitting, type: variable.type, span: fitting.span };
  }

  #entry(name: string, part?: string): Entry | undefined {
    const found = this.#node.mapping.find((entry) => entry.name.text === name && entry.part?.text === part);
    if (found) this.#used.add(found);
    return found;
  }

  #nameOf(kind: ProcessKind): string {
    for (const [name, known] of this.#kinds) if (known === kind) return name;
    return kind.name;
  }

  #refuseOthers(model: Model): void {
    const known = model.variables.map(({ name, process }) => (process ? `${this.#nameOf(process)}.${name}` : name));
    for (const entry of this.#node.mapping) {
      if (this.#used.has(entry)) continue;
      const name = entry.part ? `${entry.name.text}.${entry.part.text}` : entry.name.text;
      const near = closest(name, known);
      this.#context.report(
        "unknown-name",
        entry.name.span,
        `${model.name} has no variable, type or parameter \`${name}\``,
        {
          expected: known.join(", "),
          ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
        },
      );
    }
  }
}

/** Whether a type may stand for one of the same name that was written so: members for members, cases for the same cases. */
function agrees(written: TypeNode | undefined, type: Type): boolean {
  switch (written?.kind) {
    case "memberType":
    case "symmetricType":
      return type.kind === "symmetric" || type.kind === "process";
    case "variantType":
      return (
        type.kind === "variant" &&
        type.cases.length === written.cases.length &&
        type.cases.every(({ name }, at) => name === written.cases[at]?.name.text)
      );
    default:
      return false;
  }
}
