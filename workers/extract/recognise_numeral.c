/* What single characters and digits are worth. */
#include "workers/extract/recognise_number.h"

int numeral_digit(uint32_t code)
{
	switch (code) {
	case U'零':
		return 0;
	case U'一':
	case U'壹':
		return 1;
	case U'二':
	case U'两':
	case U'俩':
	case U'贰':
		return 2;
	case U'三':
	case U'叁':
	case U'仨':
		return 3;
	case U'四':
	case U'肆':
		return 4;
	case U'五':
	case U'伍':
		return 5;
	case U'六':
	case U'陆':
		return 6;
	case U'七':
	case U'柒':
		return 7;
	case U'八':
	case U'捌':
		return 8;
	case U'九':
	case U'玖':
		return 9;
	default:
		return -1;
	}
}

double numeral_unit(uint32_t code)
{
	switch (code) {
	case U'十':
	case U'拾':
		return 10;
	case U'百':
	case U'佰':
		return 100;
	case U'千':
	case U'仟':
		return 1000;
	default:
		return 0;
	}
}

double numeral_scale(uint32_t code)
{
	switch (code) {
	case U'万':
		return 1e4;
	case U'亿':
		return 1e8;
	case U'兆':
		return 1e12;
	default:
		return 0;
	}
}

/* Whether a group of three digits (and no fourth) follows the comma at `at`. */
static bool is_group(const struct scan *s, uint32_t at)
{
	return scan_at(s, at) == ',' && char_is_digit(scan_at(s, at + 1)) &&
	       char_is_digit(scan_at(s, at + 2)) && char_is_digit(scan_at(s, at + 3)) &&
	       !char_is_digit(scan_at(s, at + 4));
}

/* Digits from *at on, with commas if they group by thousands. */
static double read_integer(const struct scan *s, uint32_t *at, bool *ret_plain)
{
	uint32_t first = *at;
	double value = 0;

	*ret_plain = true;
	for (;; ++*at) {
		if (char_is_digit(scan_at(s, *at))) {
			value = value * 10 + (scan_at(s, *at) - '0');
			continue;
		}
		if (*at == first || (*ret_plain && *at > first + 3) || !is_group(s, *at))
			return value;
		*ret_plain = false;
	}
}

/* The fraction behind the '.' at *at. */
static double read_fraction(const struct scan *s, uint32_t *at)
{
	double value = 0, place = 1;

	while (char_is_digit(scan_at(s, *at + 1))) {
		place *= 10;
		value = value * 10 + (scan_at(s, ++*at) - '0');
	}
	++*at;
	return value / place;
}

bool number_read_arabic(const struct scan *s, uint32_t at, struct number *ret)
{
	uint32_t i = at;
	bool plain;

	*ret = (struct number){ .scale = 1, .arabic = true };
	if (!char_is_digit(scan_at(s, i)) &&
	    !(scan_at(s, i) == '.' && char_is_digit(scan_at(s, i + 1))))
		return false;
	ret->value = read_integer(s, &i, &plain);
	if (scan_at(s, i) == '.' && char_is_digit(scan_at(s, i + 1))) {
		uint32_t end = i;
		double fraction = read_fraction(s, &end);

		/* 3.5.1 is a version, 2222.2222.222 nothing: no fractions there */
		if (scan_at(s, end) != '.' || !char_is_digit(scan_at(s, end + 1))) {
			ret->value += fraction;
			ret->decimal = true;
			i = end;
		} else if (i == at) {
			return false;
		}
	}
	ret->plain = plain && !ret->decimal;
	ret->end = i;
	return true;
}
