/* The model of ../models/peterson.spec for SPIN: N processes of four steps, one d_step each. Compile with -DN=4. */
#ifndef N
#define N 4
#endif
byte level[N]; byte last[N];      /* last[0] is not used */
byte at[N] = 1; byte pc[N];       /* pc: 0 raise, 1 yield, 2 wait, 3 critical */
#define BELOW(i, j) (j == i || level[j] < at[i])
#define CLEAR(i) (BELOW(i, 0) && BELOW(i, 1) && BELOW(i, 2) && BELOW(i, 3))
#define STEPS(i) \
  :: d_step { pc[i] == 0 -> level[i] = at[i]; pc[i] = 1 } \
  :: d_step { pc[i] == 1 -> last[at[i]] = i; pc[i] = 2 } \
  :: d_step { pc[i] == 2 && (CLEAR(i) || last[at[i]] != i) -> if :: at[i] < N - 1 -> at[i] = at[i] + 1; pc[i] = 0 :: else -> pc[i] = 3 fi } \
  :: d_step { pc[i] == 3 -> level[i] = 0; at[i] = 1; pc[i] = 0 }

active proctype system() {
  do
  STEPS(0) STEPS(1) STEPS(2) STEPS(3)
  od
}
