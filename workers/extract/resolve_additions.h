/* Mentions that are added to those of the recognisers and the lexicon. */
#pragma once

#include "workers/extract/mention.h"
#include "workers/extract/machine_view.h"

struct additions {
	struct arena *memory;
	const struct view *view; /* of the text with the mentions so far */
	struct mentions *all;	 /* theirs, and behind them what is added */
	uint32_t n_known;
	uint32_t sentence; /* of the last one: they come in the order of the text */
};

/* *all becomes a copy of the view's mentions, to be added to. */
void additions_begin(struct additions *ad, struct arena *a, const struct view *v,
		     struct mentions *all);

/* The sentence that character `at` stands in; `at` never goes back. */
uint32_t additions_sentence(struct additions *ad, uint32_t at);

/* Adds a name of `class`, unless these characters belong to a mention of that class
 * already. */
void additions_add(struct additions *ad, enum mention_class class, uint32_t first,
		   uint32_t count);

/* Sorts them in; returns how many were added. */
uint32_t additions_end(struct additions *ad);
