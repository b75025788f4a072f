/**
 * What did not pass as SARIF 2.1.0 (OASIS, 2020), which code hosts show beside the lines at fault. Passed checks are left
 * out: hosts show every result as an alert. Mistakes without a place are notifications of the run, because a result
 * without a location is refused by some hosts.
 */
import { positionAt } from "../source/index.ts";
import { type Checked, type CheckRule, fileOf, type Place, titleOf } from "./checked.ts";
import { commandLinePath } from "./diagnostics.ts";

/** What a run says about itself. */
export interface SarifRun {
  readonly version: string;
  /** The exit code of the program, and what it means: `false` when it did not get to a verdict. */
  readonly exit: number;
  readonly successful: boolean;
  /** What was checked, in a word: hosts take two files of one category for the same analysis, and keep the later one. */
  readonly category: string;
}

export function sarifText(checks: readonly Checked[], run: SarifRun): string {
  const told = checks.filter(({ verdict }) => verdict !== "passed" && verdict !== "skipped");
  const located = told.filter(hasLocation);
  const ids = [...new Set(told.map(ruleOf))].sort();
  const document = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "lockstep", version: run.version, rules: ids.map(descriptor) } },
        automationDetails: { id: `lockstep-${run.category}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: run.successful,
            exitCode: run.exit,
            toolExecutionNotifications: told
              .filter((check) => !hasLocation(check))
              .map((check) => ({
                level: levelOf(check),
                message: { text: textOf(check) },
                associatedRule: { id: ruleOf(check), index: ids.indexOf(ruleOf(check)) },
              })),
          },
        ],
        results: located.map((check) => ({
          ruleId: ruleOf(check),
          ruleIndex: ids.indexOf(ruleOf(check)),
          level: levelOf(check),
          message: { text: textOf(check) },
          locations: [
            {
              physicalLocation: physical(check),
              logicalLocations: [{ fullyQualifiedName: `${check.suite}: ${check.name}` }],
            },
          ],
          // The same finding in the next run, though lines have moved.
          partialFingerprints: { "checkName/v1": `${ruleOf(check)} ${check.file} ${check.suite} ${check.name}` },
        })),
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const ruleOf = ({ rule, verdict }: Checked): CheckRule =>
  rule ?? (verdict === "inconclusive" ? "inconclusive" : "safety");

const levelOf = ({ verdict }: Checked): "error" | "warning" => (verdict === "inconclusive" ? "warning" : "error");

const hasLocation = ({ file }: Checked): boolean => file !== "" && file !== commandLinePath;

const descriptor = (id: CheckRule) => ({
  id,
  shortDescription: { text: titleOf(id) },
  defaultConfiguration: { level: id === "inconclusive" ? "warning" : "error" },
});

function textOf({ suite, name, message, details }: Checked): string {
  const head = suite === "input" ? (message ?? name) : `${suite}: ${message ?? `${name} did not pass`}`;
  return details === undefined ? head : `${head}\n\n${details}`;
}

function physical({ file, place }: Checked): object {
  const artifactLocation = { uri: uriOf(place === undefined ? file : fileOf(place)) };
  return place === undefined ? { artifactLocation } : { artifactLocation, region: regionOf(place) };
}

function regionOf(place: Place): object {
  if (!("source" in place)) {
    const { line: startLine, column: startColumn, endLine, endColumn } = place;
    return { startLine, startColumn, endLine, endColumn };
  }
  const start = positionAt(place.source, place.start);
  const end = positionAt(place.source, Math.max(place.start, place.end));
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A path as a URI reference: relative ones stay relative to where the program was started. */
function uriOf(path: string): string {
  const parts = path.replaceAll("\\", "/").split("/").map(encodeURIComponent);
  const joined = parts.join("/").replace(/^\.\//, "");
  return /^[A-Za-z]%3A\//.test(joined)
    ? `file:///${joined.replace("%3A", ":")}`
    : joined.startsWith("/")
      ? `file://${joined}`
      : joined;
}
