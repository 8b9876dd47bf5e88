/* Every limit of the library, by name. Each is tested at one below, at, and one above: tests/evidence/limits.py fails for one that it does not know. */
#ifndef POL_BASE_LIMITS_H
#define POL_BASE_LIMITS_H
enum {
  POL_LIMIT_SOURCE_BYTES = 16 * 1024 * 1024, /* one source file */
  POL_LIMIT_SOURCE_WORDS = 128 * 1024,       /* of one source file, texts as one each: what is kept of a file goes by them */
  POL_LIMIT_TREE_HEIGHT = 200,               /* nesting of a tree node: walkers may recurse this deep */
  POL_LIMIT_NAME_BYTES = 200,                /* one name, dotted name or clause id */
  POL_LIMIT_REPORTS_SHOWN = 20,              /* reports rendered per file */
  POL_LIMIT_POLICY_REPORTS = 1000,           /* reports made of the words of one policy file */
  POL_LIMIT_FACTS_REPORTS = 10000,           /* reports made of one facts file; after them, one that says so */
  POL_LIMIT_JSON_DEPTH = 64,                 /* nesting of a facts file */
  POL_LIMIT_JSON_READ_DEPTH = 1024,          /* nesting of what is read back: receipts */
  POL_LIMIT_RECEIPT_LINE = 64 * 1024 * 1024, /* one line of a receipt */
  POL_LIMIT_FACTS_BYTES = 64 * 1024 * 1024,  /* one JSON facts document */
  POL_LIMIT_RECORD_BYTES = 16 * 1024 * 1024, /* one record of CSV or NDJSON */
  POL_LIMIT_LIST_NESTING = 4,                /* a list of records inside records */
  POL_LIMIT_LIST_LENGTH = 65536,             /* records in one list of one record */
  POL_LIMIT_LOOP_ROWS = 1024 * 1024,         /* elements that one loop, with those around it, goes through for one record */
  POL_LIMIT_PIECES = 4096,                   /* pieces that one interval is split into */
  POL_LIMIT_CHUNK = 4096,                    /* records evaluated together */
  POL_LIMIT_SETTLE_RULES = 10,               /* open rules settled in every combination */
  POL_LIMIT_COMPLETIONS = 1024,              /* completions of missing facts tried together */
  POL_LIMIT_DISTINCT = 4096,                 /* different amounts that a comparison tells apart, of each decision */
  POL_LIMIT_GROUPS = 1024,                   /* groups of people that a comparison tells apart */
  POL_LIMIT_VARIANTS = 4096,                 /* sets of changes that a comparison tries */
  POL_LIMIT_REMEMBERED = 4096,               /* answers that cost much, remembered from chunk to chunk of a comparison */
  POL_LIMIT_OPTIONS = 4096,                  /* names in one options or order */
  POL_LIMIT_HANDS = 256,                     /* hands that decide at once */
  POL_LIMIT_RANK_PAIRS = 1024 * 1024,        /* rules of one decision of which one stands above the other, directly or through others */
  POL_LIMIT_NODES = 4 * 1024 * 1024          /* nodes of one program, after definitions are expanded */
};
#endif
