/* The stages of extraction over one article, for those who look at them in between. */
#pragma once

#include "workers/extract/assemble.h"
#include "workers/extract/extract.h"

struct extractor {
	struct arena *memory;
	struct catalogue catalogue;
	struct lexicon *lexicon;
	struct grammar grammar;
	const char *fingerprint;
};

/* From the text to the drafts of its events; the dropped ones are no events. What
 * `as` points to lives in `a`; the listener that is set in it is told of the second
 * pass only, when all names are known. */
int extract_assemble(const struct extractor *x, struct arena *a,
		     const struct raw_article *raw, const struct clean_article *doc,
		     struct assembly *as);
