/* What the class and id names of an element hint at. All words of hints.def are found
 * in one pass over the names. */
#pragma once

#include "protocol/base/cleanup.h"
#include "workers/clean/span.h"

enum hint {
	HINT_GOOD = 1,	/* the body of an article is called so */
	HINT_MAYBE = 2, /* outweighs UNLIKELY */
	HINT_BODY = 4,	/* exactly the body */
	HINT_BAD = 8,
	HINT_UNLIKELY = 16,
	HINT_CHROME = 32, /* never part of an article, even inside one */
	HINT_HIDDEN = 64,
	HINT_BYLINE = 128,
	HINT_CAPTION = 256,
	HINT_TALK = 512, /* what readers say */
};

struct hints;

int hints_open(struct hints **ret);

/* A set of enum hint. */
unsigned hints_find(const struct hints *h, const char *names);

struct hints *hints_close(struct hints *h);
NW_DEFINE_CLEANUP(struct hints *, hints_close);
