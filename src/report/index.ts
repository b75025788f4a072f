/** What people read: diagnostics, verdicts, counterexample cards; and JSON for programs. */

export { type CardOptions, card } from "./card.ts";
export { type Checked, type CheckedVerdict, type CheckRule, checkedDiagnostic, type Place } from "./checked.ts";
export { type ConformanceAccount, conformanceText } from "./conform.ts";
export { conformanceJson } from "./conform-json.ts";
export { coverageJson, coverageText } from "./coverage.ts";
export { commandLinePath, diagnosticText, place, type Severity } from "./diagnostics.ts";
export { type HistoryAccount, historyText, objectTitle } from "./history.ts";
export { historyJson } from "./history-json.ts";
export { historyTimeline } from "./history-timeline.ts";
export { imageJson } from "./image.ts";
export { type JsonResult, jsonDiagnostic, jsonDocument, jsonResult } from "./json.ts";
export { junitText } from "./junit.ts";
export { lcovText } from "./lcov.ts";
export { figuresText as lockstepFigures, type LockstepResult, lockstepText } from "./lockstep.ts";
export { lockstepJson } from "./lockstep-json.ts";
export type { Output } from "./output.ts";
export { createPaint, type Paint, wantsColor } from "./paint.ts";
export { profileJson, profileText } from "./profile.ts";
export { createProgressLine, type ProgressFigures, type ProgressLine } from "./progress.ts";
export { sarifText } from "./sarif.ts";
export { type Simulation, simulationJson, simulationText } from "./simulation.ts";
export {
  type Claim,
  type ClaimVerdict,
  type TracedTheory,
  traceabilityText,
} from "./traceability.ts";
export { traceabilityHtml, traceabilityJson, traceabilityMarkdown } from "./traceability-formats.ts";
export {
  asymmetryLines,
  count,
  exceptionLines,
  figures,
  nothingStatedLine,
  openLine,
  plural,
  uncheckedLine,
  verdictLine,
  wantedLine,
  within,
} from "./verdict-line.ts";
export { displayWidth, pad, printable, wrap } from "./width.ts";
