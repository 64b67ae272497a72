/* Names that no list knows, carved out of a sentence by what stands around them. */
#pragma once

#include "workers/extract/machine_view.h"

enum { NAMES_MAX = 32 };

struct name {
	uint32_t end;	/* the machine goes on here */
	uint32_t count; /* characters of the name itself, from where it was asked for */
	int quality;	/* how much it looks like one; for comparing matches */
	bool ragged;	/* what follows looks like a part of it */
};

/* The names of `kind` that may begin at character `at` of a sentence that ends at
 * `end`; all their possible ends. Returns how many. */
size_t machine_names_find(const struct view *v, enum open_kind kind, uint32_t at,
			  uint32_t end, struct name ret[NAMES_MAX]);
