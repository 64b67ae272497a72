/* The words that rules know, each in one or more lists. A text is walked once for all
 * of them; patterns, triggers and the bounds of names then only look at what was hit.
 *
 * Words are folded like the text. Where a word begins or ends in a Latin letter or a
 * digit it matches whole words only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/arena.h"
#include "workers/extract/text.h"

struct words;

/* A word of list `list` at character `first` of the text. */
struct word_hit {
	uint32_t first;
	uint16_t count;
	uint16_t list;
	const char *value; /* what the word stands for, or NULL */
};

struct word_hits {
	struct word_hit *items; /* in order of `first`, then of `count` */
	uint32_t n;
};

/* Lives in `memory` as long as that. */
struct words *words_new(struct arena *memory);

/* Adds a word to a list; `list` is the caller's number for it, from 1. False when the
 * word is empty. */
bool words_add(struct words *w, uint16_t list, const char *word, const char *value);

/* All hits in characters [first, first + count) of `t`. */
void words_find(const struct words *w, struct arena *a, const struct text *t,
		uint32_t first, uint32_t count, struct word_hits *ret);
