#include "protocol/base/utf8.h"

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t utf8_decode(const char *s, size_t len, uint32_t *ret_code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first;
	uint32_t code;
	size_t n;

	if (len == 0)
		return 0;
	first = (unsigned char)s[0];
	if (first < 0x80) {
		*ret_code = first;
		return 1;
	}
	n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || n > len)
		return 0;
	code = first & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (!is_tail(s[i]))
			return 0;
		code = code << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (code < smallest[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	*ret_code = code;
	return n;
}

size_t utf8_encode(uint32_t code, char out[UTF8_MAX])
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code >= 0xd800 && code < 0xe000)
		return 0;
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	if (code > 0x10ffff)
		return 0;
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

bool utf8_valid(const char *s, size_t len)
{
	while (len) {
		uint32_t code;
		size_t n = utf8_decode(s, len, &code);

		if (n == 0)
			return false;
		s += n;
		len -= n;
	}
	return true;
}
