#include "daemon/journal/marks.h"

#include <stdlib.h>
#include <string.h>

enum { DISTANCE = 256 << 10 };

/* The number of marks up to `seq`. */
static size_t count_upto(const struct marks *m, uint64_t seq)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->items[middle].seq <= seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void insert(struct marks *m, size_t at, struct mark mark)
{
	if (m->n == m->cap) {
		size_t cap = m->cap * 2 + 8;
		struct mark *grown = realloc(m->items, cap * sizeof(*grown));

		/* Without this mark looking takes longer, that is all. */
		if (!grown)
			return;
		m->items = grown;
		m->cap = cap;
	}
	memmove(m->items + at + 1, m->items + at, (m->n - at) * sizeof(*m->items));
	m->items[at] = mark;
	m->n++;
}

void marks_note(struct marks *m, uint64_t seq, uint32_t offset)
{
	size_t at = m->n;

	/* Mostly they come in order, close behind the last mark. */
	if (at && seq < m->items[at - 1].seq)
		at = count_upto(m, seq);
	if (at && offset < m->items[at - 1].offset + DISTANCE)
		return;
	if (at < m->n && m->items[at].offset < offset + DISTANCE)
		return;
	insert(m, at, (struct mark){ .seq = seq, .offset = offset });
}

uint32_t marks_find(const struct marks *m, uint64_t seq, uint32_t otherwise)
{
	size_t n = count_upto(m, seq);

	return n ? m->items[n - 1].offset : otherwise;
}

void marks_free(struct marks *m)
{
	free(m->items);
	*m = (struct marks){ 0 };
}
