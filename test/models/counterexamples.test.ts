/**
 * The saved counterexamples of the documents' sketches: each is still a behaviour of its model and still ends badly, and
 * is none of the twin, which differs from the sketch in one named line and holds.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { readDocument, replay } from "../../src/trace/index.ts";
import { configurationsOf, machineOf, root } from "./model.ts";

const saved = readdirSync(join(root, "counterexamples")).filter((name) => name.endsWith(".itf.json"));

function open(name: string) {
  const opened = readDocument(readFileSync(join(root, "counterexamples", name), "utf8"));
  if ("failure" in opened) throw new Error(opened.failure);
  return { ...opened, path: normalize(join("counterexamples", opened.origin.source)) };
}

describe.each(saved)("counterexamples/%s", (name) => {
  const { document, origin, path } = open(name);

  it("still ends badly", () => {
    expect(replay(document, origin, machineOf(path, { config: origin.configuration })).kind).toBe("confirmed");
  });

  it("shows what its configuration expects", () => {
    const expected = configurationsOf(path).find((configuration) => configuration.name === origin.configuration)
      ?.outcomes[0];
    if (origin.kind === "deadlock") expect(expected?.kind).toBe("deadlocks");
    else expect(expected?.kind === "violates" && expected.property.text).toBe(origin.property);
  });

  it.runIf(path.includes("as-written"))("is no behaviour of the twin that ends badly", () => {
    expect(replay(document, origin, machineOf(path, { config: "twin" })).kind).toBe("stale");
  });
});

const sketches = readdirSync(join(root, "models/as-written")).filter((name) => name.endsWith(".spec"));

describe.each(sketches)("models/as-written/%s", (name) => {
  const lines = readFileSync(join(root, "models/as-written", name), "utf8").split("\n");
  const code = (line: string) => line.replace(/\/\/.*/, "");

  it("has its trace in counterexamples/", () => expect(saved).toContain(name.replace(".spec", ".itf.json")));

  it("differs from its twin in one line of code, which says so", () => {
    const parameter = lines.map((line) => /^param (\w+) = False/.exec(line)?.[1]).find((found) => found !== undefined);
    const uses = lines.filter((line) => code(line).includes(parameter ?? "?") && !/^(param|check) /.test(line));
    expect(uses).toHaveLength(1);
    expect(lines[lines.indexOf(uses[0] ?? "") - 1]).toContain("The twin differs here and nowhere else.");
  });

  it("says for every assignment, call and jump of its tasks which line of the sketch it is", () => {
    const start = lines.findIndex((line) => /^ {2}task /.test(line));
    const end = lines.indexOf("  }", start);
    const bookkeeping = /^(answered|reported) := (False|None)$|^node := 1$|^goto abort$/;
    const silent = lines.slice(start + 1, end).filter((line, index, all) => {
      const statement = code(line).trim();
      if (!/:=|\+=|^pick|^goto|^call/.test(statement) || bookkeeping.test(statement)) return false;
      return !/\/\/.*lines? \d+/.test(line) && !/\/\/.*lines? \d+/.test(all[index - 1] ?? "");
    });
    expect(silent).toEqual([]);
  });
});
