#include "daemon/journal/tail.h"

#include <errno.h>
#include <stdlib.h>

#include "protocol/base/log.h"

static int add(struct tail *t, const struct record *r, bool whole)
{
	if (t->n == t->cap) {
		size_t cap = t->cap * 2 + 64;
		struct tail_entry *grown = realloc(t->entries, cap * sizeof(*grown));

		if (!grown)
			return nw_fault(-ENOMEM, "tail: note a record");
		t->entries = grown;
		t->cap = cap;
	}
	t->entries[t->n++] = (struct tail_entry){
		.offset = r->offset,
		.bytes = (uint32_t)record_bytes(r->len),
		.seq = r->seq,
		.time_ms = r->time_ms,
		.index = r->index,
		.more = r->flags & RECORD_MORE,
		.whole = whole,
	};
	return 0;
}

/* A new commit begins: everything noted so far was synced before it. */
static void forget(struct tail *t, uint32_t batch)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct tail_entry *e = &t->entries[i];

		t->earlier_seq = e->seq;
		t->earlier_ms = e->time_ms;
		t->earlier_end = e->offset + e->bytes;
	}
	t->n = 0;
	t->batch = batch;
}

/* The number of entries from `first` on that are a whole group; 0 when they are none. */
static size_t group_at(const struct tail *t, size_t first)
{
	for (size_t n = 0; first + n < t->n; n++) {
		const struct tail_entry *e = &t->entries[first + n];

		if (!e->whole || e->index != n || e->seq != t->entries[first].seq + n)
			return 0;
		if (!e->more)
			return n + 1;
	}
	return 0;
}

static void judge(struct tail *t)
{
	t->last_seq = t->earlier_seq;
	t->last_ms = t->earlier_ms;
	t->end = t->earlier_end;
	for (size_t i = 0, n; i < t->n; i += n ? n : 1) {
		const struct tail_entry *last;

		n = group_at(t, i);
		for (size_t k = 0; k < n; k++)
			t->entries[i + k].kept = true;
		if (!n)
			continue;
		last = &t->entries[i + n - 1];
		t->last_seq = last->seq;
		t->last_ms = last->time_ms;
		t->end = last->offset + last->bytes;
	}
}

int tail_survey(struct tail *t, struct walk *w)
{
	struct record record;
	int r;

	t->earlier_end = w->at;
	while ((r = walk_next(w, &record)) == 0) {
		const char *body;
		int damaged = walk_body(w, &record, &body);

		if (damaged < 0)
			return damaged;
		if (record.batch != t->batch)
			forget(t, record.batch);
		r = add(t, &record, !damaged);
		if (r < 0)
			return r;
	}
	if (r < 0)
		return r;
	judge(t);
	return 0;
}

static int compare_offset(const void *key, const void *entry)
{
	uint32_t offset = *(const uint32_t *)key;
	uint32_t other = ((const struct tail_entry *)entry)->offset;

	return (offset > other) - (offset < other);
}

bool tail_drops(const struct tail *t, uint32_t offset)
{
	const struct tail_entry *e = NULL;

	if (t->n)
		e = bsearch(&offset, t->entries, t->n, sizeof(*e), compare_offset);
	return e && !e->kept;
}

void tail_free(struct tail *t)
{
	free(t->entries);
	*t = (struct tail){ 0 };
}
