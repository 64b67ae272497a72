/* clean_main FILE...: what the worker's cleaning makes of each file, as JSON, without
 * broker or sandbox. */
#include <string.h>

#include "protocol/base/buf.h"
#include "protocol/base/json.h"
#include "workers/clean/clean.h"

enum { MAX_FILE = 64 << 20, ARENA_BYTES = 256 << 20 };

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *list(const char *const *items, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_string(items[i]));
	return array;
}

static void print(const char *file, const struct clean_article *c)
{
	json_t *o = json_object();

	json_object_set_new(o, "file", json_string(file));
	json_object_set_new(o, "title", text_or_null(c->title));
	json_object_set_new(o, "authors", list(c->authors, c->n_authors));
	json_object_set_new(o, "source", text_or_null(c->source));
	json_object_set_new(o, "original_source", text_or_null(c->original_source));
	json_object_set_new(o, "published", text_or_null(c->published));
	json_object_set_new(o, "lang", text_or_null(c->lang));
	json_object_set_new(o, "kind", text_or_null(c->kind));
	json_object_set_new(o, "text", json_stringn(c->text, c->text_len));
	json_object_set_new(o, "flags", list(c->flags, c->n_flags));
	json_object_set_new(o, "encoding", text_or_null(c->encoding));
	json_dumpf(o, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(o);
}

int main(int argc, char **argv)
{
	NW_CLEANUP(cleaner_closep) struct cleaner *cleaner = NULL;
	NW_CLEANUP(arena_closep) struct arena *arena = NULL;
	NW_CLEANUP(buf_free) struct buf body = { 0 };

	if (cleaner_open(&cleaner) < 0 || arena_open(&arena, ARENA_BYTES) < 0)
		return 1;
	for (int i = 1; i < argc; i++) {
		struct raw_article raw = { .id = argv[i] };
		struct clean_article article;

		if (i == 1 && strcmp(argv[i], "clean") == 0)
			continue;
		buf_clear(&body);
		if (buf_read_file(&body, argv[i], MAX_FILE) < 0)
			return 1;
		raw.body = body.data;
		raw.body_len = body.len;
		if (cleaner_run(cleaner, arena, &raw, &article) < 0)
			return 1;
		print(argv[i], &article);
		arena_reset(arena);
	}
	return 0;
}
