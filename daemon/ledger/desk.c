#include "daemon/ledger/desk.h"

#include <errno.h>
#include <stdlib.h>

#include "protocol/base/log.h"

static void queue_append(struct queue *q, struct article *a)
{
	a->prev = q->last;
	a->next = NULL;
	if (q->last)
		q->last->next = a;
	else
		q->first = a;
	q->last = a;
	a->queue = q;
	q->n++;
}

/* What was taken once, or waited for another, goes before what was not. */
static void queue_prepend(struct queue *q, struct article *a)
{
	a->prev = NULL;
	a->next = q->first;
	if (q->first)
		q->first->prev = a;
	else
		q->last = a;
	q->first = a;
	a->queue = q;
	q->n++;
}

static void queue_insert_behind(struct queue *q, struct article *before,
				struct article *a)
{
	if (!before) {
		queue_prepend(q, a);
		return;
	}
	a->prev = before;
	a->next = before->next;
	if (before->next)
		before->next->prev = a;
	else
		q->last = a;
	before->next = a;
	a->queue = q;
	q->n++;
}

/* Fewest attempts first: when the broker itself is ended again and again, it is not the
 * same innocent that is out each time. */
static void queue_insert_suspect(struct queue *q, struct article *a)
{
	struct article *before = q->last;

	while (before && before->attempts > a->attempts)
		before = before->prev;
	queue_insert_behind(q, before, a);
}

static void queue_remove(struct article *a)
{
	struct queue *q = a->queue;

	if (!q)
		return;
	if (a->prev)
		a->prev->next = a->next;
	else
		q->first = a->next;
	if (a->next)
		a->next->prev = a->prev;
	else
		q->last = a->prev;
	a->next = a->prev = NULL;
	a->queue = NULL;
	q->n--;
}

struct article *desk_newest(const struct desk *s, struct hash128 id)
{
	return table_get(&s->by_id, id);
}

struct article *desk_find(const struct desk *s, uint64_t seq)
{
	return table_get(&s->by_seq, table_number(seq));
}

static bool has_ended(const struct article *a)
{
	return a->state == LIFE_DONE || a->state == LIFE_DROPPED;
}

/* A dead article no longer holds up the revision after it. */
static bool is_settled(const struct article *a)
{
	return has_ended(a) || a->state == LIFE_DEAD;
}

static void enqueue(struct desk *s, struct article *a)
{
	queue_remove(a);
	switch ((enum life_state)a->state) {
	case LIFE_WAITING:
		if (a->older)
			break;
		if (a->not_before_ms)
			queue_append(&s->delayed, a);
		else if (a->attempts)
			queue_insert_suspect(&s->suspects, a);
		else
			queue_prepend(&s->waiting[a->lane], a);
		break;
	case LIFE_DEAD:
		queue_append(&s->dead, a);
		break;
	default:
		break;
	}
}

/* Makes `a` the newest of its id, behind the one that was. */
static void follow(struct article *a, struct article *before)
{
	a->done = before->done;
	before->superseded = true;
	if (is_settled(before))
		return;
	before->newer = a;
	a->older = before;
}

int desk_add(struct desk *s, const struct article *like, struct article **ret)
{
	struct article *before = desk_newest(s, like->id);
	struct article *a = calloc(1, sizeof(*a));

	if (!a)
		return nw_fault(-ENOMEM, "desk: one article more");
	*a = (struct article){ .id = like->id,
			       .body = like->body,
			       .seq = like->seq,
			       .pos = like->pos,
			       .kept_ms = like->kept_ms,
			       .rev = like->rev,
			       .lane = like->lane,
			       .taken = like->taken,
			       .state = LIFE_WAITING };
	if (table_put(&s->by_seq, table_number(a->seq), a) < 0 ||
	    table_put(&s->by_id, a->id, a) < 0) {
		table_remove(&s->by_seq, table_number(a->seq));
		free(a);
		return -ENOMEM;
	}
	if (before) {
		follow(a, before);
		if (has_ended(before))
			free(before);
	}
	if (!a->older)
		queue_append(&s->waiting[a->lane], a);
	*ret = a;
	return 0;
}

/* The revision after `a` is next; what `a` left behind is what it starts from. From now
 * on the two know nothing of each other: either may be gone before the other. */
static void let_next_revision_go(struct desk *s, struct article *a)
{
	struct article *newer = nw_take(a->newer);

	if (!newer)
		return;
	newer->done = a->done;
	newer->older = NULL;
	enqueue(s, newer);
}

int desk_step(struct desk *s, struct article *a, enum life_happening happening)
{
	enum life_state before = a->state, after = before;

	if (life_step(&after, happening) != 0)
		return LIFE_IMPOSSIBLE;
	if (before == LIFE_ASSIGNED)
		s->n_assigned--;
	if (after == LIFE_ASSIGNED)
		s->n_assigned++;
	a->state = (uint8_t)after;
	enqueue(s, a);
	if (is_settled(a))
		let_next_revision_go(s, a);
	if (!has_ended(a))
		return 0;
	table_remove(&s->by_seq, table_number(a->seq));
	if (a->superseded)
		free(a);
	return 0;
}

void desk_requeue(struct desk *s, struct article *a)
{
	enqueue(s, a);
}

struct article *desk_next_waiting(const struct desk *s)
{
	return s->waiting[ARTICLE_LIVE].first ? s->waiting[ARTICLE_LIVE].first
					      : s->waiting[ARTICLE_BULK].first;
}

void desk_wake(struct desk *s, uint64_t now_ms)
{
	struct article *next;

	for (struct article *a = s->delayed.first; a; a = next) {
		next = a->next;
		if (a->not_before_ms > now_ms)
			continue;
		a->not_before_ms = 0;
		enqueue(s, a);
	}
}

size_t desk_waiting(const struct desk *s)
{
	size_t unended = s->by_seq.n;

	return unended - s->n_assigned - s->dead.n;
}

uint64_t desk_oldest_waiting_ms(const struct desk *s)
{
	const struct article *firsts[] = { s->waiting[0].first, s->waiting[1].first,
					   s->suspects.first, s->delayed.first };
	uint64_t oldest = 0;

	for (size_t i = 0; i < NW_ARRAY_LEN(firsts); i++)
		if (firsts[i] && (!oldest || firsts[i]->kept_ms < oldest))
			oldest = firsts[i]->kept_ms;
	return oldest;
}

uint64_t desk_lowest_needed(const struct desk *s)
{
	uint64_t lowest = UINT64_MAX;

	for (size_t i = 0; i < s->by_seq.cap; i++) {
		const struct article *a = s->by_seq.slots[i].value;

		if (a && a->seq < lowest)
			lowest = a->seq;
	}
	return lowest;
}

void desk_forget_below(struct desk *s, uint64_t seq)
{
	/* A removal may pull another article into the slot: look at it again. */
	for (size_t i = 0; i < s->by_id.cap;) {
		struct article *a = s->by_id.slots[i].value;

		if (!a || !has_ended(a) || a->seq >= seq || a->done.seq >= seq)
			i++;
		else
			free(table_remove(&s->by_id, a->id));
	}
}

void desk_free(struct desk *s)
{
	for (size_t i = 0; i < s->by_seq.cap; i++) {
		struct article *a = s->by_seq.slots[i].value;

		/* The newest of an id is freed below, with those that ended. */
		if (a && table_get(&s->by_id, a->id) != a)
			free(a);
	}
	for (size_t i = 0; i < s->by_id.cap; i++)
		free(s->by_id.slots[i].value);
	table_free(&s->by_id);
	table_free(&s->by_seq);
	*s = (struct desk){ 0 };
}
