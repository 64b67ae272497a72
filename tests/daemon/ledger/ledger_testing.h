/* Words for tests over a ledger: each test has a fresh directory and a ledger open in it.
 * Everything is on disk when a word returns. */
#pragma once

#include "daemon/ledger/ledger.h"
#include "tests/daemon/testing.h"

extern struct ledger *ledger;
extern struct ledger_options options; /* for the next start() */

/* What the listener was told. */
struct published {
	char type[EVENT_MAX_TYPE_BYTES + 1];
	char id[EVENT_MAX_ID_BYTES + 1];
	uint64_t seq, supersedes;
	unsigned rev;
};

extern struct published published[64];
extern size_t n_published;

/* Told of every event besides; may be NULL. */
extern void (*also_on_event)(const struct ledger_event *event);

/* Fixtures. */
int fresh_ledger(void **state);
int removed_ledger(void **state);

void start(void);
/* Ends as a broker does whose process ends: what workers had stays taken. */
void crash(void);
/* As `systemctl restart`: with a checkpoint. */
void restart(void);
void checkpoint(void);
void sync_all(void);

/* The outcome of keeping an article, once the journal is not busy; `kept` says more. */
extern struct ledger_kept kept;
int try_keep(const char *id, const char *body, bool taken);
struct article *keep(const char *id, const char *body);
struct article *keep_taken(const char *id, const char *body);

struct article *newest(const char *id);
struct article *dead(size_t i);

void take(struct article *a);

/* A worker found these: "id=what it says", ended by NULL. The text tells whether the
 * article's text has changed. */
int try_finish(struct article *a, const char *text, const char *const *events);
#define finish(a, text, ...)                                                          \
	assert_int_equal(try_finish(a, text,                                          \
				    (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) \
								   NULL }),           \
			 0)

/* Gives it up as a worker that cannot read it would. */
void give_up(struct article *a, const char *reason);

/* What is kept of it is `body`. */
void assert_body(struct article *a, const char *body);
