/* The two lines that every answer starts with, wherever it is shown: the question, and the answer in capitals. */
#ifndef POL_RENDER_ANSWER_LINE_H
#define POL_RENDER_ANSWER_LINE_H
#include "render/say.h"
/* "REFUSED, for 2 reasons". In full: also what explanations add after it ("each is enough on its own"). */
const char *pol_answer_line(const pol_case *c, bool in_full);
/* The question with the record's id at the right edge, then the answer line in bold. */
void pol_answer_head(const pol_case *c);
const char *pol_say_question(const pol_case *c, uint32_t decision); /* its title, else its name with spaces */
#endif
