/**
 * The tokens of the language. chevrotain's lexer finds shapes (a word, a sign, a string, a comment); the tables here say
 * which token each word and sign is. Words are classified after lexing, so that a word such as `state` can be a keyword
 * where the grammar asks for it and a name elsewhere, and so that starting up costs seven patterns and not two hundred.
 */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import type { Source, Span } from "../source/index.ts";
import { mistakenSigns } from "./mistakes.ts";
import { level, type Operator, operators } from "./operators.ts";

function category(name: string, ...categories: TokenType[]): TokenType {
  return createToken({ name, pattern: Lexer.NA, categories });
}

/** Any word at all: what stands after `.` and names a field. */
export const Word = category("a word");
/** A word that is not reserved: what a declaration can be called. */
export const Name = category("a name", Word);
/** What can stand between two operands, what can before one, and what can inside a range (`..` and arithmetic). */
export const InfixOperator = category("an operator");
export const PrefixOperator = category("a prefix operator");
export const RangeOperator = category("an arithmetic operator", InfixOperator);
export const RelationTest = category("is or at");

// ------------------------------------------------------------------------------------------------------------- words

const contextualWords = [
  "use",
  "theory",
  "model",
  "cites",
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
  "timer",
  "process",
  "as",
  "ordered",
  "on",
  "round",
  "restart",
  "urgent",
  "action",
  "bound",
  "task",
  "step",
  "procedure",
  "define",
  "fault",
  "fair",
  "weak",
  "strong",
  "each",
  "deliver",
  "satisfies",
  "refines",
  "only",
  "assuming",
  "except",
  "because",
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
  "op",
  "history",
  "most",
  "family",
  "check",
  "checks",
  "expect",
  "holds",
  "bounded",
  "deadlocks",
  "violates",
  "states",
  "transitions",
  "run",
  "disabled",
  "lose",
  "duplicate",
  "forge",
  "crash",
  "pause",
  "resume",
  "drift",
  "partition",
  "heal",
  "tick",
  "unordered",
  "fifo",
  "set",
  "synchronous",
  "rounds",
  "capacity",
  "overflow",
  "error",
  "drop",
  "block",
  "carries",
  "symmetric",
  "var",
  "send",
  "broadcast",
  "reply",
  "insert",
  "into",
  "remove",
  "append",
  "invoke",
  "respond",
  "start",
  "stop",
  "goto",
  "require",
  "assert",
  "return",
  "count",
  "sum",
  "choose",
] as const; // prettier-ignore

const reservedWords = [
  "if",
  "then",
  "else",
  "let",
  "match",
  "for",
  "where",
  "when",
  "pick",
  "to",
  "from",
  "by",
  "with",
  "under",
  "sent",
  "True",
  "False",
  "is",
  "at",
] as const; // prettier-ignore

export type KeywordName = (typeof contextualWords)[number] | (typeof reservedWords)[number];

const wordTypes = new Map<string, TokenType>();

function declareWords(): Readonly<Record<KeywordName, TokenType>> {
  for (const word of contextualWords) wordTypes.set(word, category(word, Name));
  for (const word of reservedWords) {
    const test = word === "is" || word === "at" ? [RelationTest] : [];
    wordTypes.set(word, category(word, Word, ...test));
  }
  return Object.fromEntries(wordTypes) as Record<KeywordName, TokenType>;
}

/** The keywords by their spelling: `keywords.state`. */
export const keywords = declareWords();

/** Every word that means something to the grammar; for "did you mean". */
export const allKeywords = (): Iterable<string> => wordTypes.keys();

// ------------------------------------------------------------------------------------------------------------- signs

const signTypes = new Map<string, TokenType>();

/** One token type per operator; its words (`and`) are types of their own beneath it, so that they stay words too. */
function declareOperator(operator: Operator): TokenType {
  const categories: TokenType[] = [];
  if (operator.level !== undefined) categories.push(operator.level >= level.range ? RangeOperator : InfixOperator);
  if (operator.prefix) categories.push(PrefixOperator);
  const type = category(operator.name, ...categories);
  for (const spelling of [operator.ascii, ...operator.unicode]) {
    if (/^[a-z]+$/.test(spelling)) wordTypes.set(spelling, category(`${spelling} (word)`, type, Word));
    else signTypes.set(spelling, type);
  }
  return type;
}

const operatorTypes = new Map(operators.map((operator) => [operator.name as string, declareOperator(operator)]));

function operatorType(name: Operator["name"]): TokenType {
  return operatorTypes.get(name) as TokenType;
}

export const Equal = operatorType("=");
export const Less = operatorType("<");
export const Greater = operatorType(">");
export const Minus = operatorType("-");
export const Implies = operatorType("implies");
export const In = operatorType("in");
export const ForAll = operatorType("forall");
export const Exists = operatorType("exists");

function declareSign(sign: string): TokenType {
  const type = category(sign);
  signTypes.set(sign, type);
  return type;
}

export const LeftParen = declareSign("(");
export const RightParen = declareSign(")");
export const LeftBracket = declareSign("[");
export const RightBracket = declareSign("]");
export const LeftBrace = declareSign("{");
export const RightBrace = declareSign("}");
export const Comma = declareSign(",");
export const Semicolon = declareSign(";");
export const Colon = declareSign(":");
export const Dot = declareSign(".");
export const Bar = declareSign("|");
export const Assign = declareSign(":=");
export const PlusAssign = declareSign("+=");
export const MinusAssign = declareSign("-=");

// ------------------------------------------------------------------------------------------------------------- shapes

const identifier = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/uy;

/** chevrotain drops a pattern's `u` flag, so `\p{L}` needs a matcher of its own. */
function matchIdentifier(text: string, offset: number): RegExpExecArray | null {
  identifier.lastIndex = offset;
  const match = identifier.exec(text);
  return match?.index === offset ? match : null;
}

/** Where identifiers can start. chevrotain keeps codes above 255 in buckets of 255: one code for each bucket is enough. */
function identifierStarts(): number[] {
  const starts = ["_".charCodeAt(0)];
  for (let code = 65; code < 256; code++) if (/\p{L}/u.test(String.fromCharCode(code))) starts.push(code);
  for (let code = 256; code < 0x10000; code += 255) starts.push(code);
  starts.push(0xffff);
  return starts;
}

export const Identifier = createToken({
  name: "identifier",
  pattern: matchIdentifier as (text: string, offset: number) => RegExpExecArray | null,
  categories: [Name],
  line_breaks: false,
  start_chars_hint: identifierStarts(),
});

const escaped = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** The longest sign wins, so the longest stand first. */
const signPattern = new RegExp(
  [...signTypes.keys(), ...mistakenSigns.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join("|"),
);

const Sign = createToken({ name: "a sign", pattern: signPattern });
export const Integer = createToken({ name: "a number", pattern: /[0-9]+/ });
export const Text = createToken({ name: "a string", pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/ });
/** A string whose closing quote is missing ends with its line. */
export const OpenText = createToken({ name: "an unterminated string", pattern: /"[^\r\n]*/ });
export const LineComment = createToken({ name: "a comment", pattern: /\/\/[^\r\n]*/, group: "comments" });
export const BlockComment = createToken({
  name: "a block comment",
  pattern: /\/\*[\s\S]*?\*\/|\(\*[\s\S]*?\*\)|\\\*[^\r\n]*/,
  group: "foreign",
  line_breaks: true,
});
const Space = createToken({ name: "space", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });

const shapes = [Space, LineComment, BlockComment, Identifier, Integer, Text, OpenText, Sign];

/** Everything that the parser has to know. */
export const vocabulary: TokenType[] = [
  ...new Set([
    Word,
    Name,
    InfixOperator,
    PrefixOperator,
    RangeOperator,
    RelationTest,
    ...shapes,
    ...wordTypes.values(),
    ...operatorTypes.values(),
    ...signTypes.values(),
  ]),
];

let lexer: Lexer | undefined;

/** The lexer, made when it is first needed: a worker that gets a compiled model never pays for it. */
export function lexerOnce(): Lexer {
  lexer ??= new Lexer(shapes, { positionTracking: "onlyOffset", skipValidations: true, ensureOptimizations: false });
  return lexer;
}

/** The type of a word or sign as it is spelt; nothing for an ordinary name. */
export function typeSpelt(image: string): TokenType | undefined {
  return wordTypes.get(image) ?? signTypes.get(image);
}

/** Makes `token` one of type `type`. */
export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx as number;
}

/** The range of `token`; the end of the file for the token that stands for it. */
export function tokenSpan(source: Source, token: IToken): Span {
  if (Number.isNaN(token.startOffset)) return { source, start: source.text.length, end: source.text.length };
  return { source, start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 };
}
