/**
 * Growing of a table in place: from the end, each run of entries moves to homes that are never before its start, because homes
 * are in the order of the entries. So no second table is needed while it grows.
 */
import {
  entriesAddress,
  highHalf,
  homeOf,
  linesAddress,
  plainBytes,
  probe,
  scratchAddress,
  slackEntries,
} from "./table-layout.ts";
import { block, br, brIf, type Code, i32, i64, local, loop, memory, unreachable, when } from "./wasm/instructions.ts";
import type { FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";

/** (capacity) → (): spreads the entries over more homes; the memory must be large enough already. */
export function defineResize(module: ModuleBuilder): void {
  const resize = module.function("resize", ["i32"], [], true);
  const last = resize.local("i32");
  const first = resize.local("i32");
  const base = i32.const(entriesAddress);
  const before = (address: number): Code => i32.sub(local.get(address), i32.const(plainBytes));
  resize.body = [
    local.set(
      last,
      i32.add(
        base,
        i32.add(i32.shl(i32.load(i32.const(linesAddress)), i32.const(6)), i32.const((slackEntries - 1) * plainBytes)),
      ),
    ),
    i64.store(i32.const(linesAddress), i64.extendU(i32.shrU(local.get(0), i32.const(3)))),
    block(
      loop([
        brIf(i32.ltU(local.get(last), base), 1),
        when(i64.eqz(i64.load(local.get(last))), [local.set(last, before(last)), br(1)]),
        // The run of entries that ends here starts where there is none before.
        local.set(first, local.get(last)),
        block(
          loop([
            brIf(i32.eq(local.get(first), base), 1),
            brIf(i64.eqz(i64.load(before(first))), 1),
            local.set(first, before(first)),
            br(0),
          ]),
        ),
        moveRun(resize, first, last),
        local.set(last, before(first)),
        br(0),
      ]),
    ),
  ];
}

/**
 * Takes the entries from `first` to `last` out and enters them again: from the end, as long as they move to behind the
 * run; what is left (near the start of the table) has to be put aside, because it would meet entries that have yet to move.
 */
function moveRun(resize: FunctionBuilder, first: number, last: number): Code {
  const position = resize.local("i32");
  const address = resize.local("i32");
  const entry = resize.local("i64");
  const end = resize.local("i32");
  const take: Code = [
    local.set(entry, i64.load(local.get(position))),
    local.set(address, homeOf(highHalf(local.get(entry)))),
  ];
  const enter: Code = [
    probe(address, brIf(i64.eqz(i64.load(local.get(address))), 1)),
    i64.store(local.get(address), local.get(entry)),
  ];
  const step = (address: number, by: number): Code => local.set(address, i32.add(local.get(address), i32.const(by)));
  return [
    local.set(position, local.get(last)),
    block(
      loop([
        brIf(i32.ltU(local.get(position), local.get(first)), 1),
        take,
        brIf(i32.leU(local.get(address), local.get(last)), 1),
        i64.store(local.get(position), i64.const(0)),
        enter,
        step(position, -plainBytes),
        br(0),
      ]),
    ),
    when(i32.geU(local.get(position), local.get(first)), [
      local.set(end, i32.add(i32.sub(local.get(position), local.get(first)), i32.const(plainBytes))),
      when(i32.gtU(local.get(end), i32.const(slackEntries * plainBytes)), unreachable),
      memory.copy(i32.const(scratchAddress), local.get(first), local.get(end)),
      memory.fill(local.get(first), i32.const(0), local.get(end)),
      local.set(position, i32.const(scratchAddress)),
      step(end, scratchAddress),
      loop([take, enter, step(position, plainBytes), brIf(i32.ltU(local.get(position), local.get(end)), 0)]),
    ]),
  ];
}
