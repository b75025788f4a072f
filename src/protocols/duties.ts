/**
 * Duties: what each single step of a core owes, whatever a model says. A model tells which steps are allowed, and so it never
 * misses one that does not happen: an answer that nobody gets, a timer that nobody starts. A duty is a pure function of what a
 * step began with and what came of it; it knows no time. Simulated runs and lock-step hold every step to it.
 */
import type { Protocol } from "./core.ts";
import type { Deed } from "./deed.ts";

/**
 * `Promptness`: what a step owes and leaves undone. `Thrift`: what it does, and nobody asked for. `Obedience`: it does something
 * else than it was asked for.
 */
export type DutyKind = "Promptness" | "Thrift" | "Obedience";

export interface Duty<P extends Protocol> {
  readonly kind: DutyKind;
  /** In general: `who does not lead says so`. */
  readonly owed: string;
  /** Where that is written: a section of the paper. */
  readonly source: string;
  /** What is wrong with this step: `s1 is asked by c1, and says nothing`. */
  breach(deed: Deed<P>): string | undefined;
}

/** A duty that a step did not keep. */
export interface Breach {
  readonly kind: DutyKind;
  readonly owed: string;
  readonly source: string;
  readonly what: string;
}

/** The first duty that a step breaks. */
export function breachOf<P extends Protocol>(duties: readonly Duty<P>[], deed: Deed<P>): Breach | undefined {
  for (const { kind, owed, source, breach } of duties) {
    const what = breach(deed);
    if (what !== undefined) return { kind, owed, source, what };
  }
  return undefined;
}

/** A timer that a step starts. */
export interface StartedTimer<P extends Protocol> {
  readonly timer: string;
  readonly wait: P["wait"];
}

/** The timers that a step starts: of those with one name, the last. */
export function startedTimers<P extends Protocol>({ outcome: { effects } }: Deed<P>): ReadonlyMap<string, P["wait"]> {
  return new Map(effects.flatMap((effect) => (effect.kind === "start-timer" ? [[effect.timer, effect.wait]] : [])));
}

/** When timers have to be started, and which. */
export interface Occasion<P extends Protocol> {
  readonly owed: string;
  readonly source: string;
  timers(deed: Deed<P>): readonly StartedTimer<P>[];
}

/** Timers are started on their occasions, with their waits, and on no others. */
export function timerDuties<P extends Protocol>(
  nodeOf: (deed: Deed<P>) => string,
  occasions: readonly Occasion<P>[],
): readonly Duty<P>[] {
  return [
    ...occasions.map(
      ({ owed, source, timers }): Duty<P> => ({
        kind: "Promptness",
        owed,
        source,
        breach(deed) {
          const owing = timers(deed);
          if (owing.length === 0) return undefined;
          const started = startedTimers(deed);
          const missing = owing.find(({ timer, wait }) => started.get(timer) !== wait);
          if (!missing) return undefined;
          const other = started.get(missing.timer);
          return other === undefined
            ? `${nodeOf(deed)} does not start the timer \`${missing.timer}\` (${missing.wait})`
            : `${nodeOf(deed)} starts the timer \`${missing.timer}\` for \`${other}\`, and not for \`${missing.wait}\``;
        },
      }),
    ),
    {
      kind: "Thrift",
      owed: `a timer is started on one of these occasions only: ${occasions.map(({ owed }) => owed).join("; ")}`,
      source: [...new Set(occasions.map(({ source }) => source))].join("; "),
      breach(deed) {
        const started = startedTimers(deed);
        if (started.size === 0) return undefined;
        const known = new Set(occasions.flatMap(({ timers }) => timers(deed).map(({ timer }) => timer)));
        const needless = [...started.keys()].find((timer) => !known.has(timer));
        return needless === undefined ? undefined : `${nodeOf(deed)} starts the timer \`${needless}\` for nothing`;
      },
    },
  ];
}
