/** The interpreter and the explorer on models that no language made: the smallest ones, counted by hand. */
import { expect, test } from "vitest";
import { search } from "../../src/explore/index.ts";
import { asSearchable, createMachine } from "../../src/interpreter/index.ts";
import { integer } from "../../src/ir/index.ts";
import type { Model } from "../../src/ir/model.ts";
import {
  action,
  assign,
  compare,
  domain,
  kind,
  message,
  model,
  name,
  network,
  number,
  plus,
  property,
  read,
  self,
  span,
  truth,
  variable,
} from "./build.ts"; // prettier-ignore

const explore = (subject: Model) => search(asSearchable(createMachine(subject)), { now: () => 0 });

test("a counter under a constraint has TLC's figures", async () => {
  const x = variable("x", integer(0, 10), number(0));
  const counter = model({
    variables: [x],
    actions: [action("count", [assign(x, plus(read(x), number(1)))])],
    constraints: [compare(read(x), "<", number(5))],
  });
  const outcome = await explore(counter);
  expect(outcome).toMatchObject({ kind: "holds", statistics: { states: 5, transitions: 6, depth: 5, constrained: 1 } });
});

test("a value out of range is an error with the path to it", async () => {
  const x = variable("x", integer(0, 2), number(0));
  const outcome = await explore(
    model({ variables: [x], actions: [action("count", [assign(x, plus(read(x), number(1)))])] }),
  );
  expect(outcome).toMatchObject({
    kind: "violated",
    violations: [{ kind: "error", depth: 4, failure: { rule: "range" }, label: { action: { name: "count" } } }],
  });
});

test("every initial state counts as a transition, and choices multiply", async () => {
  const x = variable("x", integer(0, 1), domain(integer(0, 1)), {
    initial: { mode: "choice", value: domain(integer(0, 1)) },
  });
  const y = variable("y", integer(0, 2), domain(integer(0, 2)), {
    initial: { mode: "choice", value: domain(integer(0, 2)) },
  });
  const outcome = await explore(
    model({ variables: [x, y], terminal: [truth(true)], initially: [compare(read(x), "<=", read(y))] }),
  );
  expect(outcome).toMatchObject({ kind: "holds", statistics: { states: 5, transitions: 5, depth: 1 } });
});

const sending = (discipline: "unordered" | "fifo" | "set") => {
  const sender = kind("Sender", ["a"]);
  const receiver = kind("Receiver", ["b"]);
  const item = message("Item", sender, receiver, [{ name: "number", type: integer(0, 1) }]);
  const sent = variable("sent", integer(0, 2), number(0), { process: sender });
  const last = variable("last", integer(0, 1), number(0), { process: receiver });
  const from = name("from", item.from);
  const content = name("msg", { kind: "record", fields: item.fields });
  return model({
    processes: [sender, receiver],
    messages: [item],
    networks: [network(discipline)],
    variables: [sent, last],
    terminal: [truth(true)],
    actions: [
      action(
        "send",
        [
          {
            kind: "send",
            message: item,
            fields: [read(sent, self)],
            from: self,
            to: { kind: "member", name: "b", type: item.to, span },
            span,
          },
          assign(sent, plus(read(sent, self), number(1)), self),
        ],
        { process: sender, guard: compare(read(sent, self), "<", number(2)) },
      ),
      action(
        "on Item",
        [
          assign(
            last,
            {
              kind: "field",
              record: { kind: "local", local: content, type: content.type, span },
              name: "number",
              type: integer(0, 1),
              span,
            },
            self,
          ),
        ],
        {
          kind: "handler",
          process: receiver,
          receives: { message: item, sender: from, content },
        },
      ),
    ],
    properties: [property("Zero", "invariant", compare(number(0), "=", number(0)))],
  });
};

test("a bag delivers in any order, a fifo in sending order, a set again and again", async () => {
  // sent 0: 1 · sent 1: in flight or received · sent 2: {0,1}, {0} last 1, {1} last 0, {} last 0 or 1
  expect(await explore(sending("unordered"))).toMatchObject({ statistics: { states: 8 - 0, depth: 5 } });
  expect(await explore(sending("fifo"))).toMatchObject({ statistics: { states: 6, depth: 5 } });
  expect(await explore(sending("set"))).toMatchObject({ statistics: { states: 4, depth: 4 } });
});
