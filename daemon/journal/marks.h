/* Where some of a segment's records are, so that looking for a seq need not start at its
 * beginning. Whoever passes over records notes them; memory is all it costs (4 KiB for
 * a segment of 64 MiB). All zero knows nothing. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct mark {
	uint64_t seq;
	uint32_t offset;
};

struct marks {
	struct mark *items;
	size_t n, cap;
};

/* A record stands there. Kept if it is far enough from the others kept. */
void marks_note(struct marks *m, uint64_t seq, uint32_t offset);

/* Where to begin looking for `seq`: at a record, or at `otherwise`. */
uint32_t marks_find(const struct marks *m, uint64_t seq, uint32_t otherwise);

void marks_free(struct marks *m);
