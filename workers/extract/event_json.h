/* A draft as it is published: the `data` object, without `rev`, which the broker knows.
 */
#pragma once

#include "protocol/base/buf.h"
#include "workers/document.h"
#include "workers/extract/assemble.h"
#include "workers/extract/extract.h"

/* What all events of an article say. */
struct event_context {
	const struct assembly *as;
	const struct raw_article *raw;
	const struct clean_article *doc;
	const char *rules;    /* the fingerprint */
	const char *document; /* the "article" object, made once; see event_document() */
};

/* The "article" object as JSON in the arena of `as`. */
const char *event_document(const struct event_context *c);

/* Writes `d` out into *ret; what it points to lives in the arena. */
int event_write(const struct event_context *c, const struct draft *d,
		struct extracted_event *ret);
