/* However bytes are cut into frames, they are a message or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/frame.h"

enum { MOST_PARTS = 5, MAX_BODY = 64 };

/* Cuts at each zero byte. */
static size_t cut(const char *s, size_t len, struct frame_part parts[MOST_PARTS])
{
	size_t n = 0;

	while (n < MOST_PARTS) {
		const char *zero = memchr(s, '\0', len);
		size_t part = zero ? (size_t)(zero - s) : len;

		parts[n++] = (struct frame_part){ s, part };
		if (!zero)
			break;
		s += part + 1;
		len -= part + 1;
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame_part parts[MOST_PARTS];
	char reason[FRAME_MAX_REASON] = "";
	struct frame_message m;
	size_t n;
	int r;

	if (size == 0)
		return 0;
	n = cut((const char *)data + 1, size - 1, parts);
	r = frame_read(parts, n, data[0] % (FRAME_ON_CONTROL + 1), data[0] & 0x80,
		       MAX_BODY, &m, reason);
	if (r == 0 ? m.verb == VERB_NONE || m.body.len > MAX_BODY
		   : r < 0 || r >= N_FRAME_REFUSALS || !*reason)
		abort();
	return 0;
}
