/**
 * A program: one file with everything that it uses, before parameters have values. `link` makes it, `lower` turns one of
 * its models and a set of settings into a typed `Model`.
 */
import type { Span } from "../source/index.ts";
import type { File, Outcome, Setting, Unit } from "../syntax/tree.ts";

export interface Program {
  /** Path of the file that was asked for. */
  readonly path: string;
  /** The units of that file, in order. */
  readonly units: readonly Unit[];
  /** Theories and models by name, of that file and of all that it uses. */
  readonly theories: ReadonlyMap<string, Unit>;
  readonly models: ReadonlyMap<string, Unit>;
  /** Names in what was left out of these files, because of mistakes in their syntax. */
  readonly unread: ReadonlySet<string>;
}

/** One `check NAME { … } expect …` of a model. A model without any has one called `default`, with no settings. */
export interface Configuration {
  readonly name: string;
  readonly settings: readonly Setting[];
  /** Properties to look at; all when absent. */
  readonly checks?: readonly string[];
  /** What the author expects; empty when nothing was said. */
  readonly outcomes: readonly Outcome[];
  readonly span: Span;
}

/** How `link` gets at files: the path that a `use` means, and the parsed file there; undefined when there is none. */
export interface Library {
  resolve(use: string, from: string): string;
  load(path: string): { readonly file?: File; readonly failed: boolean } | undefined;
}
