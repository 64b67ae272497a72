#include "daemon/journal/numbers.h"

#include <errno.h>
#include <stdlib.h>

#include "protocol/base/log.h"

int numbers_add(struct numbers *list, uint32_t number)
{
	if (list->n == list->cap) {
		size_t cap = list->cap * 2 + 8;
		uint32_t *grown = realloc(list->items, cap * sizeof(*grown));

		if (!grown)
			return nw_fault(-ENOMEM, "numbers: add one");
		list->items = grown;
		list->cap = cap;
	}
	list->items[list->n++] = number;
	return 0;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void numbers_sort(struct numbers *list)
{
	if (list->n)
		qsort(list->items, list->n, sizeof(*list->items), compare);
}

void numbers_free(struct numbers *list)
{
	free(list->items);
	*list = (struct numbers){ 0 };
}
