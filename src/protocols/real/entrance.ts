/**
 * Where a node is called: it listens at its address, greets who calls, and hands on what peers and clients send. Who
 * sends what makes no sense is told so and cut off.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { Json } from "../trace-event.ts";
import { type Address, showAddress } from "./addresses.ts";
import { type Failure, reasonOf } from "./failure.ts";
import { encodeFrame, FrameReader } from "./frames.ts";
import { type Caller, receiveHello } from "./hello.ts";
import type { Identity } from "./node-log.ts";

/** Where answers to a client go: its connection. */
export type Answer = (frame: unknown) => void;

export interface Visitors {
  /** False if it is no message. */
  message(from: string, frame: Json): boolean;
  /** False if it is no request. */
  request(frame: Json, answer: Answer): boolean;
  /** Nobody is there any more who could take these answers. */
  left(answer: Answer): void;
  tell(text: string): void;
}

/** Who has not said who it is by then is cut off. */
const patience = 5000;

export class Entrance {
  private readonly identity: Identity;
  private readonly visitors: Visitors;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly peers = new Map<string, Socket>();

  constructor(identity: Identity, visitors: Visitors) {
    this.identity = identity;
    this.visitors = visitors;
    this.server = createServer({ noDelay: true }, (socket) => this.greet(socket));
  }

  listen(address: Address): Promise<Failure | undefined> {
    return new Promise((resolve) => {
      this.server.on("error", (error) =>
        resolve({ about: "address", failure: `cannot listen at ${showAddress(address)}: ${reasonOf(error)}` }),
      );
      this.server.listen(address.port, address.host, () => resolve(undefined));
    });
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => {}); // it closes, and the other side calls again
    const reader = new FrameReader();
    let caller: Caller | undefined;
    const answer: Answer = (frame) => {
      if (!socket.destroyed) socket.write(encodeFrame(frame));
    };
    const late = setTimeout(() => socket.destroy(), patience);
    socket.on("close", () => {
      clearTimeout(late);
      this.visitors.left(answer);
    });
    socket.on("data", (piece) => {
      for (const frame of reader.push(piece)) {
        if (socket.destroyed) return;
        if (caller === undefined) {
          clearTimeout(late);
          const hello = receiveHello(frame, this.identity);
          if ("refused" in hello) {
            this.turnAway(socket, hello.refused);
            return;
          }
          caller = hello;
          this.welcome(socket, caller);
        } else if (frame === undefined || !this.handOn(caller, frame, answer)) {
          const who = caller.kind === "peer" ? caller.name : "a client";
          this.visitors.tell(`${who} sent what makes no sense here; cut off`);
          this.turnAway(socket, "this makes no sense here");
          return;
        }
      }
    });
  }

  private welcome(socket: Socket, caller: Caller): void {
    if (caller.kind === "peer") {
      // What is still on its way through an older connection of this peer is lost, instead of coming after newer messages.
      this.peers.get(caller.name)?.destroy();
      this.peers.set(caller.name, socket);
    }
    socket.write(encodeFrame({ welcome: this.identity.node }));
  }

  private handOn(caller: Caller, frame: Json, answer: Answer): boolean {
    return caller.kind === "peer" ? this.visitors.message(caller.name, frame) : this.visitors.request(frame, answer);
  }

  private turnAway(socket: Socket, refused: string): void {
    socket.removeAllListeners("data").resume();
    socket.end(encodeFrame({ refused }), () => socket.destroy());
  }
}
