#include "workers/clean/tidy.h"

#include "workers/clean/byline.h"
#include "workers/clean/date.h"
#include "workers/clean/forum.h"
#include "workers/clean/phrases.h"
#include "workers/clean/plain.h"
#include "workers/clean/transcript.h"

enum {
	HEAD_LINES = 8,
	TAIL_LINES = 8,
	MAX_DATELINE = 160, /* bytes */
	MAX_RELEASE = 100,  /* bytes before which a release is dated */
	MIN_REPEAT = 30,    /* bytes of a line that is not said twice … */
	REPEAT_WITHIN = 8,  /* … so near to itself */
};

void tidy_add_flag(struct clean_article *c, const char *flag)
{
	for (size_t i = 0; i < c->n_flags; i++)
		if (strcmp(c->flags[i], flag) == 0)
			return;
	if (c->n_flags < DOCUMENT_MAX_FLAGS)
		c->flags[c->n_flags++] = flag;
}

static void read_bylines(struct prose *p, struct clean_article *ret)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool near_end = i < HEAD_LINES || i + TAIL_LINES >= p->n;

		if (!near_end || !byline_read(p->lines[i], p->arena, ret))
			p->lines[kept++] = p->lines[i];
	}
	p->n = kept;
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

static bool starts_with_any(struct span s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_starts(s, words[i]))
			return true;
	return false;
}

/* "By Jane Doe", "Updated Aug 8, 2023, 9:07 pm", "2023-08-08 09:07 Example News". */
static bool is_dateline(struct span s)
{
	static const char *const before[] = { "Published",    "PUBLISHED", "Updated",
					      "UPDATED",      "Posted",	   "POSTED",
					      "Last updated", "发布时间",  "时间" };
	static const char *const by[] = { "By ", "BY ", "by " };
	struct date d;
	size_t rest;

	if (s.len > MAX_DATELINE || span_ends(s, "。"))
		return false;
	if (starts_with_any(s, by, NW_ARRAY_LEN(by)))
		return s.len < MAX_DATELINE / 2 && s.at[s.len - 1] != '.';
	if (!date_find_in(s, &d, &rest))
		return false;
	return starts_with_any(s, before, NW_ARRAY_LEN(before)) || rest <= s.len / 2 ||
	       (d.hour >= 0 && rest < MAX_DATELINE / 2);
}

static void cut_datelines(struct prose *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++)
		if (i >= HEAD_LINES || !is_dateline(p->lines[i]))
			p->lines[kept++] = p->lines[i];
	p->n = kept;
}

static bool said_before(const struct prose *p, size_t kept, struct span line)
{
	for (size_t i = kept > REPEAT_WITHIN ? kept - REPEAT_WITHIN : 0; i < kept; i++)
		if (p->lines[i].len == line.len &&
		    memcmp(p->lines[i].at, line.at, line.len) == 0)
			return true;
	return false;
}

/* What a page shows twice (a caption below a picture and its large copy) is kept once. */
static void cut_repeats(struct prose *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].len < MIN_REPEAT || !said_before(p, kept, p->lines[i]))
			p->lines[kept++] = p->lines[i];
	p->n = kept;
}

/* "DENVER, Feb. 12, 2026 -- ": press releases say it before their first sentence. */
static bool is_release(struct span line, struct date *ret)
{
	struct span start =
		span_upto(line, line.len < MAX_RELEASE ? line.len : MAX_RELEASE);

	if (span_find(start, " --") < 0 && span_find(start, "—") < 0 &&
	    span_find(start, "/PRNewswire/") < 0)
		return false;
	return date_find(start, ret);
}

static void read_release_date(struct prose *p, struct clean_article *ret)
{
	struct date d;

	for (size_t i = 0; i < p->n && i < 2 && !ret->published; i++)
		if (is_release(p->lines[i], &d)) {
			ret->published = date_format(&d, false, p->arena);
			ret->published_basis = "page";
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
	cut_datelines(p);
	phrases_cut(p);
	read_release_date(p, ret);
	if (!p->plain)
		cut_repeats(p);
}
