/* A pattern between its text and its program. */
#pragma once

#include "workers/extract/pattern.h"

enum tree_kind { TREE_STEP, TREE_SEQUENCE, TREE_CHOICE, TREE_REPEAT };

struct tree {
	enum tree_kind kind;
	struct step step;	   /* TREE_STEP */
	const char *word;	   /* a step that is one plain word */
	unsigned min, max;	   /* TREE_REPEAT */
	struct tree *first, *next; /* children in order; next sibling */
};

/* Reads `text`; the anchors are noted in `program`. */
int pattern_parse(struct tree **ret, struct pattern_context *context,
		  struct program *program, const char *text);
