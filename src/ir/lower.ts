/**
 * From a unit of a program and settings to the typed model: declare all names, then give every expression its type and
 * every piece of code its action. The passes are listed in `lower`, in the order in which they depend on each other.
 */
import { closest, type Diagnostic, type Phase, spanText } from "../source/index.ts";
import type { Setting, Unit } from "../syntax/tree.ts";
import { codeActions, roundAction } from "./actions.ts";
import { checkBounded } from "./bounded.ts";
import { lowerClaims, lowerFairnessOf } from "./claims.ts";
import { evaluateConstant } from "./constants.ts";
import { Context, noUsage, type Scope } from "./context.ts";
import { type Declared, declare, type Given, shownConstant } from "./declare.ts";
import { elaborateDefine } from "./defines.ts";
import { declareEnvironment, type Environment } from "./environment.ts";
import { environmentActions } from "./environment-actions.ts";
import { condition, expression, mismatchKind, stored, typed } from "./expressions.ts";
import type { Action, Exception, Expr, Message, Model, Network, Parameter, Run, Variable } from "./model.ts";
import { elaborateProcedure } from "./procedures.ts";
import type { Program } from "./program.ts";
import { type Claims, citations, propertyScope } from "./properties.ts";
import { compatible, includes } from "./relations.ts";
import { lowerRun } from "./scenarios.ts";
import { applySettings, type Settings } from "./settings.ts";
import { Collection } from "./temporal.ts";
import { resolveType } from "./type-nodes.ts";

/**
 * The typed model of `unit` under `settings`. With any diagnostic there is no value: a model is whole or not at all.
 * `largeSets`: sets of any size are fine, because nothing will pack the states (the interpreter does not).
 * `given`: the model is what another one refines, and these are that one's types.
 */
export function lower(
  program: Program,
  unit: Unit,
  settings: readonly Setting[],
  { largeSets = false, given }: { readonly largeSets?: boolean; readonly given?: Given } = {},
): Phase<Model> {
  const context = new Context(largeSets);
  const chosen = applySettings(context, unit.declarations, settings);
  const declared = declare(context, unit, chosen, given);
  lowerStructured(context, declared);
  if (unit.kind === "model") {
    const stored = declared.variables.map(({ variable }) => variable);
    checkBounded(context, stored, declared.names.messages.values());
  }
  checkAssumptions(context, unit, declared);
  const environment = declareEnvironment(context, declared, chosen, declared.variables.length);
  const order = initializers(context, unit.kind === "theory", declared, environment);
  const variables = [...declared.variables.map(({ variable }) => variable), ...environment.hidden];
  const actions = lowerActions(context, unit, declared, environment, order);
  const claims: Claims = { properties: [], temporal: new Collection(context), fairness: [], unchecked: [] };
  const exceptions: Exception[] = [];
  // What another model refines is asked for its steps and for what is fair, not for its own claims.
  if (given) claims.fairness.push(...lowerFairnessOf(context, unit, declared.names));
  else {
    lowerClaims(context, program, unit, declared, claims, exceptions, (abstract, own, types) =>
      lower(program, abstract, own, { largeSets, given: types }),
    );
  }
  const state = propertyScope(declared.names, "state");
  const conditions = (kind: "terminal" | "constraint" | "initially") =>
    unit.declarations.flatMap((node) => (node.kind === kind ? [condition(context, state, node.condition)] : []));
  const model: Model = {
    name: unit.name.text,
    path: program.path,
    doc: unit.doc,
    cites: citations(unit.cites),
    parameters: shownParameters(unit, declared, chosen),
    processes: [...declared.names.kinds.values()],
    messages: [...declared.names.messages.values()],
    networks: networks(declared, environment),
    variables,
    initializationOrder: order,
    actions,
    byzantine: byzantine(declared, environment),
    faults: environment.faults,
    properties: claims.properties,
    behaviours: claims.temporal.behaviours(claims.fairness, actions),
    terminal: conditions("terminal"),
    constraints: conditions("constraint"),
    initially: conditions("initially"),
    unchecked: claims.unchecked,
    exceptions,
    runs: given ? [] : lowerRuns(context, program, unit, declared, settings),
  };
  elaborateUnused(context, declared);
  if (!given) checkConfigurations(context, unit, claims);
  context.runPostponed();
  return context.diagnostics.length > 0
    ? { diagnostics: tellable(context, program) }
    : { value: model, diagnostics: [] };
}

/** What is said: nothing about names that may be declared in what the parser had to leave out. */
function tellable({ diagnostics }: Context, { unread }: Program): readonly Diagnostic[] {
  return diagnostics.filter(({ rule, span }) => rule !== "unknown-name" || !span || !unread.has(spanText(span)));
}

/**
 * Scenarios are written for the file's own parameters. Under other settings one may not fit (it names a member or a fault
 * that is not there): then it is left out, unless it is wrong under its own parameters too.
 */
function lowerRuns(
  context: Context,
  program: Program,
  unit: Unit,
  { names }: Declared,
  settings: readonly Setting[],
): readonly Run[] {
  return unit.declarations.flatMap((node) => {
    if (node.kind !== "run") return [];
    const before = context.diagnostics.length;
    const run = lowerRun(context, names, node);
    if (settings.length === 0 || context.diagnostics.length === before) return [run];
    context.diagnostics.length = before;
    const within = ({ span }: Diagnostic) => span && span.start >= node.span.start && span.end <= node.span.end;
    context.diagnostics.push(...lower(program, unit, []).diagnostics.filter(within));
    return [];
  });
}

// ------------------------------------------------------------------------------------------------------ parameters

/** Records, maps and cases as parameters: expressions that depend on no state. */
function lowerStructured(context: Context, { names, structured }: Declared): void {
  for (const node of structured) {
    const usage = noUsage();
    const scope: Scope = { ...propertyScope(names, "state"), usage };
    const type = node.type && resolveType(context, names, node.type, node.name.text);
    const value = type
      ? typed(context, scope, node.value, type, `the parameter \`${node.name.text}\``)
      : expression(context, scope, node.value);
    if (usage.variables.size > 0)
      context.report("constant-expected", node.value.span, "a parameter's value can't depend on the state");
    names.structured.set(
      node.name.text,
      type && compatible(type, value.type)
        ? stored(context, value, type, "the parameter", includes(type, value.type))
        : value,
    );
  }
}

function shownParameters(unit: Unit, { names }: Declared, settings: Settings): Parameter[] {
  return unit.declarations.flatMap((node) => {
    if (node.kind !== "param") return [];
    const name = node.name.text;
    const constant = names.constants.get(name);
    const shown =
      constant === undefined
        ? spanText((settings.parameters.get(name) ?? node.value).span).replace(/\s+/g, " ")
        : shownConstant(constant);
    return [{ name, shown, span: node.span }];
  });
}

function checkAssumptions(context: Context, unit: Unit, { names }: Declared): void {
  for (const node of unit.declarations) {
    if (node.kind !== "assume") continue;
    const value = evaluateConstant(node.condition, names);
    if (value === false) {
      context.report(
        "assumption",
        node.span,
        `the assumption \`${spanText(node.condition.span)}\` is false for these parameters`,
        {
          found: [...names.constants].map(([name, constant]) => `${name} = ${shownConstant(constant)}`).join(", "),
        },
      );
    } else if (value !== true) {
      context.report("constant-expected", node.condition.span, "an assumption is about parameters only", {
        expected: "comparisons and logic over parameters",
      });
    }
  }
}

// ------------------------------------------------------------------------------------------------------ initial values

/** Elaborates initialisers, and puts variables into the order in which they are evaluated. */
function initializers(context: Context, theory: boolean, declared: Declared, environment: Environment): Variable[] {
  const rank = (variable: Variable) =>
    variable.storage === "ghost" ? 3 : variable.storage === "volatile" ? 2 : variable.process ? 1 : 0;
  const own = declared.variables.map(({ variable }) => variable);
  const sorted = [0, 1, 2, 3].flatMap((wanted) => own.filter((variable) => rank(variable) === wanted));
  const order = [...environment.hidden, ...sorted];
  for (const { variable, node } of declared.variables) {
    if (node.timer) {
      variable.initial = {
        mode: "value",
        value: { kind: "construct", caseIndex: 0, arguments: [], type: variable.type, span: node.span },
      };
      continue;
    }
    if (!node.initial && theory) {
      // A theory's symbol may have any value: the theory says nothing about how a model starts.
      const value: Expr = {
        kind: "domain",
        of: variable.type,
        type: { kind: "set", item: variable.type },
        span: node.span,
      };
      variable.initial = { mode: "choice", value };
      continue;
    }
    if (!node.initial) {
      context.report("missing-initial", node.span, `\`${variable.name}\` has no initial value`, {
        expected: "`= e`, or `in S` for any value of a set",
      });
      continue;
    }
    const usage = noUsage();
    const scope: Scope = {
      names: declared.names,
      self: variable.process,
      reads: variable.storage === "ghost" ? "everything" : "own",
      ghosts: variable.storage === "ghost",
      old: false,
      temporal: false,
      literalMembers: false,
      usage,
    };
    const { mode, value: valueNode } = node.initial;
    const what = `the initial value of \`${variable.name}\``;
    if (mode === "=") {
      const value = typed(context, scope, valueNode, variable.type, what);
      variable.initial = {
        mode: "value",
        value: stored(context, value, variable.type, what, includes(variable.type, value.type)),
      };
    } else {
      const value = expression(context, scope, valueNode, { kind: "set", item: variable.type });
      if (value.type.kind !== "set" || !compatible(variable.type, value.type.item))
        mismatchKind(context, value, "a set of initial values");
      else if (!includes(variable.type, value.type.item)) {
        const local = context.local(variable.name, value.type.item);
        const item: Expr = { kind: "local", local, type: local.type, span: value.span };
        const checked: Expr = { kind: "checked", operand: item, type: variable.type, span: value.span };
        variable.initial = {
          mode: "choice",
          value: {
            kind: "setOf",
            value: checked,
            binders: [{ local, domain: value }],
            type: { kind: "set", item: variable.type },
            span: value.span,
          },
        };
      } else variable.initial = { mode: "choice", value };
    }
    const at = order.indexOf(variable);
    for (const read of usage.variables) {
      if (order.indexOf(read) >= at) {
        context.report(
          "initial-order",
          valueNode.span,
          `\`${variable.name}\` starts before \`${read.name}\` has a value`,
          {
            hint: "state comes first, then durable and shared fields, then volatile ones, then ghosts; each in the order of declaration",
          },
        );
      }
    }
  }
  return order;
}

// ------------------------------------------------------------------------------------------------------------ actions

function lowerActions(
  context: Context,
  unit: Unit,
  declared: Declared,
  environment: Environment,
  order: readonly Variable[],
): readonly Action[] {
  const { names } = declared;
  const code = codeActions(context, declared);
  const fair = new Set(
    unit.declarations.flatMap((node) => {
      if (node.kind !== "fair" || (node.when && evaluateConstant(node.when, names) === false)) return [];
      return node.targets.flatMap((target) =>
        target.atoms.flatMap((atom) => (atom.kind === "name" ? [atom.name.text] : [])),
      );
    }),
  );
  const round = roundAction(names, code.rounds);
  const hasUrgent = code.actions.some((action) => action.urgent);
  const drafts = [
    ...code.actions,
    ...(round ? [round] : []),
    ...environmentActions(context, {
      names,
      variables: order,
      plans: environment.plans,
      restarts: code.restarts,
      fair,
      hasUrgent,
    }),
  ];
  names.actions.push(...drafts.map((draft, id) => ({ ...draft, id })));
  checkReceivers(context, names.actions, code.sent, names.networks);
  return names.actions;
}

/** A message that nobody has a handler for would lie in the network for ever: surely a mistake. */
function checkReceivers(
  context: Context,
  actions: readonly Action[],
  sent: ReadonlySet<Message>,
  all: readonly Network[],
): void {
  for (const message of sent) {
    const discipline = all[message.network]?.discipline;
    if (discipline === "set" || discipline === "synchronous") continue;
    for (const kind of message.to.kinds) {
      if (actions.some((action) => action.receives?.message === message && action.process === kind)) continue;
      context.report(
        "unhandled-message",
        message.span,
        `${message.name} is sent to ${kind.name}, which has no handler for it`,
        { hint: `add \`on ${message.name} { … }\` to ${kind.name}` },
      );
    }
  }
}

function networks({ names }: Declared, environment: Environment): Network[] {
  const duplication = environment.plans.find((plan) => plan.kind === "duplication");
  return names.networks.map((network) => {
    const doubled = duplication?.messages.some((message) => message.network === network.id);
    return { ...network, slack: doubled ? (duplication?.total ?? 0) : 0 };
  });
}

function byzantine({ names }: Declared, environment: Environment): Model["byzantine"] {
  const variable = names.hidden.byzantine;
  const plan = environment.plans.find((candidate) => candidate.kind === "byzantine");
  return variable && plan ? { variable, forges: plan.messages } : undefined;
}

// ------------------------------------------------------------------------------------------------------------- checks

/** Mistakes in defines and procedures that nothing uses are mistakes all the same. */
function elaborateUnused(context: Context, { names }: Declared): void {
  const tables = [names.defines, ...names.processDefines.values()];
  for (const table of tables)
    for (const entry of table.values()) elaborateDefine(context, names, entry, entry.node.name.span);
  for (const table of names.procedures.values()) {
    for (const entry of table.values()) elaborateProcedure(context, names, entry, {}, entry.node.name.span);
  }
}

function checkConfigurations(context: Context, unit: Unit, claims: Claims): void {
  // `deadlock` can be listed among the properties that a configuration checks.
  const known = [
    "deadlock",
    ...[...claims.properties, ...claims.temporal.properties, ...claims.unchecked].map((claim) => claim.name),
  ];
  const seen = new Set<string>();
  for (const node of unit.declarations) {
    if (node.kind !== "check") continue;
    if (seen.has(node.name.text))
      context.report("duplicate-name", node.name.span, `the check \`${node.name.text}\` is declared twice`);
    seen.add(node.name.text);
    const named = [
      ...(node.checks ?? []),
      ...node.outcomes.flatMap((outcome) => (outcome.kind === "violates" ? [outcome.property] : [])),
    ];
    for (const name of named) {
      if (known.includes(name.text)) continue;
      const near = closest(name.text, known);
      context.report(
        "unknown-name",
        name.span,
        `there is no property \`${name.text}\``,
        near ? { hint: `did you mean \`${near}\`?` } : {},
      );
    }
    applySettings(context, unit.declarations, node.settings);
  }
}
