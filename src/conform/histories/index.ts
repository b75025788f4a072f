/** Histories of operations: read, and checked for linearizability. */
export {
  checkHistory,
  HistoryCheck,
  type HistoryQuestion,
  type HistoryResult,
} from "./check.ts";
export { type HistoryFile, type HistoryFormat, readHistory, textOf } from "./history-file.ts";
export { type HistoryInput, type HistoryOptions, prepareHistory } from "./history-input.ts";
export { likelyObject, type ObjectName, objectNames } from "./objects.ts";
export { type Call, type History, isFields, type Operation, type OperationEnd, shown } from "./operation.ts";
export { prefixOf } from "./pairing.ts";
export type { PartitionResult } from "./partition.ts";
export { lineSpan } from "./text-lines.ts";
export type { Misfit } from "./timetable.ts";
export type { Placed, Unplaced, Violation as HistoryViolation } from "./violation.ts";
