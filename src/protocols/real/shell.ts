/** What people, and scripts, ask of a system of nodes, in words. Each protocol has a shell of its own. */
import type { Node } from "../core.ts";
import type { OperationLine } from "../trace-event.ts";
import type { Address } from "./addresses.ts";

export interface Shell {
  /** Each command with what it does. */
  readonly commands: readonly (readonly [string, string])[];
  /** Undefined if these words are none of its commands. */
  perform(words: readonly string[]): Promise<Reply> | undefined;
  close(): void;
}

export interface Reply {
  readonly text: string;
  /** Nobody answered in time: whether it happened is unknown. */
  readonly unknown?: boolean;
}

export interface ShellSettings {
  readonly addresses: ReadonlyMap<Node, Address>;
  /** Takes the history of what was asked and answered. */
  log(line: OperationLine): void;
  tell(line: string): void;
}
