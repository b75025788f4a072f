/**
 * `check code` on a small project that is not ours, as it is and with mistakes planted in it; on the protocols of this
 * project, which must be as their models say; and on what is no code.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { readSarif } from "./sarif-essentials.ts";
import { readXml } from "./xml.ts";

// Whoever comes first loads a compiler.
vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(import.meta.dirname, "../..");

/** The files below `folder` of the project, by their paths in it. */
function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .map((file) => [file, readFileSync(path.join(root, file), "utf8")]),
  );
}

const project = "test/conform/code-project";
const names = "--trace-point journal.step --persist disk.save --send network.post --variable votedFor=vote".split(" ");
const theirs = [project, "--model", `${project}/vote.spec`, ...names];

async function check(files: ReadonlyMap<string, string>, ...args: readonly string[]) {
  const host = createFakeHost(new Map<string, string | Uint8Array>(files), { columns: 120 });
  const code = await main(["code", ...args], host);
  const text = (stream: string) =>
    host.written
      .filter((item) => item.stream === stream)
      .map((item) => item.text)
      .join("");
  return { code, output: text("output"), errors: text("errors"), files: host.files };
}

interface Told {
  readonly exit: number;
  readonly results: readonly {
    readonly verdict: string;
    readonly notChecked: readonly string[];
    readonly excuses: readonly { readonly place: string; readonly reason: string }[];
    readonly findings: readonly { readonly rule: string; readonly file?: string; readonly line?: number }[];
  }[];
}

async function findings(files: ReadonlyMap<string, string>, ...args: readonly string[]) {
  const { code, output } = await check(files, ...args, "--json");
  const told = JSON.parse(output) as Told;
  expect(told.exit).toBe(code);
  expect(told.results[0]?.verdict).toBe(code === 0 ? "accepted" : "rejected");
  return (told.results[0]?.findings ?? []).map((item) =>
    item.file === undefined ? item.rule : `${item.rule} ${path.basename(item.file)}:${item.line}`,
  );
}

/** The project with `replace`, which occurs once in a file of it, replaced. */
function planted(file: string, replace: string, by: string): Map<string, string> {
  const files = filesIn(project);
  const text = files.get(`${project}/${file}`) ?? "";
  expect(text.split(replace).length, `${file}: ${replace}`).toBe(2);
  return files.set(
    `${project}/${file}`,
    text.replace(replace, () => by),
  );
}

describe("somebody's project", () => {
  it("conforms, and says what was looked at", async () => {
    const { code, output } = await check(filesIn(project), ...theirs);
    expect(output).toBe(
      [
        `✓ ${project} conforms to OneVote, as far as can be read off`,
        "  3 files · 4 actions · 4 trace points · 2 sends · 1 write",
        "  durable before sent: term, votedFor",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    [
      "granted before it is saved",
      `    if (changed) await this.keep();\n    if (grants) this.around.network.post(from, { type: "Granted", term });\n`,
      `    if (grants) this.around.network.post(from, { type: "Granted", term });\n    if (changed) await this.keep();\n`,
      ["sent-before-durable voter.ts:69"],
    ],
    [
      "saved without waiting",
      "if (changed) await this.keep();",
      "if (changed) this.keep();",
      ["unawaited-persist voter.ts:69", "sent-before-durable voter.ts:70"],
    ],
    [
      "only the vote is saved",
      "save({ term: this.term, vote: this.vote })",
      "save({ vote: this.vote })",
      ["sent-before-durable voter.ts:70", "left-not-durable voter.ts:28"],
    ],
    [
      "one change is not noted",
      "      this.vote = from;\n      changed = true;\n",
      "      this.vote = from;\n",
      ["sent-before-durable voter.ts:69"],
    ],
    [
      "nothing is saved by who stands",
      '    await this.keep();\n    this.around.journal.step("stand");',
      `    this.around.journal.step("stand");`,
      ["left-not-durable voter.ts:28"],
    ],
    [
      "it goes on when it could not be saved",
      "if (changed) await this.keep();",
      "try { if (changed) await this.keep(); } catch {}",
      ["sent-before-durable voter.ts:70"],
    ],
    [
      "a step is not traced",
      `        this.around.journal.step("on Granted");\n`,
      "",
      ["missing-trace-point vote.spec:30"],
    ],
    [
      "a step is traced by a wrong name",
      `step("on Granted")`,
      `step("on Grant")`,
      ["missing-trace-point vote.spec:30", "unknown-trace-point voter.ts:52"],
    ],
    [
      "a name is made while it runs",
      `step("on Granted")`,
      `step("on " + message.type)`,
      ["unreadable-trace-point voter.ts:52", "missing-trace-point vote.spec:30"],
    ],
    [
      "an argument has another name",
      `step("ask", { peer })`,
      `step("ask", { to: peer })`,
      ["trace-arguments voter.ts:40"],
    ],
    ["an argument is left out", `step("ask", { peer })`, `step("ask")`, ["trace-arguments voter.ts:40"]],
    ["an argument is too many", `step("stand")`, `step("stand", { why: "slow" })`, ["trace-arguments voter.ts:32"]],
  ])("%s", async (_what, replace, by, expected) => {
    expect(await findings(planted("voter.ts", replace, by), ...theirs)).toEqual(expected);
  });

  it.each([
    ["the name is a constant", `step("on Granted")`, `step(granted);\nconst granted = "on Granted"`],
    ["the name is a choice", `step("on Granted")`, `step(message.term > 1 ? "on Granted" : "stand")`],
    ["the process is named, too", `step("on Granted")`, `step("Voter.on Granted")`],
    [
      "sent when it is saved",
      "if (changed) await this.keep();\n",
      'if (changed) return this.keep().then(() => this.around.network.post(from, { type: "Granted", term }));\n',
    ],
    ["saved twice", "if (changed) await this.keep();\n", "if (changed) { await this.keep(); await this.keep(); }\n"],
    ["saved in any case", "if (changed) await this.keep();\n", "await this.keep();\n"],
  ])("still conforms when %s", async (_what, replace, by) => {
    expect(await findings(planted("voter.ts", replace, by), ...theirs)).toEqual([]);
  });

  it("shows the path of what it finds", async () => {
    const files = planted("voter.ts", "    if (changed) await this.keep();\n", "");
    const { code, output } = await check(files, ...theirs);
    expect(code).toBe(12);
    expect(output).toContain(
      `voter.ts:69:17 error[sent-before-durable] \`Granted\` may leave before \`term\` and \`vote\` (the`,
    );
    expect(output).toMatch(
      /voter\.ts:47:15: calls onAsk\n(.*\n)*.*voter\.ts:60:7: `term` changes\n(.*\n)*.*voter\.ts:66:7: `vote`/,
    );
    expect(output).toContain("✗ test/conform/code-project does not conform to OneVote: 1 finding");
  });

  it("says what it did not find under the names that it was given", async () => {
    const without = theirs.filter((word) => word !== "--variable" && word !== "votedFor=vote");
    const { code, output } = await check(filesIn(project), ...without);
    expect(code).toBe(0);
    expect(output).toContain("not checked, because no code changes it by this name: votedFor (--variable)");
    const silent = await check(filesIn(project), project, "--model", `${project}/vote.spec`, "--trace-point", "step");
    expect(silent.output).toContain("no code sends anything by the names that were looked for (--send)");
  });

  it("lets an action go untraced, and a change that gives its reason", async () => {
    const silent = planted("voter.ts", `        this.around.journal.step("on Granted");\n`, "");
    expect(await findings(silent, ...theirs, "--untraced", "on Granted")).toEqual([]);
    const excused = planted(
      "voter.ts",
      "    this.vote = this.name;\n",
      "    // not durable: only a test\n    this.vote = this.name;\n",
    );
    const { output } = await check(excused, ...theirs);
    expect(output).toContain("not durable, as the code says at test/conform/code-project/voter.ts:30: only a test");
  });

  it("reports to CI", async () => {
    const files = planted("voter.ts", `step("on Granted")`, `step("on Grant")`);
    const { code, files: after } = await check(files, ...theirs, "--junit", "code.xml", "--sarif", "code.sarif");
    expect(code).toBe(12);
    const xml = readXml(String(after.get("code.xml")));
    expect(xml.attributes).toMatchObject({ tests: "3", failures: "2", errors: "0" });
    const { document, mistakes } = readSarif(String(after.get("code.sarif")));
    expect(mistakes).toEqual([]);
    expect(document.runs[0]?.results.map((item) => [item.ruleId, item.locations[0]?.physicalLocation])).toEqual([
      [
        "missing-trace-point",
        {
          artifactLocation: { uri: "test/conform/code-project/vote.spec" },
          region: expect.objectContaining({ startLine: 30, startColumn: 3 }),
        },
      ],
      [
        "unknown-trace-point",
        {
          artifactLocation: { uri: "test/conform/code-project/voter.ts" },
          region: expect.objectContaining({ startLine: 52, startColumn: 9 }),
        },
      ],
    ]);
  });
});

describe("our protocols", () => {
  const ours = new Map([...filesIn("src/protocols"), ...filesIn("models"), ...filesIn("spec")]);
  const named = (name: string) => (name === "raft" ? [] : ["--variable", "committed=decision"]);
  const argumentsOf = (name: string) => [`src/protocols/${name}`, "--model", `models/${name}.spec`, ...named(name)];
  it.each([
    ["two-phase-commit", "committed, vote"],
    ["raft", "currentTerm, votedFor, log"],
  ])("%s has every trace point, and writes before it sends", { timeout: 30_000 }, async (name, durable) => {
    const { code, output, errors } = await check(ours, ...argumentsOf(name));
    expect(output).not.toContain("not checked");
    expect(errors).toBe("");
    expect(output).toContain(`durable before sent: ${durable}`);
    expect(code).toBe(0);
  });

  it.each([
    ["raft", "election.ts", "  persist(server, before);\n  turn.send(candidate", "  turn.send(candidate"],
    [
      "raft",
      "replication.ts",
      "persist(server, before, storeEntries(server, message));",
      "storeEntries(server, message);",
    ],
    ["two-phase-commit", "participant.ts", "  turn.persist({ vote: value });\n", ""],
    ["two-phase-commit", "coordinator.ts", `  turn.persist({ decision: "Committed" });\n`, ""],
  ])("%s: a write that is left out in %s is found", { timeout: 30_000 }, async (name, file, replace, by) => {
    const target = `src/protocols/${name}/${file}`;
    const text = ours.get(target) ?? "";
    expect(text).toContain(replace);
    const variant = new Map(ours).set(
      target,
      text.replace(replace, () => by),
    );
    const found = await findings(variant, ...argumentsOf(name));
    expect(new Set(found.map((item) => item.split(" ")[0]))).toContain("sent-before-durable");
  });
});

describe("what can't be checked", () => {
  const model = `${project}/vote.spec`;
  const args = (...words: readonly string[]) => [...words, "--model", model];
  it.each<readonly [string, readonly string[], number, string]>([
    ["no model", [project], 151, "required option"],
    ["a model that is not there", [project, "--model", "no.spec"], 151, "there is no file `no.spec`"],
    ["a model with mistakes", [project, "--model", "broken.spec"], 150, "broken.spec:2:"],
    ["a theory", [project, "--model", "theory.spec"], 151, "no model"],
    ["no such folder", args("nowhere"), 151, "there is no file or folder `nowhere`"],
    ["a folder without code", args("empty"), 151, "no TypeScript or JavaScript"],
    ["code with mistakes", args("broken.ts"), 150, "broken.ts:1:"],
    ["code that is no text", args("binary.ts"), 151, "not text"],
    [
      "a variable that the model lacks",
      args(project, "--variable", "vote=votedFor"),
      151,
      "no durable variable `vote`",
    ],
    ["a malformed variable", args(project, "--variable", "vote"), 151, "takes MODEL=CODE"],
    ["a malformed setting", args(project, "--set", "Voters"), 151, "takes NAME=VALUE"],
    ["an unknown option", args(project, "--persists", "save"), 151, "--persist"],
  ])("%s", async (_what, words, code, message) => {
    const files = filesIn(project)
      .set("broken.spec", "model Broken\nstate x: Bool = Flase\n")
      .set("theory.spec", "theory Nothing\ntype T\n")
      .set("empty/readme.md", "nothing")
      .set("binary.ts", "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000e\u000f")
      .set("broken.ts", "class {{");
    const found = await check(files, ...words);
    expect(found.code).toBe(code);
    expect(found.errors).toContain(message);
  });

  it("an untraced action that the model lacks is told", async () => {
    expect(await findings(filesIn(project), ...theirs, "--untraced", "asks")).toEqual([
      expect.stringContaining("unknown-action"),
    ]);
  });
});
