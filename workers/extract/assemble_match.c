#include "workers/extract/assemble_match.h"

#include <string.h>

#include "workers/extract/resolve_subject.h"

enum { PLAN_WINDOW = 8, MAX_CAPTURES = 32, LARGE_SUM = 10000000, SMALL_COUNT = 5 };

/* How far a subject is looked for that the sentence does not name. */
enum { MAX_DISTANCE = 4 };

static const double pronoun_doubt = 0.06, elision_doubt = 0.12, carved_doubt = 0.05;

static bool is_filled(const struct draft *d, int role)
{
	return draft_filler(d, role) != NULL;
}

static enum mention_class class_of(const struct capture *c)
{
	if (c->mention)
		return c->mention->class;
	if (c->open == OPEN_PERSON)
		return MENTION_PERSON;
	return c->open == OPEN_PRODUCT ? MENTION_PRODUCT : MENTION_ORG;
}

static const char *term_of(const struct event_role *role, const struct capture *c)
{
	if (role->value == ROLE_BOOLEAN)
		return "true";
	if (role->value != ROLE_TERM)
		return NULL;
	return c->value ? c->value : c->mention ? c->mention->value.term : NULL;
}

static bool names_already(const struct assembly *as, const struct draft *d,
			  uint32_t entity)
{
	for (const struct filler *f = d->fillers; f; f = f->next)
		if (f->entity && resolver_root(as->resolver, f->entity) ==
					 resolver_root(as->resolver, entity))
			return true;
	return false;
}

static bool is_first_person(const struct assembly *as, uint32_t at)
{
	return view_hit(as->view, at, as->grammar->engine[LIST_first_person]) != NULL;
}

static void add_subject(struct assembly *as, struct draft *d, int role, uint32_t at,
			double doubt)
{
	uint32_t distance = 0;
	const struct mention *m =
		is_first_person(as, at)
			? as->speaker
			: resolve_subject(as->resolver, d->sentence, at, &distance);
	struct filler f = { .role = role, .mention = m };

	if (!m || distance > MAX_DISTANCE)
		return;
	f.first = m->first;
	f.count = m->count;
	f.entity = resolver_name(as->resolver, f.first, f.count, m, m->class);
	if (names_already(as, d, f.entity))
		return;
	draft_add(as->memory, d, &f);
	d->confidence -= doubt + 0.03 * distance;
	if (m->sentence != d->sentence)
		draft_add_evidence(d, m->sentence);
}

/* 投资了100亿: a number without a currency is a sum when it is large. */
static bool is_sum(const struct mention *m)
{
	return m && m->value.has_number &&
	       (m->class == MENTION_MONEY || m->value.number >= LARGE_SUM);
}

/* 一批客户 measures nothing, and neither does the 7B of a name. */
static bool is_measured(const struct mention *m)
{
	if (!m || !m->value.has_number)
		return false;
	if (m->class != MENTION_COUNT && m->class != MENTION_NUMBER)
		return true;
	return m->value.number >= SMALL_COUNT &&
	       !(m->value.unit && strcmp(m->value.unit, "parameters") == 0);
}

/* 由红枫领投,融资1亿元: what a pattern took for the subject is not who acts. */
static bool is_bystander(const struct assembly *as, const struct draft *d,
			 const struct capture *c)
{
	const struct sentence *s = &as->view->text->sentences[d->sentence];

	return c->role == d->rule->subject && c->first == d->first &&
	       resolve_is_governed(as->view, c->first, s->first);
}

static void add_capture(struct assembly *as, struct draft *d, const struct capture *c)
{
	const struct event_role *role = &d->rule->type->roles[c->role];
	struct filler f = { .role = c->role,
			    .first = c->first,
			    .count = c->count,
			    .mention = c->mention,
			    .term = term_of(role, c) };

	if (is_bystander(as, d, c))
		return;
	if (c->pronoun) {
		add_subject(as, d, c->role, c->first, pronoun_doubt);
		return;
	}
	if (role->value == ROLE_MONEY && !is_sum(c->mention))
		return;
	if (role->value == ROLE_QUANTITY && !is_measured(c->mention))
		return;
	if (role->value == ROLE_TERM && !(f.term && catalogue_term(role, f.term)))
		return;
	if (catalogue_is_name(role))
		f.entity = resolver_name(as->resolver, c->first, c->count, c->mention,
					 class_of(c));
	if (c->open && role->key)
		d->confidence -= carved_doubt;
	draft_add(as->memory, d, &f);
}

static void add_captures(struct assembly *as, struct draft *d, const struct match *match)
{
	const struct capture *order[MAX_CAPTURES];
	size_t n = 0;

	for (const struct capture *c = match->captures; c && n < MAX_CAPTURES;
	     c = c->before)
		order[n++] = c;
	while (n)
		add_capture(as, d, order[--n]);
}

/* The word that a rule's fixed values stand for. */
static void place_of_trigger(const struct assembly *as, const struct draft *d,
			     struct filler *f)
{
	const struct list_refs *trigger = &d->rule->trigger;

	f->first = d->first;
	f->count = d->end - d->first;
	for (uint32_t at = d->first; at < d->end; at++) {
		for (size_t i = 0; i < trigger->n; i++) {
			const struct word_hit *h =
				view_hit(as->view, at, trigger->ids[i]);

			if (!h || at + h->count > d->end)
				continue;
			f->first = at;
			f->count = h->count;
			return;
		}
	}
}

static void add_set(struct assembly *as, struct draft *d)
{
	for (size_t i = 0; i < d->rule->n_set; i++) {
		struct filler f = { .role = d->rule->set[i].role,
				    .term = d->rule->set[i].value };

		if (is_filled(d, f.role))
			continue;
		place_of_trigger(as, d, &f);
		draft_add(as->memory, d, &f);
	}
}

static void add_copies(struct assembly *as, struct draft *d)
{
	for (size_t i = 0; i < d->rule->n_copy; i++) {
		const struct filler *last = d->fillers;

		while (last && last->next)
			last = last->next;
		for (const struct filler *f = d->fillers; f; f = f->next) {
			struct filler copy = *f;

			if (f->role == d->rule->copy[i].from) {
				copy.role = d->rule->copy[i].to;
				draft_add(as->memory, d, &copy);
			}
			if (f == last)
				break;
		}
	}
}

static bool is_figure(const struct mention *m)
{
	return (m->class == MENTION_COUNT || m->class == MENTION_NUMBER) &&
	       m->value.has_number && m->value.unit;
}

/* A figure that stands inside of a name: the 7B of Kelp-7B. */
static void add_within(struct assembly *as, struct draft *d)
{
	const struct view *v = as->view;

	for (size_t i = 0; i < d->rule->n_within; i++) {
		const struct rule_copy *within = &d->rule->within[i];
		const struct filler *name = draft_filler(d, within->to);

		if (!name || is_filled(d, within->from))
			continue;
		for (uint32_t k = v->mention_at[name->first];
		     k < v->mention_at[name->first + name->count]; k++) {
			const struct mention *m = &v->mentions->items[k];
			struct filler f = { .role = within->from,
					    .first = m->first,
					    .count = m->count,
					    .mention = m };

			if (is_figure(m) && m->first > name->first)
				draft_add(as->memory, d, &f);
		}
	}
}

static bool says(const struct assembly *as, const struct draft *d, enum modality m,
		 uint32_t from, uint32_t to)
{
	static const int engine[N_MODALITIES] = { [REPORTED] = LIST_reported,
						  [PLANNED] = LIST_planned,
						  [POSSIBLE] = LIST_possible,
						  [DENIED] = LIST_denied };
	struct list_refs common = { .ids = { as->grammar->engine[engine[m]] }, .n = 1 };

	return view_has(as->view, &common, from, to) ||
	       view_has(as->view, &d->rule->modality[m], from, to);
}

/* A denial or a report is said anywhere before the end of the match in its clause or
 * sentence; a plan stands close to what is planned. */
static enum modality find_modality(const struct assembly *as, const struct draft *d)
{
	const struct sentence *s = &as->view->text->sentences[d->sentence];
	uint32_t clause = d->first, to = d->end, near;

	view_clause(as->view, s, &clause, &to);
	near = d->first > clause + PLAN_WINDOW ? d->first - PLAN_WINDOW : clause;
	if (says(as, d, DENIED, clause, d->end))
		return DENIED;
	if (says(as, d, POSSIBLE, near, d->end))
		return POSSIBLE;
	if (says(as, d, PLANNED, near, d->end))
		return PLANNED;
	return says(as, d, REPORTED, s->first, d->end) ? REPORTED : ASSERTED;
}

/* Nobody buys himself: two key roles, each with one name, do not share it. */
static bool is_circular(const struct assembly *as, const struct draft *d)
{
	const struct event_type *type = d->rule->type;

	for (const struct filler *a = d->fillers; a; a = a->next)
		for (const struct filler *b = a->next; b; b = b->next)
			if (a->entity && b->entity && a->role != b->role &&
			    type->roles[a->role].key && type->roles[b->role].key &&
			    resolver_root(as->resolver, a->entity) ==
				    resolver_root(as->resolver, b->entity))
				return true;
	return false;
}

static bool is_complete(const struct draft *d)
{
	uint32_t roles = draft_roles(d);

	return (roles & d->rule->require) == d->rule->require &&
	       (!d->rule->any || roles & d->rule->any);
}

/* The role whose row makes several events, or -1. */
static int role_to_split(const struct draft *d)
{
	const struct event_type *type = d->rule->type;
	uint32_t seen = 0;

	for (const struct filler *f = d->fillers; f; f = f->next) {
		if (seen >> f->role & 1 && !type->roles[f->role].many &&
		    type->roles[f->role].identity)
			return f->role;
		seen |= 1u << f->role;
	}
	return -1;
}

static void add_split(struct assembly *as, const struct draft *d, int role)
{
	for (const struct filler *one = d->fillers; one; one = one->next) {
		struct draft part = *d;

		if (one->role != role)
			continue;
		part.fillers = NULL;
		for (const struct filler *f = d->fillers; f; f = f->next)
			if (f->role != role || f == one)
				draft_add(as->memory, &part, f);
		drafts_add(as->memory, &as->drafts, &part);
	}
}

void assemble_match(struct assembly *as, const struct rule *rule, uint32_t sentence,
		    const struct match *match)
{
	struct draft d = { .rule = rule,
			   .sentence = sentence,
			   .first = match->first,
			   .end = match->end,
			   .score = match->score,
			   .confidence = rule->confidence };
	int role;

	add_captures(as, &d, match);
	if (rule->subject >= 0 && !is_filled(&d, rule->subject))
		add_subject(as, &d, rule->subject, match->first, elision_doubt);
	add_set(as, &d);
	add_copies(as, &d);
	add_within(as, &d);
	if (!is_complete(&d) || is_circular(as, &d))
		return;
	draft_add_evidence(&d, sentence);
	d.modality = find_modality(as, &d);
	role = role_to_split(&d);
	if (role >= 0)
		add_split(as, &d, role);
	else
		drafts_add(as->memory, &as->drafts, &d);
}
