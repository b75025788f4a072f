/**
 * The same core without trace points: whether code is traced or not, it does the same. A process that writes no trace runs this
 * one.
 */
import type { Core, Node, Outcome, Simulable } from "../../protocols/index.ts";
import type { CallHappening } from "./call.ts";
import { type CodeNode, textOf } from "./code-state.ts";

/** What the twin does otherwise; nothing when it does the same. */
export function differenceOfTwin<P extends Simulable>(
  twin: Core<P>,
  node: CodeNode<P>,
  happening: CallHappening<P>,
  { state, messages, effects }: Outcome<P>,
): string | undefined {
  const other =
    happening.kind === "input"
      ? twin.step(node.state, happening.input)
      : twin.start(node.name, node.disk.records, true);
  if (other.events.length > 0) return told(node.name, "tells of events");
  if (textOf(other.state) !== textOf(state)) return told(node.name, "comes to another state");
  if (textOf(other.messages) !== textOf(messages)) return told(node.name, "sends other messages");
  return textOf(other.effects) === textOf(effects) ? undefined : told(node.name, "has other effects");
}

const told = (node: Node, what: string): string => `${node} ${what} when nobody traces it`;
