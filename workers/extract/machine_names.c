#include "workers/extract/machine_names.h"

#include <ctype.h>

enum {
	MAX_NAME = 40,
	MAX_CJK = 18,
	MAX_QUOTED = 24,
	MAX_PERSON = 4,
	MAX_TEXT_UNITS = 14,
	MIN_PRODUCT = 4
};

enum {
	GOOD_TAIL = 15,
	GOOD_LATIN = 10,
	GOOD_QUOTED = 20,
	BAD_LONG = -12,
	BAD_SHORT = -6,
	BAD_MIXED = -8,
	BAD_DIGIT = -10
};

/* What a run of characters consists of. */
struct makeup {
	uint32_t cjk, latin, digits;
	bool capital; /* a Latin letter in upper case */
	bool hyphen;
};

static bool is_capital(uint32_t raw)
{
	return (raw >= 'A' && raw <= 'Z') || (raw >= 0xc0 && raw <= 0xde) ||
	       (raw >= 0xff21 && raw <= 0xff3a);
}

static void count_char(struct makeup *m, const struct text_char *c)
{
	m->cjk += view_is_cjk(c->code);
	m->digits += view_is_digit(c->code);
	m->latin += view_is_latin(c->code);
	m->capital |= is_capital(c->raw);
	m->hyphen |= c->code == '-';
}

static bool is_wordy(uint32_t code)
{
	return view_is_latin(code) || view_is_digit(code);
}

/* Whether the Latin word that ends before `end` has a capital or a digit. */
static bool is_proper(const struct text_char *chars, uint32_t end)
{
	for (uint32_t p = end; p > 0 && end - p < MAX_NAME && is_wordy(chars[p - 1].code);
	     p--)
		if (is_capital(chars[p - 1].raw) || view_is_digit(chars[p - 1].code))
			return true;
	return false;
}

/* A blank goes on with a name between Latin words when the next begins as names do:
 * "Scale AI", "Llama 2"; and in 智谱 AI. */
static bool blank_joins(const struct view *v, uint32_t at, uint32_t end)
{
	const struct text_char *c = &v->text->chars[at];

	if (c->code != ' ' || at + 1 >= end || !(v->flags[at + 1] & VIEW_NAME))
		return false;
	if (!is_capital(c[1].raw) && !view_is_digit(c[1].code))
		return false;
	if (is_wordy(c[-1].code))
		return is_proper(v->text->chars, at);
	return view_is_cjk(c[-1].code) && at + 2 < end && is_capital(c[2].raw) &&
	       !(at + 3 < end && is_wordy(c[3].code));
}

static int judge(const struct view *v, const struct makeup *m, uint32_t at, uint32_t to)
{
	int quality = 0;

	if (v->flags[to] & VIEW_TAIL)
		quality += GOOD_TAIL;
	if (m->capital && !m->cjk)
		quality += GOOD_LATIN;
	else if (m->capital && m->cjk > 4)
		quality += BAD_MIXED;
	if (m->cjk > 10)
		quality += BAD_LONG;
	if (m->cjk == 2 && !m->latin)
		quality += BAD_SHORT;
	if (view_is_digit(v->text->chars[at].code))
		quality += BAD_DIGIT;
	return quality;
}

/* Latin words of a name have a capital, or the name has Chinese characters too. */
static bool looks_like_name(const struct makeup *m, uint32_t count)
{
	if (count < 2 || m->cjk > MAX_CJK)
		return false;
	if (!m->cjk)
		return m->capital || m->hyphen;
	return m->cjk + m->latin >= 2;
}

static bool is_ragged(const struct view *v, uint32_t end, uint32_t sentence_end)
{
	return !(v->flags[end] & VIEW_RIGHT) || blank_joins(v, end, sentence_end);
}

static size_t find_runs(const struct view *v, uint32_t at, uint32_t end,
			struct name ret[NAMES_MAX])
{
	const struct text_char *chars = v->text->chars;
	struct makeup m = { 0 };
	uint32_t most = end - at > MAX_NAME ? at + MAX_NAME : end, p = at;
	size_t n = 0;

	if (!is_wordy(chars[at].code) && !view_is_cjk(chars[at].code))
		return 0;
	while (p < most && n < NAMES_MAX) {
		if (!(v->flags[p] & VIEW_NAME) && !blank_joins(v, p, end))
			break;
		if (p > at && v->flags[p] & VIEW_HEAD_END)
			break;
		count_char(&m, &chars[p++]);
		if (p < end && is_wordy(chars[p].code) && is_wordy(chars[p - 1].code))
			continue;
		if (!is_wordy(chars[p - 1].code) && !view_is_cjk(chars[p - 1].code))
			continue;
		if (looks_like_name(&m, p - at))
			ret[n++] = (struct name){ .end = p,
						  .count = p - at,
						  .quality = judge(v, &m, at, p),
						  .ragged = is_ragged(v, p, end) };
	}
	return n;
}

static bool closes(uint32_t open, uint32_t code)
{
	return code == open + 1;
}

/* The whole of what stands in quotes. */
static size_t find_quoted(const struct view *v, uint32_t at, uint32_t end,
			  struct name ret[NAMES_MAX])
{
	uint32_t open = v->text->chars[at - 1].code;
	uint32_t most = end - at > MAX_QUOTED ? at + MAX_QUOTED : end;

	for (uint32_t p = at; p < most; p++) {
		if (!closes(open, v->text->chars[p].code))
			continue;
		if (p - at < 2)
			return 0;
		ret[0] = (struct name){ .end = p + 1,
					.count = p - at,
					.quality = GOOD_QUOTED };
		return 1;
	}
	return 0;
}

static size_t find_person(const struct view *v, uint32_t at, uint32_t end,
			  struct name ret[NAMES_MAX])
{
	const struct text_char *chars = v->text->chars;
	size_t n = 0;

	if (!view_is_cjk(chars[at].code)) {
		n = find_runs(v, at, end, ret);
		return n && is_capital(chars[at].raw) ? n : 0;
	}
	for (uint32_t p = at; p < end && p - at < MAX_NAME; p++) {
		bool foreign = p > at && chars[p].code == 0xb7;

		if (!(v->flags[p] & VIEW_NAME) ||
		    (!view_is_cjk(chars[p].code) && !foreign))
			break;
		if (foreign) /* 蒂姆·库克 */
			n = find_runs(v, at, end, ret);
		if (foreign)
			return n;
		if (p + 1 - at > MAX_PERSON || p == at || !(v->flags[at] & VIEW_SURNAME))
			continue;
		ret[n++] = (struct name){ .end = p + 1,
					  .count = p + 1 - at,
					  .quality = p + 1 - at == 3 ? 4 : 0,
					  .ragged = !(v->flags[p + 1] & VIEW_RIGHT) };
	}
	return n;
}

/* Some words of the article, for roles that hold text. */
static size_t find_text(const struct view *v, uint32_t at, uint32_t end,
			struct name ret[NAMES_MAX])
{
	uint32_t p = at;
	size_t n = 0;

	for (int units = 0; units < MAX_TEXT_UNITS && p < end; units++) {
		if (v->flags[p] & VIEW_COMMA || !(v->flags[p] & VIEW_NAME))
			break;
		p = v->next[p];
		if (units > 0)
			ret[n++] = (struct name){ .end = p,
						  .count = p - at,
						  .ragged = !(v->flags[p] & VIEW_RIGHT) };
	}
	return n;
}

/* ---- what is no name after all -------------------------------------------------------
 */

static bool is_word_of(const struct view *v, uint16_t list, uint32_t at, uint32_t count)
{
	for (uint32_t i = v->hit_at[at]; list && i < v->hit_at[at + 1]; i++)
		if (v->hits.items[i].list == list && v->hits.items[i].count == count)
			return true;
	return false;
}

/* Llama 2, GPT-4: a name of a version is none of an organisation. */
static bool has_version(const struct view *v, uint32_t at, uint32_t count)
{
	const struct text_char *c = &v->text->chars[at];

	for (uint32_t k = 1; k + 1 < count; k++)
		if ((c[k].code == '-' || c[k].code == ' ') &&
		    view_is_digit(c[k + 1].code))
			return true;
	return false;
}

static bool is_org_kind(enum open_kind kind)
{
	return kind == OPEN_NAME || kind == OPEN_BARE;
}

static bool fits_class(enum mention_class class, enum open_kind kind)
{
	if (class == MENTION_ORG || class == MENTION_FUND)
		return is_org_kind(kind);
	return class == MENTION_PERSON ? kind == OPEN_PERSON : kind == OPEN_PRODUCT;
}

/* A known name of another class, a piece of a known one, or some words before one:
 * 毕竟微软. */
static bool is_known_otherwise(const struct view *v, enum open_kind kind, uint32_t at,
			       uint32_t count)
{
	const uint32_t named = 1u << MENTION_ORG | 1u << MENTION_PERSON |
			       1u << MENTION_PRODUCT | 1u << MENTION_FUND |
			       1u << MENTION_PLACE | 1u << MENTION_POST;

	uint32_t from = at > MAX_NAME ? at - MAX_NAME : 0, end = at + count;

	for (uint32_t i = v->mention_at[from]; i < v->mention_at[end]; i++) {
		const struct mention *m = &v->mentions->items[i];

		if (!(named >> m->class & 1) || m->first + m->count < end)
			continue;
		if (m->first != at || m->first + m->count > end) {
			if (m->class == MENTION_ORG || m->first < at)
				return true;
		} else if (!fits_class(m->class, kind)) {
			return true;
		}
	}
	return false;
}

static bool has_capital(const struct view *v, uint32_t at, uint32_t count)
{
	for (uint32_t k = 0; k < count; k++)
		if (is_capital(v->text->chars[at + k].raw))
			return true;
	return false;
}

static bool is_latin_only(const struct text_char *c, uint32_t count)
{
	for (uint32_t k = 0; k < count; k++)
		if (view_is_cjk(c[k].code))
			return false;
	return true;
}

static bool has_hyphen(const struct text_char *c, uint32_t count)
{
	for (uint32_t k = 1; k + 1 < count; k++)
		if (c[k].code == '-')
			return true;
	return false;
}

/* In Latin letters a product has a capital or looks technical (mm-cot); else it must
 * end in what it is: 青禾大模型, Kelp云平台. */
static bool is_product(const struct view *v, uint32_t at, uint32_t count)
{
	const struct text_char *c = &v->text->chars[at];

	if (!is_latin_only(c, count) && has_hyphen(c, count))
		return true;
	if (!is_latin_only(c, count))
		return v->flags[at + count] & (VIEW_PRODUCT_END | VIEW_HEAD_END) &&
		       (view_is_latin(c->code) ||
			(v->flags[at + count] & VIEW_PRODUCT_END &&
			 count >= MIN_PRODUCT));
	if (has_capital(v, at, count))
		return true;
	return has_hyphen(c, count);
}

/* What shows that it names something: a capital, or an end like 科技. */
static bool has_evidence(const struct view *v, uint32_t at, uint32_t count)
{
	return v->flags[at + count] & VIEW_TAIL || has_capital(v, at, count);
}

static bool is_refused(const struct view *v, enum open_kind kind, uint32_t at,
		       uint32_t count)
{
	const uint16_t *engine = v->grammar->engine;
	bool head = v->flags[at + count] & VIEW_HEAD_END;

	if (is_word_of(v, engine[LIST_not_name], at, count) ||
	    is_word_of(v, engine[LIST_not_org], at, count) ||
	    is_word_of(v, engine[LIST_name_head], at, count) ||
	    is_word_of(v, engine[LIST_name_tail], at, count) ||
	    is_word_of(v, engine[LIST_pronoun], at, count) ||
	    is_known_otherwise(v, kind, at, count))
		return true;
	if (kind == OPEN_PRODUCT)
		return !is_product(v, at, count);
	if (is_org_kind(kind) &&
	    (has_version(v, at, count) || (head && !(v->flags[at + count] & VIEW_TAIL))))
		return true;
	return kind == OPEN_NAME && !has_evidence(v, at, count);
}

static size_t keep_good(const struct view *v, enum open_kind kind, uint32_t at, size_t n,
			struct name names[NAMES_MAX])
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!is_refused(v, kind, at, names[i].count))
			names[kept++] = names[i];
	return kept;
}

size_t machine_names_find(const struct view *v, enum open_kind kind, uint32_t at,
			  uint32_t end, struct name ret[NAMES_MAX])
{
	size_t n = 0;

	if (kind == OPEN_TEXT)
		return find_text(v, at, end, ret);
	if (v->flags[at] & VIEW_QUOTED)
		n = find_quoted(v, at, end, ret);
	if (n)
		return n;
	n = kind == OPEN_PERSON ? find_person(v, at, end, ret)
				: find_runs(v, at, end, ret);
	return keep_good(v, kind, at, n, ret);
}
