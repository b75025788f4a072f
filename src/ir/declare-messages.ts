/** Messages and networks: what travels, between whom, and how. */
import { closest } from "../source/index.ts";
import type { MessageDeclaration, Name, NetworkDeclaration, Unit } from "../syntax/tree.ts";
import type { Context } from "./context.ts";
import { declaredTwice } from "./declare.ts";
import type { Message, Network } from "./model.ts";
import type { Names } from "./names.ts";
import { resolveFields, size } from "./type-nodes.ts";
import type { ProcessType } from "./types.ts";

/** Envelopes in flight on a network that says nothing about it. */
const standardCapacity = 8;

/** The networks of `unit` and its messages, each on the network that carries it. */
export function declareMessages(context: Context, unit: Unit, names: Names): void {
  const nodes = unit.declarations.filter((node): node is MessageDeclaration => node.kind === "message");
  const declared = unit.declarations.filter((node): node is NetworkDeclaration => node.kind === "network");
  const [first] = nodes;
  if (declared.length === 0 && first) {
    names.networks.push({
      id: 0,
      discipline: "unordered",
      capacity: standardCapacity,
      each: false,
      overflow: "error",
      slack: 0,
      span: first.span,
    });
  }
  for (const node of declared) names.networks.push(network(context, names, node));
  const rest = declared.findIndex((node) => node.carries.length === 0);
  for (const [at, node] of declared.entries()) {
    if (node.carries.length === 0 && at !== rest)
      context.report("network-carries", node.span, "two networks carry all messages", {
        hint: "say which messages each one `carries`",
      });
    for (const name of node.carries) {
      if (!nodes.some((message) => message.name.text === name.text)) {
        const near = closest(
          name.text,
          nodes.map((message) => message.name.text),
        );
        context.report(
          "unknown-name",
          name.span,
          `there is no message \`${name.text}\``,
          near ? { hint: `did you mean \`${near}\`?` } : {},
        );
      }
    }
  }
  for (const node of nodes) {
    const carriers = declared.flatMap((candidate, at) =>
      candidate.carries.some((name) => name.text === node.name.text) ? [at] : [],
    );
    if (carriers.length > 1) context.report("network-carries", node.span, `two networks carry \`${node.name.text}\``);
    const at = carriers[0] ?? (declared.length === 0 ? 0 : rest);
    if (at < 0)
      context.report("network-carries", node.span, `no network carries \`${node.name.text}\``, {
        hint: "add it to a `carries`, or declare a network without one",
      });
    if (names.messages.has(node.name.text)) declaredTwice(context, node.name, names.messages.get(node.name.text)?.span);
    names.messages.set(node.name.text, message(context, unit, names, node, Math.max(0, at)));
  }
}

function network(context: Context, names: Names, node: NetworkDeclaration): Network {
  const capacity = node.capacity && size(context, names, node.capacity, "a network's capacity");
  const rounds = node.rounds && size(context, names, node.rounds, "the number of rounds");
  if (capacity !== undefined && capacity < 1)
    context.report("empty-type", node.capacity?.span ?? node.span, `a network can't hold ${capacity} messages`);
  const unlimited = node.discipline === "set" || node.discipline === "synchronous";
  return {
    id: names.networks.length,
    discipline: node.discipline,
    capacity: capacity ?? (unlimited ? undefined : standardCapacity),
    each: node.each,
    overflow: node.overflow ?? "error",
    slack: 0,
    rounds,
    span: node.span,
  };
}

function message(context: Context, unit: Unit, names: Names, node: MessageDeclaration, at: number): Message {
  const handlers = unit.declarations.flatMap((process) =>
    process.kind === "process" &&
    process.body.some(
      (code) => code.kind === "handler" && code.event.kind === "message" && code.event.message.text === node.name.text,
    )
      ? [process.name.text]
      : [],
  );
  const everyone = names.everyone();
  const handled: ProcessType = {
    kind: "process",
    kinds: everyone.kinds.filter((kind) => handlers.includes(kind.name)),
  };
  const ends = (given: readonly Name[], standard: ProcessType): ProcessType => {
    if (given.length === 0) return standard;
    const kinds = given.flatMap((name) => {
      const kind = names.kinds.get(name.text);
      if (kind) return [kind];
      const near = closest(name.text, names.kinds.keys());
      context.report(
        "unknown-name",
        name.span,
        `there is no process \`${name.text}\``,
        near ? { hint: `did you mean \`${near}\`?` } : {},
      );
      return [];
    });
    return { kind: "process", kinds: everyone.kinds.filter((kind) => kinds.includes(kind)) };
  };
  const to = ends(node.to, handled.kinds.length > 0 ? handled : everyone);
  return {
    id: names.messages.size,
    name: node.name.text,
    fields: resolveFields(context, names, node.fields),
    from: ends(node.from, everyone),
    to,
    network: at,
    span: node.span,
  };
}
