/**
 * A synchronous round: every process that takes part runs its handlers against what was sent in the round before, and
 * what it sends is there in the next one. All do so at once: they are run one after the other, and it is a model error
 * if their order could be noticed. What a byzantine process sends is not stored; each receiver may find anything from it.
 */
import { Map as ImmutableMap } from "immutable";
import type { Action, Message, RoundHandler } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { checkCommutes } from "./commute.ts";
import { evaluate, holds } from "./evaluate.ts";
import { execute, type Flow } from "./execute.ts";
import { contentOf, contentsOf } from "./instances.ts";
import type { Value } from "./machine.ts";
import { forgersOf } from "./network.ts";
import { Scope } from "./scope.ts";
import type { Branch, View } from "./state.ts";
import { membersOf, type Universe } from "./universe.ts";
import { mapValue, none, some } from "./values.ts";

/** A process in a round, with its handlers of this round. */
interface Participant {
  readonly self: string;
  readonly handlers: readonly RoundHandler[];
}

/** Runs everybody's handlers; `scope.before` is the state before the round. */
export function runRound(action: Action, scope: Scope, branch: Branch): Flow {
  const { universe, before } = scope;
  assert(before && action.rounds, "a round starts from a state and has handlers");
  for (const network of universe.model.networks) {
    if (network.discipline === "synchronous") branch.networks[network.id] = [];
  }
  const rows = participants(action.rounds, universe, before);
  const run = (order: readonly Participant[], copy: Branch, { locals }: Scope): Flow => {
    for (const participant of order) {
      const flow = takePart(participant, before, locals, universe, copy);
      if (flow !== "next") return flow;
    }
    return "next";
  };
  if (rows.length > 1 && branch.choices.fresh) {
    checkCommutes({ rows, run, what: "the round", span: action.span, body: [] }, scope, branch);
  }
  return run(rows, branch, scope);
}

/** Members that run something in this round, in order. */
function participants(rounds: readonly RoundHandler[], universe: Universe, before: View): readonly Participant[] {
  const variable = universe.model.variables.find(({ role }) => role === "round");
  assert(variable, "rounds are counted");
  const round = before.slots[universe.slot(variable, undefined)];
  return universe.model.processes
    .flatMap(({ members }) => members)
    .flatMap((self) => {
      const scope = new Scope(universe, before, { self });
      const handlers = rounds.filter(
        ({ process, conditions, index }) =>
          process.members.includes(self) &&
          conditions.every((condition) => holds(condition, scope)) &&
          (!index || evaluate(index, scope) === round),
      );
      return handlers.length > 0 ? [{ self, handlers }] : [];
    });
}

/** One process' part: all its handlers whose guards hold, in the order in which they are declared. */
function takePart(
  { self, handlers }: Participant,
  before: View,
  locals: Map<number, Value>,
  universe: Universe,
  branch: Branch,
): Flow {
  const inboxes = new Map<Message, Value>();
  for (const message of new Set(handlers.flatMap(({ reads }) => reads))) {
    inboxes.set(message, inboxOf(message, self, before, universe, branch));
  }
  const past = new Scope(universe, before, { self, locals, inboxes });
  const scope = new Scope(universe, branch, { before, self, locals, inboxes });
  for (const { guard, body } of handlers) {
    if (guard && !holds(guard, past)) continue;
    const flow = execute(body, scope, branch);
    if (flow === "blocked" || flow === "cut") return flow;
  }
  return "next";
}

/** What `self` has received of `message`: an option for every possible sender. */
function inboxOf(message: Message, self: string, before: View, universe: Universe, branch: Branch): Value {
  const forgers = forgersOf(universe, before, message);
  const received = membersOf(message.from).map((from): [Value, Value] => {
    if (forgers.includes(from)) return [from, forge(message, from, self, universe, branch)];
    const found = before.networks[message.network]!.find(
      ({ envelope }) => envelope.message === message && envelope.from === from && envelope.to === self,
    );
    return [from, found ? some(contentOf(found.envelope)) : none];
  });
  return mapValue(ImmutableMap(received));
}

/** Nothing, or any message of its type: a choice of the byzantine sender, made for each receiver on its own. */
function forge(message: Message, from: string, to: string, universe: Universe, branch: Branch): Value {
  const contents = contentsOf(message, universe);
  const chosen = branch.choices.choose(contents.length + 1);
  const record = ImmutableMap(message.fields.map(({ name }, at) => [name, contents[chosen - 1]?.[at] as Value]));
  const value = chosen === 0 ? none : some(record);
  branch.picks.push({ name: `${message.name} from ${from} to ${to}`, value });
  return value;
}
