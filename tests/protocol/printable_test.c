#include "protocol/cli/printable.h"

#include <string.h>

#include "protocol/cli/show.h"
#include "protocol/cli/table.h"
#include "tests/protocol/testing.h"

#define LOST "\xef\xbf\xbd"

static char printed[8192];

static void assert_line(const char *text, const char *expected)
{
	struct buf out = { 0 };

	assert_int_equal(printable_line(&out, text, strlen(text)), 0);
	assert_string_equal(buf_str(&out), expected);
	buf_free(&out);
}

static FILE *open_paper(void)
{
	memset(printed, 0, sizeof(printed));
	return fmemopen(printed, sizeof(printed) - 1, "w");
}

static const char *show(const char *json)
{
	json_t *event = json_loads(json, 0, NULL);
	FILE *paper = open_paper();

	assert_non_null(event);
	show_event(paper, event, false);
	fclose(paper);
	json_decref(event);
	return printed;
}

static const char *pad(const char *text, size_t width)
{
	FILE *paper = open_paper();

	printable_pad(paper, text, width);
	fclose(paper);
	return printed;
}

static const char *cut(const char *text, size_t max)
{
	FILE *paper = open_paper();

	printable_print(paper, text, max);
	fclose(paper);
	return printed;
}

static const char *cell(json_t *value, enum shape shape)
{
	table_cell(value, shape, printed);
	json_decref(value);
	return printed;
}

static void text_of_any_language_stays(void **state)
{
	assert_line("Mistral 完成 4.15 亿美元 A 轮, été 😀",
		    "Mistral 完成 4.15 亿美元 A 轮, été 😀");
}

static void escape_sequences_are_no_longer_any(void **state)
{
	assert_line("\033[2Jgone", LOST "[2Jgone");
	assert_line("\033]0;title\007", LOST "]0;title" LOST);
	assert_line("\xc2\x9b"
		    "2J",
		    LOST "2J");
	assert_line("a\rb\bc\x7f", "a" LOST "b" LOST "c" LOST);
}

static void the_direction_of_writing_is_ours(void **state)
{
	assert_line("a\u202e"
		    "b\u2066"
		    "c\u200f",
		    "a" LOST "b" LOST "c" LOST);
}

static void lines_stay_lines(void **state)
{
	struct buf out = { 0 };

	assert_line("one\ntwo\tthree", "one two three");
	assert_int_equal(printable_text(&out, "one\ntwo\033", 8), 0);
	assert_string_equal(buf_str(&out), "one\ntwo" LOST);
	buf_free(&out);
}

static void what_is_not_utf8_is_marked(void **state)
{
	assert_line("a\xff"
		    "b\xc3",
		    "a" LOST "b" LOST);
}

static void chinese_takes_two_columns(void **state)
{
	assert_string_equal(pad("ab", 4), "ab  ");
	assert_string_equal(pad("融资", 6), "融资  ");
	assert_string_equal(pad("融资轮", 5), "融资 ");
	assert_string_equal(pad(NULL, 2), "  ");
}

static void long_text_is_cut_between_characters(void **state)
{
	assert_string_equal(cut("融资轮次", 2), "融资…");
	assert_string_equal(cut("融资", 2), "融资");
	assert_string_equal(cut("\xff\xff\xff", 2), LOST LOST "…");
}

static void an_event_is_two_lines(void **state)
{
	const char *lines = show(
		"{\"type\":\"newswire.funding.v1\",\"data\":{\"type\":\"funding\","
		"\"modality\":\"reported\",\"rev\":2,\"args\":{\"company\":[{\"text\":"
		"\"星河\",\"name\":\"星河智能\"}],\"round\":[{\"text\":\"B轮\"}]},"
		"\"evidence\":[{\"quote\":\"星河完成B轮。\"}],"
		"\"article\":{\"id\":\"a1\",\"source\":\"样报\"}}}");

	assert_non_null(strstr(lines, "funding       company: 星河智能  round: B轮  "
				      "(reported)  (version 2)\n"));
	assert_non_null(strstr(lines, "“星河完成B轮。” 样报\n"));
}

static void an_event_of_a_stranger_only_prints(void **state)
{
	const char *lines =
		show("{\"type\":\"\\u001b[0m\",\"data\":{\"type\":\"x\\u001b[1m\","
		     "\"modality\":\"\\u009b2J\",\"args\":{\"\\u001bc\":[{\"text\":"
		     "\"\\u001b[31m\\n\\r\"}]},\"evidence\":[{\"quote\":\"\\u0007\"}],"
		     "\"article\":{\"source\":\"\\u001b]0;x\\u0007\"}}}");

	assert_null(strchr(lines, '\033'));
	assert_null(strchr(lines, '\r'));
	assert_null(strchr(lines, '\007'));
	assert_null(strstr(lines, "\xc2\x9b"));
}

static void events_that_are_none_print_something(void **state)
{
	assert_non_null(strchr(show("{}"), '\n'));
	assert_non_null(strchr(show("[1]"), '\n'));
	assert_non_null(strchr(show("{\"data\":{\"args\":[1],\"evidence\":7}}"), '\n'));
	assert_non_null(
		strchr(show("{\"data\":{\"args\":{\"a\":{\"b\":1},\"c\":[null]}}}"),
		       '\n'));
}

static void a_retraction_tells_why(void **state)
{
	assert_non_null(strstr(show("{\"data\":{\"event\":\"4be1\",\"reason\":\"gone\"},"
				    "\"type\":\"newswire.retraction.v1\"}"),
			       "4be1  gone"));
}

static void numbers_have_units(void **state)
{
	assert_string_equal(cell(json_integer(1234567), COUNT), "1,234,567");
	assert_string_equal(cell(json_integer(999), COUNT), "999");
	assert_string_equal(cell(json_integer(250), TIME_US), "250 us");
	assert_string_equal(cell(json_integer(1300), TIME_US), "1.3 ms");
	assert_string_equal(cell(json_integer(1500), AGE_MS), "1.5 s");
	assert_string_equal(cell(json_integer(180000), AGE_MS), "3.0 min");
	assert_string_equal(cell(json_integer(12400000), SIZE_BYTES), "12.4 MB");
	assert_string_equal(cell(json_true(), AS_IS), "yes");
	assert_string_equal(cell(json_pack("[ss]", "a", "b"), AS_IS), "a,b");
	assert_string_equal(cell(json_string("many"), COUNT), "many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_any_language_stays),
		cmocka_unit_test(escape_sequences_are_no_longer_any),
		cmocka_unit_test(the_direction_of_writing_is_ours),
		cmocka_unit_test(lines_stay_lines),
		cmocka_unit_test(what_is_not_utf8_is_marked),
		cmocka_unit_test(chinese_takes_two_columns),
		cmocka_unit_test(long_text_is_cut_between_characters),
		cmocka_unit_test(an_event_is_two_lines),
		cmocka_unit_test(an_event_of_a_stranger_only_prints),
		cmocka_unit_test(events_that_are_none_print_something),
		cmocka_unit_test(a_retraction_tells_why),
		cmocka_unit_test(numbers_have_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
