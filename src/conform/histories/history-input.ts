/**
 * From the bytes of a file to a question that can be answered: the history is read, the object is settled, and every operation
 * must mean something to it. Where one does not, the history ends before it.
 */
import type { Json } from "../../protocols/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import { isDeed } from "./deed.ts";
import type { Reading } from "./history-event.ts";
import { type HistoryFormat, readHistory, textOf } from "./history-file.ts";
import { createObject, likelyObject, type ObjectName } from "./objects.ts";
import type { History, Operation } from "./operation.ts";
import { prefixOf } from "./pairing.ts";
import { lineSpan } from "./text-lines.ts";

export interface HistoryOptions extends Reading {
  /** Guessed from the names of operations when absent. */
  readonly object?: ObjectName;
  readonly initial?: Json;
}

export interface HistoryInput {
  readonly format: HistoryFormat;
  readonly object: ObjectName;
  readonly history: History;
  readonly diagnostics: readonly Diagnostic[];
  /** With mistakes: the history is what stands before this line. */
  readonly cutAt?: number;
}

const mostMistakes = 20;

export function prepareHistory(path: string, bytes: Uint8Array, options: HistoryOptions): HistoryInput {
  const { format, history, diagnostics, cutAt } = readHistory(path, bytes, options);
  const object = options.object ?? likelyObject(history.operations) ?? "register";
  const read = { format, object, history, diagnostics, ...(cutAt === undefined ? {} : { cutAt }) };
  if (history.operations.length === 0 && diagnostics.length === 0) {
    const message = `\`${path}\` has no operations`;
    const hint = `it was read as ${format}; a history is JSON Lines, JSON, EDN, or the text of Jepsen's log`;
    return { ...read, diagnostics: [{ rule: "no-operations", message, hint }] };
  }
  const misfits = findMisfits(history.operations, object, options.initial);
  const first = misfits[0];
  if (!first) return read;
  const told = misfits.slice(0, mostMistakes).map(({ operation, problem }): Diagnostic => {
    const span = lineSpan(path, operation.firstLine, textOf(bytes, operation.firstLine));
    const hint = `the object is a ${object}; \`--object\` chooses another`;
    return { rule: "history-operation", span, message: problem, hint };
  });
  const { operation } = first;
  return {
    ...read,
    history: prefixOf(history, operation.begin),
    diagnostics: [...diagnostics, ...told],
    cutAt: Math.min(operation.firstLine, cutAt ?? operation.firstLine),
  };
}

function findMisfits(
  operations: readonly Operation[],
  name: ObjectName,
  initial?: Json,
): readonly { readonly operation: Operation; readonly problem: string }[] {
  const object = createObject(name, initial);
  return operations
    .flatMap((operation) => {
      const meaning = object.meaning(operation);
      if (!isDeed(meaning)) return [{ operation, problem: meaning.problem }];
      if (name !== "kv" || operation.call.key !== undefined) return [];
      return [{ operation, problem: `the operation \`${operation.call.name}\` has no key` }];
    })
    .sort((a, b) => a.operation.begin - b.operation.begin);
}
