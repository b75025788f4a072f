/**
 * A function of the module while its code is generated, and the place where an expression is compiled in it. Temporary
 * values have fixed places in the instance's private area: nothing in the language recurses, so no function is ever
 * active twice, and no stack is needed.
 */
import type { Message, Model } from "../ir/index.ts";
import type { Runtime } from "./engine.ts";
import type { Plan } from "./plan.ts";
import type { Shapes } from "./shapes.ts";
import type { SignPlace } from "./signs.ts";
import { block, jump, Label, resolve } from "./structure.ts";
import type { Touched } from "./touched.ts";
import type { Value } from "./values.ts";
import { type Code, global, i32, type ValueType } from "./wasm/instructions.ts";
import type { FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";

/** Where cells lie: a repeatable piece of code plus a number of bytes. */
export interface Address {
  readonly base: Code;
  readonly offset: number;
}

/** What all functions of a compiled model share. */
export interface Unit {
  readonly model: Model;
  readonly shapes: Shapes;
  readonly plan: Plan;
  readonly module: ModuleBuilder;
  readonly runtime: Runtime;
  readonly area: Area;
  readonly sites: Sites;
  /** Where signs of life are noted, if they are. */
  readonly signs?: SignPlace;
  /** Global, i64: branches that were cut. */
  readonly cut: number;
  /** Global, i32, where members stand for each other: not 0 once asking one of them failed. */
  readonly orderShows: number | undefined;
  /** Functions made on demand, by name: their indices. */
  readonly functions: Map<string, number>;
  /** Bodies that wait to be generated. */
  readonly waiting: (() => void)[];
}

/** The instance's private area: places are handed out and never taken back. */
export class Area {
  #next = 0;
  take(bytes: number): number {
    const at = this.#next;
    this.#next += (bytes + 7) & ~7;
    return at;
  }
  get bytes(): number {
    return (this.#next + 15) & ~15;
  }
}

/** The places in generated code where it can fail, numbered from 1. */
export class Sites {
  #last = 0;
  take(): number {
    this.#last += 1;
    return this.#last;
  }
}

export class Routine {
  readonly unit: Unit;
  readonly builder: FunctionBuilder;
  readonly #outermost = new Label("failing");
  #failing = this.#outermost;
  /** Of what is compiled now, whether a quantifier ends when its answer is known (`quantify`). */
  asking: "all" | "some" | undefined;
  /** Whether anything in it can fail beyond what `trying` catches. */
  fails = false;

  constructor(unit: Unit, builder: FunctionBuilder) {
    this.unit = unit;
    this.builder = builder;
  }

  local(type: ValueType = "i32"): number {
    return this.builder.local(type);
  }

  /** Room for `cells` cells in the private area. */
  temporary(cells: number): Address {
    return this.at(this.unit.area.take(4 * cells));
  }

  /** What the statements compiled so far may change. */
  touched: Touched = { cells: new Set(), own: new Set() };

  /** A place of the private area. */
  at(offset: number): Address {
    return { base: i32.const(0), offset: this.unit.runtime.frame + offset };
  }

  /** Ends the evaluation: something is asked for that does not exist, or does not fit. Each call is a site of its own. */
  fail(): Code {
    if (this.#failing === this.#outermost) this.fails = true;
    const { runtime, sites } = this.unit;
    return [global.set(runtime.site, i32.const(sites.take())), jump(this.#failing)];
  }

  /** Code whose failures are caught: `failed` runs after one. */
  trying(body: () => Code, failed: Code): Code {
    const outer = this.#failing;
    const [label, done] = [new Label("failing"), new Label("tried")];
    this.#failing = label;
    const code = body();
    this.#failing = outer;
    return block(done, [block(label, [code, jump(done)]), failed]);
  }

  /** Sets the function's body; `failed` runs after a failure and must leave the function. */
  finish(body: Code, failed: Code = []): void {
    const inside: Code = this.fails ? [block(this.#outermost, [body, 0x0f]), failed, 0x00] : [body];
    this.builder.body = resolve(inside);
  }
}

/** Where an expression is compiled: the state that it reads, the one before the step, and what names stand for. */
export interface Scope {
  readonly routine: Routine;
  /** Address of the cells that are read. */
  readonly state: Code;
  readonly past: Code;
  /** Whether the state's cells change while values of them are in use. */
  readonly changes: boolean;
  readonly self?: Code;
  /** The member whose action this is; not set inside a round, which is everybody's. */
  readonly actor?: Code;
  /** When it is known which member `self` is. */
  readonly selfNumber?: number;
  readonly names: Map<number, Value>;
  /** Something is tried out that does not happen: nothing of it is a sign of life. */
  readonly trial?: boolean;
  readonly inboxes?: ReadonlyMap<Message, Value>;
}

export const addressCode = ({ base, offset }: Address): Code =>
  offset === 0 ? base : i32.add(base, i32.const(offset));
export const plus = ({ base, offset }: Address, bytes: number): Address => ({ base, offset: offset + bytes });
