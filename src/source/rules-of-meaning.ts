/** The rules about meaning: names, types, what code may read and change, faults, claims. `rules.ts` joins them to the others. */
import type { Rule } from "./rules.ts";

export const rulesOfMeaning = {
  "abstract-type": {
    title: "A model's type has no definition",
    explanation:
      "A theory may speak about a type without saying what it is; a model must define it:\n\n    type Value = symmetric v[1..2]",
  },
  "ambiguous-case": {
    title: "A constructor belongs to several types and nothing says which one is meant",
    explanation:
      "`Committed` may be a case of both Vote and Decision. Usually the other side of `=` or `:=` decides; otherwise give a type:\n\n    let outcome: Decision = Committed",
  },
  "ambiguous-process": {
    title: "A process may be of several kinds, so its fields are not known",
    explanation:
      "A sender that is declared `from Client | Server` has only what both are: it can be compared and sent to, but its fields can't be read.",
  },
  "argument-count": {
    title: "A definition, constructor or action is given too many or too few arguments",
    explanation: "The message shows the parameters that it takes.",
  },
  assumption: {
    title: "An assumption about the parameters is false",
    explanation:
      "`assume N > 1` states for which parameters the model means anything. Change the parameters (`--set N=3`) or the assumption.",
  },
  "constant-expected": {
    title: "A size must be known before exploring",
    explanation:
      "Ranges, capacities, numbers of processes, budgets and assumptions are arithmetic over parameters: they can't depend on the state.",
  },
  "correct-under-crashes": {
    title: "`correct` is no state formula under crashes",
    explanation:
      "A process is correct when it never crashes, or stays up for ever from some point on; no single state shows that. Say `up(p)` in an invariant, `◇ □ up(p)` in a property.",
  },
  "cyclic-use": {
    title: "A file uses itself",
    explanation:
      "`use` brings in theories and models of another file; a chain of `use`s can't lead back to where it started.",
  },
  "duplicate-name": {
    title: "A name is declared twice",
    explanation:
      "Names are unique where they are visible: state, parameters, defines and members in the model; fields and defines in a process; fields in a record.",
  },
  "empty-type": {
    title: "A type has no values",
    explanation:
      "A range such as 1..N with N = 0 is empty: there would be nothing to store. Usually a parameter has the wrong value.",
  },
  "field-storage": {
    title: "A field is declared in a place where it can't stand",
    explanation: "The model has `state` and `ghost`; a process has `durable`, `volatile`, `shared` and `ghost` fields.",
  },
  "ghost-read": {
    title: "Code reads a ghost",
    explanation:
      "Ghosts remember for properties. If an action could read one, the protocol would depend on what no implementation has. Only ghosts and properties read ghosts.",
  },
  "goto-outside-task": {
    title: "`goto` outside a task",
    explanation: "Only the steps of a `task` have places to go to.",
  },
  "inbox-outside-round": {
    title: "Rounds and handlers are mixed up",
    explanation:
      "On a synchronous network, messages of the last round are read from `inbox(M)` in `on round k { … }`. On all other networks they arrive one by one: `on M from p { … }`.",
  },
  "initial-order": {
    title: "An initial value depends on something that has none yet",
    explanation:
      "State gets its value first, then durable and shared fields, then volatile ones, then ghosts, each in the order of declaration. An initialiser reads what comes earlier.",
  },
  "large-set": {
    title: "A set of a large type needs a maximal size",
    explanation:
      "A set of up to 128 possible items is stored as bits. Above that, say how many it holds at most:\n\n    state seen: Set<Message, 4> = {}",
  },
  "match-cases": {
    title: "A match leaves out a case or repeats one",
    explanation: "Every case of the type needs an arm, once; `_` stands for all others.",
  },
  "missing-field": {
    title: "A message lacks fields",
    explanation: "Every field of a message gets a value; `send Vote { term }` is short for `send Vote { term: term }`.",
  },
  "missing-initial": {
    title: "A field has no initial value",
    explanation:
      "Write `= e`, or `in S` to start with any value of a set. Only the state symbols of a theory have none.",
  },
  "missing-symbol": {
    title: "`satisfies` or `refines` leaves out what something is",
    explanation:
      "A model satisfies a theory by saying what each of its types and state symbols is in the model, and refines another model by saying what each of its variables is: `with { x = …, Process.field = … }`.",
  },
  "network-carries": {
    title: "It is not clear which network carries a message",
    explanation:
      "Each message travels on one network. With several networks, all but one say what they `carries`; the last takes the rest.",
  },
  "no-self": {
    title: "Something of a process stands outside one",
    explanation:
      "`self`, messages, handlers and tasks belong to a process. Actions at the model's level have no process of their own.",
  },
  "not-assignable": {
    title: "Something that is no variable is assigned",
    explanation:
      "Variables, fields and their parts can be assigned, and names declared with `var`. `let` names a value, parameters and constants stay what they are, timers are started and stopped.",
  },
  "not-callable": {
    title: "Something is called that is no function",
    explanation: "Defines, constructors with arguments and built-in functions can be called.",
  },
  "old-outside-step": {
    title: "`old` where there is no step",
    explanation:
      "`old(e)` is the value of e before the step. An invariant or a define about one state has no step; write a `step invariant`.",
  },
  "parameter-range": {
    title: "A parameter has a value that it can't have",
    explanation:
      "A parameter's declared type, or the kind of its default, says which values it takes: `param N: 1..9 = 3`.",
  },
  "private-field": {
    title: "Code looks into another process",
    explanation:
      "In a distributed system a process knows its own fields and what it is told. Send the value in a message; if the processes do share memory, declare the field `shared`. Properties and ghosts may read everything.",
  },
  "property-form": {
    title: "A property is declared in a form that does not exist",
    explanation:
      "Theories have `axiom`, `step axiom` and `liveness axiom`; models have `invariant`, `step invariant`, `property`, `reachable` and `possible`.",
  },
  recursion: {
    title: "Something is defined by itself",
    explanation:
      "Types, defines and procedures do not recurse: everything is finite. Use a bounded sequence, a quantifier or `for`.",
  },
  refinement: {
    title: "A model can't be refined like this",
    explanation:
      "`refines Other with { … }` says what each variable of Other is in the states of this model. Other has states and actions, but no messages, tasks or faults: nobody could say what those are. Its processes are processes of this model, as many of them.\n\n    refines TCommit with { ResourceManager.vote = vote }",
  },
  "reply-outside-handler": {
    title: "`reply` without a message to reply to",
    explanation: "`reply M { … }` sends to the sender of the message whose handler it stands in.",
  },
  "restart-guard": {
    title: "`on restart` has a guard",
    explanation: "What happens at a restart happens at every restart; use `if` in its body.",
  },
  "return-value": {
    title: "`return` where it has no meaning",
    explanation:
      "Operations of objects return values. Procedures and actions may end early with a bare `return`; a step of a task ends with `goto`.",
  },
  "sent-needs-set": {
    title: "`sent` asks a network that forgets",
    explanation:
      "Only a `network set` keeps everything that was ever sent. On other networks remember what matters in a ghost.",
  },
  "shadowed-name": {
    title: "A name is given a second meaning",
    explanation:
      "A local name that hides a field or a define is a trap for readers. Nothing is shadowed in this language.",
  },
  "state-size": {
    title: "A variable is too large for every state to hold it",
    explanation:
      "All that a type allows has its place in every state: `Seq<0..9, 1000000>` is a million numbers in each of them. Types that are that large are mostly a slip; a model with a few of everything finds the same mistakes.\n\n    state log: Seq<Entry, 4> = []",
  },
  "statement-expected": {
    title: "An expression stands where a statement should",
    explanation: "A statement has an effect: an assignment, a message, a procedure's call.",
  },
  "taken-position": {
    title: "`taken` stands where steps that change nothing would matter",
    explanation:
      "A behaviour may pause: a step that changes nothing can be put in anywhere, and no property may notice. So `taken` is said where such a step makes no difference.\n\n    ◇ (taken(commit) ∧ ready)      // once, such a step is taken\n    □ (taken(commit) → ready)      // whenever it is taken\n    waiting until taken(commit)",
  },
  temporal: {
    title: "A formula about behaviours stands where one about states should",
    explanation:
      "`□`, `◇`, `⇝`, `until`, `taken` and what histories satisfy speak about whole behaviours: write them in a `property` or a `liveness axiom`. An invariant is a formula about one state and needs no `□`.",
  },
  "temporal-size": {
    title: "A formula about behaviours would have to be repeated too often",
    explanation:
      "A quantifier over a temporal formula is written out for every value, and so is `for each`. That is meant for members, small ranges and variants.\n\n    property Answered: ∀ c ∈ Client: □ (c.waiting → ◇ ¬c.waiting)",
  },
  "too-many-members": {
    title: "A process kind has too many members",
    explanation: "Exhaustive exploration is for small numbers of processes; most mistakes show with two to five.",
  },
  "type-arguments": {
    title: "A type has the wrong arguments",
    explanation: "`Set<T>`, `Set<T, max>`, `Map<K, V>`, `Seq<T, max>`, `Bag<T, max>`, `Option<T>`.",
  },
  "type-mismatch": {
    title: "Two types do not fit",
    explanation:
      "Every expression has a type, inferred from what it is made of. The two sides of an operator, and a place and what is stored in it, must agree; ranges of integers may differ and are checked when a value is stored.",
  },
  "uncounted-values": {
    title: "The values of a type cannot be gone through",
    explanation:
      "The compiled engine goes through the values of a type by number. Where a type has few values but its parts have very many, it has no numbers for them: `exists x in T`, where T is a set of at most one out of all sets of forty. Name the values that are meant, or use `--engine interpreter`.\n\n    pick one in { s for s in subsets(Node) where len(s) = 2 }",
  },
  unfair: {
    title: "A fault is called fair",
    explanation:
      "Nobody owes a crash, a loss, a partition or a pause: behaviours without them are behaviours, too. Steps that end a fault may be fair.\n\n    fair weak restart, heal\n    fair strong deliver Vote for each from, to",
  },
  "unbounded-integer": {
    title: "What is stored would hold integers without bounds",
    explanation:
      "`Int` is for parameters of defines and procedures: their values are only passed on. A variable or a message says how far its integers go, `state count: 0..9 = 0`, so that the search has an end; what leaves the range is an error with a trace.",
  },
  "unhandled-message": {
    title: "A message is sent that its receiver has no handler for",
    explanation:
      "It would lie in the network for ever. A handler whose guard is false is different: the message waits until it holds.",
  },
  "unknown-action": {
    title: "An action does not exist",
    explanation:
      "Actions are named `timeout`, `Server.timeout`, `Server.on Vote`; faults and time by what they do: `crash`, `restart`, `heal`, `tick`.",
  },
  "unknown-case": {
    title: "A type has no such case",
    explanation: "The message lists the cases that the type has.",
  },
  "unknown-fault": {
    title: "A fault does not exist",
    explanation: "The faults are crash, restart, loss, duplication, partition, pause, drift and byzantine.",
  },
  "unknown-field": {
    title: "A record, message or process has no such field",
    explanation: "The message lists the fields that it has.",
  },
  "unknown-name": {
    title: "A name is not declared",
    explanation:
      "Names are declared before or after their use, in the same file or in one that it uses; fields of a process are visible in its own code.",
  },
  "unknown-parameter": {
    title: "A parameter or a fault's setting does not exist",
    explanation:
      "`--set N=5` sets a `param` of the model, `--fault crash.total=1` a budget: of, atOnce, total, who, forges, restart.",
  },
  unordered: {
    title: "Interchangeable members are told apart",
    explanation:
      "The members of a process or symmetric type are interchangeable unless it is declared `ordered`: naming one of them, comparing them or asking for their numbers would break that silently.\n\n    process Node as n[0..N-1] ordered { … }",
  },
} as const satisfies Record<string, Rule>;
