/* The small parts: checksums, headers, names, percentiles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/journal/crc.h"
#include "daemon/journal/histogram.h"
#include "daemon/journal/marks.h"
#include "daemon/journal/record.h"
#include "daemon/journal/segment.h"

static void the_checksum_is_the_standard_crc32c(void **state)
{
	assert_int_equal(crc32c(0, "123456789", 9), 0xE3069283);
	assert_int_equal(crc32c(0, "", 0), 0);
	assert_int_equal(crc32c(crc32c(0, "1234", 4), "56789", 5), 0xE3069283);
}

static const struct record sample = { .segment = 7,
				      .salt = 0x1234,
				      .len = 5,
				      .seq = 42,
				      .time_ms = 1700000000000,
				      .type = 9,
				      .flags = RECORD_MORE,
				      .index = 3 };

static void put_sample(char at[64])
{
	memset(at, 0, 64);
	record_put(at, &sample);
	memcpy(at + RECORD_HEADER_BYTES, "hello", 5);
	record_seal(at, 4096, 4000);
}

static void a_header_is_read_as_it_was_written(void **state)
{
	struct record r;
	char at[64];

	put_sample(at);
	assert_true(record_get(&r, at, 7, 0x1234, 4096));
	assert_int_equal(r.len, 5);
	assert_int_equal(r.seq, 42);
	assert_int_equal(r.time_ms, 1700000000000);
	assert_int_equal(r.type, 9);
	assert_int_equal(r.flags, RECORD_MORE);
	assert_int_equal(r.index, 3);
	assert_int_equal(r.batch, 4000);
	assert_true(record_body_fits(&r, "hello"));
	assert_false(record_body_fits(&r, "hellO"));
}

static void a_header_counts_for_its_own_place_only(void **state)
{
	struct record r;
	char at[64];

	put_sample(at);
	assert_false(record_get(&r, at, 8, 0x1234, 4096));
	assert_false(record_get(&r, at, 7, 0x1235, 4096));
	assert_false(record_get(&r, at, 7, 0x1234, 8192));
}

static void the_bytes_of_the_format_do_not_change(void **state)
{
	static const unsigned char expected[] = {
		'N',  'W',  'R',  'C',	0,   0,	   0,	 0,    7,    0,	   0,
		0,    0x34, 0x12, 0,	0,   0xa0, 0x0f, 0,    0,    5,	   0,
		0,    0,    42,	  0,	0,   0,	   0,	 0,    0,    0,	   0,
		0x68, 0xe5, 0xcf, 0x8b, 1,   0,	   0,	 0x4c, 0xbb, 0x71, 0x9a,
		9,    1,    3,	  0,	'h', 'e',  'l',	 'l',  'o',  0
	};
	char at[64];

	put_sample(at);
	assert_memory_equal(at, expected, 4);
	assert_memory_equal(at + 8, expected + 8, sizeof(expected) - 8);
}

static void a_record_takes_a_multiple_of_sixteen(void **state)
{
	assert_int_equal(record_bytes(0), 48);
	assert_int_equal(record_bytes(1), 64);
	assert_int_equal(record_bytes(16), 64);
	assert_int_equal(record_bytes(8192), 8240);
}

static void names_of_files_are_read_strictly(void **state)
{
	char name[SEGMENT_NAME_BYTES];
	uint32_t number;
	bool spare;

	segment_name(name, 42, false);
	assert_string_equal(name, "0000000042.segment");
	assert_true(segment_parse_name(name, &number, &spare));
	assert_int_equal(number, 42);
	assert_false(spare);
	assert_true(segment_parse_name("4294967295.spare", &number, &spare));
	assert_true(spare);
	assert_false(segment_parse_name("42.segment", &number, &spare));
	assert_false(segment_parse_name("0000000042.segment~", &number, &spare));
	assert_false(segment_parse_name("4294967296.segment", &number, &spare));
	assert_false(segment_parse_name("checkpoint", &number, &spare));
}

static void percentiles_are_right_within_an_eighth(void **state)
{
	struct histogram h = { 0 };

	assert_int_equal(histogram_percentile(&h, 50), 0);
	for (uint64_t us = 1; us <= 1000; us++)
		histogram_add(&h, us);
	assert_in_range(histogram_percentile(&h, 50), 500, 563);
	assert_in_range(histogram_percentile(&h, 99), 990, 1000);
	assert_int_equal(histogram_percentile(&h, 100), 1000);
}

static void a_histogram_takes_any_time(void **state)
{
	struct histogram h = { 0 };

	histogram_add(&h, 0);
	histogram_add(&h, UINT64_MAX);
	assert_int_equal(histogram_percentile(&h, 50), 0);
	assert_int_equal(h.max_us, UINT64_MAX);
}

static void marks_are_found_in_whatever_order_they_were_noted(void **state)
{
	static const uint32_t megabytes[] = { 40, 10, 30, 20, 50, 5 };
	struct marks m = { 0 };

	for (size_t i = 0; i < NW_ARRAY_LEN(megabytes); i++)
		marks_note(&m, megabytes[i] * 100, megabytes[i] << 20);
	assert_int_equal(m.n, NW_ARRAY_LEN(megabytes));
	assert_int_equal(marks_find(&m, 499, 7), 7);
	assert_int_equal(marks_find(&m, 1000, 7), 10 << 20);
	assert_int_equal(marks_find(&m, 2999, 7), 20 << 20);
	assert_int_equal(marks_find(&m, UINT64_MAX, 7), 50 << 20);
	marks_free(&m);
}

static void marks_are_few(void **state)
{
	struct marks m = { 0 };

	for (unsigned pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < 60000; i++)
			marks_note(&m, i, i * 1024);
	assert_in_range(m.n, 200, 240);
	marks_free(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_checksum_is_the_standard_crc32c),
		cmocka_unit_test(a_header_is_read_as_it_was_written),
		cmocka_unit_test(a_header_counts_for_its_own_place_only),
		cmocka_unit_test(the_bytes_of_the_format_do_not_change),
		cmocka_unit_test(a_record_takes_a_multiple_of_sixteen),
		cmocka_unit_test(names_of_files_are_read_strictly),
		cmocka_unit_test(percentiles_are_right_within_an_eighth),
		cmocka_unit_test(a_histogram_takes_any_time),
		cmocka_unit_test(marks_are_found_in_whatever_order_they_were_noted),
		cmocka_unit_test(marks_are_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
