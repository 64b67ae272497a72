/* What a worker may send: any bytes, in any pieces. The first byte is the size of a
 * piece. */
#include <stdint.h>
#include <string.h>

#include "protocol/pipe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void look_into(const struct pipe_frame *frame)
{
	const char *head, *body;
	size_t head_len, body_len;

	if (pipe_split_article(frame, &head, &head_len, &body, &body_len) == 0 &&
	    (head < frame->payload || body + body_len != frame->payload + frame->len))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct pipe_reader reader = { 0 };
	struct pipe_frame frame;
	size_t piece = len ? data[0] + 1u : 1;
	int r = PIPE_NONE;

	for (size_t at = 1; at < len && r == PIPE_NONE; at += piece) {
		size_t n = len - at < piece ? len - at : piece;

		buf_consume(&reader.in, reader.taken);
		reader.taken = 0;
		buf_append(&reader.in, data + at, n);
		while ((r = pipe_next(&reader, &frame)) == 0)
			look_into(&frame);
	}
	reader.eof = true;
	if (r == PIPE_NONE && pipe_next(&reader, &frame) == PIPE_NONE)
		__builtin_trap();
	pipe_reader_free(&reader);
	return 0;
}
