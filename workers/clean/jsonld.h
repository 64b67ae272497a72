/* What a page says about its article in JSON-LD (schema.org). */
#pragma once

#include "workers/clean/page.h"
#include "workers/document.h"

struct jsonld {
	const char *headline;
	const char *body; /* the article's text as the page gives it, not folded */
	bool is_article;
};

/* Fills `ret`, and empty fields of `article`. Strings are folded, in the page's arena. */
void jsonld_read(const struct page *p, struct clean_article *article, struct jsonld *ret);
