/**
 * chevrotain's exceptions as diagnostics. The parser's message provider says only what was expected, in words; the rest
 * (what was found, where, what to do about it) is put together here, from the tokens around the mistake.
 */
import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import { closest, type Diagnostic, habitHint, type Source } from "../source/index.ts";
import { declarationWords } from "./balance.ts";
import { showText } from "./tokenize.ts";
import { allKeywords, Identifier, Text, tokenSpan } from "./tokens.ts";

/** The most alternatives that a message lists. */
const listed = 6;

function label(type: TokenType): string {
  if (type === EOF) return "the end of the file";
  return /^an? /.test(type.name) ? type.name : `\`${type.name.replace(" (word)", "")}\``;
}

function list(types: readonly TokenType[]): string {
  const labels = [...new Set(types.map(label))];
  const shown = labels.slice(0, listed);
  const last = labels.length > listed ? "…" : shown.pop();
  return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} or ${last}`;
}

/** The message of an exception is what was expected at its place. */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => label(expected),
  buildNotAllInputParsedMessage: () => "a declaration",
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription || list(expectedPathsPerAlt.flat().flatMap((path) => path.slice(0, 1))),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription || list(expectedIterationPaths.flatMap((path) => path.slice(0, 1))),
};

function show(token: IToken): string {
  return token.tokenType === EOF ? "the end of the file" : `\`${showText(token.image)}\``;
}

/** The keyword that a misspelt word may have been: one that was expected here, else any. */
function misspelt(token: IToken, expected: string): string | undefined {
  // Short names are near to many words without meaning any of them.
  if (token.tokenType !== Identifier || token.image.length < 3) return undefined;
  const wanted = [...expected.matchAll(/`([a-z]+)`/g)].map((match) => match[1] ?? "");
  const declaration = /declaration|an action or a handler/.test(expected);
  // Of equally near words the one of the same length is likelier: `form` was `from` and not `for`.
  const others = [...allKeywords()].sort((a, b) => lengthen(a, token) - lengthen(b, token));
  const inPlace = closest(token.image, wanted) ?? (declaration ? closest(token.image, declarationWords) : undefined);
  return inPlace ?? closest(token.image, others);
}

function lengthen(word: string, token: IToken): number {
  return Math.abs(word.length - token.image.length);
}

/** What people write who think of another language, or of another construct of this one. */
function habitOf(token: IToken, previous: IToken, expected: string, rules: readonly string[]): string | undefined {
  const { image, tokenType } = token;
  const declaration = /declaration|an action or a handler|`weak`|`theory`/.test(expected);
  const own = habitHint(image, declaration ? "declaration" : "statement");
  if (own !== undefined) return own;
  const before = habitHint(previous.image, expected.includes("`:=`") ? "statement" : "value");
  if (before !== undefined && previous.tokenType === Identifier) return before;
  if (tokenType === Text && /an expression|a type/.test(expected)) return habitHint("string", "type");
  if (image === "[" && expected === "a type") return "a range is `0..3`, a sequence `Seq<T, max>`, a map `Map<K, V>`";
  if (image === "(" && expected === "`to`") return "a message names its fields: `send M { field: e } to p`";
  const within = (rule: string) => rules.slice(-2).includes(rule);
  if (expected === "`{`" && image === "(" && within("handler"))
    return "a handler reads its message: `on M from p { x := msg.field }`";
  if (expected === "`{`" && image === ":" && within("action")) return "an action is written `action a when … { … }`";
  if (expected === "`:`" && within("fields")) return "a type of names is written `A | B`, a record `{ f: T, g: U }`";
  if (within("property") && (expected === "`:`" || expected === "a name"))
    return "a property is written `invariant Name: formula`";
  if (expected === "`:`" && within("field")) return "a variable has a type: `x: 0..3 = 0`";
  return undefined;
}

function hintFor(token: IToken, previous: IToken, expected: string, rules: readonly string[]): string | undefined {
  const { image } = token;
  const habit = habitOf(token, previous, expected, rules);
  if (habit !== undefined) return habit;
  if (image === ":=" && expected !== "a statement") return "`:=` assigns in the body of an action; elsewhere write `=`";
  if (/^(?:[-+:]=)$/.test(image))
    return `\`${previous.image}\` was read as a part of the statement before: is that complete?`;
  if (image === ";") return "declarations are not separated by `;`";
  if (expected === "`{`" && (image === "=>" || image === "→" || image === ":")) {
    return "the arms of a match statement are blocks: `Some(v) { … }`";
  }
  const word = /^[\p{L}_]/u.test(image);
  if (expected === "a name" && word) return `\`${image}\` is a reserved word`;
  const near = misspelt(token, expected);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const before = previous.tokenType === Identifier ? closest(previous.image, declarationWords) : undefined;
  return before && previous.image.length > 2
    ? `did you mean \`${before}\` instead of \`${previous.image}\`?`
    : undefined;
}

/** chevrotain's exceptions know the token before; their common type does not say so. */
type Raised = IRecognitionException & { readonly previousToken?: IToken };

/** The diagnostic of an exception that the parser raised. */
export function explainException(source: Source, exception: Raised): Diagnostic {
  const { token, previousToken, message: expected } = exception;
  const found = show(token);
  const atEnd = token.tokenType === EOF;
  const previous = previousToken ?? token;
  const hint = hintFor(token, previous, expected, exception.context.ruleStack);
  const message = atEnd ? `the file ends where ${expected} should follow` : `${found} can't stand here`;
  return { rule: "syntax", span: tokenSpan(source, atEnd ? previous : token), message, expected, found, hint };
}
