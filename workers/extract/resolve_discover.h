/* A name once found is known in the whole article. */
#pragma once

#include "workers/extract/assemble.h"

/* Adds to `mentions` every other place where a name stands that a rule carved out of
 * the text. Returns how many were added; 0: `ret` is as `mentions`. */
uint32_t resolve_discover(const struct assembly *as, const struct mentions *mentions,
			  struct mentions *ret);
