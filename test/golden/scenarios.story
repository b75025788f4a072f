# Scenarios are unit tests of a model. A failing one says what was possible instead, and what blocks the wanted step.

-- door.spec --
model Door
message Knock { loud: Bool } from Guest to Host
network unordered capacity 2 overflow block
process Host as host {
  durable open: Bool = False
  on Knock from guest when ¬open { open := True }
  action close when open { open := False }
}
process Guest as g[1..2] {
  action knock { pick loud in Bool; send Knock { loud } to host }
}
terminal when True

run polite {
  g1.knock with { loud: False }
  deliver Knock { loud: False } from g1 to host
  expect host.open
  expect disabled deliver Knock to host
  host.close
}
run impolite { g1.knock; host.close }
run wrong { g1.knock; deliver Knock from g1 to host; expect ¬host.open }
run possible { g1.knock; expect disabled deliver Knock from g1 to host }
run noMessage { g1.knock; deliver Knock from g2 to host }
--

$ check door.spec
| door.spec:21:26 error[scenario] run impolite: `host.close` cannot happen here: open is false (line 7)
|   21 │ run impolite { g1.knock; host.close }
|      │                          ^^^^^^^^^^
|   found    enabled: host.on Knock from g1, g1.knock loud = False, g1.knock loud
|            = True, g2.knock loud = False, g2.knock loud = True
| door.spec:22:54 error[scenario] run wrong: this expectation does not hold
|   22 │ run wrong { g1.knock; deliver Knock from g1 to host; expect ¬host.open }
|      │                                                      ^^^^^^^^^^^^^^^^^
|   expected ¬host.open
|   found    host.open
| door.spec:23:26 error[scenario] run possible: `deliver Knock from g1 to host` is enabled here, and was expected not to be
|   23 │ run possible { g1.knock; expect disabled deliver Knock from g1 to host }
|      │                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| door.spec:24:27 error[scenario] run noMessage: `deliver Knock from g2 to host` cannot happen here: no such message can be received
|   24 │ run noMessage { g1.knock; deliver Knock from g2 to host }
|      │                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
|   found    enabled: host.on Knock from g1, g1.knock loud = False, g1.knock loud
|            = True, g2.knock loud = False, g2.knock loud = True
| ✓ Door holds for network ≤ 2
|   30 states · 76 transitions · depth 5 · 0.0 s · P(missed) < 1e-9
|   4 of 5 scenarios failed
exit 1
