/**
 * Checks as JUnit's XML, which CI servers show as a list of tests: one suite for each suite, one case for each check. What
 * failed is a failure; what is wrong with the input, or undecided, is an error: neither is ever shown as a success.
 * The elements are those of the Ant task's schema that Jenkins, GitLab and GitHub's reporters read.
 */
import { positionAt } from "../source/index.ts";
import { type Checked, fileOf, type Place } from "./checked.ts";

export function junitText(checks: readonly Checked[]): string {
  const suites = new Map<string, Checked[]>();
  for (const check of checks) {
    const key = JSON.stringify([check.suite, check.file]);
    suites.set(key, [...(suites.get(key) ?? []), check]);
  }
  const lines = [`<?xml version="1.0" encoding="UTF-8"?>`, `<testsuites name="lockstep" ${figures(checks)}>`];
  for (const members of suites.values()) {
    const [first] = members;
    if (!first) continue;
    lines.push(
      `  <testsuite name="${asXml(first.suite)}" ${figures(members)}>`,
      ...members.flatMap(testCase),
      "  </testsuite>",
    );
  }
  return `${[...lines, "</testsuites>"].join("\n")}\n`;
}

type Outcome = "passed" | "failure" | "error" | "skipped";

function outcomeOf({ verdict }: Checked): Outcome {
  if (verdict === "passed" || verdict === "skipped") return verdict;
  return verdict === "failed" ? "failure" : "error";
}

function figures(checks: readonly Checked[]): string {
  const count = (outcome: Outcome) => checks.filter((check) => outcomeOf(check) === outcome).length;
  const time = checks.reduce((sum, { seconds = 0 }) => sum + seconds, 0);
  return `tests="${checks.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="${time.toFixed(3)}"`;
}

function testCase(check: Checked): readonly string[] {
  const { suite, name, seconds = 0, place } = check;
  const file = place === undefined ? check.file : fileOf(place);
  const line = place === undefined ? undefined : lineOf(place);
  const where = `${file === "" ? "" : ` file="${asXml(file)}"`}${line === undefined ? "" : ` line="${line}"`}`;
  const head = `    <testcase classname="${asXml(suite)}" name="${asXml(name)}"${where} time="${seconds.toFixed(3)}"`;
  const outcome = outcomeOf(check);
  if (outcome === "passed") return [`${head}/>`];
  const message = check.message === undefined ? "" : ` message="${asXml(check.message)}"`;
  if (outcome === "skipped") return [`${head}>`, `      <skipped${message}/>`, "    </testcase>"];
  const text = [`${file}${line === undefined ? "" : `:${line}`}`, check.message, check.details]
    .filter((part) => part !== undefined && part !== "")
    .join("\n");
  const type = asXml(check.rule ?? check.verdict);
  return [
    `${head}>`,
    `      <${outcome} type="${type}"${message}>${asXml(text, true)}</${outcome}>`,
    "    </testcase>",
  ];
}

const lineOf = (place: Place): number => ("source" in place ? positionAt(place.source, place.start).line : place.line);

/**
 * Text as XML 1.0 can hold it (§2.2, §2.4, §3.3.3): control characters and unpaired surrogates do not exist there, and
 * attributes would turn line breaks into spaces.
 */
function asXml(text: string, isContent = false): string {
  const characters: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, "\ufffd")
    .replace(isContent ? /[&<>]/g : /[&<>"]/g, (character) => characters[character] ?? character)
    .replace(isContent ? /\r/g : /[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
