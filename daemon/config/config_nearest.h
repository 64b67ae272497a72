/* "Did you mean …": the word that looks most like another. */
#pragma once

#include <stddef.h>

/* How many letters must be put in, left out or changed to make `b` of `a`. Words longer
 * than 64 bytes are compared by their beginning. */
size_t edit_distance(const char *a, const char *b);
