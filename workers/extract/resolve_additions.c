#include "workers/extract/resolve_additions.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NAME = 40 };

void additions_begin(struct additions *ad, struct arena *a, const struct view *v,
		     struct mentions *all)
{
	*ad = (struct additions){
		.memory = a, .view = v, .all = all, .n_known = v->mentions->n
	};
	*all = *v->mentions;
	all->cap = all->n; /* the items are still the view's: the first one moves them */
}

uint32_t additions_sentence(struct additions *ad, uint32_t at)
{
	const struct text *t = ad->view->text;

	while (ad->sentence + 1 < t->n_sentences &&
	       t->sentences[ad->sentence + 1].first <= at)
		ad->sentence++;
	return ad->sentence;
}

static bool overlaps(const struct mention *m, uint32_t first, uint32_t count,
		     enum mention_class class)
{
	return m->class == class && m->first < first + count &&
	       m->first + m->count > first;
}

static bool is_taken(const struct additions *ad, uint32_t first, uint32_t count,
		     enum mention_class class)
{
	const struct mentions *known = ad->view->mentions;
	uint32_t from = first > MAX_NAME ? first - MAX_NAME : 0;

	for (uint32_t i = ad->view->mention_at[from];
	     i < known->n && known->items[i].first < first + count; i++)
		if (overlaps(&known->items[i], first, count, class))
			return true;
	return ad->all->n > ad->n_known &&
	       overlaps(&ad->all->items[ad->all->n - 1], first, count, class);
}

void additions_add(struct additions *ad, enum mention_class class, uint32_t first,
		   uint32_t count)
{
	size_t size = sizeof(*ad->all->items);
	struct mentions *all = ad->all;

	if (is_taken(ad, first, count, class))
		return;
	if (all->n == all->cap) {
		uint32_t cap = all->cap ? 2 * all->cap : 64;
		struct mention *grown = arena_alloc(ad->memory, cap * size);

		if (all->n)
			memcpy(grown, all->items, all->n * size);
		all->items = grown;
		all->cap = cap;
	}
	all->items[all->n++] =
		(struct mention){ .class = class,
				  .first = first,
				  .count = count,
				  .sentence = additions_sentence(ad, first) };
}

static int by_first(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

uint32_t additions_end(struct additions *ad)
{
	struct mentions *all = ad->all;

	if (all->n > ad->n_known)
		qsort(all->items, all->n, sizeof(*all->items), by_first);
	return all->n - ad->n_known;
}
