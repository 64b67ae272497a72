#include "daemon/streams/wish.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/fold.h"
#include "protocol/base/log.h"
#include "protocol/head.h"

enum { MAX_TEXT = 1024 };

static int bad(char *reason, const char *fmt, ...) NW_PRINTF(2, 3);

static int bad(char *reason, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, FRAME_MAX_REASON, fmt, ap);
	va_end(ap);
	return WISH_BAD;
}

/* The member's text with a NUL behind it; WISH_BAD when it is none or too long. */
static int read_text(const struct head_member *m, char *ret, size_t size, char *reason)
{
	if (head_copy(m, ret, size) == 0)
		return 0;
	return bad(reason, "%.*s is to be a string of at most %zu bytes without U+0000",
		   (int)(m->key ? m->key_len : 4), m->key ? m->key : "item", size - 1);
}

/* "newswire.funding.v1" is the long form of "funding". */
static const char *short_type(char *type)
{
	static const char prefix[] = "newswire.", suffix[] = ".v1";
	size_t len = strlen(type);

	if (strncmp(type, prefix, sizeof(prefix) - 1) != 0)
		return type;
	if (len > sizeof(suffix) && strcmp(type + len - 3, suffix) == 0)
		type[len - 3] = '\0';
	return type + sizeof(prefix) - 1;
}

static int add_type(struct wish_list *list, char *text)
{
	const char *type = short_type(text);

	return buf_append(&list->texts, type, strlen(type) + 1);
}

static int add_name(struct wish_list *list, char *text)
{
	int r = fold_string(&list->texts, text, strlen(text));

	return r < 0 ? r : buf_putc(&list->texts, '\0');
}

static int add_lang(struct wish_list *list, char *text)
{
	return buf_append(&list->texts, text, strlen(text) + 1);
}

static int read_list(const struct head_member *m, struct wish_list *list, size_t max,
		     int (*add)(struct wish_list *list, char *text), char *reason)
{
	struct head_reader reader;
	struct head_member item;
	char text[MAX_TEXT + 1];
	int r = m->kind == HEAD_LIST ? head_open(&reader, m->value, m->len) : HEAD_BAD;

	if (r != 0)
		return bad(reason, "%.*s is to be a list of strings", (int)m->key_len,
			   m->key);
	while ((r = head_next(&reader, &item)) == 0) {
		if (list->n == max)
			return bad(reason, "%.*s has more than %zu items",
				   (int)m->key_len, m->key, max);
		r = read_text(&item, text, sizeof(text), reason);
		if (r == 0)
			r = add(list, text);
		if (r != 0)
			return r;
		list->n++;
	}
	return 0;
}

static int read_from_object(const struct head_member *m, struct wish *w, char *reason)
{
	struct head_reader reader;
	struct head_member item;
	char text[65];
	int r = head_open(&reader, m->value, m->len);

	if (r != 0 || head_next(&reader, &item) != 0)
		return bad(reason, "from is to hold seq or time");
	r = read_text(&item, text, sizeof(text), reason);
	if (r != 0)
		return r;
	if (head_key_is(&item, "seq")) {
		w->from = WISH_SEQ;
		if (frame_parse_seq(text, strlen(text), &w->from_value) != 0)
			return bad(reason, "from.seq is to be a string of digits");
		return 0;
	}
	w->from = WISH_TIME;
	if (!head_key_is(&item, "time") || clock_parse(text, &w->from_value) != 0)
		return bad(reason, "from is to hold seq, or time as in RFC 3339");
	return 0;
}

static int read_from(const struct head_member *m, struct wish *w, char *reason)
{
	char text[16];
	int r;

	if (m->kind == HEAD_OBJECT)
		return read_from_object(m, w, reason);
	r = read_text(m, text, sizeof(text), reason);
	if (r != 0)
		return r;
	if (strcmp(text, "now") == 0)
		w->from = WISH_NOW;
	else if (strcmp(text, "begin") == 0)
		w->from = WISH_BEGIN;
	else
		return bad(reason, "from is \"now\", \"begin\", {\"seq\": S} or "
				   "{\"time\": T}");
	return 0;
}

static int read_durable(const struct head_member *m, struct wish *w, char *reason)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	int r = read_text(m, w->durable, sizeof(w->durable), reason);

	if (r != 0)
		return r;
	if (w->durable[strspn(w->durable, allowed)] || !*w->durable)
		return bad(reason, "durable is a name of 1 to %d of A-Z a-z 0-9 . _ -",
			   POSITION_MAX_NAME);
	return 0;
}

static int read_member(const struct head_member *m, struct wish *w, char *reason)
{
	if (m->kind == HEAD_NULL)
		return 0;
	if (head_key_is(m, "from"))
		return read_from(m, w, reason);
	if (head_key_is(m, "durable"))
		return read_durable(m, w, reason);
	if (head_key_is(m, "types"))
		return read_list(m, &w->types, WISH_MAX_TYPES, add_type, reason);
	if (head_key_is(m, "names"))
		return read_list(m, &w->names, WISH_MAX_NAMES, add_name, reason);
	if (head_key_is(m, "langs"))
		return read_list(m, &w->langs, WISH_MAX_LANGS, add_lang, reason);
	if (head_key_is(m, "credit") &&
	    (m->kind != HEAD_NUMBER || head_uint(m, &w->credit) != 0 ||
	     w->credit > WISH_MAX_CREDIT))
		return bad(reason, "credit is to be an integer from 0 to %d",
			   WISH_MAX_CREDIT);
	if (head_key_is(m, "n") &&
	    (m->kind != HEAD_NUMBER || head_uint(m, &w->n) != 0 || w->n > FRAME_MAX_N))
		return bad(reason, "n is to be an integer from 0 to 2^53 - 1");
	return 0;
}

int wish_read(struct wish *ret, struct frame_part head, char reason[FRAME_MAX_REASON])
{
	struct wish w = { .n = FRAME_NO_N, .credit = WISH_DEFAULT_CREDIT };
	struct head_reader reader;
	struct head_member m;
	int read = head_open(&reader, head.data, head.len), r = 0;

	while (r == 0 && read == 0 && (read = head_next(&reader, &m)) == 0)
		r = read_member(&m, &w, reason);
	if (r == 0 && read == HEAD_BAD)
		r = bad(reason, "the head is not one JSON object");
	if (r != 0) {
		wish_free(&w);
		return r;
	}
	*ret = w;
	return 0;
}

void wish_free(struct wish *w)
{
	buf_free(&w->types.texts);
	buf_free(&w->names.texts);
	buf_free(&w->langs.texts);
	*w = (struct wish){ 0 };
}

static bool is_one_of(const struct wish_list *list, struct event_text text)
{
	const char *item = list->texts.data;

	for (size_t i = 0; i < list->n; i++, item += strlen(item) + 1)
		if (strlen(item) == text.len && memcmp(item, text.s, text.len) == 0)
			return true;
	return false;
}

/* "zh" stands for zh-Hans and zh-Hant. */
static bool is_lang(const struct wish_list *list, struct event_text lang)
{
	const char *dash = memchr(lang.s, '-', lang.len);
	struct event_text main = { lang.s, dash ? (size_t)(dash - lang.s) : lang.len };

	return is_one_of(list, lang) || is_one_of(list, main);
}

static bool is_about(const struct wish_list *names, const struct event_view *event)
{
	const char *item = names->texts.data;

	for (size_t i = 0; i < names->n; i++, item += strlen(item) + 1)
		if (event_has_name(event, item, strlen(item)))
			return true;
	return false;
}

/* A retraction is of the type that it takes back, too. */
static bool is_type(const struct wish_list *types, const struct event_view *event)
{
	static const char retraction[] = "retraction";

	if (is_one_of(types, event->type))
		return true;
	return event->type.len == sizeof(retraction) - 1 &&
	       memcmp(event->type.s, retraction, sizeof(retraction) - 1) == 0 &&
	       is_one_of(types, event->content);
}

bool wish_wants(const struct wish *w, const struct event_view *event)
{
	return (!w->types.n || is_type(&w->types, event)) &&
	       (!w->langs.n || is_lang(&w->langs, event->lang)) &&
	       (!w->names.n || is_about(&w->names, event));
}
