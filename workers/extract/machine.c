#include "workers/extract/machine.h"

#include <stdlib.h>
#include <string.h>

#include "workers/extract/machine_names.h"

/* What a capture or a gap is worth; see the header for the order this makes. */
enum {
	KNOWN = 100,
	PRONOUN = 55,
	CARVED = 60,
	WORD_VALUE = 90,
	GAP_UNIT = -2,
	WIDE_UNIT = -3
};

enum { NO_THREAD = 0, MAX_THREADS = 1 << 20 };

/* A way to a place in the program, waiting at a character. */
struct thread {
	uint32_t next;	/* another one at the same character; 0: none */
	uint16_t step;	/* to be tried here */
	bool after_gap; /* nothing before this says where a name begins */
	bool ragged;	/* it ended in a name that looks cut off */
	uint32_t start;
	int score;
	const struct capture *captures;
};

/* A thread on its way behind a step, and what the step captured: kept only when the
 * thread goes on. */
struct move {
	struct thread t;
	struct capture what; /* role -1: nothing */
};

struct machine {
	struct arena *memory;
	const struct view *view;
	const struct program *program;
	uint32_t begin, end; /* of the sentence */
	uint32_t *waiting;   /* by character from `begin`: the first thread */
	uint32_t cap_waiting;
	struct thread *threads; /* from 1 */
	uint32_t n_threads, cap_threads;
	struct match *found; /* by last character: the best that ends there */
	size_t n_found, cap_found;
	uint32_t reach;
};

struct machine *machine_new(struct arena *a, const struct view *view)
{
	struct machine *m = arena_alloc(a, sizeof(*m));

	m->memory = a;
	m->view = view;
	m->cap_threads = 1024;
	m->threads = arena_alloc(a, m->cap_threads * sizeof(*m->threads));
	return m;
}

uint32_t machine_reach(const struct machine *m)
{
	return m->reach;
}

static uint32_t new_thread(struct machine *m)
{
	if (m->n_threads == MAX_THREADS)
		return NO_THREAD;
	if (m->n_threads == m->cap_threads) {
		size_t bytes = m->cap_threads * sizeof(*m->threads);

		m->threads = arena_grow(m->memory, m->threads, bytes, 2 * bytes);
		m->cap_threads *= 2;
	}
	return m->n_threads++;
}

static bool is_org(uint32_t classes)
{
	return classes >> MENTION_ORG & 1;
}

/* Whether the step can take anything at `at`; threads that cannot go on are not made. */
static bool fits(const struct machine *m, const struct step *s, uint32_t at)
{
	const struct view *v = m->view;

	if (at >= m->end)
		return false;
	if (s->gap)
		return s->gap == GAP_WIDE || !(v->flags[at] & VIEW_COMMA);
	if (s->open && v->flags[at] & (VIEW_NAME | VIEW_QUOTED))
		return true;
	if (s->list && view_hit(v, at, s->list))
		return true;
	if (is_org(s->classes) && view_hit(v, at, v->grammar->engine[LIST_pronoun]))
		return true;
	for (uint32_t i = v->mention_at[at]; i < v->mention_at[at + 1]; i++)
		if (s->classes >> v->mentions->items[i].class & 1)
			return true;
	return false;
}

static const struct capture *settle(struct machine *m, struct move *mv)
{
	struct capture *c;

	if (mv->what.role < 0)
		return mv->t.captures;
	c = arena_alloc(m->memory, sizeof(*c));
	*c = mv->what;
	c->before = mv->t.captures;
	mv->t.captures = c;
	mv->what.role = -1;
	return c;
}

/* Lets a thread wait at `at` for `step`, unless a better one does. */
static void wait_at(struct machine *m, uint32_t at, uint16_t step, struct move *mv)
{
	const struct thread *like = &mv->t;
	uint32_t *head = &m->waiting[at - m->begin], i;

	if (!fits(m, &m->program->steps[step], at))
		return;
	for (i = *head; i != NO_THREAD; i = m->threads[i].next)
		if (m->threads[i].step == step)
			break;
	if (i != NO_THREAD && m->threads[i].score >= like->score)
		return;
	if (i == NO_THREAD) {
		i = new_thread(m);
		if (i == NO_THREAD)
			return;
		m->threads[i].next = *head;
		*head = i;
	}
	m->threads[i] = (struct thread){ .next = m->threads[i].next,
					 .step = step,
					 .after_gap = like->after_gap,
					 .ragged = like->ragged,
					 .start = like->start,
					 .score = like->score,
					 .captures = settle(m, mv) };
}

static void note_match(struct machine *m, struct move *mv, uint32_t end)
{
	const struct thread *t = &mv->t;
	struct match *last = m->n_found ? &m->found[m->n_found - 1] : NULL;

	if (t->ragged || (m->program->to_end && view_land(m->view, end, m->end) < m->end))
		return;
	if (m->n_found == m->cap_found) {
		size_t bytes = m->cap_found * sizeof(*m->found);
		size_t grown = bytes ? 2 * bytes : 64 * sizeof(*m->found);

		m->found = arena_grow(m->memory, m->found, bytes, grown);
		m->cap_found = grown / sizeof(*m->found);
	}
	if (last && last->end == end && last->first == t->start) {
		if (last->score < t->score)
			*last = (struct match){ t->start, end, t->score, settle(m, mv) };
		return;
	}
	m->found[m->n_found++] = (struct match){ t->start, end, t->score, settle(m, mv) };
}

/* Everything up to `end` is taken: on to what may follow. */
static void go_on(struct machine *m, const struct step *s, struct move *mv, uint32_t end)
{
	uint32_t at = view_land(m->view, end, m->end);

	if (end > m->reach)
		m->reach = end;
	if (s->final)
		note_match(m, mv, end);
	for (uint16_t i = 0; i < s->n_follow; i++) {
		const struct step *next = &m->program->steps[s->follow[i]];

		if (!(next->gap && mv->t.ragged))
			wait_at(m, at, s->follow[i], mv);
	}
}

/* A bracket behind a name may be stepped over: 拉奥(Naveen Rao). */
static void go_on_past_bracket(struct machine *m, const struct step *s, struct move *mv,
			       uint32_t end)
{
	uint32_t at = view_land(m->view, end, m->end);

	go_on(m, s, mv, end);
	if (at < m->end && m->view->text->chars[at].code == '(') {
		mv->t.ragged = false;
		mv->t.score += GAP_UNIT;
		go_on(m, s, mv, m->view->next[at]);
	}
}

/* What it is worth; a step that captures nothing is worth little. */
static int worth(const struct step *s, int score)
{
	return s->role < 0 ? score / 10 : score;
}

static struct move move_from(const struct step *s, const struct thread *t, int score,
			     uint32_t first, uint32_t count)
{
	struct move mv = { .t = *t,
			   .what = { .role = s->role, .first = first, .count = count } };

	mv.t.after_gap = mv.t.ragged = false;
	mv.t.score += worth(s, score);
	return mv;
}

/* “星野2” is not 星野. */
static bool is_piece_of_quote(const struct view *v, const struct mention *x)
{
	return v->flags[x->first] & VIEW_QUOTED && x->class == MENTION_PRODUCT &&
	       v->flags[x->first + x->count] & VIEW_NAME;
}

static void take_mentions(struct machine *m, const struct step *s, const struct thread *t,
			  uint32_t at)
{
	const struct view *v = m->view;

	for (uint32_t i = v->mention_at[at]; i < v->mention_at[at + 1]; i++) {
		const struct mention *x = &v->mentions->items[i];
		struct move mv;

		if (!(s->classes >> x->class & 1) || x->first + x->count > m->end ||
		    is_piece_of_quote(v, x))
			continue;
		mv = move_from(s, t, KNOWN, x->first, x->count);
		mv.what.mention = x;
		go_on_past_bracket(m, s, &mv, x->first + x->count);
	}
}

/* 公司 alone is a pronoun, at the end of a name it is not. */
static void take_pronoun(struct machine *m, const struct step *s, const struct thread *t,
			 uint32_t at)
{
	const struct view *v = m->view;
	const struct word_hit *h = view_hit(v, at, v->grammar->engine[LIST_pronoun]);
	struct move mv;

	if (!h || h->first + h->count > m->end)
		return;
	if (t->after_gap && !(v->flags[at] & VIEW_LEFT))
		return;
	mv = move_from(s, t, PRONOUN, at, h->count);
	mv.what.pronoun = true;
	go_on(m, s, &mv, at + h->count);
}

static void take_word(struct machine *m, const struct step *s, const struct thread *t,
		      uint32_t at)
{
	const struct view *v = m->view;

	for (uint32_t i = v->hit_at[at]; i < v->hit_at[at + 1]; i++) {
		const struct word_hit *h = &v->hits.items[i];
		struct move mv;

		if (h->list != s->list || at + h->count > m->end)
			continue;
		mv = move_from(s, t, WORD_VALUE + 10 * h->count, at, h->count);
		mv.what.value = h->value;
		go_on(m, s, &mv, at + h->count);
	}
}

static void take_name(struct machine *m, const struct step *s, const struct thread *t,
		      uint32_t at)
{
	struct name names[NAMES_MAX];
	size_t n;

	if (t->after_gap && !(m->view->flags[at] & VIEW_LEFT))
		return;
	n = machine_names_find(m->view, (enum open_kind)s->open, at, m->end, names);
	for (size_t i = 0; i < n; i++) {
		struct move mv =
			move_from(s, t, CARVED + names[i].quality, at, names[i].count);

		mv.t.ragged = names[i].ragged;
		mv.what.open = (enum open_kind)s->open;
		go_on_past_bracket(m, s, &mv, names[i].end);
	}
}

static void take_unit(struct machine *m, const struct step *s, const struct thread *t,
		      uint32_t at)
{
	struct move mv = { .t = *t, .what = { .role = -1 } };

	mv.t.after_gap = true;
	mv.t.score += s->gap == GAP_WIDE ? WIDE_UNIT : GAP_UNIT;
	go_on(m, s, &mv, m->view->next[at]);
}

static void take(struct machine *m, const struct thread *t, uint32_t at)
{
	const struct step *s = &m->program->steps[t->step];

	if (s->gap) {
		take_unit(m, s, t, at);
		return;
	}
	if (s->classes)
		take_mentions(m, s, t, at);
	if (is_org(s->classes))
		take_pronoun(m, s, t, at);
	if (s->list)
		take_word(m, s, t, at);
	if (s->open)
		take_name(m, s, t, at);
}

static void start(struct machine *m, const struct program *p, const struct sentence *s)
{
	uint32_t n = s->count + 1;

	m->program = p;
	m->begin = s->first;
	m->end = s->first + s->count;
	m->n_threads = 1;
	m->n_found = 0;
	m->reach = 0;
	if (n > m->cap_waiting) {
		m->waiting = arena_alloc(m->memory, n * sizeof(*m->waiting));
		m->cap_waiting = n;
	}
	memset(m->waiting, 0, n * sizeof(*m->waiting));
}

static int by_score(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);
}

/* Keeps the best matches that do not overlap. `taken` marks the sentence's
 * characters. */
static void choose(struct machine *m, struct matches *ret)
{
	bool *taken = arena_alloc(m->memory, m->end - m->begin + 1);
	size_t kept = 0;

	qsort(m->found, m->n_found, sizeof(*m->found), by_score);
	for (size_t i = 0; i < m->n_found; i++) {
		struct match x = m->found[i];

		if (memchr(taken + x.first - m->begin, true, x.end - x.first))
			continue;
		memset(taken + x.first - m->begin, true, x.end - x.first);
		m->found[kept++] = x;
	}
	ret->items = m->found;
	ret->n = kept;
}

void machine_run(struct machine *m, const struct program *p, const struct sentence *s,
		 struct matches *ret)
{
	const struct move fresh = { .t = { .after_gap = true }, .what = { .role = -1 } };

	start(m, p, s);
	for (uint32_t at = m->begin; at < m->end; at++) {
		if (view_land(m->view, at, m->end) == at &&
		    (!p->from_start || view_land(m->view, m->begin, m->end) == at)) {
			struct move mv = fresh;

			mv.t.start = at;
			for (uint16_t i = 0; i < p->n_first; i++)
				wait_at(m, at, p->first[i], &mv);
		}
		for (uint32_t i = m->waiting[at - m->begin]; i != NO_THREAD;) {
			struct thread t = m->threads[i];

			take(m, &t, at);
			i = t.next;
		}
	}
	*ret = (struct matches){ 0 };
	if (m->n_found)
		choose(m, ret);
}
