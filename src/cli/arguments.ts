/**
 * The command line's grammar, by commander: arguments in, the work to do out. Commander's own messages and exit codes are
 * not ours: a mistake becomes a diagnostic with a "did you mean", text that was asked for (help, version) is returned.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { closest, type Diagnostic } from "../source/index.ts";
import { check } from "./check.ts";
import { subcommands } from "./commands/index.ts";
import { checkHelp, examplesHelp, exitCodesHelp } from "./help.ts";
import { replayTrace } from "./replay.ts";
import { offerReports } from "./reports.ts";
import { type CheckRequest, type TraceRequest, tableFormats } from "./requests.ts";
import { atLeast, collect, type Work } from "./subcommand.ts";
import { symmetries } from "./symmetry.ts";

export type Parsed =
  | { readonly kind: "work"; readonly work: Work }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mistake"; readonly diagnostic: Diagnostic; readonly json: boolean };

function traceRequest(text: string): TraceRequest {
  if (text === "changes") return { full: false };
  if (text === "full") return { full: true };
  const range = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(range?.[1]);
  const last = Number(range?.[2] ?? range?.[1]);
  if (!range || last < first) throw new InvalidArgumentError("expected `changes`, `full`, or steps such as `3-7`");
  return { full: false, first, last };
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  ki: 2 ** 10,
  m: 1e6,
  mi: 2 ** 20,
  g: 1e9,
  gi: 2 ** 30,
};

function memorySize(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([kmg]i?|)b?$/i.exec(text) ?? [];
  const bytes = Number(digits) * (units[unit?.toLowerCase() ?? "?"] ?? Number.NaN);
  if (!(bytes >= 2 ** 20)) throw new InvalidArgumentError("expected at least 1MiB, such as `2GiB` or `500MB`");
  return Math.floor(bytes);
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError("expected a number of seconds, more than 0");
  return value;
}

/** What `args` (without the program's name) asks for. */
export function parseArguments(args: readonly string[], command: string, version: string, columns: number): Parsed {
  const helpWidth = Math.max(60, Math.min(columns, 100));
  let work: Work | undefined;
  let text = "";
  const programs: Command[] = [];
  const configure = (program: Command): Command => {
    programs.push(program);
    return (
      program
        .exitOverride()
        .showSuggestionAfterError(false)
        .allowExcessArguments(false)
        .configureOutput({ writeOut: (written) => (text += written), writeErr: () => {} })
        // Defaults stand in the descriptions, in words.
        .configureHelp({ helpWidth, optionDescription: (option) => option.description })
    );
  };
  const program = configure(new Command(command))
    // An option behind a subcommand is the subcommand's, also where both have one of that name.
    .enablePositionalOptions()
    .description(
      "Checks models of distributed systems: every reachable state, and a shortest counterexample when one is bad.",
    )
    .argument("[paths...]", "models to check: .spec files, or folders with such files below them")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .option("-c, --config <name>", "check this configuration instead of `default`")
    .option("-s, --set <parameter=value>", "give a parameter another value (repeatable)", collect, [])
    .option("-f, --fault <fault.setting=value>", "give a fault another budget: crash.total=1 (repeatable)", collect, [])
    .option("-a, --all", "check every configuration but `deep`, and compare with what it expects")
    .option("--continue", "look for all violations, not only the first")
    .option("--only <property>", "check this property only (repeatable)", collect, [])
    .option("--max-states <n>", "stop after this many states", atLeast(1, true))
    .option("--max-depth <n>", "stop at this depth; the initial state has depth 1", atLeast(1, true))
    .option("--max-time <seconds>", "stop after this time", seconds)
    .option("-w, --workers <n>", "search with this many threads (default: all cores)", atLeast(1, true))
    .option("--memory <size>", "memory for the search: 2GiB, 500MB (default: 70% of what is free)", memorySize)
    .option("--exact", "compare whole states instead of 64-bit fingerprints: slower, and no state can be missed")
    .option("--seed <n>", "other random keys for the fingerprints, or other random walks", atLeast(0, true))
    .option("--simulate", "take random walks instead of visiting every state: for models that are too large")
    .option("--walks <n>", "with --simulate: how many walks (10,000)", atLeast(1, true))
    .option("--depth <n>", "with --simulate: states of a walk, at most (100)", atLeast(1, true))
    .addOption(
      new Option("--engine <which>", "compiled, or the interpreter that defines the language: slow")
        .choices(["compiled", "interpreter"])
        .default("compiled"),
    )
    .addOption(
      new Option(
        "--symmetry <use>",
        "auto: states that differ only in the names of members are one, where that is sound; off: all states",
      ).choices(symmetries),
    )
    .option("--profile", "how often each action is enabled and fires, sizes of variables, where the time goes")
    .option(
      "--coverage [file.lcov]",
      "what is never evaluated or never true; also as lcov into a file named .lcov or .info",
    )
    .option(
      "--trace <what>",
      "how counterexamples are shown: changes (as they are by default), full, or steps N-M",
      traceRequest,
      {
        full: false,
      },
    )
    .option("--trace-out <file>", "save the counterexample as ITF (.itf.json)")
    .option(
      "--replay <file>",
      "is this saved counterexample still one? exit 0 when it is, 1 when it went stale; a path says where its model is now",
    )
    .option("--as-run", "print the counterexample as a `run` scenario of the model")
    .addOption(
      new Option("--format <which>", "of theories: how the table of their axioms is printed").choices(tableFormats),
    )
    .option("--models <folder>", "of theories: where their models are (default: models/ beside them)", collect, [])
    .option("--strict", "exit 15 when there are warnings: actions never enabled, implications about nothing, …")
    .option("--json", "print one JSON document instead of text")
    .option("-q, --quiet", "print violations and mistakes only");
  offerReports(program)
    .addHelpText("after", `${checkHelp(command)}\n${examplesHelp(command)}\n${exitCodesHelp}`)
    .action((paths: string[], options: Record<string, unknown>) => {
      const flags = {
        profile: false,
        simulate: false,
        asRun: false,
        all: false,
        exact: false,
        continue: false,
        json: false,
        quiet: false,
        strict: false,
      };
      const request: CheckRequest = { paths, ...flags, ...(options as Omit<CheckRequest, "paths">) };
      const { replay } = request;
      work = (context) => (replay === undefined ? check(request, context) : replayTrace(request, replay, context));
    });
  for (const subcommand of subcommands) {
    subcommand.declare(configure(program.command(subcommand.name)), (called) => (work = called));
  }

  try {
    program.parse(withFileOfCoverage(args), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "text", text };
    const flags = programs.flatMap((item) => item.options.flatMap((option) => [option.long ?? "", option.short ?? ""]));
    return { kind: "mistake", diagnostic: mistake(error, flags, helpOf(args, command)), json: args.includes("--json") };
  }
  if (!work) return { kind: "text", text: program.helpInformation() };
  return { kind: "work", work };
}

/** The file behind `--coverage` may be absent: what follows is one when its name says so, and else a path to check. */
function withFileOfCoverage(args: readonly string[]): string[] {
  return args.map((arg, at) =>
    arg === "--coverage" && !/\.(lcov|info)$/.test(args[at + 1] ?? "") ? "--coverage=" : arg,
  );
}

/** The command line that prints what the options of these arguments are. */
function helpOf(args: readonly string[], command: string): string {
  const subcommand = subcommands.find(({ name }) => name === args[0])?.name;
  return `${subcommand === undefined ? command : `${command} ${subcommand}`} --help`;
}

/** Commander's error in our words. */
function mistake(error: CommanderError, flags: readonly string[], help: string): Diagnostic {
  const message =
    error.message
      .replace(/^error: /, "")
      .replace(/\.$/, "")
      .split("\n")[0] ?? "";
  const invalid = /option '(?:-\w, )?(--\S+).*' argument '(.*)' is invalid\. (.*)/.exec(message);
  if (invalid)
    return {
      rule: "usage",
      message: `\`${invalid[1]} ${invalid[2]}\` cannot be understood`,
      expected: invalid[3]?.replace(/^(expected|Allowed choices are) /, ""),
    };
  const lacking = /option '(?:-\w, )?(--\S+) (\S+)' argument missing/.exec(message);
  if (lacking) return { rule: "usage", message: `\`${lacking[1]}\` needs a value`, expected: lacking[2] };
  const option = /unknown option '([^'=]*)/.exec(message)?.[1];
  const near = option === undefined ? undefined : closest(option, flags);
  return {
    rule: "usage",
    message: message.replace(/'([^']*)'/g, "`$1`"),
    hint: near ? `did you mean \`${near}\`?` : `\`${help}\` lists what there is`,
  };
}
