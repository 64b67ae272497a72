#include "protocol/event.h"

#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/utf8.h"
#include "protocol/frame.h"
#include "protocol/head.h"

enum { FORM = 1, N_TEXTS = 8, LENGTH_BYTES = 4, NAME_LENGTH_BYTES = 2 };

static const size_t text_offsets[N_TEXTS] = {
	offsetof(struct event_view, id),      offsetof(struct event_view, type),
	offsetof(struct event_view, subject), offsetof(struct event_view, key),
	offsetof(struct event_view, content), offsetof(struct event_view, lang),
	offsetof(struct event_view, names),   offsetof(struct event_view, data),
};

static const struct event_text *text_of(const struct event_view *e, size_t i)
{
	return (const struct event_text *)((const char *)e + text_offsets[i]);
}

static void put_u32(char *p, uint32_t v)
{
	for (int i = 0; i < LENGTH_BYTES; i++)
		p[i] = (char)(v >> (8 * i));
}

static uint32_t get_u32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

struct event_text event_text(const char *s)
{
	return (struct event_text){ s, strlen(s) };
}

int event_put_name(struct buf *names, const char *folded, size_t len)
{
	char length[NAME_LENGTH_BYTES] = { (char)len, (char)(len >> 8) };
	int r;

	if (len == 0 || len > EVENT_MAX_NAME_BYTES)
		return 0;
	if (names->len + NAME_LENGTH_BYTES + len > EVENT_MAX_NAMES_BYTES)
		return 0;
	r = buf_append(names, length, sizeof(length));
	return r < 0 ? r : buf_append(names, folded, len);
}

bool event_next_name(const struct event_view *e, size_t *at, struct event_text *ret)
{
	const unsigned char *p = (const unsigned char *)e->names.s + *at;
	size_t left = e->names.len - *at;
	size_t len;

	if (left < NAME_LENGTH_BYTES)
		return false;
	len = p[0] | (size_t)p[1] << 8;
	if (len > left - NAME_LENGTH_BYTES)
		return false;
	*ret = (struct event_text){ (const char *)p + NAME_LENGTH_BYTES, len };
	*at += NAME_LENGTH_BYTES + len;
	return true;
}

bool event_has_name(const struct event_view *e, const char *folded, size_t len)
{
	struct event_text name;
	size_t at = 0;

	while (event_next_name(e, &at, &name))
		if (name.len == len && memcmp(name.s, folded, len) == 0)
			return true;
	return false;
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_type(struct event_text t)
{
	if (t.len == 0 || t.len > EVENT_MAX_TYPE_BYTES || !is_letter(t.s[0]))
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (!is_letter(t.s[i]) && !is_digit(t.s[i]) && t.s[i] != '_')
			return false;
	return true;
}

static bool is_lang(struct event_text t)
{
	if (t.len == 0 || t.len > EVENT_MAX_LANG_BYTES)
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (!is_letter((char)(t.s[i] | 0x20)) && !is_digit(t.s[i]) &&
		    t.s[i] != '-')
			return false;
	return true;
}

static bool is_ascii(struct event_text t, size_t max_bytes)
{
	if (t.len > max_bytes)
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (t.s[i] < 0x21 || t.s[i] > 0x7e)
			return false;
	return true;
}

static bool are_names(const struct event_view *e)
{
	struct event_text name;
	size_t at = 0;

	if (e->names.len > EVENT_MAX_NAMES_BYTES)
		return false;
	while (event_next_name(e, &at, &name))
		if (name.len == 0 || name.len > EVENT_MAX_NAME_BYTES ||
		    !utf8_valid(name.s, name.len))
			return false;
	return at == e->names.len;
}

static bool is_data(struct event_text t)
{
	return t.len > 4 && t.len <= EVENT_MAX_DATA_BYTES && t.s[0] == '{' &&
	       t.s[1] == '"' && t.s[t.len - 1] == '}' && head_is_json(t.s, t.len);
}

static bool is_event(const struct event_view *e)
{
	return e->id.len && is_ascii(e->id, EVENT_MAX_ID_BYTES) && is_type(e->type) &&
	       e->subject.len <= EVENT_MAX_SUBJECT_BYTES &&
	       utf8_valid(e->subject.s, e->subject.len) &&
	       is_ascii(e->key, EVENT_MAX_ID_BYTES) &&
	       is_ascii(e->content, EVENT_MAX_ID_BYTES) && is_lang(e->lang) &&
	       are_names(e) && is_data(e->data);
}

int event_put(struct buf *out, const struct event_view *e)
{
	char header[EVENT_HEADER_BYTES] = { FORM };
	int r;

	if (!is_event(e))
		return EVENT_BAD;
	for (size_t i = 0; i < N_TEXTS; i++)
		put_u32(header + LENGTH_BYTES * (i + 1), (uint32_t)text_of(e, i)->len);
	r = buf_append(out, header, sizeof(header));
	for (size_t i = 0; i < N_TEXTS && r == 0; i++)
		r = buf_append(out, text_of(e, i)->s, text_of(e, i)->len);
	return r;
}

int event_split(const char *bytes, size_t len, struct event_view *ret)
{
	const char *p = bytes + EVENT_HEADER_BYTES;
	const char *end = bytes + len;
	struct event_view e;

	if (len < EVENT_HEADER_BYTES || get_u32(bytes) != FORM)
		return EVENT_BAD;
	for (size_t i = 0; i < N_TEXTS; i++) {
		size_t n = get_u32(bytes + LENGTH_BYTES * (i + 1));

		if (n > (size_t)(end - p))
			return EVENT_BAD;
		*(struct event_text *)((char *)&e + text_offsets[i]) =
			(struct event_text){ p, n };
		p += n;
	}
	if (p != end || !is_event(&e))
		return EVENT_BAD;
	*ret = e;
	return 0;
}

static int put_text_member(struct buf *out, const char *opening, struct event_text t)
{
	int r = buf_puts(out, opening);

	return r < 0 ? r : json_put_string(out, t.s, t.len);
}

static int put_type(struct buf *out, const struct event_view *e)
{
	int r = buf_puts(out, "newswire.");

	if (r == 0)
		r = buf_append(out, e->type.s, e->type.len);
	return r < 0 ? r : buf_puts(out, ".v1");
}

/* Up to and with `type`: what needs no escape needs none here. */
static int put_beginning(struct buf *out, const struct event_view *e,
			 const struct event_stamp *stamp)
{
	int r = put_text_member(out, "{\"specversion\":\"1.0\",\"id\":", e->id);

	if (r == 0)
		r = buf_puts(out, ",\"source\":\"newswire://");
	if (r == 0)
		r = buf_puts(out, stamp->node);
	if (r == 0)
		r = buf_puts(out, "\",\"type\":\"");
	if (r == 0)
		r = put_type(out, e);
	if (r == 0)
		r = buf_putc(out, '"');
	if (r == 0 && e->subject.len)
		r = put_text_member(out, ",\"subject\":", e->subject);
	return r;
}

static int put_place(struct buf *out, const struct event_stamp *stamp)
{
	char time[CLOCK_TEXT_SIZE], seq[FRAME_SEQ_DIGITS + 1];
	int r;

	if (!stamp->seq)
		return 0;
	r = buf_puts(out, ",\"time\":\"");
	if (r == 0)
		r = buf_puts(out, clock_format(stamp->time_ms, time));
	if (r == 0)
		r = buf_puts(out, "\",\"sequence\":\"");
	if (r == 0)
		r = buf_append(out, frame_seq(stamp->seq, seq), FRAME_SEQ_DIGITS);
	return r < 0 ? r : buf_putc(out, '"');
}

/* The data, with what the broker knows behind its opening brace. */
static int put_data(struct buf *out, const struct event_view *e,
		    const struct event_stamp *stamp)
{
	char seq[FRAME_SEQ_DIGITS + 1];
	int r = buf_puts(out, ",\"datacontenttype\":\"application/json\",\"data\":{");

	if (r == 0)
		r = json_put_uint(out, "rev", stamp->rev);
	if (r == 0 && stamp->supersedes)
		r = json_put_member(out, "supersedes", frame_seq(stamp->supersedes, seq));
	return r < 0 ? r : buf_append(out, e->data.s + 1, e->data.len - 1);
}

int event_put_published(struct buf *out, const struct event_view *e,
			const struct event_stamp *stamp)
{
	int r = buf_reserve(out, e->data.len + 2 * e->subject.len + 512);

	if (r == 0)
		r = put_beginning(out, e, stamp);
	if (r == 0)
		r = put_place(out, stamp);
	if (r == 0)
		r = put_data(out, e, stamp);
	return r < 0 ? r : buf_putc(out, '}');
}

int event_put_topic(struct buf *out, const struct event_view *e)
{
	int r = put_type(out, e);

	if (r == 0)
		r = buf_putc(out, '/');
	return r < 0 ? r : buf_append(out, e->lang.s, e->lang.len);
}
