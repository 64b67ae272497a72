#include "workers/extract/mention.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/json.h"
#include "workers/extract/recognise_date.h"
#include "workers/extract/recognise_quantity.h"
#include "workers/extract/recognise_round.h"
#include "workers/extract/recognise_start.h"
#include "workers/extract/scan.h"

static const char *const names[] = {
#define MENTION_NAME(name) [MENTION_##name] = #name,
	MENTION_CLASSES(MENTION_NAME)
#undef MENTION_NAME
};

const char *mention_class_name(enum mention_class c)
{
	return c < N_MENTION_CLASSES ? names[c] : "?";
}

enum mention_class mention_class_find(const char *name)
{
	for (unsigned c = 0; c < N_MENTION_CLASSES; c++)
		if (strcmp(names[c], name) == 0)
			return c;
	return N_MENTION_CLASSES;
}

struct publication_date publication_date_read(const char *iso)
{
	struct publication_date d = { 0 };

	if (!iso || sscanf(iso, "%4d-%2d-%2d", &d.year, &d.month, &d.day) != 3 ||
	    d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.year < 1)
		return (struct publication_date){ 0 };
	return d;
}

static uint32_t longest(const struct lexicon_match *found, size_t n)
{
	uint32_t max = 0;

	for (size_t i = 0; i < n; i++)
		if (found[i].count > max)
			max = found[i].count;
	return max;
}

/* Adds the known names of a sentence. A name within a longer one or within an ordinary
 * word (中国 in 中国平安, 联想 in 联想到) is none; what they cover holds no numbers. */
static void find_names(struct scan *s, const struct lexicon *l, uint8_t *taken)
{
	struct lexicon_match found[LEXICON_MAX_MATCHES];
	uint32_t covered = s->begin;

	for (uint32_t i = s->begin; i < s->end; i++) {
		size_t n = lexicon_find(l, s->text, i, s->end, found);
		uint32_t count = longest(found, n);

		if (count == 0 || i + count <= covered)
			continue;
		memset(taken + i - s->begin, 1, count);
		for (size_t k = 0; k < n && i >= covered; k++) {
			const struct lexicon_entry *e = found[k].entry;
			struct mention *m;

			if (e->class == LEXICON_WORD || found[k].count < count)
				continue;
			m = scan_add(s, (enum mention_class)e->class, i, i + count);
			m->name = e->name;
			m->id = e->id;
		}
		covered = i + count;
	}
}

/* Behind the address that starts at `at` (https://…, www.…), `at` when none does. */
static uint32_t skip_address(const struct scan *s, uint32_t at)
{
	if (!scan_word(s, at, U"http://") && !scan_word(s, at, U"https://") &&
	    !scan_word(s, at, U"www."))
		return at;
	while (scan_at(s, at) > ' ' && scan_at(s, at) < 0x80)
		at++;
	return at;
}

static uint32_t recognise(struct scan *s, uint32_t at)
{
	uint32_t next = at;

	if (!recognise_may_start(s, at))
		return at + 1;
	if (scan_at(s, at) == 'h' || scan_at(s, at) == 'w')
		next = skip_address(s, at);
	if (next == at)
		next = recognise_date(s, at);
	if (next == at)
		next = recognise_round(s, at);
	if (next == at)
		next = recognise_quantity(s, at);
	return next > at ? next : at + 1;
}

static int by_place(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return (int)x->class - (int)y->class;
}

static void find_in_sentence(struct scan *s, const struct lexicon *l, uint8_t *taken)
{
	uint32_t before = s->found->n;

	memset(taken, 0, s->end - s->begin + 1);
	find_names(s, l, taken);
	for (uint32_t at = s->begin; at < s->end;)
		at = recognise(s, at);
	if (s->found->n > before)
		qsort(s->found->items + before, s->found->n - before,
		      sizeof(*s->found->items), by_place);
}

static uint32_t longest_sentence(const struct text *t)
{
	uint32_t max = 0;

	for (uint32_t i = 0; i < t->n_sentences; i++)
		if (t->sentences[i].count > max)
			max = t->sentences[i].count;
	return max;
}

int mentions_find(struct arena *a, const struct lexicon *l, const struct text *t,
		  const struct publication_date *published, struct mentions *ret)
{
	struct mentions found = { 0 };
	uint8_t *taken = arena_alloc(a, longest_sentence(t) + 1);

	for (uint32_t i = 0; i < t->n_sentences; i++) {
		struct scan s = { .text = t,
				  .begin = t->sentences[i].first,
				  .end = t->sentences[i].first + t->sentences[i].count,
				  .sentence = i,
				  .taken = taken,
				  .arena = a,
				  .published = *published,
				  .found = &found };

		find_in_sentence(&s, l, taken);
	}
	*ret = found;
	return 0;
}
