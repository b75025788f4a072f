/** `new NAME`: a small model that passes, with comments that say what its parts are, as a place to start from. */
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { shellWord } from "../shell-word.ts";
import type { Subcommand } from "../subcommand.ts";

export const newModel: Subcommand = {
  name: "new",
  declare(command, call) {
    command
      .description("writes a small commented model NAME.spec to start from")
      .argument("<name>", "the file's name, with or without .spec; the model is called after it")
      .action((name: string) => call((context) => createModel(name, context)));
  },
};

function createModel(wanted: string, { host, print, tell }: Context): ExitCode {
  const path = wanted.endsWith(".spec") ? wanted : `${wanted}.spec`;
  const base = path.slice(path.lastIndexOf("/") + 1, -".spec".length);
  const words = base.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  if (!/^\p{L}/u.test(name)) {
    tell([
      {
        rule: "usage",
        message: `\`${wanted}\` is no name for a model`,
        hint: "a name starts with a letter: `lock`, `leader-election`",
      },
    ]);
    return exitCodes.usage;
  }
  if (host.kind(path) !== undefined) {
    tell([{ rule: "existing-file", message: `\`${path}\` is there already, and was left as it is` }]);
    return exitCodes.usage;
  }
  const written = host.write(path, template(name));
  if (written.failure !== undefined) {
    tell([{ rule: "unreadable-file", message: `cannot write \`${path}\`: ${written.failure}` }]);
    return exitCodes.usage;
  }
  print(`${path} written. Next: npx ${host.command} ${shellWord(path)}`);
  return exitCodes.holds;
}

const template = (name: string) => `/// A lock that a server hands out to one client at a time.
model ${name}

// Parameters have values that a configuration, or --set Clients=3, can change.
param Clients = 2

// What may be on its way. Messages can be overtaken: the network is unordered.
message Request from Client to Server
message Grant from Server to Client
message Release from Client to Server
network unordered capacity 4

// A process has fields, and code that runs atomically: handlers for messages, and actions that happen on their own.
process Server as server {
  durable holder: Option<Client> = None

  // When the guard is false, the message waits.
  on Request from client when holder = None {
    holder := Some(client)
    reply Grant
  }
  on Release { holder := None }
}

process Client as c[1..Clients] {
  durable phase: Idle | Waiting | Holding = Idle

  action ask when phase = Idle { phase := Waiting; send Request to server }
  on Grant { phase := Holding }
  action release when phase = Holding { phase := Idle; send Release to server }
}

// Must hold in every state that can be reached. Drop the guard of \`on Request\` above, and see what the checker finds.
invariant OneHolder: forall a, b in Client: a.phase = Holding and b.phase = Holding => a = b

// Must be possible at all: otherwise the invariant would hold for the wrong reason.
reachable SomebodyHolds: exists c in Client: c.phase = Holding

// A scenario is a unit test of the model: these steps can happen, in this order.
run handover {
  c1.ask
  c2.ask
  deliver Request from c1 to server
  deliver Grant from server to c1
  expect c1.phase = Holding
  expect disabled deliver Request from c2 to server
  c1.release
  deliver Release from c1 to server
  deliver Request from c2 to server
}

// \`check FILE\` explores the configuration \`default\`; \`check FILE --all\` explores all and compares with what they expect.
check default { } expect holds
check three { Clients = 3 } expect holds
`;
