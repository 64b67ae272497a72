#include "protocol/head.h"

#include <string.h>

#include "protocol/base/utf8.h"

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits of a \u escape; negative when they are none. */
static int32_t hex4(const char *p, const char *end)
{
	int32_t code = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(p[i]);

		if (digit < 0)
			return -1;
		code = code << 4 | digit;
	}
	return code;
}

/* Behind the escape whose backslash is at `p`, or NULL. */
static const char *scan_escape(const char *p, const char *end)
{
	if (end - p < 2)
		return NULL;
	if (p[1] == 'u')
		return hex4(p + 2, end) < 0 ? NULL : p + 6;
	return p[1] && strchr("\"\\/bfnrt", p[1]) ? p + 2 : NULL;
}

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Most of what is not ASCII here is Chinese: three bytes that begin so cannot be
 * overlong, surrogates or too high. For these there is no need to decode. */
static bool is_plain_three(const char *p, const char *end)
{
	unsigned char first = (unsigned char)*p;

	return first >= 0xe1 && first <= 0xec && end - p >= 3 && is_tail(p[1]) &&
	       is_tail(p[2]);
}

/* Behind the string whose first character is at `p`; NULL when it is none. */
static const char *scan_string(const char *p, const char *end, bool *ret_escaped)
{
	*ret_escaped = false;
	while (p && p < end) {
		unsigned char c = (unsigned char)*p;
		uint32_t code;
		size_t n = 1;

		if (c == '"')
			return p + 1;
		if (c == '\\') {
			*ret_escaped = true;
			p = scan_escape(p, end);
			continue;
		}
		if (c < 0x20)
			return NULL;
		if (c >= 0x80)
			n = is_plain_three(p, end)
				    ? 3
				    : utf8_decode(p, (size_t)(end - p), &code);
		if (n == 0)
			return NULL;
		p += n;
	}
	return NULL;
}

static const char *scan_digits(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && is_digit(*p))
		p++;
	return p > start ? p : NULL;
}

static const char *scan_number(const char *p, const char *end)
{
	if (p < end && *p == '-')
		p++;
	p = p < end && *p == '0' ? p + 1 : scan_digits(p, end);
	if (p && p < end && *p == '.')
		p = scan_digits(p + 1, end);
	if (p && p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		p = scan_digits(p, end);
	}
	return p;
}

static const char *scan_word(const char *p, const char *end, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(end - p) >= len && memcmp(p, word, len) == 0 ? p + len : NULL;
}

/* Behind the string, number or word at `p`, or NULL. */
static const char *scan_scalar(const char *p, const char *end, struct head_member *m)
{
	m->escaped = false;
	m->value = p;
	switch (*p) {
	case '"':
		m->kind = HEAD_STRING;
		m->value = p + 1;
		return scan_string(p + 1, end, &m->escaped);
	case 't':
		m->kind = HEAD_TRUE;
		return scan_word(p, end, "true");
	case 'f':
		m->kind = HEAD_FALSE;
		return scan_word(p, end, "false");
	case 'n':
		m->kind = HEAD_NULL;
		return scan_word(p, end, "null");
	default:
		m->kind = HEAD_NUMBER;
		return scan_number(p, end);
	}
}

/* `"key" :`; returns what comes behind it, or NULL. */
static const char *scan_key(const char *p, const char *end, struct head_member *m)
{
	bool escaped;

	if (p == end || *p != '"')
		return NULL;
	m->key = p + 1;
	p = scan_string(p + 1, end, &escaped);
	if (!p)
		return NULL;
	m->key_len = (size_t)(p - 1 - m->key);
	p = skip_space(p, end);
	return p < end && *p == ':' ? skip_space(p + 1, end) : NULL;
}

/* Where a walk through objects and lists stands: a bit for each open one. */
struct walk {
	uint64_t lists; /* the lowest bit: the innermost is a list */
	unsigned depth;
};

static const char *walk_open(struct walk *w, const char *p)
{
	if (w->depth == HEAD_MAX_DEPTH)
		return NULL;
	w->lists = w->lists << 1 | (*p == '[');
	w->depth++;
	return p + 1;
}

/* Behind as many closing brackets as follow, and the comma after them. NULL when
 * there is neither; with w->depth 0 it stands behind the outermost bracket. */
static const char *walk_on(struct walk *w, const char *p, const char *end)
{
	for (;;) {
		p = skip_space(p, end);
		if (p == end)
			return NULL;
		if (*p == ',')
			return skip_space(p + 1, end);
		if (*p != (w->lists & 1 ? ']' : '}'))
			return NULL;
		p++;
		w->lists >>= 1;
		if (--w->depth == 0)
			return p;
	}
}

static bool is_opening(char c)
{
	return c == '{' || c == '[';
}

static bool is_closing(const struct walk *w, const char *p, const char *end)
{
	return p < end && *p == (w->lists & 1 ? ']' : '}');
}

/* Behind the object or list at `p`, every byte of it checked; NULL when it is none. */
static const char *scan_nested(const char *p, const char *end)
{
	struct walk w = { 0 };
	struct head_member ignored;

	p = walk_open(&w, p);
	for (bool empty = true; p && w.depth; empty = false) {
		p = skip_space(p, end);
		if (empty && is_closing(&w, p, end)) {
			p = walk_on(&w, p, end);
			continue;
		}
		if (!(w.lists & 1))
			p = scan_key(p, end, &ignored);
		if (!p || p == end)
			return NULL;
		if (is_opening(*p)) {
			p = walk_open(&w, p);
			if (p && is_closing(&w, skip_space(p, end), end))
				p = walk_on(&w, p, end);
			continue;
		}
		p = scan_scalar(p, end, &ignored);
		if (p)
			p = walk_on(&w, p, end);
	}
	return p;
}

static const char *scan_value(const char *p, const char *end, struct head_member *m)
{
	const char *behind;

	if (p == end)
		return NULL;
	if (!is_opening(*p)) {
		behind = scan_scalar(p, end, m);
	} else {
		m->kind = *p == '{' ? HEAD_OBJECT : HEAD_LIST;
		m->value = p;
		m->escaped = false;
		behind = scan_nested(p, end);
	}
	if (behind)
		m->len = (size_t)(behind - m->value) - (m->kind == HEAD_STRING);
	return behind;
}

int head_open(struct head_reader *r, const char *json, size_t len)
{
	const char *end = json + len;
	const char *p = skip_space(json, end);

	if (p == end || !is_opening(*p))
		return HEAD_BAD;
	*r = (struct head_reader){
		.at = p + 1,
		.end = end,
		.close = *p == '{' ? '}' : ']',
	};
	return 0;
}

static int end_of_all(const struct head_reader *r, const char *p)
{
	return skip_space(p + 1, r->end) == r->end ? HEAD_END : HEAD_BAD;
}

int head_next(struct head_reader *r, struct head_member *ret)
{
	const char *p = skip_space(r->at, r->end);

	*ret = (struct head_member){ 0 };
	if (p == r->end)
		return HEAD_BAD;
	if (*p == r->close)
		return end_of_all(r, p);
	if (r->begun) {
		if (*p != ',')
			return HEAD_BAD;
		p = skip_space(p + 1, r->end);
	}
	if (r->close == '}')
		p = scan_key(p, r->end, ret);
	if (p)
		p = scan_value(p, r->end, ret);
	if (!p)
		return HEAD_BAD;
	r->at = p;
	r->begun = true;
	return 0;
}

bool head_key_is(const struct head_member *m, const char *key)
{
	size_t len = strlen(key);

	return m->key_len == len && memcmp(m->key, key, len) == 0;
}

/* The character of the \u escape at `p`, a pair of them as one; *ret_p is behind it. */
static uint32_t decode_unicode(const char *p, const char *end, const char **ret_p)
{
	int32_t code = hex4(p + 2, end);
	int32_t low;

	*ret_p = p + 6;
	if (code < 0xd800 || code > 0xdfff)
		return (uint32_t)code;
	if (code > 0xdbff || end - p < 12 || p[6] != '\\' || p[7] != 'u')
		return 0xfffd;
	low = hex4(p + 8, end);
	if (low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	*ret_p = p + 12;
	return 0x10000 + (((uint32_t)code - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
}

static char decode_letter(char c)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *found = strchr(from, c);

	return found ? to[found - from] : c;
}

/* The character at *p, escaped or (its first byte) not; *p is behind it. */
static size_t take_character(const char **p, const char *end, char *out)
{
	const char *at = *p;

	if (*at == '\\' && at[1] == 'u')
		return utf8_encode(decode_unicode(at, end, p), out);
	*out = *at == '\\' ? decode_letter(at[1]) : *at;
	*p += *at == '\\' ? 2 : 1;
	return 1;
}

size_t head_text(const struct head_member *m, char *out)
{
	const char *p = m->value, *end = p + m->len;
	char *o = out;

	if (!m->escaped) {
		memcpy(out, p, m->len);
		return m->len;
	}
	while (p < end)
		o += take_character(&p, end, o);
	return (size_t)(o - out);
}

int head_copy(const struct head_member *m, char *ret, size_t size)
{
	const char *p = m->value, *end = p + m->len;
	size_t len = 0;

	if (m->kind != HEAD_STRING)
		return HEAD_BAD;
	while (p < end) {
		char character[UTF8_MAX];
		size_t n = take_character(&p, end, character);

		if (n >= size - len || !*character)
			return HEAD_BAD;
		memcpy(ret + len, character, n);
		len += n;
	}
	ret[len] = '\0';
	return 0;
}

int head_uint(const struct head_member *m, uint64_t *ret)
{
	uint64_t value = 0;

	if ((m->kind != HEAD_NUMBER && m->kind != HEAD_STRING) || m->len == 0)
		return HEAD_BAD;
	for (size_t i = 0; i < m->len; i++) {
		if (!is_digit(m->value[i]) || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(m->value[i] - '0'), &value))
			return HEAD_BAD;
	}
	*ret = value;
	return 0;
}

bool head_is_json(const char *json, size_t len)
{
	const char *end = json + len;
	const char *p = skip_space(json, end);

	if (p == end || *p != '{')
		return false;
	p = scan_nested(p, end);
	return p && skip_space(p, end) == end;
}
