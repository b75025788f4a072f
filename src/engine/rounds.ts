/**
 * A synchronous round in generated code: the processes that take part run their handlers one after the other against what
 * was sent in the round before, and it is a failure if their order could be noticed.
 */
import type { Action, Message, ProcessKind, RoundHandler } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { variableAt } from "./access.ts";
import { hasChoices } from "./choices.ts";
import { bothWays } from "./commute.ts";
import { equalValues } from "./comparisons.ts";
import { channelAt, contentCount, contentFromOrdinal, endOrdinal, planOf } from "./envelopes.ts";
import { evaluate, holds } from "./expressions.ts";
import { roundsCommute } from "./independence.ts";
import { isProper } from "./ordinals.ts";
import { contentType } from "./plan.ts";
import { type Address, plus, type Scope } from "./routine.ts";
import { eachForger } from "./sent.ts";
import { execute, type Flow } from "./statements.ts";
import { block, jumpIf, Label, loop, when } from "./structure.ts";
import { touchNetwork } from "./touched.ts";
import { cellOf, clearCells, copyCells, put, scalar, stored, type Value, write } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** `scope` is of the working copy. */
export function runRound(action: Action, scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  const { plan } = routine.unit;
  const rounds = action.rounds ?? [];
  const clear = plan.networks.map((network): Code => {
    if (network.kind !== "channels") return [];
    touchNetwork(routine, network.network);
    return clearCells({ base: scope.state, offset: 4 * network.cell }, network.cells);
  });
  const kinds = routine.unit.model.processes.filter((kind) => rounds.some(({ process }) => process === kind));
  const run = (direction: "forwards" | "backwards", inner: Flow): Code => {
    const order = direction === "forwards" ? kinds : kinds.toReversed();
    return order.map((kind) => eachMember(kind, direction, scope, (member) => takePart(kind, rounds, member, inner)));
  };
  const several = kinds.reduce((sum, kind) => sum + kind.members.length, 0) > 1;
  const chooses = hasChoices({ ...action, body: [] }, routine.unit.model);
  const check =
    several && !roundsCommute(rounds, routine.unit.model) ? bothWays(scope, flow, { run, assigned: [], chooses }) : [];
  return [clear, check, run("forwards", flow)];
}

function eachMember(
  kind: ProcessKind,
  direction: "forwards" | "backwards",
  scope: Scope,
  body: (scope: Scope) => Code,
): Code {
  const { routine } = scope;
  const first = routine.unit.shapes.firstOf(kind);
  const self = routine.local();
  const last = first + kind.members.length - 1;
  const [start, stop, step] = direction === "forwards" ? [first, last + 1, 1] : [last, first - 1, -1];
  const again = new Label("members");
  return [
    local.set(self, i32.const(start)),
    loop(again, [
      body({ ...scope, self: local.get(self) }),
      local.set(self, i32.add(local.get(self), i32.const(step))),
      jumpIf(i32.ne(local.get(self), i32.const(stop)), again),
    ]),
  ];
}

/** One process' part: all its handlers of this round whose guards hold, in the order in which they are declared. */
function takePart(kind: ProcessKind, rounds: readonly RoundHandler[], scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  const handlers = rounds.filter(({ process }) => process === kind);
  const past: Scope = { ...scope, state: scope.past, changes: false };
  const active = handlers.map((handler) => ({ handler, runs: routine.local() }));
  const deciding = active.map(({ handler, runs }) => [
    local.set(runs, i32.const(0)),
    when(
      handler.conditions.reduceRight<Code>(
        (rest, condition) => when(holds(condition, past), rest, i32.const(0), "i32"),
        isRound(handler, past),
      ),
      local.set(runs, i32.const(1)),
    ),
  ]);
  const inboxes = new Map<Message, Value>();
  const receiving: Code[] = [];
  for (const message of new Set(handlers.flatMap(({ reads }) => reads))) {
    const inbox = inboxOf(message, past, flow);
    inboxes.set(message, inbox.value);
    const wanted = active
      .filter(({ handler }) => handler.reads.includes(message))
      .map(({ runs }) => local.get(runs))
      .reduce((sum, runs) => i32.or(sum, runs));
    receiving.push(when(wanted, inbox.before));
  }
  const running = active.map(({ handler, runs }) => {
    const leave = new Label("handler");
    const body = block(leave, execute(handler.body, { ...scope, inboxes }, { ...flow, leave }));
    const { guard } = handler;
    const guarded = guard ? when(holds(guard, { ...past, past: past.state, inboxes }), body) : body;
    return when(local.get(runs), guarded);
  });
  return [deciding, receiving, running];
}

function isRound({ index }: RoundHandler, past: Scope): Code {
  if (!index) return i32.const(1);
  const { routine } = past;
  const variable = routine.unit.model.variables.find(({ role }) => role === "round");
  assert(variable, "rounds are counted");
  const { at } = variableAt(variable, undefined, past);
  return equalValues(routine, evaluate(index, past), scalar(variable.type, i32.load(at.base, at.offset)));
}

/** What `self` has received of `message`: for every possible sender an option; what byzantine ones send is a choice. */
function inboxOf(message: Message, past: Scope, flow: Flow): { readonly before: Code; readonly value: Value } {
  const { routine, self } = past;
  const { shapes } = routine.unit;
  assert(self, "an inbox is somebody's");
  const content = contentType(message);
  const type = { kind: "map", key: message.from, value: { kind: "option", item: content } } as const;
  const cells = shapes.cells(type);
  const width = shapes.cells(type.value);
  const receiver = endOrdinal(routine, message.to, self);
  const { before, at } = channelAt(routine, past.state, message, i32.const(0), receiver);
  const place = routine.temporary(Math.max(1, cells));
  const held = routine.local();
  const copied = [before, copyCells(place, at, cells)];
  const forged = eachForger(message, past, (from) => {
    const { choices } = flow;
    assert(choices, "forging is a choice");
    const [answer, row] = [routine.local(), routine.local()];
    const option: Address = { base: local.get(row), offset: place.offset };
    const made = contentFromOrdinal(routine, message, answer);
    const inside = plus(option, 4);
    const dense = shapes.isDense(content);
    return [
      local.set(
        row,
        i32.add(place.base, i32.mul(endOrdinal(routine, message.from, cellOf(from)), i32.const(4 * width))),
      ),
      choices.choose(answer, i32.const(contentCount(routine, message) + 1)),
      when(
        local.get(answer),
        [
          local.set(answer, i32.sub(local.get(answer), i32.const(1))),
          made.before,
          // Numbers that stand for no content are no choice: the interpreter does not know them.
          dense ? [] : jumpIf(i32.eqz(isProper(routine, made.value)), flow.blocked),
          put(option, i32.const(1)),
          write(routine, inside, made.value),
        ],
        clearCells(option, width),
      ),
    ];
  });
  assert(planOf(routine, message).kind === "channels", "inboxes are of rounds");
  if (cells !== 1) return { before: [copied, forged], value: stored(type, place) };
  return {
    before: [copied, forged, local.set(held, i32.load(place.base, place.offset))],
    value: scalar(type, local.get(held), true),
  };
}
