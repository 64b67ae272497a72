#include "protocol/frame.h"

#include <string.h>

#include "tests/protocol/testing.h"

static struct frame_message got;
static char reason[FRAME_MAX_REASON];

static struct frame_part part(const char *s)
{
	return (struct frame_part){ s, strlen(s) };
}

/* Reads what a client sent on `socket`: `n` frames, or as many as are not NULL. */
static int receive(enum frame_socket socket, const char *f0, const char *f1,
		   const char *f2)
{
	struct frame_part parts[FRAME_MAX_PARTS] = { part(f0) };
	size_t n = 1;

	if (f1)
		parts[n++] = part(f1);
	if (f2)
		parts[n++] = part(f2);
	return frame_read(parts, n, socket, true, 16, &got, reason);
}

static void assert_head(struct buf *head, const char *expected)
{
	assert_string_equal(buf_str(head), expected);
	buf_free(head);
}

static void a_submission_is_read(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", "{\"n\":1}", "text"), 0);
	assert_int_equal(got.verb, VERB_SUBMIT);
	assert_memory_equal(got.head.data, "{\"n\":1}", got.head.len);
	assert_memory_equal(got.body.data, "text", got.body.len);
}

static void a_head_may_be_left_out(void **state)
{
	assert_int_equal(receive(FRAME_ON_CONTROL, "NW1/status", NULL, NULL), 0);
	assert_memory_equal(got.head.data, "{}", got.head.len);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", "", "text"), 0);
	assert_memory_equal(got.head.data, "{}", got.head.len);
}

static void every_verb_is_found_by_its_text(void **state)
{
	for (enum nw_verb v = VERB_NONE + 1; v < N_VERBS; v++) {
		enum nw_verb found;
		size_t len;
		const char *text = frame_verb_text(v, &len);

		assert_int_equal(frame_read_verb(text, len, &found), 0);
		assert_int_equal(found, v);
	}
}

static void a_req_socket_is_told_to_be_a_dealer(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "", "NW1/submit", "{}"),
			 FRAME_REFUSED_DEALER);
	assert_non_null(strstr(reason, "DEALER"));
}

static void another_version_is_called_so(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW2/submit", "{}", "x"),
			 FRAME_REFUSED_VERSION);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW10/submit", "{}", "x"),
			 FRAME_REFUSED_VERSION);
}

static void noise_is_no_verb(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "GET / HTTP/1.1", NULL, NULL),
			 FRAME_REFUSED_VERB);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/", NULL, NULL),
			 FRAME_REFUSED_VERB);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW", NULL, NULL), FRAME_REFUSED_VERB);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submitted", NULL, NULL),
			 FRAME_REFUSED_VERB);
}

static void a_verb_belongs_to_its_socket(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/subscribe", "{}", NULL),
			 FRAME_REFUSED_VERB);
	assert_non_null(strstr(reason, "subscribe socket"));
}

static void a_client_cannot_say_what_the_broker_says(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/kept", "{}", NULL),
			 FRAME_REFUSED_VERB);
}

static void bodies_are_where_they_belong(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", "{}", NULL),
			 FRAME_REFUSED_BODY);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", "{}", ""),
			 FRAME_REFUSED_BODY);
	assert_int_equal(receive(FRAME_ON_CONTROL, "NW1/status", "{}", "x"),
			 FRAME_REFUSED_PARTS);
}

static void a_body_has_a_limit(void **state)
{
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", "{}", "0123456789abcdef"),
			 0);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", "{}",
				 "0123456789abcdef+"),
			 FRAME_REFUSED_BODY);
}

static void a_head_has_a_limit(void **state)
{
	static char head[FRAME_MAX_HEAD_BYTES + 2];

	memset(head, ' ', FRAME_MAX_HEAD_BYTES);
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", head, "x"), 0);
	head[FRAME_MAX_HEAD_BYTES] = ' ';
	assert_int_equal(receive(FRAME_ON_SUBMIT, "NW1/submit", head, "x"),
			 FRAME_REFUSED_HEAD);
}

static void more_frames_than_three_are_refused_unread(void **state)
{
	struct frame_part parts[FRAME_MAX_PARTS] = { part("NW1/submit"), part("{}"),
						     part("x") };

	assert_int_equal(frame_read(parts, 100000, FRAME_ON_SUBMIT, true, 16, &got,
				    reason),
			 FRAME_REFUSED_PARTS);
}

static void no_frame_at_all_is_refused(void **state)
{
	assert_int_equal(frame_read(NULL, 0, FRAME_ON_SUBMIT, true, 16, &got, reason),
			 FRAME_REFUSED_PARTS);
}

static void a_sequence_has_twenty_digits(void **state)
{
	char out[FRAME_SEQ_DIGITS + 1];

	assert_string_equal(frame_seq(42, out), "00000000000000000042");
	assert_string_equal(frame_seq(UINT64_MAX, out), "18446744073709551615");
}

static void a_sequence_is_read_with_fewer_digits(void **state)
{
	uint64_t seq = 0;

	assert_int_equal(frame_parse_seq("42", 2, &seq), 0);
	assert_int_equal(seq, 42);
	assert_int_equal(frame_parse_seq("00000000000000000042", 20, &seq), 0);
	assert_int_equal(seq, 42);
}

static void what_is_no_sequence_is_refused(void **state)
{
	uint64_t seq;

	assert_int_equal(frame_parse_seq("", 0, &seq), 1);
	assert_int_equal(frame_parse_seq("-1", 2, &seq), 1);
	assert_int_equal(frame_parse_seq("18446744073709551616", 20, &seq), 1);
	assert_int_equal(frame_parse_seq("000000000000000000001", 21, &seq), 1);
}

static void answers_are_json(void **state)
{
	struct buf head = { 0 };

	assert_int_equal(frame_put_kept(&head, 7, "a\"b", 2, 42), 0);
	assert_head(&head, "{\"n\":7,\"id\":\"a\\\"b\",\"rev\":2,"
			   "\"seq\":\"00000000000000000042\"}");
	assert_int_equal(frame_put_busy(&head, FRAME_NO_N, 500, "full"), 0);
	assert_head(&head, "{\"retry_after_ms\":500,\"reason\":\"full\"}");
	assert_int_equal(frame_put_event(&head, 2, 1), 0);
	assert_head(&head, "{\"seq\":\"00000000000000000002\","
			   "\"prev\":\"00000000000000000001\"}");
	assert_int_equal(frame_put_ended(&head, FRAME_END_TAKEN, NULL), 0);
	assert_head(&head, "{\"code\":\"taken\"}");
}

static void only_the_refused_version_lists_versions(void **state)
{
	struct buf head = { 0 };

	assert_int_equal(frame_put_refused(&head, FRAME_NO_N, FRAME_REFUSED_VERSION,
					   "no"),
			 0);
	assert_head(&head, "{\"code\":\"version\",\"reason\":\"no\",\"versions\":[1]}");
	assert_int_equal(frame_put_refused(&head, 3, FRAME_REFUSED_FIELD, "url"), 0);
	assert_head(&head, "{\"n\":3,\"code\":\"field\",\"reason\":\"url\"}");
}

static void every_refusal_has_a_code(void **state)
{
	for (enum frame_refusal r = FRAME_REFUSED_DEALER; r < N_FRAME_REFUSALS; r++)
		assert_non_null(frame_refusal_code(r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_submission_is_read),
		cmocka_unit_test(a_head_may_be_left_out),
		cmocka_unit_test(every_verb_is_found_by_its_text),
		cmocka_unit_test(a_req_socket_is_told_to_be_a_dealer),
		cmocka_unit_test(another_version_is_called_so),
		cmocka_unit_test(noise_is_no_verb),
		cmocka_unit_test(a_verb_belongs_to_its_socket),
		cmocka_unit_test(a_client_cannot_say_what_the_broker_says),
		cmocka_unit_test(bodies_are_where_they_belong),
		cmocka_unit_test(a_body_has_a_limit),
		cmocka_unit_test(a_head_has_a_limit),
		cmocka_unit_test(more_frames_than_three_are_refused_unread),
		cmocka_unit_test(no_frame_at_all_is_refused),
		cmocka_unit_test(a_sequence_has_twenty_digits),
		cmocka_unit_test(a_sequence_is_read_with_fewer_digits),
		cmocka_unit_test(what_is_no_sequence_is_refused),
		cmocka_unit_test(answers_are_json),
		cmocka_unit_test(only_the_refused_version_lists_versions),
		cmocka_unit_test(every_refusal_has_a_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
