#include "workers/extract/resolve_discover.h"

#include <stdlib.h>
#include <string.h>

enum { MIN_CHARS = 3, MIN_BEFORE_TAIL = 2, MAX_BEFORE_TAIL = 8 };

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
			if (e->class == MENTION_ORG && entity_first_word(name))
				words_add(names, list_of(e->class),
					  arena_dup(as->memory, name,
						    entity_first_word(name)),
					  NULL);
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

static void append(const struct assembly *as, struct mentions *to,
		   const struct mention *m)
{
	size_t size = sizeof(*to->items);

	if (to->n == to->cap) {
		uint32_t cap = to->cap ? 2 * to->cap : 64;
		struct mention *grown = arena_alloc(as->memory, cap * size);

		if (to->n)
			memcpy(grown, to->items, to->n * size);
		to->items = grown;
		to->cap = cap;
	}
	to->items[to->n++] = *m;
}

static int by_first(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static uint32_t sort_added(struct mentions *all, uint32_t known)
{
	if (all->n > known)
		qsort(all->items, all->n, sizeof(*all->items), by_first);
	return all->n - known;
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
	ret->cap = ret->n; /* the caller's items are not written to */
	for (uint32_t i = 0; i < hits.n; i++) {
		const struct word_hit *h = &hits.items[i];
		struct mention m = { .class = (enum mention_class)(h->list - 1),
				     .first = h->first,
				     .count = h->count };

		if (!is_longest(&hits, i) || h->first < behind ||
		    is_known(as, mentions, m.first, m.count, m.class))
			continue;
		behind = h->first + h->count;
		m.sentence = sentence_of(t, h->first, &k);
		append(as, ret, &m);
	}
	return sort_added(ret, mentions->n);
}

/* ---- by their ends --------------------------------------------------------------------
 */

/* Where the name begins that ends in the word `tail`; tail->first when there is none. */
static uint32_t find_begin(const struct view *v, const struct word_hit *tail,
			   uint32_t begin)
{
	uint32_t at = tail->first;

	while (at > begin && v->flags[at - 1] & VIEW_NAME &&
	       tail->first - at < MAX_BEFORE_TAIL) {
		at--;
		if (v->flags[at] & VIEW_HEAD_END && tail->first - at < MIN_BEFORE_TAIL)
			return tail->first;
		if (v->flags[at] & VIEW_LEFT && tail->first - at >= MIN_BEFORE_TAIL)
			return at;
	}
	return tail->first;
}

static bool is_generic(const struct view *v, uint32_t first, uint32_t end)
{
	const struct word_hit *h = view_hit(v, first, v->grammar->engine[LIST_not_org]);

	return h && h->first + h->count == end;
}

static bool find_by_tail(const struct view *v, const struct sentence *s,
			 const struct word_hit *tail, struct mention *ret)
{
	uint32_t end = tail->first + tail->count;

	if (!(v->flags[end] & VIEW_RIGHT))
		return false;
	ret->class = MENTION_ORG;
	ret->first = find_begin(v, tail, s->first);
	ret->count = end - ret->first;
	return ret->first < tail->first && !is_generic(v, ret->first, end);
}

uint32_t resolve_suffixes(const struct assembly *as, const struct mentions *mentions,
			  struct mentions *ret)
{
	uint16_t list = as->grammar->engine[LIST_org_tail];
	const struct text *t = as->view->text;
	uint32_t k = 0, prepared = UINT32_MAX;

	*ret = *mentions;
	ret->cap = ret->n;
	for (uint32_t i = 0; list && i < as->view->hits.n; i++) {
		const struct word_hit *h = &as->view->hits.items[i];
		struct mention m = { 0 };

		if (h->list != list)
			continue;
		m.sentence = sentence_of(t, h->first, &k);
		if (m.sentence != prepared)
			view_prepare(as->view, &t->sentences[m.sentence]);
		prepared = m.sentence;
		if (find_by_tail(as->view, &t->sentences[m.sentence], h, &m) &&
		    !is_known(as, mentions, m.first, m.count, MENTION_ORG))
			append(as, ret, &m);
	}
	return sort_added(ret, mentions->n);
}
