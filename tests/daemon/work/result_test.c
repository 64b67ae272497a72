#include "daemon/work/result.h"

#include <string.h>

#include "tests/daemon/testing.h"

#define SOUND "{\"kind\":\"article\",\"text_sha256\":\"abc\",\"events\":1}"

static struct worker worker;
static struct result result;

static int fresh(void **state)
{
	worker = (struct worker){ 0 };
	result = (struct result){ 0 };
	return 0;
}

static int freed(void **state)
{
	result_free(&result);
	buf_free(&worker.events);
	buf_free(&worker.meta);
	return 0;
}

static void says_event(const void *bytes, size_t len)
{
	uint32_t length = (uint32_t)len;

	assert_int_equal(buf_append(&worker.events, &length, sizeof(length)), 0);
	assert_int_equal(buf_append(&worker.events, bytes, len), 0);
	worker.n_events++;
}

static void says_sound_event(void)
{
	struct buf bytes = { 0 };
	struct event_view event = { .id = event_text("e1"),
				    .type = event_text("funding"),
				    .lang = event_text("en"),
				    .data = event_text("{\"type\":\"funding\"}") };

	assert_int_equal(event_put(&bytes, &event), 0);
	says_event(bytes.data, bytes.len);
	buf_free(&bytes);
}

static int read_after(const char *meta)
{
	buf_clear(&worker.meta);
	assert_int_equal(buf_puts(&worker.meta, meta), 0);
	return result_read(&result, &worker);
}

static void a_sound_result_is_read(void **state)
{
	says_sound_event();
	says_sound_event();
	assert_int_equal(read_after(SOUND), 0);
	assert_int_equal(result.ledger.n, 2);
	assert_memory_equal(result.ledger.events[1].view.type.s, "funding", 7);
}

static void no_events_are_a_result(void **state)
{
	assert_int_equal(read_after(SOUND), 0);
	assert_int_equal(result.ledger.n, 0);
}

static void one_event_that_is_none_spoils_it(void **state)
{
	says_sound_event();
	says_event("no event", 8);
	assert_int_equal(read_after(SOUND), RESULT_BAD);
}

static void an_empty_event_spoils_it(void **state)
{
	says_event("", 0);
	assert_int_equal(read_after(SOUND), RESULT_BAD);
}

static void a_text_without_its_hash_spoils_it(void **state)
{
	assert_int_equal(read_after("{\"kind\":\"article\"}"), RESULT_BAD);
	assert_int_equal(read_after("{\"text_sha256\":17}"), RESULT_BAD);
	assert_int_equal(read_after("{\"text_sha256\":null}"), RESULT_BAD);
}

static void what_is_no_json_spoils_it_wherever_that_begins(void **state)
{
	assert_int_equal(read_after(""), RESULT_BAD);
	assert_int_equal(read_after("[\"text_sha256\"]"), RESULT_BAD);
	assert_int_equal(read_after("{\"text_sha256\":\"abc\",}"), RESULT_BAD);
	assert_int_equal(read_after("{\"text_sha256\":\"abc\"}}"), RESULT_BAD);
}

static void a_last_word_without_end_spoils_it(void **state)
{
	static char meta[80000];

	snprintf(meta, sizeof(meta), "{\"text_sha256\":\"abc\",\"x\":\"%070000d\"}", 0);
	assert_int_equal(read_after(meta), RESULT_BAD);
}

static const char *reason_in(const char *json)
{
	static char reason[64];
	struct pipe_frame frame = { .payload = json, .len = strlen(json) };

	result_read_reason(&frame, reason, sizeof(reason));
	return reason;
}

static void the_reason_is_what_it_says(void **state)
{
	assert_string_equal(reason_in("{\"reason\":\"no \\\"text\\\"\"}"), "no \"text\"");
}

static void no_reason_is_said_to_be_none(void **state)
{
	assert_string_equal(reason_in(""), "the worker gave no reason");
	assert_string_equal(reason_in("{\"reason\":[]}"), "the worker gave no reason");
	assert_string_equal(reason_in("garbage"), "the worker gave no reason");
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_sound_result_is_read),
		sentence(no_events_are_a_result),
		sentence(one_event_that_is_none_spoils_it),
		sentence(an_empty_event_spoils_it),
		sentence(a_text_without_its_hash_spoils_it),
		sentence(what_is_no_json_spoils_it_wherever_that_begins),
		sentence(a_last_word_without_end_spoils_it),
		sentence(the_reason_is_what_it_says),
		sentence(no_reason_is_said_to_be_none),
	};

	return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
