/** JUnit and SARIF: whole, valid, and saying what the exit code says, for every way in which a check can end. */
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { type Checked, junitText, sarifText } from "../../src/report/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { readSarif } from "./sarif-essentials.ts";
import { readXml } from "./xml.ts";

const lamp = `model Lamp
param Most = 2
state switched: 0..9 = 0
action toggle when switched < Most { switched += 1 }
invariant Few: switched < 3
invariant Sane: switched >= 0
reachable On: switched = 1
terminal when True
run once { toggle; expect switched = 1 }
check default { } expect holds, states 3, transitions 3
check many { Most = 5 } expect violates Few
check wrong { Most = 4 } expect holds
`;
const models = new Map([
  ["lamp.spec", lamp],
  ["odd name/läuft ≤ 3 & <so>.spec", lamp.replace("switched < 3", "switched < 1")],
  ["stuck.spec", "model Stuck\nstate done: Bool = False\naction finish when not done { done := True }\n"],
  ["leaves.spec", "model Leaves\nstate n: 0..2 = 0\naction more { n += 1 }\n"],
  ["asserts.spec", 'model Asserts\nstate n: 0..2 = 0\naction more { assert n < 0, "n is < 0 & so on" }\n'],
  ["scenario.spec", lamp.replace("expect switched = 1", "expect switched = 2")],
  ["broken.spec", "model Broken\nstate x: Bool = Flase\naction a == b\n"],
]);

async function run(...args: readonly string[]) {
  const host = createFakeHost(new Map(models));
  const code = await main([...args, "--junit", "out/junit.xml", "--sarif", "out/check.sarif", "--quiet"], host);
  const xml = readXml(String(host.files.get("out/junit.xml")));
  const { document, mistakes } = readSarif(String(host.files.get("out/check.sarif")));
  expect(mistakes).toEqual([]);
  const [first] = document.runs;
  expect(first?.invocations[0]?.exitCode).toBe(code);
  const suites = xml.children.map(({ attributes, children }) => {
    const kinds = children.map((item) => item.children[0]?.name ?? "passed");
    expect(Number(attributes.tests)).toBe(children.length);
    expect(Number(attributes.failures)).toBe(kinds.filter((kind) => kind === "failure").length);
    expect(Number(attributes.errors)).toBe(kinds.filter((kind) => kind === "error").length);
    expect(Number(attributes.skipped)).toBe(kinds.filter((kind) => kind === "skipped").length);
    return children.map((item, at) => `${item.attributes.classname}: ${item.attributes.name}: ${kinds[at]}`);
  });
  return { code, xml, cases: suites.flat(), run: first, results: first?.results ?? [] };
}

const firstProblem = (xml: ReturnType<typeof readXml>) =>
  xml.children
    .flatMap((suite) => suite.children)
    .flatMap((item) => item.children)
    .find(({ name }) => name !== "skipped");

describe("a check's reports", () => {
  it("list what holds, and no results", async () => {
    const { code, cases, results, run: told } = await run("lamp.spec");
    expect(code).toBe(0);
    expect(cases).toEqual([
      "Lamp: invariant Few: passed",
      "Lamp: invariant Sane: passed",
      "Lamp: reachable On: passed",
      "Lamp: no deadlock: passed",
      "Lamp: no model error: passed",
      "Lamp: run once: passed",
    ]);
    expect(results).toEqual([]);
    expect(told?.invocations[0]?.executionSuccessful).toBe(true);
    expect(told?.automationDetails.id).toBe("lockstep-check/");
  });

  it("show a violated invariant with its card and place, and pass nothing that was not decided", async () => {
    const { code, cases, xml, results } = await run("lamp.spec", "--config", "many");
    expect(code).toBe(12);
    expect(cases).toContain("Lamp (many): invariant Few: failure");
    expect(cases.filter((item) => item.endsWith("passed"))).toEqual(["Lamp (many): reachable On: passed"]);
    const problem = firstProblem(xml);
    expect(problem?.attributes).toMatchObject({ type: "safety", message: "invariant Few violated" });
    expect(problem?.text).toContain(
      "lamp.spec:5\ninvariant Few violated\n✗ invariant Few violated    3 steps, shortest",
    );
    expect(problem?.text).toContain("switched: 2 → 3");
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ ruleId: "safety", level: "error" });
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "lamp.spec" },
      region: { startLine: 5, startColumn: 1, endLine: 5, endColumn: 28 },
    });
  });

  it("compare with what the file expects when that is asked for", async () => {
    const { code, cases, results } = await run("lamp.spec", "--all");
    expect(code).toBe(1);
    expect(cases).toEqual([
      "Lamp: expect holds, states 3, transitions 3: passed",
      "Lamp: run once: passed",
      "Lamp (many): expect violates Few: passed",
      "Lamp (wrong): expect holds: failure",
    ]);
    expect(results.map((item) => [item.ruleId, item.locations[0]?.physicalLocation.region?.startLine])).toEqual([
      ["expectation", 12],
    ]);
    expect(results[0]?.message.text).toContain("Lamp (wrong): expected holds; found violates Few");
  });

  it("blame the line of a model error, an assertion, a scenario", async () => {
    for (const [file, code, rule, kind, line] of [
      ["leaves.spec", 75, "model-error", "failure", 3],
      ["asserts.spec", 14, "assertion", "failure", 3],
      ["scenario.spec", 1, "scenario", "failure", 9],
    ] as const) {
      const found = await run(file);
      expect(found.code).toBe(code);
      expect(found.results.map((item) => [item.ruleId, item.locations[0]?.physicalLocation.region?.startLine])).toEqual(
        [[rule, line]],
      );
      expect([firstProblem(found.xml)?.name, firstProblem(found.xml)?.attributes.type]).toEqual([kind, rule]);
    }
  });

  it("show a deadlock in the file, with what blocks each action", async () => {
    const { code, results } = await run("stuck.spec");
    expect(code).toBe(11);
    expect(results[0]).toMatchObject({ ruleId: "deadlock", message: { text: expect.stringContaining("finish") } });
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "stuck.spec" } });
  });

  it("never show as passed what a limit left open", async () => {
    const { code, cases, results } = await run("lamp.spec", "--max-states", "2");
    expect(code).toBe(3);
    expect(cases.filter((item) => item.endsWith("passed"))).toEqual([
      "Lamp: reachable On: passed",
      "Lamp: run once: passed",
    ]);
    expect(cases).toContain("Lamp: invariant Few: error");
    expect(new Set(results.map((item) => `${item.ruleId} ${item.level}`))).toEqual(new Set(["inconclusive warning"]));
  });

  it("tell mistakes in a file as errors with their lines", async () => {
    const { code, cases, results, run: told } = await run("broken.spec");
    expect(code).toBe(150);
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.every((item) => item.endsWith("error"))).toBe(true);
    expect(results.map((item) => item.locations[0]?.physicalLocation.region?.startLine)).toContain(3);
    expect(told?.invocations[0]?.executionSuccessful).toBe(false);
  });

  it("tell mistakes without a place as notifications", async () => {
    const { code, results, run: told } = await run("nowhere.spec");
    expect(code).toBe(151);
    expect(results).toEqual([]);
    expect(told?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain("nowhere.spec");
  });

  it("escape names and messages", async () => {
    const { code, xml, results } = await run("odd name/läuft ≤ 3 & <so>.spec");
    expect(code).toBe(12);
    expect(firstProblem(xml)?.text).toContain("odd name/läuft ≤ 3 & <so>.spec:5");
    const uri = results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? "";
    expect(uri).toMatch(/^[\x21-\x7e]+$/);
    expect(decodeURIComponent(uri)).toBe("odd name/läuft ≤ 3 & <so>.spec");
  });

  it("say that a file can't be written", async () => {
    const host = { ...createFakeHost(new Map(models)), write: () => ({ failure: "the disk is full" }) };
    expect(await main(["lamp.spec", "-q", "--junit", "a.xml", "--sarif", "b.sarif"], host)).toBe(151);
    const told = host.written.map(({ text }) => text).join("");
    expect(told).toContain("cannot write `a.xml`: the disk is full");
    expect(told).toContain("cannot write `b.sarif`: the disk is full");
  });

  it("exist for a replayed counterexample, fresh and stale", async () => {
    const host = createFakeHost(new Map(models));
    const options = ["--junit", "junit.xml", "--sarif", "check.sarif", "-q"];
    expect(await main(["lamp.spec", "-q", "--config", "many", "--trace-out", "bad.itf.json"], host)).toBe(12);
    expect(await main(["--replay", "bad.itf.json", ...options], host)).toBe(0);
    expect(readXml(String(host.files.get("junit.xml"))).attributes).toMatchObject({ tests: "1", failures: "0" });
    host.files.set("lamp.spec", lamp.replace("switched < 3", "switched < 9"));
    expect(await main(["--replay", "bad.itf.json", ...options], host)).toBe(1);
    const xml = readXml(String(host.files.get("junit.xml")));
    expect(xml.attributes).toMatchObject({ tests: "1", failures: "1", errors: "0" });
    const { document, mistakes } = readSarif(String(host.files.get("check.sarif")));
    expect(mistakes).toEqual([]);
    expect(document.runs[0]?.results.map((item) => item.ruleId)).toEqual(["stale"]);
  });
});

describe("reports of any text", () => {
  const nasty = `a & b < c > "d" 'e' ]]> \u0000\u001b[31m\ufffe \ud800 tab\tnew\nline\r\n €😀`;
  const check: Checked = {
    suite: nasty,
    name: nasty,
    file: "/abs/dir with space/a#b?.spec",
    verdict: "failed",
    rule: "rejected-trace",
    message: nasty,
    details: nasty,
    place: { file: "/abs/dir with space/a#b?.spec", line: 3, column: 4 },
  };

  it("are XML that says it back, with what XML can't hold replaced", () => {
    const xml = readXml(junitText([check, { ...check, verdict: "skipped" }, { ...check, verdict: "passed" }]));
    const kept = `a & b < c > "d" 'e' ]]> \ufffd\ufffd[31m\ufffd \ufffd tab\tnew\nline\r\n €😀`;
    const item = xml.children[0]?.children[0];
    expect(item?.attributes.name).toBe(kept);
    expect(item?.attributes.line).toBe("3");
    expect(item?.children[0]?.text).toContain(kept);
    expect(xml.attributes).toMatchObject({ tests: "3", failures: "1", errors: "0", skipped: "1" });
  });

  it("are SARIF with absolute paths as file URIs", () => {
    const { document, mistakes } = readSarif(
      sarifText([check], { version: "1", exit: 12, successful: true, category: "run" }),
    );
    expect(mistakes).toEqual([]);
    expect(document.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "file:///abs/dir%20with%20space/a%23b%3F.spec",
    );
  });
});
