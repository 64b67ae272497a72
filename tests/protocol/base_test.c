/* buf, json, utf8, hash: small things, together. */
#include <errno.h>
#include <string.h>

#include "protocol/base/buf.h"
#include "protocol/base/hash.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/base/utf8.h"
#include "tests/protocol/testing.h"

static struct buf buf;

static int fresh(void **state)
{
	buf = (struct buf){ 0 };
	return 0;
}

static int freed(void **state)
{
	buf_free(&buf);
	return 0;
}

static void a_buf_grows_with_what_is_put(void **state)
{
	for (int i = 0; i < 10000; i++)
		assert_int_equal(buf_putc(&buf, (char)('a' + i % 26)), 0);
	assert_int_equal(buf.len, 10000);
	assert_int_equal(buf.data[9999], 'a' + 9999 % 26);
}

static void an_empty_buf_is_an_empty_string(void **state)
{
	assert_string_equal(buf_str(&buf), "");
	assert_int_equal(buf_append(&buf, NULL, 0), 0);
	assert_int_equal(buf.len, 0);
}

static void printing_appends(void **state)
{
	assert_int_equal(buf_puts(&buf, "a"), 0);
	assert_int_equal(buf_printf(&buf, "%0300d", 7), 0);
	assert_int_equal(buf.len, 301);
	assert_int_equal(buf.data[300], '7');
}

static void what_is_consumed_goes_from_the_front(void **state)
{
	assert_int_equal(buf_puts(&buf, "abcdef"), 0);
	buf_consume(&buf, 4);
	assert_string_equal(buf_str(&buf), "ef");
	buf_consume(&buf, 2);
	assert_int_equal(buf.len, 0);
}

static void more_than_there_can_be_is_a_fault(void **state)
{
	nw_log_set_level(0);
	assert_int_equal(buf_puts(&buf, "a"), 0);
	assert_int_equal(buf_reserve(&buf, SIZE_MAX), -ENOMEM);
	assert_int_equal(buf_reserve(&buf, SIZE_MAX / 2), -ENOMEM);
	assert_string_equal(buf_str(&buf), "a");
}

static void a_file_above_the_limit_is_not_read(void **state)
{
	assert_int_equal(buf_read_file(&buf, "/proc/self/exe", 1000), -EFBIG);
	assert_int_equal(buf_read_file(&buf, "/does/not/exist", 1000), -ENOENT);
}

static void assert_json(const char *text, size_t len, const char *json)
{
	buf_clear(&buf);
	assert_int_equal(json_put_string(&buf, text, len), 0);
	assert_string_equal(buf_str(&buf), json);
}

static void json_escapes_what_it_must(void **state)
{
	assert_json("", 0, "\"\"");
	assert_json("a\"b\\c\n\t\r", 8, "\"a\\\"b\\\\c\\n\\t\\r\"");
	assert_json("\0\x1b\x7f", 3, "\"\\u0000\\u001b\\u007f\"");
	assert_json("中文", 6, "\"中文\"");
}

static void json_replaces_what_is_no_utf8(void **state)
{
	assert_json("a\xff"
		    "b",
		    3,
		    "\"a\xef\xbf\xbd"
		    "b\"");
	assert_json("\xe4\xb8", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	assert_json("\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void an_absent_member_is_left_out(void **state)
{
	assert_int_equal(json_put_member(&buf, "a", NULL), 0);
	assert_int_equal(json_put_member(&buf, "b", "c"), 0);
	assert_string_equal(buf_str(&buf), "\"b\":\"c\",");
}

static void every_character_is_read_as_it_was_written(void **state)
{
	char out[UTF8_MAX];
	uint32_t read;

	for (uint32_t code = 1; code <= 0x10ffff; code++) {
		size_t n = utf8_encode(code, out);

		if (code >= 0xd800 && code < 0xe000) {
			assert_int_equal(n, 0);
			continue;
		}
		if (utf8_decode(out, n, &read) != n || read != code)
			fail_msg("U+%04X", code);
		if (n > 1 && utf8_decode(out, n - 1, &read) != 0)
			fail_msg("U+%04X is read though it is cut off", code);
	}
	assert_int_equal(utf8_encode(0x110000, out), 0);
}

static void overlong_forms_and_surrogates_are_none(void **state)
{
	static const char *const bad[] = { "\xc0\x80",	   "\xc1\xbf",
					   "\xe0\x80\x80", "\xf0\x80\x80\x80",
					   "\xed\xa0\x80", "\xf4\x90\x80\x80",
					   "\x80",	   "\xf5\x80\x80\x80",
					   "\xff",	   "\xc3(" };

	for (size_t i = 0; i < NW_ARRAY_LEN(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_true(utf8_valid("", 0));
	assert_true(utf8_valid("a中\xf0\x9f\x98\x80", 8));
}

static void a_hash_tells_bytes_apart(void **state)
{
	char hex[HASH_SHA256_HEX];

	assert_true(hash128_equal(hash128("a", 1), hash128("a", 1)));
	assert_false(hash128_equal(hash128("a", 1), hash128("b", 1)));
	assert_false(hash128_equal(hash128("", 0), hash128("\0", 1)));
	assert_string_equal(
		hash_sha256_hex("abc", 3, hex),
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_buf_grows_with_what_is_put),
		sentence(an_empty_buf_is_an_empty_string),
		sentence(printing_appends),
		sentence(what_is_consumed_goes_from_the_front),
		sentence(more_than_there_can_be_is_a_fault),
		sentence(a_file_above_the_limit_is_not_read),
		sentence(json_escapes_what_it_must),
		sentence(json_replaces_what_is_no_utf8),
		sentence(an_absent_member_is_left_out),
		sentence(every_character_is_read_as_it_was_written),
		sentence(overlong_forms_and_surrogates_are_none),
		sentence(a_hash_tells_bytes_apart),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
