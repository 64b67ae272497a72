#include "daemon/work/dispatch.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"

/* Something the journal could not take yet. */
struct failure {
	struct failure *next;
	struct article *article;
	bool hopeless;
	char reason[];
};

/* Articles so near to the front of the queue are said to go out. */
enum { SOON = 256 };

struct dispatch {
	struct ledger *ledger;
	struct pool *pool;
	struct failure *failures;
	struct buf record, head;
	struct dispatch_stages stages;
	struct article *suspect; /* the one that failed before and is out now */
	uint64_t durable;
	bool draining;
};

static void take(struct dispatch *d, struct article *a)
{
	uint64_t now_us = clock_monotonic_us();

	if (a->kept_us)
		histogram_add(&d->stages.wait, now_us - a->kept_us);
	a->taken_us = now_us;
	desk_step(ledger_desk(d->ledger), a, LIFE_TAKEN);
}

static int send(struct dispatch *d, struct worker *w, struct article *a,
		const struct buf *head, const void *body, size_t body_len)
{
	int r = pool_send(d->pool, w, a, head, body, body_len);

	if (r == 0)
		take(d, a);
	return r;
}

static struct article *next_waiting(const struct dispatch *d)
{
	return d->draining ? NULL : desk_next_waiting(ledger_desk(d->ledger));
}

bool dispatch_takes_soon(const struct dispatch *d)
{
	const struct desk *desk = ledger_desk(d->ledger);
	size_t n = desk->waiting[ARTICLE_LIVE].n + desk->waiting[ARTICLE_BULK].n;

	return !d->draining && n < SOON && pool_works(d->pool);
}

int dispatch_offer(struct dispatch *d, struct article *a, const struct buf *head,
		   const void *body, size_t body_len)
{
	struct worker *w;

	if (!a->taken || next_waiting(d) != a)
		return 0;
	w = pool_roomy(d->pool);
	return w ? send(d, w, a, head, body, body_len) : 0;
}

/* Reads one back and sends it. 0, LEDGER_BUSY (later), a fault. */
static int send_from_journal(struct dispatch *d, struct worker *w, struct article *a)
{
	struct record_article_view view;
	int r = ledger_read_article(d->ledger, a, &d->record, &view);

	if (r == LEDGER_UNREADABLE)
		return ledger_give_up(d->ledger, a, LEDGER_REASON_DAMAGED);
	if (r != 0)
		return r;
	buf_clear(&d->head);
	r = buf_append(&d->head, view.head, view.fixed.head_len);
	return r < 0 ? r : send(d, w, a, &d->head, view.body, view.fixed.body_len);
}

/* One that failed before: alone among its like, and only when the journal holds that
 * it was given out. */
static int fill_suspect(struct dispatch *d, uint64_t durable)
{
	struct article *a = ledger_desk(d->ledger)->suspects.first;
	struct worker *w;
	int r;

	if (!a || d->suspect || d->draining)
		return 0;
	if (!a->taken_seq)
		return ledger_take(d->ledger, a);
	w = a->taken_seq <= durable ? pool_roomy(d->pool) : NULL;
	if (!w)
		return 0;
	r = send_from_journal(d, w, a);
	if (r == 0 && a->state == LIFE_ASSIGNED) /* else it was given up */
		d->suspect = a;
	return r;
}

/* Marks as many as could go out before the commit after the next one. */
static int mark_next(struct dispatch *d)
{
	size_t room = pool_room(d->pool);
	int r = 0;

	if (room)
		room += SOON;
	for (struct article *a = next_waiting(d);
	     r == 0 && a && room && a->seq <= d->durable; a = a->next, room--)
		if (!a->taken)
			r = ledger_take(d->ledger, a);
	return r;
}

/* Its bytes are on disk, and so is the word that it goes out. */
static bool may_go(const struct dispatch *d, const struct article *a)
{
	return a->taken && a->seq <= d->durable && a->taken_seq <= d->durable;
}

/* Bounded by the room that workers have. */
static int fill(struct dispatch *d)
{
	struct article *a;
	struct worker *w;
	int r = fill_suspect(d, d->durable);

	if (r == 0)
		r = mark_next(d);
	while (r == 0 && (a = next_waiting(d)) && may_go(d, a) &&
	       (w = pool_roomy(d->pool)))
		r = send_from_journal(d, w, a);
	return r < 0 ? r : 0;
}

static void is_out_no_more(struct dispatch *d, const struct article *a)
{
	if (d->suspect == a)
		d->suspect = NULL;
}

static int on_result(void *ctx, struct article *a, const struct ledger_result *result)
{
	struct dispatch *d = ctx;
	uint64_t taken_us = a->taken_us;
	int r = ledger_finish(d->ledger, a, result);

	if (r == 0)
		is_out_no_more(d, a);
	if (r == 0)
		histogram_add(&d->stages.work, clock_monotonic_us() - taken_us);
	return r;
}

/* 0, or an outcome: the journal cannot take it now. */
static int settle(struct dispatch *d, struct article *a, bool hopeless,
		  const char *reason)
{
	return hopeless ? ledger_give_up(d->ledger, a, reason)
			: ledger_fail(d->ledger, a, reason);
}

static void settle_or_keep(struct dispatch *d, struct article *a, bool hopeless,
			   const char *reason)
{
	size_t size = strlen(reason) + 1;
	struct failure *f;

	is_out_no_more(d, a);
	if (settle(d, a, hopeless, reason) == 0)
		return;
	f = malloc(sizeof(*f) + size);
	if (!f) { /* it stays assigned until the next start */
		nw_fault(-ENOMEM, "dispatch: keep a failure");
		return;
	}
	f->next = d->failures;
	f->article = a;
	f->hopeless = hopeless;
	memcpy(f->reason, reason, size);
	d->failures = f;
}

static void settle_failures(struct dispatch *d)
{
	while (d->failures) {
		struct failure *f = d->failures;

		if (settle(d, f->article, f->hopeless, f->reason) != 0)
			return;
		d->failures = f->next;
		free(f);
	}
}

static int on_hopeless(void *ctx, struct article *a, const char *reason)
{
	settle_or_keep(ctx, a, true, reason);
	return 0;
}

static void on_failed(void *ctx, struct article *a, const char *reason)
{
	settle_or_keep(ctx, a, false, reason);
}

static void on_returned(void *ctx, struct article *a)
{
	struct dispatch *d = ctx;

	is_out_no_more(d, a);
	desk_step(ledger_desk(d->ledger), a, LIFE_RETURNED);
}

static void on_room(void *ctx)
{
	fill(ctx); /* a fault comes again, and up, with the next durable */
}

int dispatch_open(struct dispatch **ret, struct loop *loop, const struct config *config,
		  struct ledger *ledger)
{
	NW_CLEANUP(dispatch_closep) struct dispatch *d = calloc(1, sizeof(*d));
	struct pool_listener listener = { .ctx = d,
					  .on_result = on_result,
					  .on_hopeless = on_hopeless,
					  .on_failed = on_failed,
					  .on_returned = on_returned,
					  .on_room = on_room };
	int r;

	if (!d)
		return nw_fault(-ENOMEM, "dispatch: open");
	d->ledger = ledger;
	d->durable = journal_durable(ledger_journal(ledger));
	r = pool_open(&d->pool, loop, config, &listener);
	if (r < 0)
		return r;
	*ret = nw_take(d);
	return 0;
}

/* What the journal could not take, then new work. The journal does not say when room has
 * come on a full disk: the tick asks as well. */
static int go_on(struct dispatch *d)
{
	int r;

	settle_failures(d);
	r = pool_resume(d->pool);
	return r < 0 ? r : fill(d);
}

int dispatch_on_durable(struct dispatch *d, uint64_t durable)
{
	d->durable = durable;
	return go_on(d);
}

int dispatch_on_tick(struct dispatch *d)
{
	desk_wake(ledger_desk(d->ledger), clock_monotonic_ms());
	return go_on(d);
}

void dispatch_drain(struct dispatch *d)
{
	d->draining = true;
}

bool dispatch_is_idle(const struct dispatch *d)
{
	return !d->failures && pool_is_idle(d->pool);
}

struct pool *dispatch_pool(struct dispatch *d)
{
	return d->pool;
}

struct dispatch_stages *dispatch_stages(struct dispatch *d)
{
	return &d->stages;
}

struct dispatch *dispatch_close(struct dispatch *d)
{
	if (!d)
		return NULL;
	pool_close(d->pool);
	while (d->failures) {
		struct failure *f = d->failures;

		d->failures = f->next;
		free(f);
	}
	buf_free(&d->record);
	buf_free(&d->head);
	free(d);
	return NULL;
}
