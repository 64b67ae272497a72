/* White space as the cleaned text has it: runs become one blank, none at the ends, none
 * after closing full-width punctuation, none where a line was only wrapped between two
 * wide characters, none after a Han character that stands alone ("中 美"). Characters
 * that say nothing are dropped. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"

struct folder {
	char *out; /* the caller's; FOLD_GROWS times the input is enough */
	size_t len;
	size_t start; /* where the piece at hand begins */
	uint32_t last;
	unsigned han; /* characters in a row that are Han */
	bool blank, wrapped, line;
};

enum { FOLD_GROWS = 2 };

/* Begins a new piece behind what is there. */
void fold_begin(struct folder *f);

/* One character; returns whether it was written. */
bool fold_char(struct folder *f, uint32_t c);

/* A line break that stays, unless nothing follows. */
void fold_line(struct folder *f);

void fold_text(struct folder *f, struct span s);

/* The piece so far. */
static inline struct span fold_piece(const struct folder *f)
{
	return (struct span){ f->out + f->start, f->len - f->start };
}

/* A folded copy that ends in a NUL, or NULL when nothing is left. */
const char *fold_dup(struct arena *a, struct span s);
