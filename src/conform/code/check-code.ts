/**
 * Static conformance: code and a model in, everything out that can be said without running either. Each action of the model
 * has its trace point and the reverse; durable variables are written before the messages that depend on them are sent.
 */
import type { Model } from "../../ir/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import { type CodeFile, readCode, syntaxMistakes } from "./code.ts";
import { checkDurability, type Durability } from "./durability.ts";
import type { Names } from "./names.ts";
import { codedActions, compareActions, findTracePoints } from "./trace-points.ts";

export interface CodeReport {
  /** What is wrong with the code; what is wrong with the input is in `mistakes`, and then nothing was checked. */
  readonly findings: readonly Diagnostic[];
  readonly mistakes: readonly Diagnostic[];
  readonly actions: number;
  readonly points: number;
  readonly durability: Durability;
}

const nothing: Durability = { diagnostics: [], changed: [], unseen: [], sends: 0, persists: 0, excuses: [] };

export function checkCode(files: readonly CodeFile[], model: Model, names: Names): CodeReport {
  const code = readCode(files);
  const actions = codedActions(model).length;
  const syntax = syntaxMistakes(code);
  if (syntax.length > 0) {
    const mistakes = syntax.map(({ span, message }): Diagnostic => ({ rule: "code-syntax", span, message }));
    return { findings: [], mistakes, actions, points: 0, durability: nothing };
  }
  const points = findTracePoints(code, names);
  const durability = checkDurability(code, model, names);
  return {
    findings: [...compareActions(model, points, names), ...durability.diagnostics],
    mistakes: [],
    actions,
    points: points.points.length,
    durability,
  };
}
