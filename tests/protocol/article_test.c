#include "protocol/article.h"

#include <string.h>

#include "tests/protocol/testing.h"

static struct article_head head;
static enum frame_refusal refusal;
static char reason[FRAME_MAX_REASON];

static int parse(const char *json)
{
	return article_parse(json, strlen(json), &head, &refusal, reason);
}

static void assert_refused(const char *json, enum frame_refusal why, const char *word)
{
	assert_int_equal(parse(json), ARTICLE_BAD);
	assert_int_equal(refusal, why);
	if (!strstr(reason, word))
		fail_msg("\"%s\" does not speak of %s", reason, word);
}

static void assert_field_refused(const char *json, const char *field)
{
	assert_refused(json, FRAME_REFUSED_FIELD, field);
}

/* {"key":"xxx…"} with `len` x. */
static char *filled(const char *key, size_t len)
{
	static char json[FRAME_MAX_HEAD_BYTES];
	int n = snprintf(json, sizeof(json), "{\"%s\":\"", key);

	memset(json + n, 'x', len);
	strcpy(json + n + len, "\"}");
	return json;
}

static int forget_head(void **state)
{
	article_head_free(&head);
	return 0;
}

static void a_full_head_is_read(void **state)
{
	assert_int_equal(
		parse("{\"n\":17,\"id\":\"a1\",\"url\":\"https://news.example/1\","
		      "\"title\":\"\\u6807\\u9898 \\\"x\\\"\",\"source\":\"Example "
		      "Daily\","
		      "\"published\":\"2023-12-11\",\"fetched\":\"2023-12-12T07:59:58Z\","
		      "\"content_type\":\"text/html\",\"content_encoding\":\"gzip\","
		      "\"charset\":\"gbk\",\"status\":200,"
		      "\"headers\":{\"Server\":\"x\"},\"lane\":\"bulk\"}"),
		0);
	assert_int_equal(head.n, 17);
	assert_string_equal(head.id, "a1");
	assert_string_equal(head.url, "https://news.example/1");
	assert_string_equal(head.title, "标题 \"x\"");
	assert_string_equal(head.source, "Example Daily");
	assert_string_equal(head.published, "2023-12-11");
	assert_string_equal(head.fetched, "2023-12-12T07:59:58Z");
	assert_string_equal(head.content_type, "text/html");
	assert_string_equal(head.charset, "gbk");
	assert_string_equal(head.headers, "{\"Server\":\"x\"}");
	assert_int_equal(head.status, 200);
	assert_int_equal(head.lane, ARTICLE_BULK);
	assert_true(head.gzip);
}

static void an_empty_head_is_a_head(void **state)
{
	assert_int_equal(parse("{}"), 0);
	assert_true(head.n == FRAME_NO_N);
	assert_null(head.id);
	assert_int_equal(head.lane, ARTICLE_LIVE);
}

static void null_and_empty_count_as_absent(void **state)
{
	assert_int_equal(
		parse("{\"id\":\"\",\"url\":null,\"n\":null,\"status\":null,"
		      "\"lane\":null,\"headers\":null,\"content_encoding\":\"\"}"),
		0);
	assert_null(head.id);
	assert_null(head.url);
	assert_null(head.headers);
	assert_true(head.n == FRAME_NO_N);
}

static void unknown_members_are_ignored(void **state)
{
	assert_int_equal(parse("{\"mood\":{\"a\":[1,{}]},\"id\":\"x\",\"IDs\":7}"), 0);
	assert_string_equal(head.id, "x");
}

static void a_second_parse_forgets_the_first(void **state)
{
	assert_int_equal(parse("{\"id\":\"x\",\"title\":\"t\",\"lane\":\"bulk\"}"), 0);
	assert_int_equal(parse("{\"id\":\"y\"}"), 0);
	assert_string_equal(head.id, "y");
	assert_null(head.title);
	assert_int_equal(head.lane, ARTICLE_LIVE);
}

static void what_is_no_object_is_refused(void **state)
{
	assert_refused("", FRAME_REFUSED_HEAD, "JSON");
	assert_refused("[1]", FRAME_REFUSED_HEAD, "JSON");
	assert_refused("{\"id\":\"x\"", FRAME_REFUSED_HEAD, "JSON");
	assert_refused("{\"id\":\"\xff\"}", FRAME_REFUSED_HEAD, "JSON");
	assert_refused("{} {}", FRAME_REFUSED_HEAD, "JSON");
}

static void wrong_types_are_named(void **state)
{
	assert_field_refused("{\"url\":17}", "url");
	assert_field_refused("{\"title\":[\"t\"]}", "title");
	assert_field_refused("{\"n\":\"1\"}", "n ");
	assert_field_refused("{\"n\":-1}", "n ");
	assert_field_refused("{\"n\":9007199254740992}", "n ");
	assert_field_refused("{\"status\":1000}", "status");
	assert_field_refused("{\"lane\":\"fast\"}", "lane");
	assert_field_refused("{\"lane\":1}", "lane");
	assert_field_refused("{\"content_encoding\":\"br\"}", "content_encoding");
	assert_field_refused("{\"headers\":\"x\"}", "headers");
	assert_field_refused("{\"headers\":{\"a\":{\"b\":1}}}", "headers");
}

static void a_refusal_still_carries_the_number(void **state)
{
	assert_field_refused("{\"url\":17,\"n\":4}", "url");
	assert_int_equal(head.n, 4);
}

static void lengths_have_limits(void **state)
{
	assert_int_equal(parse(filled("url", ARTICLE_MAX_ID_BYTES)), 0);
	assert_field_refused(filled("url", ARTICLE_MAX_ID_BYTES + 1), "url");
	assert_field_refused(filled("id", ARTICLE_MAX_ID_BYTES + 1), "id");
	assert_field_refused(filled("title", ARTICLE_MAX_TITLE_BYTES + 1), "title");
	assert_field_refused(filled("fetched", ARTICLE_MAX_WORD_BYTES + 1), "fetched");
}

static void ids_hold_no_control_characters(void **state)
{
	assert_field_refused("{\"id\":\"a\\u001bb\"}", "id");
	assert_field_refused("{\"url\":\"a\\nb\"}", "url");
	assert_int_equal(parse("{\"title\":\"a\\nb\"}"), 0);
	assert_field_refused("{\"title\":\"a\\u0000b\"}", "title");
}

static void a_producer_cannot_say_what_is_ours(void **state)
{
	assert_int_equal(parse("{\"rev\":9,\"clean\":true}"), 0);
	assert_int_equal(head.rev, 0);
	assert_false(head.clean);
}

static void an_article_goes_by_id_then_url_then_bytes(void **state)
{
	char scratch[ARTICLE_HASH_ID_SIZE];

	assert_int_equal(parse("{\"id\":\"a\",\"url\":\"u\"}"), 0);
	assert_string_equal(article_id(&head, "x", 1, scratch), "a");
	assert_int_equal(parse("{\"url\":\"u\"}"), 0);
	assert_string_equal(article_id(&head, "x", 1, scratch), "u");
	assert_int_equal(parse("{}"), 0);
	assert_string_equal(
		article_id(&head, "abc", 3, scratch),
		"sha256:"
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_head_survives_the_journal(void **state)
{
	struct article_head again = { 0 };
	struct buf out = { 0 };

	assert_int_equal(
		parse("{\"n\":1,\"url\":\"u\",\"title\":\"\\u6807\\\"\",\"headers\":"
		      "{\"a\":\"b\"},\"status\":404,\"content_encoding\":\"gzip\"}"),
		0);
	head.id = "given later";
	head.rev = 3;
	head.clean = true;
	assert_int_equal(article_put_head(&out, &head), 0);
	assert_int_equal(article_read(out.data, out.len, &again), 0);
	assert_string_equal(again.id, "given later");
	assert_string_equal(again.title, "标\"");
	assert_string_equal(again.headers, "{\"a\":\"b\"}");
	assert_int_equal(again.rev, 3);
	assert_int_equal(again.status, 404);
	assert_true(again.clean && again.gzip);
	assert_true(again.n == FRAME_NO_N);
	article_head_free(&again);
	buf_free(&out);
}

static void a_submission_survives_the_wire(void **state)
{
	struct article_head sent = {
		.n = 5, .title = "t", .lane = ARTICLE_BULK, .rev = 2
	};
	struct buf out = { 0 };

	assert_int_equal(article_put_submit(&out, &sent), 0);
	assert_string_equal(buf_str(&out), "{\"n\":5,\"title\":\"t\",\"lane\":\"bulk\"}");
	assert_int_equal(parse(buf_str(&out)), 0);
	buf_free(&out);
}

static void an_empty_head_is_written_as_one(void **state)
{
	struct article_head empty = { .n = FRAME_NO_N };
	struct buf out = { 0 };

	assert_int_equal(article_put_head(&out, &empty), 0);
	assert_string_equal(buf_str(&out), "{}");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_head_is_read),
		cmocka_unit_test(an_empty_head_is_a_head),
		cmocka_unit_test(null_and_empty_count_as_absent),
		cmocka_unit_test(unknown_members_are_ignored),
		cmocka_unit_test(a_second_parse_forgets_the_first),
		cmocka_unit_test(what_is_no_object_is_refused),
		cmocka_unit_test(wrong_types_are_named),
		cmocka_unit_test(a_refusal_still_carries_the_number),
		cmocka_unit_test(lengths_have_limits),
		cmocka_unit_test(ids_hold_no_control_characters),
		cmocka_unit_test(a_producer_cannot_say_what_is_ours),
		cmocka_unit_test(an_article_goes_by_id_then_url_then_bytes),
		cmocka_unit_test(a_head_survives_the_journal),
		cmocka_unit_test(a_submission_survives_the_wire),
		cmocka_unit_test(an_empty_head_is_written_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, forget_head);
}
