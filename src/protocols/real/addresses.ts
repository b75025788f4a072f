/**
 * Where nodes listen: `127.0.0.1:7001`, `localhost:7001`, `[::1]:7001`, or `:7001` for this machine. Connections are not
 * encrypted and nobody proves who they are, so that only addresses of the machine itself are taken.
 */
import { createServer } from "node:net";
import type { Failure } from "./failure.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export const showAddress = ({ host, port }: Address): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

export function parseAddress(given: string): Address | Failure {
  const usage = (failure: string, hint?: string): Failure => ({ about: "usage", failure, hint });
  const found = /^(?:\[([\da-f:.]+)\]|([^:\s]*)):(\d{1,5})$/i.exec(given.trim());
  const port = Number(found?.[3]);
  if (!found || port < 1 || port > 65_535)
    return usage(`\`${given}\` is no address`, "an address is a host and a port from 1 to 65535: `127.0.0.1:7001`");
  const host = found[1] ?? (found[2] || "127.0.0.1");
  if (!/^(localhost|::1|127(\.\d{1,3}){3})$/.test(host))
    return usage(
      `\`${given}\` is not an address of this machine`,
      "nodes talk over the loopback only: `127.0.0.1:7001`",
    );
  return { host, port };
}

/**
 * The addresses of all nodes: `ADDRESS,ADDRESS,…` in the order of their names, or `NAME=ADDRESS,…` in any order.
 * `namesFor` knows what so many nodes are called.
 */
export function parsePeers(
  given: string,
  namesFor: (count: number) => readonly string[],
): ReadonlyMap<string, Address> | Failure {
  const parts = given.split(",").filter((part) => part.trim() !== "");
  const names = namesFor(parts.length);
  const found = new Map<string, Address>();
  const usage = (failure: string, hint?: string): Failure => ({ about: "usage", failure, hint });
  for (const [place, part] of parts.entries()) {
    const [name, text] = part.includes("=") ? part.split("=", 2).map((one) => one.trim()) : [names[place], part];
    const address = parseAddress(text ?? "");
    if ("failure" in address) return address;
    if (name === undefined || !names.includes(name))
      return usage(`\`${name}\` is not the name of a node`, `${parts.length} nodes are called ${names.join(", ")}`);
    if (found.has(name)) return usage(`\`${name}\` has two addresses`);
    const twin = [...found].find(([, other]) => showAddress(other) === showAddress(address));
    if (twin) return usage(`${twin[0]} and ${name} have the same address`);
    found.set(name, address);
  }
  return new Map(names.flatMap((name) => [[name, found.get(name)] as const]).filter(isPresent));
}

const isPresent = (pair: readonly [string, Address | undefined]): pair is readonly [string, Address] =>
  pair[1] !== undefined;

// Below the ports that systems give to outgoing connections: one of these could take the port of a node that is down.
const ports = { from: 15_000, to: 32_000 };

/** Addresses of the loopback at which nobody listens at this moment. */
export async function findFreeAddresses(count: number): Promise<readonly Address[]> {
  const found: Address[] = [];
  while (found.length < count) {
    const port = ports.from + Math.floor(Math.random() * (ports.to - ports.from));
    const address = { host: "127.0.0.1", port };
    if (!found.some((other) => other.port === port) && (await isFree(address))) found.push(address);
  }
  return found;
}

function isFree({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
