#include "protocol/cli/args.h"

#include <string.h>

#include "tests/protocol/testing.h"

static int flag;
static const char *text;
static struct arg_list list;
static unsigned number;
static size_t n;
static char *words[16];

static const struct arg table[] = {
	{ "--flag", ARG_FLAG, &flag, NULL, "a flag" },
	{ "--text", ARG_TEXT, &text, "TEXT", "a text" },
	{ "--list", ARG_LIST, &list, "ITEM", "a list" },
	{ "-n", ARG_UNSIGNED, &number, "N", "a number" },
	{ 0 },
};

static const struct command command = { .name = "test",
					.usage = "[OPTION...]",
					.summary = "is tested" };

/* Parses the words of `line`, which are parted by blanks. */
static int parse(const char *line)
{
	static char copy[256];
	int argc = 1;

	flag = 0;
	text = NULL;
	list = (struct arg_list){ 0 };
	number = 0;
	words[0] = copy;
	strcpy(copy, line);
	for (char *w = strtok(copy, " "); w; w = strtok(NULL, " "))
		words[argc++] = w;
	return args_parse(&command, table, argc, words, &n);
}

static void options_and_operands_may_be_mixed(void **state)
{
	assert_int_equal(parse("one --flag two --text x three -n 7"), 0);
	assert_int_equal(n, 3);
	assert_string_equal(words[0], "one");
	assert_string_equal(words[2], "three");
	assert_int_equal(flag, 1);
	assert_string_equal(text, "x");
	assert_int_equal(number, 7);
}

static void a_value_may_stand_behind_an_equals_sign(void **state)
{
	assert_int_equal(parse("--text=a=b -n=12"), 0);
	assert_string_equal(text, "a=b");
	assert_int_equal(number, 12);
}

static void a_list_grows_and_ends_in_null(void **state)
{
	assert_int_equal(parse("--list a --list b"), 0);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.items[1], "b");
	assert_null(list.items[2]);
}

static void a_dash_is_an_operand(void **state)
{
	assert_int_equal(parse("- -- --flag"), 0);
	assert_int_equal(n, 2);
	assert_string_equal(words[0], "-");
	assert_string_equal(words[1], "--flag");
	assert_int_equal(flag, 0);
}

static void what_is_wrong_is_refused(void **state)
{
	assert_int_equal(parse("--unknown"), ARGS_BAD);
	assert_int_equal(parse("--text"), ARGS_BAD);
	assert_int_equal(parse("--flag=1"), ARGS_BAD);
	assert_int_equal(parse("-n many"), ARGS_BAD);
	assert_int_equal(parse("-n -1"), ARGS_BAD);
	assert_int_equal(parse("-n 99999999999"), ARGS_BAD);
	assert_int_equal(parse("-n="), ARGS_BAD);
}

static void exit_codes_tell_help_from_misuse(void **state)
{
	assert_int_equal(args_exit(ARGS_HELP), EXIT_DONE);
	assert_int_equal(args_exit(ARGS_BAD), EXIT_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_may_be_mixed),
		cmocka_unit_test(a_value_may_stand_behind_an_equals_sign),
		cmocka_unit_test(a_list_grows_and_ends_in_null),
		cmocka_unit_test(a_dash_is_an_operand),
		cmocka_unit_test(what_is_wrong_is_refused),
		cmocka_unit_test(exit_codes_tell_help_from_misuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
