#include "daemon/config/config_check.h"

#include <errno.h>
#include <string.h>

/* One option must be at least so many times another. */
struct proportion {
	const char *large, *small;
	uint64_t large_value, small_value;
	unsigned times;
	const char *because;
};

/* Where `option` stands in the file; its beginning when it is at its default. */
static const struct yaml_node *place_of(const struct yaml *y, const char *option,
					const char *or_option)
{
	const struct yaml_node *at = yaml_get(yaml_root(y), option);

	if (!at)
		at = yaml_get(yaml_root(y), or_option);
	return at ? at : yaml_root(y);
}

static int check_proportions(const struct config *c, const struct yaml *y,
			     struct yaml_error *error)
{
	const struct proportion proportions[] = {
		{ "worker_wall_limit", "worker_deadline", c->worker_wall_limit,
		  c->worker_deadline, 1, "an article takes at least its CPU time" },
		{ "producer_credit_bytes", "max_body", c->producer_credit_bytes,
		  c->max_body, 1, "else the largest article could never be sent" },
		{ "segment_size", "max_body", c->segment_size, c->max_body, 2,
		  "a segment must hold the largest article" },
		{ "journal_max", "segment_size", c->journal_max, c->segment_size, 4,
		  "the journal needs room to move what it keeps" },
		{ "subscriber_timeout", "heartbeat", c->subscriber_timeout, c->heartbeat,
		  2, "else one heartbeat missed ends a subscription" },
	};

	for (size_t i = 0; i < NW_ARRAY_LEN(proportions); i++) {
		const struct proportion *p = &proportions[i];

		if (p->large_value / p->times < p->small_value)
			return yaml_fail(y, place_of(y, p->large, p->small), error,
					 "%s must be at least %u x %s: %s", p->large,
					 p->times, p->small, p->because);
	}
	return 0;
}

struct listener {
	const char *option;
	const struct config_list *endpoints;
};

/* Whether `endpoint` stands before the given place in the lists; sets *ret to where. */
static int find_earlier(const struct listener *listeners, size_t listener, size_t item,
			const char **ret)
{
	const char *endpoint = listeners[listener].endpoints->items[item];

	for (size_t i = 0; i <= listener; i++) {
		const struct config_list *list = listeners[i].endpoints;
		size_t end = i < listener ? list->n : item;

		for (size_t j = 0; j < end; j++) {
			if (strcmp(list->items[j], endpoint) == 0) {
				*ret = listeners[i].option;
				return 1;
			}
		}
	}
	return 0;
}

static int check_endpoints(const struct config *c, const struct yaml *y,
			   struct yaml_error *error)
{
	const struct listener listeners[] = {
		{ "submit", &c->submit },
		{ "subscribe", &c->subscribe },
		{ "control", &c->control },
		{ "tap", &c->tap },
	};

	for (size_t i = 0; i < NW_ARRAY_LEN(listeners); i++) {
		const struct config_list *list = listeners[i].endpoints;

		for (size_t j = 0; j < list->n; j++) {
			const char *other;

			if (find_earlier(listeners, i, j, &other))
				return yaml_fail(y,
						 place_of(y, listeners[i].option, other),
						 error,
						 "%s: %.60s is taken by %s already; give "
						 "each socket an endpoint of its own",
						 listeners[i].option, list->items[j],
						 other);
		}
	}
	return 0;
}

int config_check(const struct config *c, const struct yaml *y, struct yaml_error *error)
{
	int r = check_proportions(c, y, error);

	return r < 0 ? r : check_endpoints(c, y, error);
}
