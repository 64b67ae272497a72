/* How likely each node of a page is to hold the article: Readability's score, with Han
 * characters and all clause marks counted for what they say. */
#pragma once

#include "workers/clean/page.h"

struct node_score {
	uint32_t weight, link_weight, clauses, sentences; /* of all passages inside */
	uint32_t direct; /* weight of the passages that stand in it directly */
	uint32_t paragraphs, images, items, inputs;
	double score;
	bool candidate;
	bool off; /* not looked at */
	bool taken, dropped;
};

struct score {
	struct page *page;
	struct node_score *nodes;
	size_t total; /* weight of all that is not off */
	size_t top;   /* the best node, 0 when there is none */
};

void score_open(struct score *s);

/* Needs `off` of each node. Fills everything but `taken` and `dropped`. */
void score_run(struct score *s);

/* What the names of an element add to its score. */
int score_class(unsigned hints);
