/** The room that everything may import: text, places in it, what is wrong with it. */
export { assert, InternalError, unreachable } from "./assert.ts";
export type { Diagnostic, Phase } from "./diagnostic.ts";
export { habitHint } from "./habits.ts";
export { type Rule, type RuleId, rules } from "./rules.ts";
export { closest } from "./suggest.ts";
export { cover, lineStarts, lineText, type Position, positionAt, type Source, type Span, spanText } from "./text.ts";
