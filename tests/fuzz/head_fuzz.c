/* Our reader of JSON agrees with jansson's about what is an object, and a head that is
 * accepted survives being written and read again. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/article.h"
#include "protocol/head.h"

static const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;

static unsigned depth_of(const json_t *value)
{
	unsigned deepest = 0;
	const char *key;
	const json_t *item;
	size_t i;

	json_object_foreach((json_t *)value, key, item)
	{
		unsigned d = depth_of(item);

		deepest = d > deepest ? d : deepest;
	}
	json_array_foreach(value, i, item)
	{
		unsigned d = depth_of(item);

		deepest = d > deepest ? d : deepest;
	}
	return deepest + (json_is_object(value) || json_is_array(value));
}

/* jansson does not take halves of a pair, nor numbers too large for a double. */
static int is_beyond_jansson(const char *s, size_t len)
{
	return memmem(s, len, "\\ud", 3) || memmem(s, len, "\\uD", 3) ||
	       memchr(s, 'e', len) || memchr(s, 'E', len) || len > 300;
}

static void compare(const char *s, size_t len)
{
	json_t *json = json_loadb(s, len, flags, NULL);
	int ours = head_is_json(s, len);

	if (json_is_object(json) && !ours && depth_of(json) <= HEAD_MAX_DEPTH)
		abort();
	if (ours && !json && !is_beyond_jansson(s, len))
		abort();
	json_decref(json);
}

static int same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void write_and_read(const struct article_head *head)
{
	struct article_head again = { 0 };
	struct buf out = { 0 };

	if (article_put_head(&out, head) != 0 ||
	    article_read(out.data, out.len, &again) != 0)
		abort();
	if (!same(again.id, head->id) || !same(again.title, head->title) ||
	    !same(again.headers, head->headers) || again.status != head->status)
		abort();
	article_head_free(&again);
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct article_head head;
	char reason[FRAME_MAX_REASON];
	enum frame_refusal refusal;
	char *copy = malloc(size + 1); /* of the right size, for the sanitizer */

	memcpy(copy, data, size);
	copy = realloc(copy, size ? size : 1);
	if (!memchr(copy, '\0', size)) /* jansson passes over such a byte */
		compare(copy, size);
	else if (head_is_json(copy, size))
		abort();
	if (article_parse(copy, size, &head, &refusal, reason) == 0)
		write_and_read(&head);
	free(copy);
	return 0;
}
