/**
 * The first value on every connection: who calls, and whom it means. A node that is called answers that it is the one, or
 * why it is not; nothing else is sent before. So a wrong address in somebody's list is noticed, and does no harm.
 */
import { isDeepStrictEqual } from "node:util";
import type { Identity } from "./node-log.ts";
import { either, list, literal, record, text, truth } from "./shape.ts";

export interface PeerHello {
  readonly hello: "lockstep/1";
  readonly protocol: string;
  readonly nodes: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** A client says less: it may not know what the nodes are called. */
export interface ClientHello {
  readonly hello: "lockstep/1";
  readonly protocol: string;
  readonly client: true;
}

export type Welcome = { readonly welcome: string } | { readonly refused: string };

const version = literal("lockstep/1");
const helloShape = either(
  record({ hello: version, protocol: text, nodes: list(text), from: text, to: text }),
  record({ hello: version, protocol: text, client: truth }),
);
export const welcomeShape = either(record({ welcome: text }), record({ refused: text }));

export type Caller = { readonly kind: "peer"; readonly name: string } | { readonly kind: "client" };

/** Who calls, or why nobody is let in. */
export function receiveHello(
  value: unknown,
  { protocol, node, nodes }: Identity,
): Caller | { readonly refused: string } {
  const hello = helloShape(value);
  if (!hello) return { refused: "this is a node of Lockstep, and was not greeted as one" };
  if (hello.protocol !== protocol) return { refused: `this node runs ${protocol}, not ${hello.protocol}` };
  if ("client" in hello) return { kind: "client" };
  if (hello.to !== node) return { refused: `this is ${node}, not ${hello.to}` };
  if (!isDeepStrictEqual(hello.nodes, nodes))
    return { refused: `the nodes here are ${nodes.join(", ")}, not ${hello.nodes.join(", ")}` };
  if (hello.from === node || !nodes.includes(hello.from)) return { refused: `${hello.from} is none of its peers` };
  return { kind: "peer", name: hello.from };
}
