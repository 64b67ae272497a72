#include "daemon/journal/shelf.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/log.h"

enum { MAX_OPEN = 32 };

int shelf_add(struct shelf *shelf, struct segment *s)
{
	if (shelf->n == shelf->cap) {
		size_t cap = shelf->cap * 2 + 16;
		struct segment **grown =
			realloc(shelf->items, cap * sizeof(struct segment *));

		if (!grown)
			return nw_fault(-ENOMEM, "shelf: add a segment");
		shelf->items = grown;
		shelf->cap = cap;
	}
	shelf->items[shelf->n++] = s;
	shelf->n_open += s->fd >= 0;
	return 0;
}

struct segment *shelf_take_oldest(struct shelf *shelf)
{
	struct segment *s = shelf->items[0];

	shelf->n--;
	memmove(shelf->items, shelf->items + 1, shelf->n * sizeof(struct segment *));
	shelf->n_open -= s->fd >= 0;
	return s;
}

size_t shelf_by_number(const struct shelf *shelf, uint32_t number)
{
	size_t low = 0, high = shelf->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (shelf->items[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < shelf->n && shelf->items[low]->number == number ? low : shelf->n;
}

size_t shelf_by_seq(const struct shelf *shelf, uint64_t seq)
{
	size_t low = 0, high = shelf->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (shelf->items[middle]->first_seq <= seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low - 1 : 0;
}

size_t shelf_by_time(const struct shelf *shelf, uint64_t time_ms)
{
	size_t low = 0, high = shelf->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (shelf->items[middle]->first_ms < time_ms)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low - 1 : 0;
}

/* Whether nothing of it is still on its way to the disk. */
static bool is_settled(const struct shelf *shelf, size_t index, uint64_t durable)
{
	return index + 1 < shelf->n && shelf->items[index + 1]->first_seq <= durable + 1;
}

static void close_one(struct shelf *shelf, size_t keep, uint64_t durable)
{
	struct segment *oldest = NULL;

	for (size_t i = 0; i < shelf->n; i++) {
		struct segment *s = shelf->items[i];

		if (s->fd < 0 || i == keep || !is_settled(shelf, i, durable))
			continue;
		if (!oldest || s->used_at < oldest->used_at)
			oldest = s;
	}
	if (!oldest)
		return;
	close(oldest->fd);
	oldest->fd = -1;
	shelf->n_open--;
}

int shelf_fd(struct shelf *shelf, size_t index, uint64_t durable)
{
	struct segment *s = shelf->items[index];
	int r;

	s->used_at = ++shelf->clock;
	if (s->fd >= 0)
		return s->fd;
	r = segment_reopen(s, shelf->dir);
	if (r < 0)
		return r;
	shelf->n_open++;
	if (shelf->n_open > MAX_OPEN)
		close_one(shelf, index, durable);
	return s->fd;
}

void shelf_free(struct shelf *shelf)
{
	while (shelf->n)
		segment_close(shelf->items[--shelf->n]);
	free(shelf->items);
	*shelf = (struct shelf){ .dir = -1 };
}
