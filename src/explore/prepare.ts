/** What a search needs before it starts: compiled modules, and the memory that its workers share. */
import { type Assembly, mostPages, pageBytes } from "../engine/index.ts";
import { Control, controlInts } from "./control.ts";
import type { Program, SharedMemory } from "./explorer.ts";
import { frontierInts } from "./frontier.ts";

export interface Preparation {
  readonly program: Program;
  readonly shared: SharedMemory;
}

export interface PrepareOptions {
  readonly memoryBytes: number;
  readonly seed: number;
  readonly mostTablePages?: number;
}

export function prepare(assembly: Assembly, options: PrepareOptions): Preparation {
  const pages = Math.max(1, Math.floor(options.memoryBytes / pageBytes));
  const chunkPages = assembly.places.chunkBytes / pageBytes;
  const frontierCount = Math.min(8, Math.ceil(pages / mostPages));
  const mostChunks = Math.min(Math.floor(mostPages / chunkPages) * frontierCount, Math.ceil(pages / chunkPages) + 64);
  const shared: SharedMemory = {
    control: new SharedArrayBuffer((controlInts + frontierInts(mostChunks)) * 4),
    ...reserve(frontierCount, assembly.tables),
  };
  const control = new Control(shared.control);
  control.set("pagesLeft", Math.min(pages, 2 ** 30));
  control.set("active", 1);
  const program: Program = {
    assembly,
    search: new WebAssembly.Module(assembly.search),
    table: new WebAssembly.Module(assembly.table),
    seed: options.seed,
    mostTablePages: options.mostTablePages ?? mostPages,
    mostChunks,
  };
  return { program, shared };
}

/** Shared memories that may grow to 4 GiB each: only what is written to takes any. Where addresses are rationed, one of each. */
function reserve(frontierCount: number, tableCount: number): Omit<SharedMemory, "control"> {
  try {
    return { frontier: memories(frontierCount, 0), tables: memories(tableCount, 1) };
  } catch (error) {
    if (frontierCount + tableCount === 2) throw error;
    return { frontier: memories(1, 0), tables: memories(1, 1) };
  }
}

function memories(count: number, initial: number): WebAssembly.Memory[] {
  return Array.from({ length: count }, () => new WebAssembly.Memory({ initial, maximum: mostPages, shared: true }));
}
