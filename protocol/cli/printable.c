#include "protocol/cli/printable.h"

#include <stdbool.h>
#include <string.h>

#include "protocol/base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS    "\xe2\x80\xa6"

/* What a terminal, or the order of its characters, obeys instead of showing it. */
static bool is_order(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0x061c || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe007f);
}

static int put(struct buf *out, const char *s, size_t len, bool keep_lines)
{
	int r = 0;

	while (len && r == 0) {
		uint32_t code = 0;
		size_t n = utf8_decode(s, len, &code);

		if (n == 0)
			r = buf_puts(out, REPLACEMENT);
		else if (keep_lines && code == '\n')
			r = buf_putc(out, '\n');
		else if (code == '\n' || code == '\t')
			r = buf_putc(out, ' ');
		else if (is_order(code))
			r = buf_puts(out, REPLACEMENT);
		else
			r = buf_append(out, s, n);
		n = n ? n : 1;
		s += n;
		len -= n;
	}
	return r;
}

int printable_line(struct buf *out, const char *s, size_t len)
{
	return put(out, s, len, false);
}

int printable_text(struct buf *out, const char *s, size_t len)
{
	return put(out, s, len, true);
}

/* The bytes of the first `max` characters of valid UTF-8. */
static size_t cut(const struct buf *b, size_t max)
{
	size_t at = 0;
	uint32_t code;

	while (at < b->len && max--)
		at += utf8_decode(b->data + at, b->len - at, &code);
	return at;
}

static size_t columns_of(uint32_t code)
{
	bool wide =
		(code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xa4d0) ||
		(code >= 0xac00 && code < 0xd7a4) || (code >= 0xf900 && code < 0xfb00) ||
		(code >= 0xfe30 && code < 0xfe70) || (code >= 0xff00 && code < 0xff61) ||
		(code >= 0x1f300 && code < 0x1f700) || code >= 0x20000;

	return wide ? 2 : 1;
}

void printable_print(FILE *to, const char *s, size_t max)
{
	struct buf line = { 0 };

	if (s && printable_line(&line, s, strlen(s)) == 0) {
		size_t len = max ? cut(&line, max) : line.len;

		fwrite(len ? line.data : "", 1, len, to);
		if (len < line.len)
			fputs(ELLIPSIS, to);
	}
	buf_free(&line);
}

void printable_pad(FILE *to, const char *s, size_t width)
{
	struct buf line = { 0 };
	size_t at = 0, used = 0;

	if (s && printable_line(&line, s, strlen(s)) < 0)
		width = 0;
	while (at < line.len) {
		uint32_t code = 0;
		size_t n = utf8_decode(line.data + at, line.len - at, &code);

		if (used + columns_of(code) > width)
			break;
		used += columns_of(code);
		at += n;
	}
	fwrite(at ? line.data : "", 1, at, to);
	fprintf(to, "%*s", (int)(width - used), "");
	buf_free(&line);
}
