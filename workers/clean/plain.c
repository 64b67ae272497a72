#include "workers/clean/plain.h"

#include <ctype.h>

#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"
#include "workers/clean/fold.h"
#include "workers/clean/jammer.h"

enum { MIN_JAMMERS = 2, MAX_TITLE_WEIGHT = 60 * WEIGHT_WIDE };

/* A picture in Markdown, or the name of an attached one. */
static bool is_picture(struct span s)
{
	static const char *const ends[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp" };

	if (span_starts(s, "![") && span_ends(s, ")"))
		return true;
	for (size_t i = 0; i < NW_ARRAY_LEN(ends); i++)
		if (span_ends(s, ends[i]) && s.len < 80 && !memchr(s.at, ' ', s.len))
			return true;
	return false;
}

/* Without the marks that Markdown puts before a heading, a quotation, a rule. */
static struct span without_markdown(struct span s)
{
	size_t marks = 0;

	while (marks < s.len && s.at[marks] == '#')
		marks++;
	if (marks && marks <= 6 && marks < s.len && s.at[marks] == ' ')
		return span_trim(span_from(s, marks));
	if (span_starts(s, "> "))
		return span_trim(span_from(s, 2));
	if (s.len >= 3 && (span_is(s, "---") || span_is(s, "***") || span_is(s, "___")))
		return span_upto(s, 0);
	if (s.len > 4 && span_starts(s, "**") && span_ends(s, "**"))
		return span_trim((struct span){ s.at + 2, s.len - 4 });
	return s;
}

/* 01, 2., 三: a number that stands alone is the start of the heading below it. */
static bool is_number(struct span s)
{
	size_t digits = 0;

	while (digits < s.len && isdigit((unsigned char)s.at[digits]))
		digits++;
	return digits && digits <= 2 &&
	       (digits == s.len || (digits + 1 == s.len && strchr(".)", s.at[digits])));
}

static bool ends_like_heading(struct span s)
{
	static const char *const stops[] = { "。", ".", "，", ",", "；", ";", "：",
					     ":",  "”", "」", "…", "!",	 "！" };

	for (size_t i = 0; i < NW_ARRAY_LEN(stops); i++)
		if (span_ends(s, stops[i]))
			return false;
	return true;
}

static unsigned weight_of(struct span s)
{
	unsigned weight = 0;
	uint32_t c;
	size_t n;

	for (; s.len; s = span_from(s, n ? n : 1)) {
		n = utf8_decode(s.at, s.len, &c);
		weight += n ? char_weight(c) : 0;
	}
	return weight;
}

static bool is_heading(struct span s)
{
	return s.len && weight_of(s) <= MAX_TITLE_WEIGHT && ends_like_heading(s);
}

static struct span fold_copy(struct arena *a, struct span s)
{
	struct folder f = { .out = arena_alloc(a, s.len * FOLD_GROWS + 1) };

	fold_text(&f, s);
	return fold_piece(&f);
}

static void join_numbers(struct prose *p)
{
	for (size_t i = 0; i + 1 < p->n; i++) {
		struct span *s = &p->lines[i], *next = &p->lines[i + 1];

		if (!is_number(*s) || !is_heading(*next))
			continue;
		next->at = arena_printf(p->arena, "%.*s %.*s", (int)s->len, s->at,
					(int)next->len, next->at);
		next->len = strlen(next->at);
		prose_cut(p, i, i + 1);
	}
}

static size_t count_jammers(struct span text)
{
	size_t count = 0;
	struct span line;

	while (span_line(&text, &line))
		jammer_strip(line, &count);
	return count;
}

void plain_read(struct prose *ret, struct arena *a, struct span text,
		struct clean_article *article, size_t *jammers)
{
	struct span line;
	size_t ignored = 0;

	*ret = (struct prose){ .arena = a, .plain = true };
	*jammers = count_jammers(text);
	while (span_line(&text, &line)) {
		if (*jammers >= MIN_JAMMERS)
			line = jammer_strip(line, &ignored);
		line = without_markdown(fold_copy(a, line));
		if (line.len && !is_picture(line))
			prose_add(ret, line);
	}
	join_numbers(ret);
}

void plain_take_title(struct prose *p, struct clean_article *article)
{
	if (article->title || p->n < 3 || !is_heading(p->lines[0]))
		return;
	article->title = arena_dup(p->arena, p->lines[0].at, p->lines[0].len);
	prose_cut(p, 0, 1);
}
