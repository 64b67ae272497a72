#include "protocol/event.h"

#include <string.h>

#include "protocol/base/json.h"
#include "protocol/head.h"
#include "tests/protocol/testing.h"

static struct buf names, bytes;

static struct event_view funding(void)
{
	buf_clear(&names);
	event_put_name(&names, "mistralai", 9);
	event_put_name(&names, "英伟达", 9);
	return (struct event_view){
		.id = event_text("9f2c"),
		.type = event_text("funding"),
		.subject = event_text("Mistral \"AI\""),
		.key = event_text("k1"),
		.content = event_text("c1"),
		.lang = event_text("zh-Hans"),
		.names = { names.data, names.len },
		.data = event_text("{\"type\":\"funding\",\"confidence\":0.9}"),
	};
}

static void put(const struct event_view *e)
{
	buf_clear(&bytes);
	assert_int_equal(event_put(&bytes, e), 0);
}

static void assert_not_put(const struct event_view *e)
{
	buf_clear(&bytes);
	assert_int_equal(event_put(&bytes, e), EVENT_BAD);
	assert_int_equal(bytes.len, 0);
}

static struct event_view split(void)
{
	struct event_view e;

	assert_int_equal(event_split(bytes.data, bytes.len, &e), 0);
	return e;
}

static void assert_text(struct event_text t, const char *expected)
{
	assert_int_equal(t.len, strlen(expected));
	assert_memory_equal(t.s, expected, t.len);
}

/* Owned by the caller. */
static json_t *publish(const struct event_view *e, struct event_stamp stamp)
{
	struct buf out = { 0 };
	json_t *json;

	assert_int_equal(event_put_published(&out, e, &stamp), 0);
	json = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	buf_free(&out);
	return json;
}

static void assert_member(const json_t *json, const char *key, const char *expected)
{
	assert_string_equal(json_get_string(json, key), expected);
}

static int forget_bytes(void **state)
{
	buf_free(&names);
	buf_free(&bytes);
	return 0;
}

static void an_event_survives_the_pipe(void **state)
{
	struct event_view e = funding();

	put(&e);
	e = split();
	assert_text(e.id, "9f2c");
	assert_text(e.type, "funding");
	assert_text(e.subject, "Mistral \"AI\"");
	assert_text(e.key, "k1");
	assert_text(e.content, "c1");
	assert_text(e.lang, "zh-Hans");
	assert_text(e.data, "{\"type\":\"funding\",\"confidence\":0.9}");
}

static void its_names_are_found_whole(void **state)
{
	struct event_view e = funding();

	put(&e);
	e = split();
	assert_true(event_has_name(&e, "mistralai", 9));
	assert_true(event_has_name(&e, "英伟达", 9));
	assert_false(event_has_name(&e, "mistral", 7));
	assert_false(event_has_name(&e, "", 0));
}

static void an_event_without_names_has_none(void **state)
{
	struct event_view e = funding();

	e.names.len = 0;
	put(&e);
	e = split();
	assert_false(event_has_name(&e, "mistralai", 9));
}

static void names_too_long_are_left_out(void **state)
{
	static char name[EVENT_MAX_NAME_BYTES + 1];

	memset(name, 'x', sizeof(name));
	buf_clear(&names);
	assert_int_equal(event_put_name(&names, name, sizeof(name)), 0);
	assert_int_equal(names.len, 0);
	for (int i = 0; i < 100; i++)
		assert_int_equal(event_put_name(&names, name, sizeof(name) - 1), 0);
	assert_true(names.len <= EVENT_MAX_NAMES_BYTES);
}

static void what_cannot_be_read_back_is_not_written(void **state)
{
	struct event_view e = funding();

#define WITH(field, text)                   \
	do {                                \
		e = funding();              \
		e.field = event_text(text); \
		assert_not_put(&e);         \
	} while (0)
	WITH(id, "");
	WITH(id, "a b");
	WITH(id, "a\x1b");
	WITH(type, "");
	WITH(type, "Funding");
	WITH(type, "9lives");
	WITH(type, "a/b");
	WITH(subject, "\xff");
	WITH(key, "ä");
	WITH(content, "a\nb");
	WITH(lang, "");
	WITH(lang, "zh/Hans");
	WITH(names, "\x05");
	WITH(names, "\x02\x01x");
	WITH(data, "");
	WITH(data, "{}");
	WITH(data, "[1,2,3]");
	WITH(data, "{\"a\":1}}");
	WITH(data, "{\"a\":1},{\"b\":2}");
	WITH(data, " {\"a\":1}");
#undef WITH
}

static void every_part_of_an_event_is_none(void **state)
{
	struct event_view e = funding();

	put(&e);
	for (size_t len = 0; len < bytes.len; len++)
		assert_int_equal(event_split(bytes.data, len, &e), EVENT_BAD);
}

static void an_event_with_a_tail_is_none(void **state)
{
	struct event_view e = funding();

	put(&e);
	buf_putc(&bytes, 'x');
	assert_int_equal(event_split(bytes.data, bytes.len, &e), EVENT_BAD);
}

static void lengths_that_lie_are_found_out(void **state)
{
	struct event_view e = funding();

	for (size_t i = 0; i < EVENT_HEADER_BYTES; i++) {
		put(&e);
		bytes.data[i] = (char)0xff;
		assert_int_equal(event_split(bytes.data, bytes.len,
					     &(struct event_view){ 0 }),
				 EVENT_BAD);
	}
}

static void a_published_event_is_a_cloud_event(void **state)
{
	struct event_view e = funding();
	json_t *json = publish(&e, (struct event_stamp){ .node = "desk1",
							 .seq = 42,
							 .time_ms = 1702368000123,
							 .rev = 1 });
	json_t *data = json_object_get(json, "data");

	assert_member(json, "specversion", "1.0");
	assert_member(json, "id", "9f2c");
	assert_member(json, "source", "newswire://desk1");
	assert_member(json, "type", "newswire.funding.v1");
	assert_member(json, "subject", "Mistral \"AI\"");
	assert_member(json, "time", "2023-12-12T08:00:00.123Z");
	assert_member(json, "sequence", "00000000000000000042");
	assert_member(json, "datacontenttype", "application/json");
	assert_member(data, "type", "funding");
	assert_int_equal(json_integer_value(json_object_get(data, "rev")), 1);
	assert_null(json_object_get(data, "supersedes"));
	json_decref(json);
}

static void a_later_version_names_the_one_before(void **state)
{
	struct event_view e = funding();
	json_t *json =
		publish(&e, (struct event_stamp){
				    .node = "n", .seq = 9, .rev = 2, .supersedes = 7 });
	json_t *data = json_object_get(json, "data");

	assert_int_equal(json_integer_value(json_object_get(data, "rev")), 2);
	assert_member(data, "supersedes", "00000000000000000007");
	json_decref(json);
}

static void an_offline_event_has_neither_time_nor_sequence(void **state)
{
	struct event_view e = funding();
	json_t *json = publish(&e, (struct event_stamp){ .node = "offline", .rev = 1 });

	assert_null(json_object_get(json, "time"));
	assert_null(json_object_get(json, "sequence"));
	json_decref(json);
}

static void an_event_about_nobody_has_no_subject(void **state)
{
	struct event_view e = funding();
	json_t *json;

	e.subject.len = 0;
	json = publish(&e, (struct event_stamp){ .node = "n", .seq = 1, .rev = 1 });
	assert_null(json_object_get(json, "subject"));
	json_decref(json);
}

static void the_topic_is_type_and_language(void **state)
{
	struct event_view e = funding();

	buf_clear(&bytes);
	assert_int_equal(event_put_topic(&bytes, &e), 0);
	assert_string_equal(buf_str(&bytes), "newswire.funding.v1/zh-Hans");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_survives_the_pipe),
		cmocka_unit_test(its_names_are_found_whole),
		cmocka_unit_test(an_event_without_names_has_none),
		cmocka_unit_test(names_too_long_are_left_out),
		cmocka_unit_test(what_cannot_be_read_back_is_not_written),
		cmocka_unit_test(every_part_of_an_event_is_none),
		cmocka_unit_test(an_event_with_a_tail_is_none),
		cmocka_unit_test(lengths_that_lie_are_found_out),
		cmocka_unit_test(a_published_event_is_a_cloud_event),
		cmocka_unit_test(a_later_version_names_the_one_before),
		cmocka_unit_test(an_offline_event_has_neither_time_nor_sequence),
		cmocka_unit_test(an_event_about_nobody_has_no_subject),
		cmocka_unit_test(the_topic_is_type_and_language),
	};

	return cmocka_run_group_tests(tests, NULL, forget_bytes);
}
