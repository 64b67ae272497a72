/* A parsed page seen as passages: pieces of text between which a reader sees a break. */
#pragma once

#include "workers/clean/hints.h"
#include "workers/clean/tree.h"

/* Weights count half Latin letters (chars.h). */
struct passage {
	struct span text; /* folded; a line break inside stays one */
	uint32_t node;	  /* the block element it stands in directly */
	uint32_t weight, link_weight;
	uint32_t clauses, sentences;
	bool kept; /* part of the article, says select.c */
};

struct node_view {
	unsigned hints; /* of class and id names */
	uint32_t block; /* the nearest block element, itself included */
	uint32_t prose; /* weight of the text inside that is not in links */
	bool dead;	/* not shown, or no text */
	bool link;	/* inside a link */
};

struct page {
	struct arena *arena;
	const struct tree *tree;
	struct node_view *views; /* one for each node */
	struct passage *passages;
	size_t n_passages;
	bool chinese; /* the passages kept are; set when that is known */
};

/* Everything lives in `a`. */
void page_build(struct page *ret, struct arena *a, const struct tree *tree,
		const struct hints *hints);
