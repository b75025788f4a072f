/**
 * Fingerprints: two multilinear hashes of a state's words with random 64-bit keys, 32 bits of each (Lemire and Kaser,
 * "Strongly universal string hashing is fast", 2014). Two different states have the same fingerprint with probability
 * 2⁻⁶⁴ over the choice of the keys, whatever the states are; what follows is a bijection that only spreads.
 */
import { block, br, brTable, type Code, global, i32, i64, local, select } from "./wasm/instructions.ts";
import type { FunctionBuilder } from "./wasm/module.ts";

/** For a state of `wordCount` words: two keys for each, then two that are added. */
export const keyCount = (wordCount: number): number => 2 * wordCount + 2;

const spread = 0x9e3779b97f4a7c15n; // odd, from the golden ratio

/** What a fingerprint is computed from. */
export interface FingerprintPlaces {
  /** Global: the address of the words. */
  readonly tail: number;
  /** Global: the address of the words of the state before. */
  readonly parent: number;
  /** Globals, i64: the two sums over the words of the state before. */
  readonly sums: readonly [number, number];
  /** The address of the keys. */
  readonly keys: number;
  readonly wordCount: number;
  /** By action: the words that may differ from those of the state before. */
  readonly touched: readonly (readonly number[])[];
  readonly mask?: bigint;
}

/** (): sets `sums` for the state at `parent`. */
export function defineSums(builder: FunctionBuilder, { parent, sums, keys, wordCount }: FingerprintPlaces): Code {
  const address = builder.local("i32");
  const word = builder.local("i64");
  const values = [builder.local("i64"), builder.local("i64")] as const;
  return [
    local.set(address, global.get(parent)),
    sumOfWords(address, word, values, keys, wordCount),
    values.map((value, at) => global.set(sums[at]!, local.get(value))),
  ];
}

/**
 * Sets the local `first` (i64) to the fingerprint of the state at `tail`, never 0. After an action that touches few words, only their
 * differences are added to the sums of the state before; without an action, all words count.
 */
export function fingerprintCode(
  builder: FunctionBuilder,
  places: FingerprintPlaces,
  first: number,
  action: Code | undefined,
): Code {
  const { tail, parent, sums, keys, wordCount, touched, mask = -1n } = places;
  const address = builder.local("i32");
  const before = builder.local("i32");
  const word = builder.local("i64");
  const second = builder.local("i64");
  const all = sumOfWords(address, word, [first, second], keys, wordCount);
  const differences = (words: readonly number[]): Code => [
    local.set(first, global.get(sums[0])),
    local.set(second, global.get(sums[1])),
    local.set(before, global.get(parent)),
    words.map((at) => {
      const difference = i64.sub(i64.load32u(local.get(address), at * 4), i64.load32u(local.get(before), at * 4));
      return [local.set(word, difference), addWord(word, [first, second], keys, at)];
    }),
  ];
  const mixed = local.get(first);
  return [
    local.set(address, global.get(tail)),
    action === undefined ? all : byAction(action, touched, wordCount, all, differences),
    local.set(
      first,
      i64.or(i64.and(local.get(first), i64.const(0xffffffff00000000n)), i64.shrU(local.get(second), i64.const(32))),
    ),
    local.set(first, i64.mul(i64.xor(mixed, i64.shrU(mixed, i64.const(32))), i64.const(spread))),
    mask === -1n ? [] : local.set(first, i64.and(mixed, i64.const(mask))),
    local.set(first, select(i64.const(1), mixed, i64.eqz(mixed))),
  ];
}

/** Whether a few differences are cheaper than all words. */
export const isWorthIt = (touched: readonly number[], wordCount: number): boolean => touched.length * 2 <= wordCount;

/** Jumps to the code for the words that an action touches; actions that touch the same words share it. */
function byAction(
  action: Code,
  touched: readonly (readonly number[])[],
  wordCount: number,
  all: Code,
  differences: (words: readonly number[]) => Code,
): Code {
  const groups = new Map<string, readonly number[]>();
  for (const words of touched) if (isWorthIt(words, wordCount)) groups.set(words.join(), words);
  if (groups.size === 0) return all;
  const names = [...groups.keys()];
  const depths = touched.map((words) => (groups.has(words.join()) ? names.indexOf(words.join()) : names.length));
  let code: Code = brTable(action, depths, names.length);
  for (const [at, words] of [...groups.values()].entries()) {
    code = [block(code), differences(words), br(names.length - at)];
  }
  return block([block(code), all]);
}

function addWord(word: number, values: readonly [number, number], keys: number, at: number): Code {
  return values.map((value, half) => {
    const key = i64.load(i32.const(0), keys + (at * 2 + half) * 8);
    return local.set(value, i64.add(local.get(value), i64.mul(local.get(word), key)));
  });
}

function sumOfWords(
  address: number,
  word: number,
  values: readonly [number, number],
  keys: number,
  wordCount: number,
): Code {
  return [
    values.map((value, half) => local.set(value, i64.load(i32.const(0), keys + (wordCount * 2 + half) * 8))),
    [...new Array(wordCount).keys()].map((at) => [
      local.set(word, i64.load32u(local.get(address), at * 4)),
      addWord(word, values, keys, at),
    ]),
  ];
}

/** Random keys, always the same for a seed (SplitMix64; Steele, Lea and Flood, 2014). */
export function fingerprintKeys(wordCount: number, seed: number): BigUint64Array<ArrayBuffer> {
  const keys = new BigUint64Array(keyCount(wordCount));
  let state = BigInt.asUintN(64, BigInt(seed) * 0xd1342543de82ef95n + 0x2545f4914f6cdd1dn);
  for (let at = 0; at < keys.length; at++) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let key = state;
    key = BigInt.asUintN(64, (key ^ (key >> 30n)) * 0xbf58476d1ce4e5b9n);
    key = BigInt.asUintN(64, (key ^ (key >> 27n)) * 0x94d049bb133111ebn);
    keys[at] = key ^ (key >> 31n);
  }
  return keys;
}
