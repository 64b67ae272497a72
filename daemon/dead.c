#include "daemon/dead.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"

enum { DEFAULT_LIMIT = 100, MAX_LIMIT = 1000 };

/* A dead letter with its head and bytes read back. */
struct letter {
	struct article_head head;
	struct record_article_view view;
	struct buf record;
	char scratch[ARTICLE_HASH_ID_SIZE];
	const char *id;
};

static void letter_free(struct letter *t)
{
	article_head_free(&t->head);
	buf_free(&t->record);
}

/* 0, or the outcome that it cannot be read. */
static int read_letter(struct ledger *l, const struct article *a, struct letter *ret)
{
	int r = ledger_read_article(l, a, &ret->record, &ret->view);

	if (r == 0)
		r = article_read(ret->view.head, ret->view.fixed.head_len, &ret->head);
	if (r == 0)
		ret->id = article_id(&ret->head, ret->view.body, ret->view.fixed.body_len,
				     ret->scratch);
	return r;
}

static int put_letter(struct ledger *l, const struct article *a, const struct letter *t,
		      struct buf *out)
{
	char at[CLOCK_TEXT_SIZE], seq[FRAME_SEQ_DIGITS + 1];
	int r = json_put_member(out, "id", t->id);

	if (r == 0)
		r = json_put_member(out, "reason", ledger_reason(l, a));
	if (r == 0)
		r = json_put_member(out, "url", t->head.url);
	if (r == 0)
		r = json_put_member(out, "title", t->head.title);
	if (r < 0)
		return r;
	return buf_printf(out,
			  "\"rev\":%u,\"seq\":\"%s\",\"attempts\":%u,\"at\":\"%s\","
			  "\"bytes\":%u",
			  a->rev, frame_seq(a->seq, seq), a->attempts,
			  clock_format(a->kept_ms, at), t->view.fixed.body_len);
}

/* A letter that cannot be read is told by what is known of it. */
static int put_row(struct ledger *l, const struct article *a, struct buf *out)
{
	NW_CLEANUP(letter_free) struct letter t = { 0 };
	char seq[FRAME_SEQ_DIGITS + 1];
	int r = read_letter(l, a, &t);

	if (r < 0)
		return r;
	if (buf_putc(out, '{') < 0)
		return -ENOMEM;
	if (r == 0)
		r = put_letter(l, a, &t, out);
	else
		r = buf_printf(out, "\"seq\":\"%s\",\"reason\":\"not readable\"",
			       frame_seq(a->seq, seq));
	return r < 0 ? r : buf_puts(out, "},");
}

/* Dead letters are found by the hash of their id; of several revisions, the newest
 * that is dead. */
static struct article *find(struct ledger *l, const char *id)
{
	struct hash128 hash = hash128(id, strlen(id));

	for (struct article *a = ledger_desk(l)->dead.last; a; a = a->prev)
		if (hash128_equal(a->id, hash))
			return a;
	return NULL;
}

enum asked { ASKED_NOTHING = 1, ASKED_BADLY };

static int find_member(struct frame_part head, const char *key, struct head_member *ret)
{
	struct head_reader reader;
	int r = head_open(&reader, head.data, head.len);

	while (r == 0 && (r = head_next(&reader, ret)) == 0)
		if (head_key_is(ret, key) && ret->kind != HEAD_NULL)
			return 0;
	return ASKED_NOTHING;
}

/* The member `key` as an id. 0, ASKED_NOTHING, ASKED_BADLY. */
static int read_id(struct frame_part head, const char *key,
		   char ret[ARTICLE_MAX_ID_BYTES + 1])
{
	struct head_member m;
	int r = find_member(head, key, &m);

	if (r != 0)
		return r;
	if (m.kind != HEAD_STRING || m.len > ARTICLE_MAX_ID_BYTES)
		return ASKED_BADLY;
	ret[head_text(&m, ret)] = '\0';
	return 0;
}

static int read_limit(struct frame_part head, uint64_t *ret)
{
	struct head_member m;

	*ret = DEFAULT_LIMIT;
	if (find_member(head, "limit", &m) != 0)
		return 0;
	return head_uint(&m, ret) == 0 && *ret >= 1 && *ret <= MAX_LIMIT ? 0
									 : ASKED_BADLY;
}

static int put_list(struct ledger *l, const struct request *q, struct article *first,
		    uint64_t limit)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	struct article *a = first;
	int r = request_begin(q, &out);

	if (r == 0)
		r = buf_puts(&out, "\"dead\":[");
	for (; r == 0 && a && limit; a = a->next, limit--)
		r = put_row(l, a, &out);
	if (r < 0)
		return r;
	if (out.data[out.len - 1] == ',')
		out.len--;
	r = buf_printf(&out, "],\"more\":%s", a ? "true" : "false");
	return r < 0 ? r : request_ok(q, &out, NULL, 0);
}

int dead_list(struct ledger *l, const struct request *q, struct frame_part head)
{
	char after[ARTICLE_MAX_ID_BYTES + 1];
	struct article *a = ledger_desk(l)->dead.first;
	uint64_t limit;
	int r = read_id(head, "after", after);

	if (r == ASKED_BADLY || read_limit(head, &limit) != 0)
		return request_refuse_field(q, "limit is an integer from 1 to 1000, "
					       "after an id");
	if (r == 0) {
		a = find(l, after);
		if (!a)
			return request_error(q, "unknown",
					     "after is no dead letter's id");
		a = a->next;
	}
	return put_list(l, q, a, limit);
}

int dead_show(struct ledger *l, const struct request *q, struct frame_part head)
{
	NW_CLEANUP(letter_free) struct letter t = { 0 };
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	char id[ARTICLE_MAX_ID_BYTES + 1];
	struct article *a;
	int r;

	if (read_id(head, "id", id) != 0)
		return request_refuse_field(q, "id is to be a string");
	a = find(l, id);
	if (!a)
		return request_error(q, "unknown", "no dead letter has this id");
	r = read_letter(l, a, &t);
	if (r > 0)
		return request_error(q, "failed", "its record cannot be read");
	if (r == 0)
		r = request_begin(q, &out);
	if (r == 0)
		r = put_letter(l, a, &t, &out);
	if (r == 0)
		r = buf_puts(&out, ",\"article\":");
	if (r == 0)
		r = buf_append(&out, t.view.head, t.view.fixed.head_len);
	return r < 0 ? r : request_ok(q, &out, t.view.body, t.view.fixed.body_len);
}

/* Applies `act` to each of `ids`; those it did not fit are listed in `unknown`. */
static int for_each(struct ledger *l, const struct request *q,
		    const struct head_member *ids,
		    int (*act)(struct ledger *l, struct article *a),
		    const char *done_word)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 }, unknown = { 0 };
	char id[ARTICLE_MAX_ID_BYTES + 1];
	struct head_reader reader;
	struct head_member item;
	unsigned done = 0, seen = 0;
	int r = 0, read = head_open(&reader, ids->value, ids->len);

	while (r == 0 && read == 0 && (read = head_next(&reader, &item)) == 0 &&
	       seen++ < MAX_LIMIT) {
		struct article *a = NULL;

		if (item.kind == HEAD_STRING && item.len < sizeof(id)) {
			id[head_text(&item, id)] = '\0';
			a = find(l, id);
		}
		r = a ? act(l, a) : LEDGER_UNKNOWN;
		done += r == 0;
		if (r > 0)
			r = buf_printf(&unknown, "\"%.*s\",", (int)item.len, item.value);
	}
	if (r == 0)
		r = request_begin(q, &out);
	if (unknown.len)
		unknown.len--;
	if (r == 0)
		r = buf_printf(&out, "\"%s\":%u,\"unknown\":[%.*s]", done_word, done,
			       (int)unknown.len, unknown.data ? unknown.data : "");
	return r < 0 ? r : request_ok(q, &out, NULL, 0);
}

static int for_ids(struct ledger *l, const struct request *q, struct frame_part head,
		   int (*act)(struct ledger *l, struct article *a), const char *done_word)
{
	struct head_reader reader;
	struct head_member m;
	int r = head_open(&reader, head.data, head.len);

	while (r == 0 && (r = head_next(&reader, &m)) == 0)
		if (head_key_is(&m, "ids") && m.kind == HEAD_LIST)
			return for_each(l, q, &m, act, done_word);
	return request_refuse_field(q, "ids is to be a list of strings");
}

int dead_retry(struct ledger *l, const struct request *q, struct frame_part head)
{
	return for_ids(l, q, head, ledger_retry, "retried");
}

int dead_drop(struct ledger *l, const struct request *q, struct frame_part head)
{
	return for_ids(l, q, head, ledger_drop, "dropped");
}
