/* Where the parts of newswire are: beside the running program in a build tree, else
 * where they were installed. */
#pragma once

#include <stddef.h>

enum place {
	PLACE_TYPES,	/* folder: the catalogue of events */
	PLACE_RULES,	/* folder: the grammar of events */
	PLACE_LEXICON,	/* folder: names and words */
	PLACE_NEWSWIRE, /* program */
	PLACE_DAEMON,	/* program: newswired */
	PLACE_WORKER,	/* program: newswire-worker */
};

/* Writes the path; 0, or -ENAMETOOLONG. It need not exist. */
int place_find(enum place what, char *ret_path, size_t size);
