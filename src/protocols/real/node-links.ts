/** The connections of a client program to the nodes: one to each, shared by all clients in it, called when it is needed. */
import type { Node } from "../core.ts";
import { type Address, showAddress } from "./addresses.ts";
import { Link } from "./link.ts";
import { record, type Shape, text } from "./shape.ts";

/** Takes the answers for one client. Everything that is not of the protocol's shape is dropped before. */
export type Listener<Answer> = (from: Node, answer: Answer) => void;

export class NodeLinks<Request, Answer> {
  readonly nodes: readonly Node[];
  private readonly protocol: string;
  private readonly shape: Shape<{ readonly client: string; readonly answer: Answer }>;
  private readonly tell: (line: string) => void;
  private readonly links = new Map<Node, Link>();
  private readonly listeners = new Map<string, Listener<Answer>>();

  constructor(
    protocol: string,
    addresses: ReadonlyMap<Node, Address>,
    answer: Shape<Answer>,
    tell: (line: string) => void = () => {},
  ) {
    this.protocol = protocol;
    this.nodes = [...addresses.keys()];
    this.shape = record({ client: text, answer }) as Shape<{ readonly client: string; readonly answer: Answer }>;
    this.tell = tell;
    for (const [node, address] of addresses) this.links.set(node, this.call(node, address));
  }

  /** Whether the request was handed to the network. */
  ask(node: Node, client: string, request: Request): boolean {
    return this.links.get(node)?.send({ client, request }) ?? false;
  }

  /** Until the returned function is called, answers for `client` go to `listener`. */
  listen(client: string, listener: Listener<Answer>): () => void {
    this.listeners.set(client, listener);
    return () => this.listeners.delete(client);
  }

  close(): void {
    for (const link of this.links.values()) link.close();
  }

  private call(node: Node, address: Address): Link {
    const hello = { hello: "lockstep/1", protocol: this.protocol, client: true } as const;
    return new Link(address, hello, {
      refused: (reason) => this.tell(`${node} at ${showAddress(address)} does not let clients in: ${reason}`),
      frame: (frame) => {
        const found = this.shape(frame);
        if (found) this.listeners.get(found.client)?.(node, found.answer);
      },
    });
  }
}
