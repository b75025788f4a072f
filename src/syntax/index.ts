/** Text in, tree out, and back: `parse` and `print`. */
export { parse } from "./parse.ts";
export { type PrintOptions, print } from "./print.ts";
export type * from "./tree.ts";
