/**
 * Code that does not get done, as data for people: the last of its steps since nothing fails any more, why there are no others
 * that would help, and what is missing. It may be far beyond the model's bounds, so the code's own names and values are shown.
 */
import type { Machine } from "../../interpreter/index.ts";
import { encodeState, type Json, type Simulable } from "../../protocols/index.ts";
import type { LockstepRow } from "./account.ts";
import type { CalmStep } from "./calm.ts";
import type { Letter } from "./calm-core.ts";
import type { Code } from "./code.ts";
import type { Parcel } from "./code-state.ts";
import type { Standstill } from "./progress.ts";
import { happeningText, sentTexts } from "./story.ts";

export interface CalmAccount {
  /** What the code should come to, and what is missing of it. */
  readonly goal: string;
  readonly missing?: string;
  /** So many steps were taken; the last of them are rows. */
  readonly steps: number;
  readonly rows: readonly LockstepRow[];
  /** `nothing runs any more`. */
  readonly ending: string;
  /** What the network still lost at first. */
  readonly silence?: string;
}

const mostRows = 6;

const endings: Readonly<Record<Standstill<never>["ending"], string>> = {
  rest: "nothing is on its way, and no timer runs",
  round: "everything is as it was before, and goes round for ever",
  endless: "nobody waits for more steps than that",
  breach: "the last of them does not keep a duty",
};

/** `before`: how many steps led to the pair. */
export function calmAccountOf<P extends Simulable>(
  { steps, silence, missing, ending }: Standstill<P>,
  code: Code<P>,
  machine: Machine,
  before: number,
): CalmAccount {
  const first = Math.max(0, steps.length - mostRows);
  return {
    goal: code.subject.goal(code.nodes).text,
    ...(ending === "breach" ? {} : { missing }),
    steps: steps.length,
    rows: steps.slice(first).map((step, at) => rowOf(before + first + at + 1, step, code, machine)),
    ending: endings[ending],
    ...(silence === 0
      ? {}
      : { silence: `what was on its way is lost, and so is what is sent before ${silence} rounds of timers are over` }),
  };
}

function rowOf<P extends Simulable>(
  number: number,
  { before, input, call }: CalmStep<P>,
  code: Code<P>,
  machine: Machine,
): LockstepRow {
  const parcelOf = ({ envelope }: Pick<Letter<P>, "envelope">): Parcel<P> | undefined => {
    const parcel = code.alphabet.parcel(envelope);
    return "complaint" in parcel ? undefined : parcel;
  };
  const received = input?.kind === "message" ? parcelOf({ envelope: input }) : undefined;
  const { name: node } = before;
  const text = input
    ? happeningText<P>({ kind: "input", node, input, events: [] }, machine, received)
    : happeningText<P>({ kind: "return", node }, machine);
  const sent = call.sent.flatMap((letter) => {
    const parcel = parcelOf(letter);
    return parcel ? sentTexts([parcel], machine) : [`${node} ─${letter.envelope.message.type}→ ${letter.envelope.to}`];
  });
  const told = call.outcome.effects.flatMap((effect) => {
    if (effect.kind === "start-timer") return [`starts ${effect.timer}`];
    return effect.kind === "answer" ? [`answers ${effect.client}`] : [];
  });
  const changes = changesOf(
    encodeState(code.subject.observe, before.state),
    encodeState(code.subject.observe, call.after.state),
  );
  return { number, ...text, actions: [], changes: [...changes, ...told], sent };
}

const changesOf = (
  before: { readonly [variable: string]: Json },
  after: { readonly [variable: string]: Json },
): readonly string[] =>
  Object.entries(after).flatMap(([name, value]) => {
    const [old, now] = [shown(before[name]), shown(value)];
    return old === now ? [] : [`${name}: ${old} → ${now}`];
  });

const shown = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value ?? null));
