# A coordinator that commits when most have prepared, instead of all: the sketch's mistake.

-- models/majority.spec --
/// Two-phase commit that counts votes.
model Majority
  cites "Rust分布式系统深度分析 2025版", "prepare_phase"

type Vote = Working | Prepared | Committed | Aborted
message Ready from Manager to Coordinator
message Refuse from Manager to Coordinator
message Commit from Coordinator to Manager
network unordered capacity 6

process Coordinator as coordinator {
  durable prepared: Set<Manager> = {}
  durable decided: Bool = False
  on Ready from manager { insert manager into prepared }
  on Refuse { }
  action commit when ¬decided ∧ isQuorum(prepared, Manager) {
    decided := True
    broadcast Commit
  }
}

process Manager as r[1..3] {
  durable vote: Vote = Working
  action prepare when vote = Working { vote := Prepared; send Ready to coordinator }
  action refuse when vote = Working { vote := Aborted; send Refuse to coordinator }
  on Commit when vote = Prepared { vote := Committed }
}

/// Nobody aborts what somebody commits.
invariant Agreement:
  ∀ p, q ∈ Manager: ¬(p.vote = Committed ∧ q.vote = Aborted)
terminal when True
--

$ check models/majority.spec
| ✗ invariant Agreement violated    7 steps, shortest    models/majority.spec:30
|   cites  Rust分布式系统深度分析 2025版 · prepare_phase
|   #  process      action     what changed, messages
|   1  r1           prepare    vote: Working → Prepared
|                              r1 ─Ready→ coordinator
|   2  r2           prepare    vote: Working → Prepared
|                              r2 ─Ready→ coordinator
|   3  coordinator  on Ready   prepared: + r1
|                              received Ready from r1
|   4  coordinator  on Ready   prepared: + r2
|                              received Ready from r2
|   5  coordinator  commit     decided: False → True
|                              coordinator ─Commit→ r1, r2, r3
|   6  r3           refuse     vote: Working → Aborted
|                              r3 ─Refuse→ coordinator
|   7  r1           on Commit  vote: Prepared → Committed
|                              received Commit from coordinator
|   end    coordinator  prepared = {r1, r2} · decided = True
|          r1           vote = Committed
|          r2           vote = Prepared
|          r3           vote = Aborted
|          in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   why    r1.vote = Committed ∧ r3.vote = Aborted   (line 31: p = r1, q = r3)
|   again  npx check models/majority.spec
|
| ✗ Majority fails for network ≤ 6  162 states · 365 transitions · depth 8 · 0.0 s
exit 12

# In a wide terminal, messages stand beside the changes.

$ COLUMNS=130 check models/majority.spec --quiet
| ✗ invariant Agreement violated    7 steps, shortest    models/majority.spec:30
|   cites  Rust分布式系统深度分析 2025版 · prepare_phase
|   #  process      action     what changed                messages
|   1  r1           prepare    vote: Working → Prepared    r1 ─Ready→ coordinator
|   2  r2           prepare    vote: Working → Prepared    r2 ─Ready→ coordinator
|   3  coordinator  on Ready   prepared: + r1              received Ready from r1
|   4  coordinator  on Ready   prepared: + r2              received Ready from r2
|   5  coordinator  commit     decided: False → True       coordinator ─Commit→ r1, r2, r3
|   6  r3           refuse     vote: Working → Aborted     r3 ─Refuse→ coordinator
|   7  r1           on Commit  vote: Prepared → Committed  received Commit from coordinator
|   end    coordinator  prepared = {r1, r2} · decided = True
|          r1           vote = Committed
|          r2           vote = Prepared
|          r3           vote = Aborted
|          in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   why    r1.vote = Committed ∧ r3.vote = Aborted   (line 31: p = r1, q = r3)
|   again  npx check models/majority.spec
|
| ✗ Majority fails for network ≤ 6  162 states · 365 transitions · depth 8 · 0.0 s
exit 12

# Whole states instead of changes, and a part of the steps.

$ check models/majority.spec --quiet --trace full
| ✗ invariant Agreement violated    7 steps, shortest    models/majority.spec:30
|   cites  Rust分布式系统深度分析 2025版 · prepare_phase
|   #  process      action     what changed, messages
|   1  r1           prepare    vote: Working → Prepared
|                              r1 ─Ready→ coordinator
|       coordinator  prepared = {} · decided = False
|       r1           vote = Prepared
|       r2           vote = Working
|       r3           vote = Working
|       in flight    r1 ─Ready→ coordinator
|   2  r2           prepare    vote: Working → Prepared
|                              r2 ─Ready→ coordinator
|       coordinator  prepared = {} · decided = False
|       r1           vote = Prepared
|       r2           vote = Prepared
|       r3           vote = Working
|       in flight    r1 ─Ready→ coordinator · r2 ─Ready→ coordinator
|   3  coordinator  on Ready   prepared: + r1
|                              received Ready from r1
|       coordinator  prepared = {r1} · decided = False
|       r1           vote = Prepared
|       r2           vote = Prepared
|       r3           vote = Working
|       in flight    r2 ─Ready→ coordinator
|   4  coordinator  on Ready   prepared: + r2
|                              received Ready from r2
|       coordinator  prepared = {r1, r2} · decided = False
|       r1           vote = Prepared
|       r2           vote = Prepared
|       r3           vote = Working
|   5  coordinator  commit     decided: False → True
|                              coordinator ─Commit→ r1, r2, r3
|       coordinator  prepared = {r1, r2} · decided = True
|       r1           vote = Prepared
|       r2           vote = Prepared
|       r3           vote = Working
|       in flight    coordinator ─Commit→ r1, r2, r3
|   6  r3           refuse     vote: Working → Aborted
|                              r3 ─Refuse→ coordinator
|       coordinator  prepared = {r1, r2} · decided = True
|       r1           vote = Prepared
|       r2           vote = Prepared
|       r3           vote = Aborted
|       in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r1, r2, r3
|   7  r1           on Commit  vote: Prepared → Committed
|                              received Commit from coordinator
|       coordinator  prepared = {r1, r2} · decided = True
|       r1           vote = Committed
|       r2           vote = Prepared
|       r3           vote = Aborted
|       in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   end    coordinator  prepared = {r1, r2} · decided = True
|          r1           vote = Committed
|          r2           vote = Prepared
|          r3           vote = Aborted
|          in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   why    r1.vote = Committed ∧ r3.vote = Aborted   (line 31: p = r1, q = r3)
|   again  npx check models/majority.spec
|
| ✗ Majority fails for network ≤ 6  162 states · 365 transitions · depth 8 · 0.0 s
exit 12

$ check models/majority.spec --quiet --trace 3-4
| ✗ invariant Agreement violated    7 steps, shortest    models/majority.spec:30
|   cites  Rust分布式系统深度分析 2025版 · prepare_phase
|   #  process      action    what changed, messages
|   … 2 steps not shown
|   3  coordinator  on Ready  prepared: + r1
|                             received Ready from r1
|   4  coordinator  on Ready  prepared: + r2
|                             received Ready from r2
|   … 3 steps not shown
|   end    coordinator  prepared = {r1, r2} · decided = True
|          r1           vote = Committed
|          r2           vote = Prepared
|          r3           vote = Aborted
|          in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   why    r1.vote = Committed ∧ r3.vote = Aborted   (line 31: p = r1, q = r3)
|   again  npx check models/majority.spec
|
| ✗ Majority fails for network ≤ 6  162 states · 365 transitions · depth 8 · 0.0 s
exit 12

# The trace can be saved, and replayed while the model stays as it is.

$ check models/majority.spec --quiet --trace-out counterexamples/majority.itf.json
| ✗ invariant Agreement violated    7 steps, shortest    models/majority.spec:30
|   cites  Rust分布式系统深度分析 2025版 · prepare_phase
|   #  process      action     what changed, messages
|   1  r1           prepare    vote: Working → Prepared
|                              r1 ─Ready→ coordinator
|   2  r2           prepare    vote: Working → Prepared
|                              r2 ─Ready→ coordinator
|   3  coordinator  on Ready   prepared: + r1
|                              received Ready from r1
|   4  coordinator  on Ready   prepared: + r2
|                              received Ready from r2
|   5  coordinator  commit     decided: False → True
|                              coordinator ─Commit→ r1, r2, r3
|   6  r3           refuse     vote: Working → Aborted
|                              r3 ─Refuse→ coordinator
|   7  r1           on Commit  vote: Prepared → Committed
|                              received Commit from coordinator
|   end    coordinator  prepared = {r1, r2} · decided = True
|          r1           vote = Committed
|          r2           vote = Prepared
|          r3           vote = Aborted
|          in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   why    r1.vote = Committed ∧ r3.vote = Aborted   (line 31: p = r1, q = r3)
|   again  npx check --replay counterexamples/majority.itf.json
|
| ✗ Majority fails for network ≤ 6  162 states · 365 transitions · depth 8 · 0.0 s
exit 12

$ check --replay counterexamples/majority.itf.json
| ✗ invariant Agreement violated    7 steps    models/majority.spec:30
|   cites  Rust分布式系统深度分析 2025版 · prepare_phase
|   #  process      action     what changed, messages
|   1  r1           prepare    vote: Working → Prepared
|                              r1 ─Ready→ coordinator
|   2  r2           prepare    vote: Working → Prepared
|                              r2 ─Ready→ coordinator
|   3  coordinator  on Ready   prepared: + r1
|                              received Ready from r1
|   4  coordinator  on Ready   prepared: + r2
|                              received Ready from r2
|   5  coordinator  commit     decided: False → True
|                              coordinator ─Commit→ r1, r2, r3
|   6  r3           refuse     vote: Working → Aborted
|                              r3 ─Refuse→ coordinator
|   7  r1           on Commit  vote: Prepared → Committed
|                              received Commit from coordinator
|   end    coordinator  prepared = {r1, r2} · decided = True
|          r1           vote = Committed
|          r2           vote = Prepared
|          r3           vote = Aborted
|          in flight    r3 ─Refuse→ coordinator · coordinator ─Commit→ r2, r3
|   why    r1.vote = Committed ∧ r3.vote = Aborted   (line 31: p = r1, q = r3)
|
| ✓ counterexamples/majority.itf.json is still a behaviour of Majority, and still ends badly
exit 0

$ cat counterexamples/majority.itf.json
| {
|  "#meta": {
|   "format": "ITF",
|   "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
|   "description": "Created by Lockstep",
|   "source": "../models/majority.spec",
|   "model": "Majority",
|   "configuration": "default",
|   "parameters": {},
|   "set": [],
|   "fault": [],
|   "kind": "violated",
|   "property": "Agreement"
|  },
|  "params": [],
|  "vars": [
|   "mbt::actionTaken",
|   "mbt::nondetPicks",
|   "Coordinator.prepared",
|   "Coordinator.decided",
|   "Manager.vote",
|   "network"
|  ],
|  "states": [
|   {"#meta":{"index":0},"mbt::actionTaken":"init","mbt::nondetPicks":{},"Coordinator.prepared":{"#map":[["coordinator",{"#set":[]}]]},"Coordinator.decided":{"#map":[["coordinator",false]]},"Manager.vote":{"#map":[["r1",{"tag":"Working","value":{"#tup":[]}}],["r2",{"tag":"Working","value":{"#tup":[]}}],["r3",{"tag":"Working","value":{"#tup":[]}}]]},"network":{"#map":[]}},
|   {"#meta":{"index":1},"mbt::actionTaken":"Manager.prepare","mbt::nondetPicks":{"self":{"tag":"Some","value":"r1"}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":[]}]]},"Coordinator.decided":{"#map":[["coordinator",false]]},"Manager.vote":{"#map":[["r1",{"tag":"Prepared","value":{"#tup":[]}}],["r2",{"tag":"Working","value":{"#tup":[]}}],["r3",{"tag":"Working","value":{"#tup":[]}}]]},"network":{"#map":[[{"message":"Ready","from":"r1","to":"coordinator","fields":{}},{"#bigint":"1"}]]}},
|   {"#meta":{"index":2},"mbt::actionTaken":"Manager.prepare","mbt::nondetPicks":{"self":{"tag":"Some","value":"r2"}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":[]}]]},"Coordinator.decided":{"#map":[["coordinator",false]]},"Manager.vote":{"#map":[["r1",{"tag":"Prepared","value":{"#tup":[]}}],["r2",{"tag":"Prepared","value":{"#tup":[]}}],["r3",{"tag":"Working","value":{"#tup":[]}}]]},"network":{"#map":[[{"message":"Ready","from":"r1","to":"coordinator","fields":{}},{"#bigint":"1"}],[{"message":"Ready","from":"r2","to":"coordinator","fields":{}},{"#bigint":"1"}]]}},
|   {"#meta":{"index":3},"mbt::actionTaken":"Coordinator.on Ready","mbt::nondetPicks":{"self":{"tag":"Some","value":"coordinator"},"message":{"tag":"Some","value":{"message":"Ready","from":"r1","to":"coordinator","fields":{}}}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":["r1"]}]]},"Coordinator.decided":{"#map":[["coordinator",false]]},"Manager.vote":{"#map":[["r1",{"tag":"Prepared","value":{"#tup":[]}}],["r2",{"tag":"Prepared","value":{"#tup":[]}}],["r3",{"tag":"Working","value":{"#tup":[]}}]]},"network":{"#map":[[{"message":"Ready","from":"r2","to":"coordinator","fields":{}},{"#bigint":"1"}]]}},
|   {"#meta":{"index":4},"mbt::actionTaken":"Coordinator.on Ready","mbt::nondetPicks":{"self":{"tag":"Some","value":"coordinator"},"message":{"tag":"Some","value":{"message":"Ready","from":"r2","to":"coordinator","fields":{}}}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":["r1","r2"]}]]},"Coordinator.decided":{"#map":[["coordinator",false]]},"Manager.vote":{"#map":[["r1",{"tag":"Prepared","value":{"#tup":[]}}],["r2",{"tag":"Prepared","value":{"#tup":[]}}],["r3",{"tag":"Working","value":{"#tup":[]}}]]},"network":{"#map":[]}},
|   {"#meta":{"index":5},"mbt::actionTaken":"Coordinator.commit","mbt::nondetPicks":{"self":{"tag":"Some","value":"coordinator"}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":["r1","r2"]}]]},"Coordinator.decided":{"#map":[["coordinator",true]]},"Manager.vote":{"#map":[["r1",{"tag":"Prepared","value":{"#tup":[]}}],["r2",{"tag":"Prepared","value":{"#tup":[]}}],["r3",{"tag":"Working","value":{"#tup":[]}}]]},"network":{"#map":[[{"message":"Commit","from":"coordinator","to":"r1","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r2","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r3","fields":{}},{"#bigint":"1"}]]}},
|   {"#meta":{"index":6},"mbt::actionTaken":"Manager.refuse","mbt::nondetPicks":{"self":{"tag":"Some","value":"r3"}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":["r1","r2"]}]]},"Coordinator.decided":{"#map":[["coordinator",true]]},"Manager.vote":{"#map":[["r1",{"tag":"Prepared","value":{"#tup":[]}}],["r2",{"tag":"Prepared","value":{"#tup":[]}}],["r3",{"tag":"Aborted","value":{"#tup":[]}}]]},"network":{"#map":[[{"message":"Refuse","from":"r3","to":"coordinator","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r1","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r2","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r3","fields":{}},{"#bigint":"1"}]]}},
|   {"#meta":{"index":7},"mbt::actionTaken":"Manager.on Commit","mbt::nondetPicks":{"self":{"tag":"Some","value":"r1"},"message":{"tag":"Some","value":{"message":"Commit","from":"coordinator","to":"r1","fields":{}}}},"Coordinator.prepared":{"#map":[["coordinator",{"#set":["r1","r2"]}]]},"Coordinator.decided":{"#map":[["coordinator",true]]},"Manager.vote":{"#map":[["r1",{"tag":"Committed","value":{"#tup":[]}}],["r2",{"tag":"Prepared","value":{"#tup":[]}}],["r3",{"tag":"Aborted","value":{"#tup":[]}}]]},"network":{"#map":[[{"message":"Refuse","from":"r3","to":"coordinator","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r2","fields":{}},{"#bigint":"1"}],[{"message":"Commit","from":"coordinator","to":"r3","fields":{}},{"#bigint":"1"}]]}}
|  ]
| }
exit 0

# It can become a scenario.

$ check models/majority.spec --as-run
| run violatesAgreement {
|   r1.prepare
|   r2.prepare
|   deliver Ready from r1 to coordinator
|   deliver Ready from r2 to coordinator
|   coordinator.commit
|   r3.refuse
|   deliver Commit from coordinator to r1
|   expect coordinator.prepared = {r1, r2}
|   expect coordinator.decided = True
|   expect r1.vote = Committed
|   expect r2.vote = Prepared
|   expect r3.vote = Aborted
| }
exit 12

-- models/fixed.spec --
model Majority
type Vote = Working | Prepared | Committed | Aborted
message Ready from Manager to Coordinator
message Refuse from Manager to Coordinator
message Commit from Coordinator to Manager
network unordered capacity 6

process Coordinator as coordinator {
  durable prepared: Set<Manager> = {}
  durable decided: Bool = False
  on Ready from manager { insert manager into prepared }
  on Refuse { }
  action commit when ¬decided ∧ isQuorum(prepared, Manager) { decided := True; broadcast Commit }
}
process Manager as r[1..3] {
  durable vote: Vote = Working
  action prepare when vote = Working { vote := Prepared; send Ready to coordinator }
  action refuse when vote = Working { vote := Aborted; send Refuse to coordinator }
  on Commit when vote = Prepared { vote := Committed }
}
terminal when True

run violatesAgreement {
  r1.prepare
  r2.prepare
  deliver Ready from r1 to coordinator
  deliver Ready from r2 to coordinator
  coordinator.commit
  r3.refuse
  deliver Commit from coordinator to r1
  expect coordinator.prepared = {r1, r2}
  expect coordinator.decided = True
  expect r1.vote = Committed
  expect r2.vote = Prepared
  expect r3.vote = Aborted
}
--

$ check models/fixed.spec
| ✓ Majority holds for network ≤ 6
|   193 states · 458 transitions · depth 11 · 0.0 s · P(missed) < 1e-9
|   1 scenario passed
exit 0

# When the flaw is gone, the saved trace is no behaviour any more, and replaying it says where it stops being one.

-- models/majority.spec --
model Majority
type Vote = Working | Prepared | Committed | Aborted
message Ready from Manager to Coordinator
message Refuse from Manager to Coordinator
message Commit from Coordinator to Manager
network unordered capacity 6

process Coordinator as coordinator {
  durable prepared: Set<Manager> = {}
  durable decided: Bool = False
  on Ready from manager { insert manager into prepared }
  on Refuse { }
  action commit when ¬decided ∧ prepared = Manager { decided := True; broadcast Commit }
}
process Manager as r[1..3] {
  durable vote: Vote = Working
  action prepare when vote = Working { vote := Prepared; send Ready to coordinator }
  action refuse when vote = Working { vote := Aborted; send Refuse to coordinator }
  on Commit when vote = Prepared { vote := Committed }
}
invariant Agreement: ∀ p, q ∈ Manager: ¬(p.vote = Committed ∧ q.vote = Aborted)
terminal when True
--

$ check --replay counterexamples/majority.itf.json
| ✗ counterexamples/majority.itf.json went stale: step 5 (Coordinator.commit) is not possible any more: prepared = Manager is false
exit 1

$ check models/majority.spec
| ✓ Majority holds for network ≤ 6
|   133 states · 314 transitions · depth 11 · 0.0 s · P(missed) < 1e-9
exit 0
