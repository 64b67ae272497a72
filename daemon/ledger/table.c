#include "daemon/ledger/table.h"

#include <errno.h>
#include <stdlib.h>

#include "protocol/base/log.h"

enum { SMALLEST = 64 };

static size_t home(const struct table *t, struct hash128 key)
{
	return (size_t)(key.low >> 7) & (t->cap - 1);
}

/* The slot of `key`, or the free one where it belongs. */
static struct table_slot *find(const struct table *t, struct hash128 key)
{
	size_t i = home(t, key);

	while (t->slots[i].value && !hash128_equal(t->slots[i].key, key))
		i = (i + 1) & (t->cap - 1);
	return &t->slots[i];
}

static int grow(struct table *t)
{
	struct table bigger = { .cap = t->cap ? t->cap * 2 : SMALLEST, .n = t->n };

	bigger.slots = calloc(bigger.cap, sizeof(*bigger.slots));
	if (!bigger.slots)
		return nw_fault(-ENOMEM, "table: grow to %zu slots", bigger.cap);
	for (size_t i = 0; i < t->cap; i++)
		if (t->slots[i].value)
			*find(&bigger, t->slots[i].key) = t->slots[i];
	free(t->slots);
	*t = bigger;
	return 0;
}

void *table_get(const struct table *t, struct hash128 key)
{
	return t->cap ? find(t, key)->value : NULL;
}

int table_put(struct table *t, struct hash128 key, void *value)
{
	struct table_slot *slot;

	if ((t->n + 1) * 3 > t->cap * 2) {
		int r = grow(t);

		if (r < 0)
			return r;
	}
	slot = find(t, key);
	if (!slot->value)
		t->n++;
	*slot = (struct table_slot){ .key = key, .value = value };
	return 0;
}

/* Closes the gap, so that no search ends too early. */
static void pull_back(struct table *t, size_t gap)
{
	for (size_t i = (gap + 1) & (t->cap - 1); t->slots[i].value;
	     i = (i + 1) & (t->cap - 1)) {
		size_t h = home(t, t->slots[i].key);

		if (((i - h) & (t->cap - 1)) < ((i - gap) & (t->cap - 1)))
			continue;
		t->slots[gap] = t->slots[i];
		t->slots[i].value = NULL;
		gap = i;
	}
}

void *table_remove(struct table *t, struct hash128 key)
{
	struct table_slot *slot = t->cap ? find(t, key) : NULL;
	void *value = slot ? slot->value : NULL;

	if (!value)
		return NULL;
	slot->value = NULL;
	t->n--;
	pull_back(t, (size_t)(slot - t->slots));
	return value;
}

void table_free(struct table *t)
{
	free(t->slots);
	*t = (struct table){ 0 };
}
