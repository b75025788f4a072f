/** A TCP proxy that stands between two nodes: it can cut the link, or let it go silent, and mend it. */
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Address } from "../../../src/protocols/real/index.ts";

export class LinkProxy {
  readonly address: Address;
  private readonly server: Server;
  private readonly to: Address;
  private readonly sockets = new Set<Socket>();
  private state: "whole" | "cut" | "silent" = "whole";

  private constructor(server: Server, to: Address) {
    const own = server.address();
    this.address = { host: "127.0.0.1", port: typeof own === "object" && own ? own.port : 0 };
    this.server = server;
    this.to = to;
    server.on("connection", (socket) => this.join(socket));
  }

  static async start(to: Address): Promise<LinkProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    return new LinkProxy(server, to);
  }

  /** Connections break, and none is made. */
  cut(): void {
    this.state = "cut";
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stay, but nothing comes through. */
  silence(): void {
    this.state = "silent";
    for (const socket of this.sockets) socket.pause();
  }

  mend(): void {
    this.state = "whole";
    for (const socket of this.sockets) socket.resume();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(from: Socket): void {
    if (this.state === "cut") {
      from.destroy();
      return;
    }
    const to = connect({ ...this.to, noDelay: true });
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.sockets.add(one);
      one.on("data", (piece) => other.write(piece));
      one.on("error", () => {});
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
      if (this.state === "silent") one.pause();
    }
  }
}
