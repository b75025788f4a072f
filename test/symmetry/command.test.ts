/** `--symmetry`, as people and programs see it. */
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { createFakeHost } from "../cli/fake-host.ts";

const model = `model Counters
param Most = 1
process Node as n[1..4] {
  durable count: 0..9 = 0
  action up when count < Most { count += 1 }
}
type Colour = symmetric {red, blue}
state line: Seq<Colour, 2> = [c for c in Colour]
invariant Small: forall a, b in Node: a.count + b.count < 4
reachable Two: exists a, b in Node: a != b and a.count = 1 and b.count = 1
terminal when True
check default { } expect holds
check counted { } expect holds, states 16
check bad { Most = 3 } expect violates Small
`;

async function run(...args: readonly string[]) {
  const host = createFakeHost(new Map([["counters.spec", model]]));
  const code = await main(["counters.spec", ...args], host);
  const output = host.written.map(({ text }) => text).join("");
  return { code, output };
}

const json = async (...args: readonly string[]) =>
  JSON.parse((await run("--json", ...args)).output).results[0] as Record<string, unknown>;

const reason = "the initial value of line puts members of a set into a sequence";
const listed = { type: "Colour", reason, source: "counters.spec:8" };

describe("--symmetry", () => {
  it("auto counts orbits, and says whose names count", async () => {
    const { code, output } = await run("--symmetry", "auto");
    expect(code).toBe(0);
    expect(output).toContain("5 orbits");
    expect(output).toContain("no symmetry of Colour: the initial value of line puts members");
    expect(await json("--symmetry", "auto")).toMatchObject({
      states: 5,
      symmetry: { types: ["Node"], exact: true, refused: [listed] },
    });
  });

  it("off counts states", async () => {
    expect((await run("--symmetry", "off")).output).toContain("16 states");
    expect(await json("--symmetry", "off")).toMatchObject({
      states: 16,
      symmetry: { types: [], refused: [{ reason: "it is switched off" }] },
    });
  });

  it("is used where it is worth it when nobody says anything", async () => {
    expect(await json()).toMatchObject({
      states: 16,
      symmetry: { types: [], refused: [{ reason: "there are few states, and all were looked at" }] },
    });
    const large = await json("--set", "Most=1", "--max-states", "5");
    expect(large).toMatchObject({ verdict: "inconclusive", symmetry: { types: [] } });
  });

  it("is not used where the file counts states", async () => {
    const reason = "the file says how many states there are";
    expect(await json("-c", "counted")).toMatchObject({ states: 16, symmetry: { types: [], refused: [{ reason }] } });
    expect((await run("--all", "--symmetry", "auto")).code).toBe(0);
  });

  it("shows a real behaviour, with everybody's name", async () => {
    const { code, output } = await run("-c", "bad", "--symmetry", "auto");
    expect(code).toBe(12);
    const full = await run("-c", "bad", "--symmetry", "off");
    const steps = (text: string) => text.match(/^ +\d+ +n\d +up/gm);
    expect(steps(output)).toHaveLength(2);
    expect(steps(full.output)).toHaveLength(2);
  });

  it.each([
    [["--engine", "interpreter"], "the interpreter looks at all states"],
    [["--profile"], "all states are measured"],
  ])("%j goes without", async (args, reason) => {
    expect(await json("--symmetry", "auto", ...args)).toMatchObject({ symmetry: { types: [], refused: [{ reason }] } });
  });

  it("is given up where it shows who was asked first", async () => {
    // Some state holds the one who has no answer behind the one who is enough; its images hold them the other way round.
    const text = `model Order
process Node as n[1..3] {
  shared queue: Seq<0..1, 1> = [1]
  shared flag: Bool = False
  action raise when forall m in Node: not m.flag { flag := True }
  action drain when (exists m in Node: m.flag) and not flag { queue := [] }
}
invariant Fine: exists n in Node: n.flag or n.queue[1] = 1
terminal when True`;
    const host = createFakeHost(new Map([["order.spec", text]]));
    expect(await main(["order.spec", "--symmetry", "auto", "--json"], host)).toBe(75);
    const { results } = JSON.parse(host.written.map((item) => item.text).join(""));
    expect(results[0]).toMatchObject({ verdict: "error", symmetry: { types: [] } });
    expect(results[0].symmetry.refused[0].reason).toContain("depends on the order");
  });

  it("knows no other word", async () => {
    expect((await run("--symmetry", "full")).code).toBe(151);
  });
});
