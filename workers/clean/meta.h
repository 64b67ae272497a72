/* What a page says about its article outside the article: its head, its headings. */
#pragma once

#include "workers/clean/page.h"
#include "workers/document.h"

struct page_meta {
	const char *lang; /* declared */
	bool is_article;  /* it says so itself */
};

/* Fills the fields of `ret` that the page says something about. */
void meta_read(const struct page *p, struct clean_article *ret, struct page_meta *meta);
