/**
 * EDN, the notation in which Jepsen writes histories (https://github.com/edn-format/edn), read into the values that JSON has:
 * keywords and symbols become strings, keywords with their colon; as the name of a field a keyword loses it. Sets and lists
 * become lists. Tags are left out, so that a record `#jepsen.history.Op{…}` is its fields.
 */
import type { Json } from "../../protocols/index.ts";
import { canonical } from "./operation.ts";

/** A mistake in the text, at an offset. */
export class EdnMistake {
  readonly offset: number;
  readonly message: string;

  constructor(offset: number, message: string) {
    this.offset = offset;
    this.message = message;
  }
}

const space = /[\s,]*(?:;[^\n]*[\s,]*)*/y;
const token = /[^\s,;"()[\]{}\\]+/y;
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };
const characters: Readonly<Record<string, string>> = { newline: "\n", return: "\r", space: " ", tab: "\t" };
const deepest = 200;

export class EdnReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Where the next form starts; at the end of the text its length. */
  next(): number {
    for (;;) {
      space.lastIndex = this.at;
      this.at += space.exec(this.text)?.[0].length ?? 0;
      if (!this.text.startsWith("#_", this.at)) return this.at;
      this.at += 2;
      this.read();
    }
  }

  /** Goes into a list that starts here: its items follow, until `leaves` is true. */
  enters(opening: string): boolean {
    if (this.text[this.next()] !== opening) return false;
    this.at++;
    return true;
  }

  leaves(closing: string): boolean {
    if (this.text[this.next()] !== closing) return false;
    this.at++;
    return true;
  }

  /** The form that comes next. Throws an `EdnMistake`, which readers of files catch. */
  read(): Json {
    const start = this.next();
    const sign = this.text[start];
    if (sign === undefined) throw new EdnMistake(start, "the text ends where a value is expected");
    if (++this.depth > deepest) throw new EdnMistake(start, "values nest too deeply");
    const value = this.form(sign, start);
    this.depth--;
    return value;
  }

  private form(sign: string, start: number): Json {
    switch (sign) {
      case '"':
        return this.string(start);
      case "(":
      case "[":
        return this.items(sign, start);
      case "{":
        return this.fields(this.items(sign, start), start);
      case "^": // What is said about a value, and then the value.
        this.at++;
        this.read();
        return this.read();
      case "\\":
        return this.character(start);
      case "#":
        this.at++;
        if (this.text[this.at] === "{") return this.sorted(this.items("{", start));
        this.read();
        return this.read();
      default:
        return this.atom(start);
    }
  }

  private items(opening: string, start: number): readonly Json[] {
    const closing = closers[opening] ?? "";
    const items: Json[] = [];
    this.at++;
    while (!this.leaves(closing)) {
      if (this.at >= this.text.length) throw new EdnMistake(start, `\`${opening}\` has no \`${closing}\``);
      items.push(this.read());
    }
    return items;
  }

  private sorted(items: readonly Json[]): Json {
    return [...items].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  }

  private fields(items: readonly Json[], start: number): Json {
    if (items.length % 2 !== 0) throw new EdnMistake(start, "a name in this map has no value");
    const found: [string, Json][] = [];
    for (let at = 0; at < items.length; at += 2) {
      const name = items[at] ?? null;
      found.push([typeof name === "string" ? name.replace(/^:/, "") : canonical(name), items[at + 1] ?? null]);
    }
    return Object.fromEntries(found);
  }

  private string(start: number): string {
    let value = "";
    for (let at = start + 1; at < this.text.length; at++) {
      const sign = this.text[at] ?? "";
      if (sign === '"') {
        this.at = at + 1;
        return value;
      }
      if (sign !== "\\") {
        value += sign;
        continue;
      }
      at++;
      const code = /^u[0-9a-fA-F]{4}/.exec(this.text.slice(at, at + 5))?.[0];
      if (code) at += 4;
      value += code ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[this.text[at] ?? ""] ?? "");
    }
    throw new EdnMistake(start, "this string is not closed");
  }

  /** `\\c`, `\\newline`. */
  private character(start: number): string {
    token.lastIndex = start + 2;
    const rest = token.exec(this.text)?.[0] ?? "";
    const word = this.text.slice(start + 1, start + 2) + rest;
    this.at = start + 1 + word.length;
    return characters[word] ?? word;
  }

  private atom(start: number): Json {
    token.lastIndex = start;
    const word = token.exec(this.text)?.[0];
    if (word === undefined) throw new EdnMistake(start, `\`${this.text[start]}\` can't stand here`);
    this.at = start + word.length;
    if (word === "nil") return null;
    if (word === "true" || word === "false") return word === "true";
    if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?[NM]?$/.test(word)) {
      const number = Number(word.replace(/[NM]$/, ""));
      return Number.isInteger(number) && !Number.isSafeInteger(number) ? word : number;
    }
    return word;
  }
}
