/* The worker processes: started, fed, watched, replaced. A worker that dies, hangs or
 * lies costs the one article it had started; the others it held come back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "daemon/config/config.h"
#include "daemon/work/worker.h"

struct pool;

struct pool_listener {
	void *ctx;
	/* The worker has read `a`. Not 0: it cannot be kept now; it is offered again at
	 * pool_resume(), and until then its worker is not listened to. */
	int (*on_result)(void *ctx, struct article *a,
			 const struct ledger_result *result);
	/* The worker says that `a` cannot be processed. */
	int (*on_hopeless)(void *ctx, struct article *a, const char *reason);
	/* Its worker failed on `a`. */
	void (*on_failed)(void *ctx, struct article *a, const char *reason);
	/* Sent to a worker that never began it. */
	void (*on_returned)(void *ctx, struct article *a);
	/* Somebody can take an article. */
	void (*on_room)(void *ctx);
};

/* Starts the workers that `config` asks for; it must outlive the pool. */
int pool_open(struct pool **ret, struct loop *loop, const struct config *config,
	      const struct pool_listener *listener);

/* The worker that may best take an article, or NULL. */
struct worker *pool_roomy(struct pool *p);

/* At least one worker is ready. */
bool pool_works(const struct pool *p);

/* How many articles all of them could take now. */
size_t pool_room(const struct pool *p);

/* Sends one to it, at the end of this turn of the loop. A worker that has gone is noticed
 * later and gives it back. */
int pool_send(struct pool *p, struct worker *w, struct article *a, const struct buf *head,
	      const void *body, size_t body_len);

/* The journal has room again: what was held back is offered once more. */
int pool_resume(struct pool *p);

/* Tries the configuration as it is now on one fresh worker. When that is ready, all
 * others are replaced as they finish; when it fails, everything stays. `on_tried` is
 * called once, later, with a reason when it failed, else NULL. -EBUSY while another
 * trial runs. */
int pool_reload(struct pool *p, void (*on_tried)(void *ctx, const char *reason),
		void *ctx);

/* No worker holds an article. */
bool pool_is_idle(const struct pool *p);

/* For status: worker `i`, NULL behind the last. */
const struct worker *pool_worker(const struct pool *p, size_t i);
uint64_t pool_restarts(const struct pool *p);

/* Why the last worker ended, while none is ready; else NULL. */
const char *pool_trouble(const struct pool *p);

/* Ends all of them at once. Returns NULL. */
struct pool *pool_close(struct pool *p);
NW_DEFINE_CLEANUP(struct pool *, pool_close);
