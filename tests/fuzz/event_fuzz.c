/* What is taken for an event is written back byte for byte, and published as JSON. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/event.h"

static void publish(const struct event_view *e)
{
	struct event_stamp stamp = {
		.node = "fuzz", .seq = 1, .rev = 2, .supersedes = 3
	};
	struct buf out = { 0 };

	if (event_put_published(&out, e, &stamp) != 0 || out.data[out.len - 1] != '}')
		abort();
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = { 0 };
	struct event_view e;

	if (event_split((const char *)data, size, &e) != 0)
		return 0;
	if (event_put(&out, &e) != 0 || out.len != size ||
	    memcmp(out.data, data, size) != 0)
		abort();
	publish(&e);
	buf_free(&out);
	return 0;
}
