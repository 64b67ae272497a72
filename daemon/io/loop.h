/* One loop for everything but the journal's own threads: ZeroMQ sockets, file
 * descriptors and timers. A handler does a bounded piece of work and returns; one
 * that has more to do at once calls loop_again().
 *
 * A handler returns 0, or a negative fault, which ends the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/base/cleanup.h"

struct loop;
struct loop_item;

typedef int (*loop_handler)(void *ctx);

/* What a file descriptor or socket is watched for. */
enum loop_interest { LOOP_NOTHING = 0, LOOP_READABLE = 1, LOOP_WRITABLE = 2 };

int loop_open(struct loop **ret);

/* Calls `handler` while the socket has messages (LOOP_READABLE). The loop owns the
 * item, not the socket. */
int loop_watch_socket(struct loop *l, void *zmq_socket, loop_handler handler, void *ctx,
		      struct loop_item **ret);

/* The same for a descriptor, readable or writable as loop_interest() says later. */
int loop_watch_fd(struct loop *l, int fd, loop_handler handler, void *ctx,
		  struct loop_item **ret);

void loop_set_interest(struct loop_item *item, unsigned interest);

/* Forgets the item; safe from within any handler. NULL is fine. */
void loop_unwatch(struct loop *l, struct loop_item *item);

/* Calls `handler` about every `period_ms`. Timers last as long as the loop. */
int loop_every(struct loop *l, unsigned period_ms, loop_handler handler, void *ctx);

/* Calls `handler` once in every turn, after the others. At most four of them. */
int loop_each_turn(struct loop *l, loop_handler handler, void *ctx);

/* The next turn shall not wait: somebody has work left. */
void loop_again(struct loop *l);

/* Turns until loop_stop() or a fault, which it returns. */
int loop_run(struct loop *l);
void loop_stop(struct loop *l);

struct loop *loop_close(struct loop *l);
NW_DEFINE_CLEANUP(struct loop *, loop_close);
