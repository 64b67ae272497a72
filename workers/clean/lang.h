/* The language of a text, by its characters. */
#pragma once

#include "workers/clean/han_pairs.h"
#include "workers/clean/span.h"

struct lang {
	const char
		*code; /* zh-Hans, zh-Hant, ja, ko, en; NULL when characters do not say */
	bool mixed;    /* both scripts of Chinese, the lesser one above 3 % */
};

/* `declared` is what the page says, or NULL: it decides between Latin languages. */
struct lang lang_find(const struct han_pairs *pairs, struct span text,
		      const char *declared);
