# Code and model side by side. The code of two-phase commit does only what its model can, also when processes crash in the
# middle of a step.

$ check lockstep two-phase-commit --set Managers=1
| ✓ two-phase-commit does only what TwoPhase (recovers) can for Managers=1, crash
|   ≤ 2
|   111 pairs · 887 steps of the code, 247 with a crash in the middle · depth 7 ·
|   0.0 s
|   every step keeps the code's 11 duties; from each pair it gets done when
|     nothing fails any more, in 9 steps at most
|   the code took every action of the model
|   not compared: node (the name of the node: whose variables they are)
|   not compared: role (the kind of process, which follows from the node)
exit 0

# Whether the code gets done when nothing fails any more can be looked at less often, or not at all.

$ check lockstep two-phase-commit --set Managers=1 --progress 10
| ✓ two-phase-commit does only what TwoPhase (recovers) can for Managers=1, crash
|   ≤ 2
|   111 pairs · 887 steps of the code, 247 with a crash in the middle · depth 7 ·
|   0.0 s
|   every step keeps the code's 11 duties; from 12 pairs it gets done when
|     nothing fails any more, in 8 steps at most
|   the code took every action of the model
|   not compared: node (the name of the node: whose variables they are)
|   not compared: role (the kind of process, which follows from the node)
exit 0

$ check lockstep two-phase-commit --set Managers=1 --progress 0
| ✓ two-phase-commit does only what TwoPhase (recovers) can for Managers=1, crash
|   ≤ 2
|   111 pairs · 887 steps of the code, 247 with a crash in the middle · depth 7 ·
|   0.0 s
|   every step keeps the code's 11 duties; whether it gets done was not looked
|     at
|   the code took every action of the model
|   not compared: node (the name of the node: whose variables they are)
|   not compared: role (the kind of process, which follows from the node)
exit 0

$ check lockstep two-phase-commit --progress some
! error[usage] `--progress some` cannot be understood
!   expected a whole number of at least 0
exit 151

# Messages that a crash lost on their way out are never delivered by the code; the model still may.

$ check lockstep two-phase-commit --set Managers=1 --left-out
| ✓ two-phase-commit does only what TwoPhase (recovers) can for Managers=1, crash
|   ≤ 2
|   111 pairs · 887 steps of the code, 247 with a crash in the middle · depth 7 ·
|   0.0 s
|   every step keeps the code's 11 duties; from each pair it gets done when
|     nothing fails any more, in 9 steps at most
|   the code took every action of the model
|   steps of the model that the code leaves out: Coordinator.on Ready 4 of 9,
|     ResourceManager.on Commit 4 of 18, ResourceManager.on Abort 7 of 33
|   not compared: node (the name of the node: whose variables they are)
|   not compared: role (the kind of process, which follows from the node)
exit 0

# A model of somebody who thinks that a coordinator never gives up. The code does: its patience ends. The card shows the
# step, the model's guard that is in the way with its values, and a test of the core alone is saved.

-- patient.spec --
model TwoPhase
param Managers = 1
type Vote = Working | Prepared | Committed | Aborted
type Decision = Open | Committed | Aborted
message Ready from ResourceManager to Coordinator
message Commit from Coordinator to ResourceManager
message Abort from Coordinator to ResourceManager
network set
process Coordinator as coordinator {
  durable committed: Bool = False
  volatile decision: Decision = if committed then Committed else Open
  volatile prepared: Set<ResourceManager> = {}
  on Ready from manager when decision = Open { insert manager into prepared }
  action commit when decision = Open ∧ prepared = ResourceManager {
    committed := True
    decision := Committed
    broadcast Commit
  }
  action abort when decision = Open ∧ prepared = {} {
    decision := Aborted
    broadcast Abort
  }
}
process ResourceManager as r[1..Managers] {
  durable vote: Vote = Working
  action prepare when vote = Working {
    vote := Prepared
    send Ready to coordinator
  }
  action chooseToAbort when vote = Working { vote := Aborted }
  on Commit { vote := Committed }
  on Abort { vote := Aborted }
}
terminal when True
--

$ check lockstep two-phase-commit --model patient.spec --set Managers=2 --test-out again.test.ts
| ✗ the code does what the model can't    3 steps, shortest
|   #  who          what happens               model     what changed, messages
|   1  r1           asked by application:      prepare   vote: Working → Prepared
|                     prepare                            r1 ─Ready→ coordinator
|   2  coordinator  receives Ready from r1     on Ready  prepared: + r1
|   3  coordinator  timer patience             abort     decision: Open → Aborted
|                                                        coordinator ─Abort→ r1,
|                                                          r2
|   model  it can't do: coordinator abort
|   why    prepared = {} is false   (line 19)
|   values prepared = {r1}
|   again  npx check lockstep two-phase-commit --model patient.spec --set
|          Managers=2 --test-out again.test.ts
| ✗ two-phase-commit does what TwoPhase can't for Managers=2
|   22 pairs · 115 steps of the code, 0 with a crash in the middle · depth 4 · 0.0
|   s
|   test saved in again.test.ts
exit 12

$ cat again.test.ts
| /**
|  * Written by `lockstep two-phase-commit`. It fails while the code does in its last step what the model TwoPhase can't:
|  *
|  * the code does what the model can't
|  * the model's abort: prepared = {} is false
|  */
| import { expect, it } from "vitest";
| import { createTwoPhaseCommit, encode, encodeState, observeTwoPhase } from "./package/src/protocols/index.ts";
|
| const core = createTwoPhaseCommit({"coordinator":"coordinator","participants":["r1","r2"]}, ({ action }) => ({ action }));
| type Outcome = ReturnType<typeof core.step>;
| type Input = Parameters<typeof core.step>[1];
| const disks = new Map(core.nodes.map((node) => [node, [] as Parameters<typeof core.start>[1][number][]]));
| const states = new Map(core.nodes.map((node) => [node, core.start(node, [], false).state]));
|
| function carryOut(node: string, outcome: Outcome): Outcome {
|   for (const effect of outcome.effects) if (effect.kind === "append") disks.get(node)!.push(effect.record);
|   states.set(node, outcome.state);
|   return outcome;
| }
|
| const step = (node: string, input: Input): Outcome => carryOut(node, core.step(states.get(node)!, input));
|
| /** What there is to see after the last step. */
| const seen = (node: string, outcome?: Outcome) => ({
|   events: outcome?.events.map(({ action }) => action),
|   sent: outcome && encode(outcome.messages),
|   effects: outcome && encode(outcome.effects),
|   state: encodeState(observeTwoPhase, states.get(node)!),
|   disk: encodeState(observeTwoPhase, core.start(node, disks.get(node)!, false).state),
| });
|
| it("two-phase-commit: the code does what the model can't", () => {
|   // 1. r1 asked by application: prepare
|   step("r1", {"kind":"request","client":"application","request":{"kind":"prepare"}});
|   // 2. coordinator receives Ready from r1
|   step("coordinator", {"kind":"message","from":"r1","to":"coordinator","message":{"type":"Ready"}});
|   // 3. coordinator timer patience
|   const outcome = step("coordinator", {"kind":"timer","timer":"patience"});
|   const last = seen("coordinator", outcome);
|   const found = { "events": last.events };
|   expect(found).not.toEqual({
|     "events": [
|       "abort"
|     ]
|   });
| });
exit 0

# The same for programs.

$ check lockstep two-phase-commit --model patient.spec --set Managers=2 --json
| {
|   "schema": "lockstep/check/1",
|   "exit": 12,
|   "results": [],
|   "diagnostics": [],
|   "lockstep": {
|     "code": "two-phase-commit",
|     "file": "patient.spec",
|     "model": "TwoPhase",
|     "config": "default",
|     "verdict": "violated",
|     "pairs": 22,
|     "steps": 115,
|     "stutters": 73,
|     "interrupted": 0,
|     "depth": 4,
|     "cut": 0,
|     "settled": 0,
|     "settledWithin": 0,
|     "seconds": 0,
|     "within": "Managers=2",
|     "duties": 11,
|     "actions": [
|       {
|         "name": "Coordinator.on Ready",
|         "taken": 3
|       },
|       {
|         "name": "Coordinator.commit",
|         "taken": 0
|       },
|       {
|         "name": "Coordinator.abort",
|         "taken": 5
|       },
|       {
|         "name": "ResourceManager.prepare",
|         "taken": 12
|       },
|       {
|         "name": "ResourceManager.chooseToAbort",
|         "taken": 12
|       },
|       {
|         "name": "ResourceManager.on Commit",
|         "taken": 0
|       },
|       {
|         "name": "ResourceManager.on Abort",
|         "taken": 10
|       }
|     ],
|     "outside": [
|       {
|         "name": "node",
|         "because": "the name of the node: whose variables they are"
|       },
|       {
|         "name": "role",
|         "because": "the kind of process, which follows from the node"
|       }
|     ],
|     "violation": {
|       "kind": "model",
|       "title": "the code does what the model can't",
|       "steps": [
|         {
|           "number": 1,
|           "who": "r1",
|           "what": "asked by application: prepare",
|           "actions": [
|             "prepare"
|           ],
|           "changes": [
|             "vote: Working → Prepared"
|           ],
|           "sent": [
|             "r1 ─Ready→ coordinator"
|           ]
|         },
|         {
|           "number": 2,
|           "who": "coordinator",
|           "what": "receives Ready from r1",
|           "actions": [
|             "on Ready"
|           ],
|           "changes": [
|             "prepared: + r1"
|           ],
|           "sent": []
|         },
|         {
|           "number": 3,
|           "who": "coordinator",
|           "what": "timer patience",
|           "actions": [
|             "abort"
|           ],
|           "changes": [
|             "decision: Open → Aborted"
|           ],
|           "sent": [
|             "coordinator ─Abort→ r1, r2"
|           ]
|         }
|       ],
|       "rejected": {
|         "text": "coordinator abort",
|         "refusals": [
|           {
|             "action": "abort",
|             "reason": "prepared = {} is false",
|             "values": [
|               "prepared = {r1}"
|             ],
|             "file": "patient.spec",
|             "line": 19,
|             "column": 39
|           }
|         ]
|       },
|       "differences": []
|     }
|   }
| }
exit 12

# A vote that the model does not keep on disk, and the code does: found where the two are compared after a crash.

-- forgetful.spec --
model TwoPhase
param Managers = 1
type Vote = Working | Prepared | Committed | Aborted
type Decision = Open | Committed | Aborted
message Ready from ResourceManager to Coordinator
message Commit from Coordinator to ResourceManager
message Abort from Coordinator to ResourceManager
network set
process Coordinator as coordinator {
  durable committed: Bool = False
  volatile decision: Decision = if committed then Committed else Open
  volatile prepared: Set<ResourceManager> = {}
  on Ready from manager when decision = Open { insert manager into prepared }
  action commit when decision = Open ∧ prepared = ResourceManager {
    committed := True
    decision := Committed
    broadcast Commit
  }
  action abort when decision = Open {
    decision := Aborted
    broadcast Abort
  }
}
process ResourceManager as r[1..Managers] {
  volatile vote: Vote = Working
  action prepare when vote = Working {
    vote := Prepared
    send Ready to coordinator
  }
  action chooseToAbort when vote = Working { vote := Aborted }
  on Commit { vote := Committed }
  on Abort { vote := Aborted }
}
fault crash { of: ResourceManager, total: 1 }
terminal when True
--

$ check lockstep two-phase-commit --model forgetful.spec
| ✗ the code does what the model can't    1 step, shortest
|   #  who  what happens                model  what changed, messages
|   1  r1   asked by application:       crash  goes down
|             prepare, crashes after 1         vote: Working → Prepared
|             of 5 effects and
|             messages
|   differ
|     variable  the code  the model
|     r1.vote   Prepared  Working
|   again  npx check lockstep two-phase-commit --model forgetful.spec --test-out
|          again.test.ts
| ✗ two-phase-commit does what TwoPhase can't for Managers=1, crash ≤ 1
|   5 pairs · 5 steps of the code, 1 with a crash in the middle · depth 2 · 0.0 s
exit 12

# A variable that the code does not have: the mapping would have to make it up, so nothing is compared.

-- timed.spec --
model TwoPhase
message Ready from ResourceManager to Coordinator
network set
process Coordinator as coordinator {
  durable committed: Bool = False
  volatile decided: Bool = False
  on Ready { committed := decided }
}
process ResourceManager as r[1..1] {
  action prepare { send Ready to coordinator }
}
--

$ check lockstep two-phase-commit --model timed.spec
! timed.spec:6:3 error[mapping-refused] the mapping does not give `Coordinator.decided`
!   6 │   volatile decided: Bool = False
!     │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
! error[mapping-refused] the mapping gives `Coordinator.decision`, which TwoPhase does not have
! error[mapping-refused] the mapping gives `Coordinator.prepared`, which TwoPhase does not have
! error[mapping-refused] the code's `prepared` is seen by no variable of Coordinator, and not declared to be outside of the model
! error[mapping-refused] the mapping gives `ResourceManager.vote`, which TwoPhase does not have
! error[mapping-refused] the code's `vote` is seen by no variable of ResourceManager, and not declared to be outside of the model
exit 151

# Other ways not to get an answer.

$ check lockstep two-phase-commit --config partitioned
! package/models/two-phase-commit.spec:81:1 error[lockstep-configuration] the code's world has no `partition`
!   81 │ fault partition { total: 0 }
!      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   hint     set its budget to 0: --fault partition.total=0
exit 151
$ check lockstep raft --max-pairs 100 --quiet
| ? raft and Raft are inconclusive: the limit on pairs was reached; nothing bad
|   found so far for Servers=3, MaxTerm=2, MaxLog=1, Values=1, MaxElections=2,
|   InFlight=1, Heartbeats=True, Prompt=False, AskOnce=False, restart ≤ 1, loss,
|   network ≤ 1 (within bounds: 79 steps cut)
|   103 pairs · 551 steps of the code, 161 with a crash in the middle · depth 4 ·
|   0.0 s
|   every step keeps the code's 17 duties; from each pair it gets done when
|     nothing fails any more, in 97 steps at most
|   never taken by the code: Server.on RequestVoteResponse,
|     Server.clientRequest, Server.appendEntries, Server.on AppendEntries,
|     Server.on AppendEntriesResponse, Server.apply
|   not compared: node (the name of the node: whose variables they are)
|   not compared: store (what applied commands make of the store: the model
|     agrees on commands, not on their effects)
|   not compared: leaders, committed, proposed, applied (ghosts, the model's own
|     memory: no action reads them)
exit 3
$ check lockstep raftt
! error[usage] there is no protocol `raftt`
!   hint     did you mean `raft`?
exit 151
$ check lockstep raft --model nowhere.spec
! error[missing-file] there is no model `nowhere.spec`
exit 151
