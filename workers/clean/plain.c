#include "workers/clean/plain.h"

#include <ctype.h>

#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"
#include "workers/clean/fold.h"
#include "workers/clean/jammer.h"

enum {
	MIN_WRAPPED = 45,
	FULL_WRAPPED = 60,
	MAX_WRAPPED = 100,
	MAX_TITLE = 200, /* characters that are compared */
	MAX_TITLE_WEIGHT = 60 * WEIGHT_WIDE,
	MAX_HALF = 16 * WEIGHT_WIDE, /* of half a heading */
};

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
	static const char *const stops[] = { "。", ".", "，", ",", "；", ";",
					     "：", ":", "…",  "!", "！" };

	if (span_ends(s, "”") || span_ends(s, "」"))
		s.len -= strlen("”");
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

static struct span joined(const struct prose *p, struct span a, const char *between,
			  struct span b)
{
	return span_of(arena_printf(p->arena, "%.*s%s%.*s", (int)a.len, a.at, between,
				    (int)b.len, b.at));
}

/* Whether the line is the first part of a heading. One that ends in a comma is; in a copy
 * full of jammers, which broke lines of their own, so is any other that no text follows.
 */
static bool is_broken(struct span s, bool jammed)
{
	static const char *const ends[] = { "，", ",", "：", ":", "、" };

	if (is_number(s) || weight_of(s) > MAX_HALF || span_ends(s, "?") ||
	    span_ends(s, "？"))
		return false;
	for (size_t i = 0; i < NW_ARRAY_LEN(ends); i++)
		if (span_ends(s, ends[i]))
			return true;
	return jammed && is_heading(s);
}

static void join_halves(struct prose *p, bool jammed)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct span line = p->lines[i];

		if (i + 1 < p->n && is_broken(line, jammed) &&
		    is_heading(p->lines[i + 1]) && weight_of(p->lines[i + 1]) <= MAX_HALF)
			line = joined(p, line, "", p->lines[++i]);
		p->lines[kept++] = line;
	}
	p->n = kept;
}

static void join_numbers(struct prose *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct span line = p->lines[i];

		if (i + 1 < p->n && is_number(line) && is_heading(p->lines[i + 1]))
			line = joined(p, line, " ", p->lines[++i]);
		p->lines[kept++] = line;
	}
	p->n = kept;
}

void plain_join_headings(struct prose *p, size_t jammers)
{
	join_halves(p, jammers >= JAMMER_MANY);
	join_numbers(p);
}

size_t plain_count_jammers(struct span text)
{
	size_t count = 0;
	struct span line;

	while (span_line(&text, &line))
		jammer_strip(line, &count);
	return count;
}

/* Whether `next` goes on where `line` was wrapped at some 70 columns, as in mail: lines
 * of Latin letters, full, that end within a sentence. */
static bool is_wrapped(struct span line, struct span next)
{
	size_t high = 0;
	char last = line.len ? line.at[line.len - 1] : 0,
	     first = next.len ? next.at[0] : 0;

	if (line.len < MIN_WRAPPED || line.len > MAX_WRAPPED)
		return false;
	if (!isalnum((unsigned char)last) && last != ',')
		return false;
	for (size_t i = 0; i < line.len; i++)
		high += (line.at[i] & 0x80) != 0;
	if (high * 8 > line.len)
		return false;
	return islower((unsigned char)first) ||
	       (isalnum((unsigned char)first) && line.len >= FULL_WRAPPED);
}

static void add_line(struct prose *p, struct span line)
{
	line = without_markdown(fold_copy(p->arena, line));
	if (line.len && !is_picture(line))
		prose_add(p, line);
}

void plain_read(struct prose *ret, struct arena *a, struct span text, size_t *jammers)
{
	struct span line, run = { "", 0 }, last = { "", 0 };
	size_t ignored = 0;

	*ret = (struct prose){ .arena = a, .plain = true };
	*jammers = plain_count_jammers(text);
	while (span_line(&text, &line)) {
		if (*jammers >= JAMMER_MANY)
			line = jammer_strip(line, &ignored);
		if (is_wrapped(last, line)) {
			run.len = (size_t)(line.at + line.len - run.at);
		} else {
			add_line(ret, run);
			run = line;
		}
		last = line;
	}
	add_line(ret, run);
}

static bool repeats(const struct prose *p, struct span line, const char *given)
{
	struct span a = prose_form(p->arena, line, MAX_TITLE), b;

	if (!given)
		return false;
	b = prose_form(p->arena, span_of(given), MAX_TITLE);
	return a.len && a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

void plain_take_title(struct prose *p, const char *given, struct clean_article *article)
{
	if (article->title || p->n < 2)
		return;
	if (!repeats(p, p->lines[0], given) &&
	    (p->n < 3 || given || !is_heading(p->lines[0])))
		return;
	article->title = arena_dup(p->arena, p->lines[0].at, p->lines[0].len);
	prose_cut(p, 0, 1);
}
