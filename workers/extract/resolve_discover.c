#include "workers/extract/resolve_discover.h"

#include <stdlib.h>
#include <string.h>

enum { MIN_CHARS = 3 };

static uint16_t list_of(enum mention_class class)
{
	return (uint16_t)(class + 1);
}

static bool is_worthy(const struct filler *f)
{
	return f->entity && !f->mention && f->count >= MIN_CHARS;
}

static size_t collect(const struct assembly *as, struct words *names)
{
	size_t n = 0;

	for (size_t i = 0; i < as->drafts.n; i++) {
		for (const struct filler *f = as->drafts.items[i].fillers; f;
		     f = f->next) {
			const struct entity *e;
			const char *name;

			if (as->drafts.items[i].dropped || !is_worthy(f))
				continue;
			e = resolver_get(as->resolver, f->entity);
			name = text_copy(as->memory, as->view->text, f->first, f->count);
			n += words_add(names, list_of(e->class), name, NULL);
		}
	}
	return n;
}

/* Whether a mention of that class has one of these characters already. */
static bool is_known(const struct assembly *as, const struct mentions *m, uint32_t first,
		     uint32_t count, enum mention_class class)
{
	uint32_t from = first > 40 ? first - 40 : 0;

	for (uint32_t i = as->view->mention_at[from];
	     i < m->n && m->items[i].first < first + count; i++)
		if (m->items[i].class == class &&
		    m->items[i].first + m->items[i].count > first)
			return true;
	return false;
}

static int by_first(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static uint32_t sentence_of(const struct text *t, uint32_t at, uint32_t *k)
{
	while (*k + 1 < t->n_sentences && t->sentences[*k + 1].first <= at)
		++*k;
	return *k;
}

static bool is_longest(const struct word_hits *hits, uint32_t i)
{
	return i + 1 == hits->n || hits->items[i + 1].first != hits->items[i].first;
}

uint32_t resolve_discover(const struct assembly *as, const struct mentions *mentions,
			  struct mentions *ret)
{
	const struct text *t = as->view->text;
	struct words *names = words_new(as->memory);
	uint32_t k = 0, behind = 0;
	struct word_hits hits;

	*ret = *mentions;
	if (!collect(as, names))
		return 0;
	words_find(names, as->memory, t, 0, t->n_chars, &hits);
	ret->items =
		arena_alloc(as->memory, (mentions->n + hits.n) * sizeof(*ret->items));
	if (mentions->n)
		memcpy(ret->items, mentions->items, mentions->n * sizeof(*ret->items));
	for (uint32_t i = 0; i < hits.n; i++) {
		const struct word_hit *h = &hits.items[i];
		enum mention_class class = (enum mention_class)(h->list - 1);

		if (!is_longest(&hits, i) || h->first < behind ||
		    is_known(as, mentions, h->first, h->count, class))
			continue;
		behind = h->first + h->count;
		ret->items[ret->n++] = (struct mention){
			.class = class,
			.first = h->first,
			.count = h->count,
			.sentence = sentence_of(t, h->first, &k),
		};
	}
	ret->cap = mentions->n + hits.n;
	if (ret->n > mentions->n)
		qsort(ret->items, ret->n, sizeof(*ret->items), by_first);
	return ret->n - mentions->n;
}
