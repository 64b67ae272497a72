#include "workers/clean_json.h"

#include <string.h>

#include "protocol/base/json.h"

static int put_text(struct buf *out, const char *key, const char *value)
{
	int r = buf_printf(out, "\"%s\":", key);

	if (r < 0)
		return r;
	r = value ? json_put_string(out, value, strlen(value)) : buf_puts(out, "null");
	return r < 0 ? r : buf_putc(out, ',');
}

static int put_list(struct buf *out, const char *key, const char *const *items, size_t n)
{
	int r = buf_printf(out, "\"%s\":[", key);

	for (size_t i = 0; r == 0 && i < n; i++) {
		r = i ? buf_putc(out, ',') : 0;
		if (r == 0)
			r = json_put_string(out, items[i], strlen(items[i]));
	}
	return r < 0 ? r : buf_putc(out, ']');
}

static int put_members(struct buf *out, const struct clean_article *doc)
{
	const struct {
		const char *key, *value;
	} members[] = {
		{ "source", doc->source },
		{ "original_source", doc->original_source },
		{ "published", doc->published },
		{ "lang", doc->lang },
		{ "kind", doc->kind },
		{ "encoding", doc->encoding },
		{ "canonical_url", doc->canonical_url },
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < NW_ARRAY_LEN(members); i++)
		r = put_text(out, members[i].key, members[i].value);
	return r;
}

int clean_json_put(struct buf *out, const struct clean_article *doc)
{
	int r = buf_putc(out, '{');

	if (r == 0)
		r = put_text(out, "title", doc->title);
	if (r == 0)
		r = put_list(out, "authors", doc->authors, doc->n_authors);
	if (r == 0)
		r = buf_putc(out, ',');
	if (r == 0)
		r = put_members(out, doc);
	if (r == 0)
		r = buf_puts(out, "\"text\":");
	if (r == 0)
		r = json_put_string(out, doc->text ? doc->text : "", doc->text_len);
	if (r == 0)
		r = buf_putc(out, ',');
	if (r == 0)
		r = put_list(out, "flags", doc->flags, doc->n_flags);
	return r < 0 ? r : buf_putc(out, '}');
}
