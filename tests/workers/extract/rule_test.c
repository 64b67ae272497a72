#include "tests/workers/extract/extracting.h"

#include <string.h>

#define EXAMPLES "  examples: [{text: 甲方收购乙方, none: true}]\n"

static void assert_refused(const char *rules, const char *why)
{
	add_rules("buy.yaml", rules);
	assert_true(try_open() < 0);
	if (!strstr(open_error(), why))
		fail_msg("'%s' does not say '%s'", open_error(), why);
}

static void an_error_names_file_and_line(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n  priority: high\n",
		       "buy.yaml:4:");
}

static void a_role_that_the_catalogue_lacks_is_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<buyer:ORG> 收购'\n" EXAMPLES,
		       "no role of this event");
}

static void an_event_that_the_catalogue_lacks_is_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: eclipse\n"
		       "  pattern: '<sun:ORG> 收购'\n" EXAMPLES,
		       "no event 'eclipse'");
}

static void a_list_that_no_rule_uses_is_an_error(void **state)
{
	assert_refused("lists:\n  idle: [闲]\nrules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> 收购'\n" EXAMPLES,
		       "no rule uses the list 'idle'");
}

static void a_list_that_does_not_exist_is_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> @buy'\n" EXAMPLES,
		       "no list has the name");
}

static void unbounded_repetition_does_not_exist(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> _{0,} 收购'\n" EXAMPLES,
		       "a repetition is {least,most}");
}

static void nested_repetition_is_bounded_too(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '((_{0,60}){0,60}){0,60} 收购'\n" EXAMPLES,
		       "too long");
}

static void a_rule_that_can_never_fire_is_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n  require: [target]\n"
		       "  pattern: '<acquirer:ORG> 收购'\n" EXAMPLES,
		       "it can never fire");
}

static void a_pattern_without_any_certain_word_needs_a_trigger(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> 收购?'\n" EXAMPLES,
		       "give a trigger");
}

static void a_rule_without_examples_is_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> 收购'\n",
		       "needs examples");
}

static void a_value_that_is_no_term_is_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: personnel\n  set: {action: dance}\n"
		       "  pattern: '<person:PERSON> 跳舞'\n" EXAMPLES,
		       "'dance' is no term");
}

static void two_rules_of_one_name_are_an_error(void **state)
{
	assert_refused("rules:\n- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> 收购'\n" EXAMPLES
		       "- name: a\n  event: acquisition\n"
		       "  pattern: '<acquirer:ORG> 并购'\n" EXAMPLES,
		       "rule 'a' is already in");
}

static void an_unknown_key_is_an_error(void **state)
{
	assert_refused(
		"rules:\n- name: a\n  event: acquisition\n  colour: red\n" EXAMPLES,
		"unknown key 'colour'");
}

static void files_share_their_lists(void **state)
{
	add_rules("a.yaml", "rules:\n- name: a\n  event: acquisition\n"
			    "  pattern: '<acquirer:ORG> @buy'\n" EXAMPLES);
	add_rules("b.yaml", "lists:\n  buy: [收购]\n");
	assert_int_equal(try_open(), 0);
}

static void an_example_that_does_not_hold_is_reported_with_its_line(void **state)
{
	struct buf report = { 0 };

	add_names("class: ORG\nnames:\n- {name: 甲方集团}\n");
	add_rules("a.yaml", "rules:\n- name: a\n  event: acquisition\n"
			    "  pattern: '<acquirer:ORG> 收购'\n  examples:\n"
			    "  - {text: 甲方集团收购, want: {acquirer: 甲方集团}}\n"
			    "  - {text: 甲方集团收购, none: true}\n"
			    "  - {text: 没有名字的收购, want: {acquirer: 乙方}}\n");
	assert_int_equal(try_open(), 0);
	assert_int_equal(extractor_check(extractor_under_test(), &report), 2);
	assert_non_null(strstr(buf_str(&report), "a.yaml:7: rule a"));
	assert_non_null(strstr(buf_str(&report), "a.yaml:8: rule a"));
	buf_free(&report);
}

static void every_example_of_the_shipped_rules_holds(void **state)
{
	struct buf report = { 0 };

	open_shipped();
	if (extractor_check(extractor_under_test(), &report) != 0)
		fail_msg("%s", buf_str(&report));
	buf_free(&report);
}

static void the_fingerprint_changes_with_any_file(void **state)
{
	char before[128];

	add_names("class: ORG\nnames:\n- {name: 甲方集团}\n");
	assert_int_equal(try_open(), 0);
	strcpy(before, extractor_fingerprint(extractor_under_test()));
	extractor_close((struct extractor *)extractor_under_test());
	add_names("class: ORG\nnames:\n- {name: 乙方集团}\n");
	assert_int_equal(try_open(), 0);
	assert_string_not_equal(before, extractor_fingerprint(extractor_under_test()));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, extracting_setup, extracting_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_error_names_file_and_line),
		TEST(a_role_that_the_catalogue_lacks_is_an_error),
		TEST(an_event_that_the_catalogue_lacks_is_an_error),
		TEST(a_list_that_no_rule_uses_is_an_error),
		TEST(a_list_that_does_not_exist_is_an_error),
		TEST(unbounded_repetition_does_not_exist),
		TEST(nested_repetition_is_bounded_too),
		TEST(a_rule_that_can_never_fire_is_an_error),
		TEST(a_pattern_without_any_certain_word_needs_a_trigger),
		TEST(a_rule_without_examples_is_an_error),
		TEST(a_value_that_is_no_term_is_an_error),
		TEST(two_rules_of_one_name_are_an_error),
		TEST(an_unknown_key_is_an_error),
		TEST(files_share_their_lists),
		TEST(an_example_that_does_not_hold_is_reported_with_its_line),
		TEST(every_example_of_the_shipped_rules_holds),
		TEST(the_fingerprint_changes_with_any_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
