/* Whatever the text, its sentences and mentions are found, lie within it, in order, and
 * can be written as JSON. The first byte chooses between captions and paragraphs; names
 * are the shipped ones, from NEWSWIRE_SOURCES. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/json.h"
#include "workers/extract/mention.h"

enum { ARENA_BYTES = 512 << 20 };

static struct arena *arena;
static struct lexicon *lexicon;

static void open_once(void)
{
	const char *sources = getenv("NEWSWIRE_SOURCES");
	struct yaml_error error;
	char dir[4096];

	if (lexicon)
		return;
	snprintf(dir, sizeof(dir), "%s/workers/lexicon", sources ? sources : ".");
	if (arena_open(&arena, ARENA_BYTES) < 0 ||
	    lexicon_open(&lexicon, (const char *const[]){ dir, NULL }, &error) < 0)
		abort();
}

static void check_sentences(const struct text *t)
{
	uint32_t end = 0;

	for (uint32_t i = 0; i < t->n_sentences; i++) {
		const struct sentence *s = &t->sentences[i];

		if (s->first < end || s->count == 0 || s->first + s->count > t->n_chars)
			abort();
		end = s->first + s->count;
	}
}

static void check_mention(const struct text *t, const struct mention *m, struct buf *out)
{
	const struct sentence *s = &t->sentences[m->sentence];
	json_t *json;

	if (m->count == 0 || m->first < s->first ||
	    m->first + m->count > s->first + s->count)
		abort();
	buf_clear(out);
	if (mention_put_json(out, t, m) < 0)
		abort();
	json = json_loadb(out->data, out->len, JSON_ALLOW_NUL, NULL);
	if (!json)
		abort();
	json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct publication_date day = { 2024, 2, 29 };
	struct clean_article doc = { .text = (const char *)data + 1,
				     .text_len = size - 1 };
	struct mentions found;
	struct buf out = { 0 };
	struct text *t;

	if (size == 0)
		return 0;
	open_once();
	if (data[0] & 1)
		doc.flags[doc.n_flags++] = "transcript";
	t = text_make(arena, &doc);
	check_sentences(t);
	if (mentions_find(arena, lexicon, t, &day, &found) < 0)
		abort();
	for (uint32_t i = 0; i < found.n; i++)
		check_mention(t, &found.items[i], &out);
	buf_free(&out);
	arena_reset(arena);
	return 0;
}
