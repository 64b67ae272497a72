/* The heads of what the broker answers; see protocol/frame.h. */
#include <errno.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/frame.h"

/* `{"n":1,` or `{`. */
static int begin(struct buf *head, uint64_t n)
{
	if (n == FRAME_NO_N)
		return buf_putc(head, '{');
	return buf_putc(head, '{') < 0 ? -ENOMEM : json_put_uint(head, "n", n);
}

/* Puts the brace in the place of the last comma. */
static int end(struct buf *head)
{
	if (head->data[head->len - 1] == ',')
		head->len--;
	return buf_putc(head, '}');
}

static int put_seq(struct buf *head, const char *key, uint64_t seq)
{
	char digits[FRAME_SEQ_DIGITS + 1];

	return json_put_member(head, key, frame_seq(seq, digits));
}

static int put_number(struct buf *head, const char *key, uint64_t value)
{
	return json_put_uint(head, key, value);
}

int frame_put_kept(struct buf *head, uint64_t n, const char *id, unsigned rev,
		   uint64_t seq)
{
	int r = begin(head, n);

	if (r == 0)
		r = json_put_member(head, "id", id);
	if (r == 0)
		r = put_number(head, "rev", rev);
	if (r == 0)
		r = put_seq(head, "seq", seq);
	return r < 0 ? r : end(head);
}

int frame_put_busy(struct buf *head, uint64_t n, unsigned retry_after_ms,
		   const char *reason)
{
	int r = begin(head, n);

	if (r == 0)
		r = put_number(head, "retry_after_ms", retry_after_ms);
	if (r == 0)
		r = json_put_member(head, "reason", reason);
	return r < 0 ? r : end(head);
}

int frame_put_refused(struct buf *head, uint64_t n, enum frame_refusal refusal,
		      const char *reason)
{
	int r = begin(head, n);

	if (r == 0)
		r = json_put_member(head, "code", frame_refusal_code(refusal));
	if (r == 0)
		r = json_put_member(head, "reason", reason);
	if (r == 0 && refusal == FRAME_REFUSED_VERSION)
		r = buf_printf(head, "\"versions\":[%d],", FRAME_VERSION);
	return r < 0 ? r : end(head);
}

static int put_two_seqs(struct buf *head, const char *key1, uint64_t seq1,
			const char *key2, uint64_t seq2)
{
	int r = buf_putc(head, '{');

	if (r == 0)
		r = put_seq(head, key1, seq1);
	return r < 0 ? r : put_seq(head, key2, seq2);
}

int frame_put_event(struct buf *head, uint64_t seq, uint64_t prev)
{
	int r = put_two_seqs(head, "seq", seq, "prev", prev);

	return r < 0 ? r : end(head);
}

int frame_put_heartbeat(struct buf *head, uint64_t high, uint64_t at)
{
	int r = put_two_seqs(head, "high", high, "at", at);

	return r < 0 ? r : end(head);
}

int frame_put_lost(struct buf *head, uint64_t from, uint64_t to, const char *reason)
{
	int r = put_two_seqs(head, "from", from, "to", to);

	if (r == 0)
		r = json_put_member(head, "reason", reason);
	return r < 0 ? r : end(head);
}

int frame_put_ended(struct buf *head, enum frame_end why, const char *reason)
{
	static const char *const codes[] = {
		[FRAME_END_ASKED] = "unsubscribed",
		[FRAME_END_TAKEN] = "taken",
		[FRAME_END_SILENT] = "silent",
		[FRAME_END_STOPPING] = "stopping",
	};
	int r = buf_putc(head, '{');

	if (r == 0)
		r = json_put_member(head, "code", codes[why]);
	if (r == 0)
		r = json_put_member(head, "reason", reason);
	return r < 0 ? r : end(head);
}
