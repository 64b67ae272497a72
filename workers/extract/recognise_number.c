/* Chains of digits and units: 5万4千6百, 一百零一万一千, 三十几万, 数千万. A chain is
 * read from left to right; what a 万, 亿 or 兆 closes is kept, so that a chain which
 * turns out to be two numbers (三万五万) ends behind the first. */
#include "workers/extract/recognise_number.h"

enum { MAX_PAIR = 2, MAX_POSITIONAL = 24 };

struct chain {
	const struct scan *s;
	uint32_t at;	/* the next character */
	double closed;	/* what 亿 and 兆 have closed */
	double middle;	/* what 万 has closed since */
	double section; /* tens, hundreds, thousands since */
	double digit;	/* read, its unit is still to come */
	double unit;	/* the last unit or scale; 0 at the start */
	double scale;	/* the last of 万 亿 兆; 1 */
	double spread; /* 三四十: the distance of its bounds, in the unit of `digit` */
	bool has_digit; /* `digit` is set */
	bool is_single; /* and is one Chinese numeral */
	bool is_placed; /* a 零 stands before it: 一千零五, not 一千五 */
	bool approx;
	bool is_over; /* nothing can follow but a scale */
};

static bool is_unitless(const struct chain *c)
{
	return c->unit == 0 && !c->has_digit;
}

static double chain_value(const struct chain *c)
{
	double digit = c->has_digit ? c->digit : 0;

	/* the last digit counts tenths of the unit before it: 一万三, 两百五 */
	if (c->has_digit && c->is_single && !c->is_placed && c->unit >= 100)
		digit *= c->unit / 10;
	return c->closed + c->middle + c->section + digit;
}

/* The character that goes on with the chain at `at`, behind a blank if need be. */
static uint32_t skip_blank(const struct chain *c, uint32_t at)
{
	uint32_t next = scan_blank(c->s, at), code = scan_at(c->s, next);

	if (next == at)
		return at;
	if (numeral_unit(code) > 0 || numeral_scale(code) > 0)
		return next;
	if (c->unit > 0 && !c->has_digit && numeral_digit(code) >= 0)
		return next;
	return scan_in(c->s, next, U"点余几多") && c->unit > 0 ? next : at;
}

/* Whether the digit at `at` starts a number of its own, as its unit is not below the one
 * before: 三百五百, 三万五万. */
static bool starts_another(const struct chain *c, uint32_t at)
{
	double unit = numeral_unit(scan_at(c->s, scan_blank(c->s, at + 1)));

	return unit > 0 && c->unit > 0 && c->unit < 1e4 && unit >= c->unit;
}

/* Takes a 十 百 千. */
static bool take_unit(struct chain *c, double unit)
{
	if (!c->has_digit && unit != 10 && c->unit == 0)
		return false;
	if (!c->has_digit && (unit != 10 || (c->unit > 0 && c->unit <= 10)))
		return false;
	if (c->has_digit && c->unit > 0 && c->unit < 1e4 && unit >= c->unit)
		return false;
	c->section += (c->has_digit ? c->digit : 1) * unit;
	c->spread *= unit;
	c->unit = unit;
	c->has_digit = c->is_placed = false;
	return true;
}

/* Takes a 万 亿 兆, which multiplies what it closes. */
static bool take_scale(struct chain *c, double scale)
{
	double below = c->section + (c->has_digit ? c->digit : 0);

	if (below == 0 && !(c->unit >= 1e4))
		return false;
	if (scale == 1e4 && c->middle > 0) {
		if (below > 0)
			return false;
		c->middle *= scale; /* 万万 */
	} else if (scale == 1e4) {
		c->middle = below * scale;
	} else {
		if (c->closed > 0 && c->scale <= scale && c->scale >= 1e8 &&
		    (below > 0 || c->middle > 0))
			return false;
		c->closed = c->middle + below > 0
				    ? c->closed + (c->middle + below) * scale
				    : c->closed * scale;
		c->middle = 0;
	}
	c->section = 0;
	c->spread *= scale;
	c->unit = scale;
	c->scale = c->scale > 1 && below == 0 ? c->scale * scale : scale;
	c->has_digit = c->is_placed = c->is_single = false;
	return true;
}

/* The 两 behind a number is a weight (三十两) unless a unit follows it (三千两百). */
static bool is_weight(const struct chain *c)
{
	uint32_t next = scan_at(c->s, c->at + 1);

	return scan_at(c->s, c->at) == U'两' && c->unit > 0 && numeral_unit(next) == 0 &&
	       numeral_scale(next) == 0;
}

/* Takes one or two Chinese digits (三四十); a longer run is no part of a chain. */
static bool take_digits(struct chain *c)
{
	int first = numeral_digit(scan_at(c->s, c->at)), second;

	if (c->has_digit || starts_another(c, c->at) || is_weight(c))
		return false;
	if (first == 0 && !is_unitless(c)) {
		c->is_placed = true;
		c->at++;
		return true;
	}
	second = numeral_digit(scan_at(c->s, c->at + 1));
	c->digit = first;
	c->has_digit = c->is_single = true;
	c->at++;
	if (second == first + 1 && first > 0 && c->unit == 0 &&
	    (numeral_unit(scan_at(c->s, c->at + 1)) > 0 ||
	     numeral_scale(scan_at(c->s, c->at + 1)) > 0)) {
		c->spread = 1;
		c->at++;
	}
	return true;
}

/* Takes digits 0-9 inside a chain: the 4 of 5万4千. */
static bool take_arabic(struct chain *c)
{
	struct number n;
	double unit;

	if (c->has_digit || !number_read_arabic(c->s, c->at, &n) || !n.plain)
		return false;
	unit = numeral_unit(scan_at(c->s, scan_blank(c->s, n.end)));
	if (unit == 0)
		unit = numeral_scale(scan_at(c->s, scan_blank(c->s, n.end)));
	if (n.value >= c->unit || (unit > 0 && unit >= c->unit) ||
	    scan_in(c->s, n.end, U"年月日%"))
		return false;
	c->digit = n.value;
	c->has_digit = true;
	c->is_single = false;
	c->at = n.end;
	return true;
}

/* Takes the 几 of 三十几万, the 多 of 一千多万. */
static bool take_vague(struct chain *c)
{
	uint32_t code = scan_at(c->s, c->at);

	if (c->approx || (code == U'几' && (c->has_digit || c->unit == 0)))
		return false;
	if (code == U'来' && c->unit != 10)
		return false;
	if (code != U'几' && c->unit == 0 && !(c->has_digit && c->digit >= 10))
		return false;
	if (code != U'几' && c->has_digit && c->is_single)
		return false;
	c->approx = true;
	c->at++;
	return true;
}

/* What 廿 卅 卌 stand for, 0 for others. */
static double tens(uint32_t code)
{
	return code == U'廿' ? 20 : code == U'卅' ? 30 : code == U'卌' ? 40 : 0;
}

/* Takes them behind a hundred or a 零: 五百卅四. */
static bool take_tens(struct chain *c, uint32_t code)
{
	if (c->has_digit || (c->unit < 100 && c->unit > 0))
		return false;
	c->section += tens(code);
	c->unit = 10;
	c->is_placed = false;
	c->at++;
	return true;
}

static bool take_next(struct chain *c)
{
	uint32_t at = skip_blank(c, c->at), code = scan_at(c->s, at);
	struct chain before = *c;
	bool taken = false;

	c->at = at;
	if (code == U'兆' && scan_in(c->s, at + 1, U"赫瓦字比帕欧")) {
		taken = false; /* mega */
	} else if (numeral_scale(code) > 0) {
		taken = take_scale(c, numeral_scale(code));
		c->at += taken;
	} else if (c->is_over) {
		taken = false;
	} else if (numeral_unit(code) > 0) {
		taken = take_unit(c, numeral_unit(code));
		c->at += taken;
	} else if (numeral_digit(code) >= 0) {
		taken = take_digits(c);
	} else if (char_is_digit(code) && c->unit > 0) {
		taken = take_arabic(c);
	} else if (tens(code) > 0) {
		taken = take_tens(c, code);
	} else if (code == U'几' || code == U'多' || code == U'余' || code == U'来') {
		taken = take_vague(c);
	}
	if (!taken)
		*c = before;
	return taken;
}

/* Reads 点 and the digits behind it. */
static bool take_point(struct chain *c)
{
	uint32_t at = scan_blank(c->s, c->at), from;
	double place = 1, value = 0;

	if (scan_at(c->s, at) != U'点' || (!c->has_digit && c->unit == 0))
		return false;
	from = at = scan_blank(c->s, at + 1);
	for (;; at++) {
		uint32_t code = scan_at(c->s, at);
		int d = char_is_digit(code) ? (int)(code - '0') : numeral_digit(code);

		if (d < 0 || code == U'两' || place > 1e15)
			break;
		place *= 10;
		value = value * 10 + d;
	}
	if (at == from || scan_in(c->s, at, U"十刻分")) {
		if (at == from || scan_at(c->s, at + 1) != U'之')
			return false;
	}
	c->digit = chain_value(c) + value / place;
	c->closed = c->middle = c->section = 0;
	c->has_digit = c->is_over = true;
	c->is_single = false;
	c->at = at;
	return true;
}

/* A run of Chinese digits without units: 二〇二三, 一九九八. */
static bool read_positional(const struct scan *s, uint32_t at, struct number *ret)
{
	uint32_t end = at;
	double value = 0;

	while (numeral_digit(scan_at(s, end)) >= 0 && !scan_in(s, end, U"两俩仨") &&
	       end - at < MAX_POSITIONAL)
		value = value * 10 + numeral_digit(scan_at(s, end++));
	if (end - at < MAX_PAIR || numeral_unit(scan_at(s, end)) > 0 ||
	    numeral_scale(scan_at(s, end)) > 0)
		return false;
	*ret = (struct number){ .end = end,
				.value = value,
				.scale = 1,
				.pair = end - at == MAX_PAIR && value >= 10 &&
					value - 10 * (double)(int)(value / 10) > 0 };
	return true;
}

/* 数亿, 几十万, 百亿, 廿三: starts that stand for a number though no digit is there. */
static void start(struct chain *c, struct number *ret)
{
	uint32_t code = scan_at(c->s, c->at), next = scan_at(c->s, c->at + 1);
	bool unit = numeral_unit(next) > 0 || numeral_scale(next) > 0;

	if ((code == U'数' || code == U'几') && unit) {
		c->digit = 1;
		c->spread = 8;
		c->has_digit = c->approx = true;
		c->at++;
	} else if (numeral_unit(code) > 10 || numeral_scale(code) > 0) {
		c->digit = 1;
		c->has_digit = true;
		ret->bare = true;
	} else if (code == U'半' && next == U'百') {
		c->digit = 0.5;
		c->has_digit = true;
		c->at++;
	}
}

bool number_read_chain(const struct scan *s, uint32_t at, struct number *ret)
{
	struct chain c = { .s = s, .at = at, .scale = 1 };
	struct number n;

	*ret = (struct number){ .scale = 1 };
	if (read_positional(s, at, ret) && scan_at(s, ret->end) != U'点')
		return true;
	*ret = (struct number){ .scale = 1 };
	if (number_read_arabic(s, at, &n)) {
		*ret = n;
		c.digit = n.value;
		c.has_digit = true;
		c.at = n.end;
	} else {
		start(&c, ret);
	}
	while (take_next(&c))
		;
	if (!ret->arabic && take_point(&c)) {
		ret->decimal = true;
		while (take_next(&c))
			;
	}
	if (!c.has_digit && c.unit == 0)
		return false;
	ret->single = c.at == at + 1 && c.is_single;
	ret->value = chain_value(&c);
	ret->max = c.spread > 0 ? ret->value + c.spread : 0;
	ret->approx = c.approx || c.spread > 0 || ret->bare;
	ret->plain = ret->plain && c.unit == 0 && !c.approx;
	ret->scale = c.scale;
	ret->end = c.at;
	return c.at > at;
}
