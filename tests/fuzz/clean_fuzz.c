/* Whatever the bytes, cleaning ends, and what it gives is text: UTF-8 without a NUL or an
 * escape character, of about the size of its input. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/utf8.h"
#include "workers/clean/clean.h"

enum { ARENA_BYTES = 512 << 20, GROWTH = 8, SLACK = 4096 };

static void check_string(const char *s)
{
	if (s && (!utf8_valid(s, strlen(s)) || strchr(s, '\033')))
		abort();
}

static void check(const struct clean_article *c, size_t size)
{
	if (!c->text || !c->kind || strlen(c->text) != c->text_len)
		abort();
	if (c->text_len > size * GROWTH + SLACK)
		abort();
	check_string(c->text);
	check_string(c->title);
	check_string(c->source);
	check_string(c->original_source);
	check_string(c->published);
	check_string(c->canonical_url);
	for (size_t i = 0; i < c->n_authors; i++)
		check_string(c->authors[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cleaner *cleaner;
	static struct arena *arena;
	struct raw_article raw = { .id = "fuzz",
				   .body = (const char *)data,
				   .body_len = size };
	struct clean_article article;

	if (!cleaner &&
	    (cleaner_open(&cleaner) < 0 || arena_open(&arena, ARENA_BYTES) < 0))
		abort();
	if (cleaner_run(cleaner, arena, &raw, &article) < 0)
		abort();
	check(&article, size);
	arena_reset(arena);
	return 0;
}
