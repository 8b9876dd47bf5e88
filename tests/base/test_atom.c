#include "base/atom.h"
#include "failing.h"
#include <stdio.h>
#include <string.h>

Test(atom, equal_texts_are_equal_atoms) {
  static const struct { const char *text; pol_atom want; } rows[] = {
    { "applicant", 1 }, { "party", 2 }, { "applicant", 1 }, { "Applicant", 3 }, { "applicant ", 4 }, { "party", 2 }, { "", 0 }, { "\xc2\xa3", 5 },
  };
  pol_arena *a = pol_arena_new(NULL);
  pol_atoms *t = pol_atoms_new(a);
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect_eq(pol_atom_text(t, rows[i].text), rows[i].want, "'%s'", rows[i].text);
    cr_expect_str_eq(pol_atom_get(t, rows[i].want), rows[i].text);
    cr_expect_eq(pol_atom_length(t, rows[i].want), strlen(rows[i].text), "'%s'", rows[i].text);
  }
  cr_expect_eq(pol_atom_find(t, "party", 5), 2);
  cr_expect_eq(pol_atom_find(t, "part", 4), 0, "finding makes nothing");
  cr_expect_eq(pol_atom_find(t, "", 0), 0);
  cr_expect_eq(pol_atom_make(t, "a\0b", 3), 6, "any bytes will do");
  cr_expect_eq(pol_atom_make(t, "a\0c", 3), 7);
  cr_expect_eq(pol_atom_length(t, 6), 3);
  cr_expect_str_eq(pol_atom_get(t, 8), "", "an atom of another table is no text");
  cr_expect_eq(pol_atom_length(t, 8), 0);
  pol_arena_drop(a);
}

Test(atom, the_text_is_copied) {
  pol_arena *a = pol_arena_new(NULL);
  pol_atoms *t = pol_atoms_new(a);
  char name[] = "before";
  pol_atom before = pol_atom_text(t, name);
  memcpy(name, "after!", 6);
  cr_expect_str_eq(pol_atom_get(t, before), "before");
  cr_expect_neq(pol_atom_text(t, name), before);
  pol_arena_drop(a);
}

Test(atom, one_table_over_another) {
  pol_arena *a = pol_arena_new(NULL);
  pol_atoms *base = pol_atoms_new(a);
  pol_atom one = pol_atom_text(base, "one"), two = pol_atom_text(base, "two");
  pol_atoms *t = pol_atoms_over(a, base), *u = pol_atoms_over(a, t);
  cr_expect_eq(pol_atom_text(t, "two"), two, "what the base knows is the base's");
  pol_atom three = pol_atom_text(t, "three"), four = pol_atom_text(u, "four");
  cr_expect(three > two && four == three, "each table goes on where its base was when it was made");
  cr_expect_str_eq(pol_atom_get(t, one), "one");
  cr_expect_str_eq(pol_atom_get(t, three), "three");
  cr_expect_eq(pol_atom_length(t, three), 5);
  cr_expect_eq(pol_atom_find(t, "three", 5), three);
  cr_expect_eq(pol_atom_find(base, "three", 5), 0, "the base learns nothing");
  cr_expect_str_eq(pol_atom_get(base, three), "");
  cr_expect_str_eq(pol_atom_get(t, 0), "");
  cr_expect_eq(pol_atoms_own(t), 1);
  cr_expect_eq(pol_atoms_own(base), 2);
  pol_arena_drop(a);
}

static bool make_many(pol_atoms *t, uint32_t many) {
  char name[32];
  for (uint32_t i = 1; i <= many; i++) {
    int n = snprintf(name, sizeof name, "name_%u", i);
    pol_atom made = pol_atom_make(t, name, (size_t)n);
    if (!made) return false;
    cr_assert_eq(made, i);
  }
  for (uint32_t i = 1; i <= many; i++) {
    int n = snprintf(name, sizeof name, "name_%u", i);
    cr_assert_eq(pol_atom_find(t, name, (size_t)n), i);
    cr_assert_str_eq(pol_atom_get(t, i), name);
  }
  return true;
}

Test(atom, holds_many) {
  pol_arena *a = pol_arena_new(NULL);
  cr_expect(make_many(pol_atoms_new(a), 50000));
  pol_arena_drop(a);
}

static bool atom_work(const pol_alloc *from) {
  pol_arena *a = pol_arena_new(from);
  if (!a) return false;
  pol_atoms *t = pol_atoms_new(a);
  bool well = t && make_many(t, 300);
  if (t && !well) cr_assert_eq(pol_atom_find(t, "never", 5), 0, "a table that could not grow still answers");
  pol_arena_drop(a);
  return well;
}

Test(atom, every_allocation_may_fail) { failing_everywhere(atom_work); }
