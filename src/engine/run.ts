/** Running a ready instance in generated code: every way through its body, and what becomes of each. */
import type { Action } from "../ir/index.ts";
import { Choices, hasChoices } from "./choices.ts";
import { bitAt, channelAt, planOf } from "./envelopes.ts";
import type { Instance, Origin } from "./instances.ts";
import { doubleSlot, hasRoom, takeFromSlot } from "./network-changes.ts";
import { contentType } from "./plan.ts";
import { runRound } from "./rounds.ts";
import type { Scope } from "./routine.ts";
import { assignedNames, execute, type Flow } from "./statements.ts";
import { block, jump, jumpIf, Label } from "./structure.ts";
import { touchNetwork } from "./touched.ts";
import { clearCells } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** What becomes of one way through the body. */
export interface Endings {
  /** Runs before each way: the working copy is made equal to the state before. */
  readonly start: Code;
  readonly completed: Code;
  readonly cut: Code;
  readonly failed: Code;
  /** Runs after each way. */
  readonly end: Code;
}

/** `scope` is of the working copy, with the state before the step as its past. */
export function runInstance(action: Action, instance: Instance, scope: Scope, endings: () => Endings): Code {
  const { routine } = scope;
  const { model } = routine.unit;
  const choices = hasChoices(action, model) ? new Choices(routine) : undefined;
  const [done, cut, blocked, leave] = [new Label("done"), new Label("cut"), new Label("blocked"), new Label("leave")];
  const assigned = assignedNames([...action.body, ...(action.rounds ?? []).flatMap(({ body }) => body)]);
  const flow: Flow = { blocked, cut, leave, choices, assigned };
  const failed = new Label("failed");
  const body = routine.trying(
    () => [
      block(leave, [
        instance.origin ? useEnvelope(action, instance.origin, scope, flow) : [],
        action.rounds ? runRound(action, scope, flow) : [],
        execute(action.body, scope, flow),
      ]),
    ],
    jump(failed),
  );
  const ends = endings();
  const way: Code = [
    ends.start,
    block(done, [
      block(failed, [
        block(cut, [block(blocked, [body, ends.completed, jump(done)]), jump(done)]),
        ends.cut,
        jump(done),
      ]),
      ends.failed,
    ]),
    ends.end,
  ];
  return choices ? choices.everyWay(way) : way;
}

/** What happens to the envelope before the body runs: it is received, lost or doubled. */
function useEnvelope(action: Action, origin: Origin, scope: Scope, flow: Flow): Code {
  const { routine } = scope;
  const network = networkOf(origin, scope);
  const doubles = action.kind === "duplication";
  if (network.discipline === "set" && action.kind !== "loss") return [];
  touchNetwork(routine, network);
  switch (origin.kind) {
    case "slot": {
      if (!doubles) return takeFromSlot(scope, origin.plan, origin.position);
      const [message] = origin.plan.messages;
      if (!message) return [];
      // Only the code counts: whether there is room depends on its ends.
      const cell = routine.local();
      const bare = {
        message,
        from: i32.const(0),
        to: i32.const(0),
        content: { form: "stored", type: contentType(message), before: [], at: origin.at, changes: false },
      } as const;
      const room = hasRoom(scope, { envelope: bare, before: [], cells: [cell] }, network.slack);
      return [
        local.set(cell, i32.load(origin.at.base, origin.at.offset)),
        room ? jumpIf(i32.eqz(room), flow.blocked) : [],
        doubleSlot(scope, origin.plan, origin.position, flow.blocked),
      ];
    }
    case "bit": {
      const { at, bit } = bitAt(routine, scope, origin.plan, origin.index);
      const others = i32.xor(i32.shl(i32.const(1), bit), i32.const(-1));
      return i32.store(at.base, i32.and(i32.load(at.base, at.offset), others), at.offset);
    }
    case "channel": {
      if (doubles) return [];
      const { before, at } = channelAt(routine, scope.state, origin.message, origin.from, origin.to);
      return [before, clearCells(at, 1 + routine.unit.shapes.cells(contentType(origin.message)))];
    }
  }
}

function networkOf(origin: Origin, { routine }: Scope) {
  return origin.kind === "channel" ? planOf(routine, origin.message).network : origin.plan.network;
}
