/**
 * The lines of a trace, as `docs/traces.md` describes them. A core makes events without `node`, `i` and clocks, because it
 * does not know what happened before; a runtime adds them. Each kind of line is known by one field that only it has:
 * `trace`, `action`, `fault`, `gap`, `operation`, `end`.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A message as a trace shows it. */
export interface MessageView {
  readonly message: string;
  readonly from: string;
  readonly to: string;
  readonly fields: { readonly [name: string]: Json };
}

export type Variables = { readonly [variable: string]: Json };

/** What a trace point says about one transition of one node. */
export interface CoreEvent {
  /** The model's name for it: `timeout`, `on RequestVote`. */
  readonly action: string;
  readonly args?: Variables;
  /** Variables that changed: values afterwards, or deltas. */
  readonly set?: Variables;
  /** Values before, of the variables in `set`. */
  readonly pre?: Variables;
  readonly msg?: { readonly received?: MessageView; readonly sent?: readonly MessageView[] };
}

/** Events of each node that happened before this one or are it. */
export type VectorClock = { readonly [node: string]: number };

export interface EventLine extends CoreEvent {
  readonly node: string;
  /** 1, 2, … for each node. */
  readonly i: number;
  readonly vc?: VectorClock;
  /** It happened at some moment between these two. */
  readonly ts?: readonly [number, number];
}

export interface HeaderLine {
  readonly trace: "lockstep/1";
  readonly model: string;
  readonly constants: { readonly [name: string]: Json };
  readonly nodes: readonly string[];
  readonly logged: {
    /** Variables that `set` mentions whenever they change. */
    readonly variables: readonly string[];
    readonly args: boolean;
    readonly msg: boolean;
    readonly pre: boolean;
    /** Whether lines tell of every fault; or of which kinds they always do. */
    readonly faults: boolean | readonly FaultLine["fault"][];
  };
  /** What orders events of different nodes: nothing, `vc`, `ts`, or the order of lines. */
  readonly order: readonly ("vc" | "ts" | "lines")[];
  /** How this run came about: for people. */
  readonly source?: string;
}

/** A fault comes after event `i` of its node and before the next. */
export type FaultLine =
  | { readonly fault: "crash" | "pause" | "resume"; readonly node: string; readonly i: number }
  /** `set`: the variables after the restart. */
  | ({ readonly fault: "restart"; readonly node: string; readonly i: number } & Pick<CoreEvent, "set" | "msg">)
  | { readonly fault: "loss" | "duplication"; readonly msg: MessageView }
  | { readonly fault: "partition"; readonly side: readonly string[] }
  | { readonly fault: "heal" };

/** Events `from` to `to` of this node were not recorded; without `to`, nobody knows how many. */
export interface GapLine {
  readonly gap: string;
  readonly from: number;
  readonly to?: number;
}

/** `ok`: it happened, with this result. `fail`: it did not happen. `info`: nobody knows, now or later. */
export interface OperationLine {
  readonly operation: "invoke" | "ok" | "fail" | "info";
  readonly client: string;
  readonly id: number;
  readonly call?: Json;
  readonly result?: Json;
  readonly ts?: readonly [number, number];
}

/** The last line: how many events each node has logged. */
export interface EndLine {
  readonly end: { readonly [node: string]: number };
}

export type TraceLine = HeaderLine | EventLine | FaultLine | GapLine | OperationLine | EndLine;
