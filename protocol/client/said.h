/* What the broker says in the heads of its messages, whichever they are. */
#pragma once

#include <stdint.h>

#include "protocol/base/buf.h"

/* All zero: nothing said, and ready. Strings are ended by a NUL, NULL when not said,
 * and live until the next said_read() or said_free(). Numbers are 0 when not said. */
struct said {
	uint64_t n, rev, seq, prev, from, to, at;
	uint64_t retry_after_ms, credit, credit_bytes;
	const char *id, *code, *reason;
	struct buf memory; /* private: holds the strings */
};

enum said_outcome { SAID_NONSENSE = 1 };

/* 0, SAID_NONSENSE, -ENOMEM. */
int said_read(struct said *ret, const char *json, size_t len);
void said_free(struct said *s);
