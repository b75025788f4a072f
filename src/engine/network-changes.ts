/** What changes a network in generated code: an envelope put in, taken out, doubled; and whether there is room for one. */
import { assert } from "../source/index.ts";
import {
  bitAt,
  bitOf,
  channelAt,
  contentOrdinal,
  type Envelope,
  eachSlot,
  encode,
  endOrdinal,
  maskOfFields,
  planOf,
  testBit,
} from "./envelopes.ts";
import { contentType, type SlotsPlan } from "./plan.ts";
import { type Address, addressCode, plus, type Routine, type Scope } from "./routine.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { clearCells, put, sameCells, write } from "./values.ts";
import { type Code, call, i32, local, memory, select } from "./wasm/instructions.ts";

/** An envelope as it will lie in its network. */
export interface Parcel {
  readonly envelope: Envelope;
  readonly before: Code;
  /** Of a code, its cells' locals; of a bit, the local of its number. */
  readonly cells: readonly number[];
}

export function parcelOf(routine: Routine, envelope: Envelope): Parcel {
  const plan = planOf(routine, envelope.message);
  if (plan.kind === "slots") return { envelope, ...encode(routine, plan, envelope) };
  if (plan.kind === "channels") return { envelope, before: [], cells: [] };
  const { message, from, to, content } = envelope;
  const bit = routine.local();
  const index = bitOf(
    routine,
    plan,
    message,
    endOrdinal(routine, message.from, from),
    endOrdinal(routine, message.to, to),
    contentOrdinal(routine, message, content),
  );
  return { envelope, before: local.set(bit, index), cells: [bit] };
}

/** Whether the parcel is in its network already. */
export function isThere(scope: Scope, { envelope, cells }: Parcel): Code {
  const { routine } = scope;
  const plan = planOf(routine, envelope.message);
  if (plan.kind === "bits") {
    const { at, bit } = bitAt(routine, scope, plan, local.get(cells[0] ?? 0));
    return testBit(at, bit);
  }
  assert(plan.kind === "slots", "channels hold one envelope");
  const found = routine.local();
  return [
    local.set(found, i32.const(0)),
    eachSlot(routine, scope.state, plan, (at) => local.set(found, i32.or(local.get(found), sameCode(plan, at, cells)))),
    local.get(found),
  ];
}

function sameCode(plan: SlotsPlan, at: Address, cells: readonly number[]): Code {
  return Array.from({ length: plan.width }, (_none, index) =>
    i32.eq(i32.load(at.base, at.offset + 4 * index), local.get(cells[index] ?? 0)),
  ).reduce((sum, same) => i32.and(sum, same));
}

/** How many envelopes count against the capacity: all, or those like the parcel (`each`). */
export function inFlight(scope: Scope, { envelope, cells }: Parcel, all = false): Code {
  const { routine } = scope;
  const plan = planOf(routine, envelope.message);
  const { network } = plan;
  const sum = routine.local();
  if (plan.kind === "bits") {
    const { shapes } = routine.unit;
    if (!network.each || all) {
      const words = Array.from({ length: shapes.cells(plan.type) }, (_none, at) =>
        i32.popcnt(i32.load(scope.state, 4 * (plan.cell + at))),
      );
      return words.reduce((left, right) => i32.add(left, right));
    }
    // The bits of this message on this channel stand together.
    const contents = shapes.product(envelope.message.fields.map((field) => field.type));
    const [index, end] = [routine.local(), routine.local()];
    const again = new Label("alike");
    const { at, bit } = bitAt(routine, scope, plan, local.get(index));
    const start = bitOf(
      routine,
      plan,
      envelope.message,
      endOrdinal(routine, envelope.message.from, envelope.from),
      endOrdinal(routine, envelope.message.to, envelope.to),
      i32.const(0),
    );
    return [
      local.set(sum, i32.const(0)),
      local.set(index, start),
      local.set(end, i32.add(local.get(index), i32.const(contents))),
      loop(again, [
        local.set(sum, i32.add(local.get(sum), testBit(at, bit))),
        jumpIf(i32.ltU(local.tee(index, i32.add(local.get(index), i32.const(1))), local.get(end)), again),
      ]),
      local.get(sum),
    ];
  }
  if (plan.kind === "channels") return i32.const(0);
  const ends = network.discipline === "fifo" ? [plan.from, plan.to] : [plan.tag, plan.from, plan.to];
  const mask = i32.const(maskOfFields(ends));
  return [
    local.set(sum, i32.const(0)),
    eachSlot(routine, scope.state, plan, (at) => {
      if (!network.each || all) return local.set(sum, i32.add(local.get(sum), i32.const(1)));
      const difference = i32.xor(i32.load(at.base, at.offset), local.get(cells[0] ?? 0));
      return local.set(sum, i32.add(local.get(sum), i32.eqz(i32.and(difference, mask))));
    }),
    local.get(sum),
  ];
}

/** Whether one more envelope like this fits; undefined when it always does. */
export function hasRoom(scope: Scope, parcel: Parcel, slack = 0): Code | undefined {
  const { routine } = scope;
  const plan = planOf(routine, parcel.envelope.message);
  const { capacity, discipline, each } = plan.network;
  if (capacity === undefined || discipline === "synchronous") return undefined;
  const last = capacity + slack - 1;
  const room =
    plan.kind === "slots" && !each && last < plan.slots
      ? i32.eq(i32.load(scope.state, 4 * (plan.cell + last * plan.width)), i32.const(plan.empty))
      : i32.ltS(inFlight(scope, parcel), i32.const(capacity + slack));
  return discipline === "set" ? when(isThere(scope, parcel), i32.const(1), room, "i32") : room;
}

/** Puts the parcel in. `crowded` is where to go when a guessed number of slots is not enough. */
export function insert(scope: Scope, parcel: Parcel, crowded: Label): Code {
  const { routine } = scope;
  const { envelope, cells } = parcel;
  const plan = planOf(routine, envelope.message);
  if (plan.kind === "bits") {
    const { at, bit } = bitAt(routine, scope, plan, local.get(cells[0] ?? 0));
    return i32.store(at.base, i32.or(i32.load(at.base, at.offset), i32.shl(i32.const(1), bit)), at.offset);
  }
  if (plan.kind === "channels") return insertIntoChannel(scope, envelope);
  const full = [call(routine.unit.runtime.crowded, i32.const(plan.network.id)), jump(crowded)];
  const last = i32.load(scope.state, 4 * (plan.cell + (plan.slots - 1) * plan.width));
  const guard = plan.guessed ? when(i32.ne(last, i32.const(plan.empty)), full) : [];
  const putIn =
    plan.network.discipline === "unordered" && plan.width === 1
      ? [guard, insertOneCell(scope, plan, cells[0] ?? 0)]
      : [guard, insertByShifting(scope, plan, cells)];
  return plan.network.discipline === "set" ? when(i32.eqz(isThere(scope, parcel)), putIn) : putIn;
}

/** Every slot keeps the lesser of its code and the one that is carried along. */
function insertOneCell({ routine, state }: Scope, plan: SlotsPlan, cell: number): Code {
  const [carried, found, less] = [routine.local(), routine.local(), routine.local()];
  const code: Code[] = [local.set(carried, local.get(cell))];
  const step = (base: Code, offset: number): Code => [
    local.set(found, i32.load(base, offset)),
    local.set(less, i32.ltU(local.get(carried), local.get(found))),
    i32.store(base, select(local.get(carried), local.get(found), local.get(less)), offset),
    local.set(carried, select(local.get(found), local.get(carried), local.get(less))),
  ];
  if (plan.slots <= 8) {
    for (let slot = 0; slot < plan.slots; slot++) code.push(step(state, 4 * (plan.cell + slot)));
    return code;
  }
  const [base, end] = [routine.local(), routine.local()];
  const again = new Label("slots");
  return [
    code,
    local.set(base, state),
    local.set(end, i32.add(state, i32.const(4 * plan.slots))),
    loop(again, [
      step(local.get(base), 4 * plan.cell),
      jumpIf(i32.ltU(local.tee(base, i32.add(local.get(base), i32.const(4))), local.get(end)), again),
    ]),
  ];
}

/** Finds the place (on a fifo behind its channel's others), moves what comes after, and writes. */
function insertByShifting({ routine, state }: Scope, plan: SlotsPlan, cells: readonly number[]): Code {
  const base = routine.local();
  const [search, found] = [new Label("search"), new Label("found")];
  const at: Address = { base: local.get(base), offset: 4 * plan.cell };
  const end = i32.add(state, i32.const(4 * plan.width * (plan.slots - 1)));
  return [
    local.set(base, state),
    block(
      found,
      loop(search, [
        jumpIf(i32.geU(local.get(base), end), found),
        jumpIf(comesAfter(plan, at, cells), found),
        local.set(base, i32.add(local.get(base), i32.const(4 * plan.width))),
        jump(search),
      ]),
    ),
    memory.copy(addressCode(plus(at, 4 * plan.width)), addressCode(at), i32.sub(end, local.get(base))),
    cells.map((cell, index) => put(plus(at, 4 * index), local.get(cell))),
  ];
}

/** Whether what lies in a slot (or nothing) comes after the code. */
function comesAfter(plan: SlotsPlan, at: Address, cells: readonly number[]): Code {
  const first = i32.load(at.base, at.offset);
  const isEmpty = i32.eq(first, i32.const(plan.empty));
  if (plan.network.discipline === "fifo") {
    const shift = i32.const(Math.min(plan.from.shift, plan.to.shift));
    return i32.or(isEmpty, i32.gtU(i32.shrU(first, shift), i32.shrU(local.get(cells[0] ?? 0), shift)));
  }
  let code: Code = i32.const(0);
  for (let index = plan.width - 1; index >= 0; index--) {
    const own = local.get(cells[index] ?? 0);
    const other = i32.load(at.base, at.offset + 4 * index);
    code = i32.or(i32.gtU(other, own), i32.and(i32.eq(other, own), code));
  }
  return i32.or(isEmpty, code);
}

/** In a round, a channel holds one envelope: another one must be equal. */
function insertIntoChannel(scope: Scope, { message, from, to, content }: Envelope): Code {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { before, at } = channelAt(
    routine,
    scope.state,
    message,
    endOrdinal(routine, message.from, from),
    endOrdinal(routine, message.to, to),
  );
  const type = contentType(message);
  const cells = shapes.cells(type);
  const inside = plus(at, 4);
  const same =
    content.form === "scalar"
      ? i32.eq(i32.load(inside.base, inside.offset), content.code)
      : sameCells(routine, inside, content.at, cells);
  return [
    before,
    when(i32.load(at.base, at.offset), when(i32.eqz(same), routine.fail()), [
      put(at, i32.const(1)),
      write(routine, inside, content),
    ]),
  ];
}

/** Takes out what lies in a slot; `position` is repeatable. */
export function takeFromSlot({ routine, state }: Scope, plan: SlotsPlan, position: Code): Code {
  const base = routine.local();
  const at: Address = { base: local.get(base), offset: 4 * plan.cell };
  const width = 4 * plan.width;
  const end = i32.add(state, i32.const(width * (plan.slots - 1)));
  const last: Address = { base: state, offset: 4 * (plan.cell + plan.width * (plan.slots - 1)) };
  const clear = [put(last, i32.const(plan.empty)), clearCells(plus(last, 4), plan.width - 1)];
  if (plan.slots === 1) return clear;
  const again = new Label("slots");
  const stop = new Label("moved");
  const move =
    plan.width === 1
      ? block(
          stop,
          loop(again, [
            jumpIf(i32.geU(local.get(base), end), stop),
            put(at, i32.load(at.base, at.offset + 4)),
            local.set(base, i32.add(local.get(base), i32.const(4))),
            jump(again),
          ]),
        )
      : memory.copy(addressCode(at), addressCode(plus(at, width)), i32.sub(end, local.get(base)));
  return [local.set(base, i32.add(state, i32.mul(position, i32.const(width)))), move, clear];
}

/** A copy of what lies in a slot, right behind it. */
export function doubleSlot({ routine, state }: Scope, plan: SlotsPlan, position: Code, crowded: Label): Code {
  const base = routine.local();
  const at: Address = { base: local.get(base), offset: 4 * plan.cell };
  const width = 4 * plan.width;
  const end = i32.add(state, i32.const(width * (plan.slots - 1)));
  const last = i32.load(state, 4 * (plan.cell + (plan.slots - 1) * plan.width));
  const full = [call(routine.unit.runtime.crowded, i32.const(plan.network.id)), jump(crowded)];
  return [
    plan.guessed ? when(i32.ne(last, i32.const(plan.empty)), full) : [],
    local.set(base, i32.add(state, i32.mul(position, i32.const(width)))),
    memory.copy(addressCode(plus(at, width)), addressCode(at), i32.sub(end, local.get(base))),
  ];
}
