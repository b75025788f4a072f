/** What every command works with: the host, how text is coloured, and where mistakes are told. */
import type { Host } from "../host.ts";
import { createPaint, diagnosticText, type Paint, type Severity, wantsColor } from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";

export interface Context {
  readonly host: Host;
  readonly paint: Paint;
  readonly width: number;
  /** Writes lines to the standard output. */
  print(text: string): void;
  /** Writes diagnostics to the standard error. */
  tell(diagnostics: readonly Diagnostic[], severity?: Severity): void;
}

/** More mistakes than this are not told in one run. */
const mostTold = 50;

export function createContext(host: Host): Context {
  const paint = createPaint(wantsColor(host.environment, host.output.isTerminal));
  const errorPaint = createPaint(wantsColor(host.environment, host.errors.isTerminal));
  const width = Math.max(40, host.output.columns);
  return {
    host,
    paint,
    width,
    print: (text) => host.output.write(`${text}\n`),
    tell(diagnostics, severity = "error") {
      for (const diagnostic of diagnostics.slice(0, mostTold)) {
        host.errors.write(`${diagnosticText(diagnostic, errorPaint, Math.max(40, host.errors.columns), severity)}\n`);
      }
      if (diagnostics.length > mostTold) host.errors.write(`… and ${diagnostics.length - mostTold} more\n`);
    },
  };
}
