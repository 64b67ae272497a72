#include "workers/extract/resolve_subject.h"

enum {
	MAX_BACK = 4,
	MAX_USES = 16,
	MAX_GOVERNING = 4,
	SIGNATURE = 5,
	OF = 0x7684 /* 的 */
};

/* What speaks for a candidate, and against it; in tenths of a sentence's distance. */
enum {
	PER_SENTENCE = -20,
	ACTS_FIRST = 14,
	BEFORE_COMMA = 16,
	GOVERNED = -25,
	PER_DOUBLING = 5,
	IN_TITLE = 8,
	MEDIA = -60,
	FUND = -25,
	NONE = -1000,
	LEAST = -18, /* an organisation that is governed does not act all the same */
	OWNS = -8,
	DESCRIBED = 12
};

bool resolve_is_governed(const struct view *v, uint32_t at, uint32_t begin)
{
	uint16_t list = v->grammar->engine[LIST_governs];
	uint32_t from;

	while (at > begin && view_land(v, at - 1, at) == at)
		at--;
	from = at > begin + MAX_GOVERNING ? at - MAX_GOVERNING : begin;
	for (uint32_t i = v->hit_at[from]; list && i < v->hit_at[at]; i++) {
		const struct word_hit *h = &v->hits.items[i];

		if (h->list == list && h->first + h->count == at)
			return true;
	}
	return false;
}

/* Meta 的 Llama is about Llama; 的 before a name says that what stood there before only
 * describes it. */
static int judge_possession(const struct view *v, const struct mention *m, uint32_t begin,
			    uint32_t end)
{
	uint32_t behind = view_land(v, m->first + m->count, end);
	int score = 0;

	if (behind < end && v->text->chars[behind].code == OF)
		score += OWNS;
	if (m->first > begin && v->text->chars[m->first - 1].code == OF)
		score += DESCRIBED;
	return score;
}

static bool is_comma(uint32_t code)
{
	return code == ',' || code == ':';
}

/* Right before the comma of the clause before: 号称第一的青禾, 获得… */
static bool is_before_comma(const struct view *v, const struct mention *m, uint32_t at)
{
	uint32_t p = view_land(v, m->first + m->count, at), commas = 0;

	if (p < at && v->text->chars[p].code == '(')
		p = view_land(v, v->next[p], at);
	if (p >= at || !is_comma(v->text->chars[p].code))
		return false;
	for (; p < at; p++)
		commas += is_comma(v->text->chars[p].code);
	return commas == 1;
}

static int doublings(uint32_t uses)
{
	int n = 0;

	for (uses = uses > MAX_USES ? MAX_USES : uses; uses > 1; uses /= 2)
		n++;
	return n;
}

static bool is_media(const struct view *v, const struct mention *m)
{
	const struct word_hit *h = view_hit(v, m->first, v->grammar->engine[LIST_media]);

	return h && h->count >= m->count;
}

/* An investor is spoken of as such, hardly as who is told about. */
static bool is_fund(const struct view *v, const struct mention *m)
{
	for (uint32_t i = v->mention_at[m->first]; i < v->mention_at[m->first + 1]; i++)
		if (v->mentions->items[i].class == MENTION_FUND)
			return true;
	return false;
}

static int judge(const struct resolver *r, const struct mention *m, uint32_t begin,
		 uint32_t end, uint32_t at, bool first)
{
	const struct view *v = resolver_view(r);
	int score = PER_DOUBLING * doublings(resolver_uses(r, m)) +
		    judge_possession(v, m, begin, end);

	if (resolve_is_governed(v, m->first, begin))
		score += GOVERNED;
	else if (first)
		score += ACTS_FIRST;
	if (at && is_before_comma(v, m, at))
		score += BEFORE_COMMA;
	if (is_media(v, m))
		score += MEDIA;
	if (is_fund(v, m))
		score += FUND;
	return m->first < v->text->body ? score + IN_TITLE : score;
}

/* The best candidate in a sentence before character `end`; `at` is where the subject
 * is missing, 0 in another sentence. */
static const struct mention *best_of(const struct resolver *r, const struct sentence *s,
				     uint32_t end, uint32_t at, int *ret_score)
{
	const struct view *v = resolver_view(r);
	const struct mention *best = NULL;
	bool first = true;

	*ret_score = NONE;
	for (uint32_t i = v->mention_at[s->first]; i < v->mention_at[end]; i++) {
		const struct mention *m = &v->mentions->items[i];
		int score;

		if (m->class != MENTION_ORG || m->first + m->count > end)
			continue;
		score = judge(r, m, s->first, end, at, first);
		first &= resolve_is_governed(v, m->first, s->first);
		if (score > *ret_score) {
			*ret_score = score;
			best = m;
		}
	}
	return best;
}

const struct mention *resolve_subject(const struct resolver *r, uint32_t sentence,
				      uint32_t at, uint32_t *ret_distance)
{
	const struct text *t = resolver_view(r)->text;
	const struct mention *best = NULL;
	int most = LEAST;

	for (uint32_t back = 0; back <= MAX_BACK && back <= sentence; back++) {
		const struct sentence *s = &t->sentences[sentence - back];
		uint32_t end = back ? s->first + s->count : at;
		const struct mention *m;
		int score;

		m = best_of(r, s, end, back ? 0 : at, &score);
		score += PER_SENTENCE * (int)back;
		if (m && score > most) {
			most = score;
			best = m;
			*ret_distance = back;
		}
	}
	return best;
}

/* A signature: a sentence that is the name alone. */
static bool is_signature(const struct view *v, const struct mention *m)
{
	const struct sentence *s = &v->text->sentences[m->sentence];

	return s->field == TEXT_BODY && m->first == s->first && m->count + 1 >= s->count;
}

const struct mention *resolve_speaker(const struct resolver *r)
{
	const struct view *v = resolver_view(r);
	const struct mention *best = NULL;
	uint32_t most = 0;

	for (uint32_t i = 0; i < v->mentions->n; i++) {
		const struct mention *m = &v->mentions->items[i];
		uint32_t uses;

		if (m->class != MENTION_ORG || is_media(v, m))
			continue;
		uses = resolver_uses(r, m) + (is_signature(v, m) ? SIGNATURE : 0);
		if (uses > most) {
			most = uses;
			best = m;
		}
	}
	return best;
}
