#include "protocol/base/fold.h"

#include "protocol/base/fold_table.h"
#include "protocol/base/utf8.h"

static int32_t entry(uint32_t code)
{
	if (code >= FOLD_LIMIT)
		return FOLD_DROP;

	return fold_blocks[fold_index[code / FOLD_BLOCK]][code % FOLD_BLOCK];
}

uint32_t fold_code(uint32_t code)
{
	int32_t e = entry(code);

	return e & FOLD_DROP ? 0 : code + (uint32_t)(e >> 2);
}

int fold_is_mark(uint32_t code)
{
	return entry(code) & FOLD_MARK;
}

/* The character at s[*at] folded, 0 for none; moves behind it. */
static uint32_t next_folded(const char *s, size_t len, size_t *at)
{
	uint32_t code;
	size_t n = utf8_decode(s + *at, len - *at, &code);

	*at += n ? n : 1;
	return n ? fold_code(code) : 0;
}

int fold_string(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t code = next_folded(s, len, &i);
		char bytes[UTF8_MAX];
		int r;

		if (!code || fold_is_mark(code) || code == '\n')
			continue;
		r = buf_append(out, bytes, utf8_encode(code, bytes));
		if (r < 0)
			return r;
	}
	return 0;
}
