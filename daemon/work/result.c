#include "daemon/work/result.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/log.h"
#include "protocol/head.h"

enum { MAX_META_BYTES = 64 << 10 };

/* The member `key` of a JSON object; RESULT_BAD when there is none. */
static int find_member(const char *json, size_t len, const char *key,
		       struct head_member *ret)
{
	struct head_reader reader;
	int r = head_open(&reader, json, len);

	while (r == 0 && (r = head_next(&reader, ret)) == 0)
		if (head_key_is(ret, key))
			return 0;
	return RESULT_BAD;
}

static int read_events(struct result *ret, const struct worker *w)
{
	const char *at = w->events.data;

	for (size_t i = 0; i < w->n_events; i++) {
		struct ledger_found *f = &ret->found[i];
		uint32_t len;

		memcpy(&len, at, sizeof(len));
		f->bytes = (struct event_text){ at + sizeof(len), len };
		at += sizeof(len) + len;
		if (event_split(f->bytes.s, f->bytes.len, &f->view) != 0)
			return RESULT_BAD;
	}
	return 0;
}

int result_read(struct result *ret, const struct worker *w)
{
	struct head_member text;

	*ret = (struct result){ 0 };
	if (w->meta.len > MAX_META_BYTES || !head_is_json(w->meta.data, w->meta.len) ||
	    find_member(w->meta.data, w->meta.len, "text_sha256", &text) != 0 ||
	    text.kind != HEAD_STRING)
		return RESULT_BAD;
	if (w->n_events) {
		ret->found = calloc(w->n_events, sizeof(*ret->found));
		if (!ret->found)
			return nw_fault(-ENOMEM, "result: %zu events", w->n_events);
	}
	if (read_events(ret, w) != 0)
		return RESULT_BAD;
	ret->ledger = (struct ledger_result){ .events = ret->found,
					      .n = w->n_events,
					      .meta = w->meta.data,
					      .meta_len = w->meta.len,
					      .text = hash128(text.value, text.len) };
	return 0;
}

void result_free(struct result *r)
{
	free(r->found);
	*r = (struct result){ 0 };
}

void result_read_reason(const struct pipe_frame *frame, char *ret, size_t size)
{
	struct head_member reason;
	int n;

	if (find_member(frame->payload, frame->len, "reason", &reason) != 0 ||
	    reason.kind != HEAD_STRING || reason.len >= size) {
		snprintf(ret, size, "the worker gave no reason");
		return;
	}
	n = (int)head_text(&reason, ret);
	ret[n] = '\0';
}
