#include "daemon/control/request.h"

#include <string.h>

#include "protocol/base/json.h"

int request_begin(const struct request *q, struct buf *head)
{
	buf_clear(head);
	if (q->n == FRAME_NO_N)
		return buf_putc(head, '{');
	return buf_printf(head, "{\"n\":%llu,", (unsigned long long)q->n);
}

/* Members end in commas; the last one's goes. */
static int close_head(struct buf *head)
{
	if (head->len && head->data[head->len - 1] == ',')
		head->len--;
	return buf_putc(head, '}');
}

int request_ok(const struct request *q, struct buf *head, const void *body, size_t len)
{
	int r = close_head(head);

	if (r == 0)
		r = message_send(q->socket, &q->peer, VERB_OK, head, body, len);
	return r < 0 ? r : 0; /* an asker that has gone needs no answer */
}

int request_refuse_field(const struct request *q, const char *reason)
{
	int r = message_refuse(q->socket, &q->peer, q->n, FRAME_REFUSED_FIELD, reason);

	return r < 0 ? r : 0;
}

int request_error(const struct request *q, const char *code, const char *reason)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	int r = request_begin(q, &head);

	if (r == 0)
		r = json_put_member(&head, "code", code);
	if (r == 0)
		r = json_put_member(&head, "reason", reason);
	if (r == 0)
		r = close_head(&head);
	if (r == 0)
		r = message_send(q->socket, &q->peer, VERB_ERROR, &head, NULL, 0);
	return r < 0 ? r : 0;
}
