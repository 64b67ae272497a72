#include "protocol/head.h"

#include <string.h>

#include "tests/protocol/testing.h"

static void assert_json(const char *s)
{
	if (!head_is_json(s, strlen(s)))
		fail_msg("should be JSON: %s", s);
}

static void assert_no_json(const char *s)
{
	if (head_is_json(s, strlen(s)))
		fail_msg("should not be JSON: %s", s);
}

/* The text of the string under "k" in `json`. */
static const char *text(const char *json)
{
	static char out[256];
	struct head_reader r;
	struct head_member m;

	assert_int_equal(head_open(&r, json, strlen(json)), 0);
	assert_int_equal(head_next(&r, &m), 0);
	assert_true(head_key_is(&m, "k"));
	assert_int_equal(m.kind, HEAD_STRING);
	out[head_text(&m, out)] = '\0';
	assert_int_equal(head_next(&r, &m), HEAD_END);
	return out;
}

/* How reading all of `json` ends. */
static int read_all(const char *json)
{
	struct head_reader r;
	struct head_member m;
	int x = head_open(&r, json, strlen(json));

	while (x == 0)
		x = head_next(&r, &m);
	return x;
}

static void nest(char *out, unsigned depth)
{
	strcpy(out, "{\"a\":");
	memset(out + 5, '[', depth - 1);
	memset(out + 4 + depth, ']', depth - 1);
	strcpy(out + 3 + 2 * depth, "}");
}

static void objects_of_every_shape_are_json(void **state)
{
	assert_json("{}");
	assert_json(" { } \n");
	assert_json("{\"a\":1}");
	assert_json("{\"a\":[],\"b\":{},\"c\":[{},[]]}");
	assert_json("{\"a\":[1,-2.5e+3,0.0],\"b\":[true,false,null]}");
	assert_json("{\"a\" : { \"b\" : [ { \"c\" : \"\\u4e2d\\n\" } ] } }");
}

static void what_is_almost_json_is_none(void **state)
{
	assert_no_json("");
	assert_no_json("{");
	assert_no_json("[]");
	assert_no_json("{}{}");
	assert_no_json("{\"a\"}");
	assert_no_json("{\"a\":}");
	assert_no_json("{\"a\":1,}");
	assert_no_json("{,\"a\":1}");
	assert_no_json("{\"a\":[1,]}");
	assert_no_json("{\"a\":[1 2]}");
	assert_no_json("{\"a\":[1}}");
	assert_no_json("{\"a\":{]}");
	assert_no_json("{\"a\":01}");
	assert_no_json("{\"a\":1.}");
	assert_no_json("{\"a\":-}");
	assert_no_json("{\"a\":tru}");
	assert_no_json("{a:1}");
	assert_no_json("{'a':1}");
}

static void strings_are_strict(void **state)
{
	assert_no_json("{\"a\":\"\n\"}");
	assert_no_json("{\"a\":\"\\x\"}");
	assert_no_json("{\"a\":\"\\u12g4\"}");
	assert_no_json("{\"a\":\"\\u12");
	assert_no_json("{\"a\":\"\xff\"}");
	assert_no_json("{\"a\":\"\xed\xa0\x80\"}");
	assert_no_json("{\"a\":\"never ends}");
	assert_no_json("{\"a\":\"ends in a backslash\\\"}");
}

static void depth_has_a_limit(void **state)
{
	char json[256];

	nest(json, HEAD_MAX_DEPTH);
	assert_json(json);
	nest(json, HEAD_MAX_DEPTH + 1);
	assert_no_json(json);
}

static void every_beginning_of_an_object_is_refused(void **state)
{
	const char *json =
		"{\"a\":[{\"b\":\"\\u4e2d\",\"c\":-1.5e3},true,{},[]],\"d\":{\"e\":1}}";

	assert_json(json);
	for (size_t len = 0; len < strlen(json); len++)
		assert_false(head_is_json(json, len));
}

static void escapes_become_text(void **state)
{
	assert_string_equal(text("{\"k\":\"plain\"}"), "plain");
	assert_string_equal(text("{\"k\":\"\"}"), "");
	assert_string_equal(text("{\"k\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}"),
			    "\"\\/\b\f\n\r\t");
	assert_string_equal(text("{\"k\":\"\\u4E2d\"}"), "中");
	assert_string_equal(text("{\"k\":\"\\ud83d\\ude00!\"}"), "😀!");
}

static void half_a_pair_becomes_a_replacement(void **state)
{
	assert_string_equal(text("{\"k\":\"\\ud83d!\"}"), "\xef\xbf\xbd!");
	assert_string_equal(text("{\"k\":\"\\ude00\\ud83d\"}"),
			    "\xef\xbf\xbd\xef\xbf\xbd");
	assert_string_equal(text("{\"k\":\"\\ud83d\\u0041\"}"), "\xef\xbf\xbd"
								"A");
}

static void members_come_in_their_order(void **state)
{
	const char *json = "{\"one\":1,\"two\":[2, 3],\"three\":null}";
	struct head_reader r;
	struct head_member m;
	uint64_t n;

	assert_int_equal(head_open(&r, json, strlen(json)), 0);
	assert_int_equal(head_next(&r, &m), 0);
	assert_true(head_key_is(&m, "one"));
	assert_int_equal(head_uint(&m, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(head_next(&r, &m), 0);
	assert_int_equal(m.kind, HEAD_LIST);
	assert_memory_equal(m.value, "[2, 3]", m.len);
	assert_int_equal(head_next(&r, &m), 0);
	assert_int_equal(m.kind, HEAD_NULL);
	assert_int_equal(head_next(&r, &m), HEAD_END);
}

static void a_list_is_read_without_keys(void **state)
{
	const char *json = "[\"a\",\"b\"]";
	struct head_reader r;
	struct head_member m;

	assert_int_equal(head_open(&r, json, strlen(json)), 0);
	assert_int_equal(head_next(&r, &m), 0);
	assert_null(m.key);
	assert_int_equal(head_next(&r, &m), 0);
	assert_memory_equal(m.value, "b", m.len);
	assert_int_equal(head_next(&r, &m), HEAD_END);
}

static void what_follows_the_end_is_an_error(void **state)
{
	assert_int_equal(read_all("{\"a\":1} "), HEAD_END);
	assert_int_equal(read_all("{\"a\":1} x"), HEAD_BAD);
	assert_int_equal(read_all("{\"a\":1"), HEAD_BAD);
	assert_int_equal(read_all("{\"a\":1 \"b\":2}"), HEAD_BAD);
	assert_int_equal(read_all("{\"a\":1,}"), HEAD_BAD);
	assert_int_equal(read_all("7"), HEAD_BAD);
}

static struct head_member number(const char *digits)
{
	return (struct head_member){ .kind = HEAD_NUMBER,
				     .value = digits,
				     .len = strlen(digits) };
}

static void numbers_do_not_overflow(void **state)
{
	struct head_member largest = number("18446744073709551615");
	struct head_member more = number("18446744073709551616");
	struct head_member fraction = number("1.5");
	uint64_t n = 0;

	assert_int_equal(head_uint(&largest, &n), 0);
	assert_true(n == UINT64_MAX);
	assert_int_equal(head_uint(&more, &n), HEAD_BAD);
	assert_int_equal(head_uint(&fraction, &n), HEAD_BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_of_every_shape_are_json),
		cmocka_unit_test(what_is_almost_json_is_none),
		cmocka_unit_test(strings_are_strict),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(every_beginning_of_an_object_is_refused),
		cmocka_unit_test(escapes_become_text),
		cmocka_unit_test(half_a_pair_becomes_a_replacement),
		cmocka_unit_test(members_come_in_their_order),
		cmocka_unit_test(a_list_is_read_without_keys),
		cmocka_unit_test(what_follows_the_end_is_an_error),
		cmocka_unit_test(numbers_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
