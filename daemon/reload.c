/* Configuration and rules anew, without losing an article: first read, then tried on
 * one fresh worker, and only then taken. What is wrong changes nothing. */
#include <errno.h>
#include <string.h>

#include "daemon/broker.h"
#include "protocol/base/log.h"

struct trial {
	struct broker *broker;
	struct config before; /* what to go back to */
	void (*on_done)(void *ctx, const char *reason);
	void *ctx;
};

static void end(struct trial *t, const char *reason)
{
	if (reason)
		nw_log(NW_LOG_ERROR, "reload refused, everything stays as it was: %s",
		       reason);
	else
		nw_log(NW_LOG_NOTICE, "reloaded: workers are replaced as they finish");
	if (t->on_done)
		t->on_done(t->ctx, reason);
	config_free(&t->before);
	free(t);
}

static void on_tried(void *ctx, const char *reason)
{
	struct trial *t = ctx;

	if (reason)
		config_adopt(t->broker->config, &t->before);
	ledger_set_max_attempts(t->broker->ledger,
				(unsigned)t->broker->config->max_attempts);
	nw_log_set_level(config_log_level(t->broker->config));
	end(t, reason);
}

static void tell_what_waits(const struct config *running, const struct config *fresh)
{
	struct config_changes changes;

	config_diff(running, fresh, &changes);
	for (size_t i = 0; i < changes.n_waiting; i++)
		nw_log(NW_LOG_WARNING, "reload: %s is taken at the next restart only",
		       changes.waiting[i]);
	for (size_t i = 0; i < changes.n_taken; i++)
		nw_log(NW_LOG_NOTICE, "reload: %s changes", changes.taken[i]);
}

static int read_config(struct broker *b, struct config *ret, struct yaml_error *error)
{
	return b->config_path ? config_load(ret, b->config_path, error)
			      : config_default(ret);
}

void broker_reload(struct broker *b, void (*on_done)(void *ctx, const char *reason),
		   void *ctx)
{
	struct trial *t = calloc(1, sizeof(*t));
	struct yaml_error error = { "out of memory" };

	if (!t) {
		nw_fault(-ENOMEM, "reload: begin");
		if (on_done)
			on_done(ctx, error.text);
		return;
	}
	*t = (struct trial){ .broker = b, .on_done = on_done, .ctx = ctx };
	if (read_config(b, &t->before, &error) < 0) {
		end(t, error.text);
		return;
	}
	tell_what_waits(b->config, &t->before);
	config_adopt(b->config, &t->before);
	if (pool_reload(dispatch_pool(b->dispatch), on_tried, t) < 0) {
		config_adopt(b->config, &t->before);
		end(t, "another reload is being tried");
	}
}
