/**
 * Commands that a page names without showing what they print: in tables below `<!-- commands -->`, and in `sh` blocks. Each
 * is run in the page's own session and must end as the page says: `exit 3` in the same row, or 0. What this program can't
 * run in-process (`elsewhere=TEST`) names the test that does.
 */
import { existsSync, readFileSync } from "node:fs";

export interface CommandBlock {
  readonly kind: "command";
  readonly command: string;
  readonly line: number;
  readonly exit: number;
}

/** Below `<!-- commands -->`, every piece of code that starts with `check`, `npx check` or `npx lockstep`. */
export function tableCommands(text: string): readonly CommandBlock[] {
  const tables = [...text.matchAll(/^<!-- commands -->\n\n?((?:\|.*\n)+)/gm)];
  return tables.flatMap((table) => {
    const first = text.slice(0, table.index).split("\n").length + 1;
    return (table[1] ?? "").split("\n").flatMap((row, at) => {
      const exit = Number(/exit (\d+)/.exec(row)?.[1] ?? 0);
      const code = [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
      return code.filter(isOurs).map((command) => ({ kind: "command" as const, command, line: first + at, exit }));
    });
  });
}

/** The commands of an `sh` block; those of npm are only looked at. */
export function shellCommands(info: string, body: string, line: number): readonly CommandBlock[] {
  const elsewhere = /\belsewhere=(\S+)/.exec(info)?.[1];
  if (elsewhere !== undefined) {
    if (!existsSync(elsewhere)) throw new Error(`line ${line}: there is no ${elsewhere}`);
    return [];
  }
  return body.split("\n").flatMap((text, at) =>
    text
      .replace(/\s#.*$/, "")
      .split("&&")
      .map((command) => command.trim())
      .filter((command) => command !== "" && !isOfNpm(command))
      .map((command) => ({ kind: "command" as const, command, line: line + at, exit: 0 })),
  );
}

const isOurs = (command: string) => /^(npx )?(check|lockstep) /.test(command);

/** `npm ci`, `npm pack`, `npm install`: test/package.test.ts does them. A script has to be one of ours. */
function isOfNpm(command: string): boolean {
  const script = /^npm (?:run )?(\S+)/.exec(command)?.[1];
  if (script === undefined) return false;
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  if (["ci", "pack", "install"].includes(script) || script in scripts) return true;
  throw new Error(`package.json has no script ${script}`);
}
