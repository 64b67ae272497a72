/* A name once found is known in the whole article. */
#pragma once

#include "workers/extract/assemble.h"

/* *ret becomes the view's mentions and every other place where a name stands that a
 * rule carved out of the text. Returns how many were added. */
uint32_t resolve_discover(const struct assembly *as, struct mentions *ret);
