#include "protocol/base/json.h"

#include <string.h>

#include "protocol/base/utf8.h"

static int put_escaped(struct buf *b, unsigned char c)
{
	switch (c) {
	case '"':
		return buf_puts(b, "\\\"");
	case '\\':
		return buf_puts(b, "\\\\");
	case '\n':
		return buf_puts(b, "\\n");
	case '\t':
		return buf_puts(b, "\\t");
	case '\r':
		return buf_puts(b, "\\r");
	default:
		return buf_printf(b, "\\u%04x", c);
	}
}

/* How many bytes from `s` on may be copied as they are. */
static size_t plain_run(const char *s, const char *end)
{
	const char *p = s;

	while (p < end) {
		unsigned char c = (unsigned char)*p;
		uint32_t code;
		size_t n = 1;

		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
			break;
		if (c >= 0x80) {
			n = utf8_decode(p, (size_t)(end - p), &code);
			if (n == 0)
				break;
		}
		p += n;
	}
	return (size_t)(p - s);
}

int json_put_string(struct buf *b, const char *s, size_t len)
{
	const char *end = s + len;
	int r = buf_putc(b, '"');

	while (r == 0 && s < end) {
		size_t run = plain_run(s, end);

		r = buf_append(b, s, run);
		s += run;
		if (r < 0 || s == end)
			break;
		r = (unsigned char)*s < 0x80 ? put_escaped(b, (unsigned char)*s)
					     : buf_puts(b, "\xef\xbf\xbd");
		s++;
	}
	return r < 0 ? r : buf_putc(b, '"');
}

static int put_key(struct buf *b, const char *key)
{
	int r = buf_putc(b, '"');

	if (r == 0)
		r = buf_puts(b, key);
	return r < 0 ? r : buf_puts(b, "\":");
}

int json_put_uint(struct buf *b, const char *key, uint64_t value)
{
	int r = put_key(b, key);

	if (r == 0)
		r = buf_put_uint(b, value);
	return r < 0 ? r : buf_putc(b, ',');
}

int json_put_member(struct buf *b, const char *key, const char *value)
{
	int r;

	if (!value)
		return 0;
	r = put_key(b, key);
	if (r == 0)
		r = json_put_string(b, value, strlen(value));
	return r < 0 ? r : buf_putc(b, ',');
}

const char *json_get_string(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}
