#include "tests/daemon/ledger/ledger_testing.h"

#include <ftw.h>
#include <poll.h>
#include <string.h>

#include "protocol/base/log.h"

enum { PATIENCE_MS = 30000, MAX_EVENTS = 8 };

struct ledger *ledger;
struct ledger_options options;
struct ledger_kept kept;
struct published published[64];
size_t n_published;
void (*also_on_event)(const struct ledger_event *event);

static char directory[64];

static void copy(char *to, struct event_text text)
{
	memcpy(to, text.s, text.len);
	to[text.len] = '\0';
}

static void on_event(void *ctx, const struct ledger_event *event)
{
	struct published *p = &published[n_published++];

	assert_in_range(n_published, 1, NW_ARRAY_LEN(published));
	copy(p->type, event->view->type);
	copy(p->id, event->view->id);
	p->seq = event->seq;
	p->rev = event->rev;
	p->supersedes = event->supersedes;
	if (also_on_event)
		also_on_event(event);
}

void start(void)
{
	static const struct ledger_listener listener = { .on_event = on_event };

	assert_int_equal(ledger_open(&ledger, &options, &listener), 0);
}

void crash(void)
{
	ledger = ledger_close(ledger);
	start();
}

void checkpoint(void)
{
	struct journal_usage usage;
	uint64_t last = journal_last(ledger_journal(ledger));

	assert_int_equal(ledger_checkpoint(ledger), 0);
	for (int ms = 0; ms < PATIENCE_MS; ms++) {
		sync_all();
		journal_usage(ledger_journal(ledger), &usage);
		if (usage.checkpoint_seq >= last)
			return;
		poll(NULL, 0, 1);
	}
	fail_msg("no checkpoint came");
}

void restart(void)
{
	ledger_forgive_taken(ledger);
	checkpoint();
	crash();
}

int fresh_ledger(void **state)
{
	nw_log_set_level(0);
	n_published = 0;
	also_on_event = NULL;
	strcpy(directory, "/tmp/ledger-test-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	options = (struct ledger_options){ .journal = { .dir = directory,
							.segment_bytes = 64 << 10 },
					   .max_attempts = 3,
					   .retry_delay_ms = 500 };
	start();
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	return remove(path);
}

int removed_ledger(void **state)
{
	ledger = ledger_close(ledger);
	return nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void sync_all(void)
{
	struct journal *j = ledger_journal(ledger);
	struct pollfd p = { .fd = journal_fd(j), .events = POLLIN };

	while (journal_durable(j) < journal_last(j))
		assert_int_equal(poll(&p, 1, PATIENCE_MS), 1);
}

int try_keep(const char *id, const char *body, bool taken)
{
	struct article_head head = { .n = FRAME_NO_N, .id = id };
	struct ledger_offer offer = { .head = &head,
				      .id = id,
				      .body = body,
				      .body_len = strlen(body),
				      .taken = taken };
	int r;

	do
		r = ledger_keep(ledger, &offer, &kept);
	while (r == LEDGER_BUSY && poll(NULL, 0, 1) == 0);
	article_head_free(&head);
	sync_all();
	return r;
}

struct article *keep(const char *id, const char *body)
{
	assert_int_equal(try_keep(id, body, false), 0);
	return kept.article;
}

struct article *keep_taken(const char *id, const char *body)
{
	assert_int_equal(try_keep(id, body, true), 0);
	return kept.article;
}

struct article *newest(const char *id)
{
	return desk_newest(ledger_desk(ledger), hash128(id, strlen(id)));
}

struct article *dead(size_t i)
{
	struct article *a = ledger_desk(ledger)->dead.first;

	while (a && i--)
		a = a->next;
	return a;
}

void take(struct article *a)
{
	if (!a->taken)
		assert_int_equal(ledger_take(ledger, a), 0);
	assert_int_equal(desk_step(ledger_desk(ledger), a, LIFE_TAKEN), 0);
}

static void make_event(struct buf *out, const char *text, struct ledger_found *ret)
{
	const char *says = strchr(text, '=');
	char data[256];
	struct event_view view = { .id = { text, (size_t)(says - text) },
				   .type = event_text("funding"),
				   .subject = event_text("Acme"),
				   .lang = event_text("en"),
				   .data = { data, 0 } };

	view.data.len =
		(size_t)snprintf(data, sizeof(data),
				 "{\"type\":\"funding\",\"args\":\"%s\"}", says + 1);
	assert_int_equal(event_put(out, &view), 0);
	ret->bytes = (struct event_text){ out->data, out->len };
	assert_int_equal(event_split(out->data, out->len, &ret->view), 0);
}

int try_finish(struct article *a, const char *text, const char *const *events)
{
	struct ledger_found found[MAX_EVENTS];
	struct buf bytes[MAX_EVENTS] = { 0 };
	struct ledger_result result = { .events = found,
					.meta = "{}",
					.meta_len = 2,
					.text = hash128(text, strlen(text)) };
	int r;

	for (; events[result.n]; result.n++)
		make_event(&bytes[result.n], events[result.n], &found[result.n]);
	if (a->state == LIFE_WAITING)
		take(a);
	do
		r = ledger_finish(ledger, a, &result);
	while (r == LEDGER_BUSY && poll(NULL, 0, 1) == 0);
	for (size_t i = 0; i < result.n; i++)
		buf_free(&bytes[i]);
	sync_all();
	return r;
}

void give_up(struct article *a, const char *reason)
{
	take(a);
	assert_int_equal(ledger_give_up(ledger, a, reason), 0);
	sync_all();
}

void assert_body(struct article *a, const char *body)
{
	NW_CLEANUP(buf_free) struct buf buf = { 0 };
	struct record_article_view view;

	assert_int_equal(ledger_read_article(ledger, a, &buf, &view), 0);
	assert_int_equal(view.fixed.body_len, strlen(body));
	assert_memory_equal(view.body, body, strlen(body));
}
