#include "workers/extract/recognise_round.h"

static const struct scan_word words[] = {
	{ U"种子+轮", "seed" },
	{ U"种子轮", "seed" },
	{ U"种子前轮", "pre-seed" },
	{ U"pre-种子轮", "pre-seed" },
	{ U"pre-seed轮", "pre-seed" },
	{ U"pre-seed round", "pre-seed" },
	{ U"pre-seed", "pre-seed" },
	{ U"seed round", "seed" },
	{ U"seed funding", "seed" },
	{ U"seed轮", "seed" },
	{ U"seed financing", "seed" },
	{ U"天使轮", "angel" },
	{ U"天使+轮", "angel" },
	{ U"天使++轮", "angel" },
	{ U"天使a轮", "angel" },
	{ U"pre-天使轮", "angel" },
	{ U"天使投资", "angel" },
	{ U"天使融资", "angel" },
	{ U"angel round", "angel" },
	{ U"战略融资", "strategic" },
	{ U"战略投资", "strategic" },
	{ U"战略轮", "strategic" },
	{ U"战投轮", "strategic" },
	{ U"strategic round", "strategic" },
	{ U"strategic funding", "strategic" },
	{ U"strategic investment", "strategic" },
	{ U"pre-ipo轮", "pre-IPO" },
	{ U"preipo轮", "pre-IPO" },
	{ U"pre-ipo", "pre-IPO" },
	{ U"上市前融资", "pre-IPO" },
	{ U"ipo前融资", "pre-IPO" },
	{ U"债务融资", "debt" },
	{ U"债权融资", "debt" },
	{ U"可转债融资", "debt" },
	{ U"debt financing", "debt" },
	{ U"debt round", "debt" },
	{ U"debt funding", "debt" },
	{ U"未披露轮次", "undisclosed" },
	{ U"undisclosed round", "undisclosed" },
};

/* What the catalogue calls the round of a letter: plain, with a plus, with "pre". */
static const char *term_of(uint32_t letter, bool pre, bool more)
{
	static const struct {
		const char *plain, *plus, *pre;
	} terms[] = {
		{ "A", "A+", "pre-A" }, { "B", "B+", "pre-B" }, { "C", "C+", "pre-C" },
		{ "D", "D+", "D" },	{ "E", "E+", "E" },	{ "F", "F+", "F" },
		{ "G", "G", "G" },	{ "H", "H", "H" },
	};

	if (letter - 'a' >= NW_ARRAY_LEN(terms))
		return NULL;
	if (pre)
		return terms[letter - 'a'].pre;
	return more ? terms[letter - 'a'].plus : terms[letter - 'a'].plain;
}

/* Behind "pre-", "pre ", "pre". */
static uint32_t skip_pre(const struct scan *s, uint32_t at)
{
	uint32_t count = scan_word(s, at, U"pre-");

	if (count > 0)
		return at + count;
	if (scan_at(s, at) != 'p' || scan_at(s, at + 1) != 'r' ||
	    scan_at(s, at + 2) != 'e')
		return at;
	return scan_blank(s, at + 3);
}

/* Behind the +, ++ or number of a letter: A+, A1, C-2. */
static uint32_t skip_more(const struct scan *s, uint32_t at, bool *ret_plus)
{
	*ret_plus = scan_at(s, at) == '+';
	while (scan_at(s, at) == '+')
		at++;
	if (char_is_digit(scan_at(s, at)) && !char_is_digit(scan_at(s, at + 1)))
		at++;
	return at;
}

/* Behind 轮, 系列 or "round"; 0 when none is there. A轮, 首轮 and 系列 mean the same. */
static uint32_t skip_name(const struct scan *s, uint32_t at)
{
	uint32_t next = scan_blank(s, at), count;

	if (scan_at(s, next) == U'轮')
		return next + 1;
	count = scan_word(s, next, U"系列");
	if (count > 0 && scan_in(s, next + count, U"融投优轮"))
		return next + count + (scan_at(s, next + count) == U'轮');
	count = scan_word(s, next, U"-round");
	return count > 0 ? next + count : 0;
}

/* Pre-A, A+, B1 with 轮 behind. */
static uint32_t read_letter(const struct scan *s, uint32_t at, const char **ret_term)
{
	uint32_t letter = skip_pre(s, at), end;
	bool more;

	*ret_term = NULL;
	if (scan_at(s, letter) - 'a' >= 26 || char_is_word(scan_before(s, at)))
		return 0;
	end = skip_more(s, letter + 1, &more);
	if (char_is_latin(scan_at(s, end)))
		return 0;
	*ret_term = term_of(scan_at(s, letter), letter > at, more);
	end = skip_name(s, end);
	return *ret_term ? end : 0;
}

/* "Series A", "Series B-1 round". */
static uint32_t read_series(const struct scan *s, uint32_t at, const char **ret_term)
{
	uint32_t count = scan_word(s, at, U"series "), end;
	bool more;

	if (count < 7 || char_is_latin(scan_at(s, at + count + 1)))
		return 0;
	*ret_term =
		term_of(scan_at(s, at + count), false, scan_at(s, at + count + 1) == '+');
	if (!*ret_term || !char_is_capital(scan_raw(s, at + count)))
		return 0;
	end = skip_more(s, at + count + 1, &more);
	count = scan_word(s, end, U" round");
	return end + count;
}

/* A轮、B轮: also A/B轮, A、B两轮 — the first letter is then a round of its own. */
static uint32_t read_words(const struct scan *s, uint32_t at, const char **ret_term)
{
	uint32_t count;
	const struct scan_word *w;

	if (char_is_latin(scan_at(s, at)) && char_is_word(scan_before(s, at)))
		return 0;
	w = scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);
	if (!w)
		return 0;
	*ret_term = w->means;
	return at + count;
}

uint32_t recognise_round(struct scan *s, uint32_t at)
{
	const char *term = NULL;
	uint32_t end;

	if (char_is_digit(scan_at(s, at)))
		return at;
	end = read_words(s, at, &term);
	if (!end && char_is_latin(scan_at(s, at))) {
		end = read_series(s, at, &term);
		if (!end)
			end = read_letter(s, at, &term);
	}
	if (!end)
		return at;
	scan_add(s, MENTION_ROUND, at, end)->value.term = term;
	return end;
}
