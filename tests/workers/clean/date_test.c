#include "tests/workers/clean/cleaning.h"

#include "workers/clean/date.h"

static const char *found_in(const char *text, bool in_china)
{
	struct date d;

	return date_find(span_of(text), &d) ? date_format(&d, in_china, cleaning_arena())
					    : NULL;
}

static const char *found_in_url(const char *url)
{
	struct date d;

	return date_in_url(url, &d) ? date_format(&d, false, cleaning_arena()) : NULL;
}

static void iso_dates_are_kept_as_they_are(void **state)
{
	assert_string_equal(found_in("2023-12-12T08:00:05+08:00", false),
			    "2023-12-12T08:00:05+08:00");
	assert_string_equal(found_in("2023-12-12T08:00:05.123Z", true),
			    "2023-12-12T08:00:05Z");
	assert_string_equal(found_in("2023-12-12", true), "2023-12-12");
	assert_string_equal(found_in("2023-12-12T08:00:05-0500", true),
			    "2023-12-12T08:00:05-05:00");
}

static void chinese_dates_have_chinas_zone(void **state)
{
	assert_string_equal(found_in("发表于 2023-8-8 09:07 | 只看该作者", true),
			    "2023-08-08T09:07:00+08:00");
	assert_string_equal(found_in("2023年8月8日 09:07:30", true),
			    "2023-08-08T09:07:30+08:00");
	assert_string_equal(found_in("时间：2023 年 8 月 8 日", true), "2023-08-08");
	assert_string_equal(found_in("2023/08/08 9:07", true),
			    "2023-08-08T09:07:00+08:00");
}

static void english_dates_may_come_in_either_order(void **state)
{
	assert_string_equal(found_in("Published Aug. 8, 2023", false), "2023-08-08");
	assert_string_equal(found_in("Tue, 08 August 2023 09:07:00 GMT", false),
			    "2023-08-08T09:07:00Z");
	assert_string_equal(found_in("September 1st, 2023 9:07 pm", false),
			    "2023-09-01T21:07:00");
}

static void what_is_no_date_is_not_found(void **state)
{
	static const char *const others[] = {
		"",	      "1234-5678", "8/9/2023",	    "version 1.2.3",
		"2023-13-01", "12345-1-1", "May I come in", "2023"
	};

	for (size_t i = 0; i < NW_ARRAY_LEN(others); i++)
		assert_null(found_in(others[i], true));
}

static void the_rest_of_the_line_is_measured(void **state)
{
	struct date d;
	size_t rest;

	assert_true(date_find_in(span_of("at 2023-08-08 09:07 it"), &d, &rest));
	assert_int_equal(rest, strlen("at ") + strlen("it"));
}

static void addresses_hold_dates(void **state)
{
	assert_string_equal(found_in_url("https://example.com/2023/08/08/title"),
			    "2023-08-08");
	assert_string_equal(found_in_url("https://example.com/a/20230808/1.htm"),
			    "2023-08-08");
	assert_string_equal(found_in_url("https://example.com/2023-08/08/c_1.htm"),
			    "2023-08-08");
	assert_string_equal(found_in_url("https://example.com/2023/0808/c1.html"),
			    "2023-08-08");
	assert_null(found_in_url("https://example.com/id/99999999"));
	assert_null(found_in_url(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(iso_dates_are_kept_as_they_are),
		clean_test(chinese_dates_have_chinas_zone),
		clean_test(english_dates_may_come_in_either_order),
		clean_test(what_is_no_date_is_not_found),
		clean_test(the_rest_of_the_line_is_measured),
		clean_test(addresses_hold_dates),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
