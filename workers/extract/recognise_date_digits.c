/* Dates of digits alone: 2023-06-25, 2023/6/25, 13.5.2015, 2023-06, 12/1. */
#include "workers/extract/recognise_date.h"

struct part {
	int value;
	uint32_t digits;
};

/* One to four digits at *at. */
static bool read_part(const struct scan *s, uint32_t *at, struct part *ret)
{
	*ret = (struct part){ 0 };
	while (char_is_digit(scan_at(s, *at)) && ret->digits < 5) {
		ret->value = ret->value * 10 + (int)(scan_at(s, *at) - '0');
		ret->digits++;
		++*at;
	}
	return ret->digits > 0 && ret->digits < 5;
}

/* Whether a number goes on where the date would end or had begun before it. */
static bool is_within(const struct scan *s, uint32_t at, uint32_t end, uint32_t separator)
{
	uint32_t before = scan_before(s, at), next = scan_at(s, end);

	if (char_is_word(before) ||
	    ((before == '.' || before == '/' || before == separator) &&
	     char_is_digit(scan_at(s, at - 2))))
		return true;
	if (char_is_digit(next) || char_is_latin(next))
		return next != 't';
	return (next == '.' || next == '/' || next == separator) &&
	       char_is_digit(scan_at(s, end + 1));
}

/* Puts the three parts in order: year first, or last behind month or day. */
static bool order(const struct part *p, uint32_t separator, struct date *ret)
{
	if (p[0].digits == 4 && p[1].digits <= 2 && p[2].digits <= 2)
		*ret = (struct date){ p[0].value, p[1].value, p[2].value };
	else if (p[2].digits == 4 && p[0].digits <= 2 && p[1].digits <= 2 &&
		 separator == '/' && p[0].value <= 12)
		*ret = (struct date){ p[2].value, p[0].value, p[1].value };
	else if (p[2].digits == 4 && p[0].digits <= 2 && p[1].digits <= 2)
		*ret = (struct date){ p[2].value, p[1].value, p[0].value };
	else
		return false;
	return ret->year >= 1000 && ret->year < 2200 && ret->month > 0 && ret->day > 0 &&
	       ret->month <= 12 && ret->day <= 31;
}

/* 2023-06, 2023/06; 12/1 is a day only where it cannot be a fraction. */
static bool order_two(const struct part *p, uint32_t separator, struct date *ret)
{
	if (p[0].digits == 4 && p[1].digits == 2 && p[0].value >= 1900 &&
	    p[0].value < 2100) {
		*ret = (struct date){ p[0].value, p[1].value, 0 };
		return p[1].value >= 1 && p[1].value <= 12;
	}
	*ret = (struct date){ 0, p[0].value, p[1].value };
	return separator == '/' && p[0].value >= 10 && p[0].value <= 12 &&
	       p[1].value >= 1 && p[1].value <= 31 && p[1].digits <= 2 &&
	       p[0].digits == 2;
}

bool date_read_digits(const struct scan *s, uint32_t at, struct date_read *ret)
{
	struct part p[3];
	uint32_t separator, i = at;

	*ret = (struct date_read){ 0 };
	if (!char_is_digit(scan_at(s, at)) || !read_part(s, &i, &p[0]))
		return false;
	separator = scan_at(s, i);
	if ((separator != '-' && separator != '/' && separator != '.') ||
	    !char_is_digit(scan_at(s, i + 1)))
		return false;
	i++;
	if (!read_part(s, &i, &p[1]))
		return false;
	ret->end = i;
	if (scan_at(s, i) == separator && char_is_digit(scan_at(s, i + 1))) {
		i++;
		if (!read_part(s, &i, &p[2]) || !order(p, separator, &ret->d))
			return false;
		ret->end = i + (scan_at(s, i) == U'日');
	} else if (!order_two(p, separator, &ret->d)) {
		return false;
	}
	return !is_within(s, at, ret->end, separator);
}
