#include "workers/extract/assemble.h"

#include "workers/extract/assemble_match.h"
#include "workers/extract/consolidate.h"
#include "workers/extract/resolve_subject.h"

/* Notes which lists have a word in sentence `i`: the others' rules cannot fire. */
static void note_lists(struct assembly *as, uint32_t i)
{
	const struct sentence *s = &as->view->text->sentences[i];
	const uint32_t *hit_at = as->view->hit_at;

	for (uint32_t h = hit_at[s->first]; h < hit_at[s->first + s->count]; h++)
		as->seen[as->view->hits.items[h].list] = i + 1;
}

static bool is_seen(const struct assembly *as, uint16_t list, uint32_t i)
{
	return as->seen[list] == i + 1;
}

static bool has_trigger(const struct assembly *as, const struct rule *rule, uint32_t i)
{
	for (size_t k = 0; k < rule->trigger.n; k++)
		if (is_seen(as, rule->trigger.ids[k], i))
			return true;
	return false;
}

static bool is_ruled_out(const struct assembly *as, const struct rule *rule,
			 const struct sentence *s, const struct match *match)
{
	uint32_t from = match->first, to = match->end;

	if (!rule->unless.n)
		return false;
	view_clause(as->view, s, &from, &to);
	return view_has(as->view, &rule->unless, from, to);
}

static void run_rule(struct assembly *as, const struct rule *rule, uint32_t sentence)
{
	const struct sentence *s = &as->view->text->sentences[sentence];
	uint32_t reach = 0;
	bool any = false;

	for (size_t p = 0; p < rule->n_patterns; p++) {
		struct matches matches;
		uint16_t needed = rule->patterns[p].trigger;

		if (needed && !is_seen(as, needed, sentence))
			continue;
		machine_run(as->machine, &rule->patterns[p], s, &matches);
		if (machine_reach(as->machine) > reach)
			reach = machine_reach(as->machine);
		for (size_t i = 0; i < matches.n; i++) {
			if (is_ruled_out(as, rule, s, &matches.items[i]))
				continue;
			any = true;
			if (as->on_match)
				as->on_match(as->listener, rule, sentence,
					     &matches.items[i]);
			if (!rule->shadow)
				assemble_match(as, rule, sentence, &matches.items[i]);
		}
	}
	if (!any && as->on_miss)
		as->on_miss(as->listener, rule, sentence, reach);
}

static bool overlap(const struct draft *a, const struct draft *b)
{
	return a->first < b->end && b->first < a->end;
}

static bool is_better(const struct draft *a, const struct draft *b)
{
	if (a->rule->priority != b->rule->priority)
		return a->rule->priority > b->rule->priority;
	if (a->score != b->score)
		return a->score > b->score;
	return a->first < b->first;
}

/* Two rules of one type over the same words: the better one stays, and takes in what
 * only the other one saw when they agree. */
static void resolve_overlaps(struct assembly *as, size_t from)
{
	struct draft *d = as->drafts.items;

	for (size_t i = from; i < as->drafts.n; i++) {
		for (size_t k = from; k < as->drafts.n && !d[i].dropped; k++) {
			if (k == i || d[k].dropped || d[i].rule == d[k].rule ||
			    d[i].rule->type != d[k].rule->type || d[i].rule->attach ||
			    d[k].rule->attach)
				continue;
			if (!overlap(&d[i], &d[k]) || is_better(&d[i], &d[k]))
				continue;
			if (consolidate_agree(as, &d[k], &d[i]))
				consolidate_take(as, &d[k], &d[i]);
			d[i].dropped = true;
		}
	}
}

void assemble_drafts(struct assembly *as)
{
	const struct text *t = as->view->text;

	as->speaker = resolve_speaker(as->resolver);
	as->seen = arena_alloc(as->memory, as->grammar->n_lists * sizeof(*as->seen));
	for (uint32_t i = 0; i < t->n_sentences; i++) {
		const struct sentence *s = &t->sentences[i];
		size_t from = as->drafts.n;
		bool prepared = false;

		note_lists(as, i);
		for (size_t k = 0; k < as->grammar->n_rules; k++) {
			const struct rule *rule = &as->grammar->rules[k];

			if (!has_trigger(as, rule, i))
				continue;
			if (!prepared)
				view_prepare(as->view, s);
			prepared = true;
			run_rule(as, rule, i);
		}
		resolve_overlaps(as, from);
	}
}

static uint32_t distance(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

/* How far `event` is from what wants to be attached to it; what was said before is
 * nearer than what comes after. */
static uint32_t remoteness(const struct draft *event, const struct draft *part)
{
	uint32_t sentences = distance(event->sentence, part->sentence);

	if (event->sentence == part->sentence)
		return distance(event->first, part->first) / 8;
	return 100 * (2 * sentences + (event->sentence > part->sentence));
}

static struct draft *nearest(struct assembly *as, const struct draft *part)
{
	struct draft *best = NULL;

	for (size_t i = 0; i < as->drafts.n; i++) {
		struct draft *d = &as->drafts.items[i];

		if (d->dropped || d->rule->attach || d->rule->type != part->rule->type ||
		    distance(d->sentence, part->sentence) > part->rule->scope ||
		    !consolidate_agree(as, d, part))
			continue;
		if (!best || remoteness(d, part) < remoteness(best, part))
			best = d;
	}
	return best;
}

void assemble_attach(struct assembly *as)
{
	for (size_t i = 0; i < as->drafts.n; i++) {
		struct draft *part = &as->drafts.items[i];
		struct draft *event;

		if (part->dropped || !part->rule->attach)
			continue;
		event = nearest(as, part);
		if (event)
			consolidate_take(as, event, part);
		part->dropped = true;
	}
}
