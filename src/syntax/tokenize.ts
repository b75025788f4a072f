/**
 * Source text to tokens. On the way every word and sign gets its token type, comments go to a list of their own, and what
 * cannot be read (foreign signs, open strings, stray characters) is reported and repaired, so that the parser meets only
 * tokens of the language. Afterwards the brackets balance: `balance.ts` sees to that.
 */
import type { IToken } from "chevrotain";
import { type Diagnostic, type Source, spanText } from "../source/index.ts";
import { type Balanced, balanceBrackets } from "./balance.ts";
import { mistakenSigns } from "./mistakes.ts";
import {
  BlockComment,
  Comma,
  Identifier,
  Integer,
  Less,
  lexerOnce,
  OpenText,
  RightBrace,
  RightBracket,
  RightParen,
  retype,
  Text,
  tokenSpan,
  typeSpelt,
} from "./tokens.ts";
import type { Comment } from "./tree.ts";

export interface Tokens extends Balanced {
  readonly comments: readonly Comment[];
}

/** What a person should be shown of `text`: control characters and lone surrogates by their code. */
export function showText(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return short.replace(/[\p{C}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

class Tokenizer {
  readonly diagnostics: Diagnostic[] = [];
  readonly tokens: IToken[] = [];

  constructor(private readonly source: Source) {}

  /** Classifies one token of the lexer and keeps it, unless it is to be dropped. */
  accept(token: IToken): void {
    // The lexer keeps starts only, and a repair may change the image: this is where the end is still known.
    token.endOffset = token.startOffset + token.image.length - 1;
    if (token.tokenType === Identifier) {
      const type = typeSpelt(token.image);
      if (type) retype(token, type);
    } else if (token.tokenType === OpenText) {
      this.report(token, "open-string", "this string is not closed on its line", { hint: 'put `"` at its end' });
      retype(token, Text);
    } else if (token.tokenType === Integer) {
      if (!Number.isSafeInteger(Number(token.image))) {
        this.report(token, "number-size", "this number is too large", { expected: "at most 9007199254740991" });
        token.image = "0";
      }
    } else if (token.tokenType === BlockComment) {
      this.report(token, "foreign-sign", "comments of this kind don't exist", { hint: "start each line with `//`" });
      return;
    } else if (token.tokenType !== Text && !this.acceptSign(token)) return;
    this.keep(token);
  }

  private acceptSign(token: IToken): boolean {
    const known = typeSpelt(token.image);
    if (known) {
      retype(token, known);
      return this.splitAngle(token);
    }
    const mistake = mistakenSigns.get(token.image);
    this.report(token, "foreign-sign", `\`${token.image}\` is not a sign of this language`, {
      found: `\`${token.image}\``,
      hint: mistake?.hint,
    });
    const type = mistake?.means === undefined ? undefined : typeSpelt(mistake.means);
    if (!mistake?.means || !type) return false;
    token.image = mistake.means;
    retype(token, type);
    return true;
  }

  private angles = 0;

  /** `Set<P>= {}` lexes as `>=`. Only types have `<` straight after one of five words, so the sign can be taken apart. */
  private splitAngle(token: IToken): boolean {
    const sign = token.image;
    const previous = this.tokens.at(-1);
    if (sign === "<" && previous && /^(?:Set|Map|Seq|Bag|Option)$/.test(previous.image)) this.angles++;
    else if (sign === ">" && this.angles > 0) this.angles--;
    else if (sign === "=" || sign === ":=") this.angles = 0;
    else if (sign === ">=" && this.angles > 0) {
      this.angles--;
      this.report(token, "angle-equals", "`>=` is read as one sign here", {
        found: "`>=`",
        hint: "put a space between `>` and `=`",
      });
      const greater = { ...token, image: ">", endOffset: token.startOffset };
      const equal = { ...token, image: "=", startOffset: token.startOffset + 1 };
      for (const part of [greater, equal]) {
        const type = typeSpelt(part.image);
        if (type) retype(part, type);
        this.keep(part);
      }
      return false;
    }
    return true;
  }

  /** A comma before a closing bracket says nothing: it is dropped, and `fmt` does not print it. */
  private keep(token: IToken): void {
    this.repairBox(token);
    const previous = this.tokens.at(-1);
    const type = token.tokenType;
    if (previous?.tokenType === Comma && (type === RightBrace || type === RightBracket || type === RightParen)) {
      const before = this.tokens.at(-2);
      if (before && before.tokenType !== Comma && before.tokenType !== Less) this.tokens.pop();
    }
    this.tokens.push(token);
  }

  /** TLA+ writes □ as `[]`, which is an empty sequence here; nothing can follow one that closely. */
  private repairBox(next: IToken): void {
    const [open, close] = this.tokens.slice(-2);
    if (open?.image !== "[" || close?.image !== "]" || close.startOffset !== open.startOffset + 1) return;
    const type = typeSpelt("□");
    const touches = next.startOffset === close.startOffset + 1 && /^[\p{L}(¬]/u.test(next.image);
    if (!type || !(touches || next.image === "◇")) return;
    const box = { ...open, image: "□", endOffset: close.endOffset };
    this.report(box, "foreign-sign", "`[]` is not a sign of this language", {
      found: "`[]`",
      hint: "`[]` is TLA+; here it is `always` or `□`",
    });
    retype(box, type);
    this.tokens.splice(-2, 2, box);
  }

  private report(
    token: IToken,
    rule: Diagnostic["rule"],
    message: string,
    more: Pick<Diagnostic, "hint" | "expected" | "found">,
  ): void {
    this.diagnostics.push({ rule, span: tokenSpan(this.source, token), message, ...more });
  }

  /** Characters that no token starts with. */
  reportStray(start: number, length: number): void {
    const span = { source: this.source, start, end: start + length };
    const found = `\`${showText(spanText(span))}\``;
    this.diagnostics.push({ rule: "stray-character", span, message: `${found} means nothing here`, found });
  }
}

function makeComment(source: Source, token: IToken): Comment {
  const span = { source, start: token.startOffset, end: token.startOffset + token.image.length };
  const doc = token.image.startsWith("///") && !token.image.startsWith("////");
  return { doc, text: token.image.slice(doc ? 3 : 2).trimEnd(), span };
}

/** The tokens and comments of `source`, everything unreadable reported and repaired. */
export function tokenize(source: Source): Tokens {
  const lexed = lexerOnce().tokenize(source.text);
  const tokenizer = new Tokenizer(source);
  for (const token of lexed.tokens) tokenizer.accept(token);
  for (const token of lexed.groups.foreign ?? []) tokenizer.accept(token);
  for (const error of lexed.errors) tokenizer.reportStray(error.offset, error.length);
  const comments = (lexed.groups.comments ?? []).map((token) => makeComment(source, token));
  const balanced = balanceBrackets(source, tokenizer.tokens);
  return { ...balanced, comments, diagnostics: [...tokenizer.diagnostics, ...balanced.diagnostics] };
}
