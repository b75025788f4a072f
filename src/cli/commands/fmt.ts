/** `fmt`: files in their canonical form, shown, written back when asked to, or only compared. A file with mistakes is left alone. */
import { Option } from "commander";
import { parse, print as printFile } from "../../syntax/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes, worst } from "../exit.ts";
import { expandPaths, readSource } from "../files.ts";
import type { Subcommand } from "../subcommand.ts";

interface FormatRequest {
  readonly check?: boolean;
  readonly ascii?: boolean;
  readonly unicode?: boolean;
  /** Change the files; the result is printed when absent. */
  readonly write?: boolean;
}

export const fmt: Subcommand = {
  name: "fmt",
  declare(command, call) {
    command
      .description("prints models in their canonical form")
      .argument("<files...>", "files or folders")
      .option("--check", "only tell which files would change, and exit 1 when there are any")
      .addOption(new Option("--ascii", "spell symbols as words: `forall`, `in`").conflicts("unicode"))
      .option("--unicode", "spell words as symbols: `∀`, `∈`")
      .option("--write", "write the result back into the files instead of printing it")
      .action((files: string[], request: FormatRequest) => call((context) => format(files, request, context)));
  },
};

function format(paths: readonly string[], request: FormatRequest, { host, print, tell }: Context): ExitCode {
  const { files, diagnostics } = expandPaths(host, paths);
  tell(diagnostics);
  const spelling = request.ascii ? "ascii" : request.unicode ? "unicode" : undefined;
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
    const text = printFile(phase.value, { spelling });
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
