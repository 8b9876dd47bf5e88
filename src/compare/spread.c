/* How an amount is spread over people: exact sums; each different amount with how many have it, as long as there are no more than the limit. */
#include "compare/inside.h"

typedef struct share { pol_num amount; uint64_t n; } share;
struct pol_tally {
  pol_arena *arena;
  uint64_t n;
  pol_num sum, least, most;
  pol_kept_id least_id, most_id;
  bool sum_lost, middle_lost;
  POL_VEC(share) shares; /* ascending */
};

pol_tally *pol_tally_new(pol_arena *arena) {
  pol_tally *t = POL_NEW(arena, pol_tally);
  if (t) t->arena = arena;
  return t;
}

static uint32_t place(const pol_tally *t, pol_num amount) {
  uint32_t low = 0, high = t->shares.n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (pol_num_cmp(t->shares.at[middle].amount, amount) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

static pol_status count(pol_tally *t, pol_num amount) {
  uint32_t at = place(t, amount);
  if (at < t->shares.n && pol_num_cmp(t->shares.at[at].amount, amount) == 0) {
    t->shares.at[at].n++;
    return POL_OK;
  }
  if (t->shares.n == POL_LIMIT_DISTINCT) {
    t->middle_lost = true;
    return POL_OK;
  }
  if (!POL_VEC_PUSH(t->arena, &t->shares)) return POL_NO_MEMORY;
  for (uint32_t i = t->shares.n - 1; i > at; i--) t->shares.at[i] = t->shares.at[i - 1];
  t->shares.at[at] = (share){ amount, 1 };
  return POL_OK;
}

pol_status pol_id_keep(pol_kept_id *k, pol_arena *arena, const pol_record_facts *of) {
  k->there = of->id != NULL;
  if (!of->id) return POL_OK;
  if (of->id_length + 1 > k->room) {
    k->room = 2 * (of->id_length + 1);
    k->at = POL_NEW_N(arena, char, k->room);
    if (!k->at) return POL_NO_MEMORY;
  }
  memcpy(k->at, of->id, of->id_length);
  k->at[of->id_length] = '\0';
  return POL_OK;
}

pol_status pol_tally_add(pol_tally *t, pol_num amount, const pol_record_facts *of) {
  if (t->n == 0 || pol_num_cmp(amount, t->least) < 0) {
    t->least = amount;
    POL_TRY(pol_id_keep(&t->least_id, t->arena, of));
  }
  if (t->n == 0 || pol_num_cmp(amount, t->most) > 0) {
    t->most = amount;
    POL_TRY(pol_id_keep(&t->most_id, t->arena, of));
  }
  if (t->n == 0) t->sum = pol_num_int(0);
  t->n++;
  t->sum_lost = t->sum_lost || pol_num_add(&t->sum, t->sum, amount) != POL_NUM_FINE;
  return t->middle_lost ? POL_OK : count(t, amount);
}

static pol_num at_rank(const pol_tally *t, uint64_t rank) {
  uint32_t i = 0;
  for (uint64_t passed = t->shares.at[0].n; passed <= rank; passed += t->shares.at[i].n) i++;
  return t->shares.at[i].amount;
}

/* Of an even number, half way between the two in the middle. */
void pol_tally_spread(const pol_tally *t, pol_spread *out) {
  *out = (pol_spread){ .n = t->n, .sum = t->n ? t->sum : pol_num_int(0), .sum_known = !t->sum_lost, .least = pol_num_int(0), .most = pol_num_int(0), .middle = pol_num_int(0) };
  if (t->n == 0) return;
  out->least = t->least;
  out->most = t->most;
  out->least_id = t->least_id.there ? t->least_id.at : NULL;
  out->most_id = t->most_id.there ? t->most_id.at : NULL;
  if (t->middle_lost) return;
  pol_num low = at_rank(t, (t->n - 1) / 2), high = at_rank(t, t->n / 2);
  out->middle_known = pol_num_add(&out->middle, low, high) == POL_NUM_FINE && pol_num_div(&out->middle, out->middle, pol_num_int(2)) == POL_NUM_FINE;
}
