#include "daemon/ledger/ledger_state.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum {
	LONGEST_DELAY_MS = 60000,
	MAX_REASON = 4096,
	CHECKPOINT_RECORDS = 500000,
	CHECKPOINTS_A_BUDGET = 16,
	CHECKPOINT_SHARE = 8,
	CHECKPOINT_PAUSE_MS = 500,
};

/* Shares of the disk budget. */
static const double RELEASE_ABOVE = 0.75, RELEASE_TO = 0.7;

int ledger_open(struct ledger **ret, const struct ledger_options *o,
		const struct ledger_listener *listener)
{
	NW_CLEANUP(ledger_closep) struct ledger *l = calloc(1, sizeof(*l));
	struct journal_listener replay = { .on_checkpoint = ledger_snapshot_apply,
					   .on_record = ledger_replay };
	int r;

	if (!l)
		return nw_fault(-ENOMEM, "ledger: open");
	l->options = *o;
	l->listener = *listener;
	replay.ctx = l;
	r = journal_open(&l->journal, &o->journal, &replay);
	if (r == 0)
		r = ledger_blame_taken(l);
	if (r < 0)
		return r;
	*ret = nw_take(l);
	return 0;
}

struct ledger *ledger_close(struct ledger *l)
{
	if (!l)
		return NULL;
	journal_close(l->journal);
	desk_free(&l->desk);
	positions_free(&l->positions);
	for (size_t i = 0; i < l->reasons.cap; i++)
		free(l->reasons.slots[i].value);
	table_free(&l->reasons);
	buf_free(&l->head);
	buf_free(&l->scratch);
	buf_free(&l->events);
	free(l);
	return NULL;
}

void ledger_set_max_attempts(struct ledger *l, unsigned max_attempts)
{
	l->options.max_attempts = max_attempts;
}

struct journal *ledger_journal(struct ledger *l)
{
	return l->journal;
}

struct desk *ledger_desk(struct ledger *l)
{
	return &l->desk;
}

struct positions *ledger_positions(struct ledger *l)
{
	return &l->positions;
}

const struct ledger_counts *ledger_counts(const struct ledger *l)
{
	return &l->counts;
}

int ledger_append(struct ledger *l, struct journal_entry *entries, size_t n,
		  enum journal_room room)
{
	int r = journal_append(l->journal, entries, n, room);

	switch (r) {
	case JOURNAL_FULL:
		return LEDGER_FULL;
	case JOURNAL_BUSY:
		return LEDGER_BUSY;
	case JOURNAL_CLOSED:
		return LEDGER_CLOSED;
	case JOURNAL_TOO_BIG:
		return LEDGER_TOO_BIG;
	default:
		return r;
	}
}

/* One record of its own. */
static int append_one(struct ledger *l, struct journal_entry *entry,
		      enum journal_room room)
{
	return ledger_append(l, entry, 1, room);
}

static int write_article(struct ledger *l, const struct record_article *fixed,
			 const void *body, struct article *like)
{
	const struct iovec parts[] = {
		{ (void *)(uintptr_t)fixed, sizeof(*fixed) },
		{ l->head.data, l->head.len },
		{ (void *)(uintptr_t)body, fixed->body_len },
	};
	struct journal_entry entry = { .type = RECORD_ARTICLE,
				       .parts = parts,
				       .n_parts = NW_ARRAY_LEN(parts) };
	int r = append_one(l, &entry, JOURNAL_ORDINARY);

	if (r != 0)
		return r;
	like->seq = entry.seq;
	like->pos = entry.pos;
	like->kept_ms = entry.time_ms;
	return 0;
}

/* A revision is not worked on before the one before it has ended. */
static bool may_go_at_once(const struct article *before)
{
	return !before || before->state == LIFE_DONE || before->state == LIFE_DROPPED ||
	       before->state == LIFE_DEAD;
}

static int write_offer(struct ledger *l, const struct ledger_offer *o,
		       struct article *like)
{
	struct record_article fixed;
	int r;

	buf_clear(&l->head);
	r = article_put_head(&l->head, o->head);
	if (r < 0)
		return r;
	fixed = (struct record_article){ .id = like->id,
					 .body = like->body,
					 .rev = like->rev,
					 .lane = like->lane,
					 .taken = like->taken,
					 .head_len = (uint32_t)l->head.len,
					 .body_len = (uint32_t)o->body_len };
	return write_article(l, &fixed, o->body, like);
}

/* The same bytes again, and those that are kept can still be had. */
static bool repeats(const struct ledger *l, const struct article *before,
		    struct hash128 body)
{
	if (before->state == LIFE_DROPPED || !hash128_equal(before->body, body))
		return false;
	return before->state != LIFE_DEAD ||
	       strcmp(ledger_reason(l, before), LEDGER_REASON_DAMAGED) != 0;
}

int ledger_keep(struct ledger *l, const struct ledger_offer *o, struct ledger_kept *ret)
{
	struct article like = { .id = hash128(o->id, strlen(o->id)),
				.body = hash128(o->body, o->body_len),
				.lane = (uint8_t)o->head->lane };
	struct article *before = desk_newest(&l->desk, like.id);
	int r;

	if (before && repeats(l, before, like.body)) {
		l->counts.duplicates++;
		*ret = (struct ledger_kept){ .article = before,
					     .seq = before->seq,
					     .rev = before->rev,
					     .wait_for = before->seq };
		return LEDGER_DUPLICATE;
	}
	like.rev = o->head->rev = before ? before->rev + 1 : 1;
	like.taken = o->taken && may_go_at_once(before);
	r = write_offer(l, o, &like);
	if (r == 0)
		r = desk_add(&l->desk, &like, &ret->article);
	if (r != 0)
		return r;
	ret->article->kept_us = clock_monotonic_us();
	l->counts.kept++;
	l->counts.revisions += like.rev > 1;
	ret->seq = ret->wait_for = like.seq;
	ret->rev = like.rev;
	ret->head = &l->head;
	return 0;
}

void ledger_set_reason(struct ledger *l, uint64_t article, const char *reason, size_t len)
{
	char *copy = len ? strndup(reason, len) : NULL;

	free(table_remove(&l->reasons, table_number(article)));
	if (copy && table_put(&l->reasons, table_number(article), copy) < 0)
		free(copy);
}

const char *ledger_reason(const struct ledger *l, const struct article *a)
{
	const char *reason = table_get(&l->reasons, table_number(a->seq));

	return reason ? reason : "";
}

int ledger_write_attempt(struct ledger *l, enum record_type type, struct article *a,
			 const char *reason)
{
	size_t len = strnlen(reason, MAX_REASON);
	struct record_attempt fixed = { .article = a->seq,
					.attempts = a->attempts + 1u,
					.reason_len = (uint32_t)len };
	const struct iovec parts[] = { { &fixed, sizeof(fixed) },
				       { (void *)(uintptr_t)reason, len } };
	struct journal_entry entry = { .type = (uint8_t)type,
				       .parts = parts,
				       .n_parts = NW_ARRAY_LEN(parts) };
	int r = append_one(l, &entry, JOURNAL_RESERVED);

	if (r != 0)
		return r;
	a->attempts++;
	a->taken = false;
	a->taken_seq = 0;
	ledger_set_reason(l, a->seq, reason, len);
	return 0;
}

static uint64_t delay_ms(const struct ledger *l, const struct article *a)
{
	uint64_t delay = l->options.retry_delay_ms;

	for (unsigned i = 1; i < a->attempts && delay < LONGEST_DELAY_MS; i++)
		delay *= 2;
	return delay < LONGEST_DELAY_MS ? delay : LONGEST_DELAY_MS;
}

int ledger_give_up(struct ledger *l, struct article *a, const char *reason)
{
	int r = ledger_write_attempt(l, RECORD_DEAD, a, reason);

	if (r != 0)
		return r;
	l->counts.died++;
	nw_log(NW_LOG_WARNING,
	       "dead letter: the article kept under sequence %llu, after %u attempt%s: "
	       "%s",
	       (unsigned long long)a->seq, a->attempts, a->attempts == 1 ? "" : "s",
	       reason);
	desk_step(&l->desk, a, LIFE_GIVEN_UP);
	return 0;
}

int ledger_fail(struct ledger *l, struct article *a, const char *reason)
{
	int r;

	if (a->attempts + 1u >= l->options.max_attempts)
		return ledger_give_up(l, a, reason);
	r = ledger_write_attempt(l, RECORD_ATTEMPT, a, reason);
	if (r != 0)
		return r;
	l->counts.retries++;
	a->not_before_ms = clock_monotonic_ms() + delay_ms(l, a);
	desk_step(&l->desk, a, LIFE_FAILED);
	return 0;
}

static int write_mark(struct ledger *l, enum record_type type, const struct article *a,
		      enum journal_room room, uint64_t *ret_seq)
{
	struct record_mark fixed = { .article = a->seq };
	const struct iovec part = { &fixed, sizeof(fixed) };
	struct journal_entry entry = { .type = (uint8_t)type,
				       .parts = &part,
				       .n_parts = 1 };

	int r = append_one(l, &entry, room);

	if (r == 0)
		*ret_seq = entry.seq;
	return r;
}

int ledger_take(struct ledger *l, struct article *a)
{
	int r = write_mark(l, RECORD_TAKEN, a, JOURNAL_ORDINARY, &a->taken_seq);

	/* Only work makes room on a full disk: it goes on, and the reserve is for what
	 * comes of it. */
	if (r == LEDGER_FULL) {
		a->taken_seq = a->seq;
		r = 0;
	}
	a->taken |= r == 0;
	return r;
}

int ledger_retry(struct ledger *l, struct article *a)
{
	uint64_t seq;
	int r;

	if (a->superseded)
		return LEDGER_SUPERSEDED;
	r = write_mark(l, RECORD_RETRIED, a, JOURNAL_RESERVED, &seq);
	if (r != 0)
		return r;
	a->attempts = 0;
	a->kept_us = 0; /* its wait so far is no measure of ours */
	ledger_set_reason(l, a->seq, "", 0);
	desk_step(&l->desk, a, LIFE_RETRIED);
	return 0;
}

int ledger_drop(struct ledger *l, struct article *a)
{
	uint64_t seq;
	int r = write_mark(l, RECORD_DROPPED, a, JOURNAL_RESERVED, &seq);

	if (r != 0)
		return r;
	ledger_set_reason(l, a->seq, "", 0);
	desk_step(&l->desk, a, LIFE_LET_GO);
	return 0;
}

static int write_position(struct ledger *l, struct position *p)
{
	struct record_position fixed = { .seq = p->seq };
	const struct iovec parts[] = { { &fixed, sizeof(fixed) },
				       { p->name, strlen(p->name) } };
	struct journal_entry entry = { .type = RECORD_POSITION,
				       .parts = parts,
				       .n_parts = NW_ARRAY_LEN(parts) };
	int r = append_one(l, &entry, JOURNAL_RESERVED);

	if (r == 0)
		p->unwritten = false;
	return r;
}

int ledger_write_positions(struct ledger *l)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < l->positions.n; i++)
		if (l->positions.items[i].unwritten)
			r = write_position(l, &l->positions.items[i]);
	return r;
}

int ledger_read_article(struct ledger *l, const struct article *a, struct buf *buf,
			struct record_article_view *ret)
{
	struct journal_record record;
	int r = journal_read(l->journal, a->pos, a->seq, buf, &record);

	if (r == JOURNAL_AGAIN)
		return LEDGER_BUSY;
	if (r < 0)
		return r;
	if (r != 0 || record_read_article(record.data, record.len, ret) != 0)
		return LEDGER_UNREADABLE;
	return 0;
}

int ledger_checkpoint(struct ledger *l)
{
	NW_CLEANUP(buf_free) struct buf blob = { 0 };
	int r = ledger_snapshot_put(l, &blob);

	l->snapshot_bytes = blob.len;
	if (r == 0)
		r = journal_checkpoint(l->journal, &blob);
	return r == JOURNAL_BUSY ? LEDGER_BUSY : r == JOURNAL_CLOSED ? LEDGER_CLOSED : r;
}

static uint64_t lower(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The first sequence that stays when this share of the segments goes: at least one. */
static uint64_t first_to_stay(struct ledger *l, double share, uint32_t segments)
{
	uint64_t seq = journal_oldest(l->journal);

	for (uint32_t n = 0; n < (uint32_t)(share * segments) + 1; n++)
		seq = journal_next_segment(l->journal, seq);
	return seq;
}

/* What nobody needs any more, but no more than brings us down to `target_bytes`. */
static void release(struct ledger *l, const struct journal_usage *usage,
		    uint64_t target_bytes)
{
	double surplus = 1 - (double)target_bytes / (double)usage->live_bytes;
	uint64_t oldest = journal_oldest(l->journal);
	uint64_t stay = first_to_stay(l, surplus, usage->segments);

	stay = lower(stay, desk_lowest_needed(&l->desk));
	stay = lower(stay, positions_lowest(&l->positions));
	if (stay <= oldest)
		return;
	journal_release(l->journal, stay);
	if (journal_oldest(l->journal) > oldest)
		desk_forget_below(&l->desk, journal_oldest(l->journal));
}

/* A replay shall not read much, and segments before the last two checkpoints cannot be
 * let go. */
static bool checkpoint_is_due(const struct ledger *l, const struct journal_usage *usage)
{
	uint64_t bytes = usage->committed_bytes - l->checkpoint_bytes;
	uint64_t records = journal_last(l->journal) - l->checkpoint_seq;

	if (bytes < CHECKPOINT_SHARE * (uint64_t)l->snapshot_bytes)
		return false; /* it would be a large part of what is written */
	return records > CHECKPOINT_RECORDS ||
	       (usage->max_bytes && bytes > usage->max_bytes / CHECKPOINTS_A_BUDGET);
}

/* The budget fills, and only a checkpoint is wanting for whole segments to go. */
static bool checkpoint_frees(const struct ledger *l, const struct journal_usage *usage)
{
	uint64_t needed =
		lower(desk_lowest_needed(&l->desk), positions_lowest(&l->positions));

	return usage->max_bytes &&
	       (double)usage->live_bytes > RELEASE_ABOVE * (double)usage->max_bytes &&
	       needed >= journal_next_segment(l->journal, journal_oldest(l->journal)) &&
	       clock_monotonic_ms() - l->checkpoint_ms > CHECKPOINT_PAUSE_MS;
}

void ledger_tend(struct ledger *l)
{
	struct journal_usage usage;

	journal_usage(l->journal, &usage);
	if ((checkpoint_is_due(l, &usage) || checkpoint_frees(l, &usage)) &&
	    ledger_checkpoint(l) == 0) {
		l->checkpoint_ms = clock_monotonic_ms();
		l->checkpoint_bytes = usage.committed_bytes;
		l->checkpoint_seq = journal_last(l->journal);
	}
	if (usage.max_bytes &&
	    (double)usage.live_bytes > RELEASE_ABOVE * (double)usage.max_bytes)
		release(l, &usage, (uint64_t)(RELEASE_TO * (double)usage.max_bytes));
}
