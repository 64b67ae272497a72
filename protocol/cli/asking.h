/* A question to the broker on the control socket, and its answer read. */
#pragma once

#include <jansson.h>

#include "protocol/cli/cli.h"

/* Asks `verb` with `json` (NULL: nothing). EXIT_DONE: the caller ends *ret with
 * json_decref(), and `reply` (may be NULL) with nw_reply_free(). EXIT_FAILED: said why.
 */
int ask(const struct command *c, const char *endpoint, const char *verb, const char *json,
	json_t **ret, struct nw_reply *reply);
