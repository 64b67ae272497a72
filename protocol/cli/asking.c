#include "protocol/cli/asking.h"

#include <string.h>

#include "protocol/base/json.h"
#include "protocol/cli/printable.h"

enum { TIMEOUT_MS = 5000 };

static int refused(const struct command *c, const json_t *json)
{
	struct buf line = { 0 };
	const char *reason = json_get_string(json, "reason");
	const char *code = json_get_string(json, "code");

	if (reason)
		(void)printable_line(&line, reason, strlen(reason));
	if (code && buf_puts(&line, " (") == 0 &&
	    printable_line(&line, code, strlen(code)) == 0)
		(void)buf_putc(&line, ')');
	cli_fail(c, "the broker says: %s", buf_str(&line));
	buf_free(&line);
	return EXIT_FAILED;
}

static int read_reply(const struct command *c, int r, const struct nw_reply *reply,
		      json_t **ret)
{
	NW_CLEANUP(json_decrefp)
	json_t *json = json_loadb(reply->json, reply->json_len, 0, NULL);

	if (!json)
		return cli_fail(c, "the broker's answer is no JSON");
	if (r == NW_REFUSED)
		return refused(c, json);
	*ret = nw_take(json);
	return EXIT_DONE;
}

int ask(const struct command *c, const char *endpoint, const char *verb, const char *json,
	json_t **ret, struct nw_reply *reply)
{
	struct nw_options options = cli_options(endpoint, "NEWSWIRE_CONTROL");
	struct nw_reply own;
	struct nw_reply *answer = reply ? reply : &own;
	int r = nw_ask(answer, &options, verb, json, TIMEOUT_MS);
	int code;

	if (r == NW_INVALID)
		return cli_fail(c, "this cannot be asked: is the address right?");
	if (r == NW_NOTHING)
		return cli_fail(c, "no answer at %s: is newswired running?",
				options.endpoint ? options.endpoint
						 : "tcp://127.0.0.1:7412");
	if (r < 0)
		return EXIT_FAILED;
	code = read_reply(c, r, answer, ret);
	if (!reply || code != EXIT_DONE)
		nw_reply_free(answer);
	return code;
}
