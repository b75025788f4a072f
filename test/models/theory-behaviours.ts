/**
 * Of each theory of `spec/` a behaviour that keeps all of its axioms, and for each axiom one that breaks it. A behaviour is a
 * list of states, each said as what the theory's symbols are in it; the last one lasts for ever.
 */
export type Symbols = Readonly<Record<string, string>>;

export interface TheoryBehaviours {
  readonly file: string;
  readonly theory: string;
  /** The theory's own types, as these behaviours have them: `Node` is `n1`, `n2`. */
  readonly types: Readonly<Record<string, string>>;
  readonly good: readonly Symbols[];
  /** By axiom, what is different from the first good state; a symbol that is not mentioned stays as it was. */
  readonly bad: Readonly<Record<string, readonly Symbols[]>>;
}

const none = "{}";

export const theoryBehaviours: readonly TheoryBehaviours[] = [
  {
    file: "system",
    theory: "Channels",
    types: { Link: "l1 | l2" },
    good: [{ links: "{l1}", sentOver: none, receivedOver: none }, { sentOver: "{l1}" }, { receivedOver: "{l1}" }],
    bad: {
      OverTheLinks: [{}, { sentOver: "{l2}" }],
      NothingFromNowhere: [{}, { receivedOver: "{l1}" }],
      SendingIsFinal: [{ sentOver: "{l1}" }, { sentOver: none }],
    },
  },
  {
    file: "system",
    theory: "Services",
    types: { Node: "n1 | n2" },
    good: [{ serving: "{n1}", failed: none }, { serving: none, failed: "{n1}" }, { failed: none }, { serving: "{n1}" }],
    bad: {
      ServedByTheLiving: [{ failed: "{n1}" }],
      BackBeforeServing: [
        { serving: none, failed: "{n1}" },
        { serving: "{n1}", failed: none },
      ],
    },
  },
  {
    file: "faults",
    theory: "Faults",
    types: { Node: "n1 | n2 | n3", Memory: "m1 | m2" },
    good: [
      { crashed: none, byzantine: none, correct: "{n1, n2, n3}", memory: "{ n: m1 for n in Node }" },
      { crashed: "{n1}", correct: "{n2, n3}", memory: "{ n: if n = n1 then m1 else m2 for n in Node }" },
      { crashed: none, correct: "{n1, n2, n3}" },
      { memory: "{ n: m2 for n in Node }" },
    ],
    bad: {
      CorrectMeansNoFault: [{ crashed: "{n1}" }],
      MajorityIsCorrect: [{ crashed: "{n1}", byzantine: "{n2}", correct: "{n3}" }],
      CrashedIsSilent: [
        { crashed: "{n1}", correct: "{n2, n3}" },
        { crashed: none, correct: "{n1, n2, n3}", memory: "{ n: m2 for n in Node }" },
      ],
      CrashKeepsMemory: [{}, { crashed: "{n1}", correct: "{n2, n3}", memory: "{ n: m2 for n in Node }" }],
      ByzantineForEver: [{}, { byzantine: "{n1}", correct: "{n2, n3}" }],
    },
  },
  {
    file: "faults",
    theory: "NetworkFaults",
    types: { Link: "l1 | l2" },
    good: [{ cut: "{l1}", receivedOver: none }, { receivedOver: "{l2}" }, { cut: none }, { receivedOver: "{l1, l2}" }],
    bad: { CutIsSilent: [{}, { receivedOver: "{l1}" }] },
  },
  {
    file: "timing",
    theory: "Synchrony",
    types: { Link: "l1 | l2", Node: "n1 | n2" },
    good: [{ overdue: none, behind: none }],
    bad: { ArrivesInTime: [{}, { overdue: "{l1}" }], StepsInTime: [{}, { behind: "{n2}" }] },
  },
  {
    file: "timing",
    theory: "Asynchrony",
    types: { Link: "l1 | l2" },
    good: [{ busy: "{l1, l2}", unreliable: "{l2}" }, { busy: "{l2}" }],
    bad: { ArrivesAtLast: [{ unreliable: "{l2}" }, { busy: "{l1}" }] },
  },
  {
    file: "consensus",
    theory: "Consensus",
    types: { Process: "p1 | p2", Value: "v1 | v2" },
    good: [
      { proposed: "{v1}", decided: "{ p: None for p in Process }", correct: "{p1, p2}" },
      { decided: "{ p: Some(v1) for p in Process }" },
    ],
    bad: {
      Agreement: [{ proposed: "{v1, v2}", decided: "{ p: Some(if p = p1 then v1 else v2) for p in Process }" }],
      Validity: [{ decided: "{ p: Some(v2) for p in Process }" }],
      Integrity: [
        { proposed: "{v1, v2}", decided: "{ p: Some(v1) for p in Process }" },
        { decided: "{ p: Some(v2) for p in Process }" },
      ],
      Termination: [{}, { decided: "{ p: if p = p1 then Some(v1) else None for p in Process }" }],
    },
  },
  {
    file: "paxos-safety",
    theory: "PaxosSafety",
    types: { Acceptor: "a1 | a2 | a3", Number: "b1 | b2", Value: "v1 | v2" },
    good: [
      { proposed: none, accepted: "{ a: {} for a in Acceptor }" },
      { proposed: "{{ number: b1, value: v1 }}" },
      { accepted: "{ a: if a = a3 then {} else {{ number: b1, value: v1 }} for a in Acceptor }" },
    ],
    bad: {
      ValidProposer: [{ proposed: "{{ number: b1, value: v1 }, { number: b1, value: v2 }}" }],
      ValidAcceptor: [{ accepted: "{ a: {{ number: b1, value: v1 }} for a in Acceptor }" }],
      Safety: [
        {
          proposed: "{{ number: b1, value: v1 }, { number: b2, value: v2 }}",
          accepted: "{ a: {{ number: b1, value: v1 }, { number: b2, value: v2 }} for a in Acceptor }",
        },
      ],
      ChosenForEver: [
        { proposed: "{{ number: b1, value: v1 }}", accepted: "{ a: {{ number: b1, value: v1 }} for a in Acceptor }" },
        { accepted: "{ a: {} for a in Acceptor }" },
      ],
    },
  },
  {
    file: "storage",
    theory: "Storage",
    types: { Data: "d1", Shard: "s1 | s2", Replica: "r1 | r2 | r3", Content: "c1 | c2" },
    good: [
      {
        shardOf: "{ d: s1 for d in Data }",
        replicasOf: "{ s: if s = s1 then {r1, r2} else {r3} for s in Shard }",
        content: "{ r: { d: None for d in Data } for r in Replica }",
        valid: "{s1, s2}",
        unsettled: none,
      },
      { unsettled: "{d1}" },
      { content: "{ r: { d: if r = r3 then None else Some(c1) for d in Data } for r in Replica }" },
      { unsettled: none },
    ],
    bad: {
      StorageConsistency: [
        { content: "{ r: { d: if r = r1 then Some(c1) else None for d in Data } for r in Replica }" },
      ],
      OnItsShardOnly: [{ content: "{ r: { d: Some(c1) for d in Data } for r in Replica }" }],
      SomeReplica: [{ replicasOf: "{ s: if s = s1 then {r1, r2} else {} for s in Shard }" }],
    },
  },
  {
    file: "quorum",
    theory: "Quorums",
    types: { Replica: "r1 | r2 | r3" },
    good: [
      {
        acknowledged: none,
        answered: none,
        enoughToRead: "{ s for s in subsets(Replica) where len(s) = 2 }",
        enoughToWrite: "{ s for s in subsets(Replica) where len(s) = 2 }",
      },
      { acknowledged: "{r1, r2}" },
      { answered: "{r2, r3}" },
    ],
    bad: {
      MoreThanAll: [{ enoughToRead: "{ s for s in subsets(Replica) where len(s) = 1 }" }],
      Overlap: [{ enoughToRead: "{{r3}}", enoughToWrite: "{{r1, r2}}" }],
      AcknowledgedByEnough: [{}, { acknowledged: "{r1}" }],
      AnsweredByEnough: [{}, { answered: "{r1}" }],
    },
  },
  {
    file: "eventual",
    theory: "StrongConsistency",
    types: { Replica: "r1 | r2", Answer: "a1 | a2" },
    good: [
      { read: "{ r: a1 for r in Replica }", serving: "{r1, r2}" },
      { serving: "{r2}" },
      { read: "{ r: if r = r1 then a1 else a2 for r in Replica }" },
    ],
    bad: { SameEverywhere: [{}, { read: "{ r: if r = r1 then a1 else a2 for r in Replica }" }] },
  },
  {
    file: "eventual",
    theory: "EventualConsistency",
    types: { Replica: "r1 | r2", Answer: "a1 | a2" },
    good: [
      { read: "{ r: if r = r1 then a1 else a2 for r in Replica }", writing: "True" },
      { writing: "False" },
      { read: "{ r: a2 for r in Replica }" },
    ],
    bad: { Convergence: [{}, { writing: "False" }] },
  },
  {
    file: "eventual",
    theory: "Base",
    types: { Request: "q1 | q2" },
    good: [{ asked: "{q1}", answered: none }, { answered: "{q1}" }],
    bad: { OnlyWhatWasAsked: [{ answered: "{q2}" }], BasicallyAvailable: [{}] },
  },
  {
    file: "causality",
    theory: "CausalConsistency",
    types: { Node: "n1 | n2", Event: "e1 | e2" },
    good: [
      { seen: "{ n: {} for n in Node }", causes: "{ e: {} for e in Event }" },
      { seen: "{ n: if n = n1 then {e1} else {} for n in Node }" },
      {
        seen: "{ n: if n = n1 then {e1, e2} else {} for n in Node }",
        causes: "{ e: if e = e2 then {e1} else {} for e in Event }",
      },
      { seen: "{ n: {e1, e2} for n in Node }" },
    ],
    bad: {
      CausalOrder: [{ causes: "{ e: if e = e2 then {e1} else {} for e in Event }", seen: "{ n: {e2} for n in Node }" }],
      CausesAreAnOrder: [{ causes: "{ e: if e = e1 then {e2} else {e1} for e in Event }" }],
      SeenForEver: [{ seen: "{ n: {e1} for n in Node }" }, { seen: "{ n: {} for n in Node }" }],
    },
  },
  {
    file: "transactions",
    theory: "Transactions",
    types: { Participant: "p1 | p2" },
    good: [
      { outcome: "{ p: Undecided for p in Participant }", agreed: none },
      { agreed: "{p1, p2}" },
      { outcome: "{ p: Committed for p in Participant }" },
    ],
    bad: {
      Atomicity: [{ agreed: "{p1, p2}", outcome: "{ p: if p = p1 then Committed else Aborted for p in Participant }" }],
      Consent: [{ agreed: "{p1}", outcome: "{ p: Committed for p in Participant }" }],
      Durability: [
        { agreed: "{p1, p2}", outcome: "{ p: Committed for p in Participant }" },
        { outcome: "{ p: Undecided for p in Participant }" },
      ],
      Termination: [{}, { agreed: "{p1, p2}" }],
    },
  },
  {
    file: "isolation",
    theory: "Isolation",
    types: { Transaction: "t1 | t2" },
    good: [
      { committed: none, dependsOn: "{ t: {} for t in Transaction }" },
      { committed: "{t1}", dependsOn: "{ t: {t1, t2} ∖ {t} for t in Transaction }" },
      { committed: "{t1, t2}", dependsOn: "{ t: if t = t2 then {t1} else {} for t in Transaction }" },
    ],
    bad: {
      Isolation: [{}, { committed: "{t1, t2}", dependsOn: "{ t: {t1, t2} ∖ {t} for t in Transaction }" }],
      CommittedForEver: [{ committed: "{t1}" }, { committed: none }],
    },
  },
  {
    file: "isolation",
    theory: "DataIntegrity",
    types: {},
    good: [{ valid: "True" }],
    bad: { Consistency: [{}, { valid: "False" }] },
  },
  {
    file: "failure-detection",
    theory: "FailureDetection",
    types: { Process: "p1 | p2" },
    good: [
      { crashed: none, suspects: "{ p: {} for p in Process }" },
      { crashed: "{p1}" },
      { suspects: "{ p: {p1} for p in Process }" },
    ],
    bad: {
      StrongAccuracy: [
        {},
        { suspects: "{ p: {p1, p2} ∖ {p} for p in Process }" },
        { suspects: "{ p: {} for p in Process }" },
      ],
      StrongCompleteness: [{}, { crashed: "{p1}" }],
      EventualAccuracy: [{}, { suspects: "{ p: {p1} ∖ {p} for p in Process }" }],
      EventualWeakAccuracy: [{}, { suspects: "{ p: {p1, p2} ∖ {p} for p in Process }" }],
    },
  },
  {
    file: "distributed-types",
    theory: "DistributedTypes",
    types: { Message: "m1", Value: "v1 | v2", Replica: "r1 | r2" },
    good: [
      {
        carried: "{ m: None for m in Message }",
        received: "{ m: None for m in Message }",
        replicated: "{ r: None for r in Replica }",
      },
      { carried: "{ m: Some(v1) for m in Message }" },
      { received: "{ m: Some(v1) for m in Message }" },
      { replicated: "{ r: if r = r1 then Some(v1) else None for r in Replica }" },
    ],
    bad: {
      ReceiveWhatWasSent: [
        { carried: "{ m: Some(v1) for m in Message }" },
        { received: "{ m: Some(v2) for m in Message }" },
      ],
      SentForEver: [{ carried: "{ m: Some(v1) for m in Message }" }, { carried: "{ m: Some(v2) for m in Message }" }],
      ReplicatedAlike: [{ replicated: "{ r: Some(if r = r1 then v1 else v2) for r in Replica }" }],
    },
  },
];
