#include "daemon/streams/recent.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { FIRST_CAP = 256 };

struct recent {
	struct recent_event *ring; /* in the order of seq */
	size_t first, n, cap;	   /* cap is a power of two */
	size_t bytes, max_bytes;
	uint64_t floor; /* every event above it is here */
	const char *node;
	struct buf scratch;
};

int recent_open(struct recent **ret, const char *node, size_t max_bytes)
{
	struct recent *r = calloc(1, sizeof(*r));

	if (r)
		r->ring = calloc(FIRST_CAP, sizeof(*r->ring));
	if (!r || !r->ring) {
		free(r);
		return nw_fault(-ENOMEM, "recent: open");
	}
	r->cap = FIRST_CAP;
	r->max_bytes = max_bytes;
	r->node = node;
	r->floor = UINT64_MAX; /* until the first event: nothing is here */
	*ret = r;
	return 0;
}

static struct recent_event *at(const struct recent *r, size_t i)
{
	return &r->ring[(r->first + i) & (r->cap - 1)];
}

static void drop_oldest(struct recent *r)
{
	struct recent_event *e = at(r, 0);

	r->floor = e->seq;
	r->bytes -= e->size;
	free(e->memory);
	r->first = (r->first + 1) & (r->cap - 1);
	r->n--;
}

static int make_room(struct recent *r, uint64_t durable)
{
	struct recent_event *ring;

	while (r->n && r->bytes > r->max_bytes && at(r, 0)->seq <= durable)
		drop_oldest(r);
	if (r->n < r->cap)
		return 0;
	ring = calloc(r->cap * 2, sizeof(*ring));
	if (!ring)
		return nw_fault(-ENOMEM, "recent: %zu events", r->cap * 2);
	for (size_t i = 0; i < r->n; i++)
		ring[i] = *at(r, i);
	free(r->ring);
	r->ring = ring;
	r->first = 0;
	r->cap *= 2;
	return 0;
}

static struct event_text keep(char **memory, struct event_text text)
{
	struct event_text kept = { *memory, text.len };

	if (text.len)
		memcpy(*memory, text.s, text.len);
	*memory += text.len;
	return kept;
}

/* The event's own copy: what filters look at, and the JSON. */
static int fill(struct recent *r, struct recent_event *e, const struct event_view *view)
{
	char *memory;

	e->size = view->id.len + view->type.len + view->content.len + view->lang.len +
		  view->names.len + r->scratch.len;
	e->memory = memory = malloc(e->size);
	if (!memory)
		return nw_fault(-ENOMEM, "recent: keep an event of %zu bytes", e->size);
	e->view.id = keep(&memory, view->id);
	e->view.type = keep(&memory, view->type);
	e->view.content = keep(&memory, view->content);
	e->view.lang = keep(&memory, view->lang);
	e->view.names = keep(&memory, view->names);
	memcpy(memory, r->scratch.data, r->scratch.len);
	e->json = memory;
	e->json_len = r->scratch.len;
	return 0;
}

/* Nothing is here up to `seq`, and nobody may think it were. */
static void forget_all(struct recent *r, uint64_t seq)
{
	while (r->n)
		drop_oldest(r);
	r->floor = seq;
}

static int add(struct recent *r, const struct ledger_event *event, uint64_t durable)
{
	struct event_stamp stamp = { .node = r->node,
				     .seq = event->seq,
				     .time_ms = event->time_ms,
				     .rev = event->rev,
				     .supersedes = event->supersedes };
	struct recent_event e = { .seq = event->seq,
				  .time_ms = event->time_ms,
				  .kept_us = clock_monotonic_us() };
	int result = make_room(r, durable);

	if (result < 0)
		return result;
	buf_clear(&r->scratch);
	result = event_put_published(&r->scratch, event->view, &stamp);
	if (result == 0)
		result = fill(r, &e, event->view);
	if (result < 0)
		return result;
	if (r->floor == UINT64_MAX)
		r->floor = event->seq - 1;
	*at(r, r->n++) = e;
	r->bytes += e.size;
	return 0;
}

int recent_add(struct recent *r, const struct ledger_event *event, uint64_t durable)
{
	int result = add(r, event, durable);

	if (result < 0)
		forget_all(r, event->seq);
	return result;
}

bool recent_covers(const struct recent *r, uint64_t seq)
{
	return seq >= r->floor;
}

const struct recent_event *recent_after(const struct recent *r, uint64_t seq)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (at(r, middle)->seq <= seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->n ? at(r, low) : NULL;
}

struct recent *recent_close(struct recent *r)
{
	if (!r)
		return NULL;
	while (r->n)
		drop_oldest(r);
	free(r->ring);
	buf_free(&r->scratch);
	free(r);
	return NULL;
}
