/* Signs, fractions, and what makes a number of a chain: 百分之五, 三又二分之一, 40k,
 * 4.15 billion, -12e-1. */
#include <math.h>

#include "workers/extract/recognise_number.h"

enum { MAX_EXPONENT = 300 };

static const double MAX_DENOMINATOR = 1e16;

static double denominator_part(uint32_t code)
{
	return numeral_unit(code) > 0 ? numeral_unit(code) : numeral_scale(code);
}

/* Behind 分之, blanks within it, if it stands at `at`; else 0. */
static uint32_t behind_bar(const struct scan *s, uint32_t at)
{
	at = scan_blank(s, at);
	if (scan_at(s, at) != U'分')
		return 0;
	at = scan_blank(s, at + 1);
	return scan_at(s, at) == U'之' ? scan_blank(s, at + 1) : 0;
}

/* 4 thousand, 4.15 billion, 3.5bn, 40k. */
static void read_suffix(const struct scan *s, struct number *n)
{
	static const struct {
		const char32_t *word;
		double factor;
	} words[] = {
		{ U" thousand", 1e3 },	{ U" million", 1e6 }, { U" billion", 1e9 },
		{ U" trillion", 1e12 }, { U"bn", 1e9 },	      { U"mn", 1e6 },
		{ U"mln", 1e6 },	{ U"bln", 1e9 },      { U"tn", 1e12 },
		{ U"k", 1e3 },
	};

	if (!n->arabic || n->scale > 1)
		return;
	for (size_t i = 0; i < NW_ARRAY_LEN(words); i++) {
		uint32_t count = scan_word(s, n->end, words[i].word);

		if (count == 0 || char_is_word(scan_at(s, n->end + count)))
			continue;
		n->value *= words[i].factor;
		n->scale = words[i].factor;
		n->end += count;
		n->plain = false;
		return;
	}
	if (scan_raw(s, n->end) == 'M' && !char_is_word(scan_at(s, n->end + 1))) {
		n->value *= 1e6;
		n->scale = 1e6;
		n->end++;
		n->plain = false;
	}
}

/* A chain with what may stand behind it. */
static bool read_scaled(const struct scan *s, uint32_t at, struct number *ret)
{
	if (!number_read_chain(s, at, ret))
		return false;
	read_suffix(s, ret);
	return true;
}

/* Whether a sign stands at `at`; *ret_at is behind it. */
static bool read_sign(const struct scan *s, uint32_t at, uint32_t *ret_at)
{
	uint32_t before = scan_before(s, at), next = scan_blank(s, at + 1);

	*ret_at = at;
	if (scan_at(s, at) == U'负' ||
	    (scan_at(s, at) == '-' && !char_is_word(before) && before != '-' &&
	     before != ')' && before != '%' && !char_is_han(before))) {
		*ret_at = next;
		return true;
	}
	return false;
}

/* 百分之, 千万分之: only units before the bar. Value in hundredths. */
static bool read_percent(const struct scan *s, uint32_t at, struct number *ret)
{
	double below = 1;
	uint32_t i = at, inner, next;
	bool negative;

	for (; below <= MAX_DENOMINATOR && denominator_part(scan_at(s, i)) > 10;
	     i = scan_blank(s, i + 1))
		below *= denominator_part(scan_at(s, i));
	if (i == at || numeral_digit(scan_before(s, at)) >= 0 || below > MAX_DENOMINATOR)
		return false;
	inner = behind_bar(s, i);
	if (!inner)
		return false;
	negative = read_sign(s, inner, &next);
	if (!read_scaled(s, next, ret) || ret->bare)
		return false;
	ret->value *= (negative ? -100 : 100) / below;
	ret->max *= 100 / below;
	ret->percent = true;
	ret->plain = ret->single = ret->pair = false;
	ret->inner = inner;
	return true;
}

static bool is_whole(const struct number *n)
{
	return !n->bare && !n->approx && n->value != 0;
}

/* B分之A behind the B in `n`. */
static void read_bar(const struct scan *s, struct number *n)
{
	uint32_t at = behind_bar(s, n->end), next;
	struct number above;
	bool negative;

	if (!at || !is_whole(n))
		return;
	negative = read_sign(s, at, &next);
	if (!read_scaled(s, next, &above) || above.bare)
		return;
	n->value = (negative ? -above.value : above.value) / n->value;
	n->end = above.end;
	n->fraction = n->decimal = true;
	n->plain = n->single = n->pair = false;
}

/* A/B behind the A in `n`, if it is no date: 16/5, 1/2. */
static void read_slash(const struct scan *s, struct number *n)
{
	struct number below;

	if (!n->plain || scan_at(s, n->end) != '/' ||
	    !number_read_arabic(s, n->end + 1, &below) || !below.plain ||
	    below.value == 0 || scan_at(s, below.end) == '/' ||
	    char_is_word(scan_at(s, below.end)))
		return;
	n->value /= below.value;
	n->end = below.end;
	n->fraction = n->decimal = true;
	n->plain = false;
}

/* N又B分之A, and N A/B. */
static void read_mixed(const struct scan *s, struct number *n)
{
	uint32_t at = scan_blank(s, n->end);
	struct number part;

	if (scan_at(s, at) == U'又') {
		if (!read_scaled(s, scan_blank(s, at + 1), &part))
			return;
		read_bar(s, &part);
		if (!part.fraction && scan_at(s, part.end) == U'分' && is_whole(&part)) {
			struct number above;

			if (read_scaled(s, part.end + 1, &above) && !above.bare) {
				part.value = above.value / part.value;
				part.end = above.end;
				part.fraction = true;
			}
		}
	} else if (n->plain && at > n->end && number_read_arabic(s, at, &part)) {
		read_slash(s, &part);
	} else {
		return;
	}
	if (!part.fraction)
		return;
	n->value += part.value;
	n->end = part.end;
	n->fraction = n->decimal = true;
	n->plain = n->single = n->pair = false;
}

/* 1e10, 2^5, 1.1^-3. */
static void read_power(const struct scan *s, struct number *n)
{
	uint32_t at = n->end + 1;
	struct number power;
	bool negative = scan_at(s, at) == '-';

	if (!n->arabic || n->scale > 1 ||
	    (scan_at(s, n->end) != 'e' && scan_at(s, n->end) != '^'))
		return;
	if (negative || scan_at(s, at) == '+')
		at++;
	if (!number_read_arabic(s, at, &power) || !power.plain ||
	    power.value > MAX_EXPONENT || char_is_word(scan_at(s, power.end)))
		return;
	if (negative)
		power.value = -power.value;
	n->value = scan_at(s, n->end) == 'e' ? n->value * pow(10, power.value)
					     : pow(n->value, power.value);
	n->end = power.end;
	n->plain = false;
}

/* A dozen: 十打苹果, but not 一打开. */
static void read_dozen(const struct scan *s, struct number *n)
{
	if (scan_at(s, n->end) != U'打' || n->arabic || n->bare || n->scale > 1 ||
	    scan_in(s, n->end + 1, U"开折造的电破算到下通响架击工车包印"))
		return;
	n->value *= 12;
	n->end++;
	n->single = false;
}

/* "half a million", "two billion": words before a scale. */
static bool read_english(const struct scan *s, uint32_t at, struct number *ret)
{
	static const struct {
		const char32_t *word;
		double value;
	} words[] = {
		{ U"half a", 0.5 }, { U"a", 1 },      { U"one", 1 },  { U"two", 2 },
		{ U"three", 3 },    { U"four", 4 },   { U"five", 5 }, { U"six", 6 },
		{ U"seven", 7 },    { U"eight", 8 },  { U"nine", 9 }, { U"ten", 10 },
		{ U"twenty", 20 },  { U"fifty", 50 },
	};

	if (char_is_word(scan_before(s, at)))
		return false;
	for (size_t i = 0; i < NW_ARRAY_LEN(words); i++) {
		uint32_t count = scan_word(s, at, words[i].word);
		struct number n = { .value = words[i].value,
				    .scale = 1,
				    .arabic = true,
				    .end = at + count };

		if (count == 0 || scan_at(s, n.end) != ' ')
			continue;
		read_suffix(s, &n);
		if (n.scale > 1) {
			*ret = n;
			return true;
		}
	}
	return false;
}

/* 2.22亿 is 222000000, though 2.22 times 1e8 is a little more. */
static double tidy(double value)
{
	double whole = nearbyint(value);

	return fabs(value - whole) < 1e-9 * fabs(value) ? whole : value;
}

bool number_read(const struct scan *s, uint32_t at, struct number *ret)
{
	uint32_t from;
	bool negative = read_sign(s, at, &from);

	if (!negative && char_is_latin(scan_at(s, at)))
		return read_english(s, at, ret);
	if (!negative && read_percent(s, at, ret))
		return true;
	if (!read_scaled(s, from, ret))
		return false;
	read_power(s, ret);
	read_bar(s, ret);
	if (!ret->fraction)
		read_slash(s, ret);
	if (!ret->fraction)
		read_mixed(s, ret);
	read_dozen(s, ret);
	ret->value = tidy(ret->value);
	ret->max = tidy(ret->max);
	if (negative) {
		ret->value = -ret->value;
		ret->plain = ret->single = ret->bare = false;
	}
	return true;
}
