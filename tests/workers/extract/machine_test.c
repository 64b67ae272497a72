#include "tests/workers/extract/extracting.h"

#include <stdlib.h>
#include <string.h>

/* One rule that is given as a pattern over a few names and words. */
static void rule(const char *pattern)
{
	char yaml[2048];

	snprintf(yaml, sizeof(yaml),
		 "lists:\n  and: [、, 和]\n  name_stop: [在, 的, 昨天]\n"
		 "rules:\n- name: test\n  event: acquisition\n  trigger: [收购]\n"
		 "  pattern: \"%s\"\n  examples: [{text: 无, none: true}]\n",
		 pattern);
	add_rules("test.yaml", yaml);
	add_names("class: ORG\nnames:\n- {name: 甲集团}\n- {name: 乙公司}\n"
		  "- {name: 丙科技}\n");
}

static void assert_event(const char *acquirer, const char *target)
{
	assert_int_equal(event_count(), 1);
	assert_string_equal(filler_text(0, "acquirer", 0), acquirer);
	assert_string_equal(filler_text(0, "target", 0), target);
}

static void words_and_classes_match_in_order(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG>");
	extract("甲集团收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void blanks_and_quotes_are_stepped_over(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG>");
	extract("“甲集团” 收购 「乙公司」。");
	assert_event("甲集团", "乙公司");
}

static void a_bracket_behind_a_name_is_stepped_over(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG>");
	extract("甲集团（前身为某厂）收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void other_scripts_and_widths_match(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG>");
	extract("甲集團收購乙公司。");
	assert_event("甲集團", "乙公司");
}

static void a_gap_does_not_cross_a_comma(void **state)
{
	rule("<acquirer:ORG> _{0,20} 收购 <target:ORG>");
	extract("甲集团今天宣布，收购乙公司。");
	assert_int_equal(event_count(), 0);
}

static void a_wide_gap_crosses_a_comma(void **state)
{
	rule("<acquirer:ORG> ~{0,20} 收购 <target:ORG>");
	extract("甲集团今天宣布，收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void no_gap_crosses_a_full_stop(void **state)
{
	rule("<acquirer:ORG> ~{0,20} 收购 <target:ORG>");
	extract("甲集团今天宣布。收购乙公司。");
	assert_int_equal(event_count(), 0);
}

static void a_gap_is_no_longer_than_it_says(void **state)
{
	rule("<acquirer:ORG> _{0,3} 收购 <target:ORG>");
	extract("甲集团一二三四收购乙公司。");
	assert_int_equal(event_count(), 0);
	extract("甲集团一二三收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void a_latin_word_is_one_unit_of_a_gap(void **state)
{
	rule("<acquirer:ORG> _{0,2} 收购 <target:ORG>");
	extract("甲集团 really quickly 收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void the_nearest_name_wins(void **state)
{
	rule("<acquirer:ORG> _{0,20} 收购 <target:ORG>");
	extract("丙科技看着甲集团收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void what_is_optional_is_taken_when_it_is_there(void **state)
{
	rule("<acquirer:ORG> (以 <price:MONEY>)? 收购 <target:ORG>");
	extract("甲集团以3亿元收购乙公司。");
	assert_event("甲集团", "乙公司");
	assert_string_equal(filler_text(0, "price", 0), "3亿元");
	extract("甲集团收购乙公司。");
	assert_event("甲集团", "乙公司");
}

static void a_row_captures_all_its_names(void **state)
{
	rule("<acquirer+:ORG> 收购 <target:ORG>");
	extract("甲集团、丙科技收购乙公司。");
	assert_event("甲集团", "乙公司");
	assert_string_equal(filler_text(0, "acquirer", 1), "丙科技");
}

static void a_row_in_a_role_for_one_makes_several_events(void **state)
{
	rule("<acquirer:ORG> 收购 <target+:ORG>");
	extract("甲集团收购乙公司和丙科技。");
	assert_int_equal(event_count(), 2);
	assert_string_equal(filler_text(0, "target", 0), "乙公司");
	assert_string_equal(filler_text(1, "target", 0), "丙科技");
}

static void two_matches_of_a_sentence_are_two_events(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG>");
	extract("甲集团收购乙公司，乙公司收购丙科技。");
	assert_int_equal(event_count(), 2);
}

static void an_unknown_name_is_bounded_by_its_context(void **state)
{
	rule("<acquirer:ORG?BARE> 在 _{0,4} 收购 <target:ORG?NAME>");
	extract("昨天白桦岭在海外收购Kelp Works。");
	assert_event("白桦岭", "Kelp Works");
}

static void an_open_name_needs_something_that_shows_it(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG?NAME>");
	extract("甲集团收购了不起。");
	assert_int_equal(event_count(), 0);
}

static void what_stands_in_quotes_is_a_name(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG?NAME>");
	extract("甲集团收购“了不起”。");
	assert_event("甲集团", "了不起");
}

static void the_ends_of_a_sentence_can_be_asked_for(void **state)
{
	rule("^ <acquirer:ORG> 收购 <target:ORG> $");
	extract("甲集团收购乙公司");
	assert_event("甲集团", "乙公司");
	extract("听说甲集团收购乙公司");
	assert_int_equal(event_count(), 0);
	extract("甲集团收购乙公司的消息");
	assert_int_equal(event_count(), 0);
}

/* A pattern that would explode when tried out way by way. */
static void ambiguity_costs_no_time(void **state)
{
	enum { REPEATS = 20000 };
	char *text = calloc(REPEATS, 16);

	rule("(收? 购? _{0,9} 收? 购?){0,9} (收|购|_){0,9} 收购 <target:ORG>");
	for (int i = 0; i < REPEATS; i++)
		strcat(text + 6 * (size_t)i, "收购");
	extract(text);
	assert_int_equal(event_count(), 0);
	free(text);
}

static void text_that_is_no_utf8_is_survived(void **state)
{
	rule("<acquirer:ORG> 收购 <target:ORG>");
	extract("\xff\xfe甲集团\xe6收购\xc0\x80乙公司\xf0\x9f");
	assert_true(event_count() <= 1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, extracting_setup, extracting_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_and_classes_match_in_order),
		TEST(blanks_and_quotes_are_stepped_over),
		TEST(a_bracket_behind_a_name_is_stepped_over),
		TEST(other_scripts_and_widths_match),
		TEST(a_gap_does_not_cross_a_comma),
		TEST(a_wide_gap_crosses_a_comma),
		TEST(no_gap_crosses_a_full_stop),
		TEST(a_gap_is_no_longer_than_it_says),
		TEST(a_latin_word_is_one_unit_of_a_gap),
		TEST(the_nearest_name_wins),
		TEST(what_is_optional_is_taken_when_it_is_there),
		TEST(a_row_captures_all_its_names),
		TEST(a_row_in_a_role_for_one_makes_several_events),
		TEST(two_matches_of_a_sentence_are_two_events),
		TEST(an_unknown_name_is_bounded_by_its_context),
		TEST(an_open_name_needs_something_that_shows_it),
		TEST(what_stands_in_quotes_is_a_name),
		TEST(the_ends_of_a_sentence_can_be_asked_for),
		TEST(ambiguity_costs_no_time),
		TEST(text_that_is_no_utf8_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
