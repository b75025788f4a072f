/** The code of a random model: defines, procedures, actions, handlers, rounds, tasks; and how its fields start. */
import { condition } from "./conditions.ts";
import type { Profile } from "./declarations.ts";
import { domain } from "./domains.ts";
import { integer } from "./integers.ts";
import { domainName, type Hand, together } from "./reads.ts";
import { count, type Shape, write } from "./shapes.ts";
import { block, braced, type Lines } from "./statements.ts";
import { value } from "./values.ts";
import {
  codeOf,
  type Define,
  type Field,
  type Kind,
  type Known,
  type Message,
  type Scope,
  withKnown,
} from "./world.ts";

/** `state x: T = e`. At most about `choices` ways to start; fewer are left when some are used. */
export function writeField(hand: Hand, field: Field, self: Kind | undefined, budget: { choices: number }): string {
  const { dice } = hand;
  const { name, shape, storage } = field;
  const known: Known[] = self ? [{ text: "self", shape: self.members }] : [];
  const scope: Scope = { mode: "initial", self, known: [...known, ...hand.world.constants], variables: [] };
  const start = value(hand, shape, scope, dice.between(0, 1));
  const head = `${storage} ${name}: ${write(shape)}`;
  const ways = count(shape) ** (self?.members.names.length ?? 1);
  const all = domainName(shape);
  if (all !== undefined && ways <= budget.choices && (start === undefined || dice.chance(20))) {
    budget.choices = Math.floor(budget.choices / ways);
    return `${head} in ${all}`;
  }
  const other = value(hand, shape, scope, 0);
  const two = 2 ** (self?.members.names.length ?? 1);
  if (start !== undefined && other !== undefined && two <= budget.choices && shape.kind !== "bag" && dice.chance(8)) {
    budget.choices = Math.floor(budget.choices / two);
    return `${head} in {${start}, ${other}}`;
  }
  if (start !== undefined) return `${head} = ${start}`;
  // Members without an order can't be named: the field may hold none of them, too.
  return all === undefined ? `${head} = ${unnamed(shape)}` : `${head} in ${all}`;
}

const unnamed = (shape: Shape): string => {
  throw new Error(`nothing to start ${write(shape)} with`);
};

/** Whether a field of this type can be given an initial value. */
export function canStart(hand: Hand, shape: Shape, self: Kind | undefined): boolean {
  const known: Known[] = self ? [{ text: "self", shape: self.members }] : [];
  const scope: Scope = { mode: "initial", self, known, variables: [] };
  if (value(hand, shape, scope, 0) !== undefined) return true;
  return domainName(shape) !== undefined && count(shape) ** (self?.members.names.length ?? 1) <= 9;
}

/** The shapes that a define or a procedure may be given. */
const passable = ({ world }: Hand): Shape[] => [
  { kind: "bool" },
  { kind: "int", low: 0, high: 2 },
  ...world.types,
  ...world.kinds.map(({ members }) => members as Shape),
];

const someParameters = ({ dice, world }: Hand, types: readonly Shape[]): Known[] =>
  Array.from({ length: dice.between(0, 2) }, () => ({ text: world.fresh("x"), shape: dice.one(types) }));

const declared = (parameters: readonly Known[]): string =>
  parameters.map(({ text, shape }) => `${text}: ${write(shape)}`).join(", ");

/** `define name(parameters) = e`, about self when it is declared in a process. */
export function declareDefine(hand: Hand, self: Kind | undefined): string {
  const { dice, world } = hand;
  const name = world.fresh("d");
  const types = passable(hand);
  const parameters = someParameters(hand, types);
  const scope = withKnown(codeOf(world, self), ...parameters);
  const head = `define ${name}${parameters.length > 0 ? `(${declared(parameters)})` : ""}`;
  const made = dice.made<{ readonly body: string; readonly result: Shape; readonly declared: boolean }>(
    [
      [4, () => ({ body: condition(hand, scope, 2), result: { kind: "bool" }, declared: dice.chance(30) })],
      [
        4,
        () => {
          const { text, low, high } = integer(hand, scope, 2);
          return { body: text, result: { kind: "int", low, high }, declared: false };
        },
      ],
      [
        3,
        () => {
          const result = dice.one([...types, ...(self?.fields ?? world.state).map(({ shape }) => shape)]);
          const body = value(hand, result, scope, 2);
          return body === undefined ? undefined : { body, result, declared: true };
        },
      ],
    ],
    () => ({ body: "True", result: { kind: "bool" }, declared: false }),
  );
  const define: Define = {
    name,
    parameters: parameters.map(({ shape }) => shape),
    result: made.result,
    past: isPast(hand, self, made.body),
  };
  (self?.defines ?? world.defines).push(define);
  return `${head}${made.declared ? `: ${write(made.result)}` : ""} = ${made.body}`;
}

/** Whether the text mentions `old`, itself or through another define. */
function isPast({ world }: Hand, self: Kind | undefined, body: string): boolean {
  if (/\bold\(/.test(body)) return true;
  return [...world.defines, ...(self?.defines ?? [])].some(
    ({ name, past }) => past && new RegExp(`\\b${name}\\b`).test(body),
  );
}

export function declareProcedure(hand: Hand, self: Kind | undefined): Lines {
  const { dice, world } = hand;
  const name = world.fresh("proc");
  const parameters = someParameters(hand, passable(hand));
  const scope = withKnown(codeOf(world, self), ...parameters);
  const head = `procedure ${name}(${declared(parameters)})`;
  const lines = braced(head, block(hand, scope, dice.between(1, 3), 2));
  world.procedures.push({ name, owner: self, parameters: parameters.map(({ shape }) => shape) });
  return lines;
}

export function declareAction(hand: Hand, self: Kind | undefined, profile: Profile): Lines {
  const { dice, world } = hand;
  const name = world.fresh("act");
  const binders = Array.from({ length: dice.chance(45) ? dice.between(1, 2) : 0 }, () => world.fresh("x"));
  let scope = codeOf(world, self);
  const parameters = binders.map((binder) => {
    const from = domain(hand, scope, 1, 3, "any");
    scope = withKnown(scope, { text: binder, shape: from.item });
    return `${binder} in ${from.text}`;
  });
  const urgent = profile.timers && dice.chance(15) ? "urgent " : "";
  const guard = guardOf(hand, scope);
  const bound = dice.chance(8) ? ` bound ${likely(hand, scope)}` : "";
  const head = `${urgent}action ${name}${parameters.length > 0 ? `(${parameters.join(", ")})` : ""}${guard}${bound}`;
  const lines = braced(head, block(hand, scope, dice.between(1, 4), 2));
  world.actions.push({ owner: self, name });
  return lines;
}

/** True more often than not. */
export const likely = (hand: Hand, scope: Scope): string =>
  `(${condition(hand, scope, 1)} or ${condition(hand, scope, 1)})`;

export function guardOf(hand: Hand, scope: Scope): string {
  const { dice } = hand;
  if (dice.chance(40)) return "";
  if (dice.chance(50)) return ` when ${likely(hand, scope)}`;
  if (dice.chance(40)) return ` when ${condition(hand, scope, 1)} and ${likely(hand, scope)}`;
  return ` when ${condition(hand, scope, 2)}`;
}

/** Handlers of one message in one kind of process. */
export function declareHandlers(hand: Hand, self: Kind, message: Message): Lines {
  const { dice, world } = hand;
  const sender = world.fresh("x");
  const fields: Known[] = message.fields.map(({ name, shape }) => ({ text: `msg.${name}`, shape }));
  const named = dice.chance(70);
  const from: Known[] = named ? [{ text: sender, shape: together(message.from) }] : [];
  const scope: Scope = { ...withKnown(codeOf(world, self), ...fields, ...from), sender: message.from };
  const head = `on ${message.name}${named ? ` from ${sender}` : ""}`;
  const body = () => block(hand, scope, dice.between(0, 3), 2);
  if (dice.chance(55)) return braced(head, body());
  const guard = condition(hand, scope, 1);
  if (dice.chance(50)) return braced(`${head} when ${guard}`, body());
  return [...braced(`${head} when ${guard}`, body()), ...braced(`${head} when not ${guard}`, body())];
}

/** What a process does in the rounds: one handler for all of them, or one for each. */
export function declareRounds(hand: Hand, self: Kind): Lines {
  const { dice, world } = hand;
  const last = world.rounds ?? 0;
  const handler = (index: string) => {
    const inboxes = world.messages.filter(
      ({ to, network }) => network.discipline === "synchronous" && to.includes(self),
    );
    const scope: Scope = { ...codeOf(world, self), inboxes, once: new Set(), returns: false };
    const guard = dice.chance(30) ? ` when ${condition(hand, { ...scope, inboxes: [] }, 1)}` : "";
    return braced(`on round${index}${guard}`, block(hand, scope, dice.between(1, 4), 2));
  };
  if (dice.chance(50)) return handler("");
  return Array.from({ length: last + 1 }, (_, at) => at).flatMap((at) => (dice.chance(75) ? handler(` ${at}`) : []));
}

export function declareTask(hand: Hand, self: Kind): Lines {
  const { dice, world } = hand;
  const steps = Array.from({ length: dice.between(2, 3) }, () => world.fresh("step"));
  self.steps.push(...steps);
  const scope: Scope = { ...codeOf(world, self), steps, returns: false };
  const bodies = steps.flatMap((step, at) => {
    const guard = dice.chance(40) ? ` when ${likely(hand, scope)}` : "";
    const lines = [...block(hand, scope, dice.between(1, 2), 1)];
    if (at === steps.length - 1 && dice.chance(60)) lines.push(`goto ${steps[0]}`);
    return braced(`step ${step}${guard}`, lines);
  });
  return braced(`task ${world.fresh("task")}`, bodies);
}
