#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/fold.h"
#include "workers/extract/extract_run.h"

enum { MAX_EXAMPLE_MEMORY = 64 << 20 };

/* Whether the rule itself fired, not only another that found the same. */
struct watch {
	const struct rule *rule;
	bool fired;
};

static void on_match(void *listener, const struct rule *rule, uint32_t sentence,
		     const struct match *match)
{
	struct watch *w = listener;

	w->fired |= rule == w->rule;
}

static bool same_text(const char *a, const char *b)
{
	NW_CLEANUP(buf_free) struct buf fa = { 0 };
	NW_CLEANUP(buf_free) struct buf fb = { 0 };

	fold_string(&fa, a, strlen(a));
	fold_string(&fb, b, strlen(b));
	return strcmp(buf_str(&fa), buf_str(&fb)) == 0;
}

static bool same_number(const struct value *v, const char *text)
{
	char *end;
	double n = strtod(text, &end);

	return v->has_number && !*end && fabs(v->number - n) <= 1e-6 * fabs(n);
}

static bool is_wanted(const struct assembly *as, const struct filler *f,
		      const struct rule_want *want)
{
	const struct value *v = f->mention ? &f->mention->value : NULL;

	if (want->currency &&
	    !(v && v->currency && strcmp(v->currency, want->currency) == 0))
		return false;
	if (f->term)
		return strcmp(f->term, want->value) == 0;
	if (f->entity &&
	    same_text(resolver_get(as->resolver, f->entity)->name, want->value))
		return true;
	if (v && (same_number(v, want->value) ||
		  (v->term && strcmp(v->term, want->value) == 0)))
		return true;
	return same_text(text_copy(as->memory, as->view->text, f->first, f->count),
			 want->value);
}

static bool holds(const struct assembly *as, const struct draft *d,
		  const struct rule_want *want)
{
	int role = catalogue_role(d->rule->type, want->role);

	for (const struct filler *f = d->fillers; f; f = f->next)
		if (f->role == role && is_wanted(as, f, want))
			return true;
	return false;
}

/* The first want that the draft does not hold, or NULL. */
static const struct rule_want *first_missing(const struct assembly *as,
					     const struct draft *d,
					     const struct rule_want *want)
{
	while (want && holds(as, d, want))
		want = want->next;
	return want;
}

static int complain(struct buf *report, const struct rule *rule,
		    const struct rule_example *example, const char *what)
{
	int r = buf_printf(report, "%s:%u: rule %s: %s: %s\n", rule->file, example->line,
			   rule->name, what, example->text);

	return r < 0 ? r : 1;
}

static int judge(const struct assembly *as, const struct rule *rule,
		 const struct rule_example *example, struct buf *report)
{
	const char *what = "no event came of it";

	for (size_t i = 0; i < as->drafts.n; i++) {
		const struct draft *d = &as->drafts.items[i];
		const struct rule_want *missing;

		if (d->dropped || d->rule->type != rule->type)
			continue;
		if (example->none)
			return complain(report, rule, example, "an event came of it");
		missing = first_missing(as, d, example->want);
		if (!missing && (!example->modality || strcmp(modality_name(d->modality),
							      example->modality) == 0))
			return 0;
		what = missing ? arena_printf(as->memory, "%s is not %s", missing->role,
					      missing->value)
			       : arena_printf(as->memory, "it is %s",
					      modality_name(d->modality));
	}
	return example->none ? 0 : complain(report, rule, example, what);
}

static int check_example(const struct extractor *x, struct arena *a,
			 const struct rule *rule, const struct rule_example *example,
			 struct buf *report)
{
	struct watch watch = { .rule = rule };
	struct raw_article raw = { .id = "example",
				   .body = example->text,
				   .body_len = strlen(example->text) };
	struct clean_article doc = { .title = example->title,
				     .text = example->text,
				     .text_len = raw.body_len,
				     .lang = rule->lang ? rule->lang : "zh-Hans" };
	struct assembly as = { .on_match = on_match, .listener = &watch };
	int r = extract_assemble(x, a, &raw, &doc, &as);

	if (r < 0)
		return r;
	if (!example->none && !watch.fired)
		return complain(report, rule, example, "the rule does not fire");
	return rule->shadow ? 0 : judge(&as, rule, example, report);
}

int extractor_check(const struct extractor *x, struct buf *report)
{
	NW_CLEANUP(arena_closep) struct arena *a = NULL;
	int failed = 0, r = arena_open(&a, MAX_EXAMPLE_MEMORY);

	for (size_t i = 0; r >= 0 && i < x->grammar.n_rules; i++) {
		const struct rule *rule = &x->grammar.rules[i];

		for (const struct rule_example *e = rule->examples; e && r >= 0;
		     e = e->next) {
			r = check_example(x, a, rule, e, report);
			failed += r > 0;
			arena_reset(a);
		}
	}
	return r < 0 ? r : failed;
}
