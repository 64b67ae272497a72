/* What the parts of a worker hand on: a raw article as it came, and the same
 * cleaned. Every pointer lives in the article's arena or in the request; strings are
 * UTF-8 and ended by a NUL, NULL when the article does not say. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As the producer gave it (protocol/article.h); only the body is certain to be there. */
struct raw_article {
	const char *id; /* of the article, never NULL in the daemon */
	unsigned rev;
	const char *url, *title, *source, *published, *fetched;
	const char *content_type, *charset; /* declared, not believed */
	const char *body;		    /* any bytes; already un-gzipped */
	size_t body_len;
};

enum { DOCUMENT_MAX_FLAGS = 16 };

struct clean_article {
	const char *title;
	const char **authors; /* `n_authors` of them */
	size_t n_authors;
	const char *source;	     /* who shows the page */
	const char *original_source; /* whom it was taken from */
	const char *published;	     /* ISO 8601, seconds and zone when known */
	const char *published_basis; /* "page", "url", "header", "producer" */
	const char *lang;	     /* zh-Hans, zh-Hant, en, … */
	const char *kind;	     /* article, listing, stub, error */
	const char *canonical_url;
	const char *text; /* without the title; paragraphs separated by a blank line */
	size_t text_len;
	const char
		*flags[DOCUMENT_MAX_FLAGS]; /* transcript, forum, spun, mixed, lossy … */
	size_t n_flags;
	const char *encoding; /* found, e.g. "gb18030" */
};
