/**
 * Brackets. A parser that runs into a missing brace reports it far from where it is missing and then misreads the rest, so
 * brackets are balanced beforehand: when they don't match, indentation shows which one is open, it is reported where it
 * stands, and a closing bracket is put in. Files whose brackets match are left as they are, however they are indented.
 */
import type { IToken } from "chevrotain";
import { type Diagnostic, lineStarts, positionAt, type Source } from "../source/index.ts";
import { retype, tokenSpan, typeSpelt } from "./tokens.ts";

/** More than any person writes; a bound on the parser's stack. */
export const deepestNesting = 100;

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const isCloser = (image: string) => image === ")" || image === "]" || image === "}";

/** Words that start a declaration when they stand first on a line with a word behind them. */
export const declarationWords: ReadonlySet<string> = new Set([
  "param",
  "assume",
  "type",
  "message",
  "network",
  "state",
  "ghost",
  "shared",
  "durable",
  "volatile",
  "process",
  "on",
  "urgent",
  "action",
  "task",
  "procedure",
  "define",
  "fault",
  "fair",
  "satisfies",
  "refines",
  "liveness",
  "axiom",
  "invariant",
  "property",
  "reachable",
  "theorem",
  "possible",
  "terminal",
  "constraint",
  "initially",
  "object",
  "history",
  "family",
  "check",
  "run",
  "theory",
  "model",
  "step",
]); // prettier-ignore

const isWord = (token: IToken | undefined) => token !== undefined && /^[\p{L}_]/u.test(token.image);

/** A closing bracket too many. Worth saying only when nothing between `since` and it was misread already. */
export interface Extra {
  readonly since: number;
  readonly diagnostic: Diagnostic;
}

/** What lies between a bracket that was never closed and the place where it was closed for it. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

export interface Balanced {
  readonly tokens: IToken[];
  readonly diagnostics: readonly Diagnostic[];
  readonly extras: readonly Extra[];
  readonly gaps: readonly Gap[];
  readonly tooDeep: boolean;
}

/** Whether the brackets of `tokens` match, and the first that lies deeper than the limit. */
function inspect(tokens: readonly IToken[]): { readonly matched: boolean; readonly tooDeep: IToken | undefined } {
  const open: string[] = [];
  let matched = true;
  for (const token of tokens) {
    const closer = closers[token.image];
    if (closer !== undefined) {
      open.push(closer);
      if (open.length > deepestNesting) return { matched, tooDeep: token };
    } else if (isCloser(token.image) && open.pop() !== token.image) matched = false;
  }
  return { matched: matched && open.length === 0, tooDeep: undefined };
}

interface Opener {
  readonly token: IToken;
  readonly closer: string;
  /** The column at which the line that holds the bracket starts. */
  readonly indentation: number;
}

class Balancer {
  private readonly open: Opener[] = [];
  private readonly result: IToken[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly extras: Extra[] = [];
  private readonly gaps: Gap[] = [];
  private readonly starts: readonly number[];
  private line = -1;
  private indentation = 0;

  constructor(
    private readonly source: Source,
    private readonly tokens: readonly IToken[],
  ) {
    this.starts = lineStarts(source);
  }

  run(): Balanced {
    for (const [index, token] of this.tokens.entries()) {
      const first = this.startsLine(token);
      if (first && declarationWords.has(token.image) && isWord(this.tokens[index + 1])) this.closeBefore(index);
      const closer = closers[token.image];
      if (closer !== undefined) this.open.push({ token, closer, indentation: this.indentation });
      if (this.open.length > deepestNesting) return refuse(this.source, token, this.tokens);
      if (isCloser(token.image)) this.close(token, first);
      else this.result.push(token);
    }
    const last = this.tokens.at(-1);
    while (this.open.length > 0 && last) this.insertCloser(last.startOffset + last.image.length);
    const { result: tokens, diagnostics, extras, gaps } = this;
    return { tokens, diagnostics, extras, gaps, tooDeep: false };
  }

  /** Whether `token` is the first of its line; its column is then the line's indentation. */
  private startsLine(token: IToken): boolean {
    const line = positionAt(this.source, token.startOffset).line;
    if (line === this.line) return false;
    this.line = line;
    this.indentation = token.startOffset - (this.starts[line - 1] ?? 0);
    return true;
  }

  /** A declaration that starts no further right than the line of an open bracket stands outside of it. */
  private closeBefore(index: number): void {
    const outside = this.open.findIndex((opener) => opener.indentation >= this.indentation);
    if (outside < 0) return;
    const previous = this.tokens[index - 1];
    const offset = previous ? previous.startOffset + previous.image.length : 0;
    while (this.open.length > outside) this.insertCloser(offset);
  }

  private close(token: IToken, first: boolean): void {
    const fits = (opener: Opener) => opener.closer === token.image;
    const aligned = first
      ? this.open.findLastIndex((opener) => fits(opener) && opener.indentation === this.indentation)
      : -1;
    const wanted = aligned >= 0 ? aligned : this.open.findLastIndex(fits);
    const opener = this.open[wanted];
    const deeper = first && token.image === "}" && opener !== undefined && this.indentation > opener.indentation;
    const acrossBrace = token.image !== "}" && this.open.at(-1)?.closer === "}";
    if (!opener || deeper || acrossBrace) {
      const span = tokenSpan(this.source, token);
      const message = `this \`${token.image}\` closes nothing`;
      this.extras.push({
        since: this.open.at(-1)?.token.startOffset ?? 0,
        diagnostic: { rule: "unbalanced", span, message, found: `\`${token.image}\`` },
      });
      return;
    }
    while (this.open.length > wanted + 1) this.insertCloser(token.startOffset);
    this.open.pop();
    this.result.push(token);
  }

  private insertCloser(offset: number): void {
    const opener = this.open.pop();
    if (!opener) return;
    this.diagnostics.push({
      rule: "unbalanced",
      span: tokenSpan(this.source, opener.token),
      message: `this \`${opener.token.image}\` is never closed`,
      expected: `\`${opener.closer}\``,
    });
    const closer: IToken = { ...opener.token, image: opener.closer, startOffset: offset, endOffset: offset - 1 };
    const type = typeSpelt(opener.closer);
    if (type) retype(closer, type);
    this.result.push(closer);
    if (opener.closer !== "}") this.gaps.push({ start: opener.token.startOffset, end: offset });
  }
}

function refuse(source: Source, token: IToken, tokens: readonly IToken[]): Balanced {
  const diagnostic: Diagnostic = {
    rule: "too-deep",
    span: tokenSpan(source, token),
    message: `brackets nest deeper than ${deepestNesting} levels here`,
  };
  return { tokens: [...tokens], diagnostics: [diagnostic], extras: [], gaps: [], tooDeep: true };
}

/** `tokens` with matching brackets, and what was missing or too many. */
export function balanceBrackets(source: Source, tokens: IToken[]): Balanced {
  const { matched, tooDeep } = inspect(tokens);
  if (tooDeep) return refuse(source, tooDeep, tokens);
  return matched
    ? { tokens, diagnostics: [], extras: [], gaps: [], tooDeep: false }
    : new Balancer(source, tokens).run();
}
