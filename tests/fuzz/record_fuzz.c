/* The records of the journal, all kinds from any bytes: what is said to be there is
 * touched. */
#include <stdint.h>
#include <string.h>

#include "daemon/ledger/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static volatile unsigned char sink;

static void touch(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sink ^= (unsigned char)s[i];
}

static void read_done(const char *s, size_t len)
{
	struct record_done_view done;

	if (record_read_done(s, len, &done) != 0)
		return;
	for (size_t i = 0; i < done.fixed.n_events; i++)
		sink ^= (unsigned char)record_done_event(&done, i).seq;
	touch(done.meta, done.meta_len);
}

static void read_event(const char *s, size_t len)
{
	struct record_event_view event;
	struct event_text name;
	size_t at = 0;

	if (record_read_event(s, len, &event) != 0)
		return;
	touch(event.event.data.s, event.event.data.len);
	while (event_next_name(&event.event, &at, &name))
		touch(name.s, name.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *s = (const char *)data, *name;
	struct record_article_view article;
	struct record_attempt_view attempt;
	struct record_position position;
	size_t name_len;

	if (record_read_article(s, len, &article) == 0) {
		touch(article.head, article.fixed.head_len);
		touch(article.body, article.fixed.body_len);
	}
	if (record_read_attempt(s, len, &attempt) == 0)
		touch(attempt.reason, attempt.fixed.reason_len);
	if (record_read_position(s, len, &position, &name, &name_len) == 0)
		touch(name, name_len);
	read_done(s, len);
	read_event(s, len);
	return 0;
}
