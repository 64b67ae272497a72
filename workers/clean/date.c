#include "workers/clean/date.h"

#include <ctype.h>
#include <strings.h>

#include "protocol/base/cleanup.h"

enum { LOOK_AT_BYTES = 400, CHINA_ZONE = 8 * 60 };

struct cursor {
	const char *at, *end;
};

static bool eat(struct cursor *c, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(c->end - c->at) < len || memcmp(c->at, text, len) != 0)
		return false;
	c->at += len;
	return true;
}

static void eat_blanks(struct cursor *c)
{
	while (eat(c, " ") || eat(c, "\u00a0") || eat(c, "\u3000") || eat(c, "\t") ||
	       eat(c, "\n") || eat(c, "\r"))
		;
}

/* A number of `min` to `max` digits and no more. */
static bool eat_number(struct cursor *c, int min, int max, int *ret)
{
	const char *p = c->at;
	int value = 0, n = 0;

	while (p < c->end && isdigit((unsigned char)*p) && n < max) {
		value = value * 10 + (*p++ - '0');
		n++;
	}
	if (n < min || (p < c->end && isdigit((unsigned char)*p)))
		return false;
	c->at = p;
	*ret = value;
	return true;
}

static bool plausible(const struct date *d)
{
	return d->year >= 1990 && d->year <= 2100 && d->month >= 1 && d->month <= 12 &&
	       d->day >= 1 && d->day <= 31;
}

static void eat_zone(struct cursor *c, struct date *d)
{
	int hours, minutes = 0, sign;
	struct cursor start;

	eat_blanks(c);
	start = *c;
	if (eat(c, "Z") || eat(c, "GMT") || eat(c, "UTC"))
		d->has_zone = true;
	sign = eat(c, "+") ? 1 : eat(c, "-") ? -1 : 0;
	if (!sign)
		return;
	if (eat_number(c, 2, 2, &hours)) {
		if (eat(c, ":"))
			eat_number(c, 2, 2, &minutes);
	} else if (eat_number(c, 4, 4, &hours)) {
		minutes = hours % 100;
		hours /= 100;
	} else {
		*c = start;
		return;
	}
	if (hours <= 14 && minutes < 60) {
		d->has_zone = true;
		d->zone_minutes = sign * (hours * 60 + minutes);
	}
}

/* A time of day behind the date, if there is one. */
static void eat_time(struct cursor *from, struct date *d)
{
	struct cursor c = *from;
	int hour, minute, second = 0;

	d->hour = -1;
	d->minute = d->second = 0;
	if (!eat(&c, "T"))
		eat_blanks(&c);
	eat(&c, ",");
	eat_blanks(&c);
	if (!eat_number(&c, 1, 2, &hour) || (!eat(&c, ":") && !eat(&c, "：")))
		return;
	if (!eat_number(&c, 2, 2, &minute) || hour > 23 || minute > 59)
		return;
	if (eat(&c, ":"))
		eat_number(&c, 2, 2, &second);
	if (eat(&c, "."))
		while (c.at < c.end && isdigit((unsigned char)*c.at))
			c.at++;
	eat_blanks(&c);
	if (hour < 12 && (eat(&c, "PM") || eat(&c, "pm") || eat(&c, "p.m")))
		hour += 12;
	else
		(void)(eat(&c, "AM") || eat(&c, "am") || eat(&c, "a.m"));
	d->hour = hour;
	d->minute = minute;
	d->second = second < 60 ? second : 0;
	eat_zone(&c, d);
	*from = c;
}

/* 2023-8-8, 2023/08/08, 2023.8.8, 2023年8月8日. */
static bool year_first(struct cursor *from, struct date *d)
{
	static const char *const between[][2] = {
		{ "-", "-" }, { "/", "/" }, { ".", "." }, { "年", "月" }, { "－", "－" },
	};

	struct cursor c = *from;

	if (!eat_number(&c, 4, 4, &d->year))
		return false;
	eat_blanks(&c);
	for (size_t i = 0; i < NW_ARRAY_LEN(between); i++) {
		if (!eat(&c, between[i][0]))
			continue;
		eat_blanks(&c);
		if (!eat_number(&c, 1, 2, &d->month))
			return false;
		eat_blanks(&c);
		if (!eat(&c, between[i][1]))
			return false;
		eat_blanks(&c);
		if (!eat_number(&c, 1, 2, &d->day))
			return false;
		eat_blanks(&c);
		eat(&c, "日");
		if (!plausible(d))
			return false;
		eat_time(&c, d);
		*from = c;
		return true;
	}
	return false;
}

static bool eat_month(struct cursor *c, int *ret)
{
	static const char months[][10] = {
		"january", "february", "march",	    "april",   "may",	   "june",
		"july",	   "august",   "september", "october", "november", "december"
	};
	const char *p = c->at;
	size_t len;

	while (p < c->end && isalpha((unsigned char)*p))
		p++;
	len = (size_t)(p - c->at);
	for (int m = 0; m < 12 && len >= 3 && len < 10; m++) {
		size_t n = len == 4 && m == 8 ? 4 : len; /* Sept */

		if (strncasecmp(c->at, months[m], n) != 0 ||
		    (len > 4 && len != strlen(months[m])))
			continue;
		c->at = p;
		eat(c, ".");
		*ret = m + 1;
		return true;
	}
	return false;
}

static bool eat_day(struct cursor *c, int *ret)
{
	if (!eat_number(c, 1, 2, ret))
		return false;
	(void)(eat(c, "st") || eat(c, "nd") || eat(c, "rd") || eat(c, "th"));
	return true;
}

/* Aug 8, 2023 and 8 August 2023. */
static bool month_by_name(struct cursor *from, struct date *d)
{
	struct cursor c = *from;
	bool month_first = eat_month(&c, &d->month);

	eat_blanks(&c);
	if (!eat_day(&c, &d->day))
		return false;
	eat_blanks(&c);
	if (!month_first && (eat(&c, "of "), !eat_month(&c, &d->month)))
		return false;
	eat(&c, ",");
	eat_blanks(&c);
	if (!eat_number(&c, 4, 4, &d->year) || !plausible(d))
		return false;
	eat_time(&c, d);
	*from = c;
	return true;
}

bool date_find_in(struct span s, struct date *ret, size_t *ret_rest)
{
	struct cursor c = { s.at,
			    s.at + (s.len < LOOK_AT_BYTES ? s.len : LOOK_AT_BYTES) };
	char before = ' ';

	for (; c.at < c.end; before = *c.at++) {
		struct cursor behind = c;
		struct date d = { 0 };

		if (isalnum((unsigned char)before) || !isalnum((unsigned char)*c.at))
			continue;
		if (year_first(&behind, &d) || month_by_name(&behind, &d)) {
			*ret = d;
			*ret_rest = s.len - (size_t)(behind.at - c.at);
			return true;
		}
	}
	return false;
}

bool date_find(struct span s, struct date *ret)
{
	size_t rest;

	return date_find_in(s, ret, &rest);
}

/* Digits run together or parted by one of `/-_`. */
static bool url_date(struct cursor c, struct date *d)
{
	int all;

	if (eat_number(&c, 8, 8, &all)) {
		*d = (struct date){
			all / 10000, all / 100 % 100, all % 100, -1, 0, 0, 0, 0
		};
		return plausible(d);
	}
	if (!eat_number(&c, 4, 4, &d->year) ||
	    !(eat(&c, "/") || eat(&c, "-") || eat(&c, "_")))
		return false;
	if (eat_number(&c, 4, 4, &all)) {
		d->month = all / 100;
		d->day = all % 100;
	} else if (!eat_number(&c, 1, 2, &d->month) ||
		   !(eat(&c, "/") || eat(&c, "-") || eat(&c, "_")) ||
		   !eat_number(&c, 1, 2, &d->day)) {
		return false;
	}
	d->hour = -1;
	return plausible(d);
}

bool date_in_url(const char *url, struct date *ret)
{
	struct cursor c;
	char before = '/';

	if (!url)
		return false;
	c = (struct cursor){ url, url + strnlen(url, 2048) };
	for (; c.at < c.end; before = *c.at++) {
		struct date d = { 0 };

		if (isdigit((unsigned char)before) || !isdigit((unsigned char)*c.at))
			continue;
		if (url_date(c, &d)) {
			*ret = d;
			return true;
		}
	}
	return false;
}

const char *date_format(const struct date *d, bool in_china, struct arena *a)
{
	int zone = d->has_zone ? d->zone_minutes : CHINA_ZONE;
	const char *day = arena_printf(a, "%04d-%02d-%02d", d->year, d->month, d->day);

	if (d->hour < 0)
		return day;
	day = arena_printf(a, "%sT%02d:%02d:%02d", day, d->hour, d->minute, d->second);
	if (!d->has_zone && !in_china)
		return day;
	if (d->has_zone && zone == 0)
		return arena_printf(a, "%sZ", day);
	return arena_printf(a, "%s%c%02d:%02d", day, zone < 0 ? '-' : '+',
			    (zone < 0 ? -zone : zone) / 60,
			    (zone < 0 ? -zone : zone) % 60);
}
