#include "workers/extract/extract.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/hash.h"
#include "protocol/base/log.h"
#include "workers/extract/event_json.h"
#include "workers/extract/extract_run.h"
#include "workers/extract/rule_files.h"

enum { MAX_MEMORY = 512 << 20 };

static int make_fingerprint(struct extractor *x, const struct extractor_options *options,
			    struct yaml_error *error)
{
	NW_CLEANUP(buf_free) struct buf digests = { 0 };
	char hex[HASH_SHA256_HEX];
	int r = rule_files_digest(x->memory, options->types_dir, &digests, error);

	for (size_t i = 0; r == 0 && i < EXTRACTOR_MAX_DIRS; i++)
		if (options->rules_dirs[i])
			r = rule_files_digest(x->memory, options->rules_dirs[i], &digests,
					      error);
	for (size_t i = 0; r == 0 && i < EXTRACTOR_MAX_DIRS; i++)
		if (options->lexicon_dirs[i])
			r = rule_files_digest(x->memory, options->lexicon_dirs[i],
					      &digests, error);
	if (r < 0)
		return r;
	hash_sha256_hex(digests.data, digests.len, hex);
	x->fingerprint = arena_printf(x->memory, "sha256:%s", hex);
	return 0;
}

/* The lexicon wants its folders ended by NULL. */
static int load_lexicon(struct extractor *x, const struct extractor_options *options,
			struct yaml_error *error)
{
	const char *dirs[EXTRACTOR_MAX_DIRS + 1] = { NULL };

	memcpy(dirs, options->lexicon_dirs, sizeof(options->lexicon_dirs));
	return lexicon_open(&x->lexicon, dirs, error);
}

int extractor_open(struct extractor **ret, const struct extractor_options *options,
		   struct yaml_error *error)
{
	NW_CLEANUP(extractor_closep) struct extractor *x = calloc(1, sizeof(*x));
	int r;

	if (!x)
		return nw_fault(-ENOMEM, "extract: open");
	r = arena_open(&x->memory, MAX_MEMORY);
	if (r == 0)
		r = catalogue_load(&x->catalogue, x->memory, options->types_dir, error);
	if (r == 0)
		r = load_lexicon(x, options, error);
	if (r < 0)
		return r;
	x->grammar.memory = x->memory;
	x->grammar.catalogue = &x->catalogue;
	x->grammar.words = words_new(x->memory);
	r = rule_load(&x->grammar, options->rules_dirs, EXTRACTOR_MAX_DIRS, error);
	if (r == 0)
		r = make_fingerprint(x, options, error);
	if (r < 0)
		return r;
	*ret = nw_take(x);
	return 0;
}

const char *extractor_fingerprint(const struct extractor *x)
{
	return x->fingerprint;
}

int extractor_run(const struct extractor *x, struct arena *a,
		  const struct raw_article *raw, const struct clean_article *doc,
		  struct extracted *ret)
{
	struct assembly as = { 0 };
	struct event_context context = {
		.as = &as, .raw = raw, .doc = doc, .rules = x->fingerprint
	};
	int r = extract_assemble(x, a, raw, doc, &as);

	if (r < 0)
		return r;
	*ret = (struct extracted){ 0 };
	ret->events = arena_alloc(a, as.drafts.n * sizeof(*ret->events));
	context.document = event_document(&context);
	for (size_t i = 0; r == 0 && i < as.drafts.n; i++)
		if (!as.drafts.items[i].dropped)
			r = event_write(&context, &as.drafts.items[i],
					&ret->events[ret->n++]);
	return r;
}

struct extractor *extractor_close(struct extractor *x)
{
	if (!x)
		return NULL;
	lexicon_close(x->lexicon);
	arena_close(x->memory);
	free(x);
	return NULL;
}
