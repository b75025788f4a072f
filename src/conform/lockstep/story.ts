/** What happens to code in words: who acts, and what was its input. */
import type { Machine } from "../../interpreter/index.ts";
import type { Input, Simulable } from "../../protocols/index.ts";
import { unreachable } from "../../source/index.ts";
import { arrow, messageText, shower } from "../../trace/index.ts";
import type { Parcel } from "./code-state.ts";
import type { Happening, Interruption } from "./step.ts";

export interface HappeningText {
  /** The node, or the network. */
  readonly who: string;
  /** `timer election`, `receives RequestVote{…} from s1`, `fails after 1 of 4 effects`. */
  readonly what: string;
}

export function happeningText<P extends Simulable>(
  happening: Happening<P>,
  machine: Machine,
  received?: Parcel<P>,
): HappeningText {
  switch (happening.kind) {
    case "input": {
      const { node, input, failing, interruption } = happening;
      const failed = interruption
        ? `, ${failing === "crash" ? "crashes" : "fails and comes back"} ${amidst(interruption)}`
        : "";
      return { who: node, what: `${inputText(input, machine, received)}${failed}` };
    }
    case "fail":
      return { who: happening.node, what: happening.failing === "crash" ? "crashes" : "fails and comes back" };
    case "return": {
      const { node, interruption } = happening;
      return { who: node, what: interruption ? `comes back, crashes ${amidst(interruption)}` : "comes back" };
    }
    case "loss":
    case "duplication": {
      const text = received ? parcelArrow(received, machine) : happening.envelope.message.type;
      return { who: "network", what: `${happening.kind === "loss" ? "loses" : "doubles"} ${text}` };
    }
    default:
      return unreachable(happening);
  }
}

const amidst = ({ performed, of }: Interruption): string =>
  performed === 0 ? "before anything is written or sent" : `after ${performed} of ${of} effects and messages`;

function inputText<P extends Simulable>(input: Input<P>, machine: Machine, received?: Parcel<P>): string {
  switch (input.kind) {
    case "message":
      return `receives ${received ? messageText({ ...received.envelope, ...received }, shower(machine)) : input.message.type} from ${input.from}`;
    case "timer":
      return `timer ${input.timer}`;
    case "request":
      return `asked by ${input.client}: ${wordsOf(input.request)}`;
    default:
      return unreachable(input);
  }
}

/** `put x v1`: the plain values in a request, without their names. */
function wordsOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { client: _client, sequence: _sequence, ...rest } = value as { readonly [name: string]: unknown };
  return Object.values(rest).map(wordsOf).join(" ");
}

/** What was sent; receivers of the same message share an arrow. */
export function sentTexts<P extends Simulable>(sent: readonly Parcel<P>[], machine: Machine): readonly string[] {
  const groups = new Map<string, { readonly parcel: Parcel<P>; readonly receivers: string[] }>();
  for (const parcel of sent) {
    const key = `${parcel.message.name} ${parcel.envelope.from} ${machine.show(parcel.fields)}`;
    const group = groups.get(key);
    if (group) group.receivers.push(parcel.envelope.to);
    else groups.set(key, { parcel, receivers: [parcel.envelope.to] });
  }
  return [...groups.values()].map(({ parcel, receivers }) => parcelArrow(parcel, machine, receivers));
}

function parcelArrow<P extends Simulable>(
  { message, fields, envelope: { from, to } }: Parcel<P>,
  machine: Machine,
  receivers: readonly string[] = [to],
): string {
  return arrow({ message, from, to, fields }, receivers, shower(machine));
}
