/** Rules about code that is held against a model by `check code`, and how they are explained. */
import type { Rule } from "./rules.ts";

export const rulesOfCode = {
  "missing-trace-point": {
    title: "The code has no trace point for an action of the model",
    explanation:
      'Each step of the code that is an action of the model passes a trace point with the action\'s name; without one, no trace can tell of it. A handler is called `on` and the message.\n\n    turn.trace("commit");\n    turn.trace("on Ready", {}, envelope);\n\n`--untraced ACTION` says that an action needs none; `--trace-point NAME` says what the function is called.',
  },
  "unknown-trace-point": {
    title: "A trace point names no action of the model",
    explanation:
      "What it writes could not be explained by any step of the model. Either the name is wrong, or the code does what the model does not know: then the model is incomplete.",
  },
  "unreadable-trace-point": {
    title: "The name of a trace point can't be read off the code",
    explanation:
      'The name must be a string, a constant, or a choice between some: only then can it be compared with the model without running the code.\n\n    trace(name);                              // no\n    trace(granted ? "grant" : "refuse");      // yes',
  },
  "trace-arguments": {
    title: "A trace point's arguments are not the action's",
    explanation:
      'An action with parameters is traced with its arguments, by the names of the model.\n\n    action send(peer in Server) { … }\n\n    turn.trace("send", { peer });',
  },
  "sent-before-durable": {
    title: "A message may leave before what it depends on is durable",
    explanation:
      'On the path that is shown, a durable variable of the model has changed in memory, nothing has written it down, and a message or an answer is sent: after a crash, others know what this node has forgotten. Write first, then send.\n\n    state.votedFor = candidate;\n    await log.persist({ votedFor: candidate });\n    send(candidate, { type: "Vote" });\n\nA change that needs no writing says why:\n\n    // not durable: presumed abort, whoever finds no record knows\n    state.decision = "Aborted";\n\n`--persist`, `--send` and `--update` say what these functions are called.',
  },
  "left-not-durable": {
    title: "A step ends with a change that is not durable",
    explanation:
      "On the path that is shown, a durable variable of the model has changed, and the function that nobody in the code calls (a handler, then) ends without having written it down. The next message would depend on it.",
  },
  "unawaited-persist": {
    title: "What makes a change durable is not waited for",
    explanation:
      "The function returns a promise: until that is fulfilled, nothing is durable, and what follows does not wait for it.\n\n    log.persist(record);           // no\n    await log.persist(record);     // yes",
  },
  "no-code": {
    title: "There is no code where it should be",
    explanation:
      "`check code` reads the TypeScript and JavaScript in the folders that it is given and below them. Tests, type declarations, `node_modules` and what begins with a dot are left out.",
  },
  "code-syntax": {
    title: "A file of code can't be parsed",
    explanation: "`check code` reads TypeScript and JavaScript. What the parser does not understand it can't judge.",
  },
} as const satisfies Record<string, Rule>;
