/**
 * The workflow of `docs/ci.md` is there to be copied: its commands are run as they stand, on a project with the files that
 * they name, and write the reports that its last steps pick up.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { readSarif } from "./sarif-essentials.ts";
import { readXml } from "./xml.ts";

const root = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/ci.md"), "utf8");
const workflow = /^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
const commands = [...workflow.matchAll(/^ +run: npx lockstep (.+)$/gm)].map((match) => (match[1] ?? "").split(" "));

const model = `/// A register that one process writes.
model Vote

process Voter as v[1..1] {
  durable vote: 0..1 = 0

  action give when vote = 0 { vote := 1 }
}

invariant Few: vote < 2
terminal when True
check default { } expect holds
check few { } checks Few expect holds
`.replace("invariant Few: vote < 2", "invariant Few: ∀ v ∈ Voter: v.vote < 2");
const code = `export function give(voter: { vote: number }, log: Log): void {
  voter.vote = 1;
  log.persist({ vote: 1 });
  log.trace("give");
  log.send("done");
}
interface Log {
  persist(record: object): void;
  trace(action: string): void;
  send(message: string): void;
}
`;
const bad = `model TwoLeaders
state leaders: 0..2 = 0
action elect when leaders < 2 { leaders += 1 }
invariant One: leaders < 2
terminal when True
`;
const run = [
  `{"trace":"lockstep/1","model":"Vote","constants":{},"nodes":["v1"],"logged":{"variables":["vote"],"args":true,"msg":true,"pre":false,"faults":true},"order":["vc"]}`,
  `{"node":"v1","i":1,"action":"give","set":{"vote":1},"vc":{"v1":1}}`,
  `{"end":{"v1":1}}`,
];
const history = [
  `{"operation":"invoke","client":"c1","id":1,"call":{"kind":"put","key":"x","value":1}}`,
  `{"operation":"ok","client":"c1","id":1,"result":{"kind":"written"}}`,
];

const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

it("runs, step by step, and leaves the reports that it uploads", async () => {
  const files = new Map<string, string | Uint8Array>([
    ["models/vote.spec", model],
    ["src/vote.ts", code],
    ["logs/run.jsonl", text(run)],
    ["logs/history.jsonl", text(history)],
    ["bad.spec", bad],
  ]);
  const first = createFakeHost(files);
  expect(await main(["bad.spec", "-q", "--trace-out", "counterexamples/two-leaders.itf.json"], first)).toBe(12);

  expect(commands.map(([name]) => name)).toEqual(["fmt", "models", "code", "conform", "history", "--replay"]);
  for (const command of commands) {
    const host = createFakeHost(files);
    const exit = await main(command, host);
    const told = host.written.map((item) => item.text).join("");
    expect(exit, `${command.join(" ")}\n${told}`).toBe(0);
    const written = (name: string) => String(files.get(command[command.indexOf(name) + 1] ?? ""));
    if (!command.includes("--junit")) continue;
    expect(Number(readXml(written("--junit")).attributes.tests), command.join(" ")).toBeGreaterThan(0);
    const { document, mistakes } = readSarif(written("--sarif"));
    expect(mistakes).toEqual([]);
    expect(document.runs[0]?.results).toEqual([]);
  }
  const reports = [...files.keys()].filter((name) => name.startsWith("reports/"));
  expect(reports).toHaveLength(10);
});

it("has a report of its own for each step", () => {
  const reports = commands.flatMap((command) =>
    ["--junit", "--sarif"].flatMap((option) =>
      command.includes(option) ? [command[command.indexOf(option) + 1]] : [],
    ),
  );
  expect(new Set(reports).size).toBe(reports.length);
  expect(reports.every((name) => name?.startsWith("reports/"))).toBe(true);
});
