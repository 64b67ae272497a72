#include "workers/inflate.h"

#include <string.h>
#include <zlib.h>

#include "tests/protocol/testing.h"

enum { GZIP = 16 + MAX_WBITS, ZLIB = MAX_WBITS };

static struct arena *arena;
static char packed[1 << 20];
static size_t packed_len, len;
static const char *text;

static int fresh(void **state)
{
	return arena_open(&arena, 64 << 20);
}

static int closed(void **state)
{
	arena = arena_close(arena);
	return 0;
}

static void pack(const char *data, size_t data_len, int kind)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)data,
		       .avail_in = (uInt)data_len,
		       .next_out = (Bytef *)packed,
		       .avail_out = sizeof(packed) };

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, kind, 8, Z_DEFAULT_STRATEGY),
			 Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	packed_len = z.total_out;
	deflateEnd(&z);
}

static int unpack(size_t max_bytes)
{
	return inflate_body(arena, packed, packed_len, max_bytes, &text, &len);
}

static void gzip_is_unpacked(void **state)
{
	pack("some text", 9, GZIP);
	assert_int_equal(unpack(1000), 0);
	assert_int_equal(len, 9);
	assert_memory_equal(text, "some text", 9);
}

static void zlib_is_unpacked_as_well(void **state)
{
	pack("some text", 9, ZLIB);
	assert_int_equal(unpack(1000), 0);
	assert_memory_equal(text, "some text", 9);
}

static void much_comes_out_whole(void **state)
{
	static char large[5 << 20];

	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)(i / 97);
	pack(large, sizeof(large), GZIP);
	assert_int_equal(unpack(sizeof(large)), 0);
	assert_int_equal(len, sizeof(large));
	assert_memory_equal(text, large, len);
}

static void one_byte_above_the_limit_is_too_large(void **state)
{
	pack("0123456789", 10, GZIP);
	assert_int_equal(unpack(10), 0);
	assert_int_equal(unpack(9), INFLATE_TOO_LARGE);
}

static void a_bomb_is_too_large_and_takes_little(void **state)
{
	static char zeroes[32 << 20];

	pack(zeroes, sizeof(zeroes), GZIP);
	assert_int_equal(unpack(1 << 20), INFLATE_TOO_LARGE);
	assert_true(arena_used(arena) < 8 << 20);
}

static void cut_off_anywhere_it_is_bad(void **state)
{
	pack("some text", 9, GZIP);
	for (size_t whole = packed_len; packed_len--;)
		if (packed_len < whole)
			assert_int_equal(unpack(1000), INFLATE_BAD);
}

static void a_wrong_checksum_is_bad(void **state)
{
	pack("some text", 9, GZIP);
	packed[packed_len - 8] ^= 1;
	assert_int_equal(unpack(1000), INFLATE_BAD);
}

static void what_is_not_packed_is_bad(void **state)
{
	packed_len = (size_t)snprintf(packed, sizeof(packed), "<html>plain</html>");
	assert_int_equal(unpack(1000), INFLATE_BAD);
	packed_len = 0;
	assert_int_equal(unpack(1000), INFLATE_BAD);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, closed)

static void members_one_behind_the_other_are_one_body(void **state)
{
	char first[1024];
	size_t first_len;

	pack("first, ", 7, GZIP);
	first_len = packed_len;
	memcpy(first, packed, first_len);
	pack("second", 6, GZIP);
	memmove(packed + first_len, packed, packed_len);
	memcpy(packed, first, first_len);
	packed_len += first_len;
	assert_int_equal(unpack(1000), 0);
	assert_int_equal(len, 13);
	assert_memory_equal(text, "first, second", 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(gzip_is_unpacked),
		sentence(zlib_is_unpacked_as_well),
		sentence(much_comes_out_whole),
		sentence(one_byte_above_the_limit_is_too_large),
		sentence(a_bomb_is_too_large_and_takes_little),
		sentence(cut_off_anywhere_it_is_bad),
		sentence(a_wrong_checksum_is_bad),
		sentence(what_is_not_packed_is_bad),
		sentence(members_one_behind_the_other_are_one_body),
	};

	return cmocka_run_group_tests_name("inflate", tests, NULL, NULL);
}
