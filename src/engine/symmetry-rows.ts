/**
 * Sorts the rows of tables (`symmetry-columns.ts`) in generated code, in the packed words of a state: each row becomes a key
 * of a few words, the keys are sorted, which takes little where the state before was sorted, and written back when anything
 * has moved. Members with equal rows need not be told apart: nothing else mentions them.
 */
import { block, jump, jumpIf, Label, loop, resolve, when } from "./structure.ts";
import type { Piece, Table } from "./symmetry-columns.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";
import type { FunctionBuilder } from "./wasm/module.ts";

/** A piece of a row, and where in the row's key it is. */
interface Digit {
  readonly piece: Piece;
  readonly key: number;
  readonly shift: number;
}

interface Keys {
  readonly width: number;
  /** For each member. */
  readonly digits: readonly (readonly Digit[])[];
}

const mask = (bits: number): number => (bits >= 32 ? -1 : 2 ** bits - 1);
const moved = (code: Code, left: number): Code => {
  if (left === 0) return code;
  return left > 0 ? i32.shl(code, i32.const(left)) : i32.shrU(code, i32.const(-left));
};
const masked = (code: Code, bits: number): Code => (bits >= 32 ? code : i32.and(code, i32.const(mask(bits))));
const anyOf = (codes: readonly Code[]): Code => codes.reduce((sum, code) => i32.or(sum, code));

/** Bytes that the keys of the largest table take. */
export const bytesOfKeys = (tables: readonly Table[]): number =>
  Math.max(0, ...tables.map((table) => 4 * table.rows.length * keysOf(table).width));

/** (words: i32) → (): `keys` is the address of as many bytes as the keys take. */
export function defineRowSorting(builder: FunctionBuilder, table: Table, keys: number): void {
  const { width, digits } = keysOf(table);
  const count = table.rows.length;
  if (width === 0) return;
  builder.body = resolve([
    gather(digits, width, keys),
    sort(builder, count, width, keys, scatter(digits, width, keys)),
  ]);
}

/** Pieces one behind the other, none across two words; neighbours in all rows are one piece. */
function keysOf({ rows }: Table): Keys {
  const joined = joinNeighbours(rows);
  let key = 0;
  let used = 0;
  const places = (joined[0] ?? []).map(({ bits }) => {
    if (used + bits > 32) {
      key += 1;
      used = 0;
    }
    const place = { key, shift: used };
    used += bits;
    return place;
  });
  const digits = joined.map((row) => row.map((piece, at) => ({ piece, ...(places[at] ?? { key: 0, shift: 0 }) })));
  return { width: places.length === 0 ? 0 : key + 1, digits };
}

function joinNeighbours(rows: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const result: Piece[][] = rows.map(() => []);
  for (let at = 0; at < (rows[0]?.length ?? 0); at++) {
    const follows = rows.every((row, member) => {
      const [last, next] = [result[member]?.at(-1), row[at]];
      return last && next && last.word === next.word && last.shift + last.bits === next.shift;
    });
    for (const [member, row] of rows.entries()) {
      const [own, next] = [result[member], row[at]];
      if (!own || !next) continue;
      const last = follows ? own.pop() : undefined;
      own.push(last ? { ...last, bits: last.bits + next.bits } : next);
    }
  }
  return result;
}

function gather(digits: readonly (readonly Digit[])[], width: number, keys: number): Code {
  return digits.map((row, member) =>
    Array.from({ length: width }, (_none, key) => {
      const parts = row
        .filter((digit) => digit.key === key)
        .map(({ piece, shift }) => {
          const found = moved(i32.load(local.get(0), 4 * piece.word), -piece.shift);
          return moved(masked(found, piece.bits), shift);
        });
      return i32.store(i32.const(keys), anyOf(parts), 4 * (member * width + key));
    }),
  );
}

function scatter(digits: readonly (readonly Digit[])[], width: number, keys: number): Code {
  const words = new Map<number, { kept: number; readonly parts: Code[] }>();
  for (const [member, row] of digits.entries()) {
    for (const { piece, key, shift } of row) {
      const word = words.get(piece.word) ?? { kept: -1, parts: [] };
      words.set(piece.word, word);
      word.kept &= ~(mask(piece.bits) << piece.shift);
      const found = moved(i32.load(i32.const(keys), 4 * (member * width + key)), -shift);
      word.parts.push(moved(masked(found, piece.bits), piece.shift));
    }
  }
  return [...words].map(([word, { kept, parts }]) =>
    i32.store(
      local.get(0),
      anyOf([...(kept === 0 ? [] : [i32.and(i32.load(local.get(0), 4 * word), i32.const(kept))]), ...parts]),
      4 * word,
    ),
  );
}

/** By insertion: each key that is less than the one before it moves to its place. `changed` runs if any did. */
function sort(builder: FunctionBuilder, count: number, width: number, keys: number, changed: Code): Code {
  const bytes = 4 * width;
  const [at, place, isChanged] = [builder.local("i32"), builder.local("i32"), builder.local("i32")];
  const carried = Array.from({ length: width }, () => builder.local("i32"));
  const [next, found, search, done] = [new Label("next"), new Label("found"), new Label("search"), new Label("done")];
  const at0 = (index: number, offset: number): Code => i32.load(local.get(index), keys + offset);
  /** Whether what is carried comes before the key in front of `place`. */
  const isLess = (): Code => {
    let code: Code = i32.const(0);
    for (const [word, value] of [...carried.entries()].reverse()) {
      const other = at0(place, 4 * word - bytes);
      const own = local.get(value);
      code = word === width - 1 ? i32.ltU(own, other) : when(i32.eq(own, other), code, i32.ltU(own, other), "i32");
    }
    return code;
  };
  return [
    local.set(at, i32.const(bytes)),
    block(
      done,
      loop(next, [
        jumpIf(i32.geU(local.get(at), i32.const(count * bytes)), done),
        carried.map((value, word) => local.set(value, at0(at, 4 * word))),
        local.set(place, local.get(at)),
        local.set(at, i32.add(local.get(at), i32.const(bytes))),
        jumpIf(i32.eqz(isLess()), next),
        local.set(isChanged, i32.const(1)),
        block(
          found,
          loop(search, [
            carried.map((_value, word) => i32.store(local.get(place), at0(place, 4 * word - bytes), keys + 4 * word)),
            local.set(place, i32.sub(local.get(place), i32.const(bytes))),
            jumpIf(i32.eqz(local.get(place)), found),
            jumpIf(isLess(), search),
          ]),
        ),
        carried.map((value, word) => i32.store(local.get(place), local.get(value), keys + 4 * word)),
        jump(next),
      ]),
    ),
    when(local.get(isChanged), changed),
  ];
}
