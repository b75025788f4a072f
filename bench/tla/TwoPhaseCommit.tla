---------------------------- MODULE TwoPhaseCommit ----------------------------
\* The model of ../models/two-phase-commit.spec for TLC, with its names: what was sent to whom is three sets of managers.
EXTENDS Naturals
CONSTANT Managers
VARIABLES vote, decision, prepared, ready, told
all == <<vote, decision, prepared, ready, told>>
Manager == 1..Managers

Init == /\ vote = [r \in Manager |-> "Working"] /\ decision = "Open"
        /\ prepared = {} /\ ready = {} /\ told = {}

Prepare(r) == vote[r] = "Working" /\ vote' = [vote EXCEPT ![r] = "Prepared"] /\ ready' = ready \cup {r}
              /\ UNCHANGED <<decision, prepared, told>>
ChooseToAbort(r) == vote[r] = "Working" /\ vote' = [vote EXCEPT ![r] = "Aborted"]
                    /\ UNCHANGED <<decision, prepared, ready, told>>
OnReady(r) == decision = "Open" /\ r \in ready /\ prepared' = prepared \cup {r}
              /\ UNCHANGED <<vote, decision, ready, told>>
Decide(outcome) == decision = "Open" /\ decision' = outcome /\ told' = told \cup {outcome}
                   /\ UNCHANGED <<vote, prepared, ready>>
OnDecision(r, outcome) == outcome \in told /\ vote' = [vote EXCEPT ![r] = outcome]
                          /\ UNCHANGED <<decision, prepared, ready, told>>

Next == \/ prepared = Manager /\ Decide("Committed")
        \/ Decide("Aborted")
        \/ \E r \in Manager : \/ Prepare(r) \/ ChooseToAbort(r) \/ OnReady(r)
                              \/ OnDecision(r, "Committed") \/ OnDecision(r, "Aborted")
Spec == Init /\ [][Next]_all

Consistent == \A a, b \in Manager : ~(vote[a] = "Aborted" /\ vote[b] = "Committed")
===============================================================================
