#include "protocol/article.h"

#include <inttypes.h>
#include <string.h>

#include "protocol/head.h"

#define WORD(s) s, sizeof(s) - 1

/* The members that are strings and nothing else. */
static const struct text_field {
	const char *key;
	size_t key_len;
	size_t offset; /* of a const char * in struct article_head */
	size_t max_bytes;
	bool one_line; /* no control characters */
} text_fields[] = {
#define TEXT(name, max, one_line)                                               \
	{                                                                       \
		WORD(#name), offsetof(struct article_head, name), max, one_line \
	}
	TEXT(id, ARTICLE_MAX_ID_BYTES, true),
	TEXT(url, ARTICLE_MAX_ID_BYTES, true),
	TEXT(title, ARTICLE_MAX_TITLE_BYTES, false),
	TEXT(source, ARTICLE_MAX_NAME_BYTES, false),
	TEXT(published, ARTICLE_MAX_WORD_BYTES, false),
	TEXT(fetched, ARTICLE_MAX_WORD_BYTES, false),
	TEXT(content_type, ARTICLE_MAX_NAME_BYTES, false),
	TEXT(charset, ARTICLE_MAX_WORD_BYTES, false),
#undef TEXT
};

/* One parse of one head. */
struct parse {
	struct article_head *head;
	char *room; /* the rest of the head's memory */
	bool ours;  /* `rev` and `clean` are believed */
	enum frame_refusal refusal;
	char *reason;
};

static int bad(struct parse *p, enum frame_refusal refusal, const char *fmt, ...)
	NW_PRINTF(3, 4);

static int bad(struct parse *p, enum frame_refusal refusal, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->reason, FRAME_MAX_REASON, fmt, ap);
	va_end(ap);
	p->refusal = refusal;
	return ARTICLE_BAD;
}

static bool has_control(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return true;
	return false;
}

/* What may come from outside is never longer than the room: each text is shorter
 * than the JSON it was written in, by its quotes. */
static const char *keep(struct parse *p, const char *s, size_t len)
{
	char *kept = p->room;

	memmove(kept, s, len);
	kept[len] = '\0';
	p->room += len + 1;
	return kept;
}

static int take_text(struct parse *p, const struct head_member *m,
		     const struct text_field *field)
{
	const char **ret = (const char **)((char *)p->head + field->offset);
	size_t len;

	*ret = NULL;
	if (m->kind == HEAD_NULL)
		return 0;
	if (m->kind != HEAD_STRING)
		return bad(p, FRAME_REFUSED_FIELD, "%s is to be a string", field->key);
	len = head_text(m, p->room);
	if (len > field->max_bytes)
		return bad(p, FRAME_REFUSED_FIELD, "%s is longer than %zu bytes",
			   field->key, field->max_bytes);
	if (memchr(p->room, '\0', len))
		return bad(p, FRAME_REFUSED_FIELD, "%s holds U+0000", field->key);
	if (field->one_line && has_control(p->room, len))
		return bad(p, FRAME_REFUSED_FIELD, "%s holds a control character",
			   field->key);
	if (len)
		*ret = keep(p, p->room, len);
	return 0;
}

static int take_number(struct parse *p, const struct head_member *m, uint64_t max,
		       uint64_t *ret)
{
	uint64_t value;

	if (m->kind == HEAD_NULL)
		return 0;
	if (m->kind != HEAD_NUMBER || head_uint(m, &value) != 0 || value > max)
		return bad(p, FRAME_REFUSED_FIELD,
			   "%.*s is to be an integer from 0 to %" PRIu64, (int)m->key_len,
			   m->key, max);
	*ret = value;
	return 0;
}

static int take_n(struct parse *p, const struct head_member *m)
{
	return take_number(p, m, FRAME_MAX_N, &p->head->n);
}

static int take_status(struct parse *p, const struct head_member *m)
{
	uint64_t status = 0;
	int r = take_number(p, m, 999, &status);

	p->head->status = (unsigned)status;
	return r;
}

static bool is_word(const struct head_member *m, const char *word)
{
	return m->kind == HEAD_STRING && m->len == strlen(word) &&
	       memcmp(m->value, word, m->len) == 0;
}

static int take_lane(struct parse *p, const struct head_member *m)
{
	p->head->lane = is_word(m, "bulk") ? ARTICLE_BULK : ARTICLE_LIVE;
	if (m->kind == HEAD_NULL || is_word(m, "bulk") || is_word(m, "live") ||
	    is_word(m, ""))
		return 0;
	return bad(p, FRAME_REFUSED_FIELD, "lane is to be live or bulk");
}

static int take_encoding(struct parse *p, const struct head_member *m)
{
	p->head->gzip = is_word(m, "gzip");
	if (m->kind == HEAD_NULL || p->head->gzip || is_word(m, "identity") ||
	    is_word(m, ""))
		return 0;
	return bad(p, FRAME_REFUSED_FIELD, "content_encoding is to be gzip or identity");
}

static int take_headers(struct parse *p, const struct head_member *m)
{
	struct head_reader r;
	struct head_member header;
	int x;

	p->head->headers = NULL;
	if (m->kind == HEAD_NULL)
		return 0;
	if (m->len > ARTICLE_MAX_HEADERS_BYTES)
		return bad(p, FRAME_REFUSED_FIELD, "headers are longer than %d bytes",
			   ARTICLE_MAX_HEADERS_BYTES);
	x = m->kind == HEAD_OBJECT ? head_open(&r, m->value, m->len) : HEAD_BAD;
	while (x == 0) {
		x = head_next(&r, &header);
		if (x == 0 && header.kind != HEAD_STRING)
			x = HEAD_BAD;
	}
	if (x == HEAD_BAD)
		return bad(p, FRAME_REFUSED_FIELD,
			   "headers is to be an object of strings");
	p->head->headers = keep(p, m->value, m->len);
	return 0;
}

static int take_rev(struct parse *p, const struct head_member *m)
{
	uint64_t rev = 0;
	int r = p->ours ? take_number(p, m, UINT32_MAX, &rev) : 0;

	p->head->rev = (unsigned)rev;
	return r;
}

static int take_clean(struct parse *p, const struct head_member *m)
{
	p->head->clean = p->ours && m->kind == HEAD_TRUE;
	return 0;
}

static const struct {
	const char *key;
	size_t key_len;
	int (*take)(struct parse *p, const struct head_member *m);
} other_fields[] = {
	{ WORD("n"), take_n },
	{ WORD("lane"), take_lane },
	{ WORD("status"), take_status },
	{ WORD("content_encoding"), take_encoding },
	{ WORD("headers"), take_headers },
	{ WORD("rev"), take_rev },
	{ WORD("clean"), take_clean },
};

static bool is_key(const struct head_member *m, const char *key, size_t len)
{
	return m->key_len == len && memcmp(m->key, key, len) == 0;
}

static int take_member(struct parse *p, const struct head_member *m)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(text_fields); i++)
		if (is_key(m, text_fields[i].key, text_fields[i].key_len))
			return take_text(p, m, &text_fields[i]);
	for (size_t i = 0; i < NW_ARRAY_LEN(other_fields); i++)
		if (is_key(m, other_fields[i].key, other_fields[i].key_len))
			return other_fields[i].take(p, m);
	return 0;
}

/* The first fault is the one told; what follows is still looked at for `n`, so that
 * the producer learns which of his messages it was. */
static int take_members(struct parse *p, struct head_reader *reader)
{
	struct head_member m;
	int x, r = 0;

	while ((x = head_next(reader, &m)) == 0) {
		if (r == 0)
			r = take_member(p, &m);
		else if (is_key(&m, WORD("n")))
			(void)head_uint(&m, &p->head->n);
	}
	if (r != 0)
		return r;
	return x == HEAD_END ? 0 : bad(p, FRAME_REFUSED_HEAD, "the head is no JSON");
}

static int parse(struct parse *p, const char *json, size_t len)
{
	struct article_head *head = p->head;
	struct head_reader reader;
	struct buf memory = head->memory;
	int r;

	buf_clear(&memory);
	r = buf_reserve(&memory, len + 1);
	*head = (struct article_head){ .n = FRAME_NO_N, .memory = memory };
	if (r < 0)
		return r;
	p->room = memory.data;
	if (head_open(&reader, json, len) != 0 || reader.close != '}')
		return bad(p, FRAME_REFUSED_HEAD, "the head is no JSON object");
	return take_members(p, &reader);
}

int article_parse(const char *json, size_t len, struct article_head *ret,
		  enum frame_refusal *ret_refusal, char reason[FRAME_MAX_REASON])
{
	struct parse p = { .head = ret, .reason = reason };
	int r = parse(&p, json, len);

	if (r == ARTICLE_BAD)
		*ret_refusal = p.refusal;
	return r;
}

int article_read(const char *json, size_t len, struct article_head *ret)
{
	char reason[FRAME_MAX_REASON];
	struct parse p = { .head = ret, .ours = true, .reason = reason };

	return parse(&p, json, len);
}

void article_head_free(struct article_head *head)
{
	buf_free(&head->memory);
	*head = (struct article_head){ .n = FRAME_NO_N };
}
