#include "workers/extract/recognise_date.h"

#include "workers/extract/recognise_number.h"

/* Words behind a date that say which side of it is meant; part of the mention. */
static uint32_t skip_side(const struct scan *s, uint32_t at, const char **ret_word)
{
	static const struct scan_word words[] = {
		{ U"之前", "前" },   { U"以前", "前" },	  { U"前", "前" },
		{ U"或之前", "前" }, { U"及之前", "前" }, { U"及以前", "前" },
		{ U"之后", "后" },   { U"以后", "后" },	  { U"后", "后" },
		{ U"或之后", "后" }, { U"及之后", "后" }, { U"及以后", "后" },
		{ U"以来", "起" },   { U"起", "起" },	  { U"开始", "起" },
		{ U"至今", "起" },
	};
	uint32_t count;
	const struct scan_word *w =
		scan_longest(s, scan_blank(s, at), words, NW_ARRAY_LEN(words), &count);

	if (!w)
		return at;
	if (count == 1 && scan_in(s, at + 1, U"三期来者续诉草身源年台天"))
		return at;
	*ret_word = w->means;
	return scan_blank(s, at) + count;
}

static bool read_any(const struct scan *s, uint32_t at, struct date_read *ret)
{
	return date_read_digits(s, at, ret) || date_read_relative(s, at, ret) ||
	       date_read_english(s, at, ret) || date_read_chinese(s, at, ret);
}

/* The year of a month without one. */
static void complete(const struct scan *s, struct date_read *r)
{
	if (r->d.year || !r->d.month || r->vague)
		return;
	r->d.year = date_likely_year(r->d, &s->published);
	if (r->last.month)
		r->last.year = r->d.year;
	r->relative = r->d.year != 0;
}

/* Gives the second date of a range what the first had said: 6月1日至30日. */
static void inherit(struct date_read *to, const struct date_read *from)
{
	if (!to->d.month && to->d.day)
		to->d.month = from->d.month;
	if (!to->d.year && to->d.month && from->d.year)
		to->d.year =
			from->d.year + (from->d.month > to->d.month && from->relative);
}

/* A day alone: 25日, of the month of publication or the one before. */
static void complete_day(const struct scan *s, struct date_read *r)
{
	struct date now = { s->published.year, s->published.month, s->published.day };

	if (!r->d.day || r->d.month || !now.year)
		return;
	if (r->d.day > now.day + 10)
		now = date_add_months((struct date){ now.year, now.month, 1 }, -1);
	now.day = r->d.day;
	for (int back = 0; back < 3 && !date_exists(now); back++) {
		now = date_add_months((struct date){ now.year, now.month, 1 }, -1);
		now.day = r->d.day;
	}
	r->d = now;
	r->relative = true;
}

/* The sign between the dates of a range; 0 when none stands at `at`. */
static uint32_t skip_to(const struct scan *s, uint32_t at, bool *ret_between)
{
	uint32_t next = scan_blank(s, at), from = next;

	*ret_between = scan_in(s, next, U"和与及");
	if (*ret_between)
		return scan_blank(s, next + 1);
	while (scan_in(s, next, U"-~至到") && next < from + 2)
		next++;
	return next > from ? scan_blank(s, next) : 0;
}

/* Behind 之间, 间, 期间; 0 when none is there. */
static uint32_t skip_between(const struct scan *s, uint32_t at)
{
	uint32_t count = scan_word(s, at, U"之间");

	return count ? at + count : scan_at(s, at) == U'间' ? at + 1 : 0;
}

/* The second date of a range behind `low`. */
static bool read_range(const struct scan *s, const struct date_read *low,
		       struct date_read *ret)
{
	bool between;
	uint32_t at = skip_to(s, low->end, &between), end;

	if (!at || low->vague || !read_any(s, at, ret) || ret->vague)
		return false;
	if (ret->d.year && !ret->d.month && low->d.month)
		return false;
	if (ret->last.year || ret->last.month || low->last.month)
		return false;
	if (between) {
		end = skip_between(s, ret->end);
		if (!end)
			return false;
		ret->end = end;
	}
	inherit(ret, low);
	return true;
}

/* 1995-1997年, 2019至2021年: a year that only the second one names. */
static bool read_years(const struct scan *s, uint32_t at, struct date_read *low,
		       struct date_read *high)
{
	struct number n;
	bool between;
	uint32_t next;

	if (!number_read_arabic(s, at, &n) || !n.plain || n.end != at + 4 ||
	    n.value < 1000)
		return false;
	next = skip_to(s, n.end, &between);
	if (!next || between || !date_read_chinese(s, next, high) || high->d.month ||
	    high->d.year < (int)n.value)
		return false;
	*low = (struct date_read){ .d.year = (int)n.value, .end = n.end };
	return true;
}

static uint32_t add_date(struct scan *s, uint32_t at, const struct date_read *low,
			 const struct date_read *high, uint32_t end)
{
	const char *side = NULL;
	struct mention *m;

	if (!high)
		end = skip_side(s, end, &side);
	m = scan_add(s, MENTION_DATE, at, end);
	m->value.modifier = side;
	m->value.relative = low->relative;
	if (low->vague)
		return end;
	m->value.term = date_text(s->arena, low->d);
	if (high)
		m->value.term_max = date_text(s->arena, high->d);
	else if (low->last.year || low->last.month)
		m->value.term_max = date_text(s->arena, low->last);
	return end;
}

/* Behind the part of a day: 6月5日晚间; a time of day says more than that. */
static uint32_t skip_part_of_day(const struct scan *s, uint32_t at)
{
	static const struct scan_word words[] = {
		{ U"晚间", "" }, { U"晚上", "" }, { U"晚", "" },   { U"上午", "" },
		{ U"下午", "" }, { U"午间", "" }, { U"中午", "" }, { U"凌晨", "" },
		{ U"早间", "" }, { U"傍晚", "" }, { U"盘后", "" }, { U"盘前", "" },
		{ U"清晨", "" }, { U"深夜", "" },
	};
	uint32_t count;

	scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);
	if (char_is_digit(scan_at(s, at + count)) ||
	    numeral_digit(scan_at(s, at + count)) >= 0 || scan_in(s, at + count, U"十于"))
		return at;
	return at + count;
}

/* Behind 从 and the like. *ret_part: they belong to a single date, too. */
static uint32_t skip_from(const struct scan *s, uint32_t at, bool *ret_part)
{
	static const struct scan_word words[] = {
		{ U"从", "-" },	     { U"自", "-" },	  { U"由", "-" },
		{ U"自从", "" },     { U"截止到", "" },	  { U"截止", "" },
		{ U"截至", "" },     { U"截止至", "" },	  { U"当地时间", "" },
		{ U"北京时间", "" }, { U"美东时间", "" }, { U"美国当地时间", "" },
	};
	uint32_t count;
	const struct scan_word *w =
		scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);

	*ret_part = w && w->means[0] != '-';
	return scan_blank(s, at + count);
}

/* 截至本公告披露日: a day that only the announcement knows. */
static uint32_t skip_announcement(const struct scan *s, uint32_t at)
{
	static const char32_t *const words[] = { U"本公告披露日", U"本公告披露之日",
						 U"本公告日",	  U"公告披露日",
						 U"公告日",	  U"目前" };

	for (size_t i = 0; i < NW_ARRAY_LEN(words); i++) {
		uint32_t count = scan_word(s, at, words[i]);

		if (count > 0)
			return at + count;
	}
	return at;
}

static uint32_t recognise_plain(struct scan *s, uint32_t at)
{
	bool is_part;
	uint32_t from = skip_from(s, at, &is_part);
	struct date_read low, high;

	if (is_part && skip_announcement(s, from) > from)
		low = (struct date_read){ .vague = true,
					  .end = skip_announcement(s, from) };
	else if (read_years(s, from, &low, &high))
		return add_date(s, at, &low, &high, high.end);
	else if (!read_any(s, from, &low))
		return at;
	complete(s, &low);
	if (read_range(s, &low, &high)) {
		complete(s, &high);
		return add_date(s, at, &low, &high, high.end);
	}
	complete_day(s, &low);
	if (low.d.day)
		low.end = skip_part_of_day(s, low.end);
	return add_date(s, is_part ? at : from, &low, NULL, low.end);
}

uint32_t recognise_date(struct scan *s, uint32_t at)
{
	uint32_t next = at;

	if (s->taken[at - s->begin])
		return at;
	next = recognise_plain(s, at);
	if (next == at)
		next = recognise_duration(s, at);
	return next == at ? recognise_time(s, at) : next;
}
