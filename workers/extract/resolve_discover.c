#include "workers/extract/resolve_discover.h"

#include "workers/extract/resolve_additions.h"

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
			if (e->class == MENTION_ORG && entity_first_word(name))
				words_add(names, list_of(e->class),
					  arena_dup(as->memory, name,
						    entity_first_word(name)),
					  NULL);
		}
	}
	return n;
}

/* Short forms that the article defines (下称茶记) are its names from there on. */
static size_t collect_forms(const struct assembly *as, struct words *names)
{
	size_t n = 0;

	for (uint32_t e = 1; e < resolver_count(as->resolver); e++) {
		const struct entity *form = resolver_form(as->resolver, e);

		if (form->class == MENTION_ORG && form->same_as != e)
			n += words_add(names, list_of(MENTION_ORG), form->name, NULL);
	}
	return n;
}

static bool is_longest(const struct word_hits *hits, uint32_t i)
{
	return i + 1 == hits->n || hits->items[i + 1].first != hits->items[i].first;
}

uint32_t resolve_discover(const struct assembly *as, struct mentions *ret)
{
	const struct text *t = as->view->text;
	struct words *names = words_new(as->memory);
	struct additions ad;
	uint32_t behind = 0;
	struct word_hits hits;

	additions_begin(&ad, as->memory, as->view, ret);
	if (collect(as, names) + collect_forms(as, names) == 0)
		return 0;
	words_find(names, as->memory, t, 0, t->n_chars, &hits);
	for (uint32_t i = 0; i < hits.n; i++) {
		const struct word_hit *h = &hits.items[i];

		if (!is_longest(&hits, i) || h->first < behind)
			continue;
		behind = h->first + h->count;
		additions_add(&ad, (enum mention_class)(h->list - 1), h->first, h->count);
	}
	return additions_end(&ad);
}
