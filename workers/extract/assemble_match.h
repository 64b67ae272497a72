/* A match becomes a draft. */
#pragma once

#include "workers/extract/assemble.h"

/* Adds the draft, or several when a role that takes one filler was filled by a row of
 * them; none when what the rule requires is not there. */
void assemble_match(struct assembly *as, const struct rule *rule, uint32_t sentence,
		    const struct match *match);
