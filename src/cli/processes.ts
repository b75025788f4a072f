/**
 * What the commands that run real nodes share: protocols by name, options, what a failure is called, and being told to
 * stop. A node has no other end than that, or a disk that refuses.
 */
import { type Command, InvalidArgumentError } from "commander";
import { type Failure, type Range, type RealProtocol, realProtocols } from "../protocols/real/index.ts";
import { closest, type Diagnostic, type RuleId } from "../source/index.ts";
import type { Context } from "./context.ts";
import { collect } from "./subcommand.ts";

const ruleOf: Readonly<Record<Failure["about"], RuleId>> = {
  usage: "usage",
  address: "unusable-address",
  data: "unusable-data",
  trace: "unusable-trace",
};

export const diagnosticOf = ({ about, failure, hint }: Failure): Diagnostic => ({
  rule: ruleOf[about],
  message: failure,
  ...(hint === undefined ? {} : { hint }),
});

export function protocolNamed(name: string): RealProtocol | Failure {
  const names = realProtocols.map((protocol) => protocol.name);
  const found = realProtocols.find((protocol) => protocol.name === name);
  const near = closest(name, names);
  const hint = near ? `did you mean \`${near}\`?` : `there are ${names.join(" and ")}`;
  return found ?? { about: "usage", failure: `there is no protocol \`${name}\``, hint };
}

/** `--wait election=150-300`, as often as there are timers. */
export const withWaits = (command: Command): Command =>
  command.option(
    "--wait <timer=ms>",
    "how long a timer runs, in milliseconds: election=150-300 (repeatable)",
    (value: string, before: readonly string[]) => {
      parseWait(value);
      return collect(value, before);
    },
    [],
  );

function parseWait(text: string): readonly [string, Range] {
  const found = /^([a-z]+)=(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  const [from, to] = [Number(found?.[2]), Number(found?.[3] ?? found?.[2])];
  if (!found || to < from)
    throw new InvalidArgumentError("expected a timer and milliseconds, such as `election=150-300`");
  return [found[1] ?? "", [from, to]];
}

export function waitsOf(given: readonly string[], { name, waits }: RealProtocol): Record<string, Range> | Failure {
  const changed = Object.fromEntries(given.map(parseWait));
  const unknown = Object.keys(changed).find((timer) => !Object.hasOwn(waits, timer));
  if (unknown === undefined) return changed;
  const hint = `${name} has ${Object.keys(waits).join(", ")}`;
  return { about: "usage", failure: `there is no timer \`${unknown}\``, hint };
}

/** Calls `stop` when the user, the system or a closed standard input wants this to end; until the result is called. */
export function untilTold({ host }: Context, stop: () => void, untilInputEnds: boolean): () => void {
  const release = host.onInterrupt(stop);
  process.on("SIGTERM", stop);
  if (untilInputEnds) process.stdin.resume().once("close", stop);
  return () => {
    release();
    process.off("SIGTERM", stop);
    if (untilInputEnds) process.stdin.off("close", stop).destroy();
  };
}
