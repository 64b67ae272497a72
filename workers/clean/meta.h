/* What a page says about its article in <meta> and its like. */
#pragma once

#include "workers/clean/page.h"
#include "workers/document.h"

struct page_meta {
	const char *lang;     /* declared, of <html> */
	const char *headline; /* og:title and its like */
	const char *title;    /* of <title> */
	bool is_article;      /* og:type says so */
	bool is_forum;	      /* made by a forum's software */
};

/* Fills `ret`, and empty fields of `article`. Strings live in the page's arena. */
void meta_read(const struct page *p, struct clean_article *article,
	       struct page_meta *ret);
