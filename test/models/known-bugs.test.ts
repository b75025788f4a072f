/**
 * The known bugs are what they say: each is the correct model with one step changed, which says so; its saved trace shows what
 * it expects to be violated, and is no behaviour of the correct model that ends badly.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/cli/expectation.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Declaration, Unit } from "../../src/syntax/index.ts";
import { readDocument, replay, runScenario } from "../../src/trace/index.ts";
import { configurationsOf, machineOf, modelOf, modelOfUnit, root, savedTraces, unitOf } from "./model.ts";
import { verdictOf } from "./verdicts.ts";

const folder = "models/known-bugs";
const bugs = readdirSync(join(root, folder)).filter((name) => name.endsWith(".spec"));

/** The correct model: the first file that the comment before the model names. */
const correctPath = ({ doc }: Unit) => `models/${/`([\w-]+\.spec)`/.exec(doc ?? "")?.[1]}`;

interface Part {
  readonly name: string;
  /** Without comments and layout. */
  readonly text: string;
  readonly doc: string;
}

/** What the machine is made of, piece by piece: not what is said about it. */
function partsOf({ declarations }: Unit): readonly Part[] {
  return declarations.flatMap((item) => {
    if (item.kind === "process")
      return item.body.map((inner) => partOf(inner, `${item.name.text}.`)).concat(partOf({ ...item, body: [] }, ""));
    const kinds = ["param", "message", "network", "field", "action", "procedure", "fault", "assume"];
    return kinds.includes(item.kind) ? [partOf(item, "")] : [];
  });
}

function partOf(item: Declaration, owner: string): Part {
  const { source, start, end } = item.span;
  const whole = source.text.slice(start, end);
  const code = item.kind === "process" ? whole.slice(0, whole.indexOf("{")) : whole;
  const text = code
    .replace(/\/\/.*/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return { name: `${owner}${nameOf(item)}`, text, doc: item.doc ?? "" };
}

function nameOf(item: Declaration): string {
  if (item.kind === "handler") return item.event.kind === "message" ? `on ${item.event.message.text}` : item.event.kind;
  if (item.kind === "fault") return `fault ${item.fault.text}`;
  return "name" in item ? `${item.kind} ${item.name.text}` : item.kind;
}

describe.each(bugs)(`${folder}/%s`, (name) => {
  const path = `${folder}/${name}`;
  const unit = unitOf(path);
  const correct = correctPath(unit);
  const saved = join(root, savedTraces(name)[0] ?? "");

  it("is the correct model with one step changed, which says so", () => {
    const before = partsOf(unitOf(correct));
    const after = partsOf(unit);
    const changed = after.filter(
      ({ text, name: part }) => !before.some((old) => old.text === text && old.name === part),
    );
    const gone = before.filter(({ text, name: part }) => !after.some((old) => old.text === text && old.name === part));
    expect(changed.map(({ name: part }) => part)).toHaveLength(1);
    expect(changed[0]?.doc).toContain("The bug");
    expect(gone.map(({ name: part }) => part)).toEqual(changed.map(({ name: part }) => part));
  });

  for (const { name: config, checks, outcomes } of configurationsOf(path)) {
    it(`${config}: ends as it expects`, { timeout: 300_000 }, async () => {
      const model = modelOf(path, { config });
      const { found, expected } = compare(outcomes, await verdictOf(model, { only: checks }), model);
      expect(found).toBe(expected);
    });
  }

  const machine = machineOf(path);
  it.each(machine.model.runs.map((run) => [run.name, run] as const))("tells the story %s", (_, run) => {
    expect(runScenario(machine, run).failure?.message).toBeUndefined();
  });

  it("has a trace in counterexamples/, which is none of the correct model", () => {
    expect(existsSync(saved)).toBe(true);
    const opened = readDocument(readFileSync(saved, "utf8"));
    if ("failure" in opened) throw new Error(opened.failure);
    const { document, origin } = opened;
    expect(replay(document, origin, machine).kind).toBe("confirmed");
    const settings = configurationsOf(path).find(({ name: config }) => config === "default")?.settings ?? [];
    const right = createMachine(modelOfUnit(correct, unitOf(correct), settings));
    expect(replay(document, origin, right).kind).toBe("stale");
  });
});
