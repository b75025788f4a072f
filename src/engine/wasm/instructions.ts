/**
 * WebAssembly instructions as nested lists of bytes: `i32.add(a, b)` is the code of a, the code of b and the opcode. Code
 * is a tree, flattened once when the module is written, so that generating it costs next to nothing. Names and opcodes
 * are the specification's (WebAssembly Core 2.0 §5.4; threads proposal for the atomic ones).
 */

/** A piece of code: bytes and further pieces, in order. */
export type Code = readonly (number | Code)[];
export type ValueType = "i32" | "i64" | "v128";

export const nothing: Code = [];

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit or 64-bit integer. */
export function signed(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0);
    bytes.push(done ? byte : byte | 0x80);
    if (done) return bytes;
  }
}

const unary =
  (opcode: number) =>
  (a: Code): Code => [a, opcode];
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, opcode];
/** `align` is the power of two that the instruction's natural alignment is. */
const load =
  (opcode: number, align: number) =>
  (address: Code, offset = 0): Code => [address, opcode, align, unsigned(offset)];
const store =
  (opcode: number, align: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, opcode, align, unsigned(offset)];
const atomic = (opcode: number, align: number, offset: number): Code => [0xfe, opcode, align, unsigned(offset)];

export const i32 = {
  const: (value: number): Code => [0x41, signed(value | 0)],
  load: load(0x28, 2),
  load8u: load(0x2d, 0),
  load16u: load(0x2f, 1),
  store: store(0x36, 2),
  store8: store(0x3a, 0),
  store16: store(0x3b, 1),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  ltS: binary(0x48),
  ltU: binary(0x49),
  gtS: binary(0x4a),
  gtU: binary(0x4b),
  leS: binary(0x4c),
  leU: binary(0x4d),
  geS: binary(0x4e),
  geU: binary(0x4f),
  clz: unary(0x67),
  ctz: unary(0x68),
  popcnt: unary(0x69),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  divS: binary(0x6d),
  divU: binary(0x6e),
  remS: binary(0x6f),
  remU: binary(0x70),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shrS: binary(0x75),
  shrU: binary(0x76),
  wrap: unary(0xa7), // of an i64
  atomicLoad: (address: Code, offset = 0): Code => [address, atomic(0x10, 2, offset)],
  atomicStore: (address: Code, value: Code, offset = 0): Code => [address, value, atomic(0x17, 2, offset)],
  atomicAdd: (address: Code, value: Code, offset = 0): Code => [address, value, atomic(0x1e, 2, offset)],
  atomicCompareExchange: (address: Code, expected: Code, replacement: Code, offset = 0): Code => [
    address,
    expected,
    replacement,
    atomic(0x48, 2, offset),
  ],
} as const;

export const i64 = {
  const: (value: number | bigint): Code => [0x42, signed(BigInt.asIntN(64, BigInt(value)))],
  load: load(0x29, 3),
  load32u: load(0x35, 2),
  store: store(0x37, 3),
  eqz: unary(0x50),
  eq: binary(0x51),
  ne: binary(0x52),
  ltS: binary(0x53),
  ltU: binary(0x54),
  gtS: binary(0x55),
  gtU: binary(0x56),
  leS: binary(0x57),
  geS: binary(0x59),
  geU: binary(0x5a),
  popcnt: unary(0x7b),
  ctz: unary(0x7a),
  add: binary(0x7c),
  sub: binary(0x7d),
  mul: binary(0x7e),
  divS: binary(0x7f),
  remS: binary(0x81),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shl: binary(0x86),
  shrU: binary(0x88),
  rotl: binary(0x89),
  extendU: unary(0xad), // of an i32
  extendS: unary(0xac),
  atomicLoad: (address: Code, offset = 0): Code => [address, atomic(0x11, 3, offset)],
  atomicCompareExchange: (address: Code, expected: Code, replacement: Code, offset = 0): Code => [
    address,
    expected,
    replacement,
    atomic(0x49, 3, offset),
  ],
} as const;

export const f64 = {
  const: (value: number): Code => [0x44, [...new Uint8Array(new Float64Array([value]).buffer)]],
  abs: unary(0x99),
  mul: binary(0xa2),
  gt: binary(0x64),
  convertS: unary(0xb9), // of an i64
} as const;

/** Vectors of 128 bits. */
export const v128 = {
  load: (address: Code, offset = 0): Code => [address, 0xfd, 0x00, 4, unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, 0xfd, 0x0b, 4, unsigned(offset)],
  or: (a: Code, b: Code): Code => [a, b, 0xfd, 0x50],
  anyTrue: (a: Code): Code => [a, 0xfd, 0x53],
  /** Two copies of an i64. */
  splat64: (a: Code): Code => [a, 0xfd, 0x12],
  /** By halves of 64 bits: all ones where they are equal, else all zeros. */
  equal64: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(0xd6)],
  /** The highest bits of the two halves of 64 bits, as an i32. */
  bitmask64: (a: Code): Code => [a, 0xfd, unsigned(0xc4)],
} as const;

export const local = {
  get: (index: number): Code => [0x20, unsigned(index)],
  set: (index: number, value: Code): Code => [value, 0x21, unsigned(index)],
  tee: (index: number, value: Code): Code => [value, 0x22, unsigned(index)],
} as const;

export const global = {
  get: (index: number): Code => [0x23, unsigned(index)],
  set: (index: number, value: Code): Code => [value, 0x24, unsigned(index)],
} as const;

const typeByte = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;
const noResult = 0x40;
const resultByte = (type: ValueType | undefined): number => (type === undefined ? noResult : typeByte[type]);
export const valueType = (type: ValueType): number => typeByte[type];

/** `block { … }`: `br(0)` inside leaves it. */
export const block = (body: Code, result?: ValueType): Code => [0x02, resultByte(result), body, 0x0b];
/** `loop { … }`: `br(0)` inside starts it again. */
export const loop = (body: Code, result?: ValueType): Code => [0x03, resultByte(result), body, 0x0b];
/** `if (condition) { … } else { … }`: one more label around both. */
export const when = (condition: Code, then: Code, otherwise?: Code, result?: ValueType): Code => [
  condition,
  0x04,
  resultByte(result),
  then,
  otherwise ? [0x05, otherwise] : [],
  0x0b,
];
export const br = (depth: number): Code => [0x0c, unsigned(depth)];
export const brIf = (condition: Code, depth: number): Code => [condition, 0x0d, unsigned(depth)];
/** Jumps to `depths[index]`, or to `otherwise` when the index is too large. */
export const brTable = (index: Code, depths: readonly number[], otherwise: number): Code => [
  index,
  0x0e,
  unsigned(depths.length),
  depths.map(unsigned),
  unsigned(otherwise),
];
export const ret = (value: Code = nothing): Code => [value, 0x0f];
export const call = (functionIndex: number, ...parameters: readonly Code[]): Code => [
  parameters,
  0x10,
  unsigned(functionIndex),
];
export const drop = (value: Code): Code => [value, 0x1a];
/** `condition ? a : b`, both evaluated. */
export const select = (a: Code, b: Code, condition: Code): Code => [a, b, condition, 0x1b];
export const unreachable: Code = [0x00];

export const memory = {
  size: [0x3f, 0x00] as Code,
  grow: (pages: Code): Code => [pages, 0x40, 0x00],
  copy: (to: Code, from: Code, bytes: Code): Code => [to, from, bytes, 0xfc, 0x0a, 0x00, 0x00],
  fill: (to: Code, byte: Code, bytes: Code): Code => [to, byte, bytes, 0xfc, 0x0b, 0x00],
} as const;
