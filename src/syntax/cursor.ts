/**
 * What every part of the grammar stands on: chevrotain's parser with spans, names, documentation comments and recovery.
 *
 * Recovery is ours and not chevrotain's: a mistake is caught by the smallest of statement, declaration and unit that holds
 * it, and parsing goes on where the next one starts. Line starts tell where that is: newlines mean nothing to the grammar,
 * but people start statements and declarations on lines of their own.
 */
import {
  EmbeddedActionsParser,
  EOF,
  type IToken,
  isRecognitionException,
  type TokenType,
  tokenMatcher,
} from "chevrotain";
import { type Diagnostic, positionAt, type Source, type Span } from "../source/index.ts";
import { declarationWords } from "./balance.ts";
import { expectations } from "./complaint.ts";
import { showText, type Tokens } from "./tokenize.ts";
import { Comma, LeftParen, Name, Semicolon, Text, tokenSpan, vocabulary, Word } from "./tokens.ts";
import type { Comment, Name as NameNode, Text as TextNode } from "./tree.ts";

const noSource: Source = { path: "", text: "" };

export class Cursor extends EmbeddedActionsParser {
  /** chevrotain's place in the token list (that of the token consumed last); its types don't mention it. */
  declare protected readonly currIdx: number;
  protected source: Source = noSource;
  private docs: readonly Comment[] = [];
  private depths: readonly number[] = [];
  /** Repaired mistakes: the parser reports them and goes on. */
  readonly complaints: Diagnostic[] = [];
  /** Names in what was skipped: nothing should be said about their being unknown. */
  readonly skipped: NameNode[] = [];
  /** Expressions and statements around the place at hand. */
  private nesting = 0;

  constructor() {
    super(vocabulary, {
      // Where one token does not decide, gates look further: chevrotain takes 0.1 s to work out two for every choice.
      maxLookahead: 1,
      recoveryEnabled: false,
      skipValidations: true,
      nodeLocationTracking: "none",
      errorMessageProvider: expectations,
    });
  }

  /** Makes `tokens` the input. */
  load(source: Source, tokens: Tokens): void {
    this.input = tokens.tokens;
    this.source = source;
    this.docs = tokens.comments.filter((comment) => comment.doc);
    this.complaints.length = 0;
    this.skipped.length = 0;
    this.nesting = 0;
    let depth = 0;
    this.depths = tokens.tokens.map((token) => {
      if (token.image === "}" || token.image === ")" || token.image === "]") depth--;
      const here = depth;
      if (token.image === "{" || token.image === "(" || token.image === "[") depth++;
      return here;
    });
  }

  // ------------------------------------------------------------------------------------------------- spans and names

  /** From `first` to the token that was consumed last. */
  protected spanFrom(first: IToken): Span {
    // While chevrotain records the grammar it calls rules without tokens.
    if (this.RECORDING_PHASE) return { source: noSource, start: 0, end: 0 };
    const last = this.LA(0);
    const start = tokenSpan(this.source, first).start;
    return { source: this.source, start, end: Math.max(start, tokenSpan(this.source, last).end) };
  }

  protected nameOf(token: IToken): NameNode {
    return { text: token.image, span: tokenSpan(this.source, token) };
  }

  protected readonly name = this.RULE("name", (): NameNode => this.nameOf(this.CONSUME(Name)));

  /** After `.` and as a field's name any word will do. */
  protected readonly word = this.RULE("word", (): NameNode => this.nameOf(this.CONSUME(Word)));

  protected readonly names = this.RULE("names", (): NameNode[] => {
    const names: NameNode[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => names.push(this.SUBRULE(this.name)) });
    return names;
  });

  protected readonly text = this.RULE("text", (): TextNode => {
    const token = this.CONSUME(Text);
    return this.ACTION(() => this.unescape(token));
  });

  private unescape(token: IToken): TextNode {
    const span = tokenSpan(this.source, token);
    const inner = token.image.length > 1 && token.image.endsWith('"') ? token.image.slice(1, -1) : token.image.slice(1);
    const value = inner.replace(/\\(.?)/gs, (written, character: string) => {
      if (character === "n") return "\n";
      if (character === "t") return "\t";
      if (character === '"' || character === "\\") return character;
      this.complain({
        rule: "escape",
        span,
        message: `\`${showText(written)}\` is not an escape`,
        expected: '`\\"`, `\\\\`, `\\n` or `\\t`',
      });
      return character;
    });
    return { value, span };
  }

  /** The `///` lines between the last token and the next. */
  protected docHere(): string | undefined {
    if (this.docs.length === 0) return undefined;
    const before = this.LA(0);
    const from = before.tokenType === EOF ? 0 : tokenSpan(this.source, before).end;
    const to = tokenSpan(this.source, this.LA(1)).start;
    const lines: string[] = [];
    let at = this.firstDocFrom(from);
    for (let doc = this.docs[at]; doc && doc.span.start < to; doc = this.docs[++at]) {
      lines.push(doc.text.startsWith(" ") ? doc.text.slice(1) : doc.text);
    }
    return lines.length > 0 ? lines.join("\n") : undefined;
  }

  private firstDocFrom(offset: number): number {
    let low = 0;
    let high = this.docs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.docs[middle]?.span.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // ------------------------------------------------------------------------------------------------------ looking ahead

  protected sees(distance: number, ...types: TokenType[]): boolean {
    const token = this.LA(distance);
    return types.some((type) => tokenMatcher(token, type));
  }

  /** Whether the token at `distance` has whitespace with a newline before it. */
  private startsLine(distance: number): boolean {
    const token = this.LA(distance);
    const previous = this.LA(distance - 1);
    if (previous.tokenType === EOF) return true;
    return this.source.text.slice(tokenSpan(this.source, previous).end, token.startOffset).includes("\n");
  }

  // ----------------------------------------------------------------------------------------------------------- recovery

  protected complain(diagnostic: Diagnostic): void {
    if (!this.RECORDING_PHASE) this.complaints.push(diagnostic);
  }

  /** Runs `parse`; after a mistake skips to where `resumes` says, and gives nothing. */
  protected recover<T>(parse: () => T, resumes: () => boolean): T | undefined {
    const first = this.currIdx;
    const depth = this.depths[first + 1] ?? 0;
    const nesting = this.nesting;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Error) || !isRecognitionException(error) || this.errors.length >= 50) throw error;
      this.nesting = nesting;
      this.skip(first, depth, resumes);
      return undefined;
    }
  }

  /**
   * `item` again and again up to `end`. chevrotain's own repetition stops at a token that starts no item, and the mistake
   * would be one of whatever holds the items; this way it is one of an item, and the items behind it are still read.
   */
  protected repeatUntil(end: TokenType, item: () => void): void {
    if (this.RECORDING_PHASE) this.MANY9(item);
    else while (!this.sees(1, end, EOF)) item();
  }

  private skip(first: number, depth: number, resumes: () => boolean): void {
    for (let index = first + 1; index <= this.currIdx; index++) this.noteSkipped(this.input[index]);
    // What cannot be read at all must be passed, or the next attempt would stop at the same place.
    let moved = this.currIdx > first;
    while (this.LA(1).tokenType !== EOF) {
      const here = this.depths[this.currIdx + 1] ?? 0;
      if (here < depth) return;
      if (moved && here === depth && this.startsLine(1) && (resumes() || this.alignedWith(first + 1))) return;
      this.noteSkipped(this.SKIP_TOKEN());
      moved = true;
      if (here === depth && this.sees(0, Semicolon)) return;
    }
  }

  /** Whether a word stands here no further right than the first token of what is skipped: probably its misspelt sibling. */
  private alignedWith(index: number): boolean {
    const first = this.input[index];
    if (!first || !this.sees(1, Name)) return false;
    const column = (token: IToken) => positionAt(this.source, token.startOffset).column;
    return index > 0 && column(this.LA(1)) <= column(first);
  }

  private noteSkipped(token: IToken | undefined): void {
    if (token && tokenMatcher(token, Name)) this.skipped.push(this.nameOf(token));
  }

  /** Whether a declaration seems to start here: one of its words, with another word behind it. */
  protected declarationStarts(): boolean {
    if (!declarationWords.has(this.LA(1).image)) return false;
    return this.sees(2, Word, LeftParen) || this.LA(1).image === "assume" || this.LA(1).image === "initially";
  }

  /** Counts how deep `parse` lies in others of its kind, and gives up on files that no person wrote. */
  protected nested<T>(parse: () => T): T {
    if (this.nesting >= 150 && !this.RECORDING_PHASE) this.giveUp();
    this.nesting++;
    const result = parse();
    this.nesting--;
    return result;
  }

  protected giveUp(): never {
    throw new NestingError(tokenSpan(this.source, this.LA(1)));
  }
}

/** Expressions or statements lie too deep in each other; it ends the parse. */
export class NestingError extends Error {
  constructor(readonly span: Span) {
    super("nested too deeply");
  }
}
