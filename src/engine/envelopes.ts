/**
 * Envelopes in generated code: as a code of a few cells (in slots), as an ordinal (in a set of bits), or as cells
 * (synchronous). The content of a message is a record of its fields.
 */
import type { Message } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { isProper, rank, unrankInto } from "./ordinals.ts";
import { type BitsPlan, type CodeField, contentType, type NetworkPlan, type SlotsPlan } from "./plan.ts";
import { type Address, plus, type Routine, type Scope } from "./routine.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { clearCells, count, part, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export interface Envelope {
  readonly message: Message;
  /** Repeatable. */
  readonly from: Code;
  readonly to: Code;
  /** Held. */
  readonly content: Value;
}

export function planOf(routine: Routine, message: Message): NetworkPlan {
  const plan = routine.unit.plan.networks[message.network];
  assert(plan, `no network carries ${message.name}`);
  return plan;
}

const maskOf = ({ bits }: CodeField): number => (bits >= 32 ? -1 : 2 ** bits - 1);

export const fieldOfCode = (code: Code, field: CodeField): Code => {
  if (field.bits === 0) return i32.const(0);
  const moved = field.shift === 0 ? code : i32.shrU(code, i32.const(field.shift));
  return i32.and(moved, i32.const(maskOf(field)));
};

const placed = (code: Code, { shift }: CodeField): Code => (shift === 0 ? code : i32.shl(code, i32.const(shift)));

/** The bits of the first cell that say which message it is. */
export const tagBits = (plan: SlotsPlan, message: Message): number => plan.messages.indexOf(message) << plan.tag.shift;
export const maskOfFields = (fields: readonly CodeField[]): number =>
  fields.reduce((mask, field) => mask | (maskOf(field) << field.shift), 0);

/** The envelope's code in locals. */
export function encode(
  routine: Routine,
  plan: SlotsPlan,
  envelope: Envelope,
): { readonly before: Code; readonly cells: readonly number[] } {
  const { message, from, to, content } = envelope;
  const parts: Code[][] = Array.from({ length: plan.width }, () => []);
  const add = (field: CodeField, code: Code): void => {
    if (field.bits > 0) parts[field.cell]?.push(placed(code, field));
  };
  const tag = tagBits(plan, message);
  if (tag !== 0 || plan.width === 0) parts[0]?.push(i32.const(tag));
  add(plan.from, from);
  add(plan.to, to);
  for (const leaf of plan.codes.get(message)?.leaves ?? []) {
    const cell =
      content.form === "scalar" ? content.code : i32.load(content.at.base, content.at.offset + 4 * leaf.cell);
    if (leaf.present !== undefined) add(leaf.place, i32.gtS(cell, i32.const(leaf.present)));
    else add(leaf.place, leaf.low === 0 ? cell : i32.sub(cell, i32.const(leaf.low)));
  }
  const cells = parts.map(() => routine.local());
  const before = parts.map((codes, at) =>
    local.set(cells[at] ?? 0, codes.length === 0 ? i32.const(0) : codes.reduce((sum, code) => i32.or(sum, code))),
  );
  return { before, cells };
}

/** The content of the envelope whose code lies at a place. */
export function decode(
  routine: Routine,
  plan: SlotsPlan,
  message: Message,
  at: Address,
): { before: Code; value: Value } {
  const type = contentType(message);
  const cells = routine.unit.shapes.cells(type);
  const leaves = plan.codes.get(message)?.leaves ?? [];
  const read = (field: CodeField): Code => fieldOfCode(i32.load(at.base, at.offset + 4 * field.cell), field);
  const sums = new Map<number, Code>();
  const covered = new Set<number>();
  for (const leaf of leaves) {
    covered.add(leaf.cell);
    const code =
      leaf.present === undefined && leaf.low !== 0 ? i32.add(read(leaf.place), i32.const(leaf.low)) : read(leaf.place);
    const sum = sums.get(leaf.cell);
    sums.set(leaf.cell, sum ? i32.add(sum, code) : code);
  }
  if (cells === 1) {
    const index = routine.local();
    return {
      before: local.set(index, sums.get(0) ?? i32.const(0)),
      value: scalar(type, local.get(index), true),
    };
  }
  const content = routine.temporary(cells);
  const before = [...sums].map(([cell, code]) => put(plus(content, 4 * cell), code));
  const clear = covered.size < cells ? clearCells(content, cells) : [];
  return { before: [clear, before], value: stored(type, content) };
}

/** The fields of a message as one number, in their order as declared. */
export function contentOrdinal(routine: Routine, message: Message, content: Value): Code {
  const { shapes } = routine.unit;
  const type = contentType(message);
  let code: Code | undefined;
  for (const field of message.fields) {
    const size = shapes.space(field.type);
    if (size === 1) continue;
    const { offset } = shapes.fieldOffset(type, field.name);
    const ordinal = rank(routine, part(routine, content, field.type, offset));
    code = code ? i32.add(i32.mul(code, i32.const(size)), ordinal) : ordinal;
  }
  return code ?? i32.const(0);
}

/** The content with a number; uses up the local. */
export function contentFromOrdinal(
  routine: Routine,
  message: Message,
  ordinal: number,
): { before: Code; value: Value } {
  const { shapes } = routine.unit;
  const type = contentType(message);
  const cells = shapes.cells(type);
  const at = routine.temporary(Math.max(1, cells));
  const digit = routine.local();
  const codes: Code[] = [];
  for (const field of [...message.fields].reverse()) {
    const size = Math.max(1, shapes.space(field.type));
    const { offset } = shapes.fieldOffset(type, field.name);
    codes.push(
      local.set(digit, i32.remU(local.get(ordinal), i32.const(size))),
      local.set(ordinal, i32.divU(local.get(ordinal), i32.const(size))),
      unrankInto(routine, field.type, plus(at, 4 * offset), digit),
    );
  }
  if (cells !== 1) return { before: codes, value: stored(type, at) };
  const index = routine.local();
  return {
    before: [codes, local.set(index, i32.load(at.base, at.offset))],
    value: scalar(type, local.get(index), true),
  };
}

export const contentCount = (routine: Routine, message: Message): number =>
  routine.unit.shapes.product(message.fields.map((field) => field.type));

/** Runs `body` for everything that may be in a message. */
export function eachContent(routine: Routine, message: Message, body: (content: Value) => Code): Code {
  const { shapes } = routine.unit;
  const contents = contentCount(routine, message);
  if (contents > 2 ** 20) return routine.fail();
  const rest = routine.local();
  return count(routine, i32.const(0), i32.const(contents), (ordinal) => {
    const { before, value } = contentFromOrdinal(routine, message, rest);
    const inner = body(value);
    const dense = shapes.isDense(contentType(message));
    return [local.set(rest, ordinal), before, dense ? inner : when(isProper(routine, value), inner)];
  });
}

/** Where in the set of bits an envelope is, by the ordinals of its ends and its content. */
export function bitOf(routine: Routine, plan: BitsPlan, message: Message, from: Code, to: Code, content: Code): Code {
  const { shapes } = routine.unit;
  const contents = contentCount(routine, message);
  const tos = shapes.space(message.to);
  const channel = tos === 1 ? from : i32.add(i32.mul(from, i32.const(tos)), to);
  const first = plan.first.get(message) ?? 0;
  const scaled = contents === 1 ? channel : i32.add(i32.mul(channel, i32.const(contents)), content);
  return first === 0 ? scaled : i32.add(scaled, i32.const(first));
}

/** The ordinal of an end of a message. */
export const endOrdinal = (routine: Routine, type: Message["from"], member: Code): Code =>
  rank(routine, scalar(type, member, true));

/** Address of the cell in which a bit lies, and the bit in it. */
export function bitAt(
  routine: Routine,
  scope: Pick<Scope, "state">,
  plan: BitsPlan,
  index: Code,
): { at: Address; bit: Code } {
  if (routine.unit.shapes.cells(plan.type) === 1)
    return { at: { base: scope.state, offset: 4 * plan.cell }, bit: index };
  const word = i32.shl(i32.shrU(index, i32.const(5)), i32.const(2));
  return { at: { base: i32.add(scope.state, word), offset: 4 * plan.cell }, bit: index };
}

export const testBit = (at: Address, bit: Code): Code =>
  i32.and(i32.shrU(i32.load(at.base, at.offset), bit), i32.const(1));

/** Runs `body` for every slot that is not empty; `base` plus the network's offset is where its code lies. */
export function eachSlot(
  routine: Routine,
  state: Code,
  plan: SlotsPlan,
  body: (at: Address, position: Code) => Code,
): Code {
  const [base, position] = [routine.local(), routine.local()];
  const [again, done] = [new Label("slots"), new Label("no more slots")];
  const at: Address = { base: local.get(base), offset: 4 * plan.cell };
  return [
    local.set(base, state),
    local.set(position, i32.const(0)),
    block(
      done,
      loop(again, [
        jumpIf(i32.eq(i32.load(at.base, at.offset), i32.const(plan.empty)), done),
        body(at, local.get(position)),
        local.set(base, i32.add(local.get(base), i32.const(4 * plan.width))),
        jumpIf(i32.ltS(local.tee(position, i32.add(local.get(position), i32.const(1))), i32.const(plan.slots)), again),
        jump(done),
      ]),
    ),
  ];
}

/** Where a synchronous channel lies: an option of the content. */
export function channelAt(
  routine: Routine,
  state: Code,
  message: Message,
  from: Code,
  to: Code,
): { readonly before: Code; readonly at: Address } {
  const plan = planOf(routine, message);
  assert(plan.kind === "channels", "channels are synchronous");
  const { shapes } = routine.unit;
  const width = 1 + shapes.cells(contentType(message));
  const froms = shapes.space(message.from);
  const base = routine.local();
  const channel = i32.add(i32.mul(to, i32.const(froms)), from);
  return {
    before: local.set(base, i32.add(state, i32.mul(channel, i32.const(4 * width)))),
    at: { base: local.get(base), offset: 4 * (plan.first.get(message) ?? 0) },
  };
}
