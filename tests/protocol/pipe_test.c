#include "protocol/pipe.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/protocol/testing.h"

static int ends[2]; /* [0] writes, [1] reads */
static struct buf out;
static struct pipe_reader reader;
static struct pipe_frame frame;

static int fresh(void **state)
{
	out = (struct buf){ 0 };
	reader = (struct pipe_reader){ 0 };
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	return fcntl(ends[1], F_SETFL, O_NONBLOCK);
}

static int closed(void **state)
{
	buf_free(&out);
	pipe_reader_free(&reader);
	if (ends[0] >= 0)
		close(ends[0]);
	return close(ends[1]);
}

static void put(enum pipe_frame_type type, uint64_t article, const char *payload)
{
	assert_int_equal(pipe_put(&out, type, article, payload, strlen(payload)), 0);
}

static void hang_up(void)
{
	close(ends[0]);
	ends[0] = -1;
}

/* What the reader says once it was sent these bytes. */
static int next_after(const void *bytes, size_t len)
{
	if (len)
		assert_int_equal(write(ends[0], bytes, len), len);
	assert_true(pipe_fill(&reader, ends[1]) >= 0);
	return pipe_next(&reader, &frame);
}

static void assert_frame(enum pipe_frame_type type, uint64_t article, const char *payload)
{
	assert_int_equal(frame.type, type);
	assert_int_equal(frame.article, article);
	assert_int_equal(frame.len, strlen(payload));
	assert_memory_equal(frame.payload, payload, frame.len);
}

static void frames_come_out_as_they_went_in(void **state)
{
	put(PIPE_STARTED, UINT64_MAX - 1, "");
	put(PIPE_EVENT, 7, "payload");
	assert_int_equal(next_after(out.data, out.len), 0);
	assert_frame(PIPE_STARTED, UINT64_MAX - 1, "");
	assert_int_equal(pipe_next(&reader, &frame), 0);
	assert_frame(PIPE_EVENT, 7, "payload");
	assert_int_equal(pipe_next(&reader, &frame), PIPE_NONE);
}

static void a_frame_that_comes_byte_by_byte_comes(void **state)
{
	put(PIPE_EVENT, 7, "payload");
	for (size_t i = 0; i + 1 < out.len; i++)
		assert_int_equal(next_after(out.data + i, 1), PIPE_NONE);
	assert_int_equal(next_after(out.data + out.len - 1, 1), 0);
	assert_frame(PIPE_EVENT, 7, "payload");
}

static void nothing_to_read_is_said(void **state)
{
	assert_int_equal(pipe_fill(&reader, ends[1]), PIPE_NONE);
	assert_int_equal(pipe_next(&reader, &frame), PIPE_NONE);
}

static void the_end_between_frames_is_an_end(void **state)
{
	put(PIPE_READY, 0, "{}");
	assert_int_equal(next_after(out.data, out.len), 0);
	hang_up();
	assert_int_equal(next_after(NULL, 0), PIPE_EOF);
}

static void the_end_within_a_frame_is_bad(void **state)
{
	put(PIPE_READY, 0, "{}");
	assert_int_equal(next_after(out.data, out.len - 1), PIPE_NONE);
	hang_up();
	assert_int_equal(next_after(NULL, 0), PIPE_BAD);
}

static void the_end_within_a_header_is_bad(void **state)
{
	put(PIPE_READY, 0, "{}");
	assert_int_equal(next_after(out.data, 3), PIPE_NONE);
	hang_up();
	assert_int_equal(next_after(NULL, 0), PIPE_BAD);
}

static void an_unknown_type_is_bad(void **state)
{
	put(PIPE_READY, 0, "{}");
	out.data[4] = 99;
	assert_int_equal(next_after(out.data, out.len), PIPE_BAD);
}

static void a_length_beyond_the_limit_is_bad_before_it_comes(void **state)
{
	static const unsigned char header[PIPE_HEADER_BYTES] = { 1, 0, 0, 4, PIPE_READY };

	assert_int_equal(next_after(header, sizeof(header)), PIPE_BAD);
}

static void an_article_is_split_where_it_was_joined(void **state)
{
	struct buf head = { .data = (char[]){ "{}" }, .len = 2 };
	const char *h, *b;
	size_t h_len, b_len;

	assert_int_equal(pipe_put_article(&out, PIPE_ARTICLE, 7, &head, "body", 4), 0);
	assert_int_equal(next_after(out.data, out.len), 0);
	assert_int_equal(pipe_split_article(&frame, &h, &h_len, &b, &b_len), 0);
	assert_int_equal(h_len, 2);
	assert_int_equal(b_len, 4);
	assert_memory_equal(b, "body", 4);
}

static void an_article_whose_head_is_longer_than_all_is_bad(void **state)
{
	static const char *const payloads[] = { "", "\1", "\3\0\0\0{}",
						"\377\377\377\377{}" };
	static const size_t lengths[] = { 0, 1, 6, 6 };
	const char *h, *b;
	size_t h_len, b_len;

	for (size_t i = 0; i < NW_ARRAY_LEN(payloads); i++) {
		struct pipe_frame f = { .payload = payloads[i], .len = lengths[i] };

		assert_int_equal(pipe_split_article(&f, &h, &h_len, &b, &b_len),
				 PIPE_BAD);
	}
}

static void what_the_socket_does_not_take_stays(void **state)
{
	static char large[4 << 20];
	size_t before;

	assert_int_equal(pipe_put(&out, PIPE_EVENT, 7, large, sizeof(large)), 0);
	before = out.len;
	assert_int_equal(pipe_flush(&out, ends[0]), PIPE_NONE);
	assert_true(out.len > 0 && out.len < before);
	while (out.len) {
		pipe_fill(&reader, ends[1]);
		assert_true(pipe_flush(&out, ends[0]) >= 0);
	}
	while (pipe_fill(&reader, ends[1]) == 0)
		continue;
	assert_int_equal(pipe_next(&reader, &frame), 0);
	assert_int_equal(frame.len, sizeof(large));
}

static void writing_to_nobody_is_a_fault_and_no_signal(void **state)
{
	put(PIPE_READY, 0, "{}");
	close(ends[1]);
	ends[1] = dup(ends[0]);
	assert_true(pipe_flush(&out, ends[0]) < 0);
}

static void too_large_a_payload_is_not_put(void **state)
{
	assert_true(pipe_put(&out, PIPE_EVENT, 7, "", (size_t)PIPE_MAX_PAYLOAD + 1) < 0);
	assert_int_equal(out.len, 0);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, closed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(frames_come_out_as_they_went_in),
		sentence(a_frame_that_comes_byte_by_byte_comes),
		sentence(nothing_to_read_is_said),
		sentence(the_end_between_frames_is_an_end),
		sentence(the_end_within_a_frame_is_bad),
		sentence(the_end_within_a_header_is_bad),
		sentence(an_unknown_type_is_bad),
		sentence(a_length_beyond_the_limit_is_bad_before_it_comes),
		sentence(an_article_is_split_where_it_was_joined),
		sentence(an_article_whose_head_is_longer_than_all_is_bad),
		sentence(what_the_socket_does_not_take_stays),
		sentence(writing_to_nobody_is_a_fault_and_no_signal),
		sentence(too_large_a_payload_is_not_put),
	};

	return cmocka_run_group_tests_name("pipe", tests, NULL, NULL);
}
