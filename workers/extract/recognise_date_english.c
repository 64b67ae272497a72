/* English dates: June 25, 2023; 25 June 2023; last year; Q3 2024; in 2021. */
#include "workers/extract/recognise_date.h"
#include "workers/extract/recognise_number.h"

/* The month whose name stands at `at`, 0 for none. "may" and "march" are verbs, too:
 * they need their capital. */
static int read_month(const struct scan *s, uint32_t at, uint32_t *ret_end)
{
	static const char32_t *const words[] = {
		U"january",   U"february", U"march",	U"april",
		U"may",	      U"june",	   U"july",	U"august",
		U"september", U"october",  U"november", U"december",
	};

	if (!char_is_capital(scan_raw(s, at)) || char_is_word(scan_before(s, at)))
		return 0;
	for (int m = 0; m < 12; m++) {
		uint32_t n = 0;

		while (words[m][n] && scan_at(s, at + n) == words[m][n])
			n++;
		if (words[m][n] && n != 3 && !(m == 8 && n == 4))
			continue;
		if (char_is_latin(scan_at(s, at + n)))
			continue;
		*ret_end = at + n + (words[m][n] && scan_at(s, at + n) == '.');
		return m + 1;
	}
	return 0;
}

/* A year of four digits at `at`; 0 for none. */
static int read_year(const struct scan *s, uint32_t at, uint32_t *ret_end)
{
	struct number n;

	if (!number_read_arabic(s, at, &n) || !n.plain || n.end != at + 4 ||
	    n.value < 1800 || n.value > 2100 || char_is_latin(scan_at(s, n.end)))
		return 0;
	*ret_end = n.end;
	return (int)n.value;
}

/* The day of a month, "25" or "25th"; 0 for none. */
static int read_day(const struct scan *s, uint32_t at, uint32_t *ret_end)
{
	static const char32_t *const ends[] = { U"st", U"nd", U"rd", U"th" };
	struct number n;

	if (!number_read_arabic(s, at, &n) || !n.plain || n.value < 1 || n.value > 31 ||
	    n.end - at > 2)
		return 0;
	*ret_end = n.end;
	for (size_t i = 0; i < NW_ARRAY_LEN(ends); i++)
		if (scan_word(s, n.end, ends[i]))
			*ret_end = n.end + 2;
	return char_is_latin(scan_at(s, *ret_end)) ? 0 : (int)n.value;
}

static void read_year_behind(const struct scan *s, struct date_read *r)
{
	uint32_t at = r->end + (scan_at(s, r->end) == ',');

	r->d.year = read_year(s, scan_blank(s, at), &r->end);
}

/* June 25, 2023; June 2023; June 25. */
static bool read_month_first(const struct scan *s, uint32_t at, struct date_read *r)
{
	r->d.month = read_month(s, at, &r->end);
	if (!r->d.month)
		return false;
	r->d.day = read_day(s, scan_blank(s, r->end), &r->end);
	read_year_behind(s, r);
	return r->d.day || r->d.year || scan_ends(s, at, U"in ");
}

/* 25 June 2023. */
static bool read_day_first(const struct scan *s, uint32_t at, struct date_read *r)
{
	if (!char_is_digit(scan_at(s, at)) || char_is_word(scan_before(s, at)))
		return false;
	r->d.day = read_day(s, at, &r->end);
	if (!r->d.day || scan_at(s, r->end) != ' ')
		return false;
	r->d.month = read_month(s, r->end + 1, &r->end);
	if (!r->d.month)
		return false;
	read_year_behind(s, r);
	return true;
}

/* Q3 2024, third quarter of 2024. */
static bool read_quarter(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const char32_t *const words[][2] = {
		{ U"q1 ", U"first quarter of " },
		{ U"q2 ", U"second quarter of " },
		{ U"q3 ", U"third quarter of " },
		{ U"q4 ", U"fourth quarter of " },
	};

	for (int q = 0; q < 4; q++)
		for (int k = 0; k < 2; k++) {
			uint32_t n = scan_word(s, at, words[q][k]);

			if (n == 0 || char_is_word(scan_before(s, at)))
				continue;
			r->d = (struct date){ read_year(s, at + n, &r->end), q * 3 + 1,
					      0 };
			r->last = (struct date){ r->d.year, q * 3 + 3, 0 };
			if (r->d.year)
				return true;
		}
	return false;
}

/* in 2021, since 2019: a bare year needs its preposition. */
static bool read_bare_year(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const char32_t *const before[] = { U"in ",    U"since ", U"by ",
						  U"until ", U"from ",	U"during ",
						  U"of ",    U"late ",	U"early ",
						  U"mid-" };

	if (!char_is_digit(scan_at(s, at)))
		return false;
	for (size_t i = 0; i < NW_ARRAY_LEN(before); i++)
		if (scan_ends(s, at, before[i])) {
			r->d.year = read_year(s, at, &r->end);
			return r->d.year && scan_at(s, r->end) != '.' &&
			       scan_at(s, r->end) != '%' && scan_at(s, r->end) != U'年';
		}
	return false;
}

enum unit { DAY, WEEK, MONTH, YEAR };

static bool read_word(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const struct {
		const char32_t *word;
		enum unit unit;
		int by;
	} words[] = {
		{ U"today", DAY, 0 },
		{ U"yesterday", DAY, -1 },
		{ U"tomorrow", DAY, 1 },
		{ U"last week", WEEK, -1 },
		{ U"this week", WEEK, 0 },
		{ U"next week", WEEK, 1 },
		{ U"last month", MONTH, -1 },
		{ U"this month", MONTH, 0 },
		{ U"next month", MONTH, 1 },
		{ U"last year", YEAR, -1 },
		{ U"this year", YEAR, 0 },
		{ U"next year", YEAR, 1 },
		{ U"earlier this year", YEAR, 0 },
		{ U"later this year", YEAR, 0 },
		{ U"earlier this month", MONTH, 0 },
		{ U"earlier this week", WEEK, 0 },
	};
	struct date now = { s->published.year, s->published.month, s->published.day };

	for (size_t i = 0; i < NW_ARRAY_LEN(words); i++) {
		uint32_t n = words[i].word[0] == scan_at(s, at)
				     ? scan_word(s, at, words[i].word)
				     : 0;

		if (n == 0)
			continue;
		r->end = at + n;
		r->relative = r->vague = true;
		if (!now.year)
			return true;
		r->vague = false;
		if (words[i].unit == DAY)
			r->d = date_of_days(date_to_days(now) + words[i].by);
		else if (words[i].unit == WEEK)
			r->d = date_of_days(date_to_days(now) + 7 * words[i].by -
					    date_weekday(now));
		else if (words[i].unit == MONTH)
			r->d = date_add_months((struct date){ now.year, now.month, 0 },
					       words[i].by);
		else
			r->d.year = now.year + words[i].by;
		return true;
	}
	return false;
}

/* Monday …: the last one, today included; "next Monday" is one ahead. */
static bool read_weekday(const struct scan *s, uint32_t at, struct date_read *r)
{
	static const char32_t *const words[] = { U"monday",   U"tuesday", U"wednesday",
						 U"thursday", U"friday",  U"saturday",
						 U"sunday" };
	struct date now = { s->published.year, s->published.month, s->published.day };

	for (int d = 0; d < 7 && char_is_capital(scan_raw(s, at)); d++) {
		uint32_t n = scan_word(s, at, words[d]);
		int back;

		if (n == 0)
			continue;
		r->end = at + n;
		r->relative = true;
		r->vague = !now.year;
		if (!now.year)
			return true;
		back = (date_weekday(now) - d + 7) % 7;
		if (scan_ends(s, at, U"next "))
			back -= 7;
		r->d = date_of_days(date_to_days(now) - back);
		return true;
	}
	return false;
}

bool date_read_english(const struct scan *s, uint32_t at, struct date_read *ret)
{
	static bool (*const readers[])(const struct scan *, uint32_t,
				       struct date_read *) = {
		read_day_first, read_bare_year, read_month_first,
		read_quarter,	read_word,	read_weekday,
	};

	if (!char_is_word(scan_at(s, at)) || char_is_word(scan_before(s, at)))
		return false;
	for (size_t i = 0; i < NW_ARRAY_LEN(readers); i++) {
		*ret = (struct date_read){ 0 };
		if (readers[i](s, at, ret))
			return true;
	}
	return false;
}
