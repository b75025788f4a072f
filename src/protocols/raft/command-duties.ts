/**
 * What servers of Raft owe to clients: everybody who asks is answered, by who leads when the command is applied, by others at
 * once; what is committed is applied, once; and the answer is what the commands before it make it (§8 of the paper, and §6.3
 * of Ongaro's dissertation about commands that come again).
 */
import type { Deed } from "../deed.ts";
import type { Duty } from "../duties.ts";
import type { Json } from "../trace-event.ts";
import { afterCommand, isSame, isStore, nothing, type Replayed } from "./replay.ts";
import type { Command, Store } from "./store.ts";
import type { Raft, RaftState } from "./types.ts";

export const commandDuties: readonly Duty<Raft>[] = [
  {
    kind: "Promptness",
    owed: "what is committed is applied",
    source: "figure 2: all servers",
    breach: ({ outcome: { state } }) =>
      state.lastApplied === state.commitIndex
        ? undefined
        : `${state.node} has committed ${state.commitIndex} entries, and applied ${state.lastApplied}`,
  },
  {
    kind: "Obedience",
    owed: "what was applied stays where it is",
    source: "§5.4, figure 3: state machine safety",
    breach: ({ before, outcome: { state } }) => {
      if (!before || before.log === state.log) return undefined;
      for (let at = 0; at < before.lastApplied; at++) {
        const [was, is] = [before.log.get(at), state.log.get(at)];
        if (was !== is && (!was || !is || was.term !== is.term || !isAbout(was.value, is.value)))
          return `${state.node} has applied entry ${at + 1}, and has another there now`;
      }
      return undefined;
    },
  },
  {
    kind: "Obedience",
    owed: "the store is what the applied entries make it, each command executed once",
    source: "§5.3, §8",
    breach: ({ before, outcome: { state } }) => {
      if (before && before.store === state.store && before.lastApplied === state.lastApplied) return undefined;
      const expected = before && state.lastApplied >= before.lastApplied ? replayedSince(before, state) : inFull(state);
      if (isStore(expected, state.store)) {
        known.set(state.store, expected);
        return undefined;
      }
      return `the store of ${state.node} is not what ${state.lastApplied} entries make it`;
    },
  },
  {
    kind: "Promptness",
    owed: "who does not lead says so; who knows the answer gives it; a leader takes the command into its log",
    source: "§5.3, §8",
    breach: ({ before, input, outcome: { state, effects } }) => {
      if (!before || input?.kind !== "request") return undefined;
      const { client, request } = input;
      const { node } = state;
      const answer = effects
        .flatMap((effect) => (effect.kind === "answer" && effect.client === client ? [effect.answer] : []))
        .find((given) => isAbout(given, request));
      const known = resultOf(replayed(before), request);
      if (known !== undefined)
        return answer?.kind === "done" && isSame(answer.result, known)
          ? undefined
          : `${node} knows what it has answered ${client}, and does not say it`;
      if (before.role !== "Leader")
        return answer?.kind === "not-leader" ? undefined : `${node} does not lead, and does not say so to ${client}`;
      const entry = state.log.get(before.log.size);
      return entry && entry.term === state.currentTerm && isAbout(entry.value, request)
        ? undefined
        : `${node} leads, and does not take the command of ${client} into its log`;
    },
  },
  {
    kind: "Promptness",
    owed: "a leader answers the command that it applies, in the same step",
    source: "§5.3, figure 2: leaders",
    breach: (deed) => {
      const { state, effects } = deed.outcome;
      const missing = owedResults(deed).find(
        ({ command, result }) =>
          !effects.some(
            (effect) =>
              effect.kind === "answer" &&
              effect.client === command.client &&
              effect.answer.kind === "done" &&
              isAbout(effect.answer, command) &&
              isSame(effect.answer.result, result),
          ),
      );
      return missing && `${state.node} leads, applies a command of ${missing.command.client} and does not answer it`;
    },
  },
  {
    kind: "Thrift",
    owed: "a client is answered by whom it asked, and by the leader that applies its command",
    source: "§8",
    breach: (deed) => {
      const { input, outcome } = deed;
      const applied = owedResults(deed).map(({ command }) => command);
      const asked = input?.kind === "request" ? [input.request, ...applied] : applied;
      const answers = outcome.effects.flatMap((effect) => (effect.kind === "answer" ? [effect.answer] : []));
      const needless = answers.find((answer) => !asked.some((command) => isAbout(answer, command)));
      return needless && `${outcome.state.node} answers ${needless.client}, which has not asked it`;
    },
  },
];

interface OwedResult {
  readonly command: Command;
  readonly result: Json;
}

/** What a leader has applied in a step, with what that gave: nothing, where the client has gone on since. */
function owedResults({ before, outcome: { state } }: Deed<Raft>): readonly OwedResult[] {
  if (!before || state.role !== "Leader" || state.lastApplied <= before.lastApplied) return [];
  const owed: OwedResult[] = [];
  let store = replayed(before);
  for (const { value: command } of state.log.slice(before.lastApplied, state.lastApplied)) {
    store = afterCommand(store, command);
    const result = resultOf(store, command);
    if (result !== undefined && !owed.some(({ command: other }) => isAbout(other, command)))
      owed.push({ command, result });
  }
  return owed;
}

/** What stores were found to be: replaying a long log at each step would take most of the time of a simulated run. */
const known = new WeakMap<Store, Replayed>();

const replayed = (state: RaftState): Replayed => known.get(state.store) ?? inFull(state);

const inFull = ({ log, lastApplied }: RaftState): Replayed =>
  log.slice(0, lastApplied).reduce((store, { value }) => afterCommand(store, value), nothing);

const replayedSince = (before: RaftState, { log, lastApplied }: RaftState): Replayed =>
  log.slice(before.lastApplied, lastApplied).reduce((store, { value }) => afterCommand(store, value), replayed(before));

/** What a command gave, if it is the last of its client. */
function resultOf({ last }: Replayed, { client, sequence }: Command) {
  const known = last.get(client);
  return known?.sequence === sequence ? known.result : undefined;
}

type Numbered = Pick<Command, "client" | "sequence">;

const isAbout = (answer: Numbered, asked: Numbered): boolean =>
  answer.client === asked.client && answer.sequence === asked.sequence;
