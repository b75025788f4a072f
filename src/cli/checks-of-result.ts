/**
 * One configuration as a list of checks for JUnit and SARIF: each property, deadlock, model errors, the scenarios; or, when
 * the file's expectation is compared, that expectation. A property that was not decided is never listed as passed.
 */
import { type Checked, type CheckedVerdict, type CheckRule, card, createPaint } from "../report/index.ts";
import { account, type Finding, type PropertyVerdict } from "../trace/index.ts";
import type { Result } from "./present.ts";
import type { CheckRequest } from "./requests.ts";
import { looksFor } from "./selection.ts";

export function checksOfResult(result: Result, request: CheckRequest): readonly Checked[] {
  const { job, verdict, runs, comparison, warnings } = result;
  const about = { suite: job.name, file: job.path };
  const first: readonly Checked[] = comparison
    ? [
        {
          ...about,
          name: `expect ${comparison.expected}`,
          verdict: comparison.met === true ? "passed" : comparison.met === false ? "failed" : "inconclusive",
          place: job.configuration.span,
          ...(comparison.met === true
            ? {}
            : {
                rule: comparison.met === false ? "expectation" : "inconclusive",
                message: `expected ${comparison.expected}; found ${comparison.found}`,
                ...detailsOf(verdict.findings, result, request),
              }),
        },
      ]
    : checksOfVerdict(result, request);
  const [head, ...others] = [
    ...first,
    ...runs.map(
      ({ run, failure }): Checked => ({
        ...about,
        name: `run ${run.name}`,
        verdict: failure ? "failed" : "passed",
        ...(failure ? { rule: "scenario", message: failure.message, place: failure.span ?? run.span } : {}),
      }),
    ),
    ...(request.strict ? warnings : []).map(
      ({ rule, message, span }): Checked => ({
        ...about,
        name: `warning ${message}`,
        verdict: "failed",
        rule,
        message,
        place: span,
      }),
    ),
    ...job.model.unchecked.map(
      ({ name, kind, span }): Checked => ({
        ...about,
        name: `${kind} ${name}`,
        verdict: "skipped",
        message: "not executed yet",
        place: span,
      }),
    ),
  ];
  return head ? [{ ...head, seconds: verdict.statistics.seconds }, ...others] : [];
}

function checksOfVerdict(result: Result, request: CheckRequest): readonly Checked[] {
  const { job, verdict } = result;
  const about = { suite: job.name, file: job.path };
  const failed = (finding: Finding): Pick<Checked, "rule" | "message" | "details"> => ({
    rule: ruleOf(finding),
    message: account(finding, result.machine).title,
    ...detailsOf([finding], result, request),
  });
  /** What is known of something that no finding is about. */
  const silent = (decided: boolean): Pick<Checked, "verdict" | "rule" | "message"> =>
    decided
      ? { verdict: "passed" }
      : verdict.findings.length > 0
        ? { verdict: "skipped", message: "not decided: the search ended at what was found first" }
        : { verdict: "inconclusive", rule: "inconclusive", message: "a limit was reached before this was decided" };
  const explored = verdict.limit === undefined && (verdict.findings.length === 0 || request.continue);

  const properties = verdict.properties.map(({ name, verdict: found }): Checked => {
    const property = [...job.model.properties, ...job.model.behaviours.properties].find((item) => item.name === name);
    const finding = verdict.findings.find((item) => "property" in item && item.property?.name === name);
    const common = { ...about, name: `${property?.kind ?? "property"} ${name}`, place: property?.span };
    return finding && finding.kind !== "error"
      ? { ...common, verdict: "failed", ...failed(finding) }
      : { ...common, ...(found === "skipped" ? { verdict: "skipped" } : silent(isDecided(found))) };
  });
  const deadlock = verdict.findings.find((item) => item.kind === "deadlock");
  const looksForDeadlock = looksFor("deadlock", job);
  const error = verdict.findings.find((item) => item.kind === "error");
  return [
    ...properties,
    ...(looksForDeadlock
      ? [
          deadlock
            ? { ...about, name: "no deadlock", verdict: "failed" as CheckedVerdict, ...failed(deadlock) }
            : { ...about, name: "no deadlock", ...silent(explored) },
        ]
      : []),
    error?.kind === "error"
      ? { ...about, name: "no model error", verdict: "failed", place: error.failure.span, ...failed(error) }
      : { ...about, name: "no model error", ...silent(explored) },
  ];
}

const isDecided = (found: PropertyVerdict["verdict"]): boolean => found !== "unknown" && found !== "skipped";

function ruleOf(finding: Finding): CheckRule {
  switch (finding.kind) {
    case "violated":
      return "safety";
    case "unreached":
    case "deadlock":
    case "liveness":
      return finding.kind;
    case "impossible":
      return "liveness";
    case "error":
      return finding.failure.kind === "assertion" ? "assertion" : "model-error";
  }
}

const plain = createPaint(false);

function detailsOf(
  findings: readonly Finding[],
  { job, machine }: Result,
  request: CheckRequest,
): { readonly details?: string } {
  if (findings.length === 0) return {};
  const options = { width: 100, paint: plain, trace: request.trace, shortest: true, path: job.path };
  return { details: findings.map((finding) => card(account(finding, machine), options)).join("\n\n") };
}
