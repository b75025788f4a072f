/**
 * What each step of two-phase commit owes (Gray and Lamport 2006, §3.1): whoever is asked answers, and does what it is asked;
 * who is prepared says so, and asks again until it knows; the coordinator counts votes, decides, and tells. The network of the
 * model keeps what was sent, so that a message more or less often is nothing that the model would notice.
 */
import type { Node } from "../core.ts";
import type { Deed } from "../deed.ts";
import { type Duty, timerDuties } from "../duties.ts";
import type { TwoPhaseConfiguration } from "./core.ts";
import type { CoordinatorState, ParticipantState, TwoPhase, TwoPhaseRequest, Vote } from "./types.ts";

type TwoPhaseDeed = Deed<TwoPhase>;
const section = "Gray and Lamport, §3.1";

const nodeOf = ({ outcome }: TwoPhaseDeed): Node => outcome.state.node;

/** What a participant that is still working makes of a request. */
const asked: Readonly<Record<TwoPhaseRequest["kind"], Vote>> = {
  prepare: "Prepared",
  refuse: "Aborted",
  outcome: "Working",
};

export function createTwoPhaseDuties({ coordinator, participants }: TwoPhaseConfiguration): readonly Duty<TwoPhase>[] {
  return [
    {
      kind: "Promptness",
      owed: "whoever is asked by a client says how things stand",
      source: section,
      breach: ({ input, outcome: { state, effects } }) => {
        if (input?.kind !== "request") return undefined;
        const answers = effects.filter((effect) => effect.kind === "answer" && effect.client === input.client);
        return answers.length === 1 ? undefined : `${state.node} does not answer ${input.client}`;
      },
    },
    {
      kind: "Thrift",
      owed: "nobody else is answered",
      source: section,
      breach: ({ input, outcome: { state, effects } }) =>
        effects.some(
          (effect) => effect.kind === "answer" && (input?.kind !== "request" || effect.client !== input.client),
        )
          ? `${state.node} answers whom nobody knows to have asked`
          : undefined,
    },
    {
      kind: "Promptness",
      owed: "a coordinator decides when all are prepared, and when its patience ends",
      source: section,
      breach: (deed) => {
        const state = coordinatorIn(deed);
        if (state?.decision !== "Open" || !deed.before) return undefined;
        if (deed.input?.kind === "timer") return `the patience of ${state.node} ends, and it does not decide`;
        return participants.every((participant) => state.prepared.has(participant))
          ? `${state.node} has all votes, and does not decide`
          : undefined;
      },
    },
    {
      kind: "Promptness",
      owed: "a coordinator counts each vote, and tells who votes after the decision what it is",
      source: section,
      breach: (deed) => {
        const state = coordinatorIn(deed);
        const { input, outcome } = deed;
        if (!state || input?.kind !== "message" || input.message.type !== "Ready") return undefined;
        if (state.decision === "Open")
          return state.prepared.has(input.from) ? undefined : `${state.node} does not count the vote of ${input.from}`;
        return outcome.messages.some(({ to }) => to === input.from)
          ? undefined
          : `${state.node} has decided, and does not tell ${input.from}, who asks`;
      },
    },
    {
      kind: "Promptness",
      owed: "who is prepared says so, and says it again when it has waited for the decision",
      source: section,
      breach: (deed) => {
        const state = participantIn(deed);
        if (state?.vote !== "Prepared" || !deed.before) return undefined;
        if (wasOf(deed) === "Prepared" && deed.input?.kind !== "timer") return undefined;
        return deed.outcome.messages.some(({ message }) => message.type === "Ready")
          ? undefined
          : `${state.node} is prepared, and does not say so`;
      },
    },
    {
      kind: "Obedience",
      owed: "a participant does what it is asked to, and takes over what was decided",
      source: section,
      breach: (deed) => {
        const state = participantIn(deed);
        const { input } = deed;
        if (!state || !input) return undefined;
        if (input.kind === "request" && wasOf(deed) === "Working" && state.vote !== asked[input.request.kind])
          return `${state.node} is asked to ${input.request.kind}, and is ${state.vote}`;
        if (input.kind !== "message") return undefined;
        const heard = { Commit: "Committed", Abort: "Aborted", Ready: undefined }[input.message.type];
        return heard === undefined || state.vote === heard
          ? undefined
          : `${state.node} hears ${input.message.type}, and is ${state.vote}`;
      },
    },
    {
      kind: "Thrift",
      owed: "a message is a decision, the answer to who asks for it, or a vote that is due",
      source: section,
      breach: (deed) => {
        const { input, outcome } = deed;
        const isDue = messagesDue(deed);
        const needless = outcome.messages.find(({ to }) => !isDue(to));
        const twice = outcome.messages.find(({ to }, at) => outcome.messages.findIndex((item) => item.to === to) < at);
        if (needless) return `${nodeOf(deed)} sends ${needless.to} ${needless.message.type}, for nothing`;
        return twice && `${nodeOf(deed)} sends ${twice.to} ${twice.message.type} twice${input ? "" : " as it begins"}`;
      },
    },
    {
      kind: "Thrift",
      owed: "a step writes the vote or the commit that it has come to, once",
      source: section,
      breach: (deed) => {
        const written = deed.outcome.effects.filter(({ kind }) => kind === "append").length;
        return written > (isWritten(deed) ? 1 : 0) ? `${nodeOf(deed)} writes what is written already` : undefined;
      },
    },
    ...timerDuties(nodeOf, [
      {
        owed: "a coordinator that begins waits for votes, and not for ever",
        source: section,
        timers: (deed) =>
          coordinatorIn(deed) && !deed.before ? [{ timer: "patience", wait: "patience" } as const] : [],
      },
      {
        owed: "who is in doubt asks for the decision after a while",
        source: section,
        timers: (deed) => {
          const isInDoubt = participantIn(deed)?.vote === "Prepared";
          const begins = wasOf(deed) !== "Prepared" || deed.input?.kind === "timer";
          return isInDoubt && begins ? [{ timer: "inquiry", wait: "inquiry" } as const] : [];
        },
      },
    ]),
  ];

  /** To whom a step may send something. */
  function messagesDue(deed: TwoPhaseDeed): (to: Node) => boolean {
    const { before, input, outcome } = deed;
    const state = coordinatorIn(deed);
    if (state) {
      const was = before?.role === "coordinator" ? before.decision : "Open";
      if (was === "Open" && state.decision !== "Open") return (to) => participants.includes(to);
      const isAsked = input?.kind === "message" && input.message.type === "Ready" && state.decision !== "Open";
      return (to) => isAsked && to === input.from;
    }
    const isVote = participantIn(deed)?.vote === "Prepared" && (wasOf(deed) === "Working" || input?.kind === "timer");
    return (to) => isVote && to === coordinator && outcome.messages.every(({ message }) => message.type === "Ready");
  }
}

/** Whether a step comes to something that has to be on the disk: presumed abort leaves an abort of the coordinator out. */
function isWritten(deed: TwoPhaseDeed): boolean {
  const { before } = deed;
  const state = coordinatorIn(deed);
  if (state) return before?.role === "coordinator" && before.decision === "Open" && state.decision === "Committed";
  return before !== undefined && wasOf(deed) !== participantIn(deed)?.vote;
}

const coordinatorIn = ({ outcome: { state } }: TwoPhaseDeed): CoordinatorState | undefined =>
  state.role === "coordinator" ? state : undefined;

const participantIn = ({ outcome: { state } }: TwoPhaseDeed): ParticipantState | undefined =>
  state.role === "participant" ? state : undefined;

const wasOf = ({ before }: TwoPhaseDeed): Vote | undefined =>
  before?.role === "participant" ? before.vote : undefined;
