/* How fast facts come into lanes, and nothing else: all facts of a policy that a table or NDJSON from standard input gives, decided on by nobody.
 * usage: lanes POLICY csv|ndjson [portable|v2|v3|v4] [times]: the best time of each part, in nanoseconds a record. To be held against `floor_csv parse`. */
#include "base/cpu.h"
#include "facts/lanes.h"
#include "support/policy.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024, PARTS = 3 };

static ptrdiff_t read_input(void *user, char *to, size_t room) {
  (void)user;
  return read(0, to, room);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static char *slurp(const char *path) {
  FILE *f = fopen(path, "rb");
  char *text = malloc(1 << 20);
  size_t n = f && text ? fread(text, 1, (1 << 20) - 1, f) : 0;
  if (!n) exit(2);
  text[n] = '\0';
  fclose(f);
  return text;
}

/* As wide as the bounds of the fact ask for. */
static pol_fact_lane lane_of(const pol_model *m, uint32_t f) {
  const pol_fact *fact = &m->facts.at[f];
  pol_fact_lane lane = {.fact = f, .width = POL_LANE_8, .least = 0, .most = 127};
  if (fact->type.kind == POL_T_DATE) lane.width = POL_LANE_32, lane.least = POL_DATE_FIRST, lane.most = POL_DATE_LAST;
  if (fact->type.kind == POL_T_TIME) lane.width = POL_LANE_16, lane.most = 1440;
  if (fact->type.kind != POL_T_NUMBER) return lane;
  lane.places = fact->type.show == POL_SHOW_COUNT ? 0 : 2;
  int64_t most = INT32_MAX / 100;
  if (fact->bound == POL_BOUND_RANGE) pol_num_to_i64(&most, fact->high.as.num);
  lane.most = most * (lane.places ? 100 : 1);
  lane.width = lane.most <= INT8_MAX ? POL_LANE_8 : lane.most <= INT16_MAX ? POL_LANE_16 : POL_LANE_32;
  return lane;
}

typedef struct counts { uint64_t records, odds, sum, ns[PARTS]; } counts;

static void once(counts *out, const policy *p, pol_facts_form form, pol_cpu level) {
  pol_fact_lane lane[256];
  uint32_t lanes = 0;
  for (uint32_t f = 0; f < p->model->facts.n && lanes < 256; f++)
    if (p->model->facts.at[f].type.kind <= POL_T_NUMBER || p->model->facts.at[f].type.kind == POL_T_DATE || p->model->facts.at[f].type.kind == POL_T_TIME) lane[lanes++] = lane_of(p->model, f);
  pol_blocks *blocks;
  pol_block block = {0};
  pol_layout_input in = {.model = p->model, .lane = lane, .lanes = lanes, .form = form, .delimiter = ','};
  const pol_layout *layout;
  pol_lanes_reader *reader;
  pol_lanes got;
  if (lseek(0, 0, SEEK_SET) != 0) exit(2);
  *out = (counts){0};
  if (pol_blocks_new(&blocks, &(pol_blocks_input){.form = form, .feed = {read_input, NULL}, .delimiter = ',', .bytes = BLOCK}) != POL_OK) exit(2);
  if (form == POL_FACTS_CSV && pol_blocks_heading(blocks, &in.heading, &in.heading_n) != POL_OK) exit(2);
  if (pol_layout_make(&layout, p->arena, &in) != POL_OK || pol_lanes_reader_new(&reader, layout, pol_alloc_default(), level) != POL_OK) exit(2);
  for (;;) {
    uint64_t start = now();
    if (pol_blocks_next(blocks, &block) != POL_OK) exit(2);
    uint64_t read = now();
    out->ns[0] += read - start;
    if (!block.n) break;
    pol_lanes_begin(reader, &block);
    while (pol_lanes_read(reader, &got) == POL_OK && got.n) out->records += got.n, out->odds += got.odds;
    out->ns[1] += now() - read;
  }
  out->ns[2] = out->ns[0] + out->ns[1];
  pol_lanes_reader_drop(reader);
  pol_block_drop(&block, NULL);
  pol_blocks_drop(blocks);
}

int main(int argc, char **argv) {
  policy p;
  counts best = {0}, one;
  pol_cpu level = pol_cpu_level();
  if (argc < 3) return 2;
  for (pol_cpu l = POL_CPU_PORTABLE; argc > 3 && l < POL_CPUS; l++)
    if (strcmp(argv[3], pol_cpu_name(l)) == 0) level = l;
  if (policy_open(&p, slurp(argv[1]), NULL) != POL_OK) return 2;
  for (int i = argc > 4 ? atoi(argv[4]) : 3; i > 0; i--) {
    once(&one, &p, strcmp(argv[2], "csv") == 0 ? POL_FACTS_CSV : POL_FACTS_NDJSON, level);
    for (int part = 0; part < PARTS; part++)
      if (best.records && best.ns[part] < one.ns[part]) one.ns[part] = best.ns[part];
    best = one;
  }
  uint64_t n = best.records ? best.records : 1;
  printf("%s: %llu records, %llu odd; blocks %llu, lanes %llu, both %llu ns a record\n", pol_cpu_name(level), (unsigned long long)best.records, (unsigned long long)best.odds,
         (unsigned long long)(best.ns[0] / n), (unsigned long long)(best.ns[1] / n), (unsigned long long)(best.ns[2] / n));
  policy_close(&p);
  return 0;
}
