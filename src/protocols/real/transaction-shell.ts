/** What people ask of a transaction: that its participants prepare or refuse, and how it ended. */
import { randomBytes } from "node:crypto";
import { NodeLinks } from "./node-links.ts";
import type { Reply, Shell, ShellSettings } from "./shell.ts";
import { TransactionClient, type TransactionLinks, twoPhaseAnswer } from "./transaction-client.ts";

export function createTransactionShell({ addresses, log, tell }: ShellSettings): Shell {
  const links: TransactionLinks = new NodeLinks("two-phase-commit", addresses, twoPhaseAnswer, tell);
  const client = new TransactionClient(links);
  // One operation, whoever asked before.
  const name = `shell-${randomBytes(4).toString("hex")}`;
  const [coordinator = "", ...participants] = links.nodes;
  let [invoked, learned] = [false, false];
  const commands: readonly (readonly [string, string])[] = [
    ["prepare [PARTICIPANT]", "its work is done: it can commit; all participants without a name"],
    ["refuse PARTICIPANT", "its work can't be done: it aborts"],
    ["outcome [NODE]", "how things stand there; at the coordinator without a name"],
    ["wait", "until everybody has decided"],
  ];
  return {
    commands,
    perform([kind, node, ...more]) {
      if (more.length > 0) return undefined;
      if (kind === "wait" && node === undefined) return wait();
      if (kind === "outcome" && (node === undefined || links.nodes.includes(node)))
        return ask([node ?? coordinator], kind);
      if (kind === "prepare" && (node === undefined || participants.includes(node)))
        return ask(node === undefined ? participants : [node], kind);
      if (kind === "refuse" && node !== undefined && participants.includes(node)) return ask([node], kind);
      return undefined;
    },
    close: () => links.close(),
  };

  async function ask(nodes: readonly string[], kind: "prepare" | "refuse" | "outcome"): Promise<Reply> {
    if (kind !== "outcome") begin();
    const answers = await Promise.all(nodes.map(async (node) => [node, await client.ask(node, { kind })] as const));
    for (const [node, outcome] of answers) if (node === coordinator && outcome !== undefined) learn(outcome);
    return show(answers);
  }

  async function wait(): Promise<Reply> {
    const outcomes = await client.outcomes();
    const decided = outcomes.get(coordinator);
    if (decided !== undefined) learn(decided);
    return show([...outcomes]);
  }

  /** The transaction is one operation: it begins with the first thing that is asked for, and ends with the decision. */
  function begin(): void {
    if (!invoked) log({ operation: "invoke", client: name, id: 1, call: { kind: "transaction" } });
    invoked = true;
  }

  function learn(outcome: string): void {
    if (!invoked || learned || (outcome !== "Committed" && outcome !== "Aborted")) return;
    learned = true;
    log({ operation: "ok", client: name, id: 1, result: outcome });
  }
}

function show(answers: readonly (readonly [string, string | undefined])[]): Reply {
  const lines = answers.map(([node, outcome]) => `${node}: ${outcome ?? "no answer"}`);
  return { text: lines.join("\n"), unknown: answers.some(([, outcome]) => outcome === undefined) };
}
