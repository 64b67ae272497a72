/* Cleaning: from the bytes a crawler fetched to text, title, source and date. */
#pragma once

#include "workers/arena.h"
#include "workers/document.h"

struct cleaner; /* tables and converters; opened before the worker is sealed */

/* Opens every converter and table that cleaning may need, so that afterwards no file
 * is opened. On 0 the caller owns *ret. */
int cleaner_open(struct cleaner **ret);

/* Cleans one article into *ret; what it points to lives in `a`. Any bytes are
 * fine: what cannot be read gives an empty text and a `kind` that says so. */
int cleaner_run(struct cleaner *c, struct arena *a, const struct raw_article *raw,
		struct clean_article *ret);

struct cleaner *cleaner_close(struct cleaner *c);
NW_DEFINE_CLEANUP(struct cleaner *, cleaner_close);
