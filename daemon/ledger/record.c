#include "daemon/ledger/record.h"

#include <string.h>

/* Copies the fixed part; what is behind it begins at *rest. */
static int take_fixed(const char **rest, size_t *len, void *fixed, size_t size)
{
	if (*len < size)
		return RECORD_BAD;
	memcpy(fixed, *rest, size);
	*rest += size;
	*len -= size;
	return 0;
}

int record_read_article(const char *data, size_t len, struct record_article_view *ret)
{
	if (take_fixed(&data, &len, &ret->fixed, sizeof(ret->fixed)) != 0)
		return RECORD_BAD;
	if (len != (size_t)ret->fixed.head_len + ret->fixed.body_len)
		return RECORD_BAD;
	ret->head = data;
	ret->body = data + ret->fixed.head_len;
	return 0;
}

int record_read_attempt(const char *data, size_t len, struct record_attempt_view *ret)
{
	if (take_fixed(&data, &len, &ret->fixed, sizeof(ret->fixed)) != 0)
		return RECORD_BAD;
	ret->reason = data;
	return len == ret->fixed.reason_len ? 0 : RECORD_BAD;
}

int record_read_event(const char *data, size_t len, struct record_event_view *ret)
{
	if (take_fixed(&data, &len, &ret->fixed, sizeof(ret->fixed)) != 0)
		return RECORD_BAD;
	return event_split(data, len, &ret->event) == 0 ? 0 : RECORD_BAD;
}

int record_read_done(const char *data, size_t len, struct record_done_view *ret)
{
	size_t events_len;

	if (take_fixed(&data, &len, &ret->fixed, sizeof(ret->fixed)) != 0)
		return RECORD_BAD;
	events_len = (size_t)ret->fixed.n_events * sizeof(struct record_done_event);
	if (len < events_len)
		return RECORD_BAD;
	ret->events = data;
	ret->meta = data + events_len;
	ret->meta_len = len - events_len;
	return 0;
}

int record_read_mark(const char *data, size_t len, struct record_mark *ret)
{
	return take_fixed(&data, &len, ret, sizeof(*ret));
}

int record_read_position(const char *data, size_t len, struct record_position *ret,
			 const char **ret_name, size_t *ret_name_len)
{
	if (take_fixed(&data, &len, ret, sizeof(*ret)) != 0 || len == 0)
		return RECORD_BAD;
	*ret_name = data;
	*ret_name_len = len;
	return 0;
}

struct record_done_event record_done_event(const struct record_done_view *done, size_t i)
{
	struct record_done_event e;

	memcpy(&e, done->events + i * sizeof(e), sizeof(e));
	return e;
}
