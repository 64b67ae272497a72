/* Dates with 年, 月, 日: 2023年6月25日, 二〇二三年, 民国112年, 六月初, 2019年上半年. */
#include "workers/extract/recognise_date.h"
#include "workers/extract/recognise_number.h"

enum { ROC_YEAR = 1911 };

/* A small whole number of either kind before `unit`; 0 when it is none. */
static bool read_part(const struct scan *s, uint32_t at, struct number *ret)
{
	uint32_t c = scan_at(s, at);

	if (!char_is_digit(c) && numeral_digit(c) < 0 && numeral_unit(c) != 10 &&
	    c != U'廿')
		return false;
	if (char_is_digit(c))
		return number_read_arabic(s, at, ret) && ret->plain;
	return number_read_chain(s, at, ret) && !ret->decimal && !ret->approx &&
	       !ret->bare;
}

/* Whether a two-digit year is meant, not a number of years: 08年, 18年10月. */
static bool is_short_year(const struct scan *s, uint32_t at, uint32_t behind)
{
	struct number n;

	if (scan_at(s, at) == '0' || scan_at(s, at) == U'零')
		return true;
	return read_part(s, behind, &n) && n.value >= 1 && n.value <= 12 &&
	       scan_at(s, scan_blank(s, n.end)) == U'月';
}

static uint32_t skip_republic(const struct scan *s, uint32_t at)
{
	uint32_t count = scan_word(s, at, U"民国");

	return count ? scan_blank(s, at + count) : at;
}

/* Reads "2023年"; returns behind it, 0 when no year is there. */
static uint32_t read_year(const struct scan *s, uint32_t at, int *ret_year)
{
	uint32_t from = skip_republic(s, at), behind;
	struct number n;

	if (char_is_digit(scan_before(s, at)) || !read_part(s, from, &n))
		return 0;
	behind = scan_blank(s, n.end);
	if (scan_at(s, behind) != U'年' || n.value > 2200)
		return 0;
	behind++;
	*ret_year = (int)n.value;
	if (from > at) {
		*ret_year += ROC_YEAR;
		return behind;
	}
	if (n.end - from == 2 && n.value < 100 &&
	    is_short_year(s, from, scan_blank(s, behind))) {
		*ret_year += n.value < 50 ? 2000 : 1900;
		return behind;
	}
	return n.value >= 1000 && scan_at(s, behind) != U'代' ? behind : 0;
}

/* Which months of a year are meant: 一季度, 上半年, 年初. `behind`: after them. */
static bool read_season(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct {
		const char32_t *word;
		int first, last;
	} seasons[] = {
		{ U"第一季度", 1, 3 }, { U"一季度", 1, 3 },    { U"第一季", 1, 3 },
		{ U"首季度", 1, 3 },   { U"首季", 1, 3 },      { U"第二季度", 4, 6 },
		{ U"二季度", 4, 6 },   { U"第二季", 4, 6 },    { U"第三季度", 7, 9 },
		{ U"三季度", 7, 9 },   { U"第三季", 7, 9 },    { U"第四季度", 10, 12 },
		{ U"四季度", 10, 12 }, { U"第四季", 10, 12 },  { U"第1季度", 1, 3 },
		{ U"第2季度", 4, 6 },  { U"第3季度", 7, 9 },   { U"第4季度", 10, 12 },
		{ U"1季度", 1, 3 },    { U"2季度", 4, 6 },     { U"3季度", 7, 9 },
		{ U"4季度", 10, 12 },  { U"q1", 1, 3 },	       { U"q2", 4, 6 },
		{ U"q3", 7, 9 },       { U"q4", 10, 12 },      { U"前三季度", 1, 9 },
		{ U"前三季", 1, 9 },   { U"上半年", 1, 6 },    { U"前半年", 1, 6 },
		{ U"上个半年", 1, 6 }, { U"半年度", 1, 6 },    { U"下半年", 7, 12 },
		{ U"后半年", 7, 12 },  { U"下个半年", 7, 12 }, { U"h1", 1, 6 },
		{ U"h2", 7, 12 },
	};
	uint32_t best = 0;

	for (size_t i = 0; i < NW_ARRAY_LEN(seasons); i++) {
		uint32_t count = scan_word(s, at, seasons[i].word);

		if (count <= best || (char_is_latin(scan_at(s, at)) &&
				      char_is_word(scan_at(s, at + count))))
			continue;
		best = count;
		r->d.month = seasons[i].first;
		r->last = (struct date){ r->d.year, seasons[i].last, 0 };
	}
	if (best > 0)
		r->end = at + best;
	return best > 0;
}

/* Words that narrow a year or month without a number: 初, 中旬, 底. */
static uint32_t skip_part(const struct scan *s, uint32_t at)
{
	static const struct scan_word words[] = {
		{ U"年初", "" }, { U"年底", "" }, { U"年末", "" }, { U"年中", "" },
		{ U"初", "" },	 { U"底", "" },	  { U"末", "" },   { U"上旬", "" },
		{ U"中旬", "" }, { U"下旬", "" }, { U"份", "" },   { U"中", "" },
		{ U"夏天", "" }, { U"春天", "" }, { U"秋天", "" }, { U"冬天", "" },
		{ U"夏季", "" }, { U"春季", "" }, { U"秋季", "" }, { U"冬季", "" },
		{ U"年度", "" }, { U"度", "" },
	};
	uint32_t count;

	scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);
	if (count == 1 && scan_at(s, at) == U'中' && !scan_in(s, at + 1, U",。"))
		return at;
	if (count == 1 && scan_in(s, at, U"初度") &&
	    scan_in(s, at + 1, U"次步期级创过假"))
		return at;
	return at + count;
}

/* A day behind its month; 日 may be missing behind Chinese numerals (八月十五). */
static bool read_day(const struct scan *s, uint32_t at, struct date_read *r)
{
	struct number n;
	uint32_t from = at + (scan_at(s, at) == U'初');

	if (!read_part(s, from, &n) || n.value < 1 || n.value > 31)
		return false;
	if (scan_in(s, scan_blank(s, n.end), U"日号")) {
		r->end = scan_blank(s, n.end) + 1;
	} else if (n.arabic || (n.end - at < 2 && from == at) ||
		   scan_in(s, n.end, U"月个年家人万亿")) {
		return false;
	} else {
		r->end = n.end;
	}
	r->d.day = (int)n.value;
	return true;
}

/* Behind the weekday that may follow a day: 10月12号,星期一; 6月25日(周日). */
static uint32_t skip_weekday(const struct scan *s, uint32_t at)
{
	static const struct scan_word words[] = {
		{ U",星期", "" }, { U", 星期", "" }, { U",周", "" }, { U"星期", "" }
	};
	uint32_t count;

	if (!scan_longest(s, at, words, NW_ARRAY_LEN(words), &count) ||
	    !scan_in(s, at + count, U"一二三四五六日天"))
		return at;
	return at + count + 1;
}

static bool read_month(const struct scan *s, uint32_t at, struct date_read *r)
{
	struct number n;
	uint32_t behind;

	if (scan_word(s, at, U"正月")) {
		n = (struct number){ .value = 1, .end = at + 1 };
	} else if (!read_part(s, at, &n) || n.value < 1 || n.value > 12) {
		return false;
	}
	behind = scan_blank(s, n.end);
	if (scan_at(s, behind) != U'月')
		return false;
	r->d.month = (int)n.value;
	r->end = behind + 1;
	if (read_day(s, scan_blank(s, r->end), r))
		r->end = skip_weekday(s, r->end);
	else
		r->end = skip_part(s, r->end);
	return true;
}

bool date_read_rest(const struct scan *s, uint32_t at, struct date_read *r)
{
	uint32_t next = scan_blank(s, at);

	if (scan_at(s, next) == U'的')
		next++;
	if (scan_word(s, next, U"农历"))
		next += 2;
	return read_month(s, next, r) || read_season(s, next, r);
}

/* 25日, and 25号 where it can be no other number. */
static bool read_day_alone(const struct scan *s, uint32_t at, struct date_read *r)
{
	struct number n;

	if (char_is_word(scan_before(s, at)) || scan_in(s, at - 1, U"-.第/") ||
	    !read_part(s, at, &n) || n.value < 1 || n.value > 31 || n.end - at > 3)
		return false;
	if (scan_at(s, n.end) == U'日' && !scan_in(s, n.end + 1, U"元圆经均内本活游增") &&
	    (scan_at(s, n.end + 1) != U'报' || scan_at(s, n.end + 2) == U'道'))
		r->end = n.end + 1;
	else if (scan_at(s, n.end) == U'号' && scan_ends(s, at, U"的"))
		r->end = n.end + 1;
	else
		return false;
	r->d.day = (int)n.value;
	return true;
}

/* 上世纪90年代, 20世纪80年代, 90年代: the first year stands for all. */
static bool read_decade(const struct scan *s, uint32_t at, struct date_read *r)
{
	uint32_t count = scan_word(s, at, U"上世纪"), next = at + count;
	struct number century = { .value = 20 }, decade;

	if (!count && read_part(s, at, &century) && scan_word(s, century.end, U"世纪"))
		next = century.end + 2;
	else
		century.value = 20;
	if (century.value < 1 || century.value > 21 || !read_part(s, next, &decade) ||
	    decade.value > 99 || (int)decade.value % 10 != 0 ||
	    !scan_word(s, decade.end, U"年代"))
		return false;
	r->d.year = ((int)century.value - 1) * 100 + (int)decade.value;
	r->last.year = r->d.year + 9;
	r->end = decade.end + 2;
	return true;
}

bool date_read_chinese(const struct scan *s, uint32_t at, struct date_read *ret)
{
	uint32_t behind, c = scan_at(s, at);

	*ret = (struct date_read){ 0 };
	if (!char_is_word(c) && !char_is_han(c))
		return false;
	behind = read_year(s, at, &ret->d.year);
	if (behind) {
		ret->end = skip_part(s, behind);
		if (!date_read_rest(s, behind, ret) && ret->end == 0)
			ret->end = behind;
		if (ret->end < behind)
			ret->end = skip_part(s, behind);
		return true;
	}
	*ret = (struct date_read){ 0 };
	if (char_is_latin(c) && char_is_word(scan_before(s, at)))
		return false;
	return read_decade(s, at, ret) || read_month(s, at, ret) ||
	       read_season(s, at, ret) || read_day_alone(s, at, ret);
}
