/**
 * A connection that calls: to a node, from a peer or a client. It greets, and calls again when it is cut, after a while
 * that grows. What is to be sent while nobody listens is lost; protocols send again what they still need.
 */
import { connect, type Socket } from "node:net";
import type { Json } from "../trace-event.ts";
import type { Address } from "./addresses.ts";
import { encodeFrame, FrameReader } from "./frames.ts";
import { type ClientHello, type PeerHello, welcomeShape } from "./hello.ts";

export interface LinkEvents {
  /** The other side has let us in. */
  up?(): void;
  down?(): void;
  /** Why it has not; told once for each reason. */
  refused?(reason: string): void;
  frame?(frame: Json): void;
}

/** Milliseconds between two calls: the first, and the longest. */
const waits = { first: 20, longest: 1000 };
/** Who takes nothing for long gets nothing more: what waits is old by then. */
const mostWaiting = 8 * 1024 * 1024;

export class Link {
  private readonly address: Address;
  private readonly hello: PeerHello | ClientHello;
  private readonly events: LinkEvents;
  private socket: Socket | undefined;
  private retry: NodeJS.Timeout | undefined;
  private wait = waits.first;
  private open = false;
  private closed = false;
  private lastRefusal: string | undefined;

  constructor(address: Address, hello: PeerHello | ClientHello, events: LinkEvents) {
    this.address = address;
    this.hello = hello;
    this.events = events;
    this.call();
  }

  get isUp(): boolean {
    return this.open;
  }

  /** Whether it was handed to the network, which does not mean that it arrives. */
  send(frame: unknown): boolean {
    if (!this.open || !this.socket || this.socket.writableLength > mostWaiting) return false;
    this.socket.write(encodeFrame(frame));
    return true;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.socket?.destroy();
  }

  private call(): void {
    const socket = connect({ ...this.address, noDelay: true });
    const reader = new FrameReader();
    this.socket = socket;
    socket.on("connect", () => socket.write(encodeFrame(this.hello)));
    socket.on("error", () => {}); // it closes
    socket.on("close", () => this.cut());
    socket.on("data", (piece) => {
      for (const frame of reader.push(piece)) {
        if (socket.destroyed) return;
        if (frame === undefined) socket.destroy();
        else if (this.open) this.events.frame?.(frame);
        else this.answered(socket, frame);
      }
    });
  }

  private answered(socket: Socket, frame: Json): void {
    const answer = welcomeShape(frame) ?? { refused: "who listens there is no node of Lockstep" };
    if ("refused" in answer) {
      if (answer.refused !== this.lastRefusal) this.events.refused?.(answer.refused);
      this.lastRefusal = answer.refused;
      this.wait = waits.longest;
      socket.destroy();
      return;
    }
    this.open = true;
    this.wait = waits.first;
    this.lastRefusal = undefined;
    this.events.up?.();
  }

  private cut(): void {
    const was = this.open;
    this.open = false;
    if (this.closed) return;
    if (was) this.events.down?.();
    // Somewhat at random, so that nodes that were cut off together do not call together.
    this.retry = setTimeout(() => this.call(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(waits.longest, this.wait * 2);
  }
}
