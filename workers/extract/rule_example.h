/* The examples that every rule carries. */
#pragma once

#include "workers/extract/rule_lists.h"

/* Reads `examples: [{text, title, want: {role: value}, none: true, modality}]`. */
int rule_example_read(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node);
