/**
 * Steps and messages in words: who did what (`r2`, `refuse(1)`), and what was on its way (`r2 ─Refuse→ coordinator`).
 */
import type { Envelope, Label } from "../interpreter/index.ts";
import { unreachable } from "../source/index.ts";
import type { Show } from "./show.ts";

/** Whose step it was: a process, or the part of the environment that acts. */
export function actor(label: Label): string {
  if (label.self !== undefined) return label.self;
  switch (label.action.kind) {
    case "loss":
    case "duplication":
    case "partition":
    case "heal":
      return "network";
    case "tick":
    case "drift":
      return "clock";
    case "round":
      return "everyone";
    case "action":
    case "step":
    case "handler":
    case "crash":
    case "restart":
    case "pause":
    case "resume":
      return "–";
    default:
      return unreachable(label.action.kind);
  }
}

/** `passToken(n2)`, `on Vote`, `elect q = s2`. */
export function actionText(label: Label, show: Show): string {
  const values = parameterTexts(label, show).join(", ");
  const picks = label.picks.map((pick) => ` ${pick.name} = ${show(pick.value, pick.type)}`).join(",");
  return `${label.action.name}${values === "" ? "" : `(${values})`}${picks}`;
}

/** Values of the parameters, in order. */
export function parameterTexts(label: Label, show: Show): readonly string[] {
  return label.parameters.map((parameter, index) => show(parameter.value, label.action.parameters[index]?.local.type));
}

/** `Vote` or `Vote{term: 1, grant: True}`. */
export function messageText(envelope: Envelope, show: Show): string {
  const fields = envelope.message.fields.map((field, index) => {
    const value = envelope.fields.get(index);
    return `${field.name}: ${value === undefined ? "?" : show(value, field.type)}`;
  });
  return fields.length === 0 ? envelope.message.name : `${envelope.message.name}{${fields.join(", ")}}`;
}

/** `r2 ─Refuse→ coordinator`; several receivers of the same message share an arrow. */
export function arrow(envelope: Envelope, receivers: readonly string[], show: Show): string {
  return `${envelope.from} ─${messageText(envelope, show)}→ ${receivers.join(", ")}`;
}

/** What a step did with one message. */
export interface Dispatch {
  readonly kind: "sent" | "dropped" | "received" | "lost" | "duplicated";
  readonly text: string;
}

/** What went with a step: what it received, lost or duplicated, then what it sent. */
export function dispatches(
  label: Label,
  sent: readonly { readonly envelope: Envelope; readonly dropped: boolean }[],
  show: Show,
): readonly Dispatch[] {
  const list: Dispatch[] = [];
  const envelope = label.envelope;
  if (envelope) {
    const text = messageText(envelope, show);
    if (label.action.kind === "loss") list.push({ kind: "lost", text: `lost ${arrow(envelope, [envelope.to], show)}` });
    else if (label.action.kind === "duplication") {
      list.push({ kind: "duplicated", text: `doubled ${arrow(envelope, [envelope.to], show)}` });
    } else
      list.push({ kind: "received", text: `${label.forged ? "forged" : "received"} ${text} from ${envelope.from}` });
  }
  const groups = new Map<string, { envelope: Envelope; dropped: boolean; receivers: string[] }>();
  for (const item of sent) {
    const key = `${item.dropped} ${item.envelope.from} ${messageText(item.envelope, show)}`;
    const group = groups.get(key);
    if (group) group.receivers.push(item.envelope.to);
    else groups.set(key, { ...item, receivers: [item.envelope.to] });
  }
  for (const group of groups.values()) {
    const text = arrow(group.envelope, group.receivers, show);
    list.push(group.dropped ? { kind: "dropped", text: `dropped ${text}` } : { kind: "sent", text });
  }
  return list;
}
