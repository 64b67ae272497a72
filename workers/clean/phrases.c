#include "workers/clean/phrases.h"

#include "protocol/base/cleanup.h"
#include "protocol/base/utf8.h"

enum where { HEAD, TAIL, ANY };
enum how { IS, STARTS, ENDS, HAS };
enum effect { DROP, BEFORE, AFTER };

enum {
	HEAD_LINES = 14, /* what may be the head of a text */
	TAIL_LINES = 20,
	LONGEST = 400,
};

static const struct phrase {
	enum where where;
	enum how how;
	const char *text;
	size_t longest;
	enum effect effect;
} phrases[] = {
#define PHRASE(where, how, text, longest, effect) { where, how, text, longest, effect },
#include "workers/clean/phrases.def"
#undef PHRASE
};

static size_t characters(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += (s.at[i] & 0xc0) != 0x80;
	return n;
}

static bool fits(const struct phrase *p, struct span form)
{
	switch (p->how) {
	case IS:
		return span_is(form, p->text);
	case STARTS:
		return span_starts(form, p->text);
	case ENDS:
		return span_ends(form, p->text);
	case HAS:
		return span_find(form, p->text) >= 0;
	}
	return false;
}

/* Which phrase the line is, for a place where HEAD or TAIL (or neither) ones count. */
static const struct phrase *find_phrase(struct span form, bool head, bool tail)
{
	size_t length = characters(form);

	for (size_t i = 0; i < NW_ARRAY_LEN(phrases); i++) {
		const struct phrase *p = &phrases[i];

		if ((p->where == HEAD && !head) || (p->where == TAIL && !tail))
			continue;
		if (length <= p->longest && fits(p, form))
			return p;
	}
	return NULL;
}

/* The tail begins behind the middle of the text, however few lines it has. */
static size_t tail_start(const struct prose *p)
{
	size_t bytes = 0, half = 0, i;

	for (i = 0; i < p->n; i++)
		bytes += p->lines[i].len;
	for (i = 0; i < p->n && half < bytes / 2; i++)
		half += p->lines[i].len;
	return p->n > TAIL_LINES && i < p->n - TAIL_LINES ? p->n - TAIL_LINES : i;
}

void phrases_cut(struct prose *p)
{
	size_t tail = tail_start(p), kept = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct span form = { "", 0 };
		const struct phrase *found = NULL;

		if (p->lines[i].len <= LONGEST * UTF8_MAX) {
			form = prose_form(p->arena, p->lines[i], LONGEST);
			found = find_phrase(form, i < HEAD_LINES, i >= tail);
		}
		if (!found) {
			p->lines[kept++] = p->lines[i];
			continue;
		}
		if (found->effect == BEFORE)
			kept = 0;
		if (found->effect == AFTER)
			break;
	}
	p->n = kept;
}
