/* The strings that forum software sprinkles over a text so that copies of it look broken:
 * five or more pairs of a sign or digit and a letter or sign, a blank between them, at
 * the ends of lines. */
#pragma once

#include "workers/clean/span.h"

/* So many of them in a text, and it is full of them. */
enum { JAMMER_MANY = 2 };

/* The line without the strings at its ends; adds to *count how many there were. */
struct span jammer_strip(struct span line, size_t *count);
