# A model that holds and says less than it seems to: nobody ever reminds, so what is lost, received and claimed about it is
# nothing. The verdict is the same as without warnings; `--strict` makes it fail, and `--quiet` leaves them out.

-- orders.spec --
model Orders
type Status = New | Paid | Returned
message Pay from Customer to Shop
message Remind from Shop to Customer
network unordered capacity 1 overflow block
fault loss { total: 1, of: Remind }
process Customer as customer {
  durable reminded: Bool = False
  action pay { send Pay to shop }
  on Remind { reminded := True }
}
process Shop as shop {
  durable status: Status = New
  durable last: Option<Status> = None
  on Pay { pick next in {s for s in Status where s = Paid or status = Returned} status := next; last := Some(next) }
  action takeBack when status = Returned { status := New }
}
invariant Reminded: shop.status = Returned => customer.reminded
property Returns: shop.status = Returned leadsto shop.status = New
--

$ check orders.spec
| ✓ Orders holds for loss ≤ 1, network ≤ 1
|   4 states · 5 transitions · depth 4 · 0.0 s · P(missed) < 1e-9
| orders.spec:4:1 warning[never-received] no Remind is ever received
|   4 │ message Remind from Shop to Customer
|     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:6:1 warning[unused-fault] the budget of loss is never used
|   6 │ fault loss { total: 1, of: Remind }
|     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:15:12 warning[no-choice] there is never more than one way to pick next
|   15 │   on Pay { pick next in {s for s in Status where s = Paid or status = Re…
|      │            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:16:3 warning[never-enabled] Shop.takeBack is never enabled
|   16 │   action takeBack when status = Returned { status := New }
|      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:18:21 warning[empty-implication] this is never true, so what it implies is never asked
|   18 │ invariant Reminded: shop.status = Returned => customer.reminded
|      │                     ^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:19:19 warning[empty-implication] this is never true, so what it implies is never asked
|   19 │ property Returns: shop.status = Returned leadsto shop.status = New
|      │                   ^^^^^^^^^^^^^^^^^^^^^^
exit 0

$ check orders.spec --strict --quiet
| orders.spec:4:1 warning[never-received] no Remind is ever received
|   4 │ message Remind from Shop to Customer
|     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:6:1 warning[unused-fault] the budget of loss is never used
|   6 │ fault loss { total: 1, of: Remind }
|     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:15:12 warning[no-choice] there is never more than one way to pick next
|   15 │   on Pay { pick next in {s for s in Status where s = Paid or status = Re…
|      │            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:16:3 warning[never-enabled] Shop.takeBack is never enabled
|   16 │   action takeBack when status = Returned { status := New }
|      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:18:21 warning[empty-implication] this is never true, so what it implies is never asked
|   18 │ invariant Reminded: shop.status = Returned => customer.reminded
|      │                     ^^^^^^^^^^^^^^^^^^^^^^
| orders.spec:19:19 warning[empty-implication] this is never true, so what it implies is never asked
|   19 │ property Returns: shop.status = Returned leadsto shop.status = New
|      │                   ^^^^^^^^^^^^^^^^^^^^^^
exit 15

$ check orders.spec --quiet
exit 0

$ check orders.spec --max-states 1 --strict
| ? Orders is inconclusive: the limit on states was reached; nothing bad found so
|   far for loss ≤ 1, network ≤ 1
|   1 state · 1 transition · depth 1 · 0.0 s
exit 3

$ check explain never-enabled
| never-enabled: An action is never enabled
|
| All states were visited, and in none of them could it be taken: its guard is too strong, or nothing leads to where it holds. Whatever the properties say about it, they were never asked. Where that is meant, let the model claim it:
|
|     invariant NeverAborts: not enabled(Coordinator.abort)
exit 0
