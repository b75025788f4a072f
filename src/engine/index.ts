/** Models as WebAssembly: how a state lies in memory, what can happen in it, and what a search needs of both. */

export { type Assembly, type AssemblyOptions, assemble, type SearchExports } from "./assembly.ts";
export { compile } from "./compile.ts";
export type { Compile, CompiledModel, CompileOptions, Runtime } from "./engine.ts";
export { fingerprintKeys } from "./fingerprint.ts";
export { assembleGraph, type GraphAssembly, type GraphExports, type GraphImage } from "./graph-assembly.ts";
export { type GraphOptions, graphFrame, graphTableBytes } from "./graph-writer.ts";
export {
  type Layout,
  type LayoutOptions,
  layOut,
  type PlainCase,
  type PlainEnvelope,
  type PlainState,
  type PlainValue,
  withEnoughRoom,
} from "./layout.ts";
export { limitsOf } from "./limits.ts";
export { type Occupancy, occupancyOf, type Region } from "./occupancy.ts";
export { assembleProbe, openProbe, type Probe, type ProbeAssembly } from "./probe.ts";
export type { RecordingOptions } from "./recording.ts";
export type { Crowded } from "./room.ts";
export { checking, expanding, type Notice, notices } from "./runtime.ts";
export type { TableExports } from "./table.ts";
export { type EntryKind, mostPages, tableBytes, tableCapacity, tablePages, wholeLines } from "./table-layout.ts";
export { pageBytes } from "./wasm/platform.ts";
