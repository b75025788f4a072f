/** `fmt`: files in their canonical form, shown, written back when asked to, or only compared. A file with mistakes is left alone. */
import { parse, print as printFile } from "../syntax/index.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes, worst } from "./exit.ts";
import { expandPaths, readSource } from "./files.ts";
import type { FormatRequest } from "./requests.ts";

export function format(request: FormatRequest, { host, print, tell }: Context): ExitCode {
  const { files, diagnostics } = expandPaths(host, request.files);
  tell(diagnostics);
  const codes: ExitCode[] = diagnostics.length > 0 ? [exitCodes.usage] : [];
  for (const path of files) {
    const read = readSource(host, path);
    if ("diagnostic" in read) {
      tell([read.diagnostic]);
      codes.push(exitCodes.usage);
      continue;
    }
    const phase = parse(read.source);
    if (phase.diagnostics.length > 0 || !phase.value) {
      tell(phase.diagnostics);
      codes.push(exitCodes.input);
      continue;
    }
    const text = printFile(phase.value, { spelling: request.spelling });
    if (!request.write && !request.check) {
      host.output.write(text);
      continue;
    }
    if (text === read.source.text) continue;
    if (request.check) {
      print(`${path} would change`);
      codes.push(exitCodes.missed);
      continue;
    }
    const written = host.write(path, text);
    if (written.failure === undefined) print(`${path} formatted`);
    else {
      tell([{ rule: "unreadable-file", message: `cannot write \`${path}\`: ${written.failure}` }]);
      codes.push(exitCodes.usage);
    }
  }
  return worst(codes);
}
