/* A name once found is known in the whole article. */
#pragma once

#include "workers/extract/assemble.h"

/* Both add to `mentions` and return how many; 0: `ret` is as `mentions`. */

/* Every other place where a name stands that a rule carved out of the text. */
uint32_t resolve_discover(const struct assembly *as, const struct mentions *mentions,
			  struct mentions *ret);

/* Organisations by what their names end in: 科技, 集团. */
uint32_t resolve_suffixes(const struct assembly *as, const struct mentions *mentions,
			  struct mentions *ret);
