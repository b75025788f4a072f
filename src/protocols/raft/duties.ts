/**
 * What each step of a server of Raft owes: whom it answers, when it sends, what it writes, which timers it starts. Sections are
 * of the paper (Ongaro and Ousterhout 2014) unless it is said otherwise. Rules that say which states may follow each other are
 * the model's; these are about what must not be left out, and what must not be done for nothing.
 */
import type { Node } from "../core.ts";
import type { Deed } from "../deed.ts";
import { type Duty, type Occasion, timerDuties } from "../duties.ts";
import { commandDuties } from "./command-duties.ts";
import { sending } from "./state.ts";
import type { Raft } from "./types.ts";

type RaftDeed = Deed<Raft>;

const nodeOf = ({ outcome }: RaftDeed): Node => outcome.state.node;

export function createRaftDuties(servers: readonly Node[]): readonly Duty<Raft>[] {
  const toOthers = (deed: RaftDeed) =>
    servers.filter((peer) => peer !== nodeOf(deed)).map((peer) => ({ timer: sending(peer), wait: "now" as const }));
  const peerOf = ({ input }: RaftDeed): Node | undefined =>
    servers.find((peer) => input?.kind === "timer" && input.timer === sending(peer));

  /** To whom, and what, a server sends when it is time for that: nothing to who has voted for it already. */
  const due = (deed: RaftDeed): { readonly peer: Node; readonly type: "RequestVote" | "AppendEntries" } | undefined => {
    const peer = peerOf(deed);
    if (peer === undefined || !deed.before) return undefined;
    const { role, votesGranted } = deed.before;
    if (role === "Leader") return { peer, type: "AppendEntries" };
    return role === "Candidate" && !votesGranted.has(peer) ? { peer, type: "RequestVote" } : undefined;
  };

  const occasions: readonly Occasion<Raft>[] = [
    {
      owed: "who begins, hears the leader, gives its vote or has waited to the end waits anew for a leader",
      source: "§5.2, figure 2: followers",
      timers: (deed) => (waitsAnew(deed) ? [{ timer: "election", wait: "election" }] : []),
    },
    {
      owed: "a new candidate asks the others at once, a new leader tells them at once",
      source: "§5.2, figure 2: candidates, leaders",
      timers: (deed) => (isNew(deed) ? toOthers(deed) : []),
    },
    {
      owed: "a command goes on to the others at once",
      source: "§5.3",
      timers: (deed) => (isAccepted(deed) ? toOthers(deed) : []),
    },
    {
      owed: "a leader that is refused goes back, and sends again at once",
      source: "§5.3, figure 2: leaders",
      timers: (deed) => {
        const from = refusedBy(deed);
        return from === undefined ? [] : [{ timer: sending(from), wait: "now" }];
      },
    },
    {
      owed: "what was sent is sent again after a while",
      source: "§5.1, §5.3",
      timers: (deed) => {
        const owed = due(deed);
        return owed ? [{ timer: sending(owed.peer), wait: "retry" }] : [];
      },
    },
  ];

  return [
    {
      kind: "Promptness",
      owed: "who has waited for a leader to the end starts an election",
      source: "§5.2, figure 2: followers, candidates",
      breach: ({ before, input, outcome: { state } }) =>
        before && before.role !== "Leader" && isTimeout(input) && state.currentTerm !== before.currentTerm + 1
          ? `${state.node} has waited to the end, and starts no election`
          : undefined,
    },
    {
      kind: "Promptness",
      owed: "a server answers a request of another",
      source: "§5.1, figure 2: receivers of RequestVote and AppendEntries",
      breach: ({ input, outcome: { state, messages } }) => {
        if (input?.kind !== "message") return undefined;
        const { type } = input.message;
        if (type !== "RequestVote" && type !== "AppendEntries") return undefined;
        const isAnswer = ({ to, message }: (typeof messages)[number]) =>
          to === input.from && message.type === `${type}Response`;
        return messages.some(isAnswer) ? undefined : `${state.node} does not answer the ${type} of ${input.from}`;
      },
    },
    {
      kind: "Promptness",
      owed: "a candidate asks who has not voted for it, a leader tells everybody, when it is time for that",
      source: "§5.2, §5.3, figure 2: candidates, leaders",
      breach: (deed) => {
        const owed = due(deed);
        if (!owed) return undefined;
        const { messages } = deed.outcome;
        return messages.some(({ to, message }) => to === owed.peer && message.type === owed.type)
          ? undefined
          : `${nodeOf(deed)} does not send ${owed.peer} the ${owed.type} for which it is time`;
      },
    },
    {
      kind: "Thrift",
      owed: "a server sends what it is time for, and answers what it was asked",
      source: "§5.1, figure 2",
      breach: (deed) => {
        const { input, outcome } = deed;
        const owed = due(deed);
        const needless = outcome.messages.find(({ to, message }) =>
          message.type === "RequestVote" || message.type === "AppendEntries"
            ? to !== owed?.peer || message.type !== owed.type
            : input?.kind !== "message" || to !== input.from || message.type !== `${input.message.type}Response`,
        );
        return needless && `${nodeOf(deed)} sends ${needless.to} ${needless.message.type}, for nothing`;
      },
    },
    {
      kind: "Thrift",
      owed: "a step writes what it has changed of the persistent state, in one record",
      source: "figure 2: persistent state",
      breach: writtenForNothing,
    },
    ...timerDuties(nodeOf, occasions),
    ...commandDuties,
  ];
}

const isTimeout = (input: RaftDeed["input"]): boolean => input?.kind === "timer" && input.timer === "election";

function waitsAnew({ before, input, outcome: { state, messages } }: RaftDeed): boolean {
  if (!before || isTimeout(input)) return true;
  if (input?.kind !== "message") return false;
  const isHeard = input.message.type === "AppendEntries" && input.message.term === state.currentTerm;
  return isHeard || messages.some(({ message }) => message.type === "RequestVoteResponse" && message.voteGranted);
}

const isNew = ({ before, outcome: { state } }: RaftDeed): boolean =>
  before !== undefined &&
  state.role !== "Follower" &&
  (state.role !== before.role || state.currentTerm !== before.currentTerm);

/** A command has become an entry of the log. */
const isAccepted = ({ before, input, outcome: { state } }: RaftDeed): boolean =>
  before !== undefined && input?.kind === "request" && state.role === "Leader" && state.log.size > before.log.size;

function refusedBy({ input, outcome: { state } }: RaftDeed): Node | undefined {
  if (input?.kind !== "message" || input.message.type !== "AppendEntriesResponse" || state.role !== "Leader")
    return undefined;
  return input.message.term === state.currentTerm && !input.message.success ? input.from : undefined;
}

function writtenForNothing({ before, outcome: { state, effects } }: RaftDeed): string | undefined {
  const records = effects.flatMap((effect) => (effect.kind === "append" ? [effect.record] : []));
  const [first, ...more] = records;
  if (!first) return undefined;
  const isChanged =
    before !== undefined &&
    (before.currentTerm !== state.currentTerm || before.votedFor !== state.votedFor || before.log !== state.log);
  if (!isChanged || more.length > 0) return `${state.node} writes what is written already`;
  let kept = 0;
  while (kept < before.log.size && kept < state.log.size && before.log.get(kept)?.term === state.log.get(kept)?.term)
    kept++;
  return first.keep < kept ? `${state.node} writes entries that are written already` : undefined;
}
