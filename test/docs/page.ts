/**
 * A page of the documentation as a list of examples: text in, fenced blocks out. A `spec` block is a file, a model, or a
 * fragment that a hidden frame (`<!-- frame NAME … @@@ … -->`) completes; a `console` block is a session of commands; a
 * block of any other language is a file if it has a name.
 */
import { type CommandBlock, shellCommands, tableCommands } from "./commands.ts";

export interface SpecBlock {
  readonly kind: "spec";
  readonly text: string;
  readonly line: number;
  /** The name under which the page's commands find it. */
  readonly file?: string;
  /** `violates:Agreement`, `error:range`, `rejected:unordered`, `deadlocks`, `holds`. */
  readonly expect?: string;
  readonly config?: string;
  readonly states?: number;
  readonly transitions?: number;
  /** The frame of a fragment; of lines `expression  // = value` when `values` is set. */
  readonly frame?: string;
  readonly values: boolean;
  /** Expectations of the file may be about something that is not executed yet. */
  readonly undecided: boolean;
}

/** A block of another language that has a name: ```jsonl file=run.jsonl. */
export interface FileBlock {
  readonly kind: "file";
  readonly text: string;
  readonly line: number;
  readonly file: string;
}

export interface ConsoleBlock {
  readonly kind: "console";
  readonly line: number;
  /** Where `text` starts in the page. */
  readonly start: number;
  readonly text: string;
  readonly commands: readonly { readonly command: string; readonly output: readonly string[] }[];
}

export interface Page {
  readonly blocks: readonly (SpecBlock | FileBlock | ConsoleBlock | CommandBlock)[];
  /** Languages of blocks that are neither run nor another program's. */
  readonly unknown: readonly string[];
  readonly frames: ReadonlyMap<string, string>;
  /** Targets of links to other files. */
  readonly links: readonly string[];
}

const ours = ["spec", "console", "sh"];
/** Other programs': shown beside ours, or written by them. */
const foreign = ["tla", "quint", "yaml", "jsonl", "edn", "json", "ts", "diff", "text"];

export function readPage(text: string): Page {
  const blocks: (SpecBlock | FileBlock | ConsoleBlock | CommandBlock)[] = [];
  const unknown: string[] = [];
  for (const match of text.matchAll(/^ *```(\w*)(.*)\n([\s\S]*?)^ *```$/gm)) {
    const [, language = "", info = "", body = ""] = match;
    const line = text.slice(0, match.index).split("\n").length + 1;
    if (language === "spec") blocks.push(specBlock(info, body, line));
    const file = /\bfile=(\S+)/.exec(info)?.[1];
    if (language !== "spec" && file !== undefined) blocks.push({ kind: "file", text: body, line, file });
    if (language === "sh") blocks.push(...shellCommands(info, body, line));
    if (!ours.includes(language) && !foreign.includes(language) && file === undefined)
      unknown.push(`${line}: ${language}`);
    const start = match.index + match[0].indexOf("\n") + 1;
    if (language === "console") blocks.push({ kind: "console", line, start, text: body, commands: commandsOf(body) });
  }
  blocks.push(...tableRows(text), ...tableCommands(text));
  const frames = new Map(
    [...text.matchAll(/^<!-- frame (\S+)\n([\s\S]*?)^-->$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? "");
  return { blocks, unknown, frames, links: links.filter((link) => !/^[a-z]+:/.test(link)) };
}

/**
 * Below `<!-- rows NAME -->`, the code in each row's last column is a fragment: of the frame NAME, or of the one that an
 * invisible `<!--OTHER-->` behind it names. Single words (`unordered`, `history`) stand in the second piece of code or later.
 */
function tableRows(text: string): SpecBlock[] {
  const tables = [...text.matchAll(/^<!-- rows (\S+) -->\n\n?((?:\|.*\n)+)/gm)];
  return tables.flatMap((table) => {
    const first = text.slice(0, table.index).split("\n").length + 1;
    return (table[2] ?? "").split("\n").flatMap((row, at) => {
      const cell = row.split(/(?<!\\)\|/).at(-2) ?? "";
      const code = /`([^`]+)`/.exec(cell)?.[1]?.replaceAll("\\|", "|");
      const frame = /<!--(\w+)-->/.exec(cell)?.[1] ?? table[1];
      return code === undefined || at < 2 ? [] : [specBlock(`fragment=${frame}`, code, first + at)];
    });
  });
}

function specBlock(info: string, text: string, line: number): SpecBlock {
  const words = info.trim().split(/\s+/);
  const value = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const number = (name: string) => (value(name) === undefined ? undefined : Number(value(name)));
  return {
    kind: "spec",
    text,
    line,
    file: value("file"),
    expect: value("expect"),
    config: value("config"),
    states: number("states"),
    transitions: number("transitions"),
    frame: value("fragment") ?? value("values"),
    values: value("values") !== undefined,
    undecided: words.includes("undecided"),
  };
}

function commandsOf(text: string): ConsoleBlock["commands"] {
  const commands: { command: string; output: string[] }[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [] });
    else commands.at(-1)?.output.push(line);
  }
  return commands;
}

/** The whole file that a block stands for. */
export function completed(block: SpecBlock, frames: Page["frames"]): string {
  if (block.frame === undefined) return block.text;
  const frame = frames.get(block.frame);
  if (frame === undefined) throw new Error(`line ${block.line}: there is no frame ${block.frame}`);
  return frame.replace("@@@", () => (block.values ? asInvariants(block.text) : block.text));
}

/** `1 + 1   // = 2   (a remark)` becomes an invariant that says so. */
function asInvariants(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("//"));
  return lines
    .map((line, at) => {
      const [, expression, value] = /^(.*?)\s*\/\/ = (.+?)(?: {2,}.*)?$/.exec(line) ?? [];
      if (expression === undefined) throw new Error(`no value is given for \`${line}\``);
      return `invariant Line${at + 1}: (${expression}) = (${value})`;
    })
    .join("\n");
}
