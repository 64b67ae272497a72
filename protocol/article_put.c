/* Writing the head of an article; see protocol/article.h. */

#include "protocol/article.h"
#include "protocol/base/json.h"

static int put_texts(struct buf *out, const struct article_head *head)
{
	const struct {
		const char *key, *value;
	} texts[] = {
		{ "id", head->id },
		{ "url", head->url },
		{ "title", head->title },
		{ "source", head->source },
		{ "published", head->published },
		{ "fetched", head->fetched },
		{ "content_type", head->content_type },
		{ "charset", head->charset },
	};
	int r = 0;

	for (size_t i = 0; i < NW_ARRAY_LEN(texts) && r == 0; i++)
		r = json_put_member(out, texts[i].key, texts[i].value);
	return r;
}

static int put_common(struct buf *out, const struct article_head *head)
{
	int r = put_texts(out, head);

	if (r == 0 && head->gzip)
		r = buf_puts(out, "\"content_encoding\":\"gzip\",");
	if (r == 0 && head->status)
		r = json_put_uint(out, "status", head->status);
	if (r == 0 && head->headers)
		r = buf_printf(out, "\"headers\":%s,", head->headers);
	return r;
}

/* Puts the brace in the place of the last comma. */
static int end(struct buf *out)
{
	if (out->data[out->len - 1] == ',')
		out->len--;
	return buf_putc(out, '}');
}

int article_put_head(struct buf *out, const struct article_head *head)
{
	int r = buf_putc(out, '{');

	if (r == 0)
		r = put_common(out, head);
	if (r == 0 && head->rev)
		r = json_put_uint(out, "rev", head->rev);
	if (r == 0 && head->clean)
		r = buf_puts(out, "\"clean\":true,");
	return r < 0 ? r : end(out);
}

int article_put_submit(struct buf *out, const struct article_head *head)
{
	int r = buf_putc(out, '{');

	if (r == 0 && head->n != FRAME_NO_N)
		r = json_put_uint(out, "n", head->n);
	if (r == 0)
		r = put_common(out, head);
	if (r == 0 && head->lane == ARTICLE_BULK)
		r = buf_puts(out, "\"lane\":\"bulk\",");
	return r < 0 ? r : end(out);
}
