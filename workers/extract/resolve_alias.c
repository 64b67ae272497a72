#include "workers/extract/resolve_alias.h"

#include "workers/extract/machine_names.h"

enum { MAX_LONG_NAME = 40, MAX_BETWEEN = 12 };

struct span {
	uint32_t first, count;
};

/* The bracket that a definition at `at` stands in, or `begin`. */
static uint32_t find_bracket(const struct view *v, uint32_t begin, uint32_t at)
{
	for (uint32_t p = at; p > begin && at - p < MAX_BETWEEN; p--)
		if (v->text->chars[p - 1].code == '(')
			return p - 1;
	return begin;
}

/* Registered names begin with a place: 杭州青禾科技有限公司. */
static struct span from_place(const struct mention *place, const struct mention *org)
{
	if (place && place->first + place->count == org->first)
		return (struct span){ place->first, place->count + org->count };
	return (struct span){ org->first, org->count };
}

/* The name that ends before `end`. */
static struct span name_before(const struct view *v, uint32_t begin, uint32_t end)
{
	const struct mention *place = NULL;
	uint32_t at = end;

	while (at > begin && v->text->chars[at - 1].code == ' ')
		end = --at;
	for (uint32_t i = v->mention_at[begin]; i < v->mention_at[end]; i++) {
		const struct mention *m = &v->mentions->items[i];

		if (m->class == MENTION_PLACE)
			place = m;
		if (m->class == MENTION_ORG && m->first + m->count == end)
			return from_place(place, m);
	}
	while (at > begin && end - at < MAX_LONG_NAME && v->flags[at - 1] & VIEW_NAME)
		at--;
	return (struct span){ at, end - at };
}

/* The name that begins behind `at`: in quotes, or up to the bracket. */
static struct span name_behind(const struct view *v, uint32_t at, uint32_t end)
{
	struct name names[NAMES_MAX];
	size_t n;

	at = view_land(v, at, end);
	if (at < end && v->text->chars[at].code == ':')
		at = view_land(v, at + 1, end);
	if (at >= end)
		return (struct span){ 0 };
	n = machine_names_find(v, OPEN_BARE, at, end, names);
	while (n > 0 && names[n - 1].ragged)
		n--;
	return n ? (struct span){ at, names[n - 1].count } : (struct span){ 0 };
}

static void read_definition(struct resolver *r, struct view *v, const struct sentence *s,
			    const struct word_hit *hit)
{
	uint32_t end = s->first + s->count, bracket;
	struct span full, alias;

	view_prepare(v, s);
	bracket = find_bracket(v, s->first, hit->first);
	if (bracket == s->first)
		return;
	full = name_before(v, s->first, bracket);
	alias = name_behind(v, hit->first + hit->count, end);
	if (full.count < 2 || alias.count < 2)
		return;
	resolver_link(r, resolver_name(r, alias.first, alias.count, NULL, MENTION_ORG),
		      resolver_name(r, full.first, full.count, NULL, MENTION_ORG));
}

void resolve_aliases(struct resolver *r, struct view *v)
{
	uint16_t list = v->grammar->engine[LIST_alias];
	const struct text *t = v->text;

	for (uint32_t i = 0, k = 0; list && i < v->hits.n; i++) {
		const struct word_hit *h = &v->hits.items[i];

		while (k < t->n_sentences &&
		       t->sentences[k].first + t->sentences[k].count <= h->first)
			k++;
		if (h->list == list && k < t->n_sentences)
			read_definition(r, v, &t->sentences[k], h);
	}
}
