#include <string.h>

#include "protocol/newswire.h"
#include "tests/protocol/fake_broker.h"
#include "tests/protocol/testing.h"

static struct fake_broker broker;
static struct nw_producer *producer;
static char token[] = "token";

enum { PUMP_MS = 10, PATIENCE_MS = 10000 };

static void pump(void)
{
	struct nw_answer none;

	assert_int_equal(nw_answer(producer, &none, PUMP_MS), NW_NOTHING);
}

static int open_producer(unsigned window)
{
	struct nw_options options = { .endpoint = broker.endpoint, .agent = "test/1" };

	return nw_producer_open(&producer, &options, window);
}

static int submit(const char *id, const char *body)
{
	struct nw_article article = { .id = id, .body = body, .body_len = strlen(body) };

	return nw_submit(producer, &article, token);
}

static void hear(const char *verb)
{
	fake_hear(&broker, verb, pump);
}

/* The producer has connected and said so. */
static void hear_opening(const char *opened)
{
	hear("NW1/open");
	fake_say(&broker, "NW1/opened", opened, NULL);
}

static void assert_article_heard(const char *id_json)
{
	hear("NW1/submit");
	assert_string_equal(fake_heard(&broker, "id"), id_json);
}

static void say(const char *verb, const char *head)
{
	fake_say(&broker, verb, head, NULL);
}

static struct nw_answer await(void)
{
	struct nw_answer a;

	assert_int_equal(nw_answer(producer, &a, PATIENCE_MS), 0);
	return a;
}

static int start(void **state)
{
	fake_start(&broker);
	return open_producer(4);
}

static int stop(void **state)
{
	producer = nw_producer_close(producer);
	fake_stop(&broker);
	return 0;
}

static void an_article_goes_out_when_the_broker_is_there(void **state)
{
	assert_int_equal(submit("a", "text"), 0);
	hear_opening("{}");
	assert_article_heard("\"a\"");
	assert_string_equal(fake_heard(&broker, "n"), "1");
	assert_string_equal(broker.body, "text");
}

static void a_kept_article_is_answered_with_its_token(void **state)
{
	struct nw_answer a;

	submit("a", "text");
	hear_opening("{}");
	hear("NW1/submit");
	say("NW1/kept",
	    "{\"n\":1,\"id\":\"a\",\"rev\":2,\"seq\":\"00000000000000000042\"}");
	a = await();
	assert_int_equal(a.verdict, NW_KEPT);
	assert_ptr_equal(a.token, token);
	assert_string_equal(a.id, "a");
	assert_int_equal(a.rev, 2);
	assert_int_equal(a.seq, 42);
	assert_int_equal(nw_producer_pending(producer), 0);
}

static void a_refused_article_is_answered_with_the_reason(void **state)
{
	struct nw_answer a;

	submit("a", "text");
	hear_opening("{}");
	hear("NW1/submit");
	say("NW1/refused", "{\"n\":1,\"code\":\"body\",\"reason\":\"too \\\"long\\\"\"}");
	a = await();
	assert_int_equal(a.verdict, NW_NOT_WANTED);
	assert_string_equal(a.code, "body");
	assert_string_equal(a.reason, "too \"long\"");
}

static void answers_are_taken_in_any_order(void **state)
{
	submit("a", "text");
	submit("b", "text");
	hear_opening("{}");
	hear("NW1/submit");
	hear("NW1/submit");
	say("NW1/duplicate", "{\"n\":2,\"id\":\"b\",\"rev\":1,\"seq\":\"7\"}");
	say("NW1/kept", "{\"n\":1,\"id\":\"a\",\"rev\":1,\"seq\":\"8\"}");
	assert_int_equal(await().verdict, NW_DUPLICATE);
	assert_int_equal(await().verdict, NW_KEPT);
}

static void what_was_not_answered_is_sent_to_the_broker_that_came_back(void **state)
{
	submit("a", "text");
	submit("b", "text");
	hear_opening("{}");
	hear("NW1/submit");
	hear("NW1/submit");
	say("NW1/kept", "{\"n\":1,\"id\":\"a\",\"rev\":1,\"seq\":\"1\"}");
	await();
	fake_restart(&broker);
	hear_opening("{}");
	assert_article_heard("\"b\"");
	assert_true(fake_hears_nothing(&broker, pump));
}

static void a_busy_broker_gets_the_article_later(void **state)
{
	submit("a", "text");
	hear_opening("{}");
	hear("NW1/submit");
	say("NW1/busy", "{\"n\":1,\"retry_after_ms\":100,\"reason\":\"full\"}");
	assert_article_heard("\"a\"");
	assert_string_equal(nw_producer_busy(producer), "full");
}

static void nothing_more_is_taken_while_the_broker_is_busy(void **state)
{
	submit("a", "text");
	hear_opening("{}");
	hear("NW1/submit");
	say("NW1/busy", "{\"n\":1,\"retry_after_ms\":60000,\"reason\":\"full\"}");
	while (!nw_producer_busy(producer))
		pump();
	assert_int_equal(submit("b", "text"), NW_FULL);
}

static void the_window_is_the_callers(void **state)
{
	for (int i = 0; i < 4; i++)
		assert_int_equal(submit(NULL, "text"), 0);
	assert_int_equal(submit(NULL, "text"), NW_FULL);
	assert_int_equal(nw_producer_pending(producer), 4);
}

static void the_brokers_credit_makes_the_window_smaller(void **state)
{
	assert_int_equal(submit("a", "text"), 0);
	hear_opening("{\"credit\":2}");
	hear("NW1/submit");
	pump();
	assert_int_equal(submit("b", "text"), 0);
	assert_int_equal(submit("c", "text"), NW_FULL);
}

static void answers_to_nothing_are_ignored(void **state)
{
	submit("a", "text");
	hear_opening("{}");
	hear("NW1/submit");
	say("NW1/kept", "{\"n\":99,\"id\":\"x\",\"rev\":1,\"seq\":\"1\"}");
	say("NW1/kept", "no JSON");
	say("NW1/event", "{}");
	say("NW2/kept", "{\"n\":1}");
	say("", "");
	pump();
	assert_int_equal(nw_producer_pending(producer), 1);
}

static void a_broker_that_refuses_us_altogether_is_told(void **state)
{
	struct nw_answer a;

	hear("NW1/open");
	say("NW1/refused",
	    "{\"code\":\"version\",\"reason\":\"speak 7\",\"versions\":[7]}");
	assert_int_equal(nw_answer(producer, &a, PATIENCE_MS), NW_REFUSED);
	assert_string_equal(a.code, "version");
}

static void what_the_broker_would_refuse_is_not_taken(void **state)
{
	struct nw_article article = { .body = "x",
				      .body_len = 1,
				      .headers = "{\"a\":1}" };

	assert_int_equal(nw_submit(producer, &article, NULL), NW_INVALID);
	assert_int_equal(submit("a", ""), NW_INVALID);
	assert_int_equal(submit("a\nb", "text"), NW_INVALID);
	assert_int_equal(nw_producer_pending(producer), 0);
}

static void an_article_can_be_given_up(void **state)
{
	struct nw_answer a;

	submit("a", "text");
	assert_int_equal(nw_give_up(producer, &a), 0);
	assert_int_equal(a.verdict, NW_GIVEN_UP);
	assert_ptr_equal(a.token, token);
	assert_int_equal(nw_give_up(producer, &a), NW_NOTHING);
}

static void no_address_is_invalid(void **state)
{
	struct nw_options options = { .endpoint = "nowhere" };
	struct nw_producer *none = NULL;

	assert_int_equal(nw_producer_open(&none, &options, 0), NW_INVALID);
	assert_null(none);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(an_article_goes_out_when_the_broker_is_there),
		TEST(a_kept_article_is_answered_with_its_token),
		TEST(a_refused_article_is_answered_with_the_reason),
		TEST(answers_are_taken_in_any_order),
		TEST(what_was_not_answered_is_sent_to_the_broker_that_came_back),
		TEST(a_busy_broker_gets_the_article_later),
		TEST(nothing_more_is_taken_while_the_broker_is_busy),
		TEST(the_window_is_the_callers),
		TEST(the_brokers_credit_makes_the_window_smaller),
		TEST(answers_to_nothing_are_ignored),
		TEST(a_broker_that_refuses_us_altogether_is_told),
		TEST(what_the_broker_would_refuse_is_not_taken),
		TEST(an_article_can_be_given_up),
		TEST(no_address_is_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
