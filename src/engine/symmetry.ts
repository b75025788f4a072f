/**
 * Representatives of states under renamings of members: all that a search over orbits needs of the engine. Sorts whose members
 * are rows of a table are sorted; the others are searched through together. Both leave a state that is an image of the
 * one they got, and the same one for all its images.
 */
import type { Sort } from "../ir/index.ts";
import type { Unit } from "./routine.ts";
import { tablesOf } from "./symmetry-columns.ts";
import { Members } from "./symmetry-members.ts";
import { bytesOfKeys, defineRowSorting } from "./symmetry-rows.ts";
import { defineSearch } from "./symmetry-search.ts";
import { call, global } from "./wasm/instructions.ts";

export interface Representatives {
  /** () → (): the words at `tail`, whose cells are in `next`, become those of the representative. */
  readonly index: number;
  /** Global, i32: not 0 when some state had too many images to be compared; then orbits may have several representatives. */
  readonly gaveUp: number | undefined;
}

/** `state`: the address of the cells. */
export function defineRepresentatives(unit: Unit, sorts: readonly Sort[], state: number): Representatives | undefined {
  const { model, plan, module, area, runtime, shapes } = unit;
  const { tables, entangled } = tablesOf(model, plan, new Members(shapes, sorts));
  const search = entangled.length > 0 ? defineSearch(unit, new Members(shapes, entangled), state) : undefined;
  const keys = runtime.frame + area.take(bytesOfKeys(tables));
  const sorting = tables.map((table) => {
    const builder = module.function(`sort ${table.sort.name}`, ["i32"]);
    defineRowSorting(builder, table, keys);
    return builder.index;
  });
  const builder = module.function("symmetry");
  builder.body = [search ? call(search.index) : [], sorting.map((index) => call(index, global.get(runtime.tail)))];
  return { index: builder.index, gaveUp: search?.gaveUp };
}
