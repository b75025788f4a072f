/** Whole random models, as the text of a `.spec` file: well typed, finite, and deterministic for a seed. */
import fc from "fast-check";
import {
  canStart,
  declareAction,
  declareDefine,
  declareHandlers,
  declareProcedure,
  declareRounds,
  declareTask,
  guardOf,
  writeField,
} from "./code.ts";
import { declareFields, declareKinds, declareTypes, type Profile } from "./declarations.ts";
import { type Dice, madeWithDice } from "./dice.ts";
import { declareFaults, declareMessages } from "./environment.ts";
import { declareClaims, declareTheory, mostStates } from "./formulas.ts";
import type { Hand } from "./reads.ts";
import { braced } from "./statements.ts";
import { declareStirring } from "./stirring.ts";
import { emptyWorld, type Kind } from "./world.ts";

export const wholeModel: fc.Arbitrary<string> = madeWithDice(writeModel);

/** Model number `run` of the models of `seed`. */
export function modelOf(seed: number, run: number): string {
  const [text] = fc.sample(wholeModel, { seed: (Math.imul(seed, 1_000_003) + run) | 0, numRuns: 1 });
  if (text === undefined) throw new Error("fast-check made nothing");
  return text;
}

function writeModel(dice: Dice): string {
  const hand: Hand = { dice, world: emptyWorld(dice.chance(17)) };
  const { world } = hand;
  const messages = dice.chance(73);
  const profile: Profile = {
    messages,
    faults: dice.chance(72),
    rounds: messages && dice.chance(12),
    timers: dice.chance(30),
    tasks: dice.chance(25),
    history: dice.chance(10),
  };
  declareKinds(hand);
  const types = declareTypes(hand);
  declareFields(hand, profile);
  for (const list of [world.state, ...world.kinds.map(({ fields }) => fields)]) {
    const self = world.kinds.find(({ fields }) => fields === list);
    list.splice(0, list.length, ...list.filter(({ shape }) => canStart(hand, shape, self)));
  }
  const network = declareMessages(hand, profile);
  const faults = declareFaults(hand, profile);
  const budget = { choices: 12 };
  const state = world.state.map((field) => writeField(hand, field, undefined, budget));
  const past = profile.history ? declareHistory(hand) : [];
  const shared = [
    ...Array.from({ length: dice.between(0, 1) }, () => declareDefine(hand, undefined)),
    ...(dice.chance(20) ? declareProcedure(hand, undefined) : []),
  ];
  const processes = world.kinds.flatMap((kind) => writeProcess(hand, kind, profile, budget));
  const actions = [
    ...Array.from({ length: dice.chance(35) ? 1 : 0 }, () => declareAction(hand, undefined, profile)).flat(),
    ...declareStirring(hand, undefined, 60, (scope) => guardOf(hand, scope)),
  ];
  const claims = declareClaims(hand);
  const start = budget.choices < 12 && dice.chance(25) ? [`initially ${mostStates(hand)}`] : [];
  const { theory, satisfies } = declareTheory(hand);
  const parts = [
    theory,
    ["model Random"],
    types,
    network,
    state,
    start,
    past,
    shared,
    processes,
    actions,
    faults,
    claims,
    satisfies,
  ];
  return `${parts.flat().join("\n")}\n`;
}

function declareHistory({ dice, world }: Hand): string[] {
  const by = dice.one(world.kinds);
  world.history = { name: world.fresh("ops"), by };
  const most = dice.between(1, 3);
  return [
    "object Cell {",
    "  state cell: 0..1 = 0",
    "  op read(): 0..1 { return cell }",
    "  op write(to_: 0..1) { cell := to_ }",
    "}",
    `history ${world.history.name}: Cell by ${by.members.name} at most ${most}`,
  ];
}

function writeProcess(hand: Hand, kind: Kind, profile: Profile, budget: { choices: number }): string[] {
  const { dice, world } = hand;
  const { members, alias } = kind;
  const range = members.single ? "" : `[${members.first}..${members.first + members.names.length - 1}]`;
  const received = world.messages.filter(({ to }) => to.includes(kind));
  const lines = [
    ...kind.fields.map((field) => writeField(hand, field, kind, budget)),
    ...kind.timers.map(({ name, most, storage }) => `${storage} timer ${name}: 0..${most}`),
    ...Array.from({ length: dice.between(0, 1) }, () => declareDefine(hand, kind)),
    ...(dice.chance(25) ? declareProcedure(hand, kind) : []),
    ...Array.from({ length: dice.between(1, 2) }, () => declareAction(hand, kind, profile)).flat(),
    ...declareStirring(hand, kind, 75, (scope) => guardOf(hand, scope)),
    ...received
      .filter(({ network }) => network.discipline !== "synchronous")
      .flatMap((message) => declareHandlers(hand, kind, message)),
    ...(profile.rounds ? declareRounds(hand, kind) : []),
    ...(profile.tasks && dice.chance(70) ? declareTask(hand, kind) : []),
    ...(world.faults.has("crash") && dice.chance(30) ? braced("on restart", restart(hand, kind)) : []),
  ];
  return braced(`process ${members.name} as ${alias}${range}${members.ordered ? " ordered" : ""}`, lines);
}

/** What is done at a restart. */
function restart({ dice }: Hand, { fields }: Kind): string[] {
  const counters = fields.filter(({ shape, storage }) => shape.kind === "int" && storage !== "ghost");
  return dice
    .some(counters, 60)
    .flatMap(({ name, shape }) => (shape.kind === "int" ? [`${name} := ${shape.low}`] : []));
}
