/**
 * The saved counterexamples of the documents' sketches: each is still a behaviour of its model and still ends badly, and
 * is none of the twin, which differs from the sketch in one named line and holds.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { readDocument, replay } from "../../src/trace/index.ts";
import { configurationsOf, machineOf, root, savedTraces } from "./model.ts";

const saved = readdirSync(join(root, "counterexamples")).filter((name) => name.endsWith(".itf.json"));

function open(name: string) {
  const opened = readDocument(readFileSync(join(root, "counterexamples", name), "utf8"));
  if ("failure" in opened) throw new Error(opened.failure);
  return { ...opened, path: normalize(join("counterexamples", opened.origin.source)) };
}

describe.each(saved)("counterexamples/%s", (name) => {
  const { document, origin, path } = open(name);

  it("is named by its model and what it violates", () => {
    const config = origin.configuration === "default" ? [] : [origin.configuration];
    const wrong = origin.kind === "deadlock" ? "deadlock" : origin.property;
    expect(name).toBe([basename(path, ".spec"), ...config, wrong, "itf.json"].join("."));
  });

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

  const [first] = configurationsOf(`models/as-written/${name}`);
  const isFlawed = first?.outcomes.some(({ kind }) => kind !== "holds");

  it.runIf(isFlawed)("has its trace in counterexamples/", () => {
    expect(savedTraces(name)).not.toEqual([]);
  });

  it("differs from its twin in few lines of code, and the line above each says so", () => {
    const parameter = lines.map((line) => /^param (\w+) = False/.exec(line)?.[1]).find((found) => found !== undefined);
    const uses = lines.flatMap((line, at) =>
      code(line).includes(parameter ?? "?") && !/^(param|check) /.test(line) ? [lines[at - 1] ?? ""] : [],
    );
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((above) => !/[Tt]he twin differs here|… and here/.test(above))).toEqual([]);
    expect(uses.at(-1)).toContain("nowhere else.");
  });

  // What only the model needs, such as a count that keeps it finite, is said to be `ours`.
  it("says for every assignment, call and jump of its tasks which line of the sketch it is", () => {
    const starts = lines.flatMap((line, at) => (/^ {2}task /.test(line) ? [at] : []));
    const tasks = starts.flatMap((start) => lines.slice(start + 1, lines.indexOf("  }", start)));
    const bookkeeping = /^(answered|reported) := (False|None)$|^node := 1$|^goto abort$/;
    const told = /\/\/.*(lines? \d+|ours)/;
    const silent = tasks.filter((line, index, all) => {
      const statement = code(line).trim();
      if (!/:=|\+=|^pick|^goto|^call/.test(statement) || bookkeeping.test(statement)) return false;
      return !told.test(line) && !told.test(all[index - 1] ?? "");
    });
    expect(silent).toEqual([]);
  });
});
