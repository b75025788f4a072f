/** `types MODEL`: the names of a model as TypeScript types, so that a mapping which names what is not there does not compile. */
import { link, lower } from "../../ir/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { createLibrary } from "../files.ts";
import { mistakesCode } from "../mistakes.ts";
import { saveText } from "../save.ts";
import { parseSettings } from "../settings.ts";
import { collect, type Subcommand } from "../subcommand.ts";

interface TypesRequest {
  readonly out?: string;
  readonly set: readonly string[];
}

export const types: Subcommand = {
  name: "types",
  declare(command, call) {
    command
      .description("writes the names of a model as TypeScript types, for mappings of `conform`")
      .argument("<model>", "the model, a .spec file")
      .option("-o, --out <file.ts>", "save them instead of printing them")
      .option("-s, --set <parameter=value>", "give a parameter another value (repeatable)", collect, [])
      .action((model: string, request: TypesRequest) => call((context) => writeTypes(model, request, context)));
  },
};

async function writeTypes(path: string, request: TypesRequest, { host, print, tell }: Context): Promise<ExitCode> {
  const refuse = (diagnostics: readonly Diagnostic[], exit: ExitCode): ExitCode => {
    tell(diagnostics);
    return exit;
  };
  const settings = parseSettings(request.set, []);
  if (!settings.value) return refuse(settings.diagnostics, exitCodes.usage);
  if (host.kind(path) !== "file")
    return refuse([{ rule: "missing-file", message: `there is no file \`${path}\`` }], exitCodes.usage);
  const library = createLibrary(host);
  const linked = link(path, library);
  const [unit, another] = linked.value?.units.filter(({ kind }) => kind === "model") ?? [];
  const mistakes = [...library.diagnostics, ...linked.diagnostics];
  if (!linked.value || mistakes.length > 0) return refuse(mistakes, mistakesCode(mistakes));
  if (!unit || another) {
    const message = `\`${path}\` has ${unit ? "several models" : "no model"}: types are those of one`;
    return refuse([{ rule: "usage", message }], exitCodes.usage);
  }
  const { value: model, diagnostics } = lower(linked.value, unit, settings.value, { largeSets: true });
  if (!model) return refuse(diagnostics, mistakesCode(diagnostics));
  const { mappingTypes } = await import("../../conform/traces/type-writer.ts");
  const text = mappingTypes(model, path);
  if (request.out === undefined) {
    host.output.write(text);
    return exitCodes.holds;
  }
  const failure = saveText(text, request.out, host);
  if (failure) return refuse([failure], exitCodes.usage);
  print(`${request.out} written`);
  return exitCodes.holds;
}
