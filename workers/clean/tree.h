/* A page as an array of nodes in the order of the document: the descendants of node i
 * are i+1 … nodes[i].end-1, so that walks are loops and sums run backwards. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"
#include "workers/clean/tag.h"

struct attr {
	enum attr_id id;
	const char *value;
};

struct node {
	uint32_t parent; /* of node 0: 0 */
	uint32_t end;	 /* the first node behind what is inside */
	enum tag tag;
	uint32_t n_attrs;
	const struct attr *attrs;
	struct span text; /* of TAG_text; of a script only if it is JSON-LD */
};

struct tree {
	struct node *nodes; /* nodes[0] holds all others */
	size_t n;
};

struct parser; /* libxml2's, kept from page to page */

int parser_open(struct parser **ret);

/* Parses what prepass_html() made. The tree lives in `a`; it may be empty but for its
 * first node. */
void parser_run(struct parser *p, struct arena *a, struct span html, struct tree *ret);

struct parser *parser_close(struct parser *p);
NW_DEFINE_CLEANUP(struct parser *, parser_close);

/* The attribute's value, "" when it is absent. */
const char *node_attr(const struct node *n, enum attr_id id);

/* All text inside node `i`, as it stands, in the arena; at most `max_bytes`. */
struct span tree_text(const struct tree *t, struct arena *a, size_t i, size_t max_bytes);
