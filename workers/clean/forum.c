#include "workers/clean/forum.h"

#include <ctype.h>

#include "workers/clean/byline.h"
#include "workers/clean/date.h"

enum { HEAD_LINES = 40, FOOT_LINES = 12, NOWHERE = -1 };

static long find_line(const struct prose *p, size_t from, size_t to, const char *text)
{
	for (size_t i = from; i < to && i < p->n; i++)
		if (span_find(p->lines[i], text) >= 0)
			return (long)i;
	return NOWHERE;
}

/* The head ends in a link to copy, then "posted at …, show all floors". */
static void read_head(struct prose *p, struct clean_article *ret)
{
	long link = find_line(p, 0, HEAD_LINES, "[复制链接]");
	long posted = find_line(p, 0, HEAD_LINES, "显示全部楼层");
	long last = posted > link ? posted : link;
	struct date date;

	if (last == NOWHERE)
		return;
	if (link > 0 && !ret->title)
		ret->title = arena_dup(p->arena, p->lines[link - 1].at,
				       p->lines[link - 1].len);
	if (posted != NOWHERE && !ret->published && date_find(p->lines[posted], &date)) {
		ret->published = date_format(&date, true, p->arena);
		ret->published_basis = "page";
	}
	prose_cut(p, 0, (size_t)last + 1);
}

/* "NAME 2012-2024" stands last on such pages. */
static bool read_owner(struct span line, struct arena *a, struct clean_article *ret)
{
	static const size_t years = sizeof("2012-2024") - 1;
	struct span end;

	if (line.len <= years || line.len > 80)
		return false;
	end = span_from(line, line.len - years);
	for (size_t i = 0; i < years; i++)
		if (i == 4 ? end.at[i] != '-' : !isdigit((unsigned char)end.at[i]))
			return false;
	line = span_trim(span_upto(line, line.len - years));
	if (line.len && !ret->source)
		ret->source = arena_dup(a, line.at, line.len);
	return true;
}

/* A member's signature under the post speaks of the site by name. */
static void cut_signature(struct prose *p, size_t foot, const struct clean_article *ret)
{
	size_t from = foot > 3 ? foot - 3 : 0;

	for (size_t i = from; ret->source && i < foot && i < p->n; i++)
		if (span_starts(p->lines[i], ret->source) && p->lines[i].len < 240) {
			prose_cut(p, i, i + 1);
			foot--;
			i--;
		}
}

static bool is_foot(const struct prose *p, size_t i)
{
	return span_find(p->lines[i], "您需要登录后才可以回帖") >= 0 ||
	       span_find(p->lines[i], "您需要登錄後才可以回帖") >= 0 ||
	       span_find(p->lines[i], "本版积分规则") >= 0 ||
	       span_find(p->lines[i], "Powered by Discuz!") >= 0;
}

bool forum_read(struct prose *p, struct clean_article *ret)
{
	size_t foot = p->n;
	bool forum = find_line(p, 0, HEAD_LINES, "[复制链接]") != NOWHERE;

	for (size_t i = p->n > FOOT_LINES ? p->n - FOOT_LINES : 0; i < foot; i++)
		if (is_foot(p, i))
			foot = i;
	if (foot == p->n && !forum)
		return false;
	for (size_t i = foot; i < p->n; i++)
		read_owner(p->lines[i], p->arena, ret);
	if (foot < p->n) {
		p->n = foot;
		cut_signature(p, foot, ret);
	}
	read_head(p, ret);
	return true;
}
