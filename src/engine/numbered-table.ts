/**
 * The table of visited states with a number beside each fingerprint, for a search that writes steps down. A line of 64 bytes has
 * five fingerprints and then their five numbers, so that looking a state up reads one line of the cache; it is filled from the
 * front, and what finds it full goes to the next one. Only one instance enters anything: numbers are given in order.
 */
import {
  entriesAddress,
  highHalf,
  homeOf,
  lineBytes,
  linesAddress,
  numbersInLine,
  scratchAddress,
  slackLines,
} from "./table-layout.ts";
import {
  block,
  br,
  brIf,
  type Code,
  call,
  i32,
  i64,
  local,
  loop,
  ret,
  unreachable,
  v128,
  when,
} from "./wasm/instructions.ts";
import type { FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";

const numbersOffset = 8 * numbersInLine;
const lastOffset = 8 * (numbersInLine - 1);

const step = (address: number, by: number): Code => local.set(address, i32.add(local.get(address), i32.const(by)));

/** A bit for each of the five places of the line at `address` (a local) whose fingerprint is this one. */
function placesOf(address: number, fingerprint: Code, pattern: number): Code {
  const pair = (offset: number): Code =>
    v128.bitmask64(v128.equal64(v128.load(local.get(address), offset), local.get(pattern)));
  const last = i64.eq(i64.load(local.get(address), lastOffset), fingerprint);
  return i32.or(i32.or(pair(0), i32.shl(pair(16), i32.const(2))), i32.shl(last, i32.const(4)));
}

/** (fingerprint, fresh) → its number; where it is not there, `fresh`, with which it is entered unless that is 0. */
export function defineNumber(module: ModuleBuilder): FunctionBuilder {
  const number = module.function("number", ["i64", "i32"], ["i32"], true);
  const [address, places] = [number.local("i32"), number.local("i32")];
  const pattern = number.local("v128");
  const [fingerprint, fresh] = [local.get(0), local.get(1)];
  const numberAt = i32.add(local.get(address), i32.shl(i32.ctz(local.get(places)), i32.const(2)));
  number.body = [
    local.set(address, homeOf(highHalf(fingerprint))),
    local.set(pattern, v128.splat64(fingerprint)),
    loop([
      local.set(places, placesOf(address, fingerprint, pattern)),
      when(local.get(places), ret(i32.load(numberAt, numbersOffset))),
      when(i64.ne(i64.load(local.get(address), lastOffset), i64.const(0)), [step(address, lineBytes), br(1)]),
    ]),
    when(i32.eqz(fresh), ret(i32.const(0))),
    // The first free place of the line.
    local.set(pattern, v128.splat64(i64.const(0))),
    local.set(places, placesOf(address, i64.const(0), pattern)),
    i32.store(numberAt, fresh, numbersOffset),
    i64.store(i32.add(local.get(address), i32.shl(i32.ctz(local.get(places)), i32.const(3))), fingerprint),
    fresh,
  ];
  return number;
}

/**
 * (capacity) → (): spreads the entries over more lines; the memory must be large enough already. From the end, each run of
 * full lines with the one behind them is put aside and entered again: homes are in the order of the entries, so that nothing of
 * it moves to before its start.
 */
export function defineNumberedResize(module: ModuleBuilder, number: FunctionBuilder): void {
  const resize = module.function("resize", ["i32"], [], true);
  const [last, first, position, end, place] = [
    resize.local("i32"),
    resize.local("i32"),
    resize.local("i32"),
    resize.local("i32"),
    resize.local("i32"),
  ];
  const base = i32.const(entriesAddress);
  const zero = v128.splat64(i64.const(0));
  const quarters = [0, 16, 32, 48];
  const putAside: Code = [
    local.set(position, local.get(first)),
    local.set(end, i32.const(scratchAddress)),
    loop([
      quarters.map((offset) => [
        v128.store(local.get(end), v128.load(local.get(position), offset), offset),
        v128.store(local.get(position), zero, offset),
      ]),
      step(position, lineBytes),
      step(end, lineBytes),
      when(i32.geU(local.get(end), i32.const(scratchAddress + slackLines * lineBytes)), unreachable),
      brIf(i32.leU(local.get(position), local.get(last)), 0),
    ]),
  ];
  const fingerprint = i64.load(i32.add(local.get(position), i32.shl(local.get(place), i32.const(3))));
  const itsNumber = i32.load(i32.add(local.get(position), i32.shl(local.get(place), i32.const(2))), numbersOffset);
  const enterAgain: Code = [
    local.set(position, i32.const(scratchAddress)),
    loop([
      local.set(place, i32.const(0)),
      block(
        loop([
          brIf(i64.eqz(fingerprint), 1),
          local.set(first, call(number.index, fingerprint, itsNumber)),
          step(place, 1),
          brIf(i32.ltU(local.get(place), i32.const(numbersInLine)), 0),
        ]),
      ),
      step(position, lineBytes),
      brIf(i32.ltU(local.get(position), local.get(end)), 0),
    ]),
  ];
  resize.body = [
    local.set(
      last,
      i32.add(base, i32.shl(i32.add(i32.load(i32.const(linesAddress)), i32.const(slackLines - 1)), i32.const(6))),
    ),
    i64.store(i32.const(linesAddress), i64.extendU(i32.divU(local.get(0), i32.const(numbersInLine)))),
    block(
      loop([
        brIf(i32.ltU(local.get(last), base), 1),
        when(i64.eqz(i64.load(local.get(last))), [step(last, -lineBytes), br(1)]),
        local.set(first, local.get(last)),
        block(
          loop([
            brIf(i32.eq(local.get(first), base), 1),
            brIf(i64.eqz(i64.load(i32.sub(local.get(first), i32.const(lineBytes - lastOffset)))), 1),
            step(first, -lineBytes),
            br(0),
          ]),
        ),
        putAside,
        local.set(last, i32.sub(local.get(first), i32.const(lineBytes))),
        enterAgain,
        br(0),
      ]),
    ),
  ];
}
