/**
 * From one call of the core to steps of the whole: the call carried out to its end; and the same call with a crash after
 * each of its effects and messages. What a crash leaves of the step is what lies on the disk and what was handed to the
 * network, so any number of its events may count as having happened: each is a way, and the model has to know one of them.
 */
import type { Simulable } from "../../protocols/index.ts";
import type { Call, Crash } from "./call.ts";
import type { Code } from "./code.ts";
import { type CodeState, codeState, type Flight, put, replaced, without } from "./code-state.ts";
import type { Deed } from "./deed.ts";
import type { CodeStep, Happening, Way } from "./step.ts";

export function* stepsOf<P extends Simulable>(
  code: Code<P>,
  state: CodeState<P>,
  call: Call<P>,
): Generator<CodeStep<P>> {
  const { happening, received, sent, started, complaint, breach } = call;
  yield { happening, received, sent, started, ways: [completed(code, state, call)], complaint, breach };
  const failures = code.failures(state, call.node);
  for (const crash of call.crashes) if (failures.includes(crash.failing)) yield interrupted(code, state, call, crash);
}

function completed<P extends Simulable>(code: Code<P>, state: CodeState<P>, call: Call<P>): Way<P> {
  const { received, sent, after, deeds } = call;
  let network: readonly Flight<P>[] = received && !code.isSet ? without(state.network, received) : state.network;
  for (const parcel of sent) network = put(network, parcel, code.isSet);
  const memories = code.remembered(state, call, deeds.length);
  const target = codeState({ nodes: replaced(state, after), network, used: state.used, memories });
  return { target, word: wordOf(call, deeds.length), beyond: crowded(code, state, call, sent.length) };
}

function interrupted<P extends Simulable>(
  code: Code<P>,
  state: CodeState<P>,
  call: Call<P>,
  { failing, interruption, landing }: Crash<P>,
): CodeStep<P> {
  const happening: Happening<P> =
    call.happening.kind === "return"
      ? { ...call.happening, interruption }
      : { ...call.happening, failing, interruption };
  const ways: Way<P>[] = [];
  for (let count = 0; count <= call.deeds.length; count++)
    ways.push(wayAfter(code, state, call, { failing, interruption, landing }, count));
  const sent = call.sent.slice(0, interruption.handed);
  const { started, complaint, breach } = landing;
  return { happening, received: call.received, sent, started, ways, complaint, breach };
}

/** As if the first `count` events had happened before the crash. */
function wayAfter<P extends Simulable>(
  code: Code<P>,
  state: CodeState<P>,
  call: Call<P>,
  { failing, interruption: { handed }, landing }: Crash<P>,
  count: number,
): Way<P> {
  const { alphabet, isSet } = code;
  const { received, sent, sentAfter, node } = call;
  const promised = sentAfter[count] ?? sent.length;
  const lost = sent.slice(handed, promised);
  // A set keeps what it has delivered; from a bag it was taken, and if it had no effect it is lost.
  const wasted = received && !isSet && count === 0 ? [received] : [];
  const losses = isSet ? [] : [...wasted, ...lost];
  let network: readonly Flight<P>[] = received && !isSet ? without(state.network, received) : state.network;
  for (const parcel of sent.slice(0, handed)) network = put(network, parcel, isSet);
  if (isSet) for (const parcel of lost) network = put(network, parcel, isSet, true);
  for (const parcel of landing.sent) network = put(network, parcel, isSet);

  const used = code.counted(code.counted(state.used, "loss", losses.length), failing);
  const memories = code.remembered(state, call, count);
  const target = codeState({ nodes: replaced(state, landing.node), network, used, memories });
  const word = [
    ...wordOf(call, count),
    ...losses.map((parcel) => alphabet.befalls("loss", parcel)),
    alphabet.failing(failing, node.name),
  ];
  const beyond =
    losses.length > 0 && !code.leaves(state, "loss", losses.length)
      ? "more messages are lost than the model allows"
      : crowded(code, state, call, promised);
  return { target, word, beyond };
}

/** A restart that is interrupted has happened: the node was up. */
const wordOf = <P extends Simulable>({ happening, restart, deeds }: Call<P>, count: number): readonly Deed[] =>
  happening.kind === "return" && restart ? [restart, ...deeds.slice(0, count)] : deeds.slice(0, count);

/** Whether more messages would be on their way than the model's network holds. */
function crowded<P extends Simulable>(
  { capacity, isSet }: Code<P>,
  { network }: CodeState<P>,
  { received }: Call<P>,
  sent: number,
): string | undefined {
  if (capacity === undefined || isSet || sent === 0) return undefined;
  const before = network.reduce((sum, { count }) => sum + count, 0);
  const after = before - (received ? 1 : 0) + sent;
  return after > capacity ? "more messages are on their way than the model's network holds" : undefined;
}
