/**
 * Trace validation on logs of the simulated runtime: what a run did is accepted with much or little of it told, and what
 * it did not do is rejected, with the reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Conformance } from "../../src/conform/index.ts";
import {
  type EventLine,
  type HeaderLine,
  raftSystem,
  type TraceLine,
  twoPhaseSystem,
} from "../../src/protocols/index.ts";
import { conformanceText, createPaint } from "../../src/report/index.ts";
import {
  type Asked,
  byNode,
  calm,
  hold,
  isEvent,
  isHeader,
  simulated,
  type Telling,
  tell,
  textOf,
  verdictOf,
} from "./logs.ts";

const raft = "models/raft.spec";
const twoPhase = "models/two-phase-commit.spec";
/** The models declare no duplication; the simulated network has it. */
const duplication: Asked = { settings: "duplication.total = 1" };
const full = process.env.LOCKSTEP_FULL !== undefined;
/** Shorter runs where they are many. */
const system = () => (full ? raftSystem() : { ...raftSystem(), calm: 1500, end: 4000 });
const seeds = full ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [6];

function held(model: string, lines: readonly TraceLine[], asked: Asked = {}): Conformance {
  const outcome = hold(model, textOf(lines), asked);
  if (outcome.kind === "refused") throw new Error(outcome.diagnostics.map(({ message }) => message).join("; "));
  return outcome.conformance;
}

describe("a run of Raft is accepted", { timeout: 120_000 }, () => {
  const ways: readonly [string, Telling][] = [
    ["with everything, ordered by clocks", {}],
    ["with everything, and no order between nodes", { order: [] }],
  ];
  it.each(ways)("%s", (_name, telling) => {
    for (const seed of seeds) {
      const lines = tell(simulated(system(), seed), telling);
      expect(`${seed} ${verdictOf(hold(raft, textOf(lines), duplication))}`).toBe(`${seed} accepted`);
    }
  });

  it("with names and arguments only, ordered by clocks; where faults are many, nobody may know", () => {
    const verdicts = seeds.map((seed) => {
      const lines = tell(simulated(system(), seed), { namesOnly: true });
      return verdictOf(hold(raft, textOf(lines), { ...duplication, limits: { places: 20_000 } }));
    });
    expect(verdicts).not.toContain("rejected");
    const accepted = verdicts.filter((verdict) => verdict === "accepted").length;
    expect(accepted / seeds.length, verdicts.join()).toBeGreaterThan(0.8);
  });

  it("written by separate processes, one file after the other", () => {
    const lines = byNode(tell(simulated(system(), 6), {}));
    expect(verdictOf(hold(raft, textOf(lines), duplication))).toBe("accepted");
  });

  it("without its faults, where they are declared", () => {
    const lines = tell(simulated(raftSystem(), 8), { faults: false });
    expect(verdictOf(hold(raft, textOf(lines), { settings: "restart.total = 5" }))).toBe("accepted");
    expect(verdictOf(hold(raft, textOf(lines), { settings: "restart.total = 0" }))).toBe("rejected");
    // The budget is used up before the search is over: nobody knows.
    const few = held(raft, lines, { settings: "restart.total = 1", limits: { places: 3000 } });
    expect(few.result.verdict).toBe("unknown");
    expect(few.result.limits.join()).toContain("restart may happen 1 times without a line in the log");
  });

  it("and no fault is imagined of a kind that the log always tells of", () => {
    const lines = tell(simulated(system(), 6), {});
    const [applied] = events(lines).filter(({ action }) => action === "apply");
    const wrong = (faults: HeaderLine["logged"]["faults"]) =>
      lines.map((line): TraceLine => {
        if (isHeader(line)) return { ...line, logged: { ...line.logged, faults } };
        return line === applied ? { ...applied, set: { lastApplied: 7 } } : line;
      });
    const asked = { settings: "restart.total = 1, duplication.total = 1", limits: { places: 3000 } };
    expect(verdictOf(hold(raft, textOf(wrong(false)), asked))).toBe("unknown");
    expect(verdictOf(hold(raft, textOf(wrong(["crash", "restart", "duplication"])), asked))).toBe("rejected");
  });

  it("and when nobody knows, it says what the log should tell", () => {
    const lines = tell(simulated(system(), 6), { order: [], namesOnly: true });
    const conformance = held(raft, lines, { ...duplication, limits: { places: 100 } });
    const text = conformanceText({ path: "run.jsonl", conformance, mapping: {} }, createPaint(false), 200);
    expect(conformance.result.verdict).toBe("unknown");
    expect(text).toContain(
      "the search would be smaller if the log told what orders events of different nodes (vector clocks, or times); or the messages that events receive and send; or a variable (--advise names the best)",
    );
  });

  it.runIf(full)("of 10,000 events", () => {
    const long = simulated({ ...raftSystem(), calm: 30_000, end: 82_000 }, 1, calm);
    const { survey, result } = held(raft, tell(long, {}));
    expect(survey.events).toBeGreaterThan(9_500);
    expect(result).toMatchObject({ verdict: "accepted", choices: 0 });
  });
});

describe("a run of two-phase commit is accepted", () => {
  it.each([
    ["with everything", {}],
    ["without any order", { order: [] as const }],
    ["with names only, and no order", { order: [] as const, namesOnly: true }],
  ])("%s", (_name, telling) => {
    for (let seed = 1; seed <= (full ? 200 : 12); seed++) {
      const lines = tell(simulated(twoPhaseSystem(), seed), telling);
      expect(`${seed} ${verdictOf(hold(twoPhase, textOf(lines)))}`).toBe(`${seed} accepted`);
    }
  });
});

it.each(readdirSync("test/conform/bundled-logs"))("the bundled log %s is accepted", { timeout: 60_000 }, (name) => {
  const model = name.startsWith("raft") ? raft : twoPhase;
  expect(verdictOf(hold(model, readFileSync(join("test/conform/bundled-logs", name))))).toBe("accepted");
});

const events = (lines: readonly TraceLine[]): readonly EventLine[] => lines.filter(isEvent);

describe("gaps", { timeout: 60_000 }, () => {
  const lines = tell(simulated(twoPhaseSystem(), 2), {});
  const [first] = events(lines).filter(({ action }) => action === "prepare");

  it("stand for any steps of the node", () => {
    if (!first) throw new Error("nobody prepares");
    const { node, i } = first;
    const gap: TraceLine = { gap: node, from: i, to: i };
    const holed = lines.map((line): TraceLine => {
      if (line === first) return gap;
      return "end" in line ? { end: { ...line.end, [node]: (line.end[node] ?? 1) - 1 } } : line;
    });
    expect(verdictOf(hold(twoPhase, textOf(holed)))).toBe("accepted");
    const open = holed.map((line): TraceLine => (line === gap ? { gap: node, from: i } : line));
    expect(verdictOf(hold(twoPhase, textOf(open)))).toBe("accepted");
    expect(verdictOf(hold(twoPhase, textOf(open), { limits: { gap: 0 } }))).toBe("unknown");
  });

  it("are no excuse for what no steps explain", () => {
    if (!first) throw new Error("nobody prepares");
    const wrong = lines.map((line): TraceLine => (line === first ? { ...first, set: { vote: "Committed" } } : line));
    expect(verdictOf(hold(twoPhase, textOf(wrong)))).toBe("rejected");
  });
});

describe("a rejection", { timeout: 60_000 }, () => {
  const lines = tell(simulated(system(), 3, calm), {});
  const requests = events(lines).filter(({ action }) => action === "clientRequest");
  const [, request] = requests;

  it("names the event, the variable that differs, and what would help", () => {
    if (!request) throw new Error("nobody asks");
    const entry = { "#keep": 1, "#append": [{ term: 7, value: { client: "c9", sequence: 1, operation: {} } }] };
    const wrong = lines.map((line): TraceLine => (line === request ? { ...request, set: { log: entry } } : line));
    const conformance = held(raft, wrong, { seekRemedies: true });
    const [prefix] = conformance.rejection?.prefixes ?? [];
    const [blocked] = prefix?.blocked ?? [];
    expect(conformance.result.verdict).toBe("rejected");
    expect(blocked?.item).toMatchObject({ kind: "event", line: lines.indexOf(request) + 1 });
    expect(blocked?.mismatches[0]?.differences.map(({ name }) => name)).toEqual(["log"]);
    expect(conformance.remedies).toContainEqual({
      words: `log in event ${request.i} of ${request.node} is not compared`,
      accepted: true,
      explained: conformance.survey.events,
    });
  });

  it("names the guard that refuses, with its values", () => {
    const [leader] = requests;
    if (!leader) throw new Error("nobody asks");
    const other = ["s1", "s2", "s3"].find((node) => node !== leader.node) ?? "";
    const impostor = events(lines).find(({ node, action }) => node === other && action === "on AppendEntries");
    if (!impostor) throw new Error("nobody follows");
    const { set, msg, ...rest } = impostor;
    const wrong = lines.map(
      (line): TraceLine =>
        line === impostor ? { ...rest, ...(leader.args ? { args: leader.args } : {}), action: "clientRequest" } : line,
    );
    const [prefix] = held(raft, wrong).rejection?.prefixes ?? [];
    const blocked = prefix?.blocked.find(({ node }) => node === other);
    expect(blocked?.refusals[0]?.reason).toContain("role = Leader");
    expect(blocked?.refusals[0]?.values.map(({ text }) => text)).toContain("role");
  });

  it("says that one duplication would explain it", () => {
    const duplicated = tell(simulated(system(), 3), {});
    const conformance = held(raft, duplicated, { settings: "duplication.total = 0", seekRemedies: true });
    expect(conformance.result.verdict).toBe("rejected");
    expect(conformance.remedies).toContainEqual({
      words: "one duplication is allowed",
      accepted: true,
      explained: conformance.survey.events,
    });
  });

  it("tells of events that the model does not know", () => {
    const renamed = lines.map(
      (line): TraceLine => (isEvent(line) && line.action === "timeout" ? { ...line, action: "tiemout" } : line),
    );
    const [prefix] = held(raft, renamed).rejection?.prefixes ?? [];
    expect(prefix?.blocked.map(({ problem }) => problem)).toContain("`tiemout` is no action of Server in the model");
  });
});

describe("mappings", { timeout: 60_000 }, () => {
  const lines = tell(simulated(twoPhaseSystem(), 2), {});
  const renamed = lines.map((line): TraceLine => {
    if ("trace" in line) return { ...line, logged: { ...line.logged, variables: ["ballot", "prepared", "decision"] } };
    if (!isEvent(line)) return line;
    const { vote, ...set } = line.set ?? {};
    return {
      ...line,
      action: line.action === "prepare" ? "ready!" : line.action,
      set: vote === undefined ? set : { ...set, ballot: vote },
    };
  });

  it("say which name is which", () => {
    expect(verdictOf(hold(twoPhase, textOf(renamed)))).toBe("rejected");
    const mapping = { events: { "ready!": "prepare" }, variables: { ballot: "vote" } };
    expect(verdictOf(hold(twoPhase, textOf(renamed), { mapping }))).toBe("accepted");
  });

  it("compose several actions into one event, and let events be nothing", () => {
    const model = `model Counter
param Most = 4
process Counter as c { durable value: 0..Most = 0  durable even: Bool = True
  action add { value += 1; even := False }
  action settle when ¬even { even := True } }
`;
    const header = `{"trace":"lockstep/1","model":"Counter","constants":{},"nodes":["c"],"logged":{"variables":["value","even"],"args":true,"msg":true,"pre":false,"faults":true},"order":[]}\n`;
    const log = (...texts: readonly string[]) =>
      `${header}${texts.map((text, at) => `{"node":"c","i":${at + 1},${text}}\n`).join("")}{"end":{"c":${texts.length}}}\n`;
    const both = log(
      '"action":"addAndSettle","set":{"value":1}',
      '"action":"hello"',
      '"action":"add","set":{"value":2,"even":false}',
    );
    const mapping = { events: { addAndSettle: ["add", "settle"], hello: { ignore: "a greeting" } } };
    expect(verdictOf(hold(model, both, { mapping }))).toBe("accepted");
    const hidden = log(
      '"action":"add","set":{"value":1,"even":false}',
      '"action":"add","set":{"value":2,"even":false}',
      '"action":"settle","set":{"even":true}',
    );
    expect(verdictOf(hold(model, hidden))).toBe("accepted");
    const alone = log('"action":"add","set":{"value":1,"even":false}', '"action":"add","set":{"value":2}');
    expect(verdictOf(hold(model, alone))).toBe("accepted");
    const skipped = log(
      '"action":"add","set":{"value":1,"even":false}',
      '"action":"add","set":{"value":2,"even":false}',
      '"action":"add","pre":{"even":true},"set":{"value":3,"even":false}',
    );
    expect(verdictOf(hold(model, skipped))).toBe("rejected");
    expect(verdictOf(hold(model, skipped, { mapping: { silent: { settle: "nobody logs it" } } }))).toBe("accepted");
  });

  it("can be wrong about the bounds: they grow with the log", () => {
    const header = `{"trace":"lockstep/1","model":"Counter","constants":{},"nodes":["c"],"logged":{"variables":[],"args":true,"msg":true,"pre":false,"faults":true},"order":[]}\n`;
    const model =
      "model Counter\nparam Most = 2\nprocess Counter as c { durable value: 0..Most = 0\n  action add bound value < Most { value += 1 } }\n";
    const events = Array.from({ length: 100 }, (_none, at) => `{"node":"c","i":${at + 1},"action":"add"}\n`).join("");
    const outcome = hold(model, `${header}${events}{"end":{"c":100}}\n`);
    expect(verdictOf(outcome)).toBe("accepted");
    expect(outcome.kind === "held" && outcome.conformance.fitted.lifted).toEqual([{ name: "Most", from: 2, to: 128 }]);
  });
});

it("holds the invariants of the model along the path", () => {
  const model = `model Two
process Node as n[1..2] { durable on: Bool = False
  action turn { on := ¬on } }
invariant OneOn: ∀ p, q ∈ Node: p.on ∧ q.on → p = q
`;
  const log = `{"trace":"lockstep/1","model":"Two","constants":{},"nodes":["n1","n2"],"logged":{"variables":["on"],"args":true,"msg":true,"pre":false,"faults":true},"order":["lines"]}
{"node":"n1","i":1,"action":"turn","set":{"on":true}}
{"node":"n2","i":1,"action":"turn","set":{"on":true}}
{"end":{"n1":1,"n2":1}}
`;
  const outcome = hold(model, log);
  expect(verdictOf(outcome)).toBe("accepted, OneOn broken");
  expect(outcome.kind === "held" && outcome.conformance.path.broken?.place?.via?.item?.line).toBe(3);
});

describe("the advisor", { timeout: 60_000 }, () => {
  it("has nothing to say where all is told, and names a variable where it is not", () => {
    const lines = simulated(system(), 1, calm);
    expect(held(raft, tell(lines, {}), { advise: true }).advice).toMatchObject({ ambiguous: 0 });
    const { advice } = held(raft, tell(lines, { namesOnly: true }), { advise: true });
    expect(advice?.ambiguous).toBeGreaterThan(10);
    expect(["commitIndex", "lastApplied", "log", "matchIndex", "nextIndex"]).toContain(advice?.variables[0]?.name);
  });
});
