#include "workers/extract/calendar.h"

enum { FAR_AHEAD_DAYS = 183, MAX_YEAR = 9999 };

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	/* a year that is not known may be a leap year */
	return days[month - 1] + (month == 2 && (year == 0 || is_leap(year)));
}

bool date_exists(struct date d)
{
	if (d.year < 0 || d.year > MAX_YEAR || d.month < 0 || d.month > 12 || d.day < 0)
		return false;
	return d.month == 0 ? d.day == 0 : d.day <= days_of_month(d.year, d.month);
}

/* Counts years from March, so that the leap day is the last of a year. */
int64_t date_to_days(struct date d)
{
	int64_t year = d.month <= 2 ? d.year - 1 : d.year;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	struct date d = { .day = (int)(of_year - (153 * month + 2) / 5 + 1),
			  .month = (int)(month < 10 ? month + 3 : month - 9) };

	d.year = (int)(year + era * 400 + (d.month <= 2));
	return d;
}

int date_weekday(struct date d)
{
	int64_t days = date_to_days(d) + 3;

	return (int)(days >= 0 ? days % 7 : 6 - (-days - 1) % 7);
}

struct date date_add_months(struct date d, int months)
{
	int total = d.year * 12 + d.month - 1 + months;

	d.year = total / 12;
	d.month = total % 12 + 1;
	if (d.day > days_of_month(d.year, d.month))
		d.day = days_of_month(d.year, d.month);
	return d;
}

const char *date_text(struct arena *a, struct date d)
{
	if (!date_exists(d) || (d.year == 0 && d.month == 0))
		return NULL;
	if (d.year == 0)
		return d.day ? arena_printf(a, "--%02d-%02d", d.month, d.day)
			     : arena_printf(a, "--%02d", d.month);
	if (d.day)
		return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
	return d.month ? arena_printf(a, "%04d-%02d", d.year, d.month)
		       : arena_printf(a, "%04d", d.year);
}

int date_likely_year(struct date d, const struct publication_date *published)
{
	struct date now = { published->year, published->month, published->day };
	struct date then = { now.year, d.month, d.day ? d.day : 1 };

	if (now.year == 0)
		return 0;
	if (date_to_days(then) - date_to_days(now) > FAR_AHEAD_DAYS)
		then.year--;
	for (int back = 0; back < 4 && !date_exists(then); back++)
		then.year--;
	return then.year;
}
