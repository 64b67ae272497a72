/* What the journal says happened, shown on the desk again, record by record. */
#include "daemon/ledger/ledger_state.h"

#include <string.h>

#include "protocol/base/log.h"

static int replay_article(struct ledger *l, const struct journal_record *record)
{
	struct record_article_view view;
	struct article like = { 0 }, *added;

	if (record_read_article(record->data, record->len, &view) != 0)
		return RECORD_BAD;
	like.id = view.fixed.id;
	like.body = view.fixed.body;
	like.rev = view.fixed.rev;
	like.lane = view.fixed.lane == ARTICLE_BULK ? ARTICLE_BULK : ARTICLE_LIVE;
	like.seq = record->seq;
	like.taken = view.fixed.taken;
	like.pos = record->pos;
	like.kept_ms = record->time_ms;
	return desk_add(&l->desk, &like, &added);
}

static int replay_attempt(struct ledger *l, const struct journal_record *record)
{
	struct record_attempt_view view;
	struct article *a;

	if (record_read_attempt(record->data, record->len, &view) != 0)
		return RECORD_BAD;
	a = desk_find(&l->desk, view.fixed.article);
	if (!a)
		return 0;
	a->attempts = (uint16_t)view.fixed.attempts;
	a->taken = false;
	ledger_set_reason(l, a->seq, view.reason, view.fixed.reason_len);
	if (record->type == RECORD_DEAD)
		desk_step(&l->desk, a, LIFE_GIVEN_UP);
	else if (a->state == LIFE_WAITING)
		desk_requeue(&l->desk, a);
	return 0;
}

static int replay_done(struct ledger *l, const struct journal_record *record)
{
	struct record_done_view view;
	struct article *a;

	if (record_read_done(record->data, record->len, &view) != 0)
		return RECORD_BAD;
	a = desk_find(&l->desk, view.fixed.article);
	if (!a)
		return 0;
	a->done = (struct done_place){ .seq = record->seq, .pos = record->pos };
	ledger_set_reason(l, a->seq, "", 0);
	desk_step(&l->desk, a, LIFE_TAKEN);
	desk_step(&l->desk, a, LIFE_EXTRACTED);
	return 0;
}

static int replay_mark(struct ledger *l, const struct journal_record *record)
{
	struct record_mark mark;
	struct article *a;

	if (record_read_mark(record->data, record->len, &mark) != 0)
		return RECORD_BAD;
	a = desk_find(&l->desk, mark.article);
	if (!a)
		return 0;
	if (record->type == RECORD_TAKEN) {
		a->taken = true;
		return 0;
	}
	ledger_set_reason(l, a->seq, "", 0);
	a->attempts = 0;
	a->taken = false;
	desk_step(&l->desk, a,
		  record->type == RECORD_RETRIED ? LIFE_RETRIED : LIFE_LET_GO);
	return 0;
}

static int replay_position(struct ledger *l, const struct journal_record *record)
{
	struct record_position fixed;
	struct position *p;
	const char *name;
	size_t len;
	int r;

	if (record_read_position(record->data, record->len, &fixed, &name, &len) != 0)
		return RECORD_BAD;
	r = positions_add(&l->positions, name, len, fixed.seq, &p);
	if (r == 0 && fixed.seq > p->seq)
		p->seq = fixed.seq;
	return r < 0 ? r : 0;
}

static int replay(struct ledger *l, const struct journal_record *record)
{
	switch (record->type) {
	case RECORD_ARTICLE:
		return replay_article(l, record);
	case RECORD_ATTEMPT:
	case RECORD_DEAD:
		return replay_attempt(l, record);
	case RECORD_DONE:
		return replay_done(l, record);
	case RECORD_TAKEN:
	case RECORD_RETRIED:
	case RECORD_DROPPED:
		return replay_mark(l, record);
	case RECORD_POSITION:
		return replay_position(l, record);
	default:
		return 0;
	}
}

int ledger_replay(void *ctx, const struct journal_record *record)
{
	int r = replay(ctx, record);

	if (r != RECORD_BAD)
		return r;
	/* Its checksum held, so a newer or older newswire wrote it. */
	nw_log(NW_LOG_WARNING,
	       "replay: record %llu of type %u is not understood; left out",
	       (unsigned long long)record->seq, record->type);
	return 0;
}
