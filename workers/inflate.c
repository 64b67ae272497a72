#include "workers/inflate.h"

#include <errno.h>
#include <stdint.h>
#include <zlib.h>

#include "protocol/base/log.h"

enum { EITHER_HEADER = 32 + MAX_WBITS, FIRST_GUESS = 4 };

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

int inflate_body(struct arena *a, const char *packed, size_t len, size_t max_bytes,
		 const char **ret, size_t *ret_len)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)packed, .avail_in = (uInt)len };
	size_t cap = smaller(len * FIRST_GUESS + 1024, max_bytes + 1);
	char *out = arena_alloc(a, cap);
	size_t have = 0;
	int r;

	if (inflateInit2(&z, EITHER_HEADER) != Z_OK)
		return nw_fault(-ENOMEM, "inflate: open");
	do {
		size_t room;

		if (have == cap && cap <= max_bytes) {
			size_t larger = smaller(cap * 2, max_bytes + 1);

			out = arena_grow(a, out, cap, larger);
			cap = larger;
		}
		room = cap - have;
		z.next_out = (Bytef *)out + have;
		z.avail_out = (uInt)room;
		r = inflate(&z, Z_NO_FLUSH);
		have += room - z.avail_out;
		/* Members one behind the other are one body. */
		if (r == Z_STREAM_END && z.avail_in)
			r = inflateReset(&z);
	} while (r == Z_OK && have <= max_bytes && (z.avail_in || !z.avail_out));
	*ret = out;
	*ret_len = have;
	inflateEnd(&z);
	if (*ret_len > max_bytes)
		return INFLATE_TOO_LARGE;
	return r == Z_STREAM_END ? 0 : INFLATE_BAD;
}
