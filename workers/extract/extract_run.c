#include "workers/extract/extract_run.h"

#include "workers/extract/consolidate.h"
#include "workers/extract/resolve_date.h"
#include "workers/extract/resolve_discover.h"
#include "workers/extract/resolve_shape.h"

/* An article that tells more than this is no article; what goes on with pairs of
 * events stays bounded. */
enum { MAX_DRAFTS = 1000 };

static void find_drafts(const struct extractor *x, struct assembly *as,
			const struct mentions *mentions)
{
	as->view = view_with(as->memory, as->view, mentions);
	as->machine = machine_new(as->memory, as->view);
	as->resolver = resolver_new(as->memory, as->view, x->lexicon);
	as->drafts = (struct drafts){ 0 };
	resolver_meet(as->resolver);
	assemble_drafts(as);
	if (as->drafts.n > MAX_DRAFTS)
		as->drafts.n = MAX_DRAFTS;
}

/* Names that the rules carve out are looked for everywhere, and the rules run again:
 * then the name is known where it is a subject, or stands where none can be carved. */
static void find_all(const struct extractor *x, struct assembly *as, const struct text *t,
		     const struct mentions *mentions)
{
	struct mentions *by_shape = arena_alloc(as->memory, sizeof(*by_shape)),
			*known = arena_alloc(as->memory, sizeof(*known));
	struct assembly quiet;

	as->view = view_make(as->memory, &x->grammar, t, mentions);
	quiet = *as;
	quiet.on_match = NULL;
	quiet.on_miss = NULL;
	resolve_shapes(as->memory, quiet.view, by_shape);
	find_drafts(x, &quiet, by_shape);
	if (!resolve_discover(&quiet, known) && !as->on_match)
		*as = quiet;
	else
		find_drafts(x, as, known);
}

int extract_assemble(const struct extractor *x, struct arena *a,
		     const struct raw_article *raw, const struct clean_article *doc,
		     struct assembly *as)
{
	struct mentions *mentions = arena_alloc(a, sizeof(*mentions));
	struct publication_date published =
		publication_date_read(doc->published ? doc->published : raw->fetched);
	const struct text *t = text_make(a, doc);
	int r = mentions_find(a, x->lexicon, t, &published, mentions);

	if (r < 0)
		return r;
	as->memory = a;
	as->grammar = &x->grammar;
	find_all(x, as, t, mentions);
	resolver_join(as->resolver);
	assemble_attach(as);
	resolve_dates(as);
	consolidate_all(as);
	return 0;
}
