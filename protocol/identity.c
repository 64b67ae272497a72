/* What tells an article from others; see protocol/article.h. */
#include <string.h>

#include "protocol/article.h"
#include "protocol/base/hash.h"

#define PREFIX "sha256:"

const char *article_id(const struct article_head *head, const void *body, size_t len,
		       char scratch[ARTICLE_HASH_ID_SIZE])
{
	if (head->id)
		return head->id;
	if (head->url)
		return head->url;
	memcpy(scratch, PREFIX, sizeof(PREFIX) - 1);
	hash_sha256_hex(body, len, scratch + sizeof(PREFIX) - 1);
	return scratch;
}
