/* A policy text in the layout of the house: the same words, other spaces and line ends, qualifiers in their order. What it means and every comment stay as they are, and a text that is laid
 * out already stays as it is. grammar/README.md says what the layout is. */
#ifndef POL_FORMAT_FORMAT_H
#define POL_FORMAT_FORMAT_H
#include "base/text.h"
#include "syntax/tree.h"

typedef struct pol_format_input {
  const pol_sources *sources;
  uint32_t file;
  const pol_tree *tree; /* of the file, read without an error */
  pol_atoms *atoms;     /* the tree's */
} pol_format_input;

/* Appends the text of the file in the layout. What was written is read again: POL_REJECTED, and nothing appended, when it is not the same tree (but for the order of qualifiers) with the same
 * comments; that is a fault of this room, and the file is best left as it is. */
pol_status pol_format(pol_text *out, const pol_format_input *in);
#endif
