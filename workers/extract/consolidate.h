/* The same event told twice becomes one; two events stay two. */
#pragma once

#include "workers/extract/assemble.h"

/* Whether two drafts of one type can be the same event: no role that takes one filler
 * holds different ones. */
bool consolidate_agree(const struct assembly *as, const struct draft *a,
		       const struct draft *b);

/* `into` takes the fillers of `from` that it lacks, and its evidence. */
void consolidate_take(struct assembly *as, struct draft *into, const struct draft *from);

/* Over the whole article. */
void consolidate_all(struct assembly *as);

/* Whether two fillers of one role are the same. */
bool consolidate_same(const struct assembly *as, const struct event_role *role,
		      const struct filler *a, const struct filler *b);
