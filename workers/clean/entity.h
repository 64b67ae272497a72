/* Character references that HTML 4 parsers do not read. */
#pragma once

#include "workers/clean/span.h"

/* What a reference may grow by when it is mended. */
enum { ENTITY_GROWS = 4 };

/* `s` begins with `&`. Says what stands for its start (text for an HTML parser), and
 * returns how many bytes of `s` that replaces, at least one. */
size_t entity_mend(struct span s, struct span *ret);
