#include "workers/extract/recognise_quantity.h"

#include "workers/extract/recognise_money.h"
#include "workers/extract/recognise_number.h"
#include "workers/extract/recognise_unit.h"

/* A number with what stands around it. */
struct quantity {
	uint32_t first,
		number; /* where it starts, modifiers included; where its digits do */
	uint32_t digits_end;
	double digits_value; /* what the digits alone say (5 of 五个半) */
	enum mention_class class;
	struct number n; /* n.end is behind all of it */
	const char *modifier, *currency, *unit;
};

/* Reads what goes before a number: a modifier, a currency, in any order. */
static uint32_t read_before(const struct scan *s, uint32_t at, struct quantity *q)
{
	uint32_t count, end;
	bool is_part;

	for (unsigned turn = 0; turn < 3 && !char_is_digit(scan_at(s, at)); turn++) {
		const char *word =
			q->modifier ? NULL : modifier_before(s, at, &count, &is_part);

		if (word) {
			q->modifier = word;
			at += count;
			if (!is_part && !q->currency)
				q->first = at;
			continue;
		}
		word = q->currency ? NULL : money_before(s, at, &end);
		if (!word)
			break;
		q->currency = word;
		at = end;
	}
	return at;
}

/* $7B: a billion where it is money. */
static void read_money_suffix(const struct scan *s, struct number *n)
{
	uint32_t c = scan_at(s, n->end);

	if (n->scale > 1 || char_is_word(scan_at(s, n->end + 1)) ||
	    (c != 'b' && c != 'm' && c != 't'))
		return;
	n->scale = c == 'b' ? 1e9 : c == 'm' ? 1e6 : 1e12;
	n->value *= n->scale;
	n->end++;
}

/* Finds out what the number counts. */
static void read_behind(const struct scan *s, struct quantity *q)
{
	const char *currency;

	q->digits_end = q->n.end;
	q->digits_value = q->n.value;
	q->class = MENTION_NUMBER;
	if (q->n.percent) {
		q->class = MENTION_PERCENT;
		q->unit = "%";
		return;
	}
	if (q->currency)
		read_money_suffix(s, &q->n);
	currency = money_behind(s, &q->n);
	if (currency || q->currency) {
		q->class = MENTION_MONEY;
		q->currency = q->currency ? q->currency : currency;
		return;
	}
	q->unit = percent_behind(s, &q->n);
	if (q->unit) {
		q->class = MENTION_PERCENT;
	} else if (shares_behind(s, &q->n)) {
		q->class = MENTION_SHARES;
	} else {
		q->unit = q->n.fraction ? NULL : measure_behind(s, &q->n);
		if (q->unit)
			q->class = MENTION_COUNT;
	}
}

/* The number behind a range's sign that stands at `at`: 3-5亿, 4350万元~5000万元. */
static bool read_other_bound(const struct scan *s, uint32_t at, struct quantity *ret)
{
	uint32_t next = scan_blank(s, at);

	if (!scan_in(s, next, U"-~至到"))
		return false;
	while (scan_in(s, next, U"-~至到"))
		next++;
	next = read_before(s, scan_blank(s, next), ret);
	ret->first = ret->number = next;
	return !ret->modifier && number_read(s, next, &ret->n);
}

/* 从2亿到3亿 are two sums, not one of 2 to 3. */
static bool is_journey(const struct scan *s, const struct quantity *q)
{
	return scan_ends(s, q->first, U"从") || scan_ends(s, q->first, U"由") ||
	       scan_ends(s, q->first, U"自") || scan_ends(s, q->first, U"from ");
}

/* Joins `low` and the bound behind it into one range, if they are one. */
static void read_range(const struct scan *s, struct quantity *low)
{
	struct quantity high = { .currency = low->currency };
	double coefficient;

	if (low->n.fraction || is_journey(s, low) ||
	    !read_other_bound(s, low->n.end, &high) || high.n.fraction)
		return;
	read_behind(s, &high);
	if (high.class == MENTION_NUMBER && high.n.scale == 1)
		return;
	if (low->class != MENTION_NUMBER && low->class != high.class)
		return;
	coefficient = high.n.value / high.n.scale;
	if (low->n.scale == 1 && low->n.value < coefficient &&
	    low->class == MENTION_NUMBER)
		low->n.value *= high.n.scale;
	if (high.n.value <= low->n.value)
		return;
	low->n.max = high.n.value;
	low->n.end = high.n.end;
	low->n.bare = low->n.pair = low->n.single = false;
	low->class = high.class;
	low->unit = high.unit;
	low->currency = high.currency ? high.currency : low->currency;
}

/* 亿元 alone is a unit, 百家 a manner of speaking; 百亿元 and 近亿元 are sums. */
static bool is_bare_number(const struct scan *s, const struct quantity *q)
{
	uint32_t n = q->digits_end - q->number;

	if (q->modifier || scan_at(s, q->n.end) == U'级')
		return q->class != MENTION_NUMBER || q->modifier;
	return n > 1 && q->class != MENTION_NUMBER;
}

/* A number in words such as 5G, H100, 第三, 伍仁, or a scale alone, is none. */
static bool is_number(const struct scan *s, const struct quantity *q)
{
	uint32_t next = scan_at(s, q->n.end), before = scan_before(s, q->number);

	if (q->n.bare && !is_bare_number(s, q))
		return false;
	if (q->n.arabic && char_is_latin(before) && !q->currency && !q->modifier)
		return false;
	if (q->class != MENTION_NUMBER)
		return true;
	if (q->n.pair || before == U'第' || (q->n.arabic && char_is_latin(next)))
		return false;
	if (q->n.end == q->number + 1 && scan_in(s, q->number, U"伍陆肆拾仟佰"))
		return !char_is_han(before) && !char_is_han(next);
	return true;
}

static struct mention *add(struct scan *s, enum mention_class class, uint32_t first,
			   uint32_t end, const struct quantity *q)
{
	struct mention *m = scan_add(s, class, first, end);

	m->value.has_number = true;
	m->value.number = q->n.value;
	m->value.max = q->n.max;
	m->value.approx = q->n.approx || q->modifier;
	m->value.modifier = q->modifier;
	return m;
}

/* The number within 百分之五, 5个百分点 and 五家, for whoever asks for numbers. */
static void add_inner(struct scan *s, const struct quantity *q)
{
	uint32_t first = q->n.inner ? q->n.inner : q->number;
	bool in_percent = q->class == MENTION_PERCENT &&
			  ((q->n.inner && q->n.inner <= q->number + 6 &&
			    numeral_unit(scan_at(s, q->number)) == 100) ||
			   (q->unit && q->unit[0] == 'p'));

	if (q->n.max > 0 && !q->n.approx)
		return;
	if (q->class == MENTION_COUNT || in_percent)
		add(s, MENTION_NUMBER, first, q->digits_end, q)->value.number =
			q->digits_value;
}

static void add_quantity(struct scan *s, struct quantity *q)
{
	struct mention *m;
	const char *behind;

	add_inner(s, q);
	behind = modifier_behind(s, &q->n.end);
	if (behind && !q->modifier)
		q->modifier = behind;
	if (q->class == MENTION_NUMBER || q->class == MENTION_COUNT)
		q->first = q->number;
	m = add(s, q->class, q->first, q->n.end, q);
	m->value.currency = q->currency;
	m->value.unit = q->unit;
}

/* 对折 behind 打 is a half. */
static uint32_t half_price(struct scan *s, uint32_t at)
{
	struct quantity q = { .first = at,
			      .number = at,
			      .digits_end = at,
			      .class = MENTION_PERCENT,
			      .unit = "%",
			      .n = { .value = 50, .end = at + 2 } };

	add_quantity(s, &q);
	return at + 2;
}

/* 半年 is a duration, 半个 a count, 半成 a percentage; 半 alone is nothing. */
static bool read_half(const struct scan *s, uint32_t at, struct number *ret)
{
	if (scan_at(s, at) != U'半' || !scan_in(s, at + 1, U"个成") ||
	    char_is_han(scan_before(s, at)))
		return false;
	*ret = (struct number){
		.value = 0.5, .scale = 1, .end = at + 1, .decimal = true
	};
	return true;
}

uint32_t recognise_quantity(struct scan *s, uint32_t at)
{
	struct quantity q = { .first = at };

	if (scan_at(s, at) == U'对' && scan_at(s, at + 1) == U'折' &&
	    scan_before(s, at) == U'打')
		return half_price(s, at);
	q.number = read_before(s, at, &q);
	if (s->taken[q.number - s->begin] ||
	    (!number_read(s, q.number, &q.n) && !read_half(s, q.number, &q.n)))
		return at;
	if (q.modifier && scan_in(s, at, U"上过破") && !q.n.bare && !q.n.approx) {
		q.modifier = NULL;
		q.first = q.number;
	}
	read_behind(s, &q);
	read_range(s, &q);
	if (!is_number(s, &q))
		return q.n.end;
	add_quantity(s, &q);
	return q.n.end;
}
