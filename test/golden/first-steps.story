# From nothing to a model that passes.

$ check new lock
| lock.spec written. Next: npx check lock.spec
exit 0

$ check lock.spec --all
| ✓ Lock holds for Clients=2, network ≤ 4
|   20 states · 37 transitions · depth 7 · 0.0 s · P(missed) < 1e-9
|   1 scenario passed
| ✓ Lock (three) holds for Clients=3, network ≤ 4
|   56 states · 133 transitions · depth 8 · 0.0 s · P(missed) < 1e-9
|
| 2 configurations checked, all as they should be
exit 0

$ check new lock
! error[existing-file] `lock.spec` is there already, and was left as it is
exit 151

$ check new 3
! error[usage] `3` is no name for a model
!   hint     a name starts with a letter: `lock`, `leader-election`
exit 151

$ check explain
| abstract-type           A model's type has no definition
| ambiguous-case          A constructor belongs to several types and nothing says which one is meant
| ambiguous-process       A process may be of several kinds, so its fields are not known
| angle-equals            `>=` where a type ends and a value starts
| argument-count          A definition, constructor or action is given too many or too few arguments
| assertion               An `assert` of the model fails
| assignment              `=` compares, `:=` assigns
| assumption              An assumption about the parameters is false
| capacity                Model error: more messages or items than there is room for
| choose                  Model error: `choose` has no witness, or several interchangeable ones
| code-syntax             A file of code can't be parsed
| comprehension           A comprehension has one value
| constant-expected       A size must be known before exploring
| correct-under-crashes   `correct` is no state formula under crashes
| cyclic-use              A file uses itself
| division                Model error: division by zero
| duplicate-name          A name is declared twice
| empty-file              The file is empty
| empty-implication       What an implication is about never holds
| empty-type              A type has no values
| escape                  An unknown escape in a string
| existing-file           A file is there already
| field-storage           A field is declared in a place where it can't stand
| file-size               The file is too large
| foreign-sign            A sign of another language
| ghost-read              Code reads a ghost
| goto-outside-task       `goto` outside a task
| held-up                 A property holds only because bounds cut fair steps
| history-event           An event of a history does not fit those before it
| history-operation       An operation is not one of the object's
| inbox-outside-round     Rounds and handlers are mixed up
| initial-order           An initial value depends on something that has none yet
| large-set               A set of a large type needs a maximal size
| left-not-durable        A step ends with a change that is not durable
| lockstep-configuration  Lock-step can't explore this configuration of the model
| log-line                A line of a log cannot be read
| mapping                 A mapping does not fit the model
| mapping-refused         A mapping from code to a model does not show everything, or shows what the code does not say
| match-arrow             An arm of a match has a colon
| match-cases             A match leaves out a case or repeats one
| missing                 Model error: reading what is not there
| missing-field           A message lacks fields
| missing-file            A file or folder does not exist
| missing-initial         A field has no initial value
| missing-symbol          `satisfies` or `refines` leaves out what something is
| missing-trace-point     The code has no trace point for an action of the model
| mixed-braces            Braces hold neither a set nor a record
| network-carries         It is not clear which network carries a message
| never-enabled           An action is never enabled
| never-received          A message is never received
| no-choice               A `pick` never has a choice
| no-code                 There is no code where it should be
| no-operations           A log has no operations
| no-self                 Something of a process stands outside one
| no-specs                A folder holds no .spec files
| not-assignable          Something that is no variable is assigned
| not-callable            Something is called that is no function
| not-text                The file is not text
| number-size             A number is too large
| old-outside-step        `old` where there is no step
| open-string             A string is not closed
| operator-chain          An operator is chained that can't be
| operator-order          An operator stands where it needs parentheses
| order                   Model error: a loop over interchangeable members depends on their order
| overflow                Model error: a number beyond what is exact
| parameter-range         A parameter has a value that it can't have
| partial-map             Model error: a map without a value for some key
| private-field           Code looks into another process
| property-form           A property is declared in a form that does not exist
| range                   Model error: a value leaves its range
| recursion               Something is defined by itself
| refinement              A model can't be refined like this
| reply-outside-handler   `reply` without a message to reply to
| restart-guard           `on restart` has a guard
| return-value            `return` where it has no meaning
| scenario                A scenario fails
| sent-before-durable     A message may leave before what it depends on is durable
| sent-needs-set          `sent` asks a network that forgets
| shadowed-name           A name is given a second meaning
| state-size              A variable is too large for every state to hold it
| statement-expected      An expression stands where a statement should
| stray-character         A character that means nothing
| syntax                  The text does not follow the grammar
| taken-position          `taken` stands where steps that change nothing would matter
| temporal                A formula about behaviours stands where one about states should
| temporal-size           A formula about behaviours would have to be repeated too often
| timelock                Model error: time stands still for ever
| too-deep                The text nests too deeply
| too-many-members        A process kind has too many members
| trace-arguments         A trace point's arguments are not the action's
| trace-header            A log's header is missing, or is not about this model
| trace-line              A line of a log can't be read
| trace-order             A log is not whole, or contradicts itself
| type-arguments          A type has the wrong arguments
| type-mismatch           Two types do not fit
| unawaited-persist       What makes a change durable is not waited for
| unbalanced              A bracket has no counterpart
| unbounded-integer       What is stored would hold integers without bounds
| uncounted-values        The values of a type cannot be gone through
| unfair                  A fault is called fair
| unhandled-message       A message is sent that its receiver has no handler for
| unknown-action          An action does not exist
| unknown-case            A type has no such case
| unknown-configuration   A configuration does not exist
| unknown-fault           A fault does not exist
| unknown-field           A record, message or process has no such field
| unknown-name            A name is not declared
| unknown-parameter       A parameter or a fault's setting does not exist
| unknown-property        A property does not exist
| unknown-trace-point     A trace point names no action of the model
| unordered               Interchangeable members are told apart
| unreadable-file         A file cannot be read as text
| unreadable-trace-point  The name of a trace point can't be read off the code
| unusable-address        A node can't listen at its address
| unusable-data           A node can't go on with this data folder
| unusable-trace          A trace can't be written, continued or joined with others
| unused-fault            The budget of a fault is never used
| usage                   The command line cannot be understood
|
| `check explain RULE` says more about one of them.
exit 0

$ check explain angle-equals
| angle-equals: `>=` where a type ends and a value starts
|
| `>=` is one sign, so a type that ends in `>` needs a space before `=`.
|
|     state s: Set<P>= {}     // no
|     state s: Set<P> = {}    // yes
exit 0

# Theories that come with the package are found by name.

-- use.spec --
use "lockstep/consensus"
model Trivial
type Item = symmetric { v1, v2 }
process Node as n[1..2] {
  shared value: Option<Item> = None
  action decide(v in Item) when value = None ∧ ∀ n ∈ Node: n.value ∈ {None, Some(v)} { value := Some(v) }
}
terminal when True
satisfies Consensus with {
  Process = Node,
  Value = Item,
  proposed = Item,
  decided = { n: n.value for n in Node },
  correct = Node
}
--

$ check use.spec
| ✗ liveness axiom Termination of Consensus violated
|   0 steps, as few as can be, then nothing more    package/spec/consensus.spec:29
|   cites  Day 49: 高级分布式系统语义分析 · 定义 49.2
|   cites  Day 49: 高级分布式系统语义分析 · 共识算法安全特性
|   cites  Rust分布式系统深度分析 2025版 · 一致性协议
|   the initial state
|   end    n1  value = None
|          n2  value = None
|   loop   nothing happens any more: it may stop here
|   again  npx check use.spec
|
| ✗ Trivial fails  7 states · 9 transitions · depth 3 · 0.0 s
exit 13

$ check --version
| 0.0.0-test
exit 0
