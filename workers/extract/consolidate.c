#include "workers/extract/consolidate.h"

#include <math.h>
#include <string.h>

static const double merged_gain = 0.04, most = 0.98;

static bool close_to(double a, double b)
{
	return fabs(a - b) <= 0.01 * fabs(a) + 1e-9;
}

static bool same_number(const struct mention *a, const struct mention *b)
{
	const char *ca = a->value.currency, *cb = b->value.currency;

	if (!a->value.has_number || !b->value.has_number)
		return false;
	if (ca && cb && strcmp(ca, cb) != 0)
		return false;
	return close_to(a->value.number, b->value.number);
}

static bool same_date(const struct mention *a, const struct mention *b)
{
	size_t la, lb;

	if (!a->value.term || !b->value.term)
		return a->value.term == b->value.term;
	la = strlen(a->value.term);
	lb = strlen(b->value.term);
	return strncmp(a->value.term, b->value.term, la < lb ? la : lb) == 0;
}

bool consolidate_same(const struct assembly *as, const struct event_role *role,
		      const struct filler *a, const struct filler *b)
{
	if (a->entity || b->entity)
		return resolver_root(as->resolver, a->entity) ==
		       resolver_root(as->resolver, b->entity);
	if (a->term || b->term)
		return a->term && b->term && strcmp(a->term, b->term) == 0;
	if (!a->mention || !b->mention)
		return a->first == b->first && a->count == b->count;
	return role->value == ROLE_DATE ? same_date(a->mention, b->mention)
					: same_number(a->mention, b->mention);
}

static bool shares(const struct assembly *as, const struct draft *a,
		   const struct draft *b, int role)
{
	const struct event_role *r = &a->rule->type->roles[role];

	for (const struct filler *x = a->fillers; x; x = x->next)
		for (const struct filler *y = b->fillers; y; y = y->next)
			if (x->role == role && y->role == role &&
			    consolidate_same(as, r, x, y))
				return true;
	return false;
}

bool consolidate_agree(const struct assembly *as, const struct draft *a,
		       const struct draft *b)
{
	uint32_t both = draft_roles(a) & draft_roles(b);
	const struct event_type *type = a->rule->type;

	for (int role = 0; role < type->n_roles; role++) {
		const struct event_role *r = &type->roles[role];

		if (!(both >> role & 1) || (r->many && !r->identity) ||
		    r->value == ROLE_TEXT)
			continue;
		if (!shares(as, a, b, role))
			return false;
	}
	return true;
}

static bool holds(const struct assembly *as, const struct draft *d,
		  const struct filler *f)
{
	const struct event_role *r = &d->rule->type->roles[f->role];

	for (const struct filler *x = d->fillers; x; x = x->next)
		if (x->role == f->role && (!r->many || consolidate_same(as, r, x, f)))
			return true;
	return false;
}

void consolidate_take(struct assembly *as, struct draft *into, const struct draft *from)
{
	for (const struct filler *f = from->fillers; f; f = f->next)
		if (!holds(as, into, f))
			draft_add(as->memory, into, f);
	for (size_t i = 0; i < from->n_evidence; i++)
		draft_add_evidence(into, from->evidence[i]);
}

/* How much two drafts have in common; 0 when they cannot be one. All key roles that
 * both fill agree, and at least one does. */
static int likeness(const struct assembly *as, const struct draft *a,
		    const struct draft *b)
{
	const struct event_type *type = a->rule->type;
	uint32_t both = draft_roles(a) & draft_roles(b);
	int common = 0, keys = 0;

	if (!consolidate_agree(as, a, b))
		return 0;
	for (int role = 0; role < type->n_roles; role++) {
		if (!(both >> role & 1) || !shares(as, a, b, role))
			continue;
		common++;
		keys += type->roles[role].key && type->roles[role].value != ROLE_TERM;
	}
	return keys ? common : 0;
}

/* Every identity role is filled in both and the same: their ids would be equal. */
static bool same_identity(const struct assembly *as, const struct draft *a,
			  const struct draft *b)
{
	const struct event_type *type = a->rule->type;
	uint32_t ra = draft_roles(a), rb = draft_roles(b);

	for (int role = 0; role < type->n_roles; role++) {
		if (!type->roles[role].identity)
			continue;
		if ((ra >> role & 1) != (rb >> role & 1))
			return false;
		if (ra >> role & 1 && !shares(as, a, b, role))
			return false;
	}
	return true;
}

static struct draft *find_same(struct assembly *as, const struct draft *d)
{
	struct draft *best = NULL;
	int most_alike = 0;

	for (struct draft *x = as->drafts.items; x < d; x++) {
		int alike;

		if (x->dropped || x->rule->type != d->rule->type)
			continue;
		alike = likeness(as, x, d);
		if (!alike && same_identity(as, x, d))
			alike = 1;
		if (alike && alike >= most_alike) {
			best = x;
			most_alike = alike;
		}
	}
	return best;
}

static void merge(struct assembly *as, struct draft *into, struct draft *from)
{
	consolidate_take(as, into, from);
	if (from->confidence > into->confidence)
		into->confidence = from->confidence;
	into->confidence = fmin(most, into->confidence + merged_gain);
	if (into->modality == REPORTED || from->score > into->score)
		into->modality = from->modality;
	if (from->score > into->score)
		into->score = from->score;
	from->dropped = true;
}

void consolidate_all(struct assembly *as)
{
	for (size_t i = 0; i < as->drafts.n; i++) {
		struct draft *d = &as->drafts.items[i], *same;

		if (d->dropped)
			continue;
		same = find_same(as, d);
		if (same)
			merge(as, same, d);
	}
}
