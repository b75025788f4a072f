/**
 * Looking states up by comparing them: every state is kept, at the end of the instance's memory, and the table holds 32 bits
 * of its fingerprint and its number. Slower and larger, and no two states are ever taken for the same.
 */

import type { DeclaredRuntime } from "./runtime.ts";
import {
  block,
  br,
  brIf,
  type Code,
  call,
  global,
  i32,
  i64,
  local,
  loop,
  memory,
  ret,
  when,
} from "./wasm/instructions.ts";
import type { FunctionBuilder } from "./wasm/module.ts";

/** (fingerprint: i64, state: i32) → i32: 1 if the state was not there; states are kept from `stored` on. */
export function defineExactLookup(
  lookUp: FunctionBuilder,
  runtime: DeclaredRuntime,
  stride: number,
  stored: number,
): Code {
  const { imports, globals } = runtime;
  const place = lookUp.local("i32");
  const number = lookUp.local("i32");
  const end = lookUp.local("i32");
  const word = lookUp.local("i32");
  const high = i32.wrap(i64.shrU(local.get(0), i64.const(32)));
  const addressOf = (index: Code): Code => i32.add(i32.mul(index, i32.const(stride)), i32.const(stored - stride));
  const pagesMissing = i32.sub(
    i32.add(i32.shrU(i32.add(local.get(end), i32.const(stride)), i32.const(16)), i32.const(1)),
    memory.size,
  );
  const isSame: Code = [
    local.set(word, i32.const(0)),
    loop([
      brIf(
        i32.ne(i32.load(i32.add(local.get(end), local.get(word))), i32.load(i32.add(local.get(1), local.get(word)))),
        1,
      ),
      local.set(word, i32.add(local.get(word), i32.const(4))),
      brIf(i32.ltU(local.get(word), i32.const(stride)), 0),
      ret(i32.const(0)),
    ]),
  ];
  return [
    local.set(place, call(imports.seek, high, i32.const(0))),
    block(
      loop([
        local.set(number, call(imports.low, local.get(place))),
        brIf(i32.eqz(local.get(number)), 1),
        local.set(end, addressOf(local.get(number))),
        block(isSame),
        local.set(place, call(imports.seek, high, i32.add(local.get(place), i32.const(8)))),
        br(0),
      ]),
    ),
    local.set(number, i32.add(global.get(globals.stored), i32.const(1))),
    local.set(end, addressOf(local.get(number))),
    when(i32.gtS(pagesMissing, i32.const(0)), [
      // Some pages ahead: growing moves nothing, but it is a call.
      when(i32.eq(memory.grow(i32.const(growthPages)), i32.const(-1)), [
        call(imports.pressure),
        global.set(globals.halted, i32.const(1)),
        ret(i32.const(0)),
      ]),
    ]),
    global.set(globals.stored, local.get(number)),
    memory.copy(local.get(end), local.get(1), i32.const(stride)),
    call(imports.put, local.get(place), high, local.get(number)),
    i32.const(1),
  ];
}

const growthPages = 64;
