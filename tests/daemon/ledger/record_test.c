#include "daemon/ledger/record.h"

#include <stdlib.h>
#include <string.h>

#include "tests/daemon/testing.h"

static struct buf record;

static int fresh(void **state)
{
	record = (struct buf){ 0 };
	return 0;
}

static int freed(void **state)
{
	buf_free(&record);
	return 0;
}

static void put(const void *data, size_t len)
{
	assert_int_equal(buf_append(&record, data, len), 0);
}

/* A copy of the first `len` bytes with nothing behind them, so that a sanitizer sees
 * whoever reads on. */
static char *cut(size_t len)
{
	char *copy = malloc(len ? len : 1);

	memcpy(copy, record.data, len);
	return copy;
}

static int read_all_kinds(const char *data, size_t len)
{
	struct record_article_view article;
	struct record_attempt_view attempt;
	struct record_event_view event;
	struct record_done_view done;

	return (record_read_article(data, len, &article) == 0) +
	       (record_read_attempt(data, len, &attempt) == 0) +
	       (record_read_event(data, len, &event) == 0) +
	       (record_read_done(data, len, &done) == 0);
}

/* Done marks may be shorter: what is missing is their meta. */
static void assert_no_shorter_one_is_read(size_t least)
{
	for (size_t len = 0; len < record.len; len++) {
		char *data = cut(len);

		if (len < least)
			assert_int_equal(read_all_kinds(data, len), 0);
		free(data);
	}
}

static void an_article_is_read_back(void **state)
{
	struct record_article fixed = { .rev = 3, .head_len = 2, .body_len = 4 };
	struct record_article_view view;

	put(&fixed, sizeof(fixed));
	put("{}text", 6);
	assert_int_equal(record_read_article(record.data, record.len, &view), 0);
	assert_memory_equal(view.head, "{}", 2);
	assert_memory_equal(view.body, "text", 4);
	assert_int_equal(view.fixed.rev, 3);
}

static void an_article_cut_off_anywhere_is_none(void **state)
{
	struct record_article fixed = { .head_len = 2, .body_len = 4 };
	struct record_article_view view;

	put(&fixed, sizeof(fixed));
	put("{}text", 6);
	for (size_t len = 0; len < record.len; len++) {
		char *data = cut(len);

		assert_int_equal(record_read_article(data, len, &view), RECORD_BAD);
		free(data);
	}
}

static void lengths_that_add_up_by_overflow_are_none(void **state)
{
	struct record_article fixed = { .head_len = UINT32_MAX, .body_len = 7 };
	struct record_article_view view;

	put(&fixed, sizeof(fixed));
	put("123456", 6);
	assert_int_equal(record_read_article(record.data, record.len, &view), RECORD_BAD);
}

static void an_attempt_says_why(void **state)
{
	struct record_attempt fixed = { .article = 9, .attempts = 2, .reason_len = 3 };
	struct record_attempt_view view;

	put(&fixed, sizeof(fixed));
	put("why", 3);
	assert_int_equal(record_read_attempt(record.data, record.len, &view), 0);
	assert_memory_equal(view.reason, "why", 3);
	assert_no_shorter_one_is_read(sizeof(fixed));
	assert_int_equal(record_read_attempt(record.data, record.len - 1, &view),
			 RECORD_BAD);
}

static void a_done_mark_tells_its_events(void **state)
{
	struct record_done fixed = { .article = 9, .n_events = 2 };
	struct record_done_event events[] = { { .seq = 11 }, { .seq = 12, .rev = 4 } };
	struct record_done_view view;

	put(&fixed, sizeof(fixed));
	put(events, sizeof(events));
	put("{}", 2);
	assert_int_equal(record_read_done(record.data, record.len, &view), 0);
	assert_int_equal(record_done_event(&view, 0).seq, 11);
	assert_int_equal(record_done_event(&view, 1).rev, 4);
	assert_int_equal(view.meta_len, 2);
}

static void a_done_mark_with_too_few_events_is_none(void **state)
{
	struct record_done fixed = { .n_events = UINT32_MAX };
	struct record_done_event event = { 0 };
	struct record_done_view view;

	put(&fixed, sizeof(fixed));
	put(&event, sizeof(event));
	assert_int_equal(record_read_done(record.data, record.len, &view), RECORD_BAD);
}

static void an_event_is_held_to_its_form(void **state)
{
	struct record_event fixed = { .article = 9, .rev = 1 };
	struct event_view event = { .id = event_text("e1"),
				    .type = event_text("funding"),
				    .subject = event_text("Acme"),
				    .lang = event_text("en"),
				    .data = event_text("{\"type\":\"funding\"}") };
	struct record_event_view view;

	put(&fixed, sizeof(fixed));
	assert_int_equal(record_read_event(record.data, record.len, &view), RECORD_BAD);
	assert_int_equal(event_put(&record, &event), 0);
	assert_int_equal(record_read_event(record.data, record.len, &view), 0);
	assert_memory_equal(view.event.subject.s, "Acme", 4);
	assert_int_equal(record_read_event(record.data, record.len - 1, &view),
			 RECORD_BAD);
}

static void a_position_needs_a_name(void **state)
{
	struct record_position fixed = { .seq = 5 }, read;
	const char *name;
	size_t len;

	put(&fixed, sizeof(fixed));
	assert_int_equal(record_read_position(record.data, record.len, &read, &name,
					      &len),
			 RECORD_BAD);
	put("loader", 6);
	assert_int_equal(record_read_position(record.data, record.len, &read, &name,
					      &len),
			 0);
	assert_int_equal(len, 6);
	assert_int_equal(read.seq, 5);
}

static void a_mark_cut_off_is_none(void **state)
{
	struct record_mark fixed = { .article = 5 }, read;

	put(&fixed, sizeof(fixed));
	assert_int_equal(record_read_mark(record.data, record.len - 1, &read),
			 RECORD_BAD);
	assert_int_equal(record_read_mark(record.data, record.len, &read), 0);
	assert_int_equal(read.article, 5);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(an_article_is_read_back),
		sentence(an_article_cut_off_anywhere_is_none),
		sentence(lengths_that_add_up_by_overflow_are_none),
		sentence(an_attempt_says_why),
		sentence(a_done_mark_tells_its_events),
		sentence(a_done_mark_with_too_few_events_is_none),
		sentence(an_event_is_held_to_its_form),
		sentence(a_position_needs_a_name),
		sentence(a_mark_cut_off_is_none),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
