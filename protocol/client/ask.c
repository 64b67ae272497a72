#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/client/link.h"
#include "protocol/head.h"

NW_EXPORT const char *nw_version(void)
{
	return NEWSWIRE_VERSION;
}

NW_EXPORT void nw_reply_free(struct nw_reply *reply)
{
	free(reply->json);
	free(reply->body);
	*reply = (struct nw_reply){ 0 };
}

static int find_verb(const char *text, enum nw_verb *ret)
{
	char frame[64];
	int n = snprintf(frame, sizeof(frame), "NW%d/%s", FRAME_VERSION, text);

	if (n < 0 || (size_t)n >= sizeof(frame))
		return NW_INVALID;
	return frame_read_verb(frame, (size_t)n, ret) == 0 ? 0 : NW_INVALID;
}

static char *copy(const char *data, size_t len)
{
	char *c = malloc(len + 1);

	if (!c)
		return NULL;
	memcpy(c, data, len);
	c[len] = '\0';
	return c;
}

static int take_reply(const struct frame_message *m, struct nw_reply *reply)
{
	reply->json = copy(m->head.data, m->head.len);
	reply->json_len = m->head.len;
	if (m->body.len) {
		reply->body = copy(m->body.data, m->body.len);
		reply->body_len = m->body.len;
	}
	if (!reply->json || (m->body.len && !reply->body)) {
		nw_reply_free(reply);
		return nw_fault(-ENOMEM, "ask: keep the reply");
	}
	return m->verb == VERB_OK ? 0 : NW_REFUSED;
}

static int await(struct link *l, struct nw_reply *reply, int timeout_ms)
{
	uint64_t end = clock_monotonic_ms() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms);
	struct frame_message m;

	for (;;) {
		uint64_t now = clock_monotonic_ms();
		int r = link_receive(l, &m);

		if (r == 0)
			return take_reply(&m, reply);
		if (r < 0)
			return r;
		if (timeout_ms >= 0 && now >= end)
			return NW_NOTHING;
		(void)link_was_connected(l);
		r = link_wait(l, timeout_ms < 0 ? -1 : link_until(end, now));
		if (r < 0)
			return r == -EINTR ? NW_NOTHING : r;
	}
}

NW_EXPORT int nw_ask(struct nw_reply *reply, const struct nw_options *options,
		     const char *verb, const char *json, int timeout_ms)
{
	struct link l;
	enum nw_verb v;
	int r = find_verb(verb, &v);

	*reply = (struct nw_reply){ 0 };
	if (r != 0 || (json && !head_is_json(json, strlen(json))))
		return NW_INVALID;
	r = link_open(&l, FRAME_ON_CONTROL, options, LINK_CONTROL);
	if (r != 0)
		return r == LINK_BAD ? NW_INVALID : r;
	r = link_send(&l, v, json ? json : "{}", json ? strlen(json) : 2, NULL, 0);
	if (r == 0)
		r = await(&l, reply, timeout_ms);
	link_close(&l, 0);
	return r;
}
