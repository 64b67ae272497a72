/* After an unclean end: what a worker had then may be what ended the broker. */
#include "daemon/ledger/ledger_state.h"

static const char REASON[] = "the broker ended while a worker had it";

/* Written, so that a broker that ends again and again comes to the last attempt. When the
 * journal cannot take it now, it counts until the next start. */
static int blame(struct ledger *l, struct article *a)
{
	int r;

	a->taken = false;
	if (a->attempts + 1u >= l->options.max_attempts)
		r = ledger_give_up(l, a, REASON);
	else
		r = ledger_write_attempt(l, RECORD_ATTEMPT, a, REASON);
	if (r > 0) {
		a->attempts++;
		ledger_set_reason(l, a->seq, REASON, sizeof(REASON) - 1);
	}
	if (a->state == LIFE_WAITING)
		desk_requeue(&l->desk, a);
	return r < 0 ? r : 0;
}

/* What is requeued comes by once more, and is innocent then. */
static int blame_queue(struct ledger *l, const struct queue *q)
{
	struct article *next;
	int r = 0;

	for (struct article *a = q->first; r == 0 && a; a = next) {
		next = a->next;
		if (a->taken)
			r = blame(l, a);
	}
	return r;
}

int ledger_blame_taken(struct ledger *l)
{
	int r = 0;

	for (size_t lane = 0; r == 0 && lane < NW_ARRAY_LEN(l->desk.waiting); lane++)
		r = blame_queue(l, &l->desk.waiting[lane]);
	return r < 0 ? r : blame_queue(l, &l->desk.suspects);
}

void ledger_forgive_taken(struct ledger *l)
{
	for (size_t i = 0; i < l->desk.by_seq.cap; i++) {
		struct article *a = l->desk.by_seq.slots[i].value;

		if (a)
			a->taken = false;
	}
}
