/**
 * The real runtime: the same cores that are simulated, in processes of the operating system. This is the only part of the
 * room that touches files, the network and the clock, and only the command line enters here.
 */
export { type Address, parseAddress, parsePeers, showAddress } from "./addresses.ts";
export { Cluster, type ClusterSettings } from "./cluster.ts";
export { attempt, type Failure, isFailure } from "./failure.ts";
export { type HistoryFile, openHistoryFile } from "./history-file.ts";
export { type Merged, mergeTraces } from "./merge-traces.ts";
export { type AnyNode, type RealProtocol, realProtocols } from "./registry.ts";
export type { Reply, Shell } from "./shell.ts";
export type { NodeSettings } from "./start-node.ts";
export type { Range } from "./timers.ts";
