#include "workers/extract/resolve_date.h"

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

/* The date nearest to the match among characters [from, to). */
static const struct mention *nearest(const struct view *v, const struct draft *d,
				     uint32_t from, uint32_t to)
{
	const struct mention *best = NULL;

	for (uint32_t i = v->mention_at[from]; i < v->mention_at[to]; i++) {
		const struct mention *m = &v->mentions->items[i];

		if (m->class != MENTION_DATE || m->first + m->count > to ||
		    !m->value.term)
			continue;
		if (!best || gap(m, d) < gap(best, d))
			best = m;
	}
	return best;
}

static void fill(struct assembly *as, struct draft *d, int role)
{
	const struct sentence *s = &as->view->text->sentences[d->sentence];
	uint32_t from = d->first, to = d->end;
	const struct mention *m;
	struct filler f = { .role = role };

	view_prepare(as->view, s);
	view_clause(as->view, s, &from, &to);
	m = nearest(as->view, d, from, to);
	if (!m)
		m = nearest(as->view, d, s->first, d->first);
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

		if (!d->dropped && !d->rule->attach && role >= 0 &&
		    !draft_filler(d, role))
			fill(as, d, role);
	}
}
