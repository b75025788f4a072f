/** Cells to words and back, in generated code. */
import type { Bits, Plan } from "./plan.ts";
import type { Routine } from "./routine.ts";
import { type Code, i32, i64, local } from "./wasm/instructions.ts";

const maskOf = (bits: number): number => (bits >= 32 ? -1 : 2 ** bits - 1);

function byWord(plan: Plan): readonly (readonly Bits[])[] {
  const words: Bits[][] = Array.from({ length: plan.wordCount }, () => []);
  for (const bits of plan.bits) words[bits.word]?.push(bits);
  return words;
}

/** The words in which some of the cells lie. */
export function wordsOf(plan: Plan, cells: ReadonlySet<number>): readonly number[] {
  return [...new Set(plan.bits.filter(({ cell }) => cells.has(cell)).map(({ word }) => word))].sort(
    (left, right) => left - right,
  );
}

/** Packs a state that differs from its parent in some cells only: the other bits are the parent's. */
export function packWords(plan: Plan, state: Code, words: Code, parent: Code, touched: ReadonlySet<number>): Code {
  const kept: number[] = [];
  const packed = byWord(plan).map((all, word) => {
    const bits = all.filter(({ cell, bits: size }) => size > 0 && touched.has(cell));
    if (bits.length === 0) {
      kept.push(word);
      return [];
    }
    const changed = bits.reduce((mask, { bits: size, shift }) => mask | (maskOf(size) << shift), 0);
    const others = all.reduce((mask, { bits: size, shift }) => (size === 0 ? mask : mask | (maskOf(size) << shift)), 0);
    const rest = (others & ~changed) === 0 ? [] : [i32.and(i32.load(parent, 4 * word), i32.const(~changed))];
    const parts = bits.flatMap(({ cell, low, bits: size, shift }): Code[] => {
      if (size === 0) return [];
      const raw = i32.load(state, 4 * cell);
      const value = low === 0 ? raw : i32.sub(raw, i32.const(low));
      return [shift === 0 ? value : i32.shl(value, i32.const(shift))];
    });
    const code = [...rest, ...parts].reduce((sum, part) => i32.or(sum, part));
    return i32.store(words, code, 4 * word);
  });
  return [copyWords(words, parent, kept), packed];
}

/** Writes the cells of both buffers. */
export function unpackWords(routine: Routine, plan: Plan, words: Code, cur: Code, next: Code): Code {
  const found = routine.local();
  const value = routine.local();
  return byWord(plan).map((bits, word) => [
    local.set(found, i32.load(words, 4 * word)),
    bits.map(({ cell, low, bits: size, shift }) => {
      const moved = shift === 0 ? local.get(found) : i32.shrU(local.get(found), i32.const(shift));
      const masked = size + shift >= 32 ? moved : i32.and(moved, i32.const(maskOf(size)));
      const code = size === 0 ? i32.const(low) : low === 0 ? masked : i32.add(masked, i32.const(low));
      return [
        local.set(value, code),
        i32.store(cur, local.get(value), 4 * cell),
        i32.store(next, local.get(value), 4 * cell),
      ];
    }),
  ]);
}

/** Copies words that stay as they are. */
export function copyWords(to: Code, from: Code, words: readonly number[]): Code {
  const code: Code[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    if (words[at + 1] === word + 1) {
      code.push(i64.store(to, i64.load(from, 4 * word), 4 * word));
      at += 1;
    } else code.push(i32.store(to, i32.load(from, 4 * word), 4 * word));
  }
  return code;
}
