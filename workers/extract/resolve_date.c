#include "workers/extract/resolve_date.h"

enum { MAX_CLAUSES = 3, MAX_BESIDE = 6 };

static int date_role(const struct event_type *type)
{
	int role = catalogue_role(type, "date");

	return role >= 0 && type->roles[role].value == ROLE_DATE ? role : -1;
}

static uint32_t gap(const struct mention *m, const struct draft *d)
{
	if (m->first + m->count <= d->first)
		return d->first - m->first - m->count;
	return m->first >= d->end ? m->first - d->end : 0;
}

/* Whether the words of `x`, an event of another type that stands apart from `d`, hold
 * the mention. */
static bool tells(const struct draft *x, const struct draft *d, const struct mention *m)
{
	bool apart = x->end <= d->first || d->end <= x->first;

	return !x->dropped && !x->rule->attach && apart &&
	       x->rule->type != d->rule->type && m->first >= x->first &&
	       m->first + m->count <= x->end;
}

/* A date that another event of the sentence tells is that event's: 成立于2020年,目前有
 * 210名员工. */
static bool is_told_elsewhere(const struct assembly *as, const struct draft *d,
			      const struct mention *m)
{
	const struct draft *first = as->drafts.items, *end = first + as->drafts.n;

	for (const struct draft *x = d; x > first && x[-1].sentence == d->sentence; x--)
		if (tells(x - 1, d, m))
			return true;
	for (const struct draft *x = d + 1; x < end && x->sentence == d->sentence; x++)
		if (tells(x, d, m))
			return true;
	return false;
}

/* The date nearest to the match among characters [from, to). */
static const struct mention *nearest(const struct assembly *as, const struct draft *d,
				     uint32_t from, uint32_t to)
{
	const struct view *v = as->view;
	const struct mention *best = NULL;

	for (uint32_t i = v->mention_at[from]; i < v->mention_at[to]; i++) {
		const struct mention *m = &v->mentions->items[i];

		if (m->class != MENTION_DATE || m->first + m->count > to ||
		    !m->value.term || is_told_elsewhere(as, d, m))
			continue;
		if (!best || gap(m, d) < gap(best, d))
			best = m;
	}
	return best;
}

/* The nearest date before the match that has a clause to itself: 9月3日, … */
static const struct mention *nearest_alone(const struct assembly *as,
					   const struct draft *d, uint32_t begin,
					   uint32_t end)
{
	uint32_t from = end;
	const struct mention *found = NULL;

	for (int clauses = 0; !found && from > begin + 1 && clauses < MAX_CLAUSES;
	     clauses++) {
		uint32_t to = from - 1;

		from = to;
		while (from > begin && !(as->view->flags[from - 1] & VIEW_COMMA))
			from--;
		found = nearest(as, d, from, to);
		if (found && to - from > found->count + MAX_BESIDE)
			found = NULL;
	}
	return found;
}

static void fill(struct assembly *as, struct draft *d, int role)
{
	const struct sentence *s = &as->view->text->sentences[d->sentence];
	uint32_t from = d->first, to = d->end;
	const struct mention *m;
	struct filler f = { .role = role };

	view_prepare(as->view, s);
	view_clause(as->view, s, &from, &to);
	m = nearest(as, d, from, to);
	if (!m)
		m = nearest_alone(as, d, s->first, from);
	if (!m)
		return;
	f.mention = m;
	f.first = m->first;
	f.count = m->count;
	draft_add(as->memory, d, &f);
}

void resolve_dates(struct assembly *as)
{
	for (size_t i = 0; i < as->drafts.n; i++) {
		struct draft *d = &as->drafts.items[i];
		int role = date_role(d->rule->type);

		if (!d->dropped && !d->rule->attach && !d->rule->undated && role >= 0 &&
		    !draft_filler(d, role))
			fill(as, d, role);
	}
}
