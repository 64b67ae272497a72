#include "daemon/ledger/positions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/log.h"

struct position *positions_find(const struct positions *p, const char *name, size_t len)
{
	for (size_t i = 0; i < p->n; i++)
		if (strlen(p->items[i].name) == len &&
		    memcmp(p->items[i].name, name, len) == 0)
			return &p->items[i];
	return NULL;
}

int positions_add(struct positions *p, const char *name, size_t len, uint64_t seq,
		  struct position **ret)
{
	*ret = positions_find(p, name, len);
	if (*ret)
		return 0;
	if (p->n == POSITIONS_MAX || len > POSITION_MAX_NAME)
		return POSITIONS_FULL;
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 8;
		struct position *items = realloc(p->items, cap * sizeof(*items));

		if (!items)
			return nw_fault(-ENOMEM, "positions: one name more");
		p->items = items;
		p->cap = cap;
	}
	*ret = &p->items[p->n++];
	**ret = (struct position){ .seq = seq };
	memcpy((*ret)->name, name, len);
	return 0;
}

uint64_t positions_lowest(const struct positions *p)
{
	uint64_t lowest = UINT64_MAX;

	for (size_t i = 0; i < p->n; i++)
		if (p->items[i].seq < lowest)
			lowest = p->items[i].seq;
	return lowest;
}

void positions_free(struct positions *p)
{
	free(p->items);
	*p = (struct positions){ 0 };
}
