/* Bytes in any encoding to UTF-8. What a page declares is the last thing believed. */
#pragma once

#include <stdbool.h>

#include "workers/arena.h"
#include "workers/clean/span.h"

struct decoder; /* an iconv descriptor for each encoding, opened before the seal */

struct decoded {
	struct span text;     /* valid UTF-8 without NUL, in the arena or the input */
	const char *encoding; /* found: "utf-8", "gb18030", "big5-hkscs", … */
	size_t n_bad;	      /* places that became U+FFFD */
};

int decoder_open(struct decoder **ret);

/* `declared` is the encoding that the producer or the transfer named, or NULL; a page's
 * own declaration is looked for in the bytes. Never fails. */
void decoder_run(struct decoder *d, struct arena *a, struct span bytes,
		 const char *declared, struct decoded *ret);

struct decoder *decoder_close(struct decoder *d);
NW_DEFINE_CLEANUP(struct decoder *, decoder_close);
