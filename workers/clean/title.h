/* The headline of a page. */
#pragma once

#include "workers/clean/jsonld.h"
#include "workers/clean/meta.h"
#include "workers/clean/page.h"

struct headline {
	const char *text;     /* NULL when the page has none */
	size_t passage, last; /* where it stands; n_passages when it stands nowhere */
};

/* The heading, or the other passage before the article's end, that is the longest part of
 * <title> or og:title; else these, without the site's name. */
void title_find(const struct page *p, const struct page_meta *meta,
		const struct jsonld *ld, struct headline *ret);

/* The site's name in <title>: the part at the other end from the headline. NULL when
 * there is none. */
const char *title_site(const struct page *p, const struct page_meta *meta,
		       const struct headline *headline);
