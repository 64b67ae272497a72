/* A body that came compressed. */
#pragma once

#include <stddef.h>

#include "workers/arena.h"

enum inflate_outcome {
	INFLATE_BAD = 1,  /* not gzip, or damaged */
	INFLATE_TOO_LARGE /* more than `max_bytes` come out: a bomb, or a mistake */
};

/* Unpacks gzip or zlib data; the result lives in `a`. */
int inflate_body(struct arena *a, const char *packed, size_t len, size_t max_bytes,
		 const char **ret, size_t *ret_len);
