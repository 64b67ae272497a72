/* The lists of words in rule files. */
#pragma once

#include "workers/extract/rule.h"

/* Where a reader of rules stands. */
struct rule_reader {
	struct grammar *g;
	const struct yaml *y;
	struct yaml_error *error;
	const char *file; /* in the grammar's memory */
};

/* Reads the `lists` of a file. */
int rule_lists_read(struct rule_reader *r, const struct yaml_node *lists);

/* The number of a list by name, 0 when there is none; marks it as used. */
uint16_t rule_lists_find(struct grammar *g, const char *name);

/* The number of a list of just these words; one that exists is used again. 0 when a
 * word is empty or not UTF-8. */
uint16_t rule_lists_literal(struct grammar *g, const char *const *words, size_t n);

/* A word, "@list", or a list of both. */
int rule_lists_refs(struct rule_reader *r, const struct yaml_node *node,
		    struct list_refs *ret);

/* Why the words of a list cannot fill `role`, or NULL when they can. */
const char *rule_lists_unfit(const struct grammar *g, uint16_t list,
			     const struct event_role *role);

/* A list that nothing uses is a mistake. */
int rule_lists_check_used(struct grammar *g, struct yaml_error *error);
