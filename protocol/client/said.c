#include "protocol/client/said.h"

#include <string.h>

#include "protocol/head.h"

static const struct {
	const char *key;
	size_t offset;
} numbers[] = {
#define NUMBER(name)                               \
	{                                          \
#name, offsetof(struct said, name) \
	}
	NUMBER(n),
	NUMBER(rev),
	NUMBER(seq),
	NUMBER(prev),
	NUMBER(from),
	NUMBER(to),
	NUMBER(at),
	NUMBER(retry_after_ms),
	NUMBER(credit),
	NUMBER(credit_bytes),
#undef NUMBER
}, texts[] = {
#define TEXT(name)                                 \
	{                                          \
#name, offsetof(struct said, name) \
	}
	TEXT(id),
	TEXT(code),
	TEXT(reason),
#undef TEXT
};

static int take_number(struct said *s, const struct head_member *m)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(numbers); i++)
		if (head_key_is(m, numbers[i].key))
			return head_uint(m, (uint64_t *)((char *)s + numbers[i].offset));
	return 0;
}

/* The memory is as long as the whole head: a text is shorter by its quotes. */
static void take_text(struct said *s, const struct head_member *m)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(texts); i++) {
		char *text = s->memory.data + s->memory.len;

		if (m->kind != HEAD_STRING || !head_key_is(m, texts[i].key))
			continue;
		s->memory.len += head_text(m, text);
		s->memory.data[s->memory.len++] = '\0';
		*(const char **)((char *)s + texts[i].offset) = text;
	}
}

int said_read(struct said *ret, const char *json, size_t len)
{
	struct buf memory = ret->memory;
	struct head_reader r;
	struct head_member m;
	int x;

	buf_clear(&memory);
	x = buf_reserve(&memory, len + 1);
	*ret = (struct said){ .memory = memory };
	if (x < 0)
		return x;
	x = head_open(&r, json, len);
	while (x == 0 && (x = head_next(&r, &m)) == 0) {
		take_text(ret, &m);
		x = take_number(ret, &m);
	}
	return x == HEAD_END ? 0 : SAID_NONSENSE;
}

void said_free(struct said *s)
{
	buf_free(&s->memory);
	*s = (struct said){ 0 };
}
