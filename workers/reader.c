#include "workers/reader.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/log.h"
#include "workers/clean/lang.h"
#include "workers/inflate.h"

int reader_open(struct reader *r)
{
	*r = (struct reader){ 0 };
	han_pairs_fill(&r->pairs);
	return cleaner_open(&r->cleaner);
}

void reader_close(struct reader *r)
{
	cleaner_close(r->cleaner);
	article_head_free(&r->head);
}

static int unpack(struct arena *a, struct reading *reading)
{
	struct raw_article *raw = &reading->raw;

	switch (inflate_body(a, raw->body, raw->body_len, READER_MAX_BODY_BYTES,
			     &raw->body, &raw->body_len)) {
	case 0:
		return 0;
	case INFLATE_TOO_LARGE:
		reading->reason = "its gzip body unpacks to more than 48 MiB";
		return READER_HOPELESS;
	case INFLATE_BAD:
		reading->reason = "its body is said to be gzip and is not, or is damaged";
		return READER_HOPELESS;
	default:
		return -ENOMEM;
	}
}

static void fill_raw(struct raw_article *raw, const struct article_head *head)
{
	raw->rev = head->rev ? head->rev : 1;
	raw->url = head->url;
	raw->title = head->title;
	raw->source = head->source;
	raw->published = head->published;
	raw->fetched = head->fetched;
	raw->content_type = head->content_type;
	raw->charset = head->charset;
}

/* Nothing but the language has to be found. */
static void take_as_clean(const struct reader *r, struct arena *a,
			  struct reading *reading)
{
	const struct raw_article *raw = &reading->raw;
	struct clean_article *doc = &reading->doc;
	struct span text = { raw->body, raw->body_len };

	*doc = (struct clean_article){
		.title = raw->title,
		.source = raw->source,
		.published = raw->published,
		.published_basis = raw->published ? "producer" : NULL,
		.lang = lang_find(&r->pairs, text, NULL).code,
		.kind = "article",
		.text = arena_dup(a, raw->body, raw->body_len),
		.text_len = raw->body_len,
		.encoding = "utf-8",
	};
}

int reader_read(struct reader *r, struct arena *a, const struct pipe_frame *frame,
		struct reading *ret)
{
	const char *head, *body;
	size_t head_len, body_len;
	int result;

	if (pipe_split_article(frame, &head, &head_len, &body, &body_len) != 0 ||
	    article_read(head, head_len, &r->head) != 0)
		return READER_BAD;
	*ret = (struct reading){ .raw = { .body = body, .body_len = body_len } };
	ret->raw.id = article_id(&r->head, body, body_len, ret->scratch);
	fill_raw(&ret->raw, &r->head);
	if (r->head.gzip) {
		result = unpack(a, ret);
		if (result != 0)
			return result;
	}
	if (!r->head.clean)
		return cleaner_run(r->cleaner, a, &ret->raw, &ret->doc);
	take_as_clean(r, a, ret);
	return 0;
}
