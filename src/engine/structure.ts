/**
 * Blocks, loops and jumps with labels that are objects. WebAssembly counts the blocks between a jump and its target;
 * code here is built from the inside out, where nobody knows yet how deep it will lie, so jumps name their label and
 * `resolve` counts when the function is complete. A piece of code may stand in several places.
 */
import { assert } from "../source/index.ts";
import type { Code, ValueType } from "./wasm/instructions.ts";
import { unsigned, valueType } from "./wasm/instructions.ts";

/** What can be jumped to: the end of a block or `when`, the start of a loop. */
export class Label {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const regions = new WeakMap<Code, Label | undefined>();
const jumps = new WeakMap<Code, Label>();

const noResult = 0x40;
const resultOf = (result: ValueType | undefined): number => (result ? valueType(result) : noResult);

function region(label: Label | undefined, body: Code): Code {
  const code: Code = [body];
  regions.set(code, label);
  return code;
}

/** A jump to `label` leaves the block. */
export const block = (label: Label, body: Code, result?: ValueType): Code => [
  0x02,
  resultOf(result),
  region(label, body),
  0x0b,
];

/** A jump to `label` starts the body again; reaching its end leaves it. */
export const loop = (label: Label, body: Code): Code => [0x03, noResult, region(label, body), 0x0b];

export const when = (condition: Code, then: Code, otherwise?: Code, result?: ValueType): Code => [
  condition,
  0x04,
  resultOf(result),
  region(undefined, then),
  otherwise ? [0x05, region(undefined, otherwise)] : [],
  0x0b,
];

function jumping(opcode: number, label: Label): Code {
  const code: Code = [opcode];
  jumps.set(code, label);
  return code;
}

export const jump = (label: Label): Code => [jumping(0x0c, label)];
export const jumpIf = (condition: Code, label: Label): Code => [condition, jumping(0x0d, label)];

/** The body of a function: all jumps with their depths. */
export function resolve(body: Code): Code {
  const bytes: number[] = [];
  const enclosing: (Label | undefined)[] = [];
  const visit = (code: Code): void => {
    const target = jumps.get(code);
    if (target) {
      const at = enclosing.lastIndexOf(target);
      assert(at >= 0, `a jump to ${target.name}, which is not around it`);
      bytes.push(code[0] as number, ...unsigned(enclosing.length - 1 - at));
      return;
    }
    const isRegion = regions.has(code);
    if (isRegion) enclosing.push(regions.get(code));
    for (const part of code) {
      if (typeof part === "number") bytes.push(part);
      else visit(part);
    }
    if (isRegion) enclosing.pop();
  };
  visit(body);
  return bytes;
}
