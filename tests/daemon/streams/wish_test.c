#include "daemon/streams/wish.h"

#include <string.h>

#include "tests/daemon/testing.h"

static struct wish wish;
static char reason[FRAME_MAX_REASON];

static int fresh(void **state)
{
	wish = (struct wish){ 0 };
	*reason = '\0';
	return 0;
}

static int freed(void **state)
{
	wish_free(&wish);
	return 0;
}

static int read_wish(const char *head)
{
	wish_free(&wish);
	return wish_read(&wish, (struct frame_part){ head, strlen(head) }, reason);
}

static void want(const char *head)
{
	assert_int_equal(read_wish(head), 0);
}

static void assert_refused(const char *head, const char *why)
{
	assert_int_equal(read_wish(head), WISH_BAD);
	assert_non_null(strstr(reason, why));
}

/* An event of this type and language about one entity, whose name is folded. */
static bool wants(const char *type, const char *lang, const char *name)
{
	struct buf names = { 0 };
	struct event_view view = { .type = event_text(type), .lang = event_text(lang) };
	bool r;

	assert_int_equal(event_put_name(&names, name, strlen(name)), 0);
	view.names = (struct event_text){ names.data, names.len };
	r = wish_wants(&wish, &view);
	buf_free(&names);
	return r;
}

static void an_empty_head_wants_everything_from_now(void **state)
{
	want("{}");
	assert_int_equal(wish.from, WISH_NOW);
	assert_int_equal(wish.credit, WISH_DEFAULT_CREDIT);
	assert_true(wish.n == FRAME_NO_N);
	assert_true(wants("funding", "en", "acme"));
}

static void null_is_the_same_as_left_out(void **state)
{
	want("{\"from\":null,\"types\":null,\"names\":null,\"durable\":null}");
	assert_int_equal(wish.from, WISH_NOW);
	assert_string_equal(wish.durable, "");
}

static void members_that_are_not_known_are_ignored(void **state)
{
	want("{\"colour\":[1,{\"a\":null}],\"credit\":5}");
	assert_int_equal(wish.credit, 5);
}

static void types_are_short_or_long(void **state)
{
	want("{\"types\":[\"funding\",\"newswire.release.v1\"]}");
	assert_true(wants("funding", "en", "acme"));
	assert_true(wants("release", "en", "acme"));
	assert_false(wants("listing", "en", "acme"));
}

static void half_a_long_type_is_no_type(void **state)
{
	want("{\"types\":[\"newswire.\",\"newswire..v1\",\".v1\"]}");
	assert_false(wants("funding", "en", "acme"));
}

static void names_are_compared_without_case_width_script_and_blanks(void **state)
{
	want("{\"names\":[\"Mistral  AI\",\"輝達\"]}");
	assert_true(wants("funding", "en", "mistralai"));
	assert_true(wants("funding", "zh-Hans", "辉达"));
	assert_false(wants("funding", "en", "mistral"));
}

static void names_may_be_written_with_escapes(void **state)
{
	want("{\"names\":[\"\\u82f1\\u4f1f\\u8fbe\"]}");
	assert_true(wants("funding", "zh-Hans", "英伟达"));
}

static void only_the_text_behind_escapes_counts(void **state)
{
	char head[4096] = "{\"names\":[\"";

	for (int i = 0; i < 300; i++)
		strcat(head, "\\u82f1");
	strcat(head, "\"]}");
	want(head);
}

static void zh_stands_for_both_scripts(void **state)
{
	want("{\"langs\":[\"zh\"]}");
	assert_true(wants("funding", "zh-Hans", "acme"));
	assert_true(wants("funding", "zh-Hant", "acme"));
	assert_false(wants("funding", "en", "acme"));
	want("{\"langs\":[\"zh-Hant\"]}");
	assert_false(wants("funding", "zh-Hans", "acme"));
}

static void all_that_is_said_must_hold(void **state)
{
	want("{\"types\":[\"funding\"],\"langs\":[\"en\"],\"names\":[\"Acme\"]}");
	assert_true(wants("funding", "en", "acme"));
	assert_false(wants("funding", "en", "bolt"));
	assert_false(wants("funding", "zh-Hans", "acme"));
	assert_false(wants("release", "en", "acme"));
}

static void a_stream_begins_where_it_is_told(void **state)
{
	want("{\"from\":\"begin\"}");
	assert_int_equal(wish.from, WISH_BEGIN);
	want("{\"from\":{\"seq\":\"00000000000000000042\"}}");
	assert_int_equal(wish.from_value, 42);
	want("{\"from\":{\"time\":\"1970-01-01T00:00:01.5Z\"}}");
	assert_int_equal(wish.from_value, 1500);
}

static void a_start_that_is_none_is_refused(void **state)
{
	assert_refused("{\"from\":\"later\"}", "from");
	assert_refused("{\"from\":17}", "from");
	assert_refused("{\"from\":{}}", "from");
	assert_refused("{\"from\":{\"seq\":42}}", "seq");
	assert_refused("{\"from\":{\"seq\":\"99999999999999999999\"}}", "seq");
	assert_refused("{\"from\":{\"time\":\"soon\"}}", "from");
	assert_refused("{\"from\":{\"place\":\"1\"}}", "from");
}

static void a_durable_name_is_plain(void **state)
{
	want("{\"durable\":\"Loader-1._x\"}");
	assert_string_equal(wish.durable, "Loader-1._x");
	assert_refused("{\"durable\":\"\"}", "durable");
	assert_refused("{\"durable\":\"a/b\"}", "durable");
	assert_refused("{\"durable\":\"a\\u0000b\"}", "durable");
	assert_refused("{\"durable\":7}", "durable");
}

static void a_durable_name_has_at_most_64_letters(void **state)
{
	char head[128];

	snprintf(head, sizeof(head), "{\"durable\":\"%064d\"}", 0);
	want(head);
	snprintf(head, sizeof(head), "{\"durable\":\"%065d\"}", 0);
	assert_refused(head, "durable");
}

static void credit_has_its_limits(void **state)
{
	want("{\"credit\":100000}");
	assert_refused("{\"credit\":100001}", "credit");
	assert_refused("{\"credit\":-1}", "credit");
	assert_refused("{\"credit\":1.5}", "credit");
	assert_refused("{\"credit\":18446744073709551617}", "credit");
}

static void a_list_is_a_list_of_strings(void **state)
{
	assert_refused("{\"types\":\"funding\"}", "types");
	assert_refused("{\"names\":[1]}", "string");
	assert_refused("{\"langs\":[[\"en\"]]}", "string");
	assert_refused("{\"names\":{\"a\":\"b\"}}", "names");
}

/* {"langs":["","",...]} with `n` items, said `times` times. */
static void put_langs(struct buf *head, int n, int times)
{
	buf_putc(head, '{');
	for (; times; times--) {
		buf_puts(head, "\"langs\":[");
		for (int i = 0; i < n; i++)
			buf_puts(head, i ? ",\"en\"" : "\"en\"");
		buf_puts(head, times > 1 ? "]," : "]}");
	}
}

static void a_list_has_its_limit_also_when_said_twice(void **state)
{
	struct buf head = { 0 };

	put_langs(&head, 16, 1);
	want(buf_str(&head));
	buf_clear(&head);
	put_langs(&head, 17, 1);
	assert_refused(buf_str(&head), "langs");
	buf_clear(&head);
	put_langs(&head, 9, 2);
	assert_refused(buf_str(&head), "langs");
	buf_free(&head);
}

static void what_is_no_object_is_refused(void **state)
{
	assert_refused("", "JSON");
	assert_refused("{\"types\":[\"a\"]", "JSON");
	assert_refused("{\"types\":[\"a\"]} {}", "JSON");
	assert_refused("{\"types\":[\"a\",]}", "");
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(an_empty_head_wants_everything_from_now),
		sentence(null_is_the_same_as_left_out),
		sentence(members_that_are_not_known_are_ignored),
		sentence(types_are_short_or_long),
		sentence(half_a_long_type_is_no_type),
		sentence(names_are_compared_without_case_width_script_and_blanks),
		sentence(names_may_be_written_with_escapes),
		sentence(only_the_text_behind_escapes_counts),
		sentence(zh_stands_for_both_scripts),
		sentence(all_that_is_said_must_hold),
		sentence(a_stream_begins_where_it_is_told),
		sentence(a_start_that_is_none_is_refused),
		sentence(a_durable_name_is_plain),
		sentence(a_durable_name_has_at_most_64_letters),
		sentence(credit_has_its_limits),
		sentence(a_list_is_a_list_of_strings),
		sentence(a_list_has_its_limit_also_when_said_twice),
		sentence(what_is_no_object_is_refused),
	};

	return cmocka_run_group_tests_name("wish", tests, NULL, NULL);
}
