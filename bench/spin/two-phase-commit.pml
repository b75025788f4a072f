/* The model of ../models/two-phase-commit.spec for SPIN: one d_step for each action, the state variables side by side.
   What was sent to whom is one bit each. Compile with -DN=8. */
#ifndef N
#define N 8
#endif
byte vote[N]; byte decision;      /* 0 Working, 1 Prepared, 2 Committed, 3 Aborted; 0 Open, 1 Committed, 2 Aborted */
short prepared, ready, commits, aborts;
#define ALL ((1 << N) - 1)
#define BIT(i) (1 << (i))
#define MANAGER(i) \
  :: d_step { vote[i] == 0 -> vote[i] = 1; ready = ready | BIT(i) } \
  :: d_step { vote[i] == 0 -> vote[i] = 3 } \
  :: d_step { (commits & BIT(i)) -> vote[i] = 2 } \
  :: d_step { (aborts & BIT(i)) -> vote[i] = 3 } \
  :: d_step { decision == 0 && (ready & BIT(i)) -> prepared = prepared | BIT(i) }

active proctype system() {
  do
  :: d_step { decision == 0 && prepared == ALL -> decision = 1; commits = ALL }
  :: d_step { decision == 0 -> decision = 2; aborts = ALL }
  MANAGER(0) MANAGER(1) MANAGER(2) MANAGER(3) MANAGER(4) MANAGER(5) MANAGER(6) MANAGER(7)
#if N > 8
  MANAGER(8)
#endif
  od
}
