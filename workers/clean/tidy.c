#include "workers/clean/tidy.h"

#include "workers/clean/byline.h"
#include "workers/clean/forum.h"
#include "workers/clean/phrases.h"
#include "workers/clean/plain.h"
#include "workers/clean/transcript.h"

enum { HEAD_LINES = 8, TAIL_LINES = 8 };

void tidy_add_flag(struct clean_article *c, const char *flag)
{
	if (c->n_flags < DOCUMENT_MAX_FLAGS)
		c->flags[c->n_flags++] = flag;
}

static void read_bylines(struct prose *p, struct clean_article *ret)
{
	for (size_t i = 0; i < p->n;) {
		bool near_end = i < HEAD_LINES || i + TAIL_LINES >= p->n;

		if (near_end && byline_read(p->lines[i], p->arena, ret))
			prose_cut(p, i, i + 1);
		else
			i++;
	}
}

/* "打开X 查看更多图片": X is the site. */
static void read_portal(const struct prose *p, struct clean_article *ret)
{
	static const char open[] = "打开", more[] = "查看更多";

	for (size_t i = 0; i < p->n && i < HEAD_LINES; i++) {
		struct span s = p->lines[i];
		long at = span_find(s, more);

		if (!span_starts(s, open) || at <= (long)strlen(open) || s.len > 90)
			continue;
		s = span_trim(
			(struct span){ s.at + strlen(open), (size_t)at - strlen(open) });
		if (s.len && !ret->source)
			ret->source = arena_dup(p->arena, s.at, s.len);
	}
}

void tidy_prose(struct prose *p, struct clean_article *ret)
{
	if (forum_read(p, ret)) {
		tidy_add_flag(ret, "forum");
	} else if (transcript_is(p)) {
		tidy_add_flag(ret, "transcript");
		transcript_read(p, ret);
		return;
	}
	read_portal(p, ret);
	read_bylines(p, ret);
	phrases_cut(p);
}
