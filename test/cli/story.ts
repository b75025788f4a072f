/**
 * Golden transcripts that read as stories (`test/golden/*.story`): prose behind `#`, files between `-- path --` and `--`,
 * commands behind `$`, what they print behind `|` (standard output) and `!` (standard error), and the exit code. Running
 * a story gives its text with the outputs of today: equal to what is saved, or the test fails.
 */
import { main } from "../../src/cli/main.ts";
import { createFakeHost, type FakeSettings } from "./fake-host.ts";

/** The story's text as it is with today's program. `given` are files that every story finds. */
export async function retell(story: string, given: ReadonlyMap<string, string>): Promise<string> {
  const files = new Map<string, string | Uint8Array>(given);
  const lines = story.replace(/\n$/, "").split("\n");
  const told: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const file = /^-- (.+) --$/.exec(line)?.[1];
    if (file !== undefined) {
      const end = lines.indexOf("--", at);
      const content = lines.slice(at + 1, end);
      told.push(...lines.slice(at, end + 1));
      files.set(file, `${content.join("\n")}\n`);
      at = end;
    } else if (line.startsWith("$ ")) {
      told.push(line, ...(await run(line.slice(2), files)));
    } else if (!/^(\||!|exit )/.test(line)) told.push(line);
  }
  return `${told.join("\n")}\n`;
}

/** Words of a command line: apart by spaces, single quotes keep them together. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/(?:[^\s']|'[^']*')+/g)].map((match) => match[0].replaceAll("'", ""));
}

async function run(command: string, files: Map<string, string | Uint8Array>): Promise<readonly string[]> {
  const all = words(command);
  const start = all.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const environment = Object.fromEntries(all.slice(0, start).map((word) => word.split("=") as [string, string]));
  if (all[start] === "cat") return [...prefixed("|", String(files.get(all[start + 1] ?? ""))), "exit 0"];
  const settings: FakeSettings = {
    columns: Number(environment.COLUMNS ?? 80),
    isTerminal: environment.TERMINAL !== undefined,
    environment,
    tick: Number(environment.TICK ?? 0),
    interruptAfter: environment.INTERRUPT === undefined ? undefined : Number(environment.INTERRUPT),
  };
  const host = createFakeHost(files, settings);
  const code = await main(all.slice(start + 1), host);
  const text: Record<"output" | "errors", string> = { output: "", errors: "" };
  for (const piece of host.written) text[piece.stream] += piece.text;
  return [...prefixed("|", text.output), ...prefixed("!", text.errors), `exit ${code}`];
}

function prefixed(mark: string, text: string): readonly string[] {
  if (text === "") return [];
  // Colours and cursor movements are shown by name.
  const visible = text.replaceAll("\u001b", "␛").replace(/\r(?!\n)/g, "␍");
  return visible
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `${mark} ${line}`.trimEnd());
}
