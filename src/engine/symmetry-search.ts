/**
 * The representative of a state among its images under renamings, in generated code: the least image of those that remain
 * when members are put in the order of their colours. Members of one colour are tried one after the other in each other's place,
 * except where exchanging them changes nothing (after McKay, "Practical graph isomorphism", 1981, who refines colours and
 * individualises vertices in the same way). Colours know no names, so all images of a state have the same representative.
 */
import { packWords } from "./packing.ts";
import { Routine, type Unit } from "./routine.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { defineMix, type Palette, roundCode } from "./symmetry-colours.ts";
import { writeStateImage } from "./symmetry-images.ts";
import type { Members, Numbered } from "./symmetry-members.ts";
import { count, sameCells } from "./values.ts";
import { type Code, call, global, i32, i64, local, memory, ret } from "./wasm/instructions.ts";

/** Images that are compared at most; of a state with more, some image is taken. */
const mostImages = 5040;

const marked = 0x6d61726b;

/** (): what lies at `tail` becomes the words of the representative of the state whose cells are at `state`. */
export function defineSearch(
  unit: Unit,
  members: Members,
  state: number,
): { readonly index: number; readonly gaveUp: number } {
  return new Search(unit, members, state).define();
}

class Search {
  readonly #unit: Unit;
  readonly #members: Members;
  readonly #state: number;
  readonly #palette: Palette;
  /** Bytes of a level: colours, and behind them the member that was put first there. */
  readonly #stride: number;
  /** Addresses: the renaming, the members that each may be exchanged with, levels, those that led to the least image. */
  readonly #list: number;
  readonly #twins: number;
  readonly #levels: number;
  readonly #bestLevels: number;
  readonly #image: number;
  readonly #candidate: number;
  readonly #best: number;
  /** Globals. */
  readonly #leaves: number;
  readonly #gaveUp: number;
  /** The level to go back to, or 0. */
  readonly #backTo: number;

  constructor(unit: Unit, members: Members, state: number) {
    this.#unit = unit;
    this.#members = members;
    this.#state = state;
    const { module, area, plan, runtime } = unit;
    const take = (bytes: number): number => runtime.frame + area.take(bytes);
    const renamed = members.numbered.reduce((sum, { count: size }) => sum + size, 0);
    this.#palette = {
      members,
      level: module.global("i32"),
      sums: take(8 * members.count),
      mix: defineMix(module),
    };
    this.#list = take(4 * members.count);
    this.#twins = take(4 * members.count);
    this.#stride = 8 * members.count + 8;
    this.#levels = take(this.#stride * (renamed + 1));
    this.#bestLevels = take(this.#stride * (renamed + 1));
    this.#image = take(4 * plan.cellCount);
    this.#candidate = take(4 * plan.wordCount);
    this.#best = take(4 * plan.wordCount);
    this.#leaves = module.global("i32");
    this.#gaveUp = module.global("i32");
    this.#backTo = module.global("i32");
  }

  define(): { readonly index: number; readonly gaveUp: number } {
    const image = this.#defineImage();
    const refine = this.#defineRefine();
    const leaf = this.#defineLeaf(image);
    const descend = this.#defineDescend(refine, leaf);
    const routine = this.#routine("representative");
    const { members } = this;
    routine.finish([
      this.#start(routine),
      call(refine),
      members.numbered.map((sort) => this.#findTwins(routine, sort, image)),
      call(descend, i32.const(this.#levels)),
      memory.copy(global.get(this.#unit.runtime.tail), i32.const(this.#best), i32.const(4 * this.#unit.plan.wordCount)),
    ]);
    return { index: routine.builder.index, gaveUp: this.#gaveUp };
  }

  get members(): Members {
    return this.#members;
  }

  #routine(name: string, parameters: readonly "i32"[] = []): Routine {
    return new Routine(this.#unit, this.#unit.module.function(name, parameters));
  }

  /** Everybody keeps the name, and has the colour of the sort. */
  #start(routine: Routine): Code {
    const { members } = this;
    return [
      global.set(this.#leaves, i32.const(0)),
      global.set(this.#backTo, i32.const(0)),
      global.set(this.#palette.level, i32.const(this.#levels)),
      count(routine, i32.const(0), i32.const(members.count), (member) => [
        i32.store(i32.shl(member, i32.const(2)), member, this.#list),
        i32.store(i32.shl(member, i32.const(2)), member, this.#twins),
        i64.store(i32.shl(member, i32.const(3)), i64.extendU(i32.add(member, i32.const(1))), this.#levels),
      ]),
      members.numbered.map(({ first, count: size }, at) =>
        count(routine, i32.const(first), i32.const(first + size), (member) =>
          i64.store(i32.shl(member, i32.const(3)), i64.const(-1 - at), this.#levels),
        ),
      ),
    ];
  }

  /** (): the image of the state under the renaming in `list`. */
  #defineImage(): number {
    const routine = this.#routine("image");
    const code = writeStateImage(routine, { members: this.members, list: this.#list }, this.#state, this.#image);
    routine.finish(code, [0x00]);
    return routine.builder.index;
  }

  /** (): rounds until no more members can be told apart. */
  #defineRefine(): number {
    const round = this.#routine("round");
    round.finish(roundCode(round, this.#palette, this.#state), [0x00]);
    const routine = this.#routine("refine");
    const [before, after] = [routine.local(), routine.local()];
    const again = new Label("again");
    routine.finish([
      local.set(after, this.#countColours(routine)),
      loop(again, [
        local.set(before, local.get(after)),
        // Nobody is left who could be told apart.
        when(i32.eq(local.get(before), i32.const(this.#renamed)), ret()),
        call(round.builder.index),
        local.set(after, this.#countColours(routine)),
        jumpIf(i32.gtU(local.get(after), local.get(before)), again),
      ]),
    ]);
    return routine.builder.index;
  }

  get #renamed(): number {
    return this.members.numbered.reduce((sum, { count: size }) => sum + size, 0);
  }

  #colour(member: Code, level: Code = global.get(this.#palette.level)): Code {
    return i64.load(i32.add(level, i32.shl(member, i32.const(3))));
  }

  /** How many colours the members of each sort have, all together. */
  #countColours(routine: Routine): Code {
    const [sum, isNew] = [routine.local(), routine.local()];
    const sorts = this.members.numbered.map(({ first, count: size }) =>
      count(routine, i32.const(first), i32.const(first + size), (member) => [
        local.set(isNew, i32.const(1)),
        count(routine, i32.const(first), member, (other) =>
          when(i64.eq(this.#colour(other), this.#colour(member)), local.set(isNew, i32.const(0))),
        ),
        local.set(sum, i32.add(local.get(sum), local.get(isNew))),
      ]),
    );
    return [local.set(sum, i32.const(0)), sorts, local.get(sum)];
  }

  /** `twins`: for each member the first one of its colour that it can be exchanged with, without any change. */
  #findTwins(routine: Routine, { first, count: size }: Numbered, image: number): Code {
    const at = (member: Code): Code => i32.shl(member, i32.const(2));
    const { cellCount } = this.#unit.plan;
    const place = (offset: number) => ({ base: i32.const(0), offset });
    return count(routine, i32.const(first), i32.const(first + size), (member) => {
      const found = new Label("found");
      return block(
        found,
        count(routine, i32.const(first), member, (other) =>
          when(
            i32.and(i64.eq(this.#colour(other), this.#colour(member)), i32.eq(i32.load(at(other), this.#twins), other)),
            [
              i32.store(at(member), other, this.#list),
              i32.store(at(other), member, this.#list),
              call(image),
              i32.store(at(member), member, this.#list),
              i32.store(at(other), other, this.#list),
              when(sameCells(routine, place(this.#image), place(this.#state), cellCount), [
                i32.store(at(member), other, this.#twins),
                jump(found),
              ]),
            ],
          ),
        ),
      );
    });
  }

  /** (level: i32): members in the order of their colours; the image is kept if it is the least so far. */
  #defineLeaf(image: number): number {
    const routine = this.#routine("leaf", ["i32"]);
    const { plan } = this.#unit;
    const [rank, at, less] = [routine.local(), routine.local(), routine.local()];
    const cells = new Set(Array.from({ length: plan.cellCount }, (_none, cell) => cell));
    const colour = (member: Code): Code => this.#colour(member, local.get(0));
    const order = this.members.numbered.map(({ first, count: size }) =>
      count(routine, i32.const(first), i32.const(first + size), (member) => [
        local.set(rank, i32.const(first)),
        count(routine, i32.const(first), i32.const(first + size), (other) => {
          const isEarlier = i32.and(i64.eq(colour(other), colour(member)), i32.ltU(other, member));
          const comes = i32.or(i64.ltU(colour(other), colour(member)), isEarlier);
          return local.set(rank, i32.add(local.get(rank), comes));
        }),
        i32.store(i32.shl(member, i32.const(2)), local.get(rank), this.#list),
      ]),
    );
    const words = 4 * plan.wordCount;
    const [next, done] = [new Label("next"), new Label("compared")];
    const [own, other] = [i32.load(local.get(at), this.#candidate), i32.load(local.get(at), this.#best)];
    const compare = block(
      done,
      loop(next, [
        local.set(less, i32.ltU(own, other)),
        jumpIf(i32.ne(own, other), done),
        local.set(at, i32.add(local.get(at), i32.const(4))),
        jumpIf(i32.ltU(local.get(at), i32.const(words)), next),
      ]),
    );
    routine.finish([
      order,
      call(image),
      packWords(plan, i32.const(this.#image), i32.const(this.#candidate), global.get(this.#unit.runtime.tail), cells),
      local.set(less, i32.const(1)),
      local.set(at, i32.const(0)),
      when(global.get(this.#leaves), compare),
      when(local.get(less), [
        memory.copy(i32.const(this.#best), i32.const(this.#candidate), i32.const(words)),
        memory.copy(
          i32.const(this.#bestLevels),
          i32.const(this.#levels),
          i32.sub(local.get(0), i32.const(this.#levels)),
        ),
      ]),
      when(i32.and(i32.eqz(local.get(less)), i32.eq(local.get(at), i32.const(words))), this.#goBack(at)),
      global.set(this.#leaves, i32.add(global.get(this.#leaves), i32.const(1))),
    ]);
    return routine.builder.index;
  }

  /**
   * Two ways led to the same image: one is the other renamed, from the level on where they part. What is still to come of the
   * later one from there on, the earlier one has had.
   */
  #goBack(level: number): Code {
    const member = 8 * this.members.count;
    const parted = new Label("parted");
    const same = new Label("same");
    const distance = this.#bestLevels - this.#levels;
    return [
      local.set(level, i32.const(this.#levels)),
      block(
        parted,
        loop(same, [
          jumpIf(i32.geU(local.get(level), local.get(0)), parted),
          jumpIf(i32.ne(i32.load(local.get(level), member), i32.load(local.get(level), member + distance)), parted),
          local.set(level, i32.add(local.get(level), i32.const(this.#stride))),
          jump(same),
        ]),
      ),
      global.set(this.#backTo, local.get(level)),
    ];
  }

  /** (level: i32): goes through the members of the first colour whose members are not all the same, each in its turn first. */
  #defineDescend(refine: number, leaf: number): number {
    const routine = this.#routine("descend", ["i32"]);
    const size = 8 * this.members.count;
    const best = routine.local("i64");
    const [found, start, end] = [routine.local(), routine.local(), routine.local()];
    const isSkipped = routine.local();
    const colour = (member: Code): Code => this.#colour(member, local.get(0));
    const twin = (member: Code): Code => i32.load(i32.shl(member, i32.const(2)), this.#twins);
    const choose = this.members.numbered.map(({ first, count: many }) =>
      when(
        i32.eqz(local.get(found)),
        count(routine, i32.const(first), i32.const(first + many), (member) =>
          count(routine, i32.const(first), member, (other) =>
            when(
              i32.and(i64.eq(colour(other), colour(member)), i32.ne(twin(other), twin(member))),
              when(i32.or(i32.eqz(local.get(found)), i64.ltU(colour(member), local.get(best))), [
                local.set(found, i32.const(1)),
                local.set(best, colour(member)),
                local.set(start, i32.const(first)),
                local.set(end, i32.const(first + many)),
              ]),
            ),
          ),
        ),
      ),
    );
    const below = i32.add(local.get(0), i32.const(this.#stride));
    routine.finish([
      choose,
      when(i32.eqz(local.get(found)), [call(leaf, local.get(0)), ret()]),
      count(routine, local.get(start), local.get(end), (member) =>
        when(i64.eq(colour(member), local.get(best)), [
          local.set(isSkipped, i32.const(0)),
          count(routine, local.get(start), member, (other) =>
            when(
              i32.and(i64.eq(colour(other), local.get(best)), i32.eq(twin(other), twin(member))),
              local.set(isSkipped, i32.const(1)),
            ),
          ),
          when(i32.geU(global.get(this.#leaves), i32.const(mostImages)), [
            global.set(this.#gaveUp, i32.const(1)),
            ret(),
          ]),
          when(i32.eqz(local.get(isSkipped)), [
            i32.store(local.get(0), member, size),
            memory.copy(below, local.get(0), i32.const(size)),
            i64.store(
              i32.add(below, i32.shl(member, i32.const(3))),
              call(this.#palette.mix, local.get(best), i64.const(marked)),
            ),
            global.set(this.#palette.level, below),
            call(refine),
            call(routine.builder.index, below),
            when(global.get(this.#backTo), [
              when(i32.ltU(global.get(this.#backTo), local.get(0)), ret()),
              global.set(this.#backTo, i32.const(0)),
            ]),
          ]),
        ]),
      ),
    ]);
    return routine.builder.index;
  }
}
