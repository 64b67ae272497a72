/* A text as its paragraphs: what both pages and plain files become before the lines that
 * are no part of the article are taken out. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"

struct prose {
	struct arena *arena;
	struct span *lines;
	size_t n, cap;
	bool plain;    /* not from a page: nothing in it was repeated by a layout */
	bool captions; /* one caption a line: lines stay together */
};

void prose_add(struct prose *p, struct span line);

/* Takes out the lines [from, to). */
void prose_cut(struct prose *p, size_t from, size_t to);

/* The whole text, paragraphs separated by a blank line; ended by a NUL behind it. */
struct span prose_join(const struct prose *p);

/* The form in which lines are compared: no blanks, half width, Simplified, small letters;
 * at most `max` characters are looked at. In the arena. */
struct span prose_form(struct arena *a, struct span line, size_t max);
