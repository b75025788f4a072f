/**
 * What is fair: each `fair` declaration becomes conditions on steps, one for every process whose action it names and, with
 * `for each`, for every value. Time is weakly fair without being asked.
 */
import { closest, type Span, spanText } from "../source/index.ts";
import type { FairAtom, FairDeclaration, FairTarget, Name } from "../syntax/tree.ts";
import type { Fairness, StepPattern } from "./behaviours.ts";
import { evaluateConstant } from "./constants.ts";
import type { Context } from "./context.ts";
import type { Action, Expr, Local } from "./model.ts";
import type { Names } from "./names.ts";
import { constantText, valuesOf } from "./type-values.ts";
import type { ProcessKind } from "./types.ts";

const environmentKinds: Readonly<Record<string, Action["kind"]>> = {
  tick: "tick",
  restart: "restart",
  heal: "heal",
  resume: "resume",
  round: "round",
};
const ownKinds = new Set<Action["kind"]>(["action", "step", "handler"]);
/** What nobody owes. */
const misfortunes = new Set<Action["kind"]>(["crash", "loss", "duplication", "partition", "pause", "drift"]);

export function lowerFairness(context: Context, names: Names, node: FairDeclaration): readonly Fairness[] {
  const conditions = node.targets.flatMap((target) => conditionsOf(context, names, node, target));
  return node.when && evaluateConstant(node.when, names) === false ? [] : conditions;
}

/** Time goes on by itself, unless something is said about it. */
export function fairTime(names: Names, declared: readonly Fairness[]): readonly Fairness[] {
  const ticks = names.actions.filter(({ kind }) => kind === "tick");
  const isSaid = declared.some(({ patterns }) => patterns.some(({ action }) => action.kind === "tick"));
  const [first] = ticks;
  if (!first || isSaid) return [];
  return [
    { name: "tick", strength: "weak", patterns: ticks.map((action) => ({ action, where: [] })), span: first.span },
  ];
}

function conditionsOf(context: Context, names: Names, node: FairDeclaration, target: FairTarget): readonly Fairness[] {
  const atoms = target.atoms.map((atom) => ({ atom, actions: actionsOf(context, names, atom) }));
  const actions = atoms.flatMap((item) => item.actions);
  if (actions.length === 0) return [];
  const isDelivery = atoms.some(({ atom }) => atom.kind === "deliver");
  const name = target.as?.text ?? spanText(target.span).replace(/\s+/g, " ");
  const kinds = [...new Set(actions.map(({ process }) => process))];
  // A group of steps of one kind of process is a condition for each of its members; of several kinds, one for all.
  const groups =
    kinds.length === 1 || target.grouped
      ? [actions]
      : kinds.map((kind) => actions.filter(({ process }) => process === kind));
  return groups.flatMap((group) => {
    const [kind] = [...new Set(group.map(({ process }) => process))];
    const isOneKind = group.every(({ process }) => process === kind);
    const own = kind && isOneKind && !isDelivery ? kind : undefined;
    return instancesOf(context, node, target.span, group, own, name);
  });
}

/** A way to choose: which member, which values. */
interface Choice {
  readonly shown: string;
  readonly patterns: readonly StepPattern[];
}

function instancesOf(
  context: Context,
  node: FairDeclaration,
  span: Span,
  actions: readonly Action[],
  kind: ProcessKind | undefined,
  name: string,
): readonly Fairness[] {
  let choices: readonly Choice[] = [{ shown: "", patterns: actions.map((action) => ({ action, where: [] })) }];
  if (kind)
    choices = kind.members.map((self) => ({
      shown: "",
      patterns: actions.map((action) => ({ action, self, where: [] })),
    }));
  for (const each of node.forEach) {
    const further = choices.map((choice) => valuesFor(context, each, choice));
    if (further.some((list) => list === undefined)) return [];
    choices = further.flatMap((list) => list ?? []);
  }
  return choices.map(({ shown, patterns }) => {
    const self = kind ? patterns[0]?.self : undefined;
    const base = self === undefined ? name : kind?.single ? name : `${self}: ${name}`;
    return { name: shown === "" ? base : `${base} (${shown})`, strength: node.strength, patterns, span };
  });
}

/** One choice for every value of the parameter `each`. */
function valuesFor(context: Context, each: Name, choice: Choice): readonly Choice[] | undefined {
  const [first] = choice.patterns;
  if (!first) return [];
  const shownWith = (value: string) => `${choice.shown === "" ? "" : `${choice.shown}, `}${each.text} = ${value}`;
  if (each.text === "to" && choice.patterns.every(({ action }) => action.receives)) {
    const members = [...new Set(choice.patterns.flatMap(({ action }) => action.process?.members ?? []))];
    return members.map((self) => ({
      shown: shownWith(self),
      patterns: choice.patterns
        .filter((pattern) => pattern.action.process?.members.includes(self) && (pattern.self ?? self) === self)
        .map((pattern) => ({ ...pattern, self })),
    }));
  }
  const locals = choice.patterns.map(({ action }) => parameterOf(action, each.text));
  const [local] = locals;
  if (!local || locals.some((item) => item === undefined)) {
    const known = first.action.parameters.map((parameter) => parameter.local.name);
    context.report("unknown-name", each.span, `\`${first.action.name}\` has no parameter \`${each.text}\``, {
      expected: [...known, ...(first.action.receives ? ["from", "to"] : [])].join(", ") || "an action with parameters",
    });
    return undefined;
  }
  const values = valuesOf(local.type, each.span);
  if (!values) {
    context.report("temporal-size", each.span, `\`${each.text}\` has too many values to be fair to each`);
    return undefined;
  }
  return values.map((value: Expr) => ({
    shown: shownWith(constantText(value)),
    patterns: choice.patterns.map((pattern, at) => ({
      ...pattern,
      where: [...pattern.where, { local: locals[at] as Local, value }],
    })),
  }));
}

function parameterOf(action: Action, name: string): Local | undefined {
  if (name === "from" && action.receives) return action.receives.sender;
  return action.parameters.find(({ local }) => local.name === name)?.local;
}

function actionsOf(context: Context, names: Names, atom: FairAtom): readonly Action[] {
  const name = atom.kind === "name" ? atom.name : atom.message;
  const wanted = atom.kind === "on" ? `on ${name.text}` : name.text;
  if (atom.kind === "deliver" && names.messages.has(name.text))
    return names.actions.filter(({ receives }) => receives?.message.name === name.text);
  if (atom.kind === "name" && !atom.process) {
    const kind = names.kinds.get(name.text);
    if (kind) return names.actions.filter((action) => action.process === kind && ownKinds.has(action.kind));
    const environment = environmentKinds[name.text];
    if (environment) return names.actions.filter((action) => action.kind === environment);
  }
  const found =
    atom.kind === "deliver"
      ? []
      : names.actions.filter(
          (action) => action.name === wanted && (!atom.process || action.process?.name === atom.process.text),
        );
  if (found.length === 0) {
    const near = closest(name.text, [
      ...names.actions.map((candidate) => candidate.name),
      ...names.kinds.keys(),
      ...Object.keys(environmentKinds),
    ]);
    const hint = near ? { hint: `did you mean \`${near}\`?` } : {};
    context.report("unknown-action", name.span, `there is no action \`${wanted}\` to be fair to`, hint);
  }
  if (found.some(({ kind }) => misfortunes.has(kind))) {
    context.report("unfair", name.span, `\`${wanted}\` is a fault: nothing says that it must happen`, {
      expected: "an action, a process, `tick`, `restart`, `heal`, `resume` or `deliver M`",
    });
    return [];
  }
  return found;
}
