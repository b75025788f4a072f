/** Of which faults a log tells whenever they happen: of all, of none, or of those that its header names. */
import type { Survey } from "./survey.ts";

/**
 * Faults that are named are told by the nodes that they befall. Where lines of a node are missing, its faults may be too;
 * who says that all are told knows of them by other means.
 */
export function isAlwaysTold(kind: string, { header, nodes }: Pick<Survey, "header" | "nodes">): boolean {
  const { faults } = header.logged;
  if (typeof faults === "boolean") return faults;
  return faults.some((told) => told === kind) && [...nodes.values()].every(({ openGap }) => !openGap);
}
