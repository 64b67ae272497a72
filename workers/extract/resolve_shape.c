#include "workers/extract/resolve_shape.h"

#include "workers/extract/resolve_additions.h"

enum {
	MIN_BEFORE_TAIL = 2,
	MAX_BEFORE_TAIL = 8,
	MAX_LISTED = 8,
	MIN_LISTED = 2,
	MIN_CODE_DIGITS = 4,
	MAX_CODE = 16
};

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

static void add_by_tail(struct additions *ad, const struct sentence *s,
			const struct word_hit *tail)
{
	const struct view *v = ad->view;
	uint32_t end = tail->first + tail->count, first;

	if (!(v->flags[end] & VIEW_RIGHT))
		return;
	first = find_begin(v, tail, s->first);
	if (first < tail->first && !is_generic(v, first, end))
		additions_add(ad, MENTION_ORG, first, end - first);
}

/* 300123.SZ, HK:01234, 14.520,-0.18: what a bracket behind a listed company holds. */
static bool is_listing_code(const struct text_char *c, uint32_t n)
{
	uint32_t digits = 0;
	bool mark = false;

	for (uint32_t i = 0; i < n && i < MAX_CODE && c[i].code != ')'; i++) {
		if (!view_is_digit(c[i].code) &&
		    !(c[i].code >= 'a' && c[i].code <= 'z') && c[i].code != '.' &&
		    c[i].code != ':' && c[i].code != ' ' && c[i].code != '-' &&
		    c[i].code != ',')
			return digits >= MIN_CODE_DIGITS;
		digits += view_is_digit(c[i].code);
		mark |= c[i].code == '.';
	}
	return digits >= MIN_CODE_DIGITS || mark;
}

/* The name that ends before the bracket at `at`. */
static void add_listed(struct additions *ad, const struct sentence *s, uint32_t at)
{
	const struct view *v = ad->view;
	uint32_t first = at, best = at;

	while (first > s->first && v->flags[first - 1] & VIEW_NAME &&
	       at - first < MAX_LISTED) {
		first--;
		if (v->flags[first] & VIEW_HEAD_END)
			break;
		if (v->flags[first] & VIEW_LEFT)
			best = first;
	}
	if (v->flags[first] & VIEW_LEFT)
		best = first;
	if (at - best >= MIN_LISTED)
		additions_add(ad, MENTION_ORG, best, at - best);
}

static bool has_sign(const struct view *v, uint32_t at)
{
	if (v->text->chars[at].code == '(')
		return true;
	return v->hit_at[at] < v->hit_at[at + 1] &&
	       view_hit(v, at, v->grammar->engine[LIST_org_tail]);
}

static void add_at(struct additions *ad, const struct sentence *s, uint32_t at)
{
	const struct view *v = ad->view;
	uint16_t list = v->grammar->engine[LIST_org_tail];

	if (v->text->chars[at].code == '(' &&
	    is_listing_code(v->text->chars + at + 1, s->first + s->count - at - 1))
		add_listed(ad, s, at);
	for (uint32_t i = v->hit_at[at]; i < v->hit_at[at + 1]; i++)
		if (v->hits.items[i].list == list)
			add_by_tail(ad, s, &v->hits.items[i]);
}

uint32_t resolve_shapes(struct arena *a, struct view *v, struct mentions *ret)
{
	const struct text *t = v->text;
	struct additions ad;

	additions_begin(&ad, a, v, ret);
	for (uint32_t k = 0; k < t->n_sentences; k++) {
		const struct sentence *s = &t->sentences[k];
		bool prepared = false;

		for (uint32_t at = s->first; at < s->first + s->count; at++) {
			if (!has_sign(v, at))
				continue;
			if (!prepared)
				view_prepare(v, s);
			prepared = true;
			add_at(&ad, s, at);
		}
	}
	return additions_end(&ad);
}
