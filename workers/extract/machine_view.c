#include "workers/extract/machine_view.h"

#include <string.h>

enum { MAX_BRACKET = 40 };

enum {
	OPEN_QUOTE = 0x201c,
	CLOSE_QUOTE = 0x201d,
	OPEN_SINGLE = 0x2018,
	CLOSE_SINGLE = 0x2019,
	OPEN_TITLE = 0x300a,
	CLOSE_TITLE = 0x300b
};

bool view_is_latin(uint32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= 0xc0 && code <= 0x24f);
}

bool view_is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

bool view_is_cjk(uint32_t code)
{
	return (code >= 0x3400 && code <= 0x9fff) || (code >= 0x20000 && code <= 0x3ffff);
}

static bool is_wordy(uint32_t code)
{
	return view_is_latin(code) || view_is_digit(code);
}

static bool is_opening(uint32_t code)
{
	return code == OPEN_QUOTE || code == OPEN_SINGLE || code == OPEN_TITLE;
}

static bool is_skipped(uint32_t code)
{
	return code == ' ' || code == '"' || is_opening(code) || code == CLOSE_QUOTE ||
	       code == CLOSE_SINGLE || code == CLOSE_TITLE;
}

uint32_t view_land(const struct view *v, uint32_t at, uint32_t end)
{
	while (at < end && is_skipped(v->text->chars[at].code))
		at++;
	return at;
}

/* Fills `at` so that at[c] is the first of the n items that begin at or behind c. */
static uint32_t *index_by_char(struct arena *a, uint32_t n_chars, const void *items,
			       size_t item_size, uint32_t n)
{
	uint32_t *at = arena_alloc(a, (n_chars + 2) * sizeof(*at));
	uint32_t k = 0;

	for (uint32_t c = 0; c <= n_chars + 1; c++) {
		while (k < n &&
		       *(const uint32_t *)((const char *)items + k * item_size) < c)
			k++;
		at[c] = k;
	}
	return at;
}

/* index_by_char() reads the first character of an item with this. */
_Static_assert(offsetof(struct word_hit, first) == 0, "first comes first");

static uint32_t *index_mentions(struct arena *a, const struct text *t,
				const struct mentions *m)
{
	uint32_t *at = arena_alloc(a, (t->n_chars + 2) * sizeof(*at));
	uint32_t k = 0;

	for (uint32_t c = 0; c <= t->n_chars + 1; c++) {
		while (k < m->n && m->items[k].first < c)
			k++;
		at[c] = k;
	}
	return at;
}

struct view *view_make(struct arena *a, const struct grammar *g, const struct text *t,
		       const struct mentions *m)
{
	struct view *v = arena_alloc(a, sizeof(*v));

	v->grammar = g;
	v->text = t;
	v->mentions = m;
	v->mention_at = index_mentions(a, t, m);
	words_find(g->words, a, t, 0, t->n_chars, &v->hits);
	v->hit_at = index_by_char(a, t->n_chars, v->hits.items, sizeof(*v->hits.items),
				  v->hits.n);
	v->next = arena_alloc(a, (t->n_chars + 2) * sizeof(*v->next));
	v->flags = arena_alloc(a, (t->n_chars + 2) * sizeof(*v->flags));
	return v;
}

struct view *view_with(struct arena *a, const struct view *v, const struct mentions *m)
{
	struct view *other = arena_alloc(a, sizeof(*other));

	*other = *v;
	other->mentions = m;
	other->mention_at = index_mentions(a, v->text, m);
	return other;
}

const struct word_hit *view_hit(const struct view *v, uint32_t at, uint16_t list)
{
	for (uint32_t i = v->hit_at[at + 1]; i-- > v->hit_at[at];)
		if (v->hits.items[i].list == list)
			return &v->hits.items[i];
	return NULL;
}

bool view_has(const struct view *v, const struct list_refs *lists, uint32_t from,
	      uint32_t to)
{
	if (!lists->n)
		return false;
	for (uint32_t i = v->hit_at[from]; i < v->hit_at[to]; i++) {
		const struct word_hit *h = &v->hits.items[i];

		if (h->first + h->count > to)
			continue;
		for (size_t k = 0; k < lists->n; k++)
			if (h->list == lists->ids[k])
				return true;
	}
	return false;
}

void view_clause(const struct view *v, const struct sentence *s, uint32_t *from,
		 uint32_t *to)
{
	uint32_t end = s->first + s->count;

	while (*from > s->first && !(v->flags[*from - 1] & VIEW_COMMA))
		--*from;
	while (*to < end && !(v->flags[*to] & VIEW_COMMA))
		++*to;
}

static uint32_t bracket_end(const struct text *t, uint32_t at, uint32_t end)
{
	uint32_t most = end - at > MAX_BRACKET ? at + MAX_BRACKET : end;

	for (uint32_t p = at + 1; p < most; p++)
		if (t->chars[p].code == ')')
			return p + 1;
	return at + 1;
}

static uint32_t unit_end(const struct text *t, uint32_t at, uint32_t end)
{
	if (t->chars[at].code == '(')
		return bracket_end(t, at, end);
	if (!is_wordy(t->chars[at].code))
		return at + 1;
	while (at < end && (is_wordy(t->chars[at].code) ||
			    (t->chars[at].code == '.' && at + 1 < end &&
			     view_is_digit(t->chars[at + 1].code))))
		at++;
	return at;
}

static bool can_name(uint32_t code)
{
	return view_is_cjk(code) || is_wordy(code) || code == '-' || code == '.' ||
	       code == '&' || code == '+' || code == 0xb7 || code == '\'' || code == '*';
}

/* A mark within a Latin name: GPT-4, 3.5, AT&T. */
static bool goes_on(const struct text_char *chars, uint32_t at, uint32_t end)
{
	uint32_t code = chars[at].code;

	return (code == '-' || code == '.' || code == '&' || code == '+') &&
	       at + 1 < end && is_wordy(chars[at + 1].code);
}

/* The second word of a name in Latin letters: Hugging Face. */
static bool continues_name(const struct text_char *chars, uint32_t at, uint32_t begin)
{
	uint32_t p = at;

	if (at < begin + 2 || chars[at - 1].code != ' ' ||
	    !is_wordy(chars[at - 2].code) || chars[at].code == chars[at].raw)
		return false;
	for (p = at - 1; p > begin && is_wordy(chars[p - 1].code); p--)
		;
	return chars[p].code != chars[p].raw;
}

static void flag_chars(struct view *v, uint32_t begin, uint32_t end)
{
	const struct text_char *chars = v->text->chars;
	bool was_name = false, was_latin = false, was_quote = false;

	for (uint32_t p = begin; p < end; p++) {
		uint32_t code = chars[p].code;
		bool name = can_name(code), latin = is_wordy(code);
		uint16_t f = name ? VIEW_NAME : VIEW_RIGHT;

		if (code == ',' || code == ':')
			f |= VIEW_COMMA;
		if (!was_name || (latin && !was_latin))
			f |= VIEW_LEFT;
		if (latin && continues_name(chars, p, begin))
			f &= (uint16_t)~VIEW_LEFT;
		if (was_latin && !latin && !goes_on(chars, p, end))
			f |= VIEW_RIGHT;
		if (was_quote)
			f |= VIEW_QUOTED;
		v->flags[p] = f;
		was_name = name;
		was_latin = latin || (was_latin && (code == '-' || code == '.'));
		was_quote = is_opening(code);
	}
	v->flags[end] = VIEW_RIGHT | VIEW_LEFT;
}

/* A name may begin behind [from, to) and end before it, and cannot reach into it. */
static void block(struct view *v, uint32_t from, uint32_t to)
{
	v->flags[from] |= VIEW_RIGHT;
	v->flags[to] |= VIEW_LEFT;
	for (uint32_t p = from; p < to; p++)
		v->flags[p] &= (uint16_t)~VIEW_NAME;
}

static bool is_kept(const struct view *v, const struct word_hit *hit, uint32_t begin)
{
	uint16_t keep = v->grammar->engine[LIST_name_keep];
	uint32_t from = hit->first > begin + 4 ? hit->first - 4 : begin;

	for (uint32_t i = v->hit_at[from]; i < v->hit_at[hit->first + 1]; i++) {
		const struct word_hit *h = &v->hits.items[i];

		if (h->list == keep && h->first + h->count >= hit->first + hit->count)
			return true;
	}
	return false;
}

static void flag_words(struct view *v, uint32_t begin, uint32_t end)
{
	const uint16_t *engine = v->grammar->engine;

	for (uint32_t i = v->hit_at[begin]; i < v->hit_at[end]; i++) {
		const struct word_hit *h = &v->hits.items[i];
		uint32_t to = h->first + h->count;

		if (to > end)
			continue;
		if (h->list == engine[LIST_name_stop] && !is_kept(v, h, begin))
			block(v, h->first, to);
		if (h->list == engine[LIST_name_tail])
			v->flags[to] |= VIEW_TAIL;
		if (h->list == engine[LIST_name_head]) {
			v->flags[h->first] |= VIEW_RIGHT;
			v->flags[to] |= VIEW_HEAD_END | VIEW_LEFT;
		}
		if (h->list == engine[LIST_product_tail])
			v->flags[to] |= VIEW_PRODUCT_END;
		if (h->list == engine[LIST_surname])
			v->flags[h->first] |= VIEW_SURNAME;
	}
}

/* The figure in GPT-4, "Llama 2". */
static bool is_part_of_latin(const struct text_char *chars, uint32_t first,
			     uint32_t begin)
{
	if (first > begin &&
	    (is_wordy(chars[first - 1].code) || chars[first - 1].code == '-'))
		return true;
	return first > begin + 1 && chars[first - 1].code == ' ' &&
	       view_is_latin(chars[first - 2].code);
}

/* Sums, dates and the like cut names; names that are known may be part of a longer
 * one. */
static void flag_mentions(struct view *v, uint32_t begin, uint32_t end)
{
	const uint32_t cut = 1u << MENTION_MONEY | 1u << MENTION_DATE |
			     1u << MENTION_PERCENT | 1u << MENTION_SHARES |
			     1u << MENTION_ROUND | 1u << MENTION_DURATION |
			     1u << MENTION_COUNT;

	for (uint32_t i = v->mention_at[begin]; i < v->mention_at[end]; i++) {
		const struct mention *m = &v->mentions->items[i];
		uint32_t to = m->first + m->count;

		if (to > end)
			continue;
		if (cut >> m->class & 1 &&
		    !is_part_of_latin(v->text->chars, m->first, begin))
			block(v, m->first, to);
		else if (m->class == MENTION_POST || m->class == MENTION_PLACE)
			v->flags[to] |= VIEW_LEFT;
	}
}

void view_prepare(struct view *v, const struct sentence *s)
{
	uint32_t end = s->first + s->count;

	flag_chars(v, s->first, end);
	flag_words(v, s->first, end);
	flag_mentions(v, s->first, end);
	for (uint32_t p = s->first; p < end; p++)
		v->next[p] = view_land(v, unit_end(v->text, p, end), end);
	v->next[end] = end;
}
