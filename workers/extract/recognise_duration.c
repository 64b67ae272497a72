/* Spans of time (三个月, 近三年, 48小时) and times of day (上午10点, 20:30). */
#include <string.h>

#include "workers/extract/recognise_date.h"
#include "workers/extract/recognise_number.h"

static const struct scan_word units[] = {
	{ U"年", "year" },	    { U"个月", "month" },  { U"个 月", "month" },
	{ U"周", "week" },	    { U"个星期", "week" }, { U"星期", "week" },
	{ U"天", "day" },	    { U"日", "day" },	   { U"个工作日", "day" },
	{ U"个交易日", "day" },	    { U"小时", "hour" },   { U"个小时", "hour" },
	{ U"分钟", "minute" },	    { U"秒", "second" },   { U"秒钟", "second" },
	{ U"个季度", "quarter" },   { U"years", "year" },  { U"year", "year" },
	{ U"months", "month" },	    { U"month", "month" }, { U"weeks", "week" },
	{ U"days", "day" },	    { U"hours", "hour" },  { U"minutes", "minute" },
	{ U"quarters", "quarter" }, { U"周年", "year" },
};

/* 近, 过去, 未来: the span lies before or behind the day of publication. */
static const struct {
	const char32_t *word;
	int side;
} sides[] = { { U"过去", -1 }, { U"近", -1 },  { U"最近", -1 },
	      { U"未来", 1 },  { U"今后", 1 }, { U"此后", 0 } };

static uint32_t read_side(const struct scan *s, uint32_t at, int *ret_side)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(sides); i++) {
		uint32_t n = scan_word(s, at, sides[i].word);

		if (n > 0) {
			*ret_side = sides[i].side;
			return n + (scan_at(s, at + n) == U'的');
		}
	}
	return 0;
}

static const char *start_of(const struct scan *s, int side, const struct mention *m)
{
	struct date now = { s->published.year, s->published.month, s->published.day };
	const char *unit = m->value.unit;
	int n;

	if (!now.year || side == 0 || m->value.number < 1 || m->value.number > 1000)
		return NULL;
	n = (int)m->value.number;
	if (side > 0)
		return date_text(s->arena, date_of_days(date_to_days(now) + 1));
	if (strcmp(unit, "year") == 0 || strcmp(unit, "month") == 0 ||
	    strcmp(unit, "quarter") == 0)
		now = date_add_months(now, -n * (unit[0] == 'y'	  ? 12
						 : unit[0] == 'q' ? 3
								  : 1));
	else if (strcmp(unit, "day") == 0 || strcmp(unit, "week") == 0)
		now = date_of_days(date_to_days(now) - n * (unit[0] == 'w' ? 7 : 1));
	else
		return NULL;
	return date_text(s->arena, now);
}

/* Whether a number that may measure time starts at `at`. */
static bool read_amount(const struct scan *s, uint32_t at, struct number *ret)
{
	if (scan_at(s, at) == U'半') {
		*ret = (struct number){ .value = 0.5, .scale = 1, .end = at + 1 };
		return !char_is_han(scan_before(s, at)) ||
		       scan_in(s, at - 1, U"近过的,在了每");
	}
	if (scan_at(s, at) == U'数' || scan_at(s, at) == U'几') {
		*ret = (struct number){
			.value = 1, .max = 9, .scale = 1, .approx = true, .end = at + 1
		};
		return true;
	}
	return number_read_chain(s, at, ret) && !ret->bare && ret->scale < 1e9;
}

uint32_t recognise_duration(struct scan *s, uint32_t at)
{
	int side = 0;
	uint32_t from = at + read_side(s, at, &side), behind, count;
	const struct scan_word *unit;
	struct number n;
	struct mention *m;

	if ((char_is_digit(scan_at(s, from)) && char_is_word(scan_before(s, from))) ||
	    !read_amount(s, from, &n))
		return at;
	behind = scan_blank(s, n.end);
	unit = scan_longest(s, behind, units, NW_ARRAY_LEN(units), &count);
	if (!unit || (unit->word[0] < 0x80 && char_is_word(scan_at(s, behind + count))))
		return at;
	if (count == 1 && scan_in(s, behind, U"日周天") &&
	    scan_in(s, behind + 1, U"元圆本报经转边期猫津空岁"))
		return at;
	m = scan_add(s, MENTION_DURATION, at, behind + count);
	m->value = (struct value){ .has_number = true,
				   .number = n.value,
				   .max = n.max,
				   .approx = n.approx,
				   .unit = unit->means };
	if (scan_at(s, behind + count) == U'半' &&
	    !scan_in(s, behind + count + 1, U"年导")) {
		m->value.number += 0.5;
		m->count++;
		count++;
	}
	m->value.term = start_of(s, side, m);
	return behind + count;
}

/* Digits of a clock: 20:30, 08:15:00. */
static uint32_t read_clock(const struct scan *s, uint32_t at, int *ret_hour,
			   int *ret_minute)
{
	struct number hour, minute;

	if (char_is_word(scan_before(s, at)) || !number_read_arabic(s, at, &hour) ||
	    !hour.plain || hour.end - at > 2 || hour.value > 24 ||
	    scan_at(s, hour.end) != ':' ||
	    !number_read_arabic(s, hour.end + 1, &minute) || !minute.plain ||
	    minute.end - hour.end != 3 || minute.value > 59)
		return 0;
	*ret_hour = (int)hour.value;
	*ret_minute = (int)minute.value;
	if (scan_at(s, minute.end) == ':' &&
	    number_read_arabic(s, minute.end + 1, &hour) && hour.end - minute.end == 3)
		return hour.end;
	return minute.end;
}

/* 10点, 10时30分, 三点半. */
static uint32_t read_spoken(const struct scan *s, uint32_t at, int *ret_hour,
			    int *ret_minute)
{
	struct number hour, minute;
	uint32_t end;

	if (!number_read_chain(s, at, &hour) || hour.decimal || hour.bare ||
	    hour.value > 24 || char_is_digit(scan_before(s, at)) ||
	    !scan_in(s, hour.end, U"点时") ||
	    scan_in(s, hour.end + 1, U"代候期间刻评赞五一二三四六七八九十"))
		if (!scan_in(s, hour.end, U"点时") ||
		    !number_read_chain(s, hour.end + 1, &minute) ||
		    scan_at(s, minute.end) != U'分')
			return 0;
	if (hour.decimal || hour.value > 24)
		return 0;
	end = hour.end + 1;
	*ret_hour = (int)hour.value;
	*ret_minute = 0;
	if (number_read_chain(s, end, &minute) && minute.value < 60 &&
	    scan_at(s, minute.end) == U'分') {
		*ret_minute = (int)minute.value;
		return minute.end + 1;
	}
	if (scan_at(s, end) == U'半') {
		*ret_minute = 30;
		return end + 1;
	}
	return end + (scan_at(s, end) == U'整' || scan_at(s, end) == U'钟');
}

uint32_t recognise_time(struct scan *s, uint32_t at)
{
	static const struct scan_word parts[] = {
		{ U"上午", "a" }, { U"早上", "a" }, { U"凌晨", "a" }, { U"清晨", "a" },
		{ U"中午", "a" }, { U"早", "a" },   { U"下午", "p" }, { U"晚上", "p" },
		{ U"晚", "p" },	  { U"傍晚", "p" }, { U"晚间", "p" }
	};
	int hour = 0, minute = 0;
	uint32_t count, end;
	const struct scan_word *part =
		scan_longest(s, at, parts, NW_ARRAY_LEN(parts), &count);

	end = read_clock(s, scan_blank(s, at + count), &hour, &minute);
	if (!end)
		end = read_spoken(s, at + count, &hour, &minute);
	if (!end)
		return at;
	if (part && part->means[0] == 'p' && hour < 12)
		hour += 12;
	scan_add(s, MENTION_TIME, at, end)->value.term =
		arena_printf(s->arena, "%02d:%02d", hour, minute);
	return end;
}
