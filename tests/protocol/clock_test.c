#include "protocol/base/clock.h"

#include "tests/protocol/testing.h"

static void reads(const char *text, uint64_t wall_ms)
{
	uint64_t read = 0;

	assert_int_equal(clock_parse(text, &read), 0);
	assert_int_equal(read, wall_ms);
}

static void assert_no_time(const char *text)
{
	uint64_t read;

	assert_int_equal(clock_parse(text, &read), 1);
}

static void a_date_is_its_midnight(void **state)
{
	reads("1970-01-02", 86400000);
	reads("2023-12-12", 1702339200000);
}

static void a_time_is_read_with_its_zone(void **state)
{
	reads("2023-12-12T08:00:00+08:00", 1702339200000);
	reads("2023-12-12T08:00:00+0800", 1702339200000);
	reads("2023-12-11T19:00:00-05:00", 1702339200000);
	reads("2023-12-12 00:00:00Z", 1702339200000);
	reads("2023-12-12T00:00", 1702339200000);
}

static void parts_of_a_second_are_milliseconds(void **state)
{
	reads("1970-01-01T00:00:01.5Z", 1500);
	reads("1970-01-01T00:00:01.0421234567890Z", 1042);
	reads("1970-01-01T00:00:01.Z", 1000);
}

static void a_number_of_another_kind_is_no_time(void **state)
{
	assert_no_time("1970-01-01T00:00:00.5e300Z");
	assert_no_time("1970-01-01T00:00:00.0x1p9Z");
	assert_no_time("1970-01-01T00:00:00.inf");
}

static void a_zone_is_two_pairs_of_digits(void **state)
{
	assert_no_time("1970-01-02T00:00:00+8:00");
	assert_no_time("1970-01-02T00:00:00+-1:00");
	assert_no_time("1970-01-02T00:00:00+08:00 or so");
	assert_no_time("1970-01-02T00:00:00+");
	assert_no_time("1970-01-02T00:00:00+08:");
	assert_no_time("1970-01-02T00:00:00+99:00");
	assert_no_time("1970-01-02T00:00:00 CET");
}

static void what_is_no_time_is_none(void **state)
{
	assert_no_time("");
	assert_no_time("soon");
	assert_no_time("2023-13-01");
	assert_no_time("2023-12-12T25:00:00Z");
	assert_no_time("1969-12-31T23:59:59Z");
}

static void what_is_written_is_read_back(void **state)
{
	char text[CLOCK_TEXT_SIZE];

	assert_string_equal(clock_format(1702339200042, text),
			    "2023-12-12T00:00:00.042Z");
	reads(text, 1702339200042);
}

static void the_second_clock_does_not_go_back(void **state)
{
	uint64_t before = clock_monotonic_us();

	assert_true(clock_monotonic_us() >= before);
	assert_true(clock_wall_ms() > 1702339200000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_its_midnight),
		cmocka_unit_test(a_time_is_read_with_its_zone),
		cmocka_unit_test(parts_of_a_second_are_milliseconds),
		cmocka_unit_test(a_number_of_another_kind_is_no_time),
		cmocka_unit_test(a_zone_is_two_pairs_of_digits),
		cmocka_unit_test(what_is_no_time_is_none),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(the_second_clock_does_not_go_back),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
