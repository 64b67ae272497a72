/* A worker that does nothing: one event of about 1 KiB for each article, which carries
 * the article's id as its subject. What is left is the broker's own work.
 *
 * With `worker_command: noop_worker` in the broker's configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/article.h"
#include "protocol/event.h"
#include "protocol/pipe.h"

enum { EVENT_BYTES = 1024 };

static char padding[EVENT_BYTES];

static int put_event(struct buf *out, struct buf *scratch, uint64_t article,
		     const char *id)
{
	char data[EVENT_BYTES + 256];
	int n = snprintf(
		data, sizeof(data),
		"{\"type\":\"bench\",\"article\":{\"id\":\"%s\"},\"padding\":\"%s\"}", id,
		padding);
	struct event_view e = { .id = event_text(id),
				.type = event_text("bench"),
				.subject = event_text(id),
				.lang = event_text("und"),
				.data = { data, (size_t)n } };
	int r;

	buf_clear(scratch);
	r = event_put(scratch, &e);
	return r ? r : pipe_put(out, PIPE_EVENT, article, scratch->data, scratch->len);
}

static int answer(struct buf *out, struct buf *scratch, struct article_head *head,
		  const struct pipe_frame *frame)
{
	static const char done[] =
		"{\"kind\":\"article\",\"text_sha256\":\"none\",\"events\":1}";
	const char *head_json, *body;
	size_t head_len, body_len;
	int r = pipe_split_article(frame, &head_json, &head_len, &body, &body_len);

	if (r == 0)
		r = article_read(head_json, head_len, head);
	if (r == 0)
		r = pipe_put(out, PIPE_STARTED, frame->article, NULL, 0);
	if (r == 0)
		r = put_event(out, scratch, frame->article, head->id ? head->id : "none");
	return r ? r : pipe_put(out, PIPE_DONE, frame->article, done, sizeof(done) - 1);
}

int main(void)
{
	struct pipe_reader in = { 0 };
	struct buf out = { 0 }, scratch = { 0 };
	struct article_head head = { 0 };
	struct pipe_frame frame;
	int r;

	memset(padding, 'x', sizeof(padding) - 100);
	r = pipe_put(&out, PIPE_READY, 0, "{}", 2);
	while (r == 0 && pipe_flush(&out, PIPE_WORKER_FD) == 0) {
		r = pipe_fill(&in, PIPE_WORKER_FD);
		while (r == 0 && (r = pipe_next(&in, &frame)) == 0)
			r = answer(&out, &scratch, &head, &frame);
		if (r == PIPE_NONE)
			r = 0;
	}
	return r == PIPE_EOF ? 0 : 1;
}
