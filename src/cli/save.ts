/** Counterexamples as ITF documents, and their files. */
import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { Host } from "../host.ts";
import type { Diagnostic } from "../source/index.ts";
import { encodeTrace, type Finding, findingKind, type ItfDocument } from "../trace/index.ts";
import type { CheckRequest } from "./requests.ts";
import type { Job } from "./selection.ts";

/** The document of a finding, if it has a trace. The model's path is relative to where the trace is to be saved. */
export function traceDocument(
  finding: Finding,
  job: Job,
  request: Pick<CheckRequest, "traceOut" | "set" | "fault">,
): readonly ItfDocument[] {
  if (!("trace" in finding) || !finding.trace) return [];
  const folder = request.traceOut === undefined ? "." : dirname(request.traceOut);
  const source = isAbsolute(job.path) ? job.path : relative(resolve(folder), resolve(job.path));
  const kind = findingKind(finding);
  if (kind === "holds" || kind === "inconclusive") return [];
  const property =
    finding.kind === "violated" || finding.kind === "liveness"
      ? finding.property.name
      : finding.kind === "error"
        ? finding.failure.rule
        : undefined;
  return [
    encodeTrace(
      finding.trace,
      {
        source: source.replaceAll("\\", "/"),
        model: job.model.name,
        configuration: job.configuration.name,
        parameters: Object.fromEntries(job.model.parameters.map((parameter) => [parameter.name, parameter.shown])),
        set: request.set,
        fault: request.fault,
        kind: finding.kind === "liveness" && finding.property.kind === "possible" ? "witness" : kind,
        ...(property === undefined ? {} : { property }),
      },
      finding.kind === "error" ? finding.label : undefined,
    ),
  ];
}

export function saveTrace(trace: ItfDocument, path: string, host: Host): Diagnostic | undefined {
  return saveText(`${layOut(trace)}\n`, path, host);
}

export function saveText(text: string, path: string, host: Host): Diagnostic | undefined {
  const written = host.write(path, text);
  return written.failure === undefined
    ? undefined
    : { rule: "unreadable-file", message: `cannot write \`${path}\`: ${written.failure}` };
}

/** One line per state, so that a change of a saved trace can be read as a difference. */
function layOut(trace: ItfDocument): string {
  const { states, ...rest } = trace;
  const head = JSON.stringify(rest, undefined, 1).replace(/\n}$/, "");
  return `${head},\n "states": [\n${states.map((state) => `  ${JSON.stringify(state)}`).join(",\n")}\n ]\n}`;
}
