/* Dates that count from the day of publication: 去年, 昨日, 上周三, 本月初, 三天前. */
#include <string.h>

#include "workers/extract/recognise_date.h"
#include "workers/extract/recognise_number.h"

enum { ANY_YEAR = 9999 }; /* of a year that the text has named before */

struct shift {
	const char32_t *word;
	int by;
};

/* The longest word at `at`; NULL for none. */
static const struct shift *longest(const struct scan *s, uint32_t at,
				   const struct shift *words, size_t n,
				   uint32_t *ret_count)
{
	const struct shift *best = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t count = words[i].word[0] == scan_at(s, at)
					 ? scan_word(s, at, words[i].word)
					 : 0;

		if (count > *ret_count) {
			*ret_count = count;
			best = &words[i];
		}
	}
	return best;
}

static struct date today(const struct scan *s)
{
	return (struct date){ s->published.year, s->published.month, s->published.day };
}

static struct date day_from_now(const struct scan *s, int64_t days)
{
	if (!s->published.year)
		return (struct date){ 0 };
	return date_of_days(date_to_days(today(s)) + days);
}

static bool read_day_word(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct shift words[] = {
		{ U"今天", 0 },	 { U"今日", 0 },   { U"今晚", 0 },    { U"今早", 0 },
		{ U"今晨", 0 },	 { U"今夜", 0 },   { U"昨天", -1 },   { U"昨日", -1 },
		{ U"昨晚", -1 }, { U"昨夜", -1 },  { U"昨早", -1 },   { U"前天", -2 },
		{ U"前日", -2 }, { U"前晚", -2 },  { U"大前天", -3 }, { U"明天", 1 },
		{ U"明日", 1 },	 { U"明晚", 1 },   { U"明早", 1 },    { U"后天", 2 },
		{ U"后日", 2 },	 { U"大后天", 3 },
	};
	uint32_t count;
	const struct shift *w = longest(s, at, words, NW_ARRAY_LEN(words), &count);

	if (!w ||
	    (w->by == -2 && (scan_before(s, at) == U'日' || scan_before(s, at) == U'天')))
		return false;
	if (scan_in(s, at, U"前后") && char_is_han(scan_before(s, at)) &&
	    (scan_in(s, at - 1, U"以之年月此先") || scan_in(s, at + count, U"期内")))
		return false;
	r->d = day_from_now(s, w->by);
	r->end = at + count;
	return true;
}

/* 本月, 上个月, and what may follow: 10日, 初. */
static bool read_month_word(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct shift words[] = {
		{ U"本月", 0 },	   { U"这个月", 0 },	{ U"这月", 0 },
		{ U"当月", 0 },	   { U"上月", -1 },	{ U"上个月", -1 },
		{ U"上上月", -2 }, { U"上上个月", -2 }, { U"下月", 1 },
		{ U"下个月", 1 },  { U"下下个月", 2 },	{ U"次月", 1 },
	};
	uint32_t count, year = (uint32_t)r->d.year;
	const struct shift *w = longest(s, at, words, NW_ARRAY_LEN(words), &count);
	struct number n;

	if (!w)
		return false;
	if (s->published.year) {
		r->d = date_add_months((struct date){ s->published.year,
						      s->published.month, 1 },
				       w->by);
		r->d.day = 0;
		if (year)
			r->d.year = (int)year;
	}
	r->end = at + count;
	if (number_read_chain(s, r->end, &n) && n.value >= 1 && n.value <= 31 &&
	    scan_in(s, n.end, U"日号")) {
		r->d.day = r->d.month ? (int)n.value : 0;
		r->end = n.end + 1;
	} else if (scan_in(s, r->end, U"初底末")) {
		r->end++;
	} else if (scan_in(s, r->end, U"上中下") && scan_at(s, r->end + 1) == U'旬') {
		r->end += 2;
	}
	return true;
}

static bool read_year_word(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct shift words[] = {
		{ U"今年", 0 },	   { U"本年", 0 },	  { U"本年度", 0 },
		{ U"年内", 0 },	   { U"去年", -1 },	  { U"上年", -1 },
		{ U"前年", -2 },   { U"大前年", -3 },	  { U"明年", 1 },
		{ U"后年", 2 },	   { U"同年", ANY_YEAR }, { U"今年度", 0 },
		{ U"上一年", -1 }, { U"去年度", -1 },	  { U"来年", 1 },
	};
	static const struct scan_word parts[] = {
		{ U"年初", "" }, { U"年底", "" }, { U"年末", "" }, { U"年中", "" },
		{ U"初", "" },	 { U"底", "" },	  { U"末", "" },   { U"夏天", "" },
		{ U"春天", "" }, { U"秋天", "" }, { U"冬天", "" }, { U"同期", "" },
		{ U"以来", "" },
	};
	uint32_t count;
	const struct shift *w = longest(s, at, words, NW_ARRAY_LEN(words), &count);

	if (!w || (scan_in(s, at, U"前后上本") && scan_in(s, at - 1, U"以之年早")))
		return false;
	r->d.year = s->published.year ? s->published.year + w->by : 0;
	r->vague = w->by == ANY_YEAR;
	r->end = at + count;
	if (date_read_rest(s, r->end, r) || read_month_word(s, r->end, r))
		return true;
	if (scan_longest(s, r->end, parts, NW_ARRAY_LEN(parts), &count))
		r->end += count;
	return true;
}

/* 年初, 年底, 月底: of this year, this month. */
static bool read_part_word(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct scan_word words[] = { { U"年初", "y" }, { U"年底", "y" },
						  { U"年末", "y" }, { U"月初", "m" },
						  { U"月底", "m" }, { U"月末", "m" } };
	uint32_t count;
	const struct scan_word *w =
		scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);

	if (!w || (char_is_han(scan_before(s, at)) &&
		   scan_in(s, at - 1, U"每历本当个一二三四五六七八九十")))
		return false;
	r->d.year = s->published.year;
	r->d.month = w->means[0] == 'm' ? s->published.month : 0;
	r->end = at + count;
	return true;
}

/* The number of a weekday, 0 for Monday; -1 for none. */
static int weekday_at(const struct scan *s, uint32_t at)
{
	static const char32_t days[] = U"一二三四五六日天末";

	for (int i = 0; days[i]; i++)
		if (scan_at(s, at) == days[i])
			return i == 8 ? 5 : i == 7 ? 6 : i;
	return -1;
}

static uint32_t skip_week(const struct scan *s, uint32_t at)
{
	static const struct scan_word words[] = { { U"周", "" },
						  { U"星期", "" },
						  { U"礼拜", "" } };
	uint32_t count;

	scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);
	return count;
}

/* 上周, 下下周, 本周三, 上上个周末. */
static bool read_week(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct shift words[] = {
		{ U"上", -1 },	  { U"上上", -2 }, { U"本", 0 },     { U"这", 0 },
		{ U"下", 1 },	  { U"下下", 2 },  { U"上个", -1 },  { U"上上个", -2 },
		{ U"这个", 0 },	  { U"下个", 1 },  { U"下下个", 2 }, { U"上一个", -1 },
		{ U"下一个", 1 }, { U"上一", -1 }, { U"下一", 1 },
	};
	uint32_t count, week;
	const struct shift *w = longest(s, at, words, NW_ARRAY_LEN(words), &count);
	int day;

	week = w ? skip_week(s, at + count) : 0;
	if (!week || scan_in(s, at + count + week, U"期年转边"))
		return false;
	r->end = at + count + week;
	day = weekday_at(s, r->end);
	r->end += day >= 0;
	if (!s->published.year)
		return true;
	r->d = day_from_now(s, 7 * w->by - date_weekday(today(s)) + (day >= 0 ? day : 0));
	if (day < 0)
		r->last = date_of_days(date_to_days(r->d) + 6);
	return true;
}

/* 周三, 星期一: the last one, today included. */
static bool read_weekday(const struct scan *s, uint32_t at, struct date_read *r)
{
	uint32_t week = skip_week(s, at), before = scan_before(s, at);
	int day = week ? weekday_at(s, at + week) : -1;

	if (day < 0 || numeral_digit(before) >= 0 || char_is_digit(before) ||
	    before == U'每' || before == U'两' ||
	    (week == 1 && scan_in(s, at + week + 1, U"一二三四五六七八九十年")))
		return false;
	r->end = at + week + 1;
	if (s->published.year)
		r->d = day_from_now(s, -((date_weekday(today(s)) - day + 7) % 7));
	return true;
}

/* 三天前, 两个月后, 5年前. */
static bool read_ago(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct shift units[] = { { U"天", 1 },    { U"日", 1 },
					      { U"周", 7 },    { U"个星期", 7 },
					      { U"个月", 31 }, { U"年", 365 } };
	static const struct shift sides[] = { { U"前", -1 },   { U"之前", -1 },
					      { U"以前", -1 }, { U"后", 1 },
					      { U"之后", 1 },  { U"以后", 1 } };
	const struct shift *unit, *side;
	struct number n;
	uint32_t count;
	int by;

	if ((!char_is_digit(scan_at(s, at)) && numeral_digit(scan_at(s, at)) < 0 &&
	     numeral_unit(scan_at(s, at)) != 10) ||
	    !number_read_chain(s, at, &n) || n.decimal || n.value < 1 || n.value > 500 ||
	    n.bare || char_is_digit(scan_before(s, at)))
		return false;
	unit = longest(s, n.end, units, NW_ARRAY_LEN(units), &count);
	side = unit ? longest(s, n.end + count, sides, NW_ARRAY_LEN(sides), &r->end)
		    : NULL;
	if (!side || scan_in(s, n.end + count + r->end, U"三期身台端"))
		return false;
	r->end += n.end + count;
	by = side->by * (int)n.value;
	if (!s->published.year)
		return true;
	if (unit->by < 31)
		r->d = day_from_now(s, by * unit->by);
	else if (unit->by == 31)
		r->d = date_add_months((struct date){ s->published.year,
						      s->published.month, 0 },
				       by);
	else
		r->d.year = s->published.year + by;
	return true;
}

static bool read_vague(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct scan_word words[] = {
		{ U"近日", "" },   { U"日前", "" }, { U"近期", "" }, { U"最近", "" },
		{ U"不久前", "" }, { U"日内", "" }, { U"当天", "" }, { U"当日", "" },
		{ U"同日", "" },   { U"近来", "" },
	};
	uint32_t count;

	if (scan_in(s, at, U"日") && char_is_word(scan_before(s, at)))
		return false;
	if (!scan_longest(s, at, words, NW_ARRAY_LEN(words), &count) ||
	    scan_in(s, at + count, U"几一两三的"))
		return false;
	r->end = at + count;
	r->vague = true;
	return true;
}

bool date_read_relative(const struct scan *s, uint32_t at, struct date_read *ret)
{
	bool is_digit = char_is_digit(scan_at(s, at));

	*ret = (struct date_read){ .relative = true };
	if (is_digit && !read_ago(s, at, ret))
		return false;
	if (is_digit || read_day_word(s, at, ret) || read_year_word(s, at, ret) ||
	    read_month_word(s, at, ret) || read_week(s, at, ret) ||
	    read_weekday(s, at, ret) || read_part_word(s, at, ret) ||
	    read_ago(s, at, ret) || read_vague(s, at, ret)) {
		ret->relative = ret->d.year != 0;
		ret->vague |= !ret->d.year && !ret->d.month;
		return true;
	}
	return false;
}
