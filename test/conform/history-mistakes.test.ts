/**
 * The comparison with the slow way is worth something: each variant of the search has one mistake planted in it, and some
 * random history shows it, by another verdict, another prefix, or an order that does not hold what it claims.
 */
import { describe, expect, it } from "vitest";
import type * as Histories from "../../src/conform/histories/index.ts";
import { type Operation, objectNames } from "../../src/conform/index.ts";
import { type Mistake, plantIn } from "../protocols/variant.ts";
import { explainable } from "./history-oracle.ts";
import { createHistory, firstAgain, lateEnqueue, smallShape } from "./random-history.ts";

/** Tried first. */
const rare: Readonly<Record<string, readonly Operation[]>> = { queue: lateEnqueue, register: firstAgain };

/** The first seed whose history the variant judges wrongly. */
function firstError(variant: typeof Histories, seeds = 3000): string | undefined {
  for (let seed = 0; seed <= seeds; seed++) {
    for (const object of objectNames) {
      const operations = (seed === 0 ? rare[object] : undefined) ?? createHistory(seed, smallShape(object, seed));
      const best = explainable(operations, object);
      const answered = operations.filter((operation) => operation.outcome === "ok").length;
      try {
        const { verdict, partitions } = variant.checkHistory(operations, { object, maxConfigurations: 10_000 });
        const right = best === answered ? "linearizable" : "violated";
        const reached = partitions.reduce((sum, item) => sum + item.reached, 0);
        if (verdict !== right || reached !== best) return `${object}, seed ${seed}`;
      } catch (error) {
        return `${object}, seed ${seed}: ${error instanceof Error ? error.message : error}`;
      }
    }
  }
  return undefined;
}

const mistakes: readonly Mistake[] = [
  {
    what: "an operation is placed before one that was over when it began",
    file: "search.ts",
    replace: "while (at !== ended && (begin[at] ?? 0) < limit) {\n        if (at !== due",
    by: "while (at !== ended) {\n        if (at !== due",
  },
  {
    what: "an observation is placed whether it fits or not",
    file: "search.ts",
    replace: "if (observes[at] === 1 && this.states.next(this.state, deed[at] ?? 0) !== unfit) this.take(at);",
    by: "if (observes[at] === 1) this.take(at);",
  },
  {
    what: "configurations are told apart without the operations that are open",
    file: "search.ts",
    replace: "this.known = new KnownConfigurations(this.width, 2 + this.slotWords);",
    by: "this.known = new KnownConfigurations(2, 2);",
  },
  {
    what: "configurations are told apart without the pending operations that were used",
    file: "search.ts",
    replace: "this.known = new KnownConfigurations(this.width, 2 + this.slotWords);",
    by: "this.known = new KnownConfigurations(2 + this.slotWords, 2 + this.slotWords);",
  },
  {
    what: "who has used more pending operations is taken to be better",
    file: "known-configurations.ts",
    replace: "if (this.within(chunk, start, row)) return false;",
    by: "if (this.within(row, 0, chunk, start)) return false;",
  },
  {
    what: "of two operations with one meaning, neither may go first",
    file: "search.ts",
    replace: "deed[at] === deed[operation] && (rank[at] ?? 0) < (rank[operation] ?? 0)",
    by: "deed[at] === deed[operation] && at !== operation",
  },
  {
    what: "pending operations never happened",
    file: "search.ts",
    replace: "!this.isOpen(this.table.deed[pending] ?? 0, limit)) return pending;",
    by: "false) return pending;",
  },
  {
    what: "a pending operation happens before it begins",
    file: "search.ts",
    replace: "pending < operations.length && (begin[pending] ?? 0) < limit;",
    by: "pending < operations.length;",
  },
  {
    what: "an operation that was taken back stays placed",
    file: "search.ts",
    replace: "    this.placed[operation] = 0;\n",
    by: "",
  },
  {
    what: "a slot is given away while its operation is open",
    file: "timetable.ts",
    replace: "(endOf[ends] ?? 0) < (begin[operation] ?? 0)) {",
    by: "(endOf[ends] ?? 0) < (begin[operation] ?? 0) + 1.5) {",
  },
  {
    what: "failed operations happen",
    file: "timetable.ts",
    replace: '    if (operation.outcome === "fail") continue;\n',
    by: "",
  },
  {
    what: "looking ahead forgets what takes away",
    file: "timetable.ts",
    replace: "return !observes && !grows;",
    by: "return false;",
  },
  {
    what: "looking ahead sees too much in what is exactly right",
    file: "counter.ts",
    replace: "Number(state) <= result",
    by: "Number(state) < result",
  },
  {
    what: "a queue is given up when its items leave in their order",
    file: "queue.ts",
    replace: "if (stay.to < latest) return false;",
    by: "if (stay.from < latest) return false;",
  },
  {
    what: "a pending enqueue whose item was seen is left out",
    file: "queue.ts",
    replace: "const unneeded = times.get(canonical(value)) === 1 && isLost(value);",
    by: "const unneeded = times.get(canonical(value)) === 1;",
  },
  {
    what: "a pending enqueue has to happen before items that leave earlier",
    file: "queue.ts",
    replace: "if ((later[middle]?.from ?? 0) > stay.to) low",
    by: "if ((later[middle]?.to ?? 0) < stay.to) low",
  },
  {
    what: "a value that was there at first counts as written once",
    file: "unique-values.ts",
    replace: 'if (writers.has(first)) writers.set(first, "several");',
    by: "",
  },
  {
    what: "a value that two operations write counts as written once",
    file: "unique-values.ts",
    replace: 'writers.has(written) ? "several" : operation',
    by: "operation",
  },
  {
    what: "a value that somebody read is taken for one that nobody read",
    file: "unique-values.ts",
    replace: "written === undefined || readers.has(written) ||",
    by: "written === undefined ||",
  },
  {
    what: "a value that a compare-and-set did not find is taken for one that nobody looks for",
    file: "unique-values.ts",
    replace: "missed.has(written) ||",
    by: "",
  },
  {
    what: "a write that only a mismatch shows is left out",
    file: "unique-values.ts",
    replace: " && missed.size === 0) return undefined;",
    by: ") return undefined;",
  },
  {
    what: "what fits one state only is given up before that state was there",
    file: "search.ts",
    replace: "const happened = from === fromStart ||",
    by: "const happened = true ||",
  },
  {
    what: "two different states have one number",
    file: "operation.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    replace: 'return `[${value.map(canonical).join(",")}]`;',
    by: 'return "[]";',
  },
];

describe("a random history shows, when", () => {
  it("nothing is changed, nothing", async () => {
    const same = await plantIn<typeof Histories>("conform/histories", {
      file: "search.ts",
      replace: "none = -1;",
      by: "none = -1;",
    });
    expect(firstError(same, 500)).toBeUndefined();
  }, 60_000);

  it.each(mistakes.map((mistake) => [mistake.what, mistake] as const))(
    "%s",
    async (_, mistake) => {
      const variant = await plantIn<typeof Histories>("conform/histories", mistake);
      expect(firstError(variant)).toBeDefined();
    },
    60_000,
  );
});
