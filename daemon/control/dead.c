#include "daemon/control/dead.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"

enum {
	DEFAULT_LIMIT = 100,
	MAX_LIMIT = 1000,
	LIST_BYTES = FRAME_MAX_HEAD_BYTES - 256, /* room for the rest of the head */
	READ_BYTES = 64 << 20,			 /* of records, for one answer */
};

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
static int put_row_without_letter(const struct article *a, struct buf *out)
{
	char seq[FRAME_SEQ_DIGITS + 1];

	return buf_printf(out, "{\"seq\":\"%s\",\"reason\":\"not readable\"},",
			  frame_seq(a->seq, seq));
}

static int put_row(struct ledger *l, const struct article *a, struct buf *out,
		   size_t *read_bytes)
{
	NW_CLEANUP(letter_free) struct letter t = { 0 };
	int r = read_letter(l, a, &t);

	*read_bytes += t.record.len;
	if (r != 0)
		return r < 0 ? r : put_row_without_letter(a, out);
	r = buf_putc(out, '{');
	if (r == 0)
		r = put_letter(l, a, &t, out);
	return r < 0 ? r : buf_puts(out, "},");
}

/* Rows from *a on, as many as one head holds; *a is the first that is left. */
static int put_rows(struct ledger *l, const struct article **a, uint64_t limit,
		    struct buf *out)
{
	size_t first = out->len, read_bytes = 0;
	int r = 0;

	for (; r == 0 && *a && limit && read_bytes < READ_BYTES; limit--) {
		size_t before = out->len;

		r = put_row(l, *a, out, &read_bytes);
		if (out->len > LIST_BYTES) {
			out->len = before;
			if (before > first)
				return r;
			r = put_row_without_letter(*a, out);
		}
		*a = (*a)->next;
	}
	return r;
}

/* Dead letters are found by the hash of their id; of several revisions, the newest
 * that is dead. */
static struct article *find_hash(struct ledger *l, struct hash128 hash)
{
	struct article *newest = desk_newest(ledger_desk(l), hash);

	if (newest && newest->state == LIFE_DEAD)
		return newest;
	for (struct article *a = ledger_desk(l)->dead.last; a; a = a->prev)
		if (hash128_equal(a->id, hash))
			return a;
	return NULL;
}

static struct article *find(struct ledger *l, const char *id)
{
	return find_hash(l, hash128(id, strlen(id)));
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
	return head_copy(&m, ret, ARTICLE_MAX_ID_BYTES + 1) == 0 ? 0 : ASKED_BADLY;
}

static int read_limit(struct frame_part head, uint64_t *ret)
{
	struct head_member m;

	*ret = DEFAULT_LIMIT;
	if (find_member(head, "limit", &m) != 0)
		return 0;
	return m.kind == HEAD_NUMBER && head_uint(&m, ret) == 0 && *ret >= 1 &&
			       *ret <= MAX_LIMIT
		       ? 0
		       : ASKED_BADLY;
}

static int put_list(struct ledger *l, const struct request *q, const struct article *a,
		    uint64_t limit)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	int r = request_begin(q, &out);

	if (r == 0)
		r = buf_puts(&out, "\"dead\":[");
	if (r == 0)
		r = put_rows(l, &a, limit, &out);
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

/* At most MAX_LIMIT strings, and nothing else. */
static bool are_ids(const struct head_member *ids)
{
	struct head_reader reader;
	struct head_member item;
	size_t n = 0;
	int r = ids->kind == HEAD_LIST ? head_open(&reader, ids->value, ids->len)
				       : HEAD_BAD;

	while (r == 0 && (r = head_next(&reader, &item)) == 0)
		if (item.kind != HEAD_STRING || ++n > MAX_LIMIT)
			return false;
	return r == HEAD_END;
}

struct decision {
	int (*act)(struct ledger *l, struct article *a);
	const char *word; /* what was done, in the answer */
	unsigned done;
	struct buf unknown, outdated; /* ids, each quoted and behind its comma */
};

static void decision_free(struct decision *d)
{
	buf_free(&d->unknown);
	buf_free(&d->outdated);
}

/* 0, or why the others must wait: LEDGER_BUSY, _FULL, _CLOSED. */
static int decide_one(struct ledger *l, const struct head_member *item,
		      struct decision *d)
{
	char id[ARTICLE_MAX_ID_BYTES + 1];
	struct article *a = head_copy(item, id, sizeof(id)) == 0 ? find(l, id) : NULL;
	int r = a ? d->act(l, a) : LEDGER_UNKNOWN;

	if (r == LEDGER_UNKNOWN)
		return buf_printf(&d->unknown, ",\"%.*s\"", (int)item->len, item->value);
	if (r == LEDGER_SUPERSEDED)
		return buf_printf(&d->outdated, ",\"%.*s\"", (int)item->len, item->value);
	d->done += r == 0;
	return r;
}

static int put_ids(struct buf *out, const char *key, const struct buf *ids)
{
	int r = buf_printf(out, ",\"%s\":[", key);

	if (r == 0 && ids->len)
		r = buf_append(out, ids->data + 1, ids->len - 1);
	return r < 0 ? r : buf_putc(out, ']');
}

static int put_decision(const struct request *q, const struct decision *d)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	int r = request_begin(q, &out);

	if (r == 0)
		r = buf_printf(&out, "\"%s\":%u", d->word, d->done);
	if (r == 0)
		r = put_ids(&out, "unknown", &d->unknown);
	if (r == 0)
		r = put_ids(&out, "outdated", &d->outdated);
	return r < 0 ? r : request_ok(q, &out, NULL, 0);
}

static int decide(struct ledger *l, const struct request *q, struct frame_part head,
		  int (*act)(struct ledger *l, struct article *a), const char *word)
{
	NW_CLEANUP(decision_free) struct decision d = { .act = act, .word = word };
	struct head_reader reader;
	struct head_member ids, item;
	int r = 0;

	if (find_member(head, "ids", &ids) != 0 || !are_ids(&ids))
		return request_refuse_field(q, "ids is to be a list of at most 1000 "
					       "strings");
	head_open(&reader, ids.value, ids.len);
	while (r == 0 && head_next(&reader, &item) == 0)
		r = decide_one(l, &item, &d);
	if (r == LEDGER_BUSY)
		return request_error(q, "busy", "the disk is behind: ask again");
	if (r > 0)
		return request_error(q, "failed", "the journal takes nothing more");
	return r < 0 ? r : put_decision(q, &d);
}

/* All dead revisions of the id. */
static int drop_all(struct ledger *l, struct article *a)
{
	struct hash128 id = a->id;
	int r = 0;

	for (; r == 0 && a; a = find_hash(l, id))
		r = ledger_drop(l, a);
	return r;
}

int dead_retry(struct ledger *l, const struct request *q, struct frame_part head)
{
	return decide(l, q, head, ledger_retry, "retried");
}

int dead_drop(struct ledger *l, const struct request *q, struct frame_part head)
{
	return decide(l, q, head, drop_all, "dropped");
}
