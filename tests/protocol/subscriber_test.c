#include <pthread.h>
#include <string.h>

#include "protocol/newswire.h"
#include "tests/protocol/fake_broker.h"
#include "tests/protocol/testing.h"

static struct fake_broker broker;
static struct nw_subscriber *subscriber;

enum { PUMP_MS = 10, PATIENCE_MS = 10000 };

static void pump(void)
{
	struct nw_event none;

	assert_int_equal(nw_subscriber_next(subscriber, &none, PUMP_MS), NW_NOTHING);
}

static int subscribe(const struct nw_subscription *wish)
{
	struct nw_options options = { .endpoint = broker.endpoint };

	return nw_subscriber_open(&subscriber, &options, wish);
}

static void hear(const char *verb)
{
	fake_hear(&broker, verb, pump);
}

static void assert_heard(const char *key, const char *json)
{
	assert_string_equal(fake_heard(&broker, key), json);
}

static void say_subscribed(const char *from)
{
	char head[256];

	snprintf(head, sizeof(head), "{\"n\":%s,\"from\":\"%s\",\"high\":\"99\"}",
		 fake_heard(&broker, "n"), from);
	fake_say(&broker, "NW1/subscribed", head, NULL);
}

static void say_event(const char *seq, const char *prev)
{
	char head[256];

	snprintf(head, sizeof(head), "{\"seq\":\"%s\",\"prev\":\"%s\"}", seq, prev);
	fake_say(&broker, "NW1/event", head, "{\"specversion\":\"1.0\"}");
}

static void say(const char *verb, const char *head)
{
	fake_say(&broker, verb, head, NULL);
}

static struct nw_event await(int result)
{
	struct nw_event e;

	assert_int_equal(nw_subscriber_next(subscriber, &e, PATIENCE_MS), result);
	return e;
}

static void assert_event(uint64_t seq)
{
	assert_int_equal(await(0).seq, seq);
}

/* A subscription from 40 on, with credit for four events. */
static void begin(const char *durable)
{
	assert_int_equal(subscribe(&(struct nw_subscription){
				 .from = "40", .durable = durable, .credit = 4 }),
			 0);
	hear("NW1/subscribe");
	say_subscribed("40");
}

static int start(void **state)
{
	fake_start(&broker);
	return 0;
}

static int stop(void **state)
{
	subscriber = nw_subscriber_close(subscriber);
	fake_stop(&broker);
	return 0;
}

static void a_wish_is_said_in_full(void **state)
{
	const char *types[] = { "funding", "listing", NULL };
	const char *names[] = { "英伟达", NULL };

	subscribe(&(struct nw_subscription){ .from = "begin",
					     .durable = "loader",
					     .types = types,
					     .names = names,
					     .credit = 7 });
	hear("NW1/subscribe");
	assert_heard("from", "\"begin\"");
	assert_heard("durable", "\"loader\"");
	assert_heard("types", "[\"funding\",\"listing\"]");
	assert_heard("names", "[\"英伟达\"]");
	assert_heard("langs", "");
	assert_heard("credit", "7");
}

static void a_time_is_a_place_to_start_from(void **state)
{
	subscribe(&(struct nw_subscription){ .from = "2023-12-12T08:00:00+08:00" });
	hear("NW1/subscribe");
	assert_heard("from", "{\"time\":\"2023-12-12T00:00:00.000Z\"}");
}

static void what_is_no_place_is_invalid(void **state)
{
	assert_int_equal(subscribe(&(struct nw_subscription){ .from = "yesterday" }),
			 NW_INVALID);
}

static void events_come_in_order(void **state)
{
	struct nw_event e;

	begin(NULL);
	say_event("42", "40");
	say_event("55", "42");
	e = await(0);
	assert_int_equal(e.seq, 42);
	assert_string_equal(e.json, "{\"specversion\":\"1.0\"}");
	assert_event(55);
	assert_int_equal(nw_subscriber_position(subscriber), 55);
}

static void a_gap_in_the_chain_is_asked_for_again(void **state)
{
	begin(NULL);
	say_event("42", "40");
	say_event("57", "55");
	assert_event(42);
	hear("NW1/subscribe");
	assert_heard("from", "{\"seq\":\"00000000000000000042\"}");
	say_subscribed("42");
	say_event("55", "42");
	assert_event(55);
}

static void a_broker_that_came_back_is_asked_from_where_we_stood(void **state)
{
	begin(NULL);
	say_event("42", "40");
	assert_event(42);
	fake_restart(&broker);
	hear("NW1/subscribe");
	assert_heard("from", "{\"seq\":\"00000000000000000042\"}");
}

static void a_heartbeat_moves_the_position(void **state)
{
	begin(NULL);
	say("NW1/heartbeat", "{\"high\":\"99\",\"at\":\"90\"}");
	while (nw_subscriber_position(subscriber) != 90)
		pump();
	say_event("95", "40");
	assert_event(95);
}

static void credit_is_given_back_as_events_are_taken(void **state)
{
	begin(NULL);
	say_event("41", "40");
	say_event("42", "41");
	say_event("43", "42");
	assert_event(41);
	assert_event(42);
	assert_event(43);
	hear("NW1/credit");
	assert_heard("more", "3");
	assert_heard("done", "");
}

static void what_is_done_is_said_before_waiting(void **state)
{
	begin("loader");
	say_event("41", "40");
	assert_event(41);
	nw_subscriber_done(subscriber, 41);
	hear("NW1/credit");
	assert_heard("done", "\"00000000000000000041\"");
	assert_true(fake_hears_nothing(&broker, pump));
}

static void what_is_done_is_said_on_leaving(void **state)
{
	begin("loader");
	say_event("41", "40");
	assert_event(41);
	nw_subscriber_done(subscriber, 41);
	subscriber = nw_subscriber_close(subscriber);
	fake_hear(&broker, "NW1/credit", NULL);
	assert_heard("done", "\"00000000000000000041\"");
	fake_hear(&broker, "NW1/unsubscribe", NULL);
}

static void a_repeat_after_a_restart_is_not_handed_out(void **state)
{
	begin("loader");
	say_event("41", "40");
	say_event("42", "41");
	assert_event(41);
	assert_event(42);
	fake_restart(&broker);
	hear("NW1/subscribe");
	say_subscribed("40");
	say_event("41", "40");
	say_event("42", "41");
	say_event("43", "42");
	assert_event(43);
}

static void what_retention_took_is_told(void **state)
{
	struct nw_event e;

	begin(NULL);
	say("NW1/lost", "{\"from\":\"40\",\"to\":\"80\",\"reason\":\"retention\"}");
	say_event("83", "80");
	e = await(NW_LOST);
	assert_int_equal(e.lost_from, 40);
	assert_int_equal(e.lost_to, 80);
	assert_string_equal(e.reason, "retention");
	assert_event(83);
}

static void whoever_was_replaced_does_not_fight(void **state)
{
	begin("loader");
	say("NW1/ended", "{\"code\":\"taken\",\"reason\":\"a newer one\"}");
	assert_string_equal(await(NW_ENDED).reason, "a newer one");
	assert_true(fake_hears_nothing(&broker, pump));
}

static void whoever_was_too_silent_asks_again(void **state)
{
	begin(NULL);
	say("NW1/ended", "{\"code\":\"silent\"}");
	hear("NW1/subscribe");
}

static void a_wish_that_is_refused_is_told(void **state)
{
	begin(NULL);
	say("NW1/refused", "{\"code\":\"field\",\"reason\":\"types\"}");
	assert_string_equal(await(NW_REFUSED).code, "field");
	assert_true(fake_hears_nothing(&broker, pump));
}

static void events_of_the_subscription_before_are_ignored(void **state)
{
	begin(NULL);
	say_event("42", "41");
	hear("NW1/subscribe");
	say_event("41", "40");
	say_subscribed("40");
	say_event("44", "40");
	assert_event(44);
}

/* nw_ask() waits, so the broker speaks from a thread of its own. */
static void *reply_to_status(void *reply)
{
	while (zmq_msg_recv(&broker.client, broker.router, 0) < 0)
		;
	zmq_recv(broker.router, broker.verb, sizeof(broker.verb), 0);
	zmq_recv(broker.router, broker.head, sizeof(broker.head), 0);
	fake_say(&broker, reply, "{\"state\":\"running\"}", "bytes");
	return NULL;
}

static void a_question_has_an_answer(void **state)
{
	struct nw_options options = { .endpoint = broker.endpoint };
	struct nw_reply reply;
	pthread_t thread;

	pthread_create(&thread, NULL, reply_to_status, (void *)"NW1/ok");
	assert_int_equal(nw_ask(&reply, &options, "status", NULL, PATIENCE_MS), 0);
	pthread_join(thread, NULL);
	assert_string_equal(reply.json, "{\"state\":\"running\"}");
	assert_string_equal(reply.body, "bytes");
	nw_reply_free(&reply);
}

static void no_answer_is_nothing(void **state)
{
	struct nw_options options = { .endpoint = broker.endpoint };
	struct nw_reply reply;

	assert_int_equal(nw_ask(&reply, &options, "status", NULL, PUMP_MS), NW_NOTHING);
	assert_null(reply.json);
}

static void an_unknown_question_is_invalid(void **state)
{
	struct nw_reply reply;

	assert_int_equal(nw_ask(&reply, NULL, "gossip", NULL, PUMP_MS), NW_INVALID);
	assert_int_equal(nw_ask(&reply, NULL, "status", "[]", PUMP_MS), NW_INVALID);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(a_wish_is_said_in_full),
		TEST(a_time_is_a_place_to_start_from),
		TEST(what_is_no_place_is_invalid),
		TEST(events_come_in_order),
		TEST(a_gap_in_the_chain_is_asked_for_again),
		TEST(a_broker_that_came_back_is_asked_from_where_we_stood),
		TEST(a_heartbeat_moves_the_position),
		TEST(credit_is_given_back_as_events_are_taken),
		TEST(what_is_done_is_said_before_waiting),
		TEST(what_is_done_is_said_on_leaving),
		TEST(a_repeat_after_a_restart_is_not_handed_out),
		TEST(what_retention_took_is_told),
		TEST(whoever_was_replaced_does_not_fight),
		TEST(whoever_was_too_silent_asks_again),
		TEST(a_wish_that_is_refused_is_told),
		TEST(events_of_the_subscription_before_are_ignored),
		TEST(a_question_has_an_answer),
		TEST(no_answer_is_nothing),
		TEST(an_unknown_question_is_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
