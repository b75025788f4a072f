# Is what a system has logged a behaviour of its model? Here a server lends one lock to two clients.

-- lock.spec --
model Lock

param Clients = 2
/// How often a client asks: this only bounds what is explored.
param MostRounds = 1

message Request from Client to Server
message Grant from Server to Client
message Release from Client to Server
network unordered capacity 2 overflow block

process Server as server {
  durable holder: Option<Client> = None
  on Request from client when holder = None {
    holder := Some(client)
    reply Grant
  }
  on Release { holder := None }
}

process Client as c[1..Clients] {
  durable phase: Idle | Waiting | Holding = Idle
  durable rounds: 0..MostRounds = 0
  action ask when phase = Idle bound rounds < MostRounds { phase := Waiting; rounds += 1; send Request to server }
  on Grant { phase := Holding }
  action release when phase = Holding { phase := Idle; send Release to server }
}

invariant OneHolder: forall a, b in Client: a.phase = Holding and b.phase = Holding => a = b
--

-- good.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{"Clients":2},"nodes":["server","c1","c2"],"logged":{"variables":["holder","phase"],"args":true,"msg":false,"pre":false,"faults":true},"order":["vc"]}
{"node":"c1","i":1,"action":"ask","set":{"phase":"Waiting"},"vc":{"c1":1}}
{"node":"c2","i":1,"action":"ask","set":{"phase":"Waiting"},"vc":{"c2":1}}
{"node":"server","i":1,"action":"on Request","set":{"holder":"c2"},"vc":{"server":1,"c1":1,"c2":1}}
{"node":"c2","i":2,"action":"on Grant","set":{"phase":"Holding"},"vc":{"server":1,"c1":1,"c2":2}}
{"node":"c2","i":3,"action":"release","set":{"phase":"Idle"},"vc":{"server":1,"c1":1,"c2":3}}
{"node":"server","i":2,"action":"on Release","set":{"holder":null},"vc":{"server":2,"c1":1,"c2":3}}
{"node":"c2","i":4,"action":"ask","set":{"phase":"Waiting"},"vc":{"server":1,"c1":1,"c2":4}}
{"node":"server","i":3,"action":"on Request","set":{"holder":"c1"},"vc":{"server":3,"c1":1,"c2":3}}
{"end":{"server":3,"c1":1,"c2":4}}
--

$ check conform lock.spec good.jsonl
| ✓ good.jsonl is a behaviour of Lock    8 events, 9 places, no choice
|   bounds made larger for this log: MostRounds 1 → 4
|   1 property holds in all 9 states of the path
exit 0

# A client that takes the lock twice asks for it once more than the model's bound allows: the bound has grown. The log does
# not say which request the server received; the clocks and what it changed do.

$ check conform lock.spec good.jsonl --advise
| ✓ good.jsonl is a behaviour of Lock    8 events, 9 places, no choice
|   bounds made larger for this log: MostRounds 1 → 4
|   1 property holds in all 9 states of the path
|   advice: each event has exactly one explanation; logging more would not shrink
|   the search
exit 0

# The server gives the lock away while somebody has it.

-- bad.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{"Clients":2},"nodes":["server","c1","c2"],"logged":{"variables":["holder","phase"],"args":true,"msg":false,"pre":false,"faults":true},"order":["vc"]}
{"node":"c1","i":1,"action":"ask","set":{"phase":"Waiting"},"vc":{"c1":1}}
{"node":"c2","i":1,"action":"ask","set":{"phase":"Waiting"},"vc":{"c2":1}}
{"node":"server","i":1,"action":"on Request","set":{"holder":"c2"},"vc":{"server":1,"c1":1,"c2":1}}
{"node":"server","i":2,"action":"on Request","set":{"holder":"c1"},"vc":{"server":2,"c1":1,"c2":1}}
{"node":"c2","i":2,"action":"on Grant","set":{"phase":"Holding"},"vc":{"server":1,"c1":1,"c2":2}}
{"end":{"server":2,"c1":1,"c2":2}}
--

$ check conform lock.spec bad.jsonl
| ✗ bad.jsonl is no behaviour of Lock    5 events, 4 places, no choice
|
|   explained 4 of 5 events, up to server 1, c1 1, c2 2; not
|   bad.jsonl:5 event 2 of server, `on Request`    lock.spec:14:3
|   5 │ {"node":"server","i":2,"action":"on Request","set":{"holder":"c1"},"vc":{…
|     server: on Request is refused: holder = None is false    lock.spec:14:31
|       holder = None = False
|       holder = Some(c2)
|
|   If event 2 of server is ignored, the whole log is accepted.
|
|   1 property holds in all 4 states of the path
exit 12

# Another value than the model's.

-- wrong.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{"Clients":2},"nodes":["server","c1","c2"],"logged":{"variables":["holder","phase"],"args":true,"msg":false,"pre":false,"faults":true},"order":["vc"]}
{"node":"c1","i":1,"action":"ask","set":{"phase":"Holding"},"vc":{"c1":1}}
{"end":{"server":0,"c1":1,"c2":0}}
--

$ check conform lock.spec wrong.jsonl
| ✗ wrong.jsonl is no behaviour of Lock    1 event, 1 place, no choice
|
|   explained 0 of 1 events, up to server 0, c1 0, c2 0; not
|   wrong.jsonl:2 event 1 of c1, `ask`    lock.spec:24:3
|   2 │ {"node":"c1","i":1,"action":"ask","set":{"phase":"Holding"},"vc":{"c1":1}}
|     The model can take this step, with differences:
|       phase     log    Holding
|                 model  Waiting
|
|   If phase in event 1 of c1 is not compared, the whole log is accepted.
|   If event 1 of c1 is ignored, the whole log is accepted.
|
|   1 property holds in all 1 state of the path
exit 12
$ check conform lock.spec wrong.jsonl --json
| {
|   "schema": "lockstep/check/1",
|   "exit": 12,
|   "results": [
|     {
|       "file": "wrong.jsonl",
|       "model": "Lock",
|       "config": "log",
|       "params": {
|         "Clients": 2,
|         "MostRounds": 1
|       },
|       "verdict": "rejected",
|       "whole": true,
|       "contradictsItself": false,
|       "nodes": [
|         "server",
|         "c1",
|         "c2"
|       ],
|       "order": [
|         "vc"
|       ],
|       "events": 1,
|       "operations": 0,
|       "faults": {},
|       "places": 1,
|       "choices": 0,
|       "lifted": [],
|       "oneOrderIsEnough": true,
|       "taken": {
|         "Server.on Request": 0,
|         "Server.on Release": 0,
|         "Client.ask": 0,
|         "Client.on Grant": 0,
|         "Client.release": 0
|       },
|       "neverTaken": [
|         "Server.on Request",
|         "Server.on Release",
|         "Client.ask",
|         "Client.on Grant",
|         "Client.release"
|       ],
|       "unmapped": [],
|       "properties": [
|         {
|           "name": "OneHolder",
|           "verdict": "holds",
|           "states": 1
|         }
|       ],
|       "rejection": {
|         "prefixes": [
|           {
|             "explained": 0,
|             "reached": {
|               "server": 0,
|               "c1": 0,
|               "c2": 0
|             },
|             "blocked": [
|               {
|                 "node": "c1",
|                 "line": 2,
|                 "what": "event 1 of c1, `ask`",
|                 "source": "lock.spec:24",
|                 "refusals": [],
|                 "differences": [
|                   [
|                     {
|                       "name": "phase",
|                       "when": "after",
|                       "logged": "Holding",
|                       "model": "Waiting"
|                     }
|                   ]
|                 ]
|               }
|             ],
|             "held": []
|           }
|         ],
|         "remedies": [
|           {
|             "words": "phase in event 1 of c1 is not compared",
|             "accepted": true,
|             "explained": 1
|           },
|           {
|             "words": "event 1 of c1 is ignored",
|             "accepted": true,
|             "explained": 1
|           }
|         ]
|       },
|       "seconds": 0
|     }
|   ],
|   "diagnostics": []
| }
exit 12

# Names of the log that are not the model's: a mapping in TypeScript says what they are. It is compiled when it is loaded.

-- other.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{"Clients":2},"nodes":["server","alice","bob"],"logged":{"variables":["state"],"args":true,"msg":false,"pre":false,"faults":true},"order":["lines"]}
{"node":"alice","i":1,"action":"hello"}
{"node":"alice","i":2,"action":"acquire","set":{"state":"Waiting"}}
{"node":"server","i":1,"action":"on Request"}
{"node":"alice","i":3,"action":"on Grant","set":{"state":"Holding"}}
{"end":{"server":1,"alice":3,"bob":0}}
--
-- lock.map.ts --
import type { Mapping } from "./lock.types.ts";

export const mapping: Mapping = {
  nodes: { alice: "c1", bob: "c2" },
  events: { acquire: "ask", hello: { ignore: "a greeting, which the model does not have" } },
  variables: { state: "phase" },
};
--
-- wrong.map.ts --
export const mapping = { events: { acquire: "aks" }, variabels: {} };
--

$ check conform lock.spec other.jsonl
! error[trace-header] the model has no alice, bob
!   expected server, c1, c2
!   found    server, alice, bob
! error[trace-header] the log's nodes lack c1, c2
!   expected server, c1, c2
!   found    server, alice, bob
exit 151
$ check conform lock.spec other.jsonl --map lock.map.ts
| ✓ other.jsonl is a behaviour of Lock    4 events, 5 places, no choice
|   1 property holds in all 4 states of the path
|   never exercised: Server.on Release, Client.release
|   `hello` is ignored: a greeting, which the model does not have
exit 0
$ check conform lock.spec other.jsonl --map wrong.map.ts
! error[mapping] a mapping has no `variabels`
!   hint     did you mean `variables`?
! error[mapping] the model `Lock` has no action `aks`
!   hint     did you mean `ask`?
exit 151
$ check types lock.spec
| // The names of the model Lock (lock.spec), for mappings. Written by `check types`: do not edit.
|
| /** The model's actions, as a log names its events: `timeout`, `on Vote`. */
| export type Action = "ask" | "on Grant" | "on Release" | "on Request" | "release";
| /** Variables of its processes. */
| export type Variable = "holder" | "phase" | "rounds";
| /** Its messages. */
| export type Message = "Grant" | "Release" | "Request";
| /** Its processes. */
| export type Process = "server" | `c${number}`;
| /** Its parameters. */
| export type Parameter = "Clients" | "MostRounds";
|
| /** It stands for nothing in the model; the reason is shown with the verdict. */
| export interface Ignored {
|   readonly ignore: string;
| }
|
| /** Names of a log, on the left, by those of the model. What is not mentioned has the same name in both. */
| export interface Mapping {
|   /** One action, several that are one event, or none. */
|   readonly events?: Readonly<Record<string, Action | readonly Action[] | Ignored>>;
|   /** Variables in `set` and `pre`. */
|   readonly variables?: Readonly<Record<string, Variable | Ignored>>;
|   /** Messages. */
|   readonly messages?: Readonly<Record<string, Message>>;
|   /** Nodes. */
|   readonly nodes?: Readonly<Record<string, Process>>;
|   /** Actions that may happen without an event, each with the reason. */
|   readonly silent?: Readonly<Partial<Record<Action, string>>>;
|   /** How many silent steps may lie between two events. */
|   readonly silentAtMost?: number;
|   /** Values of parameters that only bound an exploration, to begin with. */
|   readonly bounds?: Readonly<Partial<Record<Parameter, number>>>;
| }
exit 0

# What is damaged is told with its line, and what is there is checked. No such log is accepted.

-- cut.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{"Clients":2},"nodes":["server","c1","c2"],"logged":{"variables":["holder","phase"],"args":true,"msg":false,"pre":false,"faults":true},"order":["vc"]}
{"node":"c1","i":1,"action":"ask","set":{"phase":"Waiting"},"vc":{"c1":1}}
{"node":"c1","i":3,"action":"release","set":{"phase":"Idle"},"vc":{"c1":3,"server":1}}
{"node":"c2","i":1,"action":"ask","set":{"phase"
--

$ check conform lock.spec cut.jsonl
| ✗ cut.jsonl is no behaviour of Lock, as far as it can be read    2 events, 2 places, no choice
|
|   explained 1 of 2 events, up to server 0, c1 1, c2 0; not
|   cut.jsonl:3 the gap of c1 from event 2 to 2
|     nothing can fill this gap
|
|   1 property holds in all 2 states of the path
! cut.jsonl:4:1 error[trace-line] this line is not JSON
!   4 │ {"node":"c2","i":1,"action":"ask","set":{"phase"
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
! error[trace-order] event 2 of c1 is missing
!   hint     where events are lost on purpose, a `gap` line says so
! error[trace-order] line 4 is the last, and it is no `end`: the log was cut off
exit 151

# A log of another model, with other nodes, or with other constants.

-- another.jsonl --
{"trace":"lockstep/1","model":"Raft","constants":{"Servers":3},"nodes":["s1"],"logged":{"variables":[],"args":true,"msg":false,"pre":false,"faults":true},"order":[]}
{"end":{"s1":0}}
--
-- nodes.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{"Clients":1},"nodes":["server","c1","c2"],"logged":{"variables":[],"args":true,"msg":false,"pre":false,"faults":true},"order":[]}
{"end":{"server":0,"c1":0,"c2":0}}
--
-- silent.jsonl --
{"trace":"lockstep/1","model":"Lock","constants":{},"nodes":["server","c1","c2"],"logged":{"variables":[],"args":true,"msg":false,"pre":false,"faults":true},"order":[]}
{"end":{"server":0,"c1":0,"c2":0}}
--

$ check conform lock.spec another.jsonl
! error[trace-header] the log is about a model `Raft`, and this one is `Lock`
! error[trace-header] the log's constant `Servers` is no parameter of the model
!   expected Clients, MostRounds
exit 151
$ check conform lock.spec nodes.jsonl
! error[trace-header] the model has no c2
!   expected server, c1
!   found    server, c1, c2
exit 151
$ check conform lock.spec nowhere.jsonl
! error[unreadable-file] cannot read `nowhere.jsonl`: there is no such file
exit 151

# Nothing happened: nothing contradicts the model.

$ check conform lock.spec silent.jsonl
| ✓ silent.jsonl says nothing that Lock could contradict: it has no events
|   1 property holds in all 1 state of the path
|   never exercised: Server.on Request, Server.on Release, Client.ask, Client.on
|   Grant, Client.release
exit 0
