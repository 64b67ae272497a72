/* Prints the mentions of texts, for measuring: reads lines {"id", "title"?, "text",
 * "published"?} from a file, writes {"id", "mentions", "rules"} for each.
 *
 *	explain_main LEXICON-DIR FILE */
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "workers/extract/mention.h"

enum { ARENA_BYTES = 256 << 20 };

static int explain(struct arena *a, const struct lexicon *l, json_t *line,
		   struct buf *out)
{
	struct clean_article doc = { .title = json_get_string(line, "title"),
				     .text = json_get_string(line, "text") };
	struct publication_date published =
		publication_date_read(json_get_string(line, "published"));
	const char *id = json_get_string(line, "id");
	struct mentions found;
	struct text *t;
	int r;

	doc.text_len = doc.text ? strlen(doc.text) : 0;
	t = text_make(a, &doc);
	r = mentions_find(a, l, t, &published, &found);
	if (r == 0)
		r = buf_puts(out, "{\"id\": ");
	if (r == 0)
		r = json_put_string(out, id ? id : "", id ? strlen(id) : 0);
	if (r == 0)
		r = buf_puts(out, ", \"mentions\": [");
	for (uint32_t i = 0; r == 0 && i < found.n; i++) {
		r = i ? buf_puts(out, ", ") : 0;
		if (r == 0)
			r = mention_put_json(out, t, &found.items[i]);
	}
	return r < 0 ? r : buf_puts(out, "], \"rules\": []}\n");
}

static int explain_lines(const struct lexicon *l, FILE *in)
{
	NW_CLEANUP(arena_closep) struct arena *a = NULL;
	NW_CLEANUP(nw_freep) char *line = NULL;
	struct buf out = { 0 };
	size_t cap = 0;
	int r = arena_open(&a, ARENA_BYTES);

	while (r == 0 && getline(&line, &cap, in) > 0) {
		json_t *json = json_loads(line, 0, NULL);

		if (!json)
			continue;
		buf_clear(&out);
		arena_reset(a);
		r = explain(a, l, json, &out);
		fwrite(out.data, 1, out.len, stdout);
		json_decref(json);
	}
	buf_free(&out);
	return r;
}

int main(int argc, char **argv)
{
	NW_CLEANUP(lexicon_closep) struct lexicon *l = NULL;
	NW_CLEANUP(nw_fclosep) FILE *in = NULL;
	struct yaml_error error = { "" };

	if (argc != 3)
		return 2;
	if (lexicon_open(&l, (const char *const[]){ argv[1], NULL }, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	in = fopen(argv[2], "r");
	return in && explain_lines(l, in) == 0 ? 0 : 1;
}
