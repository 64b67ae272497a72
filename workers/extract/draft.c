#include "workers/extract/draft.h"

struct draft *drafts_add(struct arena *a, struct drafts *all, const struct draft *d)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 16;

		all->items = arena_grow(a, all->items, all->cap * sizeof(*all->items),
					cap * sizeof(*all->items));
		all->cap = cap;
	}
	all->items[all->n] = *d;
	return &all->items[all->n++];
}

const struct filler *draft_filler(const struct draft *d, int role)
{
	const struct filler *f = d->fillers;

	while (f && f->role != role)
		f = f->next;
	return f;
}

void draft_add(struct arena *a, struct draft *d, const struct filler *filler)
{
	struct filler *copy = arena_alloc(a, sizeof(*copy)), **tail = &d->fillers;

	*copy = *filler;
	copy->next = NULL;
	while (*tail)
		tail = &(*tail)->next;
	*tail = copy;
}

uint32_t draft_roles(const struct draft *d)
{
	uint32_t roles = 0;

	for (const struct filler *f = d->fillers; f; f = f->next)
		roles |= 1u << f->role;
	return roles;
}

void draft_add_evidence(struct draft *d, uint32_t sentence)
{
	for (size_t i = 0; i < d->n_evidence; i++)
		if (d->evidence[i] == sentence)
			return;
	if (d->n_evidence < DRAFT_MAX_EVIDENCE)
		d->evidence[d->n_evidence++] = sentence;
}
