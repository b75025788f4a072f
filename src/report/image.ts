/** The step that breaks a refinement, in the words of the abstract model: what it makes of it, and which guard is in the way. */
import { positionAt, type Span } from "../source/index.ts";
import type { Account, ImageAccount, OwedAccount, Snapshot } from "../trace/index.ts";
import type { CardOptions } from "./card.ts";
import { type Cell, type Line, labelled, table } from "./table.ts";

export function imageLines(image: ImageAccount, options: CardOptions): readonly string[] {
  const { width, paint } = options;
  const { model, before, after, changes, nearest } = image;
  const lines = [...labelled("image", `under this mapping, ${seen(model, before)}`, width, paint.strong)];
  lines.push(...states(before, after, options));
  if (changes.length > 0) lines.push(...labelled("change", changes.join(" · "), width, paint.faint));
  if (!before) return lines;
  if (!nearest)
    return [...lines, ...labelled("near", `no action of ${model} changes any of this`, width, paint.strong)];
  const { action, refusal, instead, span } = nearest;
  const does = instead.length === 0 ? "would do this" : `would do something else: ${instead.join(" · ")}`;
  const why = refusal ? `, but ${refusal.reason}` : "";
  lines.push(
    ...labelled("near", `${action} ${does}${why}   (${placeOf(refusal?.span ?? span, options)})`, width, paint.strong),
  );
  if (refusal && refusal.values.length > 0) lines.push(...table([[{ pieces: refusal.values }]], width, "         "));
  return lines;
}

/** What the abstract model says is fair, and never happens on the loop. */
export function owedLines(owed: OwedAccount, options: CardOptions): readonly string[] {
  const { width, paint } = options;
  const { model, strength, condition, span, here, enabled } = owed;
  const often = strength === "weak" ? "enabled all the time" : "enabled again and again";
  const text = `under this mapping, ${model} owes a step: ${strength} fairness of ${condition}, ${often} and never taken`;
  const lines = [...labelled("image", `${text}   (${placeOf(span, options)})`, width, paint.strong)];
  if (here) lines.push(...states(undefined, here, options, "on the loop"));
  if (enabled.length > 0) lines.push(...labelled("could", enabled.join(" · "), width, paint.faint));
  return lines;
}

const seen = (model: string, before: Snapshot | undefined): string =>
  before ? `no step of ${model} does what the last step does` : `${model} does not start like this`;

/** Both states beside each other: a line for the model and for each process. */
function states(
  before: Snapshot | undefined,
  after: Snapshot,
  { width, paint }: CardOptions,
  alone = "start",
): readonly string[] {
  const faint = (text: string): Cell => ({ pieces: [text], paint: paint.faint });
  const header: Line = [faint(""), ...(before ? [faint("before"), faint("after")] : [faint(alone)])];
  const rows = after.groups.map(({ owner, values }, at): Line => {
    const old = before?.groups[at]?.values;
    return [{ pieces: [owner === "" ? "model" : owner] }, ...(old ? [{ pieces: old }] : []), { pieces: values }];
  });
  return table([header, ...rows], width, "         ");
}

function placeOf({ source, start }: Span, { path }: CardOptions): string {
  const { line } = positionAt(source, start);
  return source.path === path ? `line ${line}` : `${source.path}:${line}`;
}

/** The same for programs. */
export function imageJson({ image, owed }: Account): Readonly<Record<string, unknown>> | undefined {
  const place = ({ source, start }: Span) => `${source.path}:${positionAt(source, start).line}`;
  if (owed) {
    const { model, strength, condition, span, here, enabled } = owed;
    return {
      model,
      owed: { strength, condition, source: place(span), enabled, ...(here ? { state: valuesOf(here) } : {}) },
    };
  }
  if (!image) return undefined;
  const { model, before, after, nearest } = image;
  const refusal = nearest?.refusal;
  return {
    model,
    ...(before ? { before: valuesOf(before) } : {}),
    after: valuesOf(after),
    ...(nearest
      ? {
          nearest: {
            action: nearest.action,
            ...(nearest.instead.length === 0 ? {} : { instead: nearest.instead }),
            ...(refusal ? { reason: refusal.reason, source: place(refusal.span) } : {}),
          },
        }
      : {}),
  };
}

const valuesOf = ({ groups }: Snapshot): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(groups.map(({ owner, values }) => [owner, values]));
