#include "workers/extract/resolve.h"

#include <ctype.h>
#include <string.h>

#include "protocol/base/buf.h"
#include "protocol/base/fold.h"
#include "protocol/base/hash.h"
#include "workers/extract/resolve_alias.h"

enum { MAX_BACK = 4, MIN_SLOTS = 256, MIN_FIRST_WORD = 5 };

struct resolver {
	struct arena *memory;
	struct view *view;
	const struct lexicon *lexicon;
	struct entity *entities; /* from 1 */
	uint32_t n, cap;
	uint32_t *slots; /* by hash of the folded name; 0: free */
	uint32_t n_slots;
	uint32_t *entity_of; /* by number of the mention: of organisations, else 0 */
};

struct resolver *resolver_new(struct arena *a, struct view *v,
			      const struct lexicon *lexicon)
{
	struct resolver *r = arena_alloc(a, sizeof(*r));

	*r = (struct resolver){
		.memory = a, .view = v, .lexicon = lexicon, .n = 1, .n_slots = MIN_SLOTS
	};
	r->slots = arena_alloc(a, r->n_slots * sizeof(*r->slots));
	return r;
}

uint32_t resolver_count(const struct resolver *r)
{
	return r->n;
}

const struct entity *resolver_form(const struct resolver *r, uint32_t entity)
{
	return &r->entities[entity];
}

static uint32_t *find_slot(const struct resolver *r, const char *folded)
{
	uint64_t h = hash128(folded, strlen(folded)).low;
	uint32_t i = (uint32_t)h & (r->n_slots - 1);

	while (r->slots[i] && strcmp(r->entities[r->slots[i]].folded, folded) != 0)
		i = (i + 1) & (r->n_slots - 1);
	return &r->slots[i];
}

static void grow(struct resolver *r)
{
	size_t size = sizeof(*r->entities);
	uint32_t cap = r->cap ? 2 * r->cap : 64;

	if (r->n < r->cap)
		return;
	r->entities = arena_grow(r->memory, r->entities, r->cap * size, cap * size);
	r->cap = cap;
	if (2 * cap <= r->n_slots)
		return;
	r->n_slots *= 4;
	r->slots = arena_alloc(r->memory, r->n_slots * sizeof(*r->slots));
	for (uint32_t e = 1; e < r->n; e++)
		*find_slot(r, r->entities[e].folded) = e;
}

static const char *fold(struct resolver *r, const char *name)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };

	if (fold_string(&b, name, strlen(name)) < 0)
		return "";
	return arena_dup(r->memory, buf_str(&b), b.len);
}

static uint32_t add_entity(struct resolver *r, const struct entity *e)
{
	uint32_t *slot = find_slot(r, e->folded);

	if (*slot)
		return *slot;
	grow(r);
	slot = find_slot(r, e->folded);
	*slot = r->n;
	r->entities[r->n] = *e;
	r->entities[r->n].same_as = r->n;
	return r->n++;
}

static void vote(struct entity *e, enum mention_class class)
{
	if (e->votes[class] < UINT16_MAX)
		e->votes[class]++;
	if (e->votes[class] > e->votes[e->class] ||
	    (class == MENTION_ORG && e->votes[class] == e->votes[e->class]))
		e->class = class;
}

uint32_t resolver_name(struct resolver *r, uint32_t first, uint32_t count,
		       const struct mention *mention, enum mention_class class)
{
	struct entity e = { .class = class, .first = first, .count = count };
	const struct lexicon_entry *known = NULL;
	uint32_t number;

	e.name = text_copy(r->memory, r->view->text, first, count);
	if (mention && mention->name) {
		e.name = mention->name;
		e.id = mention->id;
	} else if (r->lexicon) {
		known = lexicon_get(r->lexicon, class, e.name);
	}
	if (known) {
		e.name = known->name;
		e.id = known->id;
	}
	e.folded = fold(r, e.name);
	number = add_entity(r, &e);
	vote(&r->entities[number], class);
	return number;
}

uint32_t resolver_root(const struct resolver *r, uint32_t entity)
{
	while (r->entities && r->entities[entity].same_as != entity)
		entity = r->entities[entity].same_as;
	return entity;
}

const struct entity *resolver_get(const struct resolver *r, uint32_t entity)
{
	return &r->entities[resolver_root(r, entity)];
}

void resolver_link(struct resolver *r, uint32_t entity, uint32_t of)
{
	uint32_t a = resolver_root(r, entity), b = resolver_root(r, of);

	if (r->entities[a].id && !r->entities[b].id)
		r->entities[b].same_as = a;
	else
		r->entities[a].same_as = b;
}

size_t entity_first_word(const char *name)
{
	size_t n = 0;

	while (isalpha((unsigned char)name[n]))
		n++;
	return n >= MIN_FIRST_WORD && name[n] == ' ' ? n : 0;
}

static bool ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n > t && strcmp(s + n - t, tail) == 0;
}

/* The entity whose name is that of `e` without `tail`, or 0. */
static uint32_t find_short(const struct resolver *r, uint32_t e, const char *tail)
{
	const char *folded = r->entities[e].folded;
	size_t n = strlen(folded) - strlen(tail);
	char shorter[128];

	if (n < 3 || n >= sizeof(shorter))
		return 0;
	memcpy(shorter, folded, n);
	shorter[n] = '\0';
	return *find_slot(r, shorter);
}

static void join_short_forms(struct resolver *r)
{
	const struct grammar *g = r->view->grammar;
	uint16_t list = g->engine[LIST_name_tail];

	for (size_t i = 0; list && i < g->lists[list].n; i++) {
		const char *tail = fold(r, g->lists[list].words[i]);

		for (uint32_t e = 1; *tail && e < r->n; e++) {
			uint32_t other = ends_with(r->entities[e].folded, tail)
						 ? find_short(r, e, tail)
						 : 0;

			if (other && r->entities[other].class == r->entities[e].class)
				resolver_link(r, other, e);
		}
	}
}

/* Mistral beside Mistral AI: the first word of a name in Latin letters. */
static void join_first_words(struct resolver *r)
{
	for (uint32_t e = 1; e < r->n; e++) {
		size_t n = entity_first_word(r->entities[e].name);
		const char *folded;
		uint32_t other;

		if (!n)
			continue;
		folded = fold(r, arena_dup(r->memory, r->entities[e].name, n));
		other = *find_slot(r, folded);
		if (other && other != e && r->entities[other].class == MENTION_ORG &&
		    r->entities[e].class == MENTION_ORG)
			resolver_link(r, other, e);
	}
}

void resolver_join(struct resolver *r)
{
	resolve_aliases(r, r->view);
	join_short_forms(r);
	join_first_words(r);
}

void resolver_meet(struct resolver *r)
{
	const struct mentions *all = r->view->mentions;

	r->entity_of = arena_alloc(r->memory, (all->n + 1) * sizeof(*r->entity_of));
	for (uint32_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->items[i];

		if (m->class == MENTION_ORG)
			r->entity_of[i] =
				resolver_name(r, m->first, m->count, m, m->class);
	}
	resolver_join(r);
	for (uint32_t i = 0; i < all->n; i++)
		if (r->entity_of[i])
			r->entities[resolver_root(r, r->entity_of[i])].uses++;
}

uint32_t resolver_uses(const struct resolver *r, const struct mention *m)
{
	uint32_t i = (uint32_t)(m - r->view->mentions->items);

	return resolver_get(r, r->entity_of[i])->uses;
}

const struct view *resolver_view(const struct resolver *r)
{
	return r->view;
}
