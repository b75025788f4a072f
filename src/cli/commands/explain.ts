/** `explain RULE`: what a diagnostic means and what to write instead; without a rule, the list of rules. */
import { pad } from "../../report/index.ts";
import { closest, type Rule, type RuleId, rules } from "../../source/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import type { Subcommand } from "../subcommand.ts";

export const explain: Subcommand = {
  name: "explain",
  declare(command, call) {
    command
      .description("says what a rule means and what to write instead; lists the rules without one")
      .argument("[rule]", "its id, as it stands in brackets in a message")
      .action((rule: string | undefined) => call((context) => explainRule(rule, context)));
  },
};

function explainRule(name: string | undefined, { host, print, paint, tell }: Context): ExitCode {
  const ids = (Object.keys(rules) as RuleId[]).sort();
  if (name === undefined) {
    const width = Math.max(...ids.map((id) => id.length)) + 2;
    for (const id of ids) print(`${paint.strong(pad(id, width))}${rules[id].title}`);
    print(`\n\`${host.command} explain RULE\` says more about one of them.`);
    return exitCodes.holds;
  }
  const wanted = name.replace(/^\[|\]$/g, "");
  if (!Object.hasOwn(rules, wanted)) {
    const near = closest(wanted, ids);
    const hint = near ? `did you mean \`${near}\`?` : `\`${host.command} explain\` lists the rules`;
    tell([{ rule: "usage", message: `there is no rule \`${wanted}\``, hint }]);
    return exitCodes.usage;
  }
  const rule: Rule = rules[wanted as RuleId];
  print(`${paint.strong(wanted)}: ${rule.title}\n\n${rule.explanation}`);
  return exitCodes.holds;
}
