/**
 * Nondeterminism by running again, as in the interpreter: a body asks `choose` where there are several ways on, and is run
 * once for every sequence of answers, in lexicographic order. The answers of the present run lie in memory.
 */
import type { Action, Model, Stmt } from "../ir/index.ts";
import { needRoom } from "./room.ts";
import type { Address, Routine } from "./routine.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export class Choices {
  readonly #routine: Routine;
  readonly #memory: Address;
  readonly #most: number;
  /** Locals: how many answers are taken in this run, and how many are known. */
  readonly #position: number;
  readonly #known: number;

  constructor(routine: Routine) {
    this.#routine = routine;
    this.#most = routine.unit.plan.room.choices;
    this.#memory = routine.temporary(2 * this.#most);
    this.#position = routine.local();
    this.#known = routine.local();
  }

  /** A pair (at, of) of cells. */
  #entry(index: Code): Address {
    return { base: i32.add(this.#memory.base, i32.shl(index, i32.const(3))), offset: this.#memory.offset };
  }

  /** Whether the next answer is known already from the run before. */
  get isKnown(): Code {
    return i32.ltS(local.get(this.#position), local.get(this.#known));
  }

  /** Sets `answer` to one of `of` ways; `of` is evaluated only when the choice is new, and must not be 0. */
  choose(answer: number, of: Code): Code {
    const entry = this.#entry(local.get(this.#position));
    return [
      when(i32.eqz(this.isKnown), [
        when(i32.geS(local.get(this.#position), i32.const(this.#most)), needRoom(this.#routine, "choices")),
        i32.store(entry.base, i32.const(0), entry.offset),
        i32.store(entry.base, of, entry.offset + 4),
        local.set(this.#known, i32.add(local.get(this.#known), i32.const(1))),
      ]),
      local.set(answer, i32.load(entry.base, entry.offset)),
      local.set(this.#position, i32.add(local.get(this.#position), i32.const(1))),
    ];
  }

  /** Runs `body` once for every sequence of answers. */
  everyWay(body: Code): Code {
    const [again, back, done] = [new Label("ways"), new Label("back"), new Label("no more ways")];
    const last = this.#entry(i32.sub(local.get(this.#known), i32.const(1)));
    const at = i32.load(last.base, last.offset);
    const of = i32.load(last.base, last.offset + 4);
    return [
      local.set(this.#known, i32.const(0)),
      block(
        done,
        loop(again, [
          local.set(this.#position, i32.const(0)),
          body,
          loop(back, [
            jumpIf(i32.eqz(local.get(this.#known)), done),
            when(i32.ltS(at, i32.sub(of, i32.const(1))), [
              i32.store(last.base, i32.add(at, i32.const(1)), last.offset),
              jump(again),
            ]),
            local.set(this.#known, i32.sub(local.get(this.#known), i32.const(1))),
            jump(back),
          ]),
        ]),
      ),
    ];
  }
}

/** Whether running the action may involve choices. */
export function hasChoices(action: Action, model: Model): boolean {
  const { byzantine } = model;
  const forged = (action.rounds ?? []).some(({ reads }) =>
    reads.some((message) => byzantine?.forges.includes(message)),
  );
  const bodies = [action.body, ...(action.rounds ?? []).map((round) => round.body)];
  return forged || bodies.some((body) => statementsChoose(body, model));
}

export function statementsChoose(statements: readonly Stmt[], model: Model): boolean {
  return statements.some((statement) => {
    switch (statement.kind) {
      case "pick":
        return true;
      case "send": {
        const network = model.networks[statement.message.network];
        return network?.overflow === "drop" && !network.each && network.capacity !== undefined;
      }
      case "if":
        return statementsChoose(statement.then, model) || statementsChoose(statement.otherwise, model);
      case "match":
        return statement.arms.some((arm) => statementsChoose(arm.body, model));
      case "for":
        return statementsChoose(statement.body, model);
      case "call":
        return statementsChoose(statement.procedure.body, model);
      default:
        return false;
    }
  });
}
