/**
 * Whether the order of a loop over unordered members could be noticed. Where it clearly cannot, nothing is generated;
 * elsewhere the loop is run in both directions from the same state, and everything that can be observed is compared.
 */
import type { Stmt } from "../ir/index.ts";
import { Choices, statementsChoose } from "./choices.ts";
import { convertInto } from "./conversion.ts";
import { clearlyCommutes } from "./independence.ts";
import { needRoom } from "./room.ts";
import { type Address, plus, type Scope } from "./routine.ts";
import { rowsOf } from "./rows.ts";
import { assignedNames, execute, type Flow } from "./statements.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { copyCells, sameCells, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

const outcome = { next: 1, leave: 2, cut: 3, failed: 4 } as const;

export function checkCommutes(statement: Extract<Stmt, { kind: "for" }>, scope: Scope, flow: Flow): Code {
  if (!statement.unordered || clearlyCommutes(statement, scope.routine.unit.model)) return [];
  const { binders, where, body } = statement;
  const assigned = [...assignedNames(body)].flatMap((id) => {
    const value = scope.names.get(id);
    return value ? [value] : [];
  });
  const rows = rowsOf(binders, where, scope);
  const run = (direction: "forwards" | "backwards", inner: Flow): Code =>
    rows.each(direction, () => execute(body, scope, inner));
  const compared = bothWays(scope, flow, {
    run,
    assigned,
    chooses: statementsChoose(body, scope.routine.unit.model),
  });
  return [rows.collect, when(i32.gtS(rows.count, i32.const(1)), compared)];
}

export interface Repetition {
  readonly run: (direction: "forwards" | "backwards", flow: Flow) => Code;
  /** Names from outside that it assigns. */
  readonly assigned: readonly Value[];
  readonly chooses: boolean;
}

/** Fails if running backwards has other effects. A failure forwards is left to the run itself. */
export function bothWays(scope: Scope, flow: Flow, repetition: Repetition): Code {
  const { routine } = scope;
  const { plan, shapes } = routine.unit;
  const { assigned, chooses } = repetition;
  const nameCells = assigned.reduce((sum, value) => sum + shapes.cells(value.type), 0);
  const width = 1 + nameCells + plan.cellCount;
  const most = chooses ? plan.room.ways : 1;
  const start = routine.temporary(nameCells + plan.cellCount);
  const save = (to: Address): Code => {
    let at = 0;
    const names = assigned.map((value) => {
      const code = convertInto(routine, plus(to, 4 * at), value, value.type);
      at += shapes.cells(value.type);
      return code;
    });
    const cells = copyCells(plus(to, 4 * nameCells), { base: scope.state, offset: 0 }, plan.cellCount);
    return [names, cells];
  };
  const restore = (from: Address): Code => {
    let at = 0;
    const names = assigned.map((value) => {
      const place = plus(from, 4 * at);
      const cells = shapes.cells(value.type);
      at += cells;
      if (value.form === "stored") return copyCells(value.at, place, cells);
      // A `local.get` becomes the `local.set` of the same local.
      return [i32.load(place.base, place.offset), 0x21, value.code.slice(1)];
    });
    const cells = copyCells({ base: scope.state, offset: 0 }, plus(from, 4 * nameCells), plan.cellCount);
    return [names, cells];
  };

  const collect = (direction: "forwards" | "backwards"): Endings & { readonly code: Code } => {
    const table = routine.temporary(width * most);
    const [count, base, ended, known] = [routine.local(), routine.local(), routine.local(), routine.local()];
    const choices = chooses ? new Choices(routine) : undefined;
    const labels = { blocked: new Label("blocked"), cut: new Label("cut"), leave: new Label("leave") };
    const done = new Label("way");
    const inner: Flow = { ...flow, ...labels, choices, trial: true };
    const end = (how: number): Code => [local.set(ended, i32.const(how)), jump(done)];
    const way: Code = [
      restore(start),
      local.set(ended, i32.const(0)),
      block(done, [
        block(labels.blocked, [
          block(labels.cut, [
            block(labels.leave, [
              routine.trying(() => [repetition.run(direction, inner), end(outcome.next)], end(outcome.failed)),
            ]),
            end(outcome.leave),
          ]),
          end(outcome.cut),
        ]),
      ]),
      when(local.get(ended), [
        when(i32.geS(local.get(count), i32.const(most)), needRoom(routine, "ways")),
        local.set(base, i32.add(table.base, i32.mul(local.get(count), i32.const(4 * width)))),
        // Of a cut or failed way nothing else counts: it is the same as any other of its kind.
        when(i32.geS(local.get(ended), i32.const(outcome.cut)), restore(start)),
        i32.store(local.get(base), local.get(ended), table.offset),
        save({ base: local.get(base), offset: table.offset + 4 }),
        isKnown(scope, { base: local.get(base), offset: table.offset }, { table, count }, width, known),
        when(i32.eqz(local.get(known)), local.set(count, i32.add(local.get(count), i32.const(1)))),
      ]),
    ];
    return { code: [local.set(count, i32.const(0)), choices ? choices.everyWay(way) : way], table, count };
  };

  const forwards = collect("forwards");
  const backwards = collect("backwards");
  const failed = routine.local();
  const differ = routine.local();
  const anyFailed = scan(scope, forwards, width, (entry) =>
    when(i32.eq(i32.load(entry.base, entry.offset), i32.const(outcome.failed)), local.set(failed, i32.const(1))),
  );
  const missing = (of: typeof forwards, among: typeof forwards): Code =>
    scan(scope, of, width, (entry) => {
      const found = routine.local();
      return [
        isKnown(scope, entry, among, width, found),
        local.set(differ, i32.or(local.get(differ), i32.eqz(local.get(found)))),
      ];
    });
  return [
    save(start),
    forwards.code,
    backwards.code,
    restore(start),
    local.set(failed, i32.const(0)),
    local.set(differ, i32.const(0)),
    anyFailed,
    when(i32.eqz(local.get(failed)), [
      missing(forwards, backwards),
      missing(backwards, forwards),
      when(local.get(differ), routine.fail()),
    ]),
  ];
}

/** What the ways end in, each once; `count` is a local. */
interface Endings {
  readonly table: Address;
  readonly count: number;
}

/** Sets the local `found` to whether the list has the entry. */
function isKnown(scope: Scope, entry: Address, list: Endings, width: number, found: number): Code {
  const done = new Label("known");
  return [
    local.set(found, i32.const(0)),
    block(
      done,
      scan(scope, list, width, (other) =>
        when(sameCells(scope.routine, entry, other, width), [local.set(found, i32.const(1)), jump(done)]),
      ),
    ),
  ];
}

function scan({ routine }: Scope, list: Endings, width: number, body: (entry: Address) => Code): Code {
  const [base, left] = [routine.local(), routine.local()];
  const [again, done] = [new Label("entries"), new Label("no more entries")];
  return [
    local.set(base, list.table.base),
    local.set(left, local.get(list.count)),
    block(
      done,
      loop(again, [
        jumpIf(i32.eqz(local.get(left)), done),
        body({ base: local.get(base), offset: list.table.offset }),
        local.set(base, i32.add(local.get(base), i32.const(4 * width))),
        local.set(left, i32.sub(local.get(left), i32.const(1))),
        jump(again),
      ]),
    ),
  ];
}
