/* The content of a checkpoint: all that the ledger knows, so that a start need not read
 * the whole journal. Made and read by the same version of newswire; another's is
 * refused by its number, and the operator must decide. */
#include "daemon/ledger/ledger_state.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/log.h"

enum { SNAPSHOT_VERSION = 2 };

struct snapshot_header {
	uint32_t version, zero;
	uint64_t n_articles, n_positions;
};

struct snapshot_article {
	struct hash128 id, body;
	uint64_t seq, pos, kept_ms, done_seq, done_pos;
	uint32_t rev;
	uint8_t state, lane;
	uint16_t attempts;
	uint32_t reason_len; /* the reason follows */
	uint32_t taken;
};

struct snapshot_position {
	uint64_t seq;
	char name[POSITION_MAX_NAME + 8];
};

static int put_article(const struct ledger *l, const struct article *a, struct buf *blob)
{
	const char *reason = ledger_reason(l, a);
	struct snapshot_article s = { .id = a->id,
				      .body = a->body,
				      .seq = a->seq,
				      .pos = a->pos,
				      .kept_ms = a->kept_ms,
				      .done_seq = a->done.seq,
				      .done_pos = a->done.pos,
				      .rev = a->rev,
				      .state = a->state,
				      .lane = a->lane,
				      .attempts = a->attempts,
				      .reason_len = (uint32_t)strlen(reason),
				      .taken = a->taken };
	int r = buf_append(blob, &s, sizeof(s));

	return r < 0 ? r : buf_append(blob, reason, s.reason_len);
}

static int put_ended(const struct ledger *l, struct buf *blob, uint64_t *n)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < l->desk.by_id.cap; i++) {
		const struct article *a = l->desk.by_id.slots[i].value;

		if (!a || (a->state != LIFE_DONE && a->state != LIFE_DROPPED))
			continue;
		r = put_article(l, a, blob);
		(*n)++;
	}
	return r;
}

static int by_seq(const void *a, const void *b)
{
	uint64_t x = (*(struct article *const *)a)->seq,
		 y = (*(struct article *const *)b)->seq;

	return x < y ? -1 : x > y;
}

/* In order of their sequence, so that revisions and queues come back as they were. */
static int put_unended(const struct ledger *l, struct buf *blob, uint64_t *n)
{
	struct article **all = calloc(l->desk.by_seq.n + 1, sizeof(struct article *));
	size_t found = 0;
	int r = all ? 0 : -ENOMEM;

	for (size_t i = 0; all && i < l->desk.by_seq.cap; i++)
		if (l->desk.by_seq.slots[i].value)
			all[found++] = l->desk.by_seq.slots[i].value;
	if (all)
		qsort(all, found, sizeof(struct article *), by_seq);
	for (size_t i = 0; r == 0 && i < found; i++)
		r = put_article(l, all[i], blob);
	*n += found;
	free(all);
	return r;
}

static int put_positions(const struct ledger *l, struct buf *blob)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < l->positions.n; i++) {
		const struct position *p = &l->positions.items[i];
		struct snapshot_position s = { .seq = p->seq };

		memcpy(s.name, p->name, strlen(p->name));
		r = buf_append(blob, &s, sizeof(s));
	}
	return r;
}

int ledger_snapshot_put(const struct ledger *l, struct buf *blob)
{
	struct snapshot_header header = { .version = SNAPSHOT_VERSION,
					  .n_positions = l->positions.n };
	int r = buf_append(blob, &header, sizeof(header));

	/* A dead letter may be older than a revision that has ended: it comes first. */
	if (r == 0)
		r = put_unended(l, blob, &header.n_articles);
	if (r == 0)
		r = put_ended(l, blob, &header.n_articles);
	if (r == 0)
		r = put_positions(l, blob);
	if (r == 0)
		memcpy(blob->data, &header, sizeof(header));
	return r;
}

struct cut {
	const char *at;
	size_t len;
};

static const char *cut(struct cut *c, size_t len)
{
	const char *at = c->at;

	if (c->len < len)
		return NULL;
	c->at += len;
	c->len -= len;
	return at;
}

/* Brings the article to the state it was in, by the steps that led there. */
static void relive(struct ledger *l, struct article *a, enum life_state state)
{
	switch (state) {
	case LIFE_DONE:
		desk_step(&l->desk, a, LIFE_TAKEN);
		desk_step(&l->desk, a, LIFE_EXTRACTED);
		break;
	case LIFE_DEAD:
		desk_step(&l->desk, a, LIFE_GIVEN_UP);
		break;
	case LIFE_DROPPED:
		desk_step(&l->desk, a, LIFE_GIVEN_UP);
		desk_step(&l->desk, a, LIFE_LET_GO);
		break;
	default: /* what was assigned waits again */
		break;
	}
}

static int apply_article(struct ledger *l, struct cut *c)
{
	struct snapshot_article s;
	struct article like = { 0 }, *a;
	const char *at = cut(c, sizeof(s)), *reason;
	int r;

	if (!at)
		return RECORD_BAD;
	memcpy(&s, at, sizeof(s));
	reason = cut(c, s.reason_len);
	if (!reason || s.state >= LIFE_N_STATES || s.lane > ARTICLE_BULK)
		return RECORD_BAD;
	like.id = s.id;
	like.body = s.body;
	like.seq = s.seq;
	like.pos = s.pos;
	like.kept_ms = s.kept_ms;
	like.rev = s.rev;
	like.taken = s.taken;
	like.lane = s.lane;
	r = desk_add(&l->desk, &like, &a);
	if (r < 0)
		return r;
	a->done = (struct done_place){ .seq = s.done_seq, .pos = s.done_pos };
	a->attempts = s.attempts;
	ledger_set_reason(l, a->seq, reason, s.reason_len);
	relive(l, a, s.state);
	if (a->state == LIFE_WAITING && a->attempts)
		desk_requeue(&l->desk, a);
	return 0;
}

static int apply_position(struct ledger *l, struct cut *c)
{
	struct snapshot_position s;
	struct position *p;
	const char *at = cut(c, sizeof(s));
	int r;

	if (!at)
		return RECORD_BAD;
	memcpy(&s, at, sizeof(s));
	r = positions_add(&l->positions, s.name, strnlen(s.name, POSITION_MAX_NAME),
			  s.seq, &p);
	return r < 0 ? r : 0;
}

int ledger_snapshot_apply(void *ctx, const char *blob, size_t len)
{
	struct ledger *l = ctx;
	struct cut c = { blob, len };
	struct snapshot_header header;
	const char *at = cut(&c, sizeof(header));
	int r = at ? 0 : RECORD_BAD;

	if (at)
		memcpy(&header, at, sizeof(header));
	if (at && header.version != SNAPSHOT_VERSION)
		return nw_fault(-EPROTO, "snapshot: version %u, this newswire reads %d",
				header.version, SNAPSHOT_VERSION);
	for (uint64_t i = 0; r == 0 && i < header.n_articles; i++)
		r = apply_article(l, &c);
	for (uint64_t i = 0; r == 0 && i < header.n_positions; i++)
		r = apply_position(l, &c);
	return r == RECORD_BAD ? nw_fault(-EBADMSG, "snapshot: cut short") : r;
}
