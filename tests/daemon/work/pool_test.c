#include "daemon/work/pool.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/log.h"
#include "tests/daemon/testing.h"

enum { MAX_ARTICLES = 8, PATIENCE_S = 60 };

/* What became of each article, as the pool told. */
struct told {
	size_t results, events, failures, hopeless, returned;
	char reason[2048]; /* of the last failure */
};

static struct loop *loop;
static struct pool *pool;
static struct config config;
static struct article articles[MAX_ARTICLES];
static struct told told[MAX_ARTICLES];
static bool refuse_results, tried;
static char tried_reason[2048];
static bool (*enough)(void);

static struct told *of(const struct article *a)
{
	return &told[a - articles];
}

static int on_result(void *ctx, struct article *a, const struct ledger_result *result)
{
	if (refuse_results)
		return LEDGER_BUSY;
	of(a)->results++;
	of(a)->events = result->n;
	return 0;
}

static int on_hopeless(void *ctx, struct article *a, const char *reason)
{
	of(a)->hopeless++;
	snprintf(of(a)->reason, sizeof(of(a)->reason), "%s", reason);
	return 0;
}

static void on_failed(void *ctx, struct article *a, const char *reason)
{
	of(a)->failures++;
	snprintf(of(a)->reason, sizeof(of(a)->reason), "%s", reason);
}

static void on_returned(void *ctx, struct article *a)
{
	of(a)->returned++;
}

static void on_room(void *ctx)
{
}

static const struct pool_listener listener = { NULL,	  on_result,   on_hopeless,
					       on_failed, on_returned, on_room };

static int look(void *ctx)
{
	if (enough())
		loop_stop(loop);
	return 0;
}

static int nudge(void *ctx)
{
	return 0;
}

static int fresh(void **state)
{
	alarm(PATIENCE_S);
	nw_log_set_level(0);
	memset(told, 0, sizeof(told));
	memset(articles, 0, sizeof(articles));
	for (size_t i = 0; i < MAX_ARTICLES; i++)
		articles[i].seq = i + 1;
	refuse_results = tried = false;
	assert_int_equal(config_default(&config), 0);
	free(config.worker_command);
	config.worker_command = strdup("/usr/bin/python3 " SCRIPT_WORKER);
	config.workers = 1;
	config.worker_ahead = 4;
	assert_int_equal(loop_open(&loop), 0);
	assert_int_equal(loop_every(loop, 10, nudge, NULL), 0);
	assert_int_equal(loop_each_turn(loop, look, NULL), 0);
	return 0;
}

static int closed(void **state)
{
	pool = pool_close(pool);
	loop = loop_close(loop);
	config_free(&config);
	alarm(0);
	return 0;
}

static void run_until(bool (*condition)(void))
{
	enough = condition;
	assert_int_equal(loop_run(loop), 0);
	assert_true(condition());
}

static bool somebody_has_room(void)
{
	return pool_roomy(pool);
}

static void open_pool(void)
{
	assert_int_equal(pool_open(&pool, loop, &config, &listener), 0);
	run_until(somebody_has_room);
}

static void give(size_t i, const char *script)
{
	struct buf head = { .data = (char[]){ "{}" }, .len = 2 };

	assert_int_equal(pool_send(pool, pool_roomy(pool), &articles[i], &head, script,
				   strlen(script)),
			 0);
}

static bool first_has_ended(void)
{
	return told[0].results || told[0].failures || told[0].hopeless ||
	       told[0].returned;
}

static bool second_has_ended(void)
{
	return told[1].results || told[1].failures || told[1].returned;
}

/* An article whose script is `script` fails, for a reason that holds `why`. */
static void assert_fails(const char *script, const char *why)
{
	open_pool();
	give(0, script);
	give(1, "event funding Bolt");
	run_until(first_has_ended);
	assert_int_equal(told[0].failures, 1);
	assert_int_equal(told[0].results, 0);
	assert_non_null(strstr(told[0].reason, why));
	run_until(second_has_ended);
	assert_int_equal(told[1].failures, 0);
}

static void a_worker_gives_its_result(void **state)
{
	open_pool();
	give(0, "event funding Acme\nevent funding Bolt");
	run_until(first_has_ended);
	assert_int_equal(told[0].results, 1);
	assert_int_equal(told[0].events, 2);
	assert_true(pool_is_idle(pool));
}

static void what_it_calls_hopeless_is_hopeless(void **state)
{
	open_pool();
	give(0, "fail no text at all");
	run_until(first_has_ended);
	assert_int_equal(told[0].hopeless, 1);
	assert_string_equal(told[0].reason, "no text at all");
}

static void a_crash_costs_the_one_it_had_begun(void **state)
{
	assert_fails("crash", "signal 9");
}

static void a_crash_gives_back_what_was_not_begun(void **state)
{
	open_pool();
	give(0, "crash");
	give(1, "event funding Bolt");
	run_until(second_has_ended);
	assert_int_equal(told[1].returned, 1);
	assert_int_equal(pool_restarts(pool), 1);
	run_until(somebody_has_room);
}

static void too_much_processor_time_is_a_failure(void **state)
{
	config.worker_deadline = 200;
	assert_fails("spin", "worker_deadline");
}

static void too_much_time_is_a_failure(void **state)
{
	config.worker_wall_limit = 300;
	assert_fails("sleep", "worker_wall_limit");
}

static void a_child_that_holds_the_socket_keeps_nobody_waiting(void **state)
{
	config.worker_deadline = 200;
	assert_fails("child", "worker_deadline");
}

static void what_is_no_frame_is_a_failure(void **state)
{
	assert_fails("garbage\nsleep", "no frame");
}

static void a_second_start_does_not_buy_time(void **state)
{
	assert_fails("lie start\nsleep", "another article");
}

static void a_word_about_another_article_is_a_failure(void **state)
{
	assert_fails("lie other\nsleep", "another article");
}

static void an_end_that_is_no_json_is_a_failure(void **state)
{
	assert_fails("lie done\nsleep", "events that are none");
}

static void an_event_that_is_none_is_a_failure(void **state)
{
	assert_fails("event funding Acme\nlie event", "events that are none");
}

static void events_without_end_are_a_failure(void **state)
{
	assert_fails("lie flood", "more events");
}

static void a_worker_that_does_not_begin_gives_it_back(void **state)
{
	config.worker_wall_limit = 300;
	free(config.worker_command);
	config.worker_command = strdup("/usr/bin/python3 " SCRIPT_WORKER " --idle");
	open_pool();
	give(0, "event funding Acme");
	run_until(first_has_ended);
	assert_int_equal(told[0].returned, 1);
}

static bool it_is_held(void)
{
	return pool_worker(pool, 0)->held;
}

static void a_result_that_cannot_be_kept_is_offered_again(void **state)
{
	open_pool();
	refuse_results = true;
	give(0, "event funding Acme");
	give(1, "crash");
	run_until(it_is_held);
	assert_int_equal(told[0].results, 0);
	refuse_results = false;
	assert_int_equal(pool_resume(pool), 0);
	assert_int_equal(told[0].results, 1);
	run_until(second_has_ended);
	assert_int_equal(told[1].failures, 1);
}

static void on_tried(void *ctx, const char *reason)
{
	tried = true;
	snprintf(tried_reason, sizeof(tried_reason), "%s", reason ? reason : "");
}

static bool it_was_tried(void)
{
	return tried;
}

static void a_reload_that_works_replaces_the_workers(void **state)
{
	pid_t before;

	open_pool();
	before = pool_worker(pool, 0)->pid;
	assert_int_equal(pool_reload(pool, on_tried, NULL), 0);
	assert_int_equal(pool_reload(pool, on_tried, NULL), -EBUSY);
	run_until(it_was_tried);
	assert_string_equal(tried_reason, "");
	run_until(somebody_has_room);
	assert_true(pool_worker(pool, 0)->pid != before);
}

static void a_reload_that_fails_changes_nothing(void **state)
{
	pid_t before;

	open_pool();
	before = pool_worker(pool, 0)->pid;
	free(config.worker_command);
	config.worker_command = strdup("/bin/false");
	assert_int_equal(pool_reload(pool, on_tried, NULL), 0);
	run_until(it_was_tried);
	assert_non_null(strstr(tried_reason, "status 1"));
	assert_int_equal(pool_worker(pool, 0)->pid, before);
}

static void a_reload_that_is_cut_off_is_told(void **state)
{
	open_pool();
	assert_int_equal(pool_reload(pool, on_tried, NULL), 0);
	pool = pool_close(pool);
	assert_true(tried);
	assert_string_equal(tried_reason, "the broker stops");
}

static void a_worker_is_recycled_after_its_share(void **state)
{
	pid_t before;

	config.worker_recycle = 1;
	open_pool();
	before = pool_worker(pool, 0)->pid;
	give(0, "event funding Acme");
	run_until(first_has_ended);
	run_until(somebody_has_room);
	assert_true(pool_worker(pool, 0)->pid != before);
	assert_int_equal(pool_restarts(pool), 0);
}

static bool all_are_ready(void)
{
	return pool_worker(pool, 0)->state == WORKER_READY &&
	       pool_worker(pool, 1)->state == WORKER_READY;
}

static void what_comes_while_others_start_is_left_for_them(void **state)
{
	config.workers = 2;
	open_pool();
	give(0, "sleep");
	if (!all_are_ready())
		assert_null(pool_roomy(pool));
	run_until(all_are_ready);
	assert_int_equal(pool_roomy(pool)->n_ahead, 0);
	give(1, "event funding Bolt");
	run_until(second_has_ended);
	assert_int_equal(told[1].results, 1);
}

static void a_worker_with_much_unread_gets_no_more(void **state)
{
	static char large[12 << 20] = "sleep\n# ";

	memset(large + 8, 'x', sizeof(large) - 9);
	open_pool();
	give(0, "sleep");
	give(1, large);
	assert_null(pool_roomy(pool));
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, closed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_worker_gives_its_result),
		sentence(what_it_calls_hopeless_is_hopeless),
		sentence(a_crash_costs_the_one_it_had_begun),
		sentence(a_crash_gives_back_what_was_not_begun),
		sentence(too_much_processor_time_is_a_failure),
		sentence(too_much_time_is_a_failure),
		sentence(a_child_that_holds_the_socket_keeps_nobody_waiting),
		sentence(what_is_no_frame_is_a_failure),
		sentence(a_second_start_does_not_buy_time),
		sentence(a_word_about_another_article_is_a_failure),
		sentence(an_end_that_is_no_json_is_a_failure),
		sentence(an_event_that_is_none_is_a_failure),
		sentence(events_without_end_are_a_failure),
		sentence(a_worker_that_does_not_begin_gives_it_back),
		sentence(a_result_that_cannot_be_kept_is_offered_again),
		sentence(a_reload_that_works_replaces_the_workers),
		sentence(a_reload_that_fails_changes_nothing),
		sentence(a_reload_that_is_cut_off_is_told),
		sentence(a_worker_is_recycled_after_its_share),
		sentence(what_comes_while_others_start_is_left_for_them),
		sentence(a_worker_with_much_unread_gets_no_more),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
